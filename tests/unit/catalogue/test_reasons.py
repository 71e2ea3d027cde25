"""Coded reasons: complete for every step, and none of health."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.catalogue.reasons import STEPS, read_reasons
from matcher.catalogue.tables import CatalogueError

REASONS = load_catalogue().reasons
HEALTH = re.compile(
    r"syg|helbred|læge|lidelse|handicap|skade|smerte|behandl|indlag|ill\b|sick|health|disab", re.IGNORECASE
)
DECIDED_AGAINST = {"refused", "withdrawn", "lapsed", "forbid"}


def _of(step: str, role: str = "consultant") -> set[str]:
    return {key for key, reason in REASONS.items() if step in reason.steps and role in reason.roles}


def test_no_reason_is_one_of_health() -> None:
    told = [f"{r.id} {r.danish} {r.english}" for r in REASONS.values()]
    assert [words for words in told if HEALTH.search(words)] == []
    assert HEALTH.search("Borgeren er syg") and HEALTH.search("She is ill")


def test_every_step_has_a_reason_and_every_reason_words_of_its_own() -> None:
    assert [step for step in STEPS if not _of(step)] == []
    assert len({r.danish for r in REASONS.values()}) == len({r.english for r in REASONS.values()}) == len(REASONS)


def test_an_employer_can_accept_refuse_start_change_and_stop_with_reasons_of_work() -> None:
    for step in ("accepted", "refused", "started", "hours", "ended"):
        assert _of(step, "employer"), step
    assert {REASONS[key].side for key in _of("refused", "employer")} == {"employer"}
    for step in ("proposed", "shown", "go_ahead", "introduced", "withdrawn", "lapsed", "pin", "forbid"):
        assert _of(step, "employer") == set(), step


def test_a_candidate_may_decline_without_a_reason() -> None:
    reason = REASONS["candidate_declines"]
    assert (reason.side, reason.wrong, reason.keeps_apart) == ("candidate", "own choice", True)


def test_only_reasons_against_a_pair_keep_it_apart_and_a_new_plan_does_not() -> None:
    apart = {key for key, reason in REASONS.items() if reason.keeps_apart}
    assert all(set(REASONS[key].steps) <= DECIDED_AGAINST for key in apart)
    against = {key for step in DECIDED_AGAINST for key in _of(step)}
    assert against - apart == {"plan_replaced", "no_contact_with_candidate"}


@pytest.mark.parametrize(
    ("cell", "wrong", "column"),
    [
        ("proposed,municipality", "suggested,municipality", "steps"),
        ("proposed,municipality", ",municipality", "steps"),
        ("municipality,nothing,consultant,no", "state,nothing,consultant,no", "side"),
        ("municipality,nothing,consultant,no", "municipality,illness,consultant,no", "wrong"),
        ("municipality,nothing,consultant,no", "municipality,nothing,auditor,no", "roles"),
        ("municipality,nothing,consultant,no", "municipality,nothing,consultant,maybe", "keeps_apart"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, cell: str, wrong: str, column: str) -> None:
    text = files("matcher.catalogue").joinpath("data/reasons.csv").read_text(encoding="utf-8")
    (tmp_path / "reasons.csv").write_text(text.replace(cell, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as fault:
        read_reasons(tmp_path)
    assert (fault.value.row, fault.value.column) == (2, column)
