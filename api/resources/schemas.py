"""A resource as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from matcher.services.scarcity import SeenResource


class ResourceOut(BaseModel):
    """Something that placements use up."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "offer:mentorer",
                    "kind": "støttetilbud",
                    "owner": "mentorer",
                    "subject": "",
                    "label": "Kommunens mentorer",
                    "unit": "timer/uge",
                    "capacity": 14.0,
                    "used": 14.0,
                    "booked": 9.5,
                    "price": 0.12,
                }
            ]
        }
    )

    id: str
    kind: str
    owner: str
    subject: str
    label: str
    unit: str
    capacity: float
    used: float | None = Field(None, description="By the plan.")
    booked: float = Field(0.0, description="By live placements now.")
    price: float | None = Field(
        None, description="What one more unit is worth at most, in units of the plan's value; null without a plan."
    )

    @classmethod
    def of(cls, seen: SeenResource) -> ResourceOut:
        """From what the service gives."""
        return cls(id=seen.id, price=seen.price, **seen.values)


class ResourcePage(BaseModel):
    """Resources, those first that matter most."""

    plan: str | None = Field(description="By which plan; null when none has been made.")
    items: list[ResourceOut]
    next: int | None = Field(None, description="Give it as `after` to get what follows.")
