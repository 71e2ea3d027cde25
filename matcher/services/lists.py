"""Lists of suggestions as they were shown, and from which of them a placement was proposed.

The rule: a placement made by hand was proposed from the list that was shown last before it was made, among those with
its opening on them. A later list without that opening is no other answer: the one it stands on was still at hand.
What a plan proposed, and an opening that stood on no list, were proposed from none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from matcher.services.unit import Unit
from matcher.store import tables


@dataclass(frozen=True, slots=True)
class LoggedList:
    """A list of suggestions, as the log has it.

    Attributes
    ----------
    number
        Of its row in the log.
    candidate, at
        For whom, and when it was shown.
    order
        Ids of the openings, the first to be seen first.
    at_place, listed
        Of each opening the chance that it was at its very place, and on the list at all; None where nothing was drawn.
    seed
        Of the chance; None where nothing was drawn. Lists of one person, day and plan have one seed.
    """

    number: int
    candidate: str
    at: datetime
    order: tuple[str, ...]
    at_place: tuple[float, ...] | None
    listed: tuple[float, ...] | None
    seed: int | None


def logged_lists(unit: Unit, candidates: Collection[str] | None = None) -> dict[str, list[LoggedList]]:
    """The lists that were shown, by candidate, the oldest first.

    Parameters
    ----------
    candidates
        Only theirs; None for everybody's.
    """
    a = tables.audit
    query = sa.select(a.c.number, a.c.object, a.c.at, a.c.detail).where(a.c.action == "suggest").order_by(a.c.number)
    found: dict[str, list[LoggedList]] = {}
    for row in () if candidates is not None and not candidates else unit.connection.execute(query):
        if candidates is None or row.object in candidates:
            said = row.detail
            one = LoggedList(
                number=row.number,
                candidate=row.object,
                at=row.at,
                order=tuple(said["order"]),
                at_place=_chances(said.get("propensities")),
                listed=_chances(said.get("listed")),
                seed=said.get("seed"),
            )
            found.setdefault(row.object, []).append(one)
    return found


def proposed_from(shown: Sequence[LoggedList], opening: str, made_at: datetime) -> LoggedList | None:
    """The list that a placement made by hand was proposed from, by the rule above; None when it was from none.

    Parameters
    ----------
    shown
        The lists of its candidate, the oldest first.
    """
    return next((one for one in reversed(shown) if one.at <= made_at and opening in one.order), None)


def _chances(said: Sequence[float] | None) -> tuple[float, ...] | None:
    return None if said is None else tuple(said)
