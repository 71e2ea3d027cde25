"""Do groups get the same? Selection rates, impact ratios with intervals, and a flag; never the word "unbiased".

Impact ratio = selection rate of a group / rate of the most selected group (New York City Local Law 144 of 2021 and
its rules of 2023). Groups of less than 2 % of all may be left out there, and are here; groups under 30 are too small
for a number. A ratio under four fifths is a flag (29 CFR 1607.4 D, used by LL144's readers; the law itself has no
threshold): a reason to look, not a finding. No flag is no proof that people are treated alike: what is not measured
is not seen.

Whether a group truly differs from all the others is a question of its own: Fisher's exact test of the group against
the rest, adjusted by Holm over the groups, so that where there is no difference at all a difference is claimed of
some group in at most 5 % of cases.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import fisher_exact

from models.evaluation.estimate import (
    LEVEL,
    REPETITIONS,
    TOO_SMALL,
    Estimate,
    exact_share,
    finite,
    holm,
    labels,
    nothing,
    percentiles,
    require,
    same_length,
)
from models.evaluation.groups import Labels, as_labels, known_labels

FOUR_FIFTHS = 0.8
"""An impact ratio under this is flagged."""
SMALLEST_SHARE = 0.02
"""Groups of less than this share of all may be left out (LL144)."""
ALPHA = 0.05
"""How often a difference is claimed where there is none, over all groups together."""


class Interval(StrEnum):
    """How the interval of an impact ratio is found."""

    BOOTSTRAP = "bootstrap"
    """Rows drawn anew within each group."""
    EXACT = "exact"
    """Two Clopper-Pearson intervals, each at half the risk: holds the truth at least as often as it says; wide."""


class Standing(StrEnum):
    """What can be said of a group."""

    MEASURED = "measured"
    MOST_SELECTED = "most selected"
    """The group that the others are compared with."""
    UNDER_TWO_PERCENT = "under 2 %"
    TOO_SMALL = "too small"


@dataclass(frozen=True, slots=True)
class GroupRate:
    """How often one group is selected.

    Attributes
    ----------
    label, n, selected
        The group, its people, and those selected.
    standing
        Whether anything can be said of it.
    rate
        Selected of n, with Clopper and Pearson's interval; None when the group is left out.
    ratio
        Its impact ratio; None for groups left out.
    p_value
        Fisher's, of this group against all others, adjusted by Holm; None when the group is left out.
    """

    label: str
    n: int
    selected: int
    standing: Standing
    rate: Estimate | None
    ratio: Estimate | None
    p_value: float | None

    @property
    def flagged(self) -> bool:
        """Whether the impact ratio is under four fifths: a reason to look, not a finding."""
        return self.ratio is not None and self.ratio.value < FOUR_FIFTHS

    @property
    def differs(self) -> bool:
        """Whether the difference from all others is more than chance explains."""
        return self.p_value is not None and self.p_value < ALPHA


@dataclass(frozen=True, slots=True)
class Impact:
    """Selection by group.

    Attributes
    ----------
    groups
        Sorted by label.
    missing
        People whose group is not known.
    n, selected
        All people and all selected, the missing included.
    """

    groups: tuple[GroupRate, ...]
    missing: int
    n: int
    selected: int

    @property
    def flagged(self) -> tuple[str, ...]:
        """Groups to look at."""
        return tuple(group.label for group in self.groups if group.flagged)

    @property
    def differing(self) -> tuple[str, ...]:
        """Groups whose difference from all others is more than chance explains."""
        return tuple(group.label for group in self.groups if group.differs)

    def of(self, label: str) -> GroupRate:
        """One group."""
        return next(group for group in self.groups if group.label == label)


def impact(
    selected: ArrayLike,
    group: Sequence[str] | Labels,
    rng: np.random.Generator,
    level: float = LEVEL,
    interval: Interval = Interval.BOOTSTRAP,
    repetitions: int = REPETITIONS,
) -> Impact:
    """Selection rates, impact ratios and differences.

    Parameters
    ----------
    selected
        0 or 1 for each person: shown, offered, placed, lasted to 13 weeks …
    group
        Her label, empty when not known; `models.evaluation.groups.intersections` joins several kinds.
    """
    chosen, row = labels(selected, "selected"), as_labels(group)
    n = same_length(selected=chosen, group=row)
    names = known_labels(row)
    counts = np.array([[int((row == name).sum()), int(chosen[row == name].sum())] for name in names]).reshape(-1, 2)
    known = int(counts[:, 0].sum())
    standings = [_standing(size, known) for size in counts[:, 0].tolist()]
    usable = np.array([standing is Standing.MEASURED for standing in standings], dtype=bool)
    rates = np.divide(counts[:, 1], counts[:, 0], out=np.full(len(names), -1.0), where=usable)
    top = int(rates.argmax()) if usable.any() else -1
    p_values = np.full(len(names), np.nan)
    if usable.sum() > 1:
        together = counts[usable].sum(axis=0)
        p_values[usable] = [_fisher(own, together - own) for own in counts[usable]]
    adjusted = holm(p_values)
    found = []
    for g, name in enumerate(names):
        size, taken = counts[g].tolist()
        if not usable[g]:
            found.append(GroupRate(name, size, taken, standings[g], None, None, None))
            continue
        ratio = _ratio(counts[g], counts[top], rng, level, interval, repetitions) if g != top else _itself(size, level)
        p = None if math.isnan(adjusted[g]) else float(adjusted[g])
        standing = Standing.MOST_SELECTED if g == top else Standing.MEASURED
        found.append(GroupRate(name, size, taken, standing, exact_share(taken, size, level), ratio, p))
    return Impact(tuple(found), int((row == "").sum()), n, int(chosen.sum()))


def above_median(score: ArrayLike) -> NDArray[np.bool_]:
    """Whether each score is above the median of all: with `impact` it gives LL144's scoring rates."""
    row = finite(score, "score")
    return row > np.median(row) if len(row) else np.zeros(0, dtype=bool)


