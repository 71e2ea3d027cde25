"""Pins and forbids (fasthold, udeluk): what a consultant tells the plan about one pair. A pair has one or none.

Whoever pins a pair that is forbidden turns it round knowingly: she names the version she has read, and the log says
what it was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.domain import Binding, BindingKind
from matcher.services.access import require_relation
from matcher.services.codes import require_text
from matcher.services.errors import Incomplete, Malformed, NotHere, Outdated, Refused
from matcher.services.judging import judge_pair
from matcher.services.reasons import require_reason
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import PEOPLE, load_one, raise_revision, save_rows

_STEP = {BindingKind.PIN: "pin", BindingKind.FORBID: "forbid"}
_LET_GO = "unbind"
_UNSHOWN = "proposed"


@dataclass(frozen=True, slots=True)
class SeenBinding:
    """A pin or a forbid.

    Attributes
    ----------
    opening, kind, reason, code
        What was said, and why.
    decided_by
        Account of whoever said so; None for what was imported.
    changed_at, version
        Of the row.
    warnings
        For a pin: what the hard rules have against it. The plan will say that it cannot be kept.
    """

    opening: str
    kind: BindingKind
    reason: str
    code: str | None
    decided_by: str | None
    changed_at: datetime
    version: int
    warnings: tuple[str, ...] = ()


def read_list(unit: Unit, candidate: str) -> list[SeenBinding]:
    """One candidate's pins and forbids, by opening."""
    require_relation(unit, candidate)
    table = tables.bindings
    rows = unit.connection.execute(
        sa.select(table).where(table.c.candidate == candidate).order_by(table.c.opening)
    ).mappings()
    found = [_seen(dict(row)) for row in rows]
    unit.record("list", "binding", candidate, subjects={candidate}, count=len(found))
    return found


def bind(unit: Unit, binding: Binding, code: str | None, version: int | None) -> SeenBinding:
    """Pin or forbid a pair.

    Parameters
    ----------
    version
        Of the binding that stands, which is changed; None when there is none.

    Raises
    ------
    Refused
        When a rule of law stands in the way of a pin (code ``legal``; a detail for each), or the pair is under way and
        cannot be forbidden (``under_way``).
    """
    require_relation(unit, binding.candidate)
    _check_reason(unit, binding, code)
    candidate = load_one(unit.connection, "candidates", binding.candidate, lock=True)
    opening = load_one(unit.connection, "openings", binding.opening)
    if candidate is None or opening is None:
        raise NotHere
    old = _row(unit, binding.candidate, binding.opening)
    _require_version(old, version)
    warnings: tuple[str, ...] = ()
    if binding.kind is BindingKind.PIN:
        said = judge_pair(unit, candidate[0], opening[0])
        forbidding = tuple(s.sentence for s in said if s.forbids)
        if forbidding:
            raise Refused("En regel i loven står i vejen: " + " ".join(forbidding), "legal", forbidding)
        warnings = tuple(s.sentence for s in said)
    elif _is_under_way(unit, binding):
        raise Refused("Parret er i gang; slut forløbet først, så bliver det udelukket med grunden", "under_way")
    decided = {"code": code, "decided_by": unit.caller.account}
    save_rows(unit.connection, "bindings", [binding], unit.now, **decided)
    unit.record(
        _STEP[binding.kind],
        "binding",
        f"{binding.candidate}/{binding.opening}",
        subjects={binding.candidate},
        opening=binding.opening,
        before=None if old is None else old["kind"],
        code=code,
        warnings=len(warnings),
    )
    row = _row(unit, binding.candidate, binding.opening)
    assert row is not None
    return _seen(row, warnings)


def unbind(unit: Unit, candidate: str, opening: str, code: str, version: int) -> None:
    """Take a pin or a forbid back."""
    require_relation(unit, candidate)
    require_reason(unit, code, _LET_GO)
    old = _row(unit, candidate, opening)
    if old is None:
        raise NotHere
    _require_version(old, version)
    table = tables.bindings
    unit.connection.execute(sa.delete(table).where(table.c.candidate == candidate, table.c.opening == opening))
    raise_revision(unit.connection, PEOPLE, unit.now)
    key = f"{candidate}/{opening}"
    unit.record(_LET_GO, "binding", key, subjects={candidate}, opening=opening, before=old["kind"], code=code)


def _check_reason(unit: Unit, binding: Binding, code: str | None) -> None:
    if code is None and not binding.reason.strip():
        raise Malformed("Skriv hvorfor, eller vælg en grund på listen", "reason")
    require_text(binding.reason, "reason")
    if code is not None:
        require_reason(unit, code, _STEP[binding.kind])


def _require_version(old: Mapping[str, Any] | None, version: int | None) -> None:
    if old is None:
        if version is not None:
            raise Outdated
    elif version is None:
        raise Incomplete(
            "Parret er allerede fastholdt eller udelukket: send ETag fra sidste læsning som If-Match for at ændre det"
        )
    elif old["version"] != version:
        raise Outdated


def _is_under_way(unit: Unit, binding: Binding) -> bool:
    table = tables.placements
    live = table.c.state.in_([state for state in tables.LIVE if state != _UNSHOWN])
    here = (table.c.candidate == binding.candidate) & (table.c.opening == binding.opening) & live
    return unit.connection.execute(sa.select(table.c.id).where(here).limit(1)).first() is not None


def _row(unit: Unit, candidate: str, opening: str) -> Mapping[str, Any] | None:
    table = tables.bindings
    query = sa.select(table).where(table.c.candidate == candidate, table.c.opening == opening)
    row = unit.connection.execute(query.with_for_update(key_share=True)).mappings().one_or_none()
    return None if row is None else dict(row)


def _seen(row: Mapping[str, Any], warnings: tuple[str, ...] = ()) -> SeenBinding:
    return SeenBinding(
        row["opening"],
        BindingKind(row["kind"]),
        row["reason"],
        row["code"],
        row["decided_by"],
        row["changed_at"],
        row["version"],
        warnings,
    )
