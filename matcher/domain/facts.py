"""All the facts of one municipality, checked to belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.domain.candidate import Candidate, Identity, WishSubject
from matcher.domain.decision import Binding, BindingKind, GoAhead, Outcome
from matcher.domain.employer import Employer, Workplace
from matcher.domain.errors import InvalidFact
from matcher.domain.opening import Opening
from matcher.domain.support import Budget, Clause, SupportOffer


@dataclass(frozen=True, slots=True)
class Settings:
    """What a plan is asked to assume.

    Attributes
    ----------
    day
        The day the plan is made for; the engine never reads a clock.
    weeks
        Weeks the plan looks ahead; budgets and clauses are counted over them.
    rules
        Switches: (rule id, on) for legal rules the municipality has turned on or off.
    parameters
        (rule id, parameter name, number) for parameters the municipality has set itself.
    assumptions
        Sentences that say what in the file has no source (the demo writes them; they are shown with the plan).
    """

    day: date
    weeks: int = 26
    rules: tuple[tuple[str, bool], ...] = ()
    parameters: tuple[tuple[str, str, float], ...] = ()
    assumptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= 260:
            raise InvalidFact("weeks", "planen skal se fra 1 til 260 uger frem")


@dataclass(frozen=True)
class Facts:
    """Everything the engine is told; identities are kept here for the municipality and given to no stage.

    Ids are unique in each table and every reference is to something that is there; row order has no meaning.
    """

    settings: Settings
    candidates: tuple[Candidate, ...] = ()
    employers: tuple[Employer, ...] = ()
    workplaces: tuple[Workplace, ...] = ()
    openings: tuple[Opening, ...] = ()
    offers: tuple[SupportOffer, ...] = ()
    budgets: tuple[Budget, ...] = ()
    clauses: tuple[Clause, ...] = ()
    bindings: tuple[Binding, ...] = ()
    go_aheads: tuple[GoAhead, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    identities: tuple[Identity, ...] = ()
    candidate_by_id: Mapping[str, Candidate] = field(init=False, repr=False, compare=False)
    employer_by_id: Mapping[str, Employer] = field(init=False, repr=False, compare=False)
    workplace_by_id: Mapping[str, Workplace] = field(init=False, repr=False, compare=False)
    opening_by_id: Mapping[str, Opening] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        candidates = _by_id("candidates", self.candidates)
        employers = _by_id("employers", self.employers)
        workplaces = _by_id("workplaces", self.workplaces)
        openings = _by_id("openings", self.openings)
        budgets = _by_id("budgets", self.budgets)
        _by_id("offers", self.offers)
        _by_id("clauses", self.clauses)
        _by_id("identities", self.identities, lambda identity: identity.candidate)
        _refer("workplaces.employer", (w.employer for w in self.workplaces), employers)
        _refer("openings.workplace", (o.workplace for o in self.openings), workplaces)
        _refer("offers.budget", (s.budget for s in self.offers if s.budget is not None), budgets)
        _refer("clauses.employer", (c.employer for c in self.clauses), employers)
        _refer("clauses.workplaces", (w for c in self.clauses for w in c.workplaces), workplaces)
        for name, rows in (
            ("bindings", self.bindings),
            ("go_aheads", self.go_aheads),
        ):
            _refer(f"{name}.candidate", (row.candidate for row in rows), candidates)
            _refer(f"{name}.opening", (row.opening for row in rows), openings)
        _refer("outcomes.candidate", (row.candidate for row in self.outcomes), candidates)
        _refer("outcomes.workplace", (row.workplace for row in self.outcomes), workplaces)
        _refer("identities.candidate", (row.candidate for row in self.identities), candidates)
        wishes = [(w.subject, w.target) for c in self.candidates for w in c.wishes]
        _refer("wishes.employer", (t for s, t in wishes if s is WishSubject.EMPLOYER), employers)
        _refer("wishes.workplace", (t for s, t in wishes if s is WishSubject.WORKPLACE), workplaces)
        pairs = {(b.candidate, b.opening, b.kind) for b in self.bindings}
        for candidate, opening, kind in pairs:
            if kind is BindingKind.PIN and (candidate, opening, BindingKind.FORBID) in pairs:
                raise InvalidFact(
                    "bindings", f"{candidate} og {opening} er både fastholdt og udelukket; vælg én af dem"
                )
        object.__setattr__(self, "candidate_by_id", candidates)
        object.__setattr__(self, "employer_by_id", employers)
        object.__setattr__(self, "workplace_by_id", workplaces)
        object.__setattr__(self, "opening_by_id", openings)

    def employer_of(self, opening: Opening) -> Employer:
        """The employer that an opening belongs to."""
        return self.employer_by_id[self.workplace_by_id[opening.workplace].employer]


def _by_id(table: str, rows: Iterable[Any], key: Callable[[Any], str] = lambda row: str(row.id)) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if key(row) in found:
            raise InvalidFact(table, f"id {key(row)} findes to gange; hvert id må kun bruges én gang")
        found[key(row)] = row
    return found


def _refer(what: str, ids: Iterable[str], table: Mapping[str, object]) -> None:
    for wanted in ids:
        if wanted not in table:
            raise InvalidFact(what, f"henviser til {wanted}, som ikke findes")