def ratio_of(
    selected: tuple[int, int],
    reference: tuple[int, int],
    rng: np.random.Generator,
    level: float = LEVEL,
    interval: Interval = Interval.BOOTSTRAP,
    repetitions: int = REPETITIONS,
) -> Estimate:
    """One impact ratio, from (selected, n) of a group and of the one it is compared with.

    Raises
    ------
    ValueError
        When a group has nobody.
    """
    require(selected[1] > 0 and reference[1] > 0, "a group without people has no rate")
    own, other = np.array([selected[1], selected[0]]), np.array([reference[1], reference[0]])
    return _ratio(own, other, rng, level, interval, repetitions)


def _standing(size: int, known: int) -> Standing:
    if size < SMALLEST_SHARE * known:
        return Standing.UNDER_TWO_PERCENT
    return Standing.TOO_SMALL if size < TOO_SMALL else Standing.MEASURED


def _fisher(own: NDArray[np.int_], rest: NDArray[np.int_]) -> float:
    table = [[own[1], own[0] - own[1]], [rest[1], rest[0] - rest[1]]]
    return float(fisher_exact(table).pvalue)


def _itself(n: int, level: float) -> Estimate:
    return Estimate(1.0, 1.0, 1.0, n, level)


def _ratio(
    own: NDArray[np.int_],
    top: NDArray[np.int_],
    rng: np.random.Generator,
    level: float,
    interval: Interval,
    repetitions: int,
) -> Estimate:
    """Ratio of two shares given as (n, selected); NaN when nobody of the other group is selected."""
    (n, taken), (n_top, taken_top) = own.tolist(), top.tolist()
    if taken_top == 0:
        return nothing(n, level)
    value = (taken / n) / (taken_top / n_top)
    if interval is Interval.EXACT:
        each = (1 + level) / 2
        low, high = exact_share(taken, n, each), exact_share(taken_top, n_top, each)
        return Estimate(value, low.low / high.high, low.high / high.low if high.low > 0 else math.inf, n, level)
    # With nobody or everybody selected every sample would be the same; half a person more and less keeps it open.
    shares = [min(max(t, 0.5), m - 0.5) / m if t in (0, m) else t / m for t, m in ((taken, n), (taken_top, n_top))]
    drawn, drawn_top = rng.binomial(n, shares[0], repetitions) / n, rng.binomial(n_top, shares[1], repetitions) / n_top
    ratios = np.divide(drawn, drawn_top, out=np.full(repetitions, np.nan), where=drawn_top > 0)
    found = percentiles(value, ratios, n, level)
    return Estimate(value, min(found.low, value), max(found.high, value), n, level)
