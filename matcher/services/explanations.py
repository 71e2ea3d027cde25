"""Explanations: everything that speaks for and against one pair, from the same trace that suggestions are made of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.explanation.trace import PairTrace
from matcher.services.access import Reach, require_relation
from matcher.services.asking import Question, Reading, answer
from matcher.services.caller import Caller, Role
from matcher.services.errors import NotHere
from matcher.services.fields import TRACE_FIELDS, Group, Sight, sight
from matcher.services.unit import Services, Unit
from matcher.services.warm import Warm
from matcher.store import tables

FORMAT = "brobygger-why/1"
Document = dict[str, Any]


class Reader(StrEnum):
    """Whom a text is for."""

    CONSULTANT = "consultant"
    CANDIDATE = "candidate"


def explain(services: Services, caller: Caller, candidate: str, opening: str, reader: Reader | None) -> Document:
    """Everything about one pair that the caller may see.

    Parameters
    ----------
    reader
        Whom a text is wanted for besides; None for none. An auditor gets none: every text names needs.

    Raises
    ------
    NotHere
        When there is no such candidate or opening, or the caller has no case relation to her.
    """

    def read(unit: Unit) -> Reading[None]:
        _require_reach(unit, candidate)
        if not _there(unit, tables.openings, opening):
            raise NotHere
        return Reading(frozenset({candidate}), None)

    def think(question: Question[None], warm: Warm) -> PairTrace:
        asked = question.people[candidate]
        with services.warmth.turn:
            return warm.supply.explain(asked.candidate, opening, asked.bindings)

    def conclude(unit: Unit, question: Question[None], warm: Warm, trace: PairTrace) -> Document:
        text = None if unit.caller.role is Role.AUDITOR else reader
        unit.record(
            "explain",
            "pair",
            f"{candidate}/{opening}",
            subjects={candidate},
            **warm.versions,
            engine=question.engine.value,
            candidate_version=question.people[candidate].version,
            verdict=trace.verdict.name.lower(),
            reasons=sorted({reason.reason.rule for reason in trace.reasons}),
            text=None if text is None else text.value,
        )
        return {
            "format": FORMAT,
            **cut(trace, unit.caller.role),
            "versions": warm.versions,
            **({} if text is None else {"text": text_of(trace, text)}),
        }

    return answer(services, caller, read, think, conclude)


def cut(trace: PairTrace, role: Role) -> Document:
    """What a role may see of a trace, as plain values."""
    from matcher.explanation import as_plain

    reach = Reach.RELATION if role is Role.CONSULTANT else Reach.NONE
    seen = {group for group in Group if sight(role, reach, group) in (Sight.READ, Sight.WRITE)}
    return _visible(as_plain(trace), "", seen)


def text_of(trace: PairTrace, reader: Reader) -> str:
    """The trace in words."""
    from matcher.explanation import candidate_text, consultant_text

    return candidate_text(trace) if reader is Reader.CANDIDATE else consultant_text(trace)


def _visible(values: Mapping[str, Any], path: str, seen: set[Group]) -> Document:
    """The values whose group is seen; what stands in the table with a path below it is cut there."""
    shown: Document = {}
    for name, value in values.items():
        here = f"{path}{name}"
        if here in TRACE_FIELDS:
            if TRACE_FIELDS[here] in seen:
                shown[name] = value
        elif isinstance(value, Mapping):
            shown[name] = _visible(value, f"{here}.", seen)
        elif isinstance(value, list):
            shown[name] = [_visible(item, f"{here}.", seen) for item in value]
        elif value is None:
            shown[name] = None
    return shown


def _require_reach(unit: Unit, candidate: str) -> None:
    """A consultant needs a case relation; an auditor sees the reasons of anybody, and whom they are about."""
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    if unit.caller.role is Role.CONSULTANT:
        require_relation(unit, candidate)
    elif not _there(unit, tables.candidates, candidate):
        raise NotHere
    _ = unit.purpose


def _there(unit: Unit, table: sa.Table, key: str) -> bool:
    return unit.connection.execute(sa.select(table.c.id).where(table.c.id == key)).first() is not None
