"""Candidates' own circumstances: hours, week, transport, language, grant. Drawn as columns, before needs and wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.demo import assumptions as rate
from matcher.demo.draws import between, choose, each, happens, hours_of, to_half, whole
from matcher.demo.places import District
from matcher.demo.profiles import PROFILES
from matcher.demo.sectors import HELD_CERTIFICATES
from matcher.domain import DanishLevel, Scheme, Transport, Week

T = TypeVar("T")

DRIVING_LICENCE = "kørekort-b"
DAYS_PER_MONTH = 30.4


@dataclass(frozen=True)
class People:
    """Columns of N candidates; a list entry that is None has not been asked.

    `profile` is the generator's own (see `profiles`) and is written nowhere.
    """

    profile: list[str]
    scheme: list[Scheme | None]
    postcode: list[str]
    municipality: list[str]
    hours_min: NDArray[np.float64]
    hours_target: NDArray[np.float64]
    hours_max: NDArray[np.float64]
    intensity: list[float]
    presence_max: list[float | None]
    availability: list[Week | None]
    max_jobs: list[int]
    commute_max: list[float | None]
    transport: list[frozenset[Transport] | None]
    danish: list[DanishLevel | None]
    languages: list[frozenset[str]]
    certificates: list[frozenset[str] | None]
    available_from: list[date | None]
    waiting_since: list[date | None]
    grant: list[tuple[date | None, date | None]]
    wants_growth: list[bool | None]


def draw_people(rng: np.random.Generator, homes: list[District], day: date) -> People:
    """As many people as there are homes; journeys differ between the largest towns and the rest."""
    n = len(homes)
    profile = choose(rng, PROFILES.value, n)
    scheme = choose(rng, rate.SCHEMES.value, n)
    target = hours_of(rng, rate.HOURS.value, n)
    intensity = choose(rng, rate.INTENSITY.value, n)
    hours_max = to_half(np.maximum(target, target * between(rng, rate.HOURS_MAX_OF_TARGET.value, n)))
    presence = np.minimum(37.0, np.maximum(hours_max, target / np.array(intensity)))
    slack = to_half(np.maximum(presence * between(rng, rate.PRESENCE_SLACK.value, n), presence), high=37.0)
    new = _Unasked(rng, n)
    newcomer = [p == "language" for p in profile]
    outside = [not home.main for home in homes]
    transport = _transport(rng, outside)
    return People(
        profile=profile,
        scheme=new.left_out("ordning", scheme),
        postcode=[home.postcode for home in homes],
        municipality=[home.municipality for home in homes],
        hours_min=np.minimum(target, to_half(target * between(rng, rate.HOURS_MIN_OF_TARGET.value, n))),
        hours_target=target,
        hours_max=hours_max,
        intensity=intensity,
        presence_max=new.left_out("timer til stede", [float(hours) for hours in slack]),
        availability=new.left_out("tider på ugen", _availability(rng, n)),
        max_jobs=choose(rng, rate.MAX_JOBS.value, n),
        commute_max=new.left_out("rejsetid", _commute_max(rng, outside)),
        transport=new.left_out("transport", transport),
        danish=new.left_out("dansk", _danish(rng, newcomer)),
        languages=_languages(rng, newcomer),
        certificates=new.left_out("beviser", _certificates(rng, transport)),
        available_from=_days_ahead(rng, day, n),
        waiting_since=_waiting(rng, day, n),
        grant=_grants(rng, scheme, day),
        wants_growth=new.left_out("flere timer", happens(rng, rate.WANTS_GROWTH.value, n)),
    )


class _Unasked:
    """Facts that nobody has asked the newest candidates about; the others have been asked everything."""

    def __init__(self, rng: np.random.Generator, n: int) -> None:
        self._rng = rng
        self._is_new = happens(rng, rate.NEWLY_REFERRED.value, n)

    def left_out(self, fact: str, values: list[T]) -> list[T | None]:
        """The values of one fact, None where it has not been asked."""
        missing = happens(self._rng, rate.MISSING_WHEN_NEW.value[fact], len(values))
        return [
            None if is_new and is_missing else value
            for is_new, is_missing, value in zip(self._is_new, missing, values, strict=True)
        ]


def unasked(rng: np.random.Generator, share: float, values: list[T]) -> list[T | None]:
    """The values, with that share of them replaced by None: nobody has asked."""
    return [None if missing else value for missing, value in zip(happens(rng, share, len(values)), values, strict=True)]


def years_later(day: date, years: int) -> date:
    """The same day of the year so many years on; 29 February becomes the 28th."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _availability(rng: np.random.Generator, n: int) -> list[Week]:
    weeks = {Week.parse(text): share for text, share in rate.AVAILABILITY.value.items()}
    return choose(rng, weeks, n)


