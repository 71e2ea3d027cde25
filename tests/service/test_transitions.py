"""Every state, every target, every role: the table of the code against one written out by hand."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.services.caller import SYSTEM, Caller, Role
from matcher.services.errors import NotAllowed, NotHere, Refused
from matcher.services.steps import Step, Waiting, take
from matcher.services.transitions import TRANSITIONS, State
from matcher.store import tables
from tests.office import Office
from tests.service.lives import CODES, begin_life

C, E, S = "consultant", "employer", "system"
TABLE = {
    ("proposed", "shown"): C,
    ("proposed", "withdrawn"): C,
    ("shown", "go_ahead"): C,
    ("shown", "refused"): C,
    ("shown", "withdrawn"): C,
    ("go_ahead", "introduced"): C,
    ("go_ahead", "refused"): C,
    ("go_ahead", "withdrawn"): C,
    ("introduced", "introduced"): C,
    ("introduced", "accepted"): f"{C} {E}",
    ("introduced", "refused"): f"{C} {E}",
    ("introduced", "withdrawn"): C,
    ("introduced", "lapsed"): f"{C} {S}",
    ("accepted", "started"): f"{C} {E}",
    ("accepted", "refused"): f"{C} {E}",
    ("accepted", "withdrawn"): C,
    ("started", "started"): f"{C} {E}",
    ("started", "ended"): f"{C} {E}",
}
SEEN_BY_EMPLOYER = ("introduced", "accepted", "started", "ended")
# What an employer may say: reasons of her own side, and hours that are others.
SAID = {E: {"refused": {"code": "position_filled"}}}
ROLES = ("consultant", "colleague", "employer", "evaluator", "administrator", "auditor", "system")
WAITING = Waiting(7, 14)


class _UndoneError(Exception):
    """Ends a unit so that nothing of it is kept."""


def _expected(state: str, to: str, role: str) -> str:
    if role == "employer" and state not in SEEN_BY_EMPLOYER:
        return "not here"
    if role not in ("consultant", "employer"):
        return "not here"
    if (state, to) not in TABLE:
        return "does not follow"
    return "done" if role in TABLE[state, to].split() else "not allowed"


def _attempt(office: Office, key: str, state: str, to: str, role: str) -> str:
    said: dict[str, Any] = dict(SAID.get(role, {}).get(to, {"code": CODES.get(to, "proposed_by_hand")}))
    if (state, to) == ("started", "started"):
        said = {"code": "hours_up", "hours": 5.0}
    caller: Caller = SYSTEM if role == "system" else office.caller(role)
    p = tables.placements
    try:
        with office.services.unit(caller) as unit:
            unit.connection.execute(sa.update(p).where(p.c.id == key).values(state=state, started=unit.day))
            done = take(unit, key, Step(State(to), **said), 1, WAITING)
            assert done.state == to and done.version == 2
            raise _UndoneError
    except _UndoneError:
        return "done"
    except NotHere:
        return "not here"
    except NotAllowed:
        return "not allowed"
    except Refused as refused:
        return refused.code.replace("_", " ")


def test_the_table_is_the_one_written_out_here() -> None:
    found = {(a.value, b.value): {role.value for role in t.roles} for (a, b), t in TRANSITIONS.items()}
    assert found == {pair: set(roles.split()) for pair, roles in TABLE.items()}


@pytest.mark.parametrize("state", list(State))
def test_each_role_can_take_the_steps_of_the_table_and_no_others(sqlite_office: Office, state: State) -> None:
    office = sqlite_office
    life = begin_life(office)
    with office.services.unit(office.caller("consultant")) as unit:
        g = tables.go_aheads
        unit.connection.execute(
            sa.insert(g).values(
                id="yes", candidate=life.candidate, opening=life.opening, given=unit.day, changed_at=unit.now
            )
        )
    found = {(to, role): _attempt(office, life.id, state, to, role) for to in State for role in ROLES}
    assert found == {(to, role): _expected(state, to, role) for to in State for role in ROLES}


def test_nothing_proposed_is_decided_by_anybody_but_a_named_person() -> None:
    decided = [roles for (_, to), roles in TABLE.items() if to in ("accepted", "refused", "withdrawn", "started")]
    assert decided and all(S not in roles for roles in decided)
    assert [pair for pair, t in TRANSITIONS.items() if Role.SYSTEM in t.roles] == [(State.INTRODUCED, State.LAPSED)]
