"""The accommodation catalogue's row type (skånehensyn as a kind of thing, not as somebody's need)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an accommodation is, and thereby what arithmetic it takes (DOMAIN section 3)."""

    CONDITION = "COND"
    EQUIPMENT = "EQUIP"
    SUPPORT_HOURS = "HOURS"
    SCHEDULE = "SCHED"
    TASK = "TASK"


class Booking(StrEnum):
    """How a piece of equipment is used up."""

    EACH = "each"
    """One for each person, for as long as the placement lasts (a desk, an own room)."""
    BY_HOUR = "by_hour"
    """Booked for hours of the week, shared by several (a rest room)."""


@dataclass(frozen=True, slots=True)
class Accommodation:
    """One row of the catalogue.

    Attributes
    ----------
    id
        Stable code such as ``PHY-01``.
    danish, english
        Its name in the interface.
    kind
        What it is; decides the data structure and the arithmetic.
    icf
        ICF codes, as a reference only.
    icf_confidence
        ``sourced`` when the code stands in a cited source, ``unverified`` when it has not been checked.
    employer_must_offer
        What the workplace or the opening must offer, in Danish.
    amount_name, amount_unit
        What a need's amount means (``kg``, ``h/week``, ``min`` …); empty when the accommodation takes no amount.
    amount_default
        Used when a need gives no amount; None when there is no sensible default and the need must say.
    amount_low, amount_high
        The range an amount must lie in.
    provision_amount_is
        For conditions with an amount: ``at_most`` (the workplace's number must not exceed the need's) or
        ``at_least``; empty otherwise.
    parts
        What the accommodation may be split into (``machines``, ``heights`` …); empty when it is whole.
    axes
        For kind TASK: the demand axes it limits, one for each part when there are parts, else one.
        For other kinds: the axes that describe the same strain, for information.
    grantable
        True when the municipality may buy it (hjælpemiddel, assistance, mentor): a workplace without it is not out.
    booking
        For EQUIP: how it is used up.
    question
        What to ask the workplace when nobody has asked, in Danish.
    condition_text
        How an employer may be told of it: as a condition of the work, never as a cause.
    source
        Where the row comes from.
    """

    id: str
    danish: str
    english: str
    kind: Kind
    icf: tuple[str, ...]
    icf_confidence: str
    employer_must_offer: str
    amount_name: str
    amount_unit: str
    amount_default: float | None
    amount_low: float
    amount_high: float
    provision_amount_is: str
    parts: tuple[str, ...]
    axes: tuple[str, ...]
    grantable: bool
    booking: Booking | None
    question: str
    condition_text: str
    source: str

    @property
    def consumed(self) -> bool:
        """True when meeting the need uses something up."""
        return self.kind in (Kind.EQUIPMENT, Kind.SUPPORT_HOURS)
