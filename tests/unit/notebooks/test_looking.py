"""How placements went and whether anything moved, of outcomes at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from matcher.features import FEATURE_NAMES
from matcher.learning import Learnable
from matcher.notebooks.looking import Fates, fates_of, field_name, moved_of, warnings
from matcher.notebooks.pictures import looking as pictures
from matcher.notebooks.showing import Note, Picture
from matcher.notebooks.source import Source
from models.training import Outcomes

DAY = np.datetime64("2026-11-23")


def outcomes(began: list[str], weeks: Sequence[float | None], chance: float = np.nan) -> Outcomes:
    """Placements; None runs still."""
    starts = np.array(began, dtype="datetime64[D]")
    ends = np.array(
        [
            np.datetime64("NaT") if w is None else s + np.timedelta64(round(7 * w), "D")
            for s, w in zip(starts, weeks, strict=True)
        ]
    )
    x = np.random.default_rng(1).random((len(starts), len(FEATURE_NAMES)))
    return Outcomes(x, starts, ends.astype("datetime64[D]"), DAY, np.full(len(starts), chance))


def test_periods_are_as_long_as_it_takes_for_every_fate_to_have_ten() -> None:
    # First half of 2024: 12 lasted, 5 did not; second: 20 and 5; 2025: 15 and 10; 2026: 11 and 3, and 2 run.
    began = ["2024-02-01"] * 17 + ["2024-08-01"] * 25 + ["2025-02-01"] * 25 + ["2026-03-01"] * 14 + ["2026-11-01"] * 2
    weeks = [20.0] * 12 + [5.0] * 5 + [20.0] * 20 + [5.0] * 5 + [20.0] * 15 + [5.0] * 10 + [20.0] * 11 + [5.0] * 3
    found = fates_of(outcomes(began, [*weeks, None, None]))
    # The first half of 2024 has too few that did not last, so the second is added; 2026 has too few as well.
    assert found.periods == ("2024", "2025 til 2026")
    # Two run: too few to be told, and what is known of the others is told all the same.
    assert found.counts == ((32, 10, None), (26, 13, None))


def test_where_none_run_nothing_is_said_of_running() -> None:
    found = fates_of(outcomes(["2025-03-01"] * 30, [20.0] * 18 + [3.0] * 12))
    assert found == Fates(("2025, 1. halvår",), ((18, 12, None),))
    assert isinstance(pictures.fates(found), Picture)
    assert isinstance(pictures.fates(fates_of(outcomes([], []))), Note)


def test_halves_are_compared_by_when_they_began() -> None:
    began = [str(np.datetime64("2025-01-01") + 3 * n) for n in range(80)]
    given = outcomes(began, [20.0] * 80)
    assert not any(row.moved for row in moved_of(given))
    given.x[40:, 0] += 1.0
    assert [row.name for row in moved_of(given) if row.moved] == ["Tekstlighed"]
    assert moved_of(outcomes([], [])) and isinstance(pictures.moved(moved_of(outcomes([], []))), Note)


@dataclass
class _Given:
    learnable: Learnable


def warned(given: Outcomes) -> str:
    source: Any = _Given(Learnable(given, 0, len(given), 0))
    return str(warnings(cast(Source, source)))


def test_data_of_ended_placements_alone_are_warned_of() -> None:
    ended = outcomes(["2025-03-01"] * 30, [20.0] * 30)
    assert "der er kun gemt forløb, der er slut" in warned(ended)
    running = outcomes(["2026-10-01"] * 30, [2.0] * 25 + [None] * 5, chance=0.5)
    assert "kun gemt" not in warned(running) and "chancen" not in warned(running)
    assert "ingen forløb endnu" in warned(outcomes([], []))


def test_a_column_is_called_what_users_call_it() -> None:
    assert field_name("candidates", "waiting_since") == "uden arbejde siden"
    assert field_name("candidates", "no_such") == "no_such"
