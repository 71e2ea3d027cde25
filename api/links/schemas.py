"""Links to a shortlist as JSON."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.shapes import Shape
from matcher.services.links import Link


class NewLink(Shape):
    """A link that is to be handed out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": 14}]})

    days: int | None = Field(None, ge=1, le=90, description="How long it lasts; as it is set up when left out.")


class LinkOut(BaseModel):
    """A link, without what opens it."""

    id: str
    opening: str
    issued_by: str = Field(description="The account that handed it out.")
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = Field(description="When it was taken back; null while it stands.")

    @classmethod
    def of(cls, link: Link) -> LinkOut:
        """From what the service gives."""
        return cls(
            id=link.id,
            opening=link.opening,
            issued_by=link.issued_by,
            issued_at=link.issued_at,
            expires_at=link.expires_at,
            revoked_at=link.revoked_at,
        )


class IssuedLink(LinkOut):
    """A link with its address, which is given this once."""

    url: str

    @classmethod
    def with_url(cls, link: Link, url: str) -> IssuedLink:
        """From what the service gives."""
        return cls(**LinkOut.of(link).model_dump(), url=url)


class LinkList(BaseModel):
    """The links of an opening, the newest first."""

    items: list[LinkOut]
