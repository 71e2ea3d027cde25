"""Problems from files: what is right comes in, what is wrong is named in one sentence."""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcher.assignment.problem import Problem, ProblemError
from matcher.assignment.reading import read_problem
from matcher.assignment.solver import solve_file
from matcher.assignment.writing import problem_document, result_document, write_json, write_npz
from matcher.domain.errors import MatcherError

Document = dict[str, Any]


def document() -> Document:
    """Anna prefers the kitchen to the garden, where someone must be; Bo's place in the kitchen is pinned."""
    return {
        "format": "brobygger-assignment/1",
        "candidates": [{"id": "anna", "max_options": 2, "hours": 12}, {"id": "bo"}],
        "resources": [{"id": "køkken", "capacity": 1}, {"id": "have", "capacity": 2.5}],
        "floors": [{"id": "klausul", "at_least": 1, "penalty": None}, {"id": "ønske", "at_least": 2, "penalty": 0.5}],
        "options": [
            {"id": "a1", "candidate": "anna", "opening": "kok", "value": 3, "hours": 8, "uses": {"køkken": 1}},
            {"id": "a2", "candidate": "anna", "opening": None, "value": -1.5, "hours": None, "uses": {"have": 0.5},
             "counts": {"klausul": 1, "ønske": 2}},
            {"id": 7, "candidate": "bo", "opening": "kok", "value": 2, "uses": {"køkken": 1}, "counts": {}},
        ],
        "conflicts": [["a1", "a2"]],
        "pinned": [7],
        "forbidden": ["a1"],
    }  # fmt: skip


def written(folder: Path, content: Document | str | bytes) -> Path:
    path = folder / "problem.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_json_problem_becomes_arrays_with_names_outside(tmp_path: Path) -> None:
    problem, labels = read_problem(written(tmp_path, document()))
    assert problem.candidate.tolist() == [0, 0, 1]
    assert problem.opening.tolist() == [0, -1, 0]
    assert problem.value.tolist() == [3.0, -1.5, 2.0]
    assert problem.hours.tolist() == [8.0, 0.0, 0.0]
    assert problem.max_options.tolist() == [2, 1]
    assert problem.candidate_hours.tolist() == [12.0, math.inf]
    assert problem.uses.toarray().tolist() == [[1.0, 0.0], [0.0, 0.5], [1.0, 0.0]]
    assert problem.capacity.tolist() == [1.0, 2.5]
    assert problem.floors.toarray().tolist() == [[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]]
    assert problem.penalty.tolist() == [math.inf, 0.5]
    assert problem.conflicts.tolist() == [[0, 1]]
    assert (problem.pinned.tolist(), problem.forbidden.tolist()) == ([2], [0])
    assert (labels.options, labels.resources, labels.openings) == (("a1", "a2", 7), ("køkken", "have"), ("kok",))


def test_a_problem_solved_from_a_file_answers_in_its_own_names(tmp_path: Path) -> None:
    # The pin takes the kitchen (2); the clause must be met, at -1.5, and with it the wish. 2 - 1.5 = 0.5.
    answer = solve_file(written(tmp_path, document()))
    assert answer["status"] == "optimal"
    assert answer["objective"] == pytest.approx(0.5)
    assert answer["chosen"] == ["a2", 7]
    assert set(answer["prices"]) == {"køkken", "have"}
    assert answer["short"] == {"klausul": 0.0, "ønske": 0.0}
    assert answer["conflict"] == []
    assert set(answer["seconds"]) == {"read", "build", "solve", "total"}
    assert list(answer) == [
        "status", "objective", "bound", "gap", "seconds", "method", "chosen", "prices", "short", "conflict",
    ]  # fmt: skip
    json.dumps(answer, allow_nan=False)


def test_a_problem_without_a_plan_says_why_in_its_own_names(tmp_path: Path) -> None:
    made = document()
    made["resources"][1]["capacity"] = 0.25
    answer = solve_file(written(tmp_path, made))
    assert (answer["status"], answer["objective"], answer["chosen"]) == ("infeasible", None, [])
    assert answer["conflict"] == [
        "Mindstekravet 'klausul' er 1, men der kan højst nås 0, når dette også skal holde: kapaciteten af 'have'."
    ]


@pytest.mark.parametrize("suffix", ["json", "npz"])
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str) -> None:
    problem, labels = read_problem(written(tmp_path, document()))
    path = tmp_path / f"again.{suffix}"
    if suffix == "json":
        write_json(problem, labels, path)
    else:
        write_npz(problem, path)
    again, names = read_problem(path)
    for field in Problem.__dataclass_fields__:
        before, after = getattr(problem, field), getattr(again, field)
        if hasattr(before, "toarray"):
            before, after = before.toarray(), after.toarray()
        assert np.array_equal(before, after), field
    if suffix == "json":
        assert names == labels
        assert problem_document(again, names) == problem_document(problem, labels)
    else:
        assert list(names.options) == [0, 1, 2]


