"""Needs as columns: one group for each accommodation, limits on demand axes, and the shape of the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.columns.encoding import Encoding, bits, day_bits
from matcher.domain import ALL_WEEK, Accommodation, Candidate, Kind, MatcherError, Necessity, Need, Week
from matcher.domain.week import DAYS_PER_WEEK

NIGHT = Week.every_day(0, 6) | Week.every_day(18, 24)
"""Evening and night as SCH-06 means them when the need names no windows of its own."""
LANGUAGE = "LNG-01"
"""The one accommodation whose parts are alternatives: any one shared working language will do (plain Danish first)."""
WEEKEND = Week.every_day(0, 24, (5, 6))


@dataclass(frozen=True)
class NeedColumns:
    """All needs for one accommodation in a block of candidates.

    Attributes
    ----------
    accommodation, place
        Its row in the catalogue and position in the encoding.
    candidate
        int32 [n]: who needs it, as positions in the block.
    amount
        float64 [n]: NaN when the accommodation takes none.
    parts
        int64 [n]: bits of the parts needed; all of them when the need names none.
    weight
        float64 [n]: 1 for must and should, 0.5 for nice.
    """

    accommodation: Accommodation
    place: int
    candidate: NDArray[np.int32]
    amount: NDArray[np.float64]
    parts: NDArray[np.int64]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class ScheduleColumns:
    """The shape of each candidate's week after her schedule needs."""

    availability: NDArray[np.int64]
    day_hours: NDArray[np.float64]
    work_days: NDArray[np.int8]
    rest_between: NDArray[np.bool_]


def answered_by_workplace(accommodation: Accommodation) -> bool:
    """True when a need is met by what the workplace answers rather than by tasks or the week."""
    if accommodation.kind in (Kind.CONDITION, Kind.EQUIPMENT, Kind.SUPPORT_HOURS):
        return True
    return accommodation.kind is Kind.SCHEDULE and bool(accommodation.provision_amount_is)


def need_amount(need: Need, accommodation: Accommodation) -> float | None:
    """The need's amount, or the catalogue's default; None when the accommodation takes none.

    Raises
    ------
    MatcherError
        When the accommodation needs an amount and neither gives one.
    """
    if not accommodation.amount_name:
        return None
    amount = accommodation.amount_default if need.amount is None else need.amount
    if amount is None:
        raise MatcherError(
            f"Hensynet {accommodation.id} skal have et tal ({accommodation.amount_unit}); skriv det på arket Hensyn"
        )
    return amount


def amount_of(
    candidate: Candidate, accommodation: str, catalogue: Catalogue, levels: Set[Necessity], without: float | None
) -> float | None:
    """The amount of one need of one candidate at those levels of necessity; `without` when she has none."""
    need = candidate.need(accommodation)
    if need is None or need.necessity not in levels:
        return without
    return need_amount(need, catalogue.accommodations[accommodation])


def need_columns(
    rows: Sequence[Candidate], catalogue: Catalogue, encoding: Encoding, levels: Set[Necessity]
) -> tuple[NeedColumns, ...]:
    """Needs that a workplace answers, grouped by accommodation in the catalogue's order."""
    found: dict[str, list[tuple[int, Need]]] = defaultdict(list)
    for n, candidate in enumerate(rows):
        for need in candidate.needs:
            encoding.place("accommodations", need.accommodation)
            if need.necessity in levels:
                found[need.accommodation].append((n, need))
    groups = []
    for code, accommodation in catalogue.accommodations.items():
        if code not in found or not answered_by_workplace(accommodation):
            continue
        amounts = [need_amount(need, accommodation) for _, need in found[code]]
        groups.append(
            NeedColumns(
                accommodation=accommodation,
                place=encoding.accommodations[code],
                candidate=np.array([n for n, _ in found[code]], dtype=np.int32),
                amount=np.array([np.nan if a is None else a for a in amounts], dtype=np.float64),
                parts=np.array([part_bits(need, accommodation) for _, need in found[code]], dtype=np.int64),
                weight=np.array([0.5 if need.necessity is Necessity.NICE else 1.0 for _, need in found[code]]),
            )
        )
    return tuple(groups)


def parts_needed(need: Need, accommodation: Accommodation) -> tuple[str, ...]:
    """The parts a need asks for, all of them when it names none; where parts are alternatives, the first one."""
    if not need.parts and accommodation.id == LANGUAGE:
        return accommodation.parts[:1]
    return tuple(part for part in accommodation.parts if not need.parts or part in need.parts)


def part_bits(need: Need, accommodation: Accommodation) -> int:
    """The parts a need asks for as bits."""
    return bits(accommodation.parts.index(part) for part in parts_needed(need, accommodation))


def axis_limits(need: Need, accommodation: Accommodation) -> Iterable[tuple[str, float]]:
    """The highest demand on each axis that a need about tasks allows.

    With parts, each named part's own axis must be 0 (or at most the amount); without, every axis at most the amount.
    """
    amount = need_amount(need, accommodation)
    allowed = 0.0 if amount is None else amount
    if accommodation.parts and len(accommodation.parts) == len(accommodation.axes):
        wanted = set(parts_needed(need, accommodation))
        return [(x, allowed) for part, x in zip(accommodation.parts, accommodation.axes, strict=True) if part in wanted]
    return [(axis, allowed) for axis in accommodation.axes]


def task_limit_columns(
    rows: Sequence[Candidate], catalogue: Catalogue, encoding: Encoding, levels: Set[Necessity]
) -> NDArray[np.float64]:
    """float64 [N, X]: highest demand on each axis; inf where nothing limits it."""
    limits = np.full((len(rows), len(encoding.axes)), np.inf)
    for n, candidate in enumerate(rows):
        for need in candidate.needs:
            accommodation = catalogue.accommodations[need.accommodation]
            if accommodation.kind is Kind.TASK and need.necessity in levels:
                for axis, allowed in axis_limits(need, accommodation):
                    x = encoding.axes[axis]
                    limits[n, x] = min(limits[n, x], allowed)
    return limits


def allowed_week(candidate: Candidate, catalogue: Catalogue, levels: Set[Necessity]) -> Week:
    """When she can be at work: what she has said, less what her schedule needs take away."""
    week = ALL_WEEK if candidate.availability is None else candidate.availability
    for need in candidate.needs:
        if need.necessity not in levels:
            continue
        if need.accommodation == "SCH-05":
            earliest = need_amount(need, catalogue.accommodations["SCH-05"]) or 0.0
            if earliest > 0:
                week = week - Week.every_day(0, min(24.0, np.ceil(earliest * 2) / 2))
        elif need.accommodation == "SCH-06":
            week = week - (need.windows or NIGHT)
        elif need.accommodation == "SCH-07":
            week = week - WEEKEND
        elif need.accommodation == "SCH-11" and need.windows is not None:
            week = week - need.windows
    return week


def schedule_columns(rows: Sequence[Candidate], catalogue: Catalogue, levels: Set[Necessity]) -> ScheduleColumns:
    """The week's shape for each candidate under needs at those levels of necessity."""
    seen: dict[int, list[int]] = {}
    availability = []
    for candidate in rows:
        week = allowed_week(candidate, catalogue, levels)
        if week.mask not in seen:
            seen[week.mask] = day_bits(week)
        availability.append(seen[week.mask])
    rest = [c.need("SCH-03") for c in rows]
    return ScheduleColumns(
        availability=np.array(availability, dtype=np.int64).reshape(-1, DAYS_PER_WEEK),
        day_hours=np.array([amount_of(c, "SCH-02", catalogue, levels, 24.0) for c in rows], dtype=np.float64),
        work_days=np.array(
            [amount_of(c, "SCH-03", catalogue, levels, float(DAYS_PER_WEEK)) for c in rows], dtype=np.int8
        ),
        rest_between=np.array(
            [
                need is not None
                and need.necessity in levels
                and "rest_day_between" in parts_needed(need, catalogue.accommodations["SCH-03"])
                for need in rest
            ],
            dtype=bool,
        ),
    )
