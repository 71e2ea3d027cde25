"""What the simulated world assumes, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def says(default: Any, sentence: str) -> Any:
    """A field with its default and its sentence."""
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True)
class Assumptions:
    """The world that `models.simulation.world.simulate` draws; `sentences` says each of them with its number."""

    decisions: int = says(1000, "So many people are each shown one list, at moments spread evenly over the weeks.")
    openings: int = says(40, "There are so many openings, and they stay the same all the time.")
    choices: int = says(6, "Each person is looked at with so many openings, drawn from all with equal chances.")
    eligible: float = says(0.7, "Each of them fits her with this chance, whoever she is; the first drawn always does.")
    weights: tuple[float, ...] = says(
        (1.0, 0.8, 0.6, 0.4), "The truth: what each feature, from 0 to 1, adds to the log-odds that a placement lasts."
    )
    intercept: float = says(-0.8, "The truth: log-odds of lasting to the first horizon when every feature is 0.")
    later_intercept: float = says(0.2, "The truth: the same of lasting from the first horizon to the second.")
    bend: float = says(
        0.0, "What no sum of parts can say: this times (x1 - 1/2)(x2 - 1/2) is added to the true log-odds."
    )
    expert_weights: tuple[float, ...] = says(
        (0.8, 0.8, 0.8, 0.8), "What experts believed before; the lists are ordered by it all the time."
    )
    expert_intercept: float = says(-1.0, "What experts believed the intercept to be.")
    horizons: tuple[float, float] = says(
        (13.0, 26.0),
        "Weeks. Within a period the hazard is constant; after the second it stays as in the second period.",
    )
    epsilon: float = says(
        0.03,
        "Openings whose expert probability is less than this apart are shown in random order; the first is chosen.",
    )
    placed: float = says(0.8, "The first choice becomes a placement with this chance, whatever it is.")
    weeks: float = says(
        104.0, "Decisions are spread over so many weeks, and then the data are taken: what still runs is not known."
    )
    groups: tuple[str, ...] = says(("a", "b", "c"), "Groups of people; they differ in nothing but what is planted.")
    group_shares: tuple[float, ...] = says((0.5, 0.3, 0.2), "How large the groups are.")
    unfair_to: str = says("c", "The group that a planted unfairness hits.")
    unfairness: float = says(0.0, "Planted: that group's chance of a placement is lowered by this share.")
    drifting: int = says(1, "The feature (from 0) that a planted drift moves.")
    drift: float = says(0.0, "Planted: the feature rises by this much, at most to 1 ...")
    drift_week: float = says(52.0, "... from this week on.")

    def __post_init__(self) -> None:
        features = len(self.weights)
        promise(features >= 3, "weights needs at least three features: of the opening, of the person, of the pair")
        promise(len(self.expert_weights) == features, "expert_weights needs as many numbers as weights")
        promise(self.decisions >= 1, "decisions must be at least 1")
        promise(1 <= self.choices <= self.openings, "choices must be from 1 to openings")
        for name in ("eligible", "placed", "unfairness"):
            promise(0 <= getattr(self, name) <= 1, f"{name} must be from 0 to 1")
        promise(self.epsilon >= 0, "epsilon must be 0 or more")
        promise(0 < self.horizons[0] < self.horizons[1], "horizons must rise from above 0")
        promise(self.weeks > 0, "weeks must be above 0")
        promise(len(self.groups) == len(self.group_shares), "groups and group_shares must be equally many")
        promise(abs(sum(self.group_shares) - 1) < 1e-9, "group_shares must add up to 1")
        promise(self.unfair_to in self.groups, "unfair_to must be one of the groups")
        promise(0 <= self.drifting < features, "drifting must be one of the features")

    @property
    def features(self) -> int:
        """How many features there are."""
        return len(self.weights)


def sentences(assumptions: Any) -> tuple[tuple[str, str, Any], ...]:
    """(name, sentence, value) of every assumption of a world or a trial, for a report or a notebook."""
    return tuple(
        (row.name, str(row.metadata["sentence"]), getattr(assumptions, row.name)) for row in fields(assumptions)
    )


def promise(kept: bool, sentence: str) -> None:
    """Refuse assumptions that cannot be."""
    if not kept:
        raise ValueError(sentence)