def test_the_kind_of_a_file_is_seen_from_its_content(tmp_path: Path) -> None:
    problem, labels = read_problem(written(tmp_path, document()))
    write_npz(problem, tmp_path / "arrays.json")
    assert read_problem(tmp_path / "arrays.json")[0].option_count == 3


def without(key: str) -> Callable[[Document], object]:
    return lambda made: made.pop(key)


def setting(path: str, value: Any) -> Callable[[Document], object]:
    """Set a field, as in ``options.0.value``."""

    def change(made: Document) -> None:
        *steps, last = path.split(".")
        place: Any = made
        for step in steps:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (setting("format", "brobygger-assignment/9"), "feltet 'format' er 'brobygger-assignment/9', men skal være"),
        (without("format"), "feltet 'format' er None"),
        (without("options"), "feltet 'options' mangler"),
        (setting("candidates", {}), "feltet 'candidates' skal være en liste"),
        (setting("option", []), "feltet 'option' findes ikke i formatet"),
        (setting("options.0.valeu", 1), r"options\[0\] \('a1'\): feltet 'valeu' findes ikke i formatet"),
        (setting("options.0", 5), r"options\[0\] skal være et objekt"),
        (setting("options.1.id", "a1"), r"options\[1\]: feltet 'id' er det samme som options\[0\]"),
        (setting("options.1.id", None), r"options\[1\]: feltet 'id' er None"),
        (setting("options.1.id", True), r"options\[1\]: feltet 'id' er True"),
        (setting("candidates.1", {}), r"candidates\[1\]: feltet 'id' mangler"),
        (setting("candidates.1.id", "anna"), r"candidates\[1\]: feltet 'id' er det samme som candidates\[0\]"),
        (setting("options.2.candidate", "carl"), r"options\[2\] \('7'\): feltet 'candidate' er 'carl', men"),
        (setting("options.2.candidate", None), "feltet 'candidate' mangler"),
        (setting("options.0.value", None), r"options\[0\] \('a1'\): feltet 'value' mangler"),
        (setting("options.0.value", "3"), "feltet 'value' er '3', men skal være et tal"),
        (setting("options.0.value", True), "feltet 'value' er True, men skal være et tal"),
        (setting("options.0.value", math.nan), r"options\[0\] \('a1'\): feltet 'value' er ikke et endeligt tal"),
        (setting("options.0.value", math.inf), "feltet 'value' er ikke et endeligt tal"),
        (setting("options.0.value", 10**400), "feltet 'value' er ikke et endeligt tal"),
        (setting("options.0.hours", -1), "feltet 'hours' er -1, men skal være mindst 0"),
        (setting("options.0.uses", {"stald": 1}), r"feltet 'uses' nævner 'stald', som ikke findes i 'resources'"),
        (setting("options.0.uses", {"køkken": -1}), "feltet 'uses.køkken' er -1, men skal være mindst 0"),
        (setting("options.0.uses", [1]), "feltet 'uses' skal være et objekt med mængder"),
        (setting("options.0.counts", {"løfte": 1}), "feltet 'counts' nævner 'løfte', som ikke findes i 'floors'"),
        (setting("options.0.opening", ["kok"]), r"feltet 'opening' er \['kok'\], men skal være"),
        (setting("candidates.0.max_options", 1.5), "feltet 'max_options' er 1.5, men skal være et helt tal"),
        (setting("candidates.0.max_options", -1), "feltet 'max_options' er -1, men skal være mindst 0"),
        (setting("candidates.0.hours", "12"), "feltet 'hours' er '12', men skal være et tal"),
        (setting("resources.0.capacity", None), r"resources\[0\] \('køkken'\): feltet 'capacity' mangler"),
        (setting("resources.0.capacity", -1), "feltet 'capacity' er -1, men skal være mindst 0"),
        (setting("floors.0.at_least", -1), "feltet 'at_least' er -1, men skal være mindst 0"),
        (setting("floors.1.penalty", -1), "feltet 'penalty' er -1, men skal være mindst 0"),
        (setting("conflicts", [["a1"]]), r"conflicts\[0\] skal være et par"),
        (setting("conflicts", [["a1", "a9"]]), r"conflicts\[0\] nævner 'a9', som ikke findes i 'options'"),
        (setting("conflicts", [["a1", "a1"]]), "kan ikke være i konflikt med sig selv"),
        (setting("pinned", ["a9"]), r"pinned\[0\] nævner 'a9', som ikke findes"),
        (setting("pinned", "a1"), "feltet 'pinned' skal være en liste"),
        (setting("forbidden", [7]), "både i pinned og forbidden"),
    ],
)
def test_a_fault_is_named_with_file_entry_and_field(
    tmp_path: Path, change: Callable[[Document], object], message: str
) -> None:
    made = document()
    change(made)
    path = written(tmp_path, made)
    with pytest.raises(ProblemError, match=message) as refused:
        read_problem(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "filen er tom"),
        (json.dumps(document()).encode()[:200], "er den skåret af"),
        (b"ikke json", "filen er ikke hel JSON"),
        (b"[]", "filen skal indeholde et objekt"),
        (b"\xff\xfe\x00 not text", "hverken JSON i UTF-8 eller npz"),
        (b"[" * 100_000, "lister i lister"),
        (b'{"format": "a", "format": "b"}', "feltet 'format' står to gange"),
        (b"PK\x03\x04 but not a zip file", "filen er ikke en hel npz-fil"),
    ],
)
def test_a_file_that_is_no_problem_ends_in_one_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(MatcherError, match=message):
        read_problem(written(tmp_path, content))


