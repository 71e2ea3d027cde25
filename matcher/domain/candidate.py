"""The candidate (borger): what she wants, what she needs, what she can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.checks import require, require_candidate_id, require_id, require_number
from matcher.domain.scheme import DanishLevel, Scheme, Transport
from matcher.domain.week import FULL_TIME_HOURS, Week


class Necessity(StrEnum):
    """How much weight a need carries. A must is never traded for score."""

    MUST = "skal"
    SHOULD = "bør"
    NICE = "gerne"


class NeedSource(StrEnum):
    """Who named the need."""

    CANDIDATE = "borger"
    PLAN = "plan"
    CASEWORKER = "sagsbehandler"
    EMPLOYER = "arbejdsgiver"


@dataclass(frozen=True, slots=True)
class Need:
    """One accommodation need (skånehensyn) of one candidate.

    Attributes
    ----------
    accommodation
        Id in the accommodation catalogue.
    necessity
        must, should or nice.
    amount
        In the catalogue's unit for this accommodation; None takes the catalogue's default.
    parts
        Which parts of the accommodation are meant; empty means all.
    windows
        For schedule needs with a recurring block (SCH-11, SCH-06): the half-hours when she cannot work.
    source
        Who named it; None when not recorded.
    review
        When the need is to be looked at again; None when no date is set.
    """

    accommodation: str
    necessity: Necessity
    amount: float | None = None
    parts: frozenset[str] = frozenset()
    windows: Week | None = None
    source: NeedSource | None = None
    review: date | None = None

    def __post_init__(self) -> None:
        require_id(self.accommodation, "accommodation")
        require_number(self.amount, "amount", 0, 10_000)


class WishSubject(StrEnum):
    """What a wish is about."""

    TASK = "opgave"
    SECTOR = "branche"
    EMPLOYER = "virksomhed"
    WORKPLACE = "arbejdssted"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a candidate wants, or does not want: her own no is a hard rule."""

    subject: WishSubject
    target: str
    wanted: bool

    def __post_init__(self) -> None:
        require_id(self.target, "target")


class CompetenceKind(StrEnum):
    """How a competence is described."""

    TASK = "opgave"
    OCCUPATION = "stilling"
    TEXT = "fritekst"


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a candidate has done or can do.

    Attributes
    ----------
    kind
        A task of the catalogue, a job title, or free text.
    value
        Task id, title or text.
    months
        How long, in months; None when not recorded.
    """

    kind: CompetenceKind
    value: str
    months: float | None = None

    def __post_init__(self) -> None:
        require(bool(self.value.strip()), "value", "en kompetence må ikke være tom")
        require_number(self.months, "months", 0, 720)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person who looks for work, as the engine sees her: no name, no CPR, no sex, no age (see `Identity`).

    Hours are effective hours a week unless they say presence. A fact that is None has not been asked.

    Attributes
    ----------
    id
        Internal id, never a CPR number.
    scheme
        Set by the municipality (DOMAIN R1); None when it has not been decided.
    postcode
        Where she lives.
    hours_min, hours_target, hours_max
        Effective hours a week she can and wants to work in the jobs the plan finds, all together.
    intensity
        Effective hours for each hour of presence, in (0, 1].
    presence_max
        Most hours of presence a week in all jobs together; None when not asked.
    availability
        Half-hours of the week when she can be at work; None when not asked.
    max_jobs
        How many small jobs she may hold at once.
    commute_max
        Longest journey one way, in minutes; None when not asked.
    transport
        How she can get to work; None when not asked.
    danish
        How much Danish she has; None when not asked.
    languages
        Other languages she can work in, as ISO 639-1 codes.
    certificates
        Certificates she holds (catalogue ids); None when not asked.
    available_from
        First day she can start; None when now.
    waiting_since
        Since when she has been out of work; None when not recorded.
    grant_from, grant_to
        Period of the grant her scheme rests on (fleksjob: DOMAIN R15); None when not recorded or without end.
    previous_employers
        Ids of employers she has worked for, the latest first.
    related_employers
        Employers owned by her spouse or partner (DOMAIN R12).
    wants_growth
        Whether she wants her hours to grow; None when not asked.
    text
        Free text about what she can and would like; used for text likeness only.
    needs, wishes, competences
        See their types.
    """

    id: str
    scheme: Scheme | None
    postcode: str
    hours_min: float
    hours_target: float
    hours_max: float
    intensity: float = 1.0
    presence_max: float | None = None
    availability: Week | None = None
    max_jobs: int = 1
    commute_max: float | None = None
    transport: frozenset[Transport] | None = None
    danish: DanishLevel | None = None
    languages: frozenset[str] = frozenset()
    certificates: frozenset[str] | None = None
    available_from: date | None = None
    waiting_since: date | None = None
    grant_from: date | None = None
    grant_to: date | None = None
    previous_employers: tuple[str, ...] = ()
    related_employers: frozenset[str] = frozenset()
    wants_growth: bool | None = None
    text: str = ""
    needs: tuple[Need, ...] = ()
    wishes: tuple[Wish, ...] = ()
    competences: tuple[Competence, ...] = ()

    def __post_init__(self) -> None:
        require_candidate_id(self.id)
        for field in ("hours_min", "hours_target", "hours_max"):
            require_number(getattr(self, field), field, 0.5, FULL_TIME_HOURS)
        require(
            self.hours_min <= self.hours_target <= self.hours_max,
            "hours_target",
            "timer skal opfylde mindst ≤ ønsket ≤ højst",
        )
        require_number(self.intensity, "intensity", 0.01, 1)
        require_number(self.presence_max, "presence_max", 0.5, FULL_TIME_HOURS)
        require(1 <= self.max_jobs <= 5, "max_jobs", "en borger kan have fra 1 til 5 job ad gangen")
        require_number(self.commute_max, "commute_max", 1, 240)
        require(
            self.transport is None or bool(self.transport),
            "transport",
            "skriv mindst ét transportmiddel, eller lad feltet stå tomt, hvis der ikke er spurgt",
        )
        require(
            self.grant_from is None or self.grant_to is None or self.grant_from <= self.grant_to,
            "grant_to",
            "bevillingen slutter, før den begynder",
        )
        codes = [need.accommodation for need in self.needs]
        require(len(set(codes)) == len(codes), "needs", "det samme hensyn er skrevet to gange for borgeren")

    def need(self, accommodation: str) -> Need | None:
        """Her need for that accommodation, if she has one."""
        return next((need for need in self.needs if need.accommodation == accommodation), None)

    @property
    def latest_employer(self) -> str | None:
        """The employer she worked for most recently, if any is recorded."""
        return self.previous_employers[0] if self.previous_employers else None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a candidate is. Kept apart from `Candidate`; no stage of the engine receives it.

    It exists so that a consultant can recognise a person and an evaluator can measure outcomes by group.

    Attributes
    ----------
    candidate
        Candidate id.
    name, cpr, sex, birth_year
        As the municipality holds them; None when not given.
    caseworker_confidence
        The caseworker's own belief that the person will get a job, 0–1: shown, never a feature (DOMAIN 1.4).
    """

    candidate: str
    name: str | None = None
    cpr: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    caseworker_confidence: float | None = None

    def __post_init__(self) -> None:
        require_candidate_id(self.candidate, "candidate")
        require_number(self.birth_year, "birth_year", 1900, 2100)
        require_number(self.caseworker_confidence, "caseworker_confidence", 0, 1)
