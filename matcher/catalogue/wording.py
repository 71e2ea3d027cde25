"""Amounts and conditions in Danish words: the only way a need may be put to an employer."""

from __future__ import annotations

from collections.abc import Collection

from matcher.catalogue.loader import Catalogue
from matcher.domain.accommodation import Accommodation

PLAIN_DANISH = "plain_danish"
"""The part of LNG-01 that is meant when a need names no language."""

_NOT_SAID = "et aftalt antal timer om ugen"
_STEPS = ("slet ikke", "kun lidt", "en del, men ikke det meste af tiden", "det meste af tiden")
_ONE_AND_MANY = {
    "h/week": ("time om ugen", "timer om ugen"),
    "h/day": ("time om dagen", "timer om dagen"),
    "days/week": ("dag om ugen", "dage om ugen"),
    "min/h": ("minut i timen", "minutter i timen"),
    "min/day": ("minut om dagen", "minutter om dagen"),
    "min": ("minut", "minutter"),
    "days": ("dag", "dage"),
    "percent": ("%", "%"),
    "kg": ("kg", "kg"),
    "m": ("meter", "meter"),
    "persons": ("kollega", "kolleger"),
}


def amount_in_words(unit: str, amount: float) -> str:
    """An amount with its unit in Danish, e.g. ``2,5 timer om ugen``, ``kl. 9.30`` or ``kun lidt``.

    Parameters
    ----------
    unit
        One of :data:`matcher.catalogue.accommodations.UNITS`.
    amount
        In that unit.
    """
    if unit == "clock":
        hours, minutes = divmod(round(amount * 60), 60)
        return f"kl. {hours}.{minutes:02d}"
    if unit == "step":
        return _STEPS[round(amount)]
    one, many = _ONE_AND_MANY[unit]
    return f"{decimal_comma(amount)} {one if amount == 1 else many}"


def decimal_comma(number: float) -> str:
    """A number as Danes write it, with at most two decimals: ``2,5``, ``10``."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def condition(
    catalogue: Catalogue, accommodation: Accommodation, amount: float | None = None, parts: Collection[str] = ()
) -> str:
    """How an employer is told of a need: as a condition of the work, never as a cause.

    Parameters
    ----------
    catalogue
        Where the names of the parts stand.
    accommodation
        What is needed.
    amount
        The need's amount; None takes the catalogue's default.
    parts
        The parts meant; empty means all, and for languages plain Danish.

    Returns
    -------
    str
        A Danish phrase without a full stop. Without any amount the phrase says that the hours are to be agreed.
    """
    text = accommodation.condition_text
    if accommodation.amount_unit:
        known = accommodation.amount_default if amount is None else amount
        words = _NOT_SAID if known is None else amount_in_words(accommodation.amount_unit, known)
        text = text.replace("{amount}", words)
    if accommodation.parts:
        meant = [part for part in accommodation.parts if part in parts] or list(accommodation.parts)
        if not parts and PLAIN_DANISH in accommodation.parts:
            meant = [PLAIN_DANISH]
        text = text.replace("{parts}", _joined([catalogue.part_name(part) for part in meant]))
    return text


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
