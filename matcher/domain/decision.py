"""What people have decided or said: pins and forbids, the candidate's yes, how a placement went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.checks import require, require_id, require_number
from matcher.domain.scheme import Scheme


class BindingKind(StrEnum):
    """A person's instruction to the plan."""

    PIN = "fasthold"
    FORBID = "udeluk"


@dataclass(frozen=True, slots=True)
class Binding:
    """A pin (this pair is to be in the plan) or a forbid (this pair is not), with the reason given."""

    candidate: str
    opening: str
    kind: BindingKind
    reason: str = ""

    def __post_init__(self) -> None:
        require_id(self.candidate, "candidate")
        require_id(self.opening, "opening")


@dataclass(frozen=True, slots=True)
class Held:
    """A placement that exists already: it has been shown to the candidate, or has come further.

    Attributes
    ----------
    candidate, opening
        Who and where.
    hours
        Effective hours a week that were agreed.
    providers
        (accommodation, provider) of every measure that was agreed, in any order; None when any will do.
    uses
        (resource, amount) of everything that is booked for it; None when that is not known.
    """

    candidate: str
    opening: str
    hours: float
    providers: tuple[tuple[str, str], ...] | None = None
    uses: tuple[tuple[str, float], ...] | None = None

    def __post_init__(self) -> None:
        require_id(self.candidate, "candidate")
        require_id(self.opening, "opening")
        require_number(self.hours, "hours", 0, 37)


@dataclass(frozen=True, slots=True)
class GoAhead:
    """The candidate's yes (borgerens ja) to being shown to one opening; withdrawn when she takes it back."""

    candidate: str
    opening: str
    given: date
    withdrawn: date | None = None

    def __post_init__(self) -> None:
        require_id(self.candidate, "candidate")
        require_id(self.opening, "opening")
        require(
            self.withdrawn is None or self.withdrawn >= self.given, "withdrawn", "ja'et er trukket, før det blev givet"
        )

    def stands_on(self, day: date) -> bool:
        """True when it has been given by that day and not been taken back."""
        return self.given <= day and (self.withdrawn is None or self.withdrawn > day)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an earlier placement went (forløb). Nothing about health or causes is kept.

    Attributes
    ----------
    candidate, workplace
        Who and where.
    scheme
        Under which scheme.
    started, ended
        Period; `ended` is None while it runs.
    hours
        Effective hours a week at the end; None when not recorded.
    tasks
        Task ids that were done.
    """

    candidate: str
    workplace: str
    scheme: Scheme
    started: date
    ended: date | None = None
    hours: float | None = None
    tasks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        require_id(self.candidate, "candidate")
        require_id(self.workplace, "workplace")
        require(self.ended is None or self.ended >= self.started, "ended", "forløbet slutter, før det begynder")
        require_number(self.hours, "hours", 0, 37)