def test_a_file_that_is_not_there_or_is_a_folder_ends_in_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(MatcherError, match="filen kan ikke læses"):
            read_problem(path)


def arrays() -> dict[str, Any]:
    return {
        "candidate": np.array([0, 1], np.int32),
        "value": np.array([1.0, 2.0]),
        "uses_indptr": np.array([0, 1, 2]),
        "uses_indices": np.array([0, 0]),
        "uses_data": np.array([1.0, 1.0]),
        "capacity": np.array([1.0]),
    }


def test_an_npz_problem_needs_only_the_required_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "p.npz", **arrays())
    answer = solve_file(tmp_path / "p.npz")
    assert (answer["chosen"], answer["objective"], answer["prices"]) == ([1], 2.0, {"0": 1.0})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"capacity": None}, "tabellen 'capacity' mangler"),
        ({"extra": np.zeros(1)}, "tabellen 'extra' findes ikke"),
        ({"at_least": np.ones(1)}, "tabellen 'floor_indptr' mangler"),
        ({"uses_indptr": np.array([0, 1])}, "'uses_indptr' har 2 indgange, men skal have 3"),
        ({"uses_indptr": np.array([0, 2, 1])}, "'uses_indptr' skal stige fra 0"),
        ({"uses_indptr": np.array([0.0, 1.0, 2.0])}, "'uses_indptr' skal være en række af hele tal"),
        ({"uses_indices": np.array([0, 9])}, "'uses_indices' har et tal der ikke ligger mellem 0 og 0"),
        ({"uses_indices": np.array([0])}, "har ikke samme længde"),
        ({"uses_data": np.array(["a", "b"])}, "'uses_data' skal være en række af tal"),
        ({"uses_data": np.array([1.0, np.nan])}, r"uses\[1, 0\]: nan"),
        ({"value": np.array([[1.0, 2.0]])}, "value|uses_indptr"),
        ({"candidate": np.array([0.5, 1.0])}, "candidate: indeholder ikke hele tal"),
        ({"pinned": np.array([5])}, r"pinned\[0\]: 5 ligger ikke mellem 0 og 1"),
    ],
)
def test_a_fault_in_an_npz_file_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    made = {name: array for name, array in {**arrays(), **change}.items() if array is not None}
    np.savez(tmp_path / "p.npz", **made)
    with pytest.raises(ProblemError, match=message):
        read_problem(tmp_path / "p.npz")


def test_an_npz_file_with_objects_or_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "p.npz", **{**arrays(), "value": np.array([{}, {}], dtype=object)})
    with pytest.raises(ProblemError, match="uden pickles"):
        read_problem(tmp_path / "p.npz")
    np.savez(tmp_path / "p.npz", **arrays())
    content = (tmp_path / "p.npz").read_bytes()
    (tmp_path / "p.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(ProblemError, match="er den skåret af"):
        read_problem(tmp_path / "p.npz")


def test_an_npz_file_that_unpacks_to_far_too_much_is_refused_before_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.assignment.reading.LARGEST", 2**20)
    with zipfile.ZipFile(tmp_path / "p.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("value.npy", bytes(2**22))
    assert (tmp_path / "p.npz").stat().st_size < 10_000
    with pytest.raises(ProblemError, match="fylder"):
        read_problem(tmp_path / "p.npz")


def test_what_is_not_known_is_null_in_the_document(tmp_path: Path) -> None:
    from matcher.assignment.problem import Labels
    from matcher.assignment.result import Result, Seconds, Status

    nothing = np.zeros(0)
    result = Result(Status.UNKNOWN, None, math.inf, None, Seconds(), "", nothing.astype(np.int64), nothing, nothing)
    written_out = result_document(result, Labels((), (), (), ()))
    assert (written_out["objective"], written_out["bound"], written_out["gap"]) == (None, None, None)
