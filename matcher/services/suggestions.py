"""Suggestions: the best openings for one person between plans. None is chosen beforehand, and none may fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from matcher.domain.suggestion import Suggestions
from matcher.services import bookings, drawn_lists
from matcher.services.access import require_relation
from matcher.services.asking import Question, Reading, answer
from matcher.services.caller import Caller
from matcher.services.thinking import Wanted
from matcher.services.unit import Services, Unit
from matcher.services.warm import Warm
from matcher.store import tables
from matcher.store.hot import Hot

MOST = 50
"""Suggestions in one answer."""
_SCARCE = 1e-9
"""A price at or below this is no price."""
Document = dict[str, Any]
_LIVE = Hot(
    sa.select(tables.placements.c.opening, tables.placements.c.state, tables.placements.c.hours)
    .where(
        tables.placements.c.candidate == sa.bindparam("candidate"),
        sa.or_(*(tables.placements.c.state == state for state in tables.LIVE)),
    )
    .order_by(tables.placements.c.opening)
)


_Live = tuple[tuple[str, str, float], ...]
"""Opening, state and hours of each placement she is in, sorted by opening."""


def suggest(services: Services, caller: Caller, candidate: str, k: int) -> Document:
    """The best openings for one of the caller's own candidates, as she is now.

    Parameters
    ----------
    k
        Most of them.

    Raises
    ------
    NotHere
        When there is no such candidate, or the caller has no case relation to her.
    Unavailable
        When the engine is switched off, or the log cannot be written.
    """

    def read(unit: Unit) -> Reading[_Live]:
        require_relation(unit, candidate)
        live = _LIVE(unit.connection, {"candidate": candidate})
        return Reading(frozenset({candidate}), tuple((row.opening, row.state, row.hours) for row in live))

    def think(question: Question[_Live], warm: Warm) -> Suggestions:
        # The same question about the same facts has the same answer.
        rests_on = (question.people[candidate], question.engine, k)
        found: Suggestions | None = warm.kept.get(rests_on)
        if found is None:
            found = services.thinking(Wanted(question.people[candidate], question.engine, k), warm)
            warm.kept.put(rests_on, found)
        return found

    def conclude(unit: Unit, question: Question[_Live], warm: Warm, found: Suggestions) -> Document:
        _record(unit, question, warm, found, k)
        drawn_lists.keep(unit, found, warm.versions["weights"])
        return _document(unit, question, warm, found)

    return answer(services, caller, read, think, conclude)


def _record(unit: Unit, question: Question[_Live], warm: Warm, found: Suggestions, k: int) -> None:
    """Log the match run: what it was made from, what was shown, in which order, and how likely that order was.

    Openings of about the same worth change places at random (`matcher.tie_breaks`): ``propensities`` are the chances of
    each opening shown to be at its very place, ``listed`` to be on the list at all, and ``ties`` the groups that were
    drawn. All of them are None where nothing is drawn.
    """
    chances = found.chances
    unit.record(
        "suggest",
        "candidate",
        found.candidate,
        subjects={found.candidate},
        **warm.versions,
        engine=question.engine.value,
        candidate_version=question.people[found.candidate].version,
        bindings=len(question.people[found.candidate].bindings),
        seed=None if chances is None else chances.seed,
        epsilon=None if chances is None else chances.epsilon,
        propensities=None if chances is None else list(chances.at_place),
        listed=None if chances is None else list(chances.listed),
        ties=None if chances is None else [list(group) for group in chances.ties],
        k=k,
        order=[s.proposal.opening for s in found.suggestions],
        possible=[p.opening for p in found.possible],
        eligible=found.eligible,
        askable=found.askable,
        none_fits=not found.suggestions,
    )


def _document(unit: Unit, question: Question[_Live], warm: Warm, found: Suggestions) -> Document:
    from matcher.files.suggestion_json import suggestions_document

    document = suggestions_document(warm.supply.priced.world, found)
    states = {opening: state for opening, state, _ in question.more}
    wanted = {resource for s in found.suggestions for resource, _ in s.proposal.uses}
    booked = bookings.booked(unit, wanted) if wanted else {}
    for shown, suggestion in zip(document["suggestions"], found.suggestions, strict=True):
        uses = [_use(warm, resource, amount, booked) for resource, amount in suggestion.proposal.uses]
        shown["free"] = all(use["amount"] <= use["left"] + bookings.TOLERANCE for use in uses)
        shown["scarce"] = [use for use in uses if (use["price"] or 0.0) > _SCARCE or use["booked"] > 0.0]
        shown["placement"] = states.get(suggestion.proposal.opening)
    return {
        **document,
        "engine": question.engine.value,
        "candidate_version": question.people[found.candidate].version,
        "versions": warm.versions,
        "placements": [{"opening": o, "state": state, "hours": hours} for o, state, hours in question.more],
    }


def _use(warm: Warm, resource: str, amount: float, booked: Mapping[str, float]) -> Document:
    row, price = warm.resources[resource]
    taken = booked.get(resource, 0.0)
    return {
        "resource": row.id,
        "kind": row.kind.value,
        "label": row.label,
        "unit": row.unit,
        "amount": amount,
        "capacity": row.capacity,
        "booked": taken,
        "left": max(0.0, row.capacity - taken),
        "price": price,
    }
