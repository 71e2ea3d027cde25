"""Numbers as Danes write them: decimal comma, point between thousands."""

from __future__ import annotations

import math

UNKNOWN = "–"
"""Shown where there is no number."""


def whole(number: float) -> str:
    """A count: ``1.200``."""
    return f"{round(number):,}".replace(",", ".")


def decimal(number: float | None, places: int = 2) -> str:
    """A number with so many decimals: ``1.234,50``; a dash for what is not known."""
    if number is None or not math.isfinite(number):
        return UNKNOWN
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))


def brief(number: float | None, places: int = 2) -> str:
    """A number without needless decimals: ``7,5``, ``10``."""
    text = decimal(number, places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(share: float | None, places: int = 0) -> str:
    """A share as ``12 %``; one that is small but not nothing keeps two figures: ``0,0031 %``."""
    if share is None or not math.isfinite(share):
        return UNKNOWN
    hundredth = 100.0 * share
    smallest = 0.5 * 10.0**-places
    if 0 < abs(hundredth) < smallest:
        places = 1 - math.floor(math.log10(abs(hundredth)))
    return f"{decimal(hundredth, min(places, 8))} %"


def seconds(number: float) -> str:
    """Seconds as ``0,3 s``, ``12 s``, ``3 min 5 s``."""
    if number < 9.95:
        return f"{decimal(number, 1)} s"
    if number < 120:
        return f"{round(number)} s"
    minutes, rest = divmod(round(number), 60)
    return f"{minutes} min {rest} s"


def clipped(text: str, longest: int) -> str:
    """A text cut to so many characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