def _transport(rng: np.random.Generator, outside: list[bool]) -> list[frozenset[Transport]]:
    n = len(outside)
    in_town, elsewhere = each(rng, rate.TRANSPORT.value, n), each(rng, rate.TRANSPORT_OUTSIDE.value, n)
    sets = [frozenset(b if is_outside else a) for is_outside, a, b in zip(outside, in_town, elsewhere, strict=True)]
    on_foot = frozenset((Transport.WALK,))
    return [modes if modes - on_foot else modes | {Transport.PUBLIC} for modes in sets]


def _commute_max(rng: np.random.Generator, outside: list[bool]) -> list[float]:
    n = len(outside)
    in_town, elsewhere = choose(rng, rate.COMMUTE_MAX.value, n), choose(rng, rate.COMMUTE_MAX_OUTSIDE.value, n)
    return [float(b if is_outside else a) for is_outside, a, b in zip(outside, in_town, elsewhere, strict=True)]


def _danish(rng: np.random.Generator, newcomer: list[bool]) -> list[DanishLevel]:
    usual = choose(rng, rate.DANISH.value, len(newcomer))
    new = choose(rng, rate.DANISH_NEWCOMER.value, len(newcomer))
    return [b if is_new else a for is_new, a, b in zip(newcomer, usual, new, strict=True)]


def _languages(rng: np.random.Generator, newcomer: list[bool]) -> list[frozenset[str]]:
    n = len(newcomer)
    usual = choose(rng, rate.LANGUAGES.value, n)
    has_usual = happens(rng, rate.LANGUAGE_SHARE.value, n)
    new = choose(rng, rate.NEWCOMER_LANGUAGES.value, n)
    english = happens(rng, rate.NEWCOMER_ENGLISH.value, n)
    return [
        frozenset((mother, "en") if also else (mother,)) if is_new else frozenset((other,) if has else ())
        for is_new, other, has, mother, also in zip(newcomer, usual, has_usual, new, english, strict=True)
    ]


def _certificates(rng: np.random.Generator, transport: list[frozenset[Transport]]) -> list[frozenset[str]]:
    held = each(rng, HELD_CERTIFICATES.value, len(transport))
    licence = happens(rng, rate.CERTIFICATE_WITH_CAR.value, len(transport))
    return [
        frozenset((*certificates, DRIVING_LICENCE) if drives and Transport.CAR in modes else certificates)
        for certificates, drives, modes in zip(held, licence, transport, strict=True)
    ]


def _days_ahead(rng: np.random.Generator, day: date, n: int) -> list[date | None]:
    later = happens(rng, rate.START_LATER.value, n)
    weeks = whole(rng, *rate.START_WEEKS.value, n)
    return [day + timedelta(weeks=ahead) if is_later else None for is_later, ahead in zip(later, weeks, strict=True)]


def _waiting(rng: np.random.Generator, day: date, n: int) -> list[date | None]:
    days = np.minimum(rng.exponential(rate.WAITING_MONTHS.value * DAYS_PER_MONTH, n), 15 * 365).astype(int).tolist()
    return unasked(rng, rate.WAITING_MISSING.value, [day - timedelta(days=back) for back in days])


def _grants(rng: np.random.Generator, scheme: list[Scheme], day: date) -> list[tuple[date | None, date | None]]:
    """Fleksjob grants begun within the last five years, so that none has run out."""
    n = len(scheme)
    years = rate.GRANT_YEARS.value
    back = whole(rng, 0, years * 365 - 60, n)
    permanent = happens(rng, rate.GRANT_PERMANENT.value, n)
    missing = happens(rng, rate.GRANT_MISSING.value, n)
    grants: list[tuple[date | None, date | None]] = []
    for one, days, is_permanent, is_missing in zip(scheme, back, permanent, missing, strict=True):
        start = day - timedelta(days=days)
        if one is not Scheme.FLEKSJOB or is_missing:
            grants.append((None, None))
        else:
            grants.append((start, None if is_permanent else years_later(start, years)))
    return grants
