"""A problem that makes no sense cannot be built."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from matcher.assignment.problem import Labels, Problem, ProblemError

GOOD: dict[str, Any] = {
    "candidate": [0, 0, 1],
    "value": [1.0, 2.0, 3.0],
    "uses": [[1.0], [0.0], [2.0]],
    "capacity": [2.0],
}


def test_what_is_left_out_has_its_usual_value() -> None:
    problem = Problem.of(**GOOD)
    assert (problem.option_count, problem.candidate_count, problem.resource_count, problem.floor_count) == (3, 2, 1, 0)
    assert problem.opening.tolist() == [-1, -1, -1]
    assert problem.max_options.tolist() == [1, 1]
    assert problem.hours.tolist() == [0.0, 0.0, 0.0]
    assert problem.candidate_hours.tolist() == [np.inf, np.inf]
    assert problem.conflicts.shape == (0, 2)
    assert problem.uses.nnz == 2  # the zero is not kept


def test_a_floor_without_a_penalty_is_hard() -> None:
    problem = Problem.of(**GOOD, floors=[[1.0], [0.0], [0.0]], at_least=[1.0])
    assert problem.penalty.tolist() == [np.inf]


def test_an_amount_given_twice_is_added_up() -> None:
    twice = sp.coo_matrix(([1.0, 0.5], ([0, 0], [0, 0])), shape=(3, 1))
    assert Problem.of(**{**GOOD, "uses": twice}).uses.toarray().tolist() == [[1.5], [0.0], [0.0]]


def test_candidates_without_options_count() -> None:
    assert Problem.of(**GOOD, max_options=[1, 1, 2]).candidate_count == 3
    assert Problem.of(**GOOD, candidate_hours=[1.0, 1.0, 2.0, 3.0]).candidate_count == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": [1.0, np.nan, 3.0]}, r"value\[1\]: nan er ikke et endeligt tal"),
        ({"value": [1.0, np.inf, 3.0]}, r"value\[1\]: inf er ikke et endeligt tal"),
        ({"value": ["a", "b", "c"]}, "value: indeholder ikke tal"),
        ({"candidate": [0, 0]}, r"candidate: har formen \(2,\), men skal have \(3,\)"),
        ({"candidate": [0.0, 0.0, 1.0]}, "candidate: indeholder ikke hele tal"),
        ({"candidate": [0, -1, 1]}, r"candidate\[1\]: -1 ligger ikke mellem 0 og 1"),
        ({"candidate": [0, 0, 2**40]}, "candidate: indeholder tal ud over 32 bit"),
        ({"max_options": [1]}, r"candidate\[2\]: 1 ligger ikke mellem 0 og 0"),
        ({"max_options": [1, -1]}, r"max_options\[1\]: -1 er negativ"),
        ({"opening": [0, -2, 1]}, r"opening\[1\]: -2 er mindre end -1"),
        ({"hours": [0.0, -1.0, 0.0]}, r"hours\[1\]: -1.0 er ikke et endeligt tal på mindst 0"),
        ({"candidate_hours": [np.nan, 1.0]}, r"candidate_hours\[0\]: nan er ikke et tal på mindst 0"),
        ({"candidate_hours": [1.0, 1.0], "max_options": [1, 1, 1]}, r"candidate_hours: har formen \(2,\)"),
        ({"capacity": [-1.0]}, r"capacity\[0\]: -1.0 er ikke et endeligt tal på mindst 0"),
        ({"capacity": [np.inf]}, r"capacity\[0\]: inf er ikke"),
        ({"capacity": [1.0, 1.0]}, r"uses: har formen \(3, 1\), men skal have \(3, 2\)"),
        ({"uses": [[1.0], [0.0], [-2.0]]}, r"uses\[2, 0\]: -2.0 er ikke et endeligt tal på mindst 0"),
        ({"uses": [[1.0], [np.nan], [2.0]]}, r"uses\[1, 0\]: nan er ikke"),
        ({"uses": "abc"}, "uses: er ikke en matrix af tal"),
        ({"floors": [[1.0]], "at_least": [1.0]}, r"floors: har formen \(1, 1\), men skal have \(3, 1\)"),
        ({"floors": [[-1.0], [0.0], [0.0]], "at_least": [1.0]}, r"floors\[0, 0\]: -1.0 er ikke"),
        ({"floors": np.ones((3, 1)), "at_least": [-1.0]}, r"at_least\[0\]: -1.0 er ikke"),
        ({"floors": np.ones((3, 1)), "at_least": [1.0], "penalty": [-1.0]}, r"penalty\[0\]: -1.0 er ikke et tal"),
        ({"floors": np.ones((3, 1)), "at_least": [1.0], "penalty": [1.0, 2.0]}, r"penalty: har formen \(2,\)"),
        ({"conflicts": [[0, 1], [2, 2]]}, r"conflicts\[1\]: en mulighed kan ikke være i konflikt med sig selv"),
        ({"conflicts": [[0, 3]]}, r"conflicts\[0, 1\]: 3 ligger ikke mellem 0 og 2"),
        ({"conflicts": [[0, 1, 2]]}, r"conflicts: har formen \(1, 3\), men skal have \(1, 2\)"),
        ({"pinned": [3]}, r"pinned\[0\]: 3 ligger ikke mellem 0 og 2"),
        ({"pinned": [1, 1]}, "pinned: mulighed 1 står der to gange"),
        ({"forbidden": [-1]}, r"forbidden\[0\]: -1 ligger ikke mellem 0 og 2"),
        ({"pinned": [0, 2], "forbidden": [2]}, "Mulighed 2 er både i pinned og forbidden"),
    ],
)
def test_nonsense_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        Problem.of(**{**GOOD, **change})


def test_the_constructor_itself_refuses_arrays_of_another_kind() -> None:
    good = Problem.of(**GOOD)
    arrays = {name: getattr(good, name) for name in Problem.__dataclass_fields__}
    with pytest.raises(ProblemError, match="value: skal være en tabel af float64"):
        Problem(**{**arrays, "value": good.value.astype(np.float32)})
    with pytest.raises(ProblemError, match="uses: skal være en CSR-matrix af float64"):
        Problem(**{**arrays, "uses": good.uses.tocsc()})


def test_labels_for_another_problem_are_refused() -> None:
    problem = Problem.of(**GOOD)
    Labels.numbered(problem).require_fit(problem)
    with pytest.raises(ProblemError, match="options har 2 navne, men problemet har 3"):
        Labels(("a", "b"), ("x", "y"), ("r",), ()).require_fit(problem)
