"""Numbers, lists and weeks as Danes write them; the small change of every text."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.catalogue.wording import decimal_comma
from matcher.domain import ALL_WEEK, Week
from matcher.domain.week import DAY_NAMES, DAYS_PER_WEEK

PRICED = 1e-6
"""A price at or below this is no price: the resource is not scarce."""
_ONE = {"pladser": "plads", "timer/uge": "time om ugen", "stk.": "stk.", "kr.": "kr.", "årsværk": "årsværk"}
_MANY = {"pladser": "pladser", "timer/uge": "timer om ugen", "stk.": "stk.", "kr.": "kr.", "årsværk": "årsværk"}
_ONE_MORE = {
    "pladser": "én plads mere",
    "timer/uge": "én time mere om ugen",
    "kr.": "1.000 kr. mere",
    "årsværk": "plads til ét årsværk mere",
}
THOUSAND = 1_000.0
"""Money is priced by the thousand: the worth of one krone says nothing."""


def joined(words: Sequence[str], last: str = "og") -> str:
    """``a, b og c``; empty when there are none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """``1 stilling``, ``3 stillinger``."""
    return f"{number} {one if number == 1 else many}"


def hours_words(hours: float, unit: str = "") -> str:
    """``1 time``, ``2,5 timer``, with ``om ugen`` and the like when given."""
    words = f"{decimal_comma(hours)} {'time' if abs(hours - 1) < 1e-9 else 'timer'}"
    return f"{words} {unit}" if unit else words


def about_hours(hours: float, unit: str = "") -> str:
    """Hours to the nearest half, with ``ca.`` where that is not exact: what people say to each other."""
    half = max(0.5, round(hours * 2) / 2)
    words = " ".join(filter(None, ["en halv time", unit])) if half == 0.5 else hours_words(half, unit)
    return words if abs(half - hours) < 1e-6 else f"ca. {words}"


def amount_words(amount: float, unit: str) -> str:
    """An amount of a resource in its unit: ``1 plads``, ``2,5 timer om ugen``, ``12.000 kr.``."""
    if unit == "kr.":
        return f"{money(amount)} kr."
    return f"{decimal_comma(amount)} {(_ONE if abs(amount - 1) < 1e-9 else _MANY).get(unit, unit)}"


def money(amount: float) -> str:
    """Whole kroner with points between thousands."""
    return f"{amount:,.0f}".replace(",", ".")


def worth(value: float) -> str:
    """A value or a price with three decimals."""
    return f"{value:.3f}".replace(".", ",")


def percent(share: float) -> str:
    """A share as whole percent."""
    return f"{share * 100:.0f} %"


def one_more(unit: str) -> str:
    """What one more of a resource is called: ``én plads mere``, ``én time mere om ugen``, ``1.000 kr. mere``."""
    return _ONE_MORE.get(unit, "én mere")


def unit_price(unit: str, price: float) -> float:
    """The price of what `one_more` names: of a thousand kroner where the unit is one krone."""
    return price * THOUSAND if unit == "kr." else price


def week_words(text: str) -> str:
    """A week as `Week` writes it, in words: ``mandag til fredag kl. 8-14, lørdag kl. 10-13.30``."""
    week = Week.parse(text)
    if week == ALL_WEEK:
        return "hele ugen, døgnet rundt"
    days = [" og ".join(f"{_clock(a)}-{_clock(b)}" for a, b in week.spans(day)) for day in range(DAYS_PER_WEEK)]
    parts: list[str] = []
    day = 0
    while day < DAYS_PER_WEEK:
        last = day
        while last + 1 < DAYS_PER_WEEK and days[last + 1] == days[day]:
            last += 1
        if days[day]:
            between = "til" if last > day + 1 else "og"
            name = DAY_NAMES[day] if last == day else f"{DAY_NAMES[day]} {between} {DAY_NAMES[last]}"
            parts.append(f"{name} kl. {days[day]}")
        day = last + 1
    return ", ".join(parts)


def _clock(hours: float) -> str:
    return f"{int(hours)}.30" if hours % 1 else f"{int(hours)}"


def sentence_of(words: str) -> str:
    """With a capital first and a full stop last."""
    if not words:
        return words
    ended = words if words[-1] in ".?!" else words + "."
    return ended[0].upper() + ended[1:]
