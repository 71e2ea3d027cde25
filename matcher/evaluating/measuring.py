"""Measuring a plan: fairness by group, harm against today's practice, congestion, and what was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.evaluating.people import People
from matcher.pipeline import Planned
from models.evaluation.congestion import Congestion, congestion
from models.evaluation.fairness import Impact, impact
from models.evaluation.no_harm import NoHarm, no_harm


@dataclass(frozen=True)
class Evaluation:
    """A plan, measured.

    Attributes
    ----------
    people
        What each person gets.
    labels
        By kind of group: the label of each person.
    fairness
        By kind of group and outcome.
    harm
        By kind of group: the share placed and the hours, by the plan and by first come, first served.
    lists
        Congestion of everybody's lists by value less prices, and by value alone.
    value, bound, today
        Value of the plan, the proven bound (None where there is none), and of first come, first served, each less
        what social clauses that are not met count for: the bound holds for that.
    lines
        By line of value: the sum over the plan's placements, and by first come, first served.
    employers
        Ids, in the order of the attention of employers.
    """

    people: People
    labels: Mapping[str, Sequence[str]]
    fairness: Mapping[str, Mapping[str, Impact]]
    harm: Mapping[str, Mapping[str, NoHarm]]
    lists: Mapping[str, Congestion]
    value: float
    bound: float | None
    today: float
    lines: Mapping[str, tuple[float, float]]
    employers: tuple[str, ...]


def measure(planned: Planned, labels: Mapping[str, Sequence[str]], seed: int = 1) -> Evaluation:
    """Measure a plan.

    Parameters
    ----------
    labels
        By kind of group: the label of each candidate of the plan, in the order of `planned.pairs.rows`; empty when not
        known.
    seed
        For intervals, and for the order in which people arrive of whom nobody knows it.
    """
    people = People(planned)
    for kind, row in labels.items():
        if len(row) != len(people.rows):
            raise ValueError(f"{kind} has {len(row)} labels for {len(people.rows)} people")
    rng = np.random.default_rng(seed)
    today = people.today(seed)
    outcomes = {"possible": people.possible, "placed": people.placed, "shortlisted": people.shortlisted}
    fairness: dict[str, dict[str, Impact]] = {}
    harm: dict[str, dict[str, NoHarm]] = {}
    for kind, row in labels.items():
        fairness[kind] = {name: impact(got, row, rng) for name, got in outcomes.items()}
        of_possible = [label for label, there in zip(row, people.possible.tolist(), strict=True) if there]
        fairness[kind]["placed_of_possible"] = impact(people.placed[people.possible], of_possible, rng)
        harm[kind] = {
            "placed": no_harm(people.placed.astype(float), today.placed, row, rng),
            "hours": no_harm(people.hours, today.hours, row, rng),
        }
    employers = tuple(sorted({planned.world.facts.employer_of(o).id for o in planned.world.openings.rows}))
    return Evaluation(
        people=people,
        labels=labels,
        fairness=fairness,
        harm=harm,
        lists={name: _crowding(people, employers, priced=name == "priced") for name in ("priced", "by_value")},
        value=float(people.value.sum()) - people.short(people.chosen),
        bound=planned.plan.bound,
        today=float(today.value.sum()) - today.short,
        lines={name: (total, today.lines[name]) for name, total in people.lines.items()},
        employers=employers,
    )


def _crowding(people: People, employers: tuple[str, ...], *, priced: bool) -> Congestion:
    world = people.planned.world
    place = {employer: n for n, employer in enumerate(employers)}
    openings = world.openings.rows
    shown, rank = people.lists(priced=priced)
    return congestion(
        shown,
        rank,
        [float(opening.places) for opening in openings],
        [place[world.facts.employer_of(opening).id] for opening in openings],
    )
