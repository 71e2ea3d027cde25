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
    """Refuse an empty id and one with surrounding blanks."""
    if not value or value != value.strip():
        raise InvalidFact(field, "et id må ikke være tomt eller begynde eller slutte med mellemrum")


def require_candidate_id(value: str, field: str = "id") -> None:
    """Refuse what `require_id` refuses, and a CPR number: it may not be anybody's key."""
    require_id(value, field)
    if looks_like_cpr(value):
        raise InvalidFact(field, "et CPR-nummer må ikke bruges som id; brug et sagsnummer eller et løbenummer")


def looks_like_cpr(text: str) -> bool:
    """True for ten digits (a hyphen or blank allowed after six) that begin with a day and a month.

    The day of a replacement number is 60 too high.
    """
    digits = text.replace("-", "", 1).replace(" ", "", 1) if len(text) == 11 else text
    return len(digits) == 10 and digits.isdecimal() and 1 <= int(digits[:2]) % 60 <= 31 and 1 <= int(digits[2:4]) <= 12
