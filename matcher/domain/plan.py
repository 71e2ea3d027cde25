"""The plan: who goes where, with what, at what worth; and what was scarce."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ResourceKind(StrEnum):
    """What a resource is."""

    PLACE = "plads"
    OPENING_HOURS = "timer i stillingen"
    TASK_HOURS = "timer i opgaven"
    EQUIPMENT = "udstyr"
    ROOM_HOURS = "timer i rum"
    WORKPLACE_SUPPORT = "arbejdsstedets støttetimer"
    OFFER = "støttetilbud"
    BUDGET = "pulje"
    RATIO = "rimelighedskrav"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that placements use up.

    Attributes
    ----------
    id
        Stable id, e.g. ``place:O12`` or ``equipment:W3:PHY-03``.
    kind
        What it is.
    owner
        Id of the opening, workplace, support offer or budget it belongs to.
    subject
        Accommodation or task id, where there is one.
    label
        In Danish.
    unit
        pladser, timer/uge, stk., kr., årsværk …
    capacity
        How much there is.
    """

    id: str
    kind: ResourceKind
    owner: str
    subject: str
    label: str
    unit: str
    capacity: float


@dataclass(frozen=True, slots=True)
class ResourceUse:
    """A resource with what the plan uses of it and its price.

    The price is the dual price: how much the plan's value would rise with one more unit.
    """

    resource: Resource
    used: float
    price: float

    @property
    def left(self) -> float:
        """What is not used."""
        return max(0.0, self.resource.capacity - self.used)


class MeasureSource(StrEnum):
    """Where a measure comes from."""

    WORKPLACE = "arbejdsstedet"
    OFFER = "støttetilbud"


@dataclass(frozen=True, slots=True)
class Measure:
    """How one consumable need is met in a placement.

    Attributes
    ----------
    accommodation
        What is met.
    source, provider
        The workplace itself or a support offer, and its id.
    amount, unit
        How much: pieces, or hours a week.
    cost
        DKK over the plan's weeks; 0 when free.
    """

    accommodation: str
    source: MeasureSource
    provider: str
    amount: float
    unit: str
    cost: float


@dataclass(frozen=True, slots=True)
class Worth:
    """The value of an option on the three lines, with the fit behind it.

    Attributes
    ----------
    people, company, society
        In [0, 1].
    total
        The weighted sum that the plan maximises.
    lasts
        P(the placement lasts), in [0, 1].
    parts
        (name, value in [0, 1]) of every named part of the three lines, e.g. ``people.wishes``.
    fit
        (feature, feature value in [0, 1], contribution to the log-odds) for every feature of the fit score.
    """

    people: float
    company: float
    society: float
    total: float
    lasts: float
    parts: tuple[tuple[str, float], ...]
    fit: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One option in words: this candidate in this opening, so many hours, these tasks, these measures.

    Attributes
    ----------
    option
        Id of the option, ``candidate/opening/number``.
    candidate, opening
        Ids.
    hours, presence
        Effective hours and hours of presence a week.
    tasks
        (task id, hours a week).
    measures
        How each consumable must-need is met.
    worth
        Its value.
    uses
        (resource id, amount).
    commute
        Minutes one way.
    pinned
        Whether a person has pinned it.
    """

    option: str
    candidate: str
    opening: str
    hours: float
    presence: float
    tasks: tuple[tuple[str, float], ...]
    measures: tuple[Measure, ...]
    worth: Worth
    uses: tuple[tuple[str, float], ...]
    commute: float
    pinned: bool = False


class PlanStatus(StrEnum):
    """How far the plan is proven."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """How far a social clause is met: wanted, planned, missing, in the clause's own unit.

    Planned is what comes of this plan and of the placements that it worked around.
    """

    clause: str
    wanted: float
    planned: float
    missing: float
    unit: str


@dataclass(frozen=True, slots=True)
class Stability:
    """What planning again made of the pairs that were published.

    Attributes
    ----------
    wanted
        How many of those still possible were to stay.
    kept
        (candidate, opening) of those that stay, sorted.
    changed
        Those that could be and are not in the plan any more.
    impossible
        Those that a fact, a rule or a decision has made impossible since.
    """

    wanted: int
    kept: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    impossible: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal for everybody at once. Nothing in it is decided: a named person decides each placement.

    Attributes
    ----------
    status, objective, bound, gap, method
        From the solver, None where there is none; the bound is proven for the options the plan chose among.
    placements
        Sorted by candidate and opening.
    left_out
        Candidates without a placement, sorted.
    unfilled
        (opening id, places left), sorted.
    resources
        Every resource with use and price, sorted by id.
    clauses
        How far each is met.
    broken_pins
        (candidate, opening, sentence) for pins that no rule-abiding option can honour.
    conflict
        Rules that cannot hold together, in words, when the status is infeasible.
    pairs, eligible, askable, options, kept
        How many pairs there were, were eligible, wait for an answer; how many options were built, from how many pairs.
    seconds
        (stage, seconds).
    versions
        (what, version): software, rules, weights, seed, day.
    assumptions
        What in the facts has no source.
    held_otherwise
        (candidate, opening) of placements that exist already and have no option equal to what was agreed; the plan
        holds the pair in another way.
    stability
        What became of the published pairs; None when none were named.
    stopped
        Whether somebody ended the search before it was over; the plan is the best until then.
    """

    status: PlanStatus
    objective: float | None
    bound: float | None
    gap: float | None
    method: str
    placements: tuple[Proposal, ...]
    left_out: tuple[str, ...]
    unfilled: tuple[tuple[str, int], ...]
    resources: tuple[ResourceUse, ...]
    clauses: tuple[ClauseUse, ...]
    broken_pins: tuple[tuple[str, str, str], ...]
    conflict: tuple[str, ...]
    pairs: int
    eligible: int
    askable: int
    options: int
    kept: int
    seconds: tuple[tuple[str, float], ...]
    versions: tuple[tuple[str, str], ...]
    assumptions: tuple[str, ...]
    held_otherwise: tuple[tuple[str, str], ...] = ()
    stability: Stability | None = None
    stopped: bool = False
