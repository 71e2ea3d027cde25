"""What can be drawn on to make a placement possible, and what a contract asks for (støttetilbud, pulje, klausul)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.checks import require, require_id, require_number
from matcher.domain.scheme import Scheme


class Provider(StrEnum):
    """Who gives the support."""

    MUNICIPALITY = "kommune"
    VOLUNTEER = "frivillig"
    EMPLOYER = "virksomhed"


@dataclass(frozen=True, slots=True)
class SupportOffer:
    """Support that is not the workplace's own: mentor hours, assistance, volunteers, aids that may be granted.

    Attributes
    ----------
    id, name, provider
        Internal id, name, who gives it.
    accommodations
        Accommodations it can meet.
    hours_per_week
        Hours a week there are in all, for support given as hours; None when it is not given as hours.
    hours_per_person
        Most hours a week for one person; None when no limit.
    count
        How many there are, for equipment; None when only the budget limits it.
    cost_per_hour, cost_each
        In DKK; 0 when free.
    budget
        Budget that pays; None when none does.
    postcode, radius_km
        Where it reaches: within that many kilometres of the postcode; None when everywhere.
    schemes
        Schemes it may be given under; empty means all.
    starts, ends
        When it is at hand; None when open.
    """

    id: str
    name: str
    provider: Provider
    accommodations: frozenset[str]
    hours_per_week: float | None = None
    hours_per_person: float | None = None
    count: int | None = None
    cost_per_hour: float = 0.0
    cost_each: float = 0.0
    budget: str | None = None
    postcode: str | None = None
    radius_km: float | None = None
    schemes: frozenset[Scheme] = frozenset()
    starts: date | None = None
    ends: date | None = None

    def __post_init__(self) -> None:
        require_id(self.id)
        require(bool(self.accommodations), "accommodations", "støttetilbuddet dækker ingen hensyn")
        for field, high in (
            ("hours_per_week", 100_000),
            ("hours_per_person", 37),
            ("count", 100_000),
            ("cost_per_hour", 10_000),
            ("cost_each", 1_000_000),
            ("radius_km", 1_000),
        ):
            require_number(getattr(self, field), field, 0, high)
        require(
            self.hours_per_week is None or self.count is None,
            "count",
            "et støttetilbud gives enten som timer eller som stykker; del det i to",
        )
        require(
            (self.postcode is None) == (self.radius_km is None),
            "radius_km",
            "skriv både postnummer og radius, eller ingen af dem",
        )
        require(
            self.starts is None or self.ends is None or self.starts <= self.ends, "ends", "slutter, før det begynder"
        )


@dataclass(frozen=True, slots=True)
class Budget:
    """Money that may be spent on support during the plan's weeks, in DKK."""

    id: str
    name: str
    amount: float

    def __post_init__(self) -> None:
        require_id(self.id)
        require_number(self.amount, "amount", 0, 1e10)


class ClauseUnit(StrEnum):
    """What a social clause counts."""

    POSITIONS = "pladser"
    FTE = "årsværk"
    PERSON_WEEKS = "personuger"
    HOURS = "timer"


@dataclass(frozen=True, slots=True)
class Clause:
    """A social clause of a contract: so many people to be employed or trained (DOMAIN 1.9).

    Attributes
    ----------
    id, contract
        Internal id and the contract's name.
    employer
        Who must deliver.
    workplaces
        The workplaces the contract concerns; empty means all of the employer's.
    unit, quantity
        How much of what, in all.
    delivered
        How much of it has been delivered already.
    starts, ends
        The contract's period.
    schemes
        Schemes that count; empty means all.
    evidence
        What documents it, in words.
    penalty
        What a missing unit costs in the plan's value; None takes the plan's default. A clause never forces a placement.
    """

    id: str
    contract: str
    employer: str
    unit: ClauseUnit
    quantity: float
    delivered: float = 0.0
    workplaces: frozenset[str] = frozenset()
    starts: date | None = None
    ends: date | None = None
    schemes: frozenset[Scheme] = frozenset()
    evidence: str = ""
    penalty: float | None = None

    def __post_init__(self) -> None:
        require_id(self.id)
        require_id(self.employer, "employer")
        require_number(self.quantity, "quantity", 0, 1e6)
        require_number(self.delivered, "delivered", 0, 1e6)
        require_number(self.penalty, "penalty", 0, 1e6)
        require(
            self.starts is None or self.ends is None or self.starts <= self.ends, "ends", "slutter, før den begynder"
        )
