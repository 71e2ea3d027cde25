"""A candidate as JSON."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from api.reading_back import ReadBack
from api.shapes import Code, Day, Id, Name, NewId, Page, Postcode, Shape, Windows, Words, shown
from matcher.domain import (
    Candidate,
    CompetenceKind,
    DanishLevel,
    Identity,
    Necessity,
    NeedSource,
    Scheme,
    Transport,
    WishSubject,
)
from matcher.services.candidates import SeenCandidate
from matcher.store.coding import from_mapping

Hours = Annotated[float, Field(ge=0.5, le=37, description="Effective hours a week.")]
IDENTITY = frozenset({"name", "cpr", "sex", "birth_year", "caseworker_confidence"})
"""What is read of who she is."""
_ELSEWHERE = "Read-only here: may be sent back as it was read; it is changed under `identity`."
EXAMPLE: dict[str, Any] = {
    "scheme": "fleksjob",
    "postcode": "6000",
    "hours_min": 4,
    "hours_target": 8,
    "hours_max": 12,
    "intensity": 0.8,
    "availability": "ma-fr 08:00-14:00",
    "max_jobs": 1,
    "commute_max": 30,
    "transport": ["cykel"],
    "danish": "godt",
    "needs": [{"accommodation": "SEN-01", "necessity": "skal"}],
    "wishes": [{"subject": "opgave", "target": "T001", "wanted": True}],
}


class NeedShape(Shape):
    """One accommodation need (skånehensyn)."""

    accommodation: Code
    necessity: Necessity
    amount: float | None = Field(None, ge=0, le=10_000)
    parts: list[Code] = Field([], max_length=200)
    windows: Windows | None = None
    source: NeedSource | None = None
    review: Day | None = None


class WishShape(Shape):
    """Something wanted, or not wanted."""

    subject: WishSubject
    target: Id
    wanted: bool


class CompetenceShape(Shape):
    """Something done before."""

    kind: CompetenceKind
    value: Annotated[Words, Field(min_length=1)]
    months: float | None = Field(None, ge=0, le=720)


class CandidateBody(Shape):
    """Facts about a candidate. What is left out has not been asked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    scheme: Scheme | None = None
    postcode: Postcode
    hours_min: Hours
    hours_target: Hours
    hours_max: Hours
    intensity: float = Field(1.0, ge=0.01, le=1, description="Effective hours for each hour of presence.")
    presence_max: float | None = Field(None, ge=0.5, le=37)
    availability: Windows | None = None
    max_jobs: int = Field(1, ge=1, le=5)
    commute_max: float | None = Field(None, ge=1, le=240, description="Minutes one way.")
    transport: list[Transport] | None = Field(None, max_length=20)
    danish: DanishLevel | None = None
    languages: list[Code] = Field([], max_length=200)
    certificates: list[Code] | None = Field(None, max_length=200)
    available_from: Day | None = None
    waiting_since: Day | None = None
    grant_from: Day | None = None
    grant_to: Day | None = None
    previous_employers: list[Id] = Field([], max_length=200)
    related_employers: list[Id] = Field([], max_length=200)
    wants_growth: bool | None = None
    text: Words = ""
    needs: list[NeedShape] = Field([], max_length=60)
    wishes: list[WishShape] = Field([], max_length=200)
    competences: list[CompetenceShape] = Field([], max_length=200)

    def fact(self, key: str) -> Candidate:
        """As the domain has it; its constructor refuses what cannot be."""
        plain = self.model_dump(mode="json", exclude={"id", "version", "identity", *IDENTITY})
        made: Candidate = from_mapping(Candidate, {**plain, "id": key})
        return made


class CandidateChange(ReadBack, CandidateBody):
    """Other facts about a candidate: all that was read may be sent back; who she is, is changed under `identity`."""

    READ_ONLY: ClassVar[frozenset[str]] = ReadBack.READ_ONLY | IDENTITY
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    name: Words | None = Field(None, description=_ELSEWHERE)
    cpr: Annotated[Words, Field(max_length=20)] | None = Field(None, description=_ELSEWHERE)
    sex: Words | None = Field(None, description=_ELSEWHERE)
    birth_year: int | None = Field(None, ge=1900, le=2100, description=_ELSEWHERE)
    caseworker_confidence: float | None = Field(None, ge=0, le=1, description=_ELSEWHERE)


class IdentityBody(Shape):
    """Who a candidate is: seen by her own consultant, given to no stage of the engine.

    What is left out stays as it is; null removes it.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Asta Andersen"}]})

    name: Name | None = None
    cpr: Annotated[str, Field(pattern=r"^[0-9]{6}-?[0-9]{4}$")] | None = None
    sex: Annotated[Name, Field(max_length=20)] | None = None
    birth_year: int | None = Field(None, ge=1900, le=2100)
    caseworker_confidence: float | None = Field(None, ge=0, le=1)

    def fact(self, candidate: str) -> Identity:
        """As the domain has it."""
        return Identity(candidate=candidate, **self.model_dump())

    @property
    def said(self) -> dict[str, Any]:
        """The values that the caller has named."""
        return self.model_dump(exclude_unset=True)


class NewCandidate(CandidateBody):
    """A candidate to be entered."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"id": "B900", **EXAMPLE}]})

    id: NewId | None = Field(None, description="One is made when it is left out.")
    identity: IdentityBody | None = None


class CandidateOut(CandidateBody):
    """A candidate, as the caller may see her: fields she may not see are not there."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"id": "B012", "version": 3, **EXAMPLE}]})

    id: Id
    version: int
    postcode: str = ""
    hours_min: float = 0
    hours_target: float = 0
    hours_max: float = 0
    name: str | None = None
    cpr: str | None = Field(None, description="The last four digits are hidden.")
    sex: str | None = None
    birth_year: int | None = None
    caseworker_confidence: float | None = None

    @classmethod
    def of(cls, seen: SeenCandidate) -> CandidateOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class IdentityOut(IdentityBody):
    """Who a candidate is, as the caller may see it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"id": "B012", "version": 1, "name": "Asta Andersen", "cpr": "010190-••••"}]},
    )

    id: Id = Field(description="Id of the candidate.")
    version: int = Field(description="Of the identity, not of the candidate; 0 when nobody has said who she is.")
    cpr: str | None = Field(None, description="The last four digits are hidden.")

    @classmethod
    def of(cls, seen: SeenCandidate) -> IdentityOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class CandidatePage(Page):
    """The caller's own candidates."""

    items: list[CandidateOut]


class CprOut(Shape):
    """A whole CPR number."""

    cpr: str | None
