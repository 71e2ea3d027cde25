"""Needs: which ones go together, how necessary, how much, until when."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.demo import profiles
from matcher.demo.assumptions import ASSISTANCE_AT_FULL_TIME
from matcher.demo.draws import between, choose, happens
from matcher.demo.people import DAYS_PER_MONTH, People
from matcher.domain import FULL_TIME_HOURS, Kind, Necessity, Need, NeedSource, Week
from matcher.domain.week import DAYS_PER_WEEK

Key = TypeVar("Key")

OFFICE_HOURS = Week.every_day(8, 16, range(5))

SHORT_DAYS, FEW_DAYS, BREAKS, LATE_START, FEWER_HOURS, GRADUAL, TREATMENT = (
    "SCH-02",
    "SCH-03",
    "SCH-04",
    "SCH-05",
    "SCH-01",
    "SCH-10",
    "SCH-11",
)
ASSISTANCE, LANGUAGE = "SOC-03", "LNG-01"
LONGEST_DAY = 8.0
MOST_REST_DAYS = 3
"""Working days a week when a day of rest lies between them."""


def draw_needs(rng: np.random.Generator, people: People, catalogue: Catalogue, day: date) -> list[tuple[Need, ...]]:
    """Between one and six needs for each person, those of her profile, fitted to her own hours."""
    chosen = _accommodations(rng, people.profile)
    total = sum(len(codes) for codes in chosen)
    draws = _Draws(rng, total, day)
    fitted = []
    for person, codes in enumerate(chosen):
        needs = {code: draws.need(code, catalogue.accommodations[code].kind) for code in codes}
        _fit_to_hours(needs, people, person, draws, catalogue)
        fitted.append(tuple(needs[code] for code in sorted(needs)))
    return fitted


def least_hours(people: People, needs: Sequence[tuple[Need, ...]], catalogue: Catalogue) -> NDArray[np.float64]:
    """Fewest hours, lowered to what each person's own week leaves room for."""
    least = people.hours_min.copy()
    for person, own in enumerate(needs):
        by_code = {need.accommodation: need for need in own}
        presence = _week_room(people.availability[person], by_code, catalogue)
        room = presence / _presence_per_hour(people.intensity[person], by_code, catalogue)
        least[person] = max(0.5, min(least[person], math.floor(room * 2) / 2))
    return least


def _accommodations(rng: np.random.Generator, profile: list[str]) -> list[list[str]]:
    """Draws without replacement by weight (the largest of log weight plus Gumbel noise), vectorised over people."""
    names = list(profiles.NEEDS.value)
    codes = sorted({code for weights in profiles.NEEDS.value.values() for code in weights})
    table = np.array([[profiles.NEEDS.value[name].get(code, 0.0) for code in codes] for name in names])
    row = np.array([names.index(name) for name in profile], dtype=np.int64)
    with np.errstate(divide="ignore"):
        score = np.log(table)[row] + rng.gumbel(size=(len(row), len(codes)))
    count = np.minimum(choose(rng, profiles.NEED_COUNT.value, len(row)), (table > 0).sum(axis=1)[row])
    most = max(profiles.NEED_COUNT.value)
    best = np.argsort(-score, axis=1)[:, :most].tolist()
    return [[codes[i] for i in order[:k]] for order, k in zip(best, count.tolist(), strict=True)]


class _Draws:
    """Everything random about single needs, drawn at once and handed out one by one."""

    def __init__(self, rng: np.random.Generator, n: int, day: date) -> None:
        self._necessity = _stream(rng, n)
        self._amount = _stream(rng, n)
        self._left_out = iter(happens(rng, profiles.AMOUNT_LEFT_OUT.value, n))
        self._part = _stream(rng, n)
        self._window = iter(choose(rng, profiles.TREATMENT_WINDOWS.value, n))
        self._source = iter(choose(rng, profiles.NEED_SOURCE.value, n))
        months = between(rng, profiles.REVIEW_MONTHS.value, n).tolist()
        missing = happens(rng, profiles.REVIEW_MISSING.value, n)
        self._review: Iterator[date | None] = iter(
            None if is_missing else day + timedelta(days=round(ahead * DAYS_PER_MONTH))
            for ahead, is_missing in zip(months, missing, strict=True)
        )
        self.factor = _stream(rng, n)

    def need(self, code: str, kind: Kind) -> Need:
        """One need, with an amount in the catalogue's unit unless it follows the person's hours or is left out."""
        necessity = _pick(profiles.NECESSITY.value[kind], next(self._necessity))
        drawn, left_out, part, window = next(self._amount), next(self._left_out), next(self._part), next(self._window)
        amounts = profiles.AMOUNTS.value.get(code)
        parts = profiles.PARTS.value.get(code)
        meant: tuple[str, ...] = () if parts is None else _pick(parts, part)
        source: NeedSource | None = next(self._source)
        return Need(
            code,
            necessity,
            amount=None if amounts is None or left_out else float(_pick(amounts, drawn)),
            parts=frozenset(meant),
            windows=Week.parse(window) if code == TREATMENT else None,
            source=source,
            review=next(self._review),
        )


