"""What every constructor of the domain asks of its values."""

from __future__ import annotations

import math

from matcher.domain.errors import InvalidFact


def require(holds: bool, field: str, sentence: str) -> None:
    """Refuse the object when `holds` is false, naming the field and what would be right."""
    if not holds:
        raise InvalidFact(field, sentence)


def require_number(value: float | None, field: str, low: float, high: float) -> None:
    """Refuse a number outside [low, high] or not finite; None means not known and is accepted."""
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise InvalidFact(field, f"skal være et tal fra {low:g} til {high:g}, ikke {value!r}")


def require_id(value: str, field: str = "id") -> None:
    """Refuse an empty id, one with surrounding blanks, and one that is a CPR number."""
    if not value or value != value.strip():
        raise InvalidFact(field, "et id må ikke være tomt eller begynde eller slutte med mellemrum")
    if looks_like_cpr(value):
        raise InvalidFact(field, "et CPR-nummer må ikke bruges som id; brug et sagsnummer eller et løbenummer")


def looks_like_cpr(text: str) -> bool:
    """True for ten digits (a hyphen or blank allowed after six) that begin with a day and a month."""
    digits = text.replace("-", "", 1).replace(" ", "", 1) if len(text) == 11 else text
    return len(digits) == 10 and digits.isdecimal() and 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12
