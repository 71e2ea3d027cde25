"""Employers, their workplaces and what a workplace offers (virksomhed, arbejdssted, vilkår)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.checks import require, require_id, require_number
from matcher.domain.scheme import Answer


class EmployerKind(StrEnum):
    """Who owns the employer; decides which legal rules apply."""

    PRIVATE = "privat"
    MUNICIPAL = "kommunal"
    PUBLIC = "anden offentlig"
    SOCIAL = "socialøkonomisk"
    ASSOCIATION = "forening"

    @property
    def is_public(self) -> bool:
        """True for the municipality and other public employers."""
        return self in (EmployerKind.MUNICIPAL, EmployerKind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Employer:
    """One employer.

    Attributes
    ----------
    id, name
        Internal id and name.
    kind
        Who owns it.
    cvr
        Business register number, eight digits; None when not given.
    registered_social
        Whether it is a registered social enterprise (RSV): a fact about registration, not about suitability.
    """

    id: str
    name: str
    kind: EmployerKind
    cvr: str | None = None
    registered_social: bool | None = None

    def __post_init__(self) -> None:
        require_id(self.id)
        require(bool(self.name.strip()), "name", "virksomheden mangler et navn")
        require(
            self.cvr is None or (len(self.cvr) == 8 and self.cvr.isdecimal()), "cvr", "et CVR-nummer har otte cifre"
        )


@dataclass(frozen=True, slots=True)
class Provision:
    """What a workplace answers about one accommodation.

    Attributes
    ----------
    accommodation
        Id in the accommodation catalogue.
    answer
        yes, no or not asked: never guessed.
    amount
        The workplace's number where the accommodation has one (colleagues, metres, days); None when not asked.
    count
        How many there are, for equipment; None when not asked.
    hours
        Hours a week: of the workplace's own support person, or when a bookable room is free; None when not asked.
    parts
        The parts that are in place; None when all, or when the accommodation is whole.
    verified
        When somebody last checked; None when not recorded.
    """

    accommodation: str
    answer: Answer
    amount: float | None = None
    count: int | None = None
    hours: float | None = None
    parts: frozenset[str] | None = None
    verified: date | None = None

    def __post_init__(self) -> None:
        require_id(self.accommodation, "accommodation")
        require_number(self.amount, "amount", 0, 10_000)
        require_number(self.count, "count", 0, 10_000)
        require_number(self.hours, "hours", 0, 10_000)


@dataclass(frozen=True, slots=True)
class Workplace:
    """One place where an employer has work (a P-number).

    Attributes
    ----------
    id, employer, name
        Internal id, the employer's id, name.
    postcode
        Where it lies.
    sector
        Sector id of the catalogue.
    p_number
        Production-unit number, ten digits; None when not given.
    ordinary_fte
        Ordinary staff as full-time fractions, average of the last four months (DOMAIN R7); None when not asked.
    ordinary_heads
        Ordinary staff as persons, for the ratio counted in heads; None when not asked.
    subsidised_fte, subsidised_heads
        People already there under schemes that the ratio counts; None when not asked.
    ratio_evidence
        Date of the count; None when there is none.
    employer_statement, union_statement
        Whether the written statements are at hand; None when not asked.
    staff_now, staff_12_months
        Number of employees now and the average of the last 12 months (net expansion, DOMAIN R9); None when not asked.
    vacancy_by_dismissal
        Whether the post fell vacant through dismissal or resignation of an ordinary employee in the last three months.
    provisions
        What it answers about accommodations. An accommodation that is not listed has not been asked about.
    """

    id: str
    employer: str
    name: str
    postcode: str
    sector: str
    p_number: str | None = None
    ordinary_fte: float | None = None
    ordinary_heads: float | None = None
    subsidised_fte: float | None = None
    subsidised_heads: float | None = None
    ratio_evidence: date | None = None
    employer_statement: bool | None = None
    union_statement: bool | None = None
    staff_now: float | None = None
    staff_12_months: float | None = None
    vacancy_by_dismissal: bool | None = None
    provisions: tuple[Provision, ...] = ()

    def __post_init__(self) -> None:
        require_id(self.id)
        require_id(self.employer, "employer")
        require(bool(self.name.strip()), "name", "arbejdsstedet mangler et navn")
        require(
            self.p_number is None or (len(self.p_number) == 10 and self.p_number.isdecimal()),
            "p_number",
            "et P-nummer har ti cifre",
        )
        for field in (
            "ordinary_fte",
            "ordinary_heads",
            "subsidised_fte",
            "subsidised_heads",
            "staff_now",
            "staff_12_months",
        ):
            require_number(getattr(self, field), field, 0, 100_000)
        codes = [provision.accommodation for provision in self.provisions]
        require(len(set(codes)) == len(codes), "provisions", "det samme vilkår er skrevet to gange for arbejdsstedet")

    def provision(self, accommodation: str) -> Provision:
        """Its answer about that accommodation; not asked when none is recorded."""
        for provision in self.provisions:
            if provision.accommodation == accommodation:
                return provision
        return Provision(accommodation, Answer.NOT_ASKED)