def _fit_to_hours(needs: dict[str, Need], people: People, person: int, draws: _Draws, catalogue: Catalogue) -> None:
    """Amounts that follow the person's own hours: nobody asks for days too short for the hours she wants."""
    target = float(people.hours_target[person])
    presence = min(FULL_TIME_HOURS, target * _presence_per_hour(people.intensity[person], needs, catalogue))
    for code, amount in (
        (FEWER_HOURS, _half_up(max(presence, float(people.hours_max[person])))),
        (GRADUAL, _half_up(target * (1 + next(draws.factor)) / 3)),
        (ASSISTANCE, _assistance(float(people.hours_min[person]), next(draws.factor))),
    ):
        if code in needs:
            needs[code] = _with_amount(needs[code], amount)
    if SHORT_DAYS in needs:
        days = _days(people.availability[person], needs, catalogue)
        enough = min(LONGEST_DAY, _half_up(presence / days))
        if _amount(needs[SHORT_DAYS], catalogue) < enough:
            needs[SHORT_DAYS] = _with_amount(needs[SHORT_DAYS], enough)
    if LANGUAGE in needs:
        own = sorted(people.languages[person])
        only = next(draws.factor) < profiles.PLAIN_DANISH_ONLY.value
        parts = frozenset(("plain_danish",) if only else ("plain_danish", *own))
        needs[LANGUAGE] = _with_parts(needs[LANGUAGE], parts)


def _week_room(availability: Week | None, needs: dict[str, Need], catalogue: Catalogue) -> float:
    """Hours of presence a week that the person's own windows and must-needs leave; office hours when not asked."""
    musts = {code: need for code, need in needs.items() if need.necessity is Necessity.MUST}
    week = OFFICE_HOURS if availability is None else availability
    if LATE_START in musts:
        week = week - Week.every_day(0, _amount(musts[LATE_START], catalogue))
    if TREATMENT in musts:
        week = week - (musts[TREATMENT].windows or Week())
    longest = _amount(musts[SHORT_DAYS], catalogue) if SHORT_DAYS in musts else LONGEST_DAY
    days = sorted((min(longest, week.day(day).bit_count() / 2) for day in range(DAYS_PER_WEEK)), reverse=True)
    return sum(days[: _most_days(musts[FEW_DAYS], catalogue)] if FEW_DAYS in musts else days)


def _days(availability: Week | None, needs: dict[str, Need], catalogue: Catalogue) -> int:
    """Days a week the person can work."""
    week = OFFICE_HOURS if availability is None else availability
    available = sum(bool(week.day(day)) for day in range(DAYS_PER_WEEK))
    return min(available, _most_days(needs[FEW_DAYS], catalogue)) if FEW_DAYS in needs else available


def _most_days(few: Need, catalogue: Catalogue) -> int:
    most = int(_amount(few, catalogue))
    return min(most, MOST_REST_DAYS) if few.parts else most


def _presence_per_hour(intensity: float, needs: dict[str, Need], catalogue: Catalogue) -> float:
    breaks = needs.get(BREAKS)
    is_must = breaks is not None and breaks.necessity is Necessity.MUST
    minutes = _amount(breaks, catalogue) if breaks is not None and is_must else 0.0
    return 1 / (intensity * (1 - minutes / 60))


def _amount(need: Need, catalogue: Catalogue) -> float:
    """The need's amount, or the catalogue's default."""
    default = catalogue.accommodations[need.accommodation].amount_default
    amount = default if need.amount is None else need.amount
    assert amount is not None
    return amount


def _assistance(hours: float, drawn: float) -> float:
    """Hours of assistance within the legal cap at those weekly hours (DOMAIN R14), at least half an hour."""
    cap = ASSISTANCE_AT_FULL_TIME.value * hours / FULL_TIME_HOURS
    return max(0.5, math.floor(cap * (1 + drawn)) / 2)


def _half_up(hours: float) -> float:
    return min(FULL_TIME_HOURS, max(0.5, math.ceil(round(hours * 2, 6)) / 2))


def _with_amount(need: Need, amount: float) -> Need:
    return Need(need.accommodation, need.necessity, amount, need.parts, need.windows, need.source, need.review)


def _with_parts(need: Need, parts: frozenset[str]) -> Need:
    return Need(need.accommodation, need.necessity, need.amount, parts, need.windows, need.source, need.review)


def _stream(rng: np.random.Generator, n: int) -> Iterator[float]:
    """Enough even numbers for `n` needs, with some to spare for what follows the hours."""
    return iter(rng.random(3 * n + 3).tolist())


def _pick(weights: Mapping[Key, float], drawn: float) -> Key:
    """The key where the running share passes the drawn number."""
    keys = list(weights)
    sums = list(accumulate(weights.values()))
    return keys[min(bisect_right(sums, drawn * sums[-1]), len(keys) - 1)]
