"""A plan as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.shapes import Day, Page, Shape
from matcher.services.plan_reading import Compared, Hindrance, Moved, SeenLeftOut, SeenProposal
from matcher.services.plans import AskedPlan, SeenPlan
from matcher.services.publishing import Published

Weight = Annotated[float, Field(ge=0, le=1_000)]
Line = Literal["people", "company", "society"]
PeoplePart = Literal["wishes", "hours_wanted", "room_to_grow"]
CompanyPart = Literal["tasks_covered", "hours_filled"]
SocietyPart = Literal["hours_worked", "far_from_work", "little_support_spent", "short_commute"]


class WeightsBody(Shape):
    """Other weights than the shipped ones; what is left out stays. Each section is scaled to sum to 1."""

    lines: dict[Line, Weight] = {}
    people: dict[PeoplePart, Weight] = {}
    company: dict[CompanyPart, Weight] = {}
    society: dict[SocietyPart, Weight] = {}

    @model_validator(mode="after")
    def _some_weight(self) -> WeightsBody:
        for name, parts in (("lines", 3), ("people", 3), ("company", 2), ("society", 4)):
            values = getattr(self, name)
            if len(values) == parts and not any(values.values()):
                raise ValueError(f"Vægtene i {name} skal tilsammen være over 0")
        return self

    def plain(self) -> dict[str, dict[str, float]]:
        """Sections that change something."""
        return {section: values for section, values in self.model_dump().items() if values}


class PlanBody(Shape):
    """How a plan is to be made. Everything may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={
            "examples": [{"time_limit": 60, "gap": 0.005, "seed": 0, "weights": {"lines": {"people": 2.0}}}]
        },
    )

    weights: WeightsBody = WeightsBody()
    time_limit: float | None = Field(None, ge=1, le=3_600, description="Most seconds; else the size decides.")
    gap: float = Field(0.005, ge=0, le=1, description="Relative gap to the proven bound at which to stop.")
    seed: int = Field(0, ge=0, le=2_147_483_647)
    keep: float = Field(
        0.0, ge=0, le=1, description="Share of the published proposals, as far as possible still, that is to stay."
    )
    per_candidate: int | None = Field(
        None, ge=0, le=1_000, description="Pairs kept for each candidate, 0 for all; else the size decides."
    )
    day: Day | None = Field(
        None, ge=date(2000, 1, 1), le=date(2100, 1, 1), description="The day it is made for; else today."
    )

    def asked(self) -> AskedPlan:
        """As the service takes it."""
        return AskedPlan(
            weights=self.weights.plain(),
            time_limit=self.time_limit,
            gap=self.gap,
            seed=self.seed,
            keep=self.keep,
            per_candidate=self.per_candidate,
            day=self.day,
        )


class CountsOut(BaseModel):
    """People, openings and hours; a number of fewer than ten people is null."""

    candidates: int
    placed: int | None
    left_out: int | None
    placements: int | None
    openings: int
    places: int
    filled: int | None
    hours: float | None = Field(description="Effective hours a week in the placements.")
    hours_wanted: float


class LineOut(BaseModel):
    """One line of value over the placements."""

    name: str
    words: str
    weight: float
    mean: float | None
    total: float | None


class ReasonOut(BaseModel):
    """How many are left out for one main reason; null when fewer than ten, or when it would tell of others."""

    reason: str
    people: int | None


class BandOut(BaseModel):
    """People who want about as many hours, and how many of them are placed."""

    hours: str
    people: int | None
    placed: int | None


class ClauseOut(BaseModel):
    """How far a social clause is met."""

    clause: str
    wanted: float
    planned: float | None = Field(description="Null for whoever sees people in numbers alone.")
    missing: float | None
    met: bool
    unit: str


class NumbersOut(BaseModel):
    """A plan in numbers."""

    counts: CountsOut
    looked_at: dict[str, int | None] = Field(
        description="Pairs looked at, eligible, waiting for an answer, kept; options."
    )
    lines: list[LineOut]
    left_out: list[ReasonOut]
    bands: list[BandOut] = Field(description="By hours wanted.")
    clauses: list[ClauseOut]
    broken_pins: int | None = Field(
        description="Pins that could not be kept: a consultant's own alone; null for others when fewer than ten."
    )
    conflict: list[str] = Field(description="Rules that exclude each other, where nobody is named.")
    conflict_of_people: int | None = Field(
        description="Such rules that name somebody, counted in the same way; `/hindrances` tells one's own."
    )
    stability: dict[str, int | None] | None = Field(description="What became of the published proposals.")
    held_otherwise: int | None = Field(description="Placements that hold, and cannot as they were agreed.")
    thinned: bool = Field(description="Whether only some pairs of everybody were kept.")
    unverified_rules: list[str]
    assumptions: list[str] | None = Field(None, description="What in the facts has no source.")
    seconds: dict[str, float]


