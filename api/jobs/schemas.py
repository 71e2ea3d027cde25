"""A job as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from matcher.services.jobs import SeenJob

STAGES = {
    "": "Venter",
    "reading": "Læser filen",
    "columns": "Indekserer oplysningerne",
    "eligibility": "Vurderer hvert par",
    "options": "Bygger muligheder",
    "problem": "Opstiller problemet",
    "assignment": "Finder den bedste plan",
    "check": "Efterprøver planen",
    "plan": "Samler planen",
    "explanation": "Skriver begrundelser",
    "saving": "Gemmer",
    "outcomes": "Samler forløbene",
    "learning": "Lærer af forløbene",
}
"""What is done in each stage, in Danish."""
_BEGUN = "I gang"
"""Before the worker has said what it does."""
_ENDED = {"done": "Færdig", "failed": "Kunne ikke gøres", "cancelled": "Afbrudt"}


class JobOut(BaseModel):
    """How far a job is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "jo_4f1d2c3b4a596877",
                    "kind": "plan",
                    "about": "pn_4f1d2c3b4a596877",
                    "state": "running",
                    "stage": "assignment",
                    "words": "Finder den bedste plan",
                    "share": 0.42,
                    "found": {"objective": 310.2, "bound": 312.9, "gap": 0.0087},
                    "error": None,
                    "attempts": 1,
                    "created_at": "2026-11-24T09:00:00Z",
                    "started_at": "2026-11-24T09:00:01Z",
                    "finished_at": None,
                }
            ]
        }
    )

    id: str
    kind: str
    about: str | None = Field(description="Id of the plan or import it makes.")
    state: str = Field(description="queued, running, done, failed or cancelled.")
    stage: str = Field(description="What is being done; empty before it begins.")
    words: str = Field(description="The same in Danish.")
    share: float = Field(description="How much of the whole is done, 0 to 1.")
    found: dict[str, Any] = Field(description="What is known so far: objective, bound, gap.")
    error: str | None = Field(description="One sentence, when it failed.")
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, job: SeenJob) -> JobOut:
        """From what the service gives."""
        begun = job.state == "running" and not job.stage
        words = _ENDED.get(job.state) or (_BEGUN if begun else STAGES.get(job.stage, job.stage))
        return cls(
            id=job.id,
            kind=job.kind,
            about=job.about,
            state=job.state,
            stage=job.stage,
            words=words,
            share=job.share,
            found=dict(job.found),
            error=job.error,
            attempts=job.attempts,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )
