"""What people have decided: a pin and a forbid with reasons, and go-aheads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo.draws import happens, whole
from matcher.demo.workplaces import Sites
from matcher.domain import (
    Binding,
    BindingKind,
    Candidate,
    GoAhead,
    Necessity,
    Opening,
    Scheme,
    Transport,
    Workplace,
)

SIMPLE_SCHEMES = frozenset((Scheme.FLEKSJOB, Scheme.SMALL_JOB))
"""Schemes for which neither net expansion nor earlier employers are asked about."""
CAR_KMH, CAR_START_MINUTES, DETOUR = 40.0, 10.0, 1.5
"""A slower car on a longer road than the engine counts with, so that a pinned pair is within reach for certain."""


def draw_bindings(
    candidates: Sequence[Candidate], openings: Sequence[Opening], sites: Sites, catalogue: Catalogue, day: date
) -> tuple[Binding, ...]:
    """A pin on the first pair that is possible beyond doubt, if there is one, and a forbid on another pair."""
    places = {workplace.id: workplace for workplace in sites.workplaces}
    pinned = next(
        (
            (candidate, opening)
            for candidate in candidates
            if _uncomplicated(candidate)
            for opening in openings
            if surely_possible(candidate, opening, places[opening.workplace], catalogue, day)
        ),
        None,
    )
    bindings = []
    if pinned is not None:
        reason = "Aftalt på et møde mellem borgeren, arbejdsstedet og kommunen"
        bindings.append(Binding(pinned[0].id, pinned[1].id, BindingKind.PIN, reason))
    refused = next(
        (
            (candidate, opening)
            for candidate in reversed(candidates)
            for opening in openings
            if candidate.scheme in opening.schemes and (pinned is None or candidate is not pinned[0])
        ),
        None,
    )
    if refused is not None:
        reason = "Borgeren og arbejdsstedet er efter et besøg enige om, at opgaverne ikke passer"
        bindings.append(Binding(refused[0].id, refused[1].id, BindingKind.FORBID, reason))
    return tuple(bindings)


def surely_possible(
    candidate: Candidate, opening: Opening, workplace: Workplace, catalogue: Catalogue, day: date
) -> bool:
    """True only when nothing can stand in the way: sufficient conditions, stricter than the engine's rules."""
    if candidate.scheme not in SIMPLE_SCHEMES & opening.schemes or opening.seasonal is not False:
        return False
    if None in (candidate.danish, candidate.certificates, candidate.commute_max, candidate.transport):
        return False
    assert candidate.danish is not None
    assert candidate.certificates is not None
    if opening.danish is None or candidate.danish.rank < opening.danish.rank:
        return False
    return (
        opening.certificates <= candidate.certificates
        and _starts_in_time(candidate, opening, day)
        and _within_reach(candidate, workplace, catalogue)
        and _hours_meet(candidate, opening)
        and workplace.employer not in (*candidate.previous_employers, *candidate.related_employers)
        and workplace.ordinary_fte is not None
        and workplace.ordinary_fte >= 5
        and workplace.subsidised_fte == 0
    )


def _uncomplicated(candidate: Candidate) -> bool:
    """True when she has no must-need and has not said no to anything."""
    simple = candidate.scheme in SIMPLE_SCHEMES and all(wish.wanted for wish in candidate.wishes)
    return simple and all(need.necessity is not Necessity.MUST for need in candidate.needs)


def _starts_in_time(candidate: Candidate, opening: Opening, day: date) -> bool:
    first = max(day, candidate.available_from or day, candidate.grant_from or day, opening.start or day)
    in_time = opening.latest_start is None or first <= opening.latest_start
    return in_time and (candidate.grant_to is None or candidate.grant_to > first + timedelta(days=365))


def _within_reach(candidate: Candidate, workplace: Workplace, catalogue: Catalogue) -> bool:
    if candidate.transport is None or Transport.CAR not in candidate.transport or candidate.commute_max is None:
        return False
    km = catalogue.postcodes[candidate.postcode].km_to(catalogue.postcodes[workplace.postcode]) + 2
    return km * DETOUR / CAR_KMH * 60 + CAR_START_MINUTES <= candidate.commute_max


def _hours_meet(candidate: Candidate, opening: Opening) -> bool:
    least = max(candidate.hours_min, opening.hours_min)
    if least > min(candidate.hours_max, opening.hours_max, opening.hours_total):
        return False
    if candidate.availability is None or opening.windows is None or candidate.presence_max is None:
        return False
    shared = candidate.availability & opening.windows
    days = sorted((shared.day(d).bit_count() / 2 for d in range(7)), reverse=True)
    presence = least / candidate.intensity
    whole_shifts = any(
        days[k - 1] >= opening.shortest_shift and k * opening.shortest_shift <= presence <= sum(days[:k])
        for k in range(1, 8)
    )
    return whole_shifts and presence <= candidate.presence_max


def draw_go_aheads(
    rng: np.random.Generator, candidates: Sequence[Candidate], openings: Sequence[Opening], day: date
) -> tuple[GoAhead, ...]:
    """Some candidates' yes to one opening that takes their scheme and their hours."""
    n = len(candidates)
    said_yes = happens(rng, rate.GO_AHEADS.value, n)
    withdrawn = happens(rng, rate.GO_AHEAD_WITHDRAWN.value, n)
    start, back = rng.random(n).tolist(), whole(rng, *rate.GO_AHEAD_DAYS.value, n)
    rows = []
    for i, candidate in enumerate(candidates):
        if not said_yes[i]:
            continue
        first = int(start[i] * len(openings))
        for opening in (*openings[first:], *openings[:first]):
            if candidate.scheme in opening.schemes and _stated_hours_meet(candidate, opening):
                given = day - timedelta(days=back[i])
                rows.append(
                    GoAhead(candidate.id, opening.id, given, given + timedelta(days=7) if withdrawn[i] else None)
                )
                break
    return tuple(rows)


def _stated_hours_meet(candidate: Candidate, opening: Opening) -> bool:
    return max(candidate.hours_min, opening.hours_min) <= min(candidate.hours_max, opening.hours_max)