class PlanOut(BaseModel):
    """A plan: how it was asked for, how far it is, and the whole of it in numbers."""

    id: str
    version: int
    state: str = Field(description="queued, running, draft, published, replaced, failed or cancelled.")
    job: str | None
    base: str | None = Field(description="The plan that was published when this one was made.")
    day: date
    seed: int
    request: dict[str, Any]
    snapshot: str | None = Field(description="Fingerprint of the facts it was made from.")
    versions: dict[str, Any] = Field(description="What it was made with.")
    status: str | None = Field(description="optimal, feasible, infeasible or unknown.")
    objective: float | None
    bound: float | None
    gap: float | None
    method: str | None
    stopped: bool = Field(description="Whether somebody stopped the search and kept the best so far.")
    numbers: NumbersOut | None
    error: str | None
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    published_at: datetime | None
    published_by: str | None

    @classmethod
    def of(cls, seen: SeenPlan) -> PlanOut:
        """From what the service gives."""
        values = {name: getattr(seen, name) for name in SeenPlan.__slots__ if name != "numbers"}
        return cls(**values, numbers=NumbersOut(**seen.numbers) if seen.numbers else None)


class AskedOut(PlanOut):
    """A plan that has been asked for."""

    @property
    def location(self) -> str:
        """Where it is."""
        return f"/api/v1/plans/{self.id}"


class PlanPage(Page):
    """Plans, the newest first."""

    items: list[PlanOut]


class MeasureOut(BaseModel):
    """How one need is met."""

    accommodation: str
    source: str
    provider: str
    amount: float
    unit: str
    cost: float


class ProposalOut(BaseModel):
    """One placement of a plan. What the caller may not see is not there."""

    candidate: str
    opening: str
    option: str | None = None
    pinned: bool | None = None
    hours: float | None = Field(None, description="Effective hours a week.")
    presence: float | None = Field(None, description="Hours of presence a week.")
    tasks: dict[str, float] | None = None
    measures: list[MeasureOut] | None = None
    uses: dict[str, float] | None = Field(None, description="Amount by resource.")
    worth: dict[str, Any] | None = Field(None, description="Value on the three lines, with its parts.")
    texts: dict[str, str] | None = Field(None, description="For the consultant, the candidate and the employer.")
    trace: dict[str, Any] | None = Field(None, description="Everything the texts are read off; on single placements.")

    @classmethod
    def of(cls, seen: SeenProposal) -> ProposalOut:
        """From what the service gives."""
        return cls(candidate=seen.candidate, opening=seen.opening, **seen.values)


class ProposalPage(Page):
    """Placements, sorted by candidate; a page holds all placements of so many candidates."""

    items: list[ProposalOut]


class LeftOutOut(BaseModel):
    """Somebody the plan has no place for."""

    candidate: str
    reason: str = Field(description="The main reason.")

    @classmethod
    def of(cls, seen: SeenLeftOut) -> LeftOutOut:
        """From what the service gives."""
        return cls(candidate=seen.candidate, reason=seen.reason)


class LeftOutPage(Page):
    """Those left out, sorted by candidate."""

    items: list[LeftOutOut]


class HindranceOut(BaseModel):
    """A pin that no option honours, or rules that exclude each other."""

    candidates: list[str]
    opening: str | None
    sentence: str

    @classmethod
    def of(cls, found: Hindrance) -> HindranceOut:
        """From what the service gives."""
        return cls(candidates=list(found.candidates), opening=found.opening, sentence=found.sentence)


class HindrancesOut(BaseModel):
    """Rules that could not be kept, as far as they concern the caller's own candidates or nobody."""

    items: list[HindranceOut]


class PublishBody(Shape):
    """How to publish."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"go_on": False}]})

    go_on: bool = Field(
        False,
        description="Go on without proposals that cannot be made any more (facts changed, something taken), and with a "
        "plan that may be far from the best.",
    )


class PublishedOut(BaseModel):
    """What came of publishing."""

    plan: PlanOut
    proposed: int
    kept: int = Field(description="Proposals and placements that stay as they were.")
    let_go: int = Field(description="Proposals of the former plan that nobody had been told of.")
    left_out: list[str] = Field(description="Proposals that were not made, one sentence each.")

    @property
    def version(self) -> int:
        """Of the plan."""
        return self.plan.version

    @classmethod
    def of(cls, found: Published) -> PublishedOut:
        """From what the service gives."""
        return cls(
            plan=PlanOut.of(found.plan),
            proposed=found.proposed,
            kept=found.kept,
            let_go=found.let_go,
            left_out=list(found.left_out),
        )


class MovedOut(BaseModel):
    """One of the caller's own candidates, whose openings differ."""

    candidate: str
    before: list[str]
    after: list[str]

    @classmethod
    def of(cls, moved: Moved) -> MovedOut:
        """From what the service gives."""
        return cls(candidate=moved.candidate, before=list(moved.before), after=list(moved.after))


class ComparedOut(BaseModel):
    """Two plans side by side."""

    before: PlanOut
    after: PlanOut
    people: dict[str, int | None] = Field(
        description="How many are gained, lost, moved and the same; null where they are too few."
    )
    moved: list[MovedOut]

    @classmethod
    def of(cls, found: Compared) -> ComparedOut:
        """From what the service gives."""
        return cls(
            before=PlanOut.of(found.before),
            after=PlanOut.of(found.after),
            people=dict(found.people),
            moved=[MovedOut.of(moved) for moved in found.moved],
        )
