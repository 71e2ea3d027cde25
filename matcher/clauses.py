"""Social clauses and pins as floors of the assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matcher.columns import World
from matcher.domain import FULL_TIME_HOURS, Clause, ClauseUnit, Held
from matcher.options import Options, options_at
from matcher.pairs import Pairs
from matcher.weights import Weights


@dataclass(frozen=True)
class Floors:
    """G floors over K options.

    Attributes
    ----------
    ids
        ``clause:<id>``, ``pin:<candidate>:<opening>`` or ``published``.
    counts
        CSR float64 [K, G]: how much each option counts.
    at_least, penalty
        float64 [G]; a pin's penalty is inf, so it is hard.
    """

    ids: tuple[str, ...]
    counts: csr_matrix
    at_least: NDArray[np.float64]
    penalty: NDArray[np.float64]


def find_floors(
    world: World, pairs: Pairs, options: Options, weights: Weights, aside: Sequence[Held] = ()
) -> tuple[Floors, list[tuple[str, str]]]:
    """The floors of all clauses in the plan's period and of all pins; and the pins no option can honour.

    Parameters
    ----------
    aside
        Placements that go on without being chosen: so much less is asked of the clauses they count for.
    """
    ids: list[str] = []
    members: list[NDArray[np.int64]] = []
    amounts: list[NDArray[np.float64]] = []
    at_least: list[float] = []
    penalty: list[float] = []
    for clause in sorted(world.facts.clauses, key=lambda clause: clause.id):
        weeks = weeks_together(world, clause)
        if weeks <= 0:
            continue
        ids.append(f"clause:{clause.id}")
        counted = np.where(
            _concerned(world, pairs, options, clause), _counted(world, clause, options.opening, options.hours), 0.0
        )
        members.append(np.flatnonzero(counted))
        amounts.append(counted[members[-1]])
        at_least.append(max(0.0, still_wanted(clause) - counted_for(world, clause, aside)))
        usual = usual_placement(clause.unit, weeks, weights)
        penalty.append(weights.clauses["penalty"] / usual if clause.penalty is None else clause.penalty)
    broken = []
    known = {c.id for c in pairs.rows}
    pins = sorted(pin for pin in world.pins if pin[0] in known)
    for (candidate, opening), here in zip(pins, options_at(world, pairs, options, pins), strict=True):
        if not len(here):
            broken.append((candidate, opening))
            continue
        ids.append(f"pin:{candidate}:{opening}")
        members.append(here)
        amounts.append(np.ones(len(here)))
        at_least.append(1.0)
        penalty.append(np.inf)
    floor = np.repeat(np.arange(len(ids)), [len(m) for m in members])
    nothing = np.zeros(0, dtype=np.int64)
    counts = csr_matrix(
        (np.concatenate([np.zeros(0), *amounts]), (np.concatenate([nothing, *members]), floor)),
        shape=(options.count, len(ids)),
    )
    return Floors(tuple(ids), counts, np.array(at_least), np.array(penalty)), broken


def still_wanted(clause: Clause) -> float:
    """What has not been delivered yet, in the clause's unit."""
    return max(0.0, clause.quantity - clause.delivered)


def counted_for(world: World, clause: Clause, held: Sequence[Held]) -> float:
    """How much placements count for a clause as they were agreed, in its unit."""
    people, openings = world.facts.candidate_by_id, world.openings.place
    held = [one for one in held if one.candidate in people and one.opening in openings]
    opening = np.array([openings[one.opening] for one in held], dtype=np.int64)
    hours = np.array([one.hours for one in held], dtype=np.float64)
    scheme = np.array([not clause.schemes or people[one.candidate].scheme in clause.schemes for one in held], bool)
    return float(_counted(world, clause, opening, hours)[_at(world, clause, opening) & scheme].sum())


def weeks_together(world: World, clause: Clause, begins: date | None = None) -> float:
    """Weeks that the plan's period, the clause's and a job that begins on some day have in common."""
    first = world.facts.settings.day
    after = first + timedelta(weeks=world.facts.settings.weeks)
    start = max(first, clause.starts or date.min, begins or date.min)
    end = min(after, date.max if clause.ends is None else clause.ends + timedelta(days=1))
    return max(0.0, (end - start).days / 7)


def usual_placement(unit: ClauseUnit, weeks: float, weights: Weights) -> float:
    """How much a placement of a usual size counts, in the clause's unit."""
    hours = weights.clauses["hours_of_a_placement"]
    return {
        ClauseUnit.POSITIONS: 1.0,
        ClauseUnit.FTE: hours / FULL_TIME_HOURS,
        ClauseUnit.PERSON_WEEKS: weeks,
        ClauseUnit.HOURS: hours * weeks,
    }[unit]


def _concerned(world: World, pairs: Pairs, options: Options, clause: Clause) -> NDArray[np.bool_]:
    here = _at(world, clause, options.opening)
    if clause.schemes:
        wanted = {c for c, row in enumerate(pairs.rows) if row.scheme in clause.schemes}
        here &= np.isin(options.candidate, sorted(wanted))
    return here


def _at(world: World, clause: Clause, opening: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each of some openings (positions) is one the contract concerns."""
    here: NDArray[np.bool_] = world.openings.employer[opening] == world.encoding.employers[clause.employer]
    if clause.workplaces:
        places = [world.encoding.workplaces[w] for w in clause.workplaces]
        here &= np.isin(world.openings.workplace[opening], places)
    return here


def _counted(
    world: World, clause: Clause, opening: NDArray[np.integer], hours: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much jobs of so many hours a week in some openings (positions) count, each.

    A position or a full-time fraction counts while it lasts, person-weeks or hours in all.
    """
    by_opening = np.array([weeks_together(world, clause, o.start) for o in world.openings.rows])
    weeks = by_opening[opening]
    whole = {
        ClauseUnit.POSITIONS: np.ones(len(hours)),
        ClauseUnit.FTE: hours / FULL_TIME_HOURS,
        ClauseUnit.PERSON_WEEKS: weeks,
        ClauseUnit.HOURS: hours * weeks,
    }[clause.unit]
    return np.where(weeks > 0, whole, 0.0)
