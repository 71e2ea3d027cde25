"""The life of a match as one table: which step follows which, and who takes it.

No step leads from what the system proposes to anything decided without a named person. The one step the system carries
out itself is to let go of an employer who has not answered by the day a named person has set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from matcher.services.caller import Role


class State(StrEnum):
    """Where a placement is in its life."""

    PROPOSED = "proposed"
    """By a plan or a consultant; nobody outside the municipality has heard of it."""
    SHOWN = "shown"
    """The candidate has been told."""
    GO_AHEAD = "go_ahead"
    """She has said yes to the employer's being told."""
    INTRODUCED = "introduced"
    """The employer has been told and is waited for."""
    ACCEPTED = "accepted"
    STARTED = "started"
    ENDED = "ended"
    REFUSED = "refused"
    """By the candidate or the employer."""
    WITHDRAWN = "withdrawn"
    """By the municipality, or because the candidate has taken back her yes."""
    LAPSED = "lapsed"
    """The employer did not answer in time."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that may be taken.

    Attributes
    ----------
    reason
        The step a coded reason must be meant for.
    roles
        Who may take it: a consultant with a case relation, an employer at her own workplaces.
    needs_go_ahead
        Whether the candidate's yes must stand.
    """

    reason: str
    roles: frozenset[Role]
    needs_go_ahead: bool = False


_CONSULTANT = frozenset({Role.CONSULTANT})
_BOTH = frozenset({Role.CONSULTANT, Role.EMPLOYER})
_SILENCE = frozenset({Role.CONSULTANT, Role.SYSTEM})

TRANSITIONS: Mapping[tuple[State, State], Transition] = MappingProxyType(
    {
        (State.PROPOSED, State.SHOWN): Transition("shown", _CONSULTANT),
        (State.PROPOSED, State.WITHDRAWN): Transition("withdrawn", _CONSULTANT),
        (State.SHOWN, State.GO_AHEAD): Transition("go_ahead", _CONSULTANT),
        (State.SHOWN, State.REFUSED): Transition("refused", _CONSULTANT),
        (State.SHOWN, State.WITHDRAWN): Transition("withdrawn", _CONSULTANT),
        (State.GO_AHEAD, State.INTRODUCED): Transition("introduced", _CONSULTANT, needs_go_ahead=True),
        (State.GO_AHEAD, State.REFUSED): Transition("refused", _CONSULTANT),
        (State.GO_AHEAD, State.WITHDRAWN): Transition("withdrawn", _CONSULTANT),
        # To wait longer: another date, by a named person.
        (State.INTRODUCED, State.INTRODUCED): Transition("introduced", _CONSULTANT, needs_go_ahead=True),
        (State.INTRODUCED, State.ACCEPTED): Transition("accepted", _BOTH, needs_go_ahead=True),
        (State.INTRODUCED, State.REFUSED): Transition("refused", _BOTH),
        (State.INTRODUCED, State.WITHDRAWN): Transition("withdrawn", _CONSULTANT),
        (State.INTRODUCED, State.LAPSED): Transition("lapsed", _SILENCE),
        (State.ACCEPTED, State.STARTED): Transition("started", _BOTH),
        (State.ACCEPTED, State.REFUSED): Transition("refused", _BOTH),
        (State.ACCEPTED, State.WITHDRAWN): Transition("withdrawn", _CONSULTANT),
        # Other hours in the same job.
        (State.STARTED, State.STARTED): Transition("hours", _BOTH),
        (State.STARTED, State.ENDED): Transition("ended", _BOTH),
    }
)
"""Every step there is; what is not here cannot be done."""
LIVE = frozenset(
    {State.PROPOSED, State.SHOWN, State.GO_AHEAD, State.INTRODUCED, State.ACCEPTED, State.STARTED},
)
"""States in which a placement holds what it uses."""
DECIDED_AGAINST = frozenset({State.REFUSED, State.WITHDRAWN, State.LAPSED})
"""States after which later plans leave the pair out."""
DANISH: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "foreslået",
        State.SHOWN: "vist for borgeren",
        State.GO_AHEAD: "borgeren har sagt ja",
        State.INTRODUCED: "virksomheden har fået besked",
        State.ACCEPTED: "virksomheden har sagt ja",
        State.STARTED: "begyndt",
        State.ENDED: "slut",
        State.REFUSED: "afslået",
        State.WITHDRAWN: "trukket tilbage",
        State.LAPSED: "bortfaldet",
    }
)
"""The states in the interface."""


def following(state: State) -> tuple[State, ...]:
    """The states that may follow, in the order of a life."""
    return tuple(to for to in State if (state, to) in TRANSITIONS)
