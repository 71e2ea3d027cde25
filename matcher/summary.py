"""A plan in numbers: who is placed, what each line of value gets, why people are left out, who wants few hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matcher.domain import LegalRule
from matcher.domain.plan import PlanStatus, ResourceUse
from matcher.eligibility import HARD_RULES
from matcher.pipeline import Planned

LINES = {"people": "Mennesker", "company": "Virksomheder", "society": "Samfund"}
"""The three lines of value, by the names of their weights."""
SMALL = 10
"""Fewest people a share is shown for; a smaller group says nothing and may point at somebody (TRUST E1.4)."""
COMPETITION = "Mulig, men pladserne er mere værd for andre"
QUESTIONS = "Mulig, hvis der bliver spurgt"
NO_OPENINGS = "Der er ingen stillinger"
HAS_ONE = "Har en placering, som ikke længere er mulig, som den er aftalt"
_BANDS = (
    (0.0, 5.0, "højst 5"),
    (5.0, 10.0, "over 5 til 10"),
    (10.0, 15.0, "over 10 til 15"),
    (15.0, np.inf, "over 15"),
)
_FREE = 1e-6
"""A price below this is nothing."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """One line of value over the placements.

    Attributes
    ----------
    name, words
        As in the weights, and in Danish.
    weight
        Its weight in the total.
    mean
        Over the placements, in [0, 1]; None when there are none.
    total
        The sum over the placements.
    """

    name: str
    words: str
    weight: float
    mean: float | None
    total: float


@dataclass(frozen=True, slots=True)
class HoursBand:
    """People who want about as many hours a week, and how many of them are placed."""

    label: str
    people: int
    placed: int

    @property
    def share(self) -> float | None:
        """Placed of all; None when they are too few to say."""
        return self.placed / self.people if self.people >= SMALL else None


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in numbers.

    Attributes
    ----------
    candidates, placed, placements
        People in all, people with a placement, placements (a person may hold several).
    openings, places, filled
        Openings, their places, places taken.
    hours, hours_wanted
        Effective hours a week in the placements, and what everybody asked for.
    lines
        The three lines.
    left_out
        (main reason, people), the most frequent first.
    bands
        By hours wanted: people who want few hours must not vanish (TRUST C4).
    scarce
        Resources with a price, those that matter most (price times capacity) first.
    unverified
        Rules of law in force for somebody here that nobody has checked against the law.
    thinned
        Whether only some pairs of everybody were kept; then the bound holds for those.
    """

    candidates: int
    placed: int
    placements: int
    openings: int
    places: int
    filled: int
    hours: float
    hours_wanted: float
    lines: tuple[LineSum, ...]
    left_out: tuple[tuple[str, int], ...]
    bands: tuple[HoursBand, ...]
    scarce: tuple[ResourceUse, ...]
    unverified: tuple[LegalRule, ...]
    thinned: bool


def summarise(planned: Planned) -> Summary:
    """Read the numbers off a plan."""
    plan, facts = planned.plan, planned.world.facts
    placed = {p.candidate for p in plan.placements}
    places = sum(o.places for o in facts.openings)
    return Summary(
        candidates=len(facts.candidates),
        placed=len(placed),
        placements=len(plan.placements),
        openings=len(facts.openings),
        places=places,
        filled=places - sum(left for _, left in plan.unfilled),
        hours=sum(p.hours for p in plan.placements),
        hours_wanted=sum(c.hours_target for c in facts.candidates),
        lines=_lines(planned),
        left_out=tuple(Counter(main_reasons(planned).values()).most_common()),
        bands=_bands(planned, placed),
        scarce=tuple(sorted((u for u in plan.resources if u.price > _FREE), key=_weight_of)),
        unverified=unverified_rules(planned),
        thinned=plan.kept < plan.eligible,
    )


def has_plan(planned: Planned) -> bool:
    """Whether there is a plan to show; when not, the status says why."""
    return planned.plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)


def main_reasons(planned: Planned) -> dict[str, str]:
    """The main reason of everybody left out, by candidate.

    Somebody with possible openings lost them to others; somebody who only waits for answers is to be asked about; for
    anybody else it is the hard rule that refuses most openings. Whoever has a placement that was set aside is not in
    want of one, but of a look at it.
    """
    have = frozenset() if planned.aside is None else planned.aside.candidates
    pairs = planned.pairs
    eligible = np.bincount(pairs.candidate, minlength=len(pairs.rows))
    asked = np.bincount(pairs.ask_candidate, minlength=len(pairs.rows))
    places = {row.id: n for n, row in enumerate(pairs.rows)}
    found = {}
    for candidate in planned.plan.left_out:
        n = places[candidate]
        if candidate in have:
            found[candidate] = HAS_ONE
        elif eligible[n]:
            found[candidate] = COMPETITION
        elif asked[n]:
            found[candidate] = QUESTIONS
        elif not pairs.blocked[n].any():
            found[candidate] = NO_OPENINGS
        else:
            found[candidate] = HARD_RULES[int(pairs.blocked[n].argmax())].title
    return found


def unverified_rules(planned: Planned) -> tuple[LegalRule, ...]:
    """Rules of law in force that forbid or warn, concern somebody's scheme here, and have not been checked."""
    schemes = {c.scheme for c in planned.world.facts.candidates}
    rules = sorted(planned.world.rules.values(), key=lambda rule: rule.id)
    return tuple(
        rule
        for rule in rules
        if not rule.verified
        and dict(rule.parameters).get("effect") != "inform"
        and (not rule.schemes or schemes & set(rule.schemes))
    )


def _lines(planned: Planned) -> tuple[LineSum, ...]:
    placements = planned.plan.placements
    found = []
    for name, words in LINES.items():
        total = sum(float(getattr(p.worth, name)) for p in placements)
        mean = total / len(placements) if placements else None
        found.append(LineSum(name, words, planned.weights.lines[name], mean, total))
    return tuple(found)


def _bands(planned: Planned, placed: set[str]) -> tuple[HoursBand, ...]:
    candidates = planned.world.facts.candidates
    found = []
    for over, most, label in _BANDS:
        inside = [c.id for c in candidates if over < c.hours_target <= most]
        found.append(HoursBand(label, len(inside), sum(c in placed for c in inside)))
    return tuple(found)


def _weight_of(use: ResourceUse) -> tuple[float, str]:
    return (-use.price * use.resource.capacity, use.resource.id)
