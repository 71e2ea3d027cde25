"""Models as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.jobs.schemas import JobOut
from api.shapes import Page, Shape, Words, shown
from matcher.services.models import AskedModel, SeenModel

_REASON = "I brug: bedre end eksperternes vægte på forløbene siden juni."
Reason = Annotated[Words, Field(min_length=1, max_length=2_000, description="Stands with the model, for everybody.")]


class PromoteBody(Shape):
    """Why a model is let in."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": _REASON, "go_on": False}]})

    reason: Reason
    go_on: bool = Field(False, description="Let it in though something else was at least as good on later outcomes.")


class RollbackBody(Shape):
    """Why a model is taken out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Den undervurderer de korte uger."}]})

    reason: Reason


class AskedModelOut(BaseModel):
    """A model that has been asked for."""

    id: str = Field(description="What it will be called, once it is trained.")
    job: JobOut

    @property
    def location(self) -> str:
        """Where it will be."""
        return f"/api/v1/models/{self.id}"

    @classmethod
    def of(cls, asked: AskedModel) -> AskedModelOut:
        """From what the service gives."""
        return cls(id=asked.id, job=JobOut.of(asked.job))


class EvidenceOut(BaseModel):
    """What the outcomes say of one weight, in log-odds: the hand-over from the experts to the data."""

    feature: str = Field(description="`intercept` last.")
    prior_mean: float
    prior_sd: float
    posterior_mean: float
    posterior_sd: float
    low: float = Field(description="Lower end of the middle 90 %.")
    high: float
    speaking: int | None = Field(description="Outcomes that speak for it; null when they are fewer than ten.")
    learned: float = Field(description="Share of the prior's variance that the outcomes have taken away.")
    too_little: bool = Field(description="True: the outcomes say too little, it is still the experts who speak.")


class ModelOut(BaseModel):
    """A model."""

    id: str
    version: int
    alias: str | None = Field(description="champion: in use; challenger: trained last.")
    fault: str | None = Field(description="Why it cannot be used: changed, or of an older kind. Null when it can.")
    checksum: str = Field(description="SHA-256 of the model; the card is bound to it by another.")
    card: str | None = Field(description="The model card, Markdown, in Danish; null where there is a fault.")
    outcomes: int | None = Field(description="How many it learned from; null when they are fewer than ten.")
    day: date = Field(description="The day of those outcomes.")
    beaten_by: list[str] = Field(description="What was at least as good on later outcomes.")
    created_at: datetime
    created_by: str
    promoted_at: datetime | None
    promoted_by: str | None
    promoted_reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None

    @classmethod
    def of(cls, seen: SeenModel) -> ModelOut:
        """From what the service gives."""
        return shown(cls, **{name: getattr(seen, name) for name in ModelOut.model_fields})


class WholeModelOut(ModelOut):
    """A model with all that is known of it."""

    evidence: list[EvidenceOut] | None = Field(description="Weight by weight; null where there is a fault.")
    metrics: dict[str, Any] | None = Field(
        description="How good it was on later outcomes than it had learned from; null where there is a fault."
    )

    @classmethod
    def of(cls, seen: SeenModel) -> WholeModelOut:
        """From what the service gives."""
        values = {name: getattr(seen, name) for name in WholeModelOut.model_fields}
        if seen.evidence is not None:
            values["evidence"] = [shown(EvidenceOut, **row) for row in seen.evidence]
        return shown(cls, **values)


class ModelPage(Page):
    """Models, the newest first."""

    items: list[ModelOut]
