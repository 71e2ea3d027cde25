"""Shortlists: whom one opening could be for. A consultant sees her own people, an employer those who have said yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import GoAhead
from matcher.domain.suggestion import Shortlist
from matcher.ranking import pseudonym
from matcher.services.access import related
from matcher.services.asking import Question, Reading, answer
from matcher.services.caller import Caller, Role
from matcher.services.errors import NotHere
from matcher.services.go_aheads import used_up
from matcher.services.unit import Services, Unit
from matcher.services.warm import Warm
from matcher.store import tables
from matcher.store.coding import from_mapping

Document = dict[str, Any]
_GoAheads = Mapping[str, date]
"""Who has said yes to being shown to the opening, and when."""


def shortlist(services: Services, caller: Caller, opening: str, k: int) -> Document:
    """Whom one opening could be for, as far as the caller may know.

    A consultant is given her own candidates, those first for whom the opening makes the greatest difference. The
    others change nothing in it: what one person could have elsewhere does not depend on who else is listed.

    An employer is given everybody who has said yes to being shown to this opening, in the order of their pseudonyms;
    `k` is not for her, as a shorter list would say who comes first.

    Raises
    ------
    NotHere
        When there is no such opening, or it is another employer's.
    """
    if caller.role is Role.EMPLOYER:
        return for_employer(services, caller, opening)

    def read(unit: Unit) -> Reading[_GoAheads]:
        unit.require(Role.CONSULTANT)
        _ = unit.purpose
        if owner_of(unit, opening) is None:
            raise NotHere
        mine = related(unit)
        return Reading(mine, gone_ahead(unit, opening))

    def think(question: Question[_GoAheads], warm: Warm) -> Shortlist:
        with services.warmth.turn:
            return _found(services, question, warm, opening, k, gone_ahead_only=False)

    def conclude(unit: Unit, question: Question[_GoAheads], warm: Warm, found: Shortlist) -> Document:
        from matcher.files.suggestion_json import shortlist_document

        document = shortlist_document(warm.supply.priced.world, found)
        shown = [row["candidate"] for row in document["listed"]]
        _record(unit, question, warm, opening, shown, k)
        return {**document, "engine": question.engine.value, "versions": warm.versions}

    return answer(services, caller, read, think, conclude)


def for_employer(
    services: Services, caller: Caller, opening: str, require: Callable[[Unit], object] | None = None
) -> Document:
    """What an employer may see of her own opening: pseudonyms and conditions of those who have said yes, no counts.

    Parameters
    ----------
    require
        What must hold besides, before and after the list is made.

    Raises
    ------
    NotHere
        When there is no such opening, or it is another employer's.
    """

    def read(unit: Unit) -> Reading[_GoAheads]:
        unit.require(Role.EMPLOYER)
        _ = unit.purpose
        if require is not None:
            require(unit)
        owner = owner_of(unit, opening)
        if owner is None or owner != unit.caller.employer:
            raise NotHere
        yes = gone_ahead(unit, opening)
        return Reading(frozenset(yes), yes)

    def think(question: Question[_GoAheads], warm: Warm) -> tuple[Document, list[str]]:
        from matcher.files.suggestion_json import employer_document

        def explain(candidate: str) -> Any:
            asked = question.people[candidate]
            return warm.supply.explain(asked.candidate, opening, asked.bindings)

        with services.warmth.turn:
            found = _found(services, question, warm, opening, max(1, len(question.people)), gone_ahead_only=True)
            document = employer_document(warm.supply.priced.world, found, explain)
        return document, [row.candidate for row in sorted(found.listed, key=lambda row: row.pseudonym)]

    def conclude(unit: Unit, question: Question[_GoAheads], warm: Warm, found: tuple[Document, list[str]]) -> Document:
        document, shown = found
        _record(unit, question, warm, opening, shown, None)
        return document

    return answer(services, caller, read, think, conclude)


def owner_of(unit: Unit, opening: str) -> str | None:
    """The employer of an opening; None when there is no such opening."""
    o, w = tables.openings, tables.workplaces
    query = sa.select(w.c.employer).join(o, o.c.workplace == w.c.id).where(o.c.id == opening)
    return unit.connection.execute(query).scalar()


def gone_ahead(unit: Unit, opening: str) -> dict[str, date]:
    """Who has said yes to being shown to that opening, for a match that is not over, and when."""
    table = tables.go_aheads
    query = sa.select(table).where(table.c.opening == opening, ~used_up()).order_by(table.c.given)
    said = (from_mapping(GoAhead, row) for row in unit.connection.execute(query).mappings())
    return {yes.candidate: yes.given for yes in said if yes.stands_on(unit.day)}


def _found(
    services: Services, question: Question[_GoAheads], warm: Warm, opening: str, k: int, *, gone_ahead_only: bool
) -> Shortlist:
    found = warm.supply.shortlist(
        [asked.candidate for asked in question.people.values()],
        opening,
        k,
        standing=warm.standing,
        go_aheads=question.more,
        gone_ahead_only=gone_ahead_only,
        proposed=warm.proposed,
        bindings=question.bindings,
    )
    key = services.cipher.pseudonym_key
    named = tuple(replace(row, pseudonym=pseudonym(row.candidate, opening, key)) for row in found.listed)
    return replace(found, listed=named)


def _record(
    unit: Unit, question: Question[_GoAheads], warm: Warm, opening: str, shown: list[str], k: int | None
) -> None:
    """Log the match run; whom it showed are its subjects, so the order is kept by their places among those, sorted."""
    places = {candidate: place for place, candidate in enumerate(sorted(shown))}
    unit.record(
        "shortlist",
        "opening",
        opening,
        subjects=set(shown),
        **warm.versions,
        engine=question.engine.value,
        candidate_versions=[question.people[candidate].version for candidate in shown],
        seed=None,
        k=k,
        order=[places[candidate] for candidate in shown],
        none_fits=not shown,
    )
