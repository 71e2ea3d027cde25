"""A week seen as 336 half-hours: when a person can be there, when the work can be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.domain.errors import InvalidFact

HALF_HOURS_PER_DAY = 48
DAYS_PER_WEEK = 7
HALF_HOURS_PER_WEEK = HALF_HOURS_PER_DAY * DAYS_PER_WEEK
FULL_TIME_HOURS = 37.0
"""Weekly hours of a full-time post in Denmark; the measure of a full-time fraction (årsværk)."""

DAY_NAMES = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_DAY_WORDS = {
    word: day
    for day, words in enumerate(
        (
            ("ma", "man", "mandag", "mon", "monday"),
            ("ti", "tir", "tirsdag", "tue", "tuesday"),
            ("on", "ons", "onsdag", "wed", "wednesday"),
            ("to", "tor", "torsdag", "thu", "thursday"),
            ("fr", "fre", "fredag", "fri", "friday"),
            ("lø", "lør", "lørdag", "sat", "saturday"),
            ("sø", "søn", "søndag", "sun", "sunday"),
        )
    )
    for word in words
}
_SHORT = ("ma", "ti", "on", "to", "fr", "lø", "sø")
_SPAN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?$")
_PART = re.compile(r"^([a-zæøå]+)(?:\s*[-–]\s*([a-zæøå]+))?\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Week:
    """A set of half-hours of a week, Monday 00:00 first.

    Attributes
    ----------
    mask
        Bit ``day * 48 + half_hour`` is set when that half-hour belongs to the set.
    """

    mask: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.mask < 1 << HALF_HOURS_PER_WEEK:
            raise InvalidFact("mask", "ugen har 336 halve timer")

    @classmethod
    def of(cls, day: int, start: float, end: float) -> Week:
        """One window on one day (0 = Monday), hours counted from midnight to the half hour."""
        first, last = round(start * 2), round(end * 2)
        if not 0 <= day < DAYS_PER_WEEK:
            raise InvalidFact("day", "dagen skal være 0 (mandag) til 6 (søndag)")
        if first != start * 2 or last != end * 2:
            raise InvalidFact("windows", "tider angives på hele eller halve timer, fx 08:30")
        if not 0 <= first < last <= HALF_HOURS_PER_DAY:
            raise InvalidFact("windows", "et tidsrum skal slutte efter det begynder og ligge mellem 00:00 og 24:00")
        return cls(((1 << (last - first)) - 1) << (day * HALF_HOURS_PER_DAY + first))

    @classmethod
    def every_day(cls, start: float, end: float, days: Iterable[int] = range(DAYS_PER_WEEK)) -> Week:
        """The same window on several days."""
        week = cls()
        for day in days:
            week = week | cls.of(day, start, end)
        return week

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read ``"ma-fr 08:00-14:00; lø 10-13"`` (Danish or English day names, whole or half hours)."""
        week = cls()
        for part in re.split(r"[;,\n]", text.strip().lower()):
            if part.strip():
                week = week | _parse_part(part.strip())
        return week

    def __or__(self, other: Week) -> Week:
        return Week(self.mask | other.mask)

    def __and__(self, other: Week) -> Week:
        return Week(self.mask & other.mask)

    def __sub__(self, other: Week) -> Week:
        return Week(self.mask & ~other.mask)

    def __bool__(self) -> bool:
        return self.mask != 0

    @property
    def hours(self) -> float:
        """Hours in the set."""
        return self.mask.bit_count() / 2

    def day(self, day: int) -> int:
        """The 48 half-hours of one day as bits."""
        return (self.mask >> (day * HALF_HOURS_PER_DAY)) & ((1 << HALF_HOURS_PER_DAY) - 1)

    def spans(self, day: int) -> Iterator[tuple[float, float]]:
        """The unbroken windows of one day, as (start, end) hours."""
        bits, half_hour = self.day(day), 0
        while half_hour < HALF_HOURS_PER_DAY:
            if bits >> half_hour & 1:
                start = half_hour
                while half_hour < HALF_HOURS_PER_DAY and bits >> half_hour & 1:
                    half_hour += 1
                yield start / 2, half_hour / 2
            else:
                half_hour += 1

    def __str__(self) -> str:
        """The form that :meth:`parse` reads; neighbouring days with equal windows are joined."""
        days = [",".join(f"{_clock(a)}-{_clock(b)}" for a, b in self.spans(day)) for day in range(DAYS_PER_WEEK)]
        parts: list[str] = []
        day = 0
        while day < DAYS_PER_WEEK:
            last = day
            while last + 1 < DAYS_PER_WEEK and days[last + 1] == days[day]:
                last += 1
            if days[day]:
                name = _SHORT[day] if last == day else f"{_SHORT[day]}-{_SHORT[last]}"
                parts.extend(f"{name} {span}" for span in days[day].split(","))
            day = last + 1
        return "; ".join(parts)


ALL_WEEK = Week((1 << HALF_HOURS_PER_WEEK) - 1)


def _clock(hours: float) -> str:
    return f"{int(hours):02d}:{'30' if hours % 1 else '00'}"


def _parse_part(part: str) -> Week:
    match = _PART.match(part)
    if match is None:
        raise InvalidFact("windows", f"»{part}« kan ikke læses som tidsrum; skriv fx »ma-fr 08:00-14:00«")
    first, last, span_text = match.groups()
    for word in (first, last):
        if word is not None and word not in _DAY_WORDS:
            raise InvalidFact("windows", f"»{word}« er ikke en ugedag; skriv ma, ti, on, to, fr, lø eller sø")
    start_day = _DAY_WORDS[first]
    end_day = _DAY_WORDS[last] if last else start_day
    if end_day < start_day:
        raise InvalidFact("windows", f"»{first}-{last}« går baglæns i ugen; skriv de to dele hver for sig")
    span = _SPAN.match(span_text.strip())
    if span is None:
        raise InvalidFact("windows", f"»{span_text}« er ikke et tidsrum; skriv fx 08:00-14:00")
    h1, m1, h2, m2 = span.groups()
    if int(m1 or 0) % 30 or int(m2 or 0) % 30:
        raise InvalidFact("windows", f"»{span_text}«: tider angives på hele eller halve timer")
    return Week.every_day(int(h1) + int(m1 or 0) / 60, int(h2) + int(m2 or 0) / 60, range(start_day, end_day + 1))
