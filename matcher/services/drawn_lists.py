"""What a list drawn by chance held, kept so that another way of choosing can be valued (`matcher.services.choices`).

The log says what was shown in which order and how likely that was, and nothing sensitive. What the openings were like
for her is sensitive, so it is kept apart: for as long as it is of use, no longer than she is, and in her own copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.hot import Hot

if TYPE_CHECKING:
    from matcher.domain.suggestion import Suggestions

KEPT_DAYS = 3 * 365
"""As long as the records of match runs are proposed to be (TRUST E2.4): a placement takes half a year to be judged."""
_DIGITS = 6
_t = tables.drawn_lists
# Several may ask about her at once; the first that is shown of a draw is the one that counts.
_KEEP: Mapping[str, Hot] = {
    "sqlite": Hot(sqlite.insert(_t).on_conflict_do_nothing()),
    "postgresql": Hot(postgresql.insert(_t).on_conflict_do_nothing()),
}


def keep(unit: Unit, found: Suggestions, weights: str) -> None:
    """Keep a list in the transaction that logs it; nothing where nothing was drawn, and nothing of an empty list.

    Parameters
    ----------
    weights
        Version and fingerprint of the weights that put it in order.
    """
    chances = found.chances
    if chances is None or not found.suggestions:
        return
    values = {
        "candidate": found.candidate,
        "seed": chances.seed,
        "at": unit.now,
        "epsilon": chances.epsilon,
        "weights": weights,
        "shown": _shown(found, chances.at_place),
    }
    _KEEP[unit.connection.dialect.name](unit.connection, values)


def clear(unit: Unit) -> int:
    """Delete what has been kept long enough; how many."""
    return unit.connection.execute(sa.delete(_t).where(_t.c.at <= unit.now - timedelta(days=KEPT_DAYS))).rowcount


def _shown(found: Suggestions, at_place: tuple[float, ...]) -> dict[str, Any]:
    worths = [one.proposal.worth for one in found.suggestions]
    features = np.round([[value for _, value, _ in worth.fit] for worth in worths], _DIGITS).tolist()
    parts = np.round([[value for _, value in worth.parts] for worth in worths], _DIGITS).tolist()
    return {
        "features": [name for name, _, _ in worths[0].fit],
        "parts": [name for name, _ in worths[0].parts],
        "openings": [
            {
                "opening": one.proposal.opening,
                "planned": one.planned,
                "chance": chance,
                "net": round(one.net, 9),
                "price": round(one.price, 9),
                "features": features[n],
                "parts": parts[n],
            }
            for n, (one, chance) in enumerate(zip(found.suggestions, at_place, strict=True))
        ],
    }
