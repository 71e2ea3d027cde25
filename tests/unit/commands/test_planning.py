"""How many pairs a plan keeps."""

from __future__ import annotations

import pytest

from matcher.commands import planning
from matcher.commands.planning import kept_each
from tests.municipality import asta, helper, municipality


def test_all_pairs_are_kept_until_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = municipality(candidates=(asta(), asta(id="bo")), openings=(helper(), helper(id="kok"), helper(id="x")))
    monkeypatch.setattr(planning, "MANY_PAIRS", 6)
    assert kept_each(facts, None) is None
    monkeypatch.setattr(planning, "MANY_PAIRS", 5)
    assert kept_each(facts, None) == 60


def test_what_the_user_asks_for_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MANY_PAIRS", 0)
    assert kept_each(municipality(), 5) == 5
    assert kept_each(municipality(), 0) is None
