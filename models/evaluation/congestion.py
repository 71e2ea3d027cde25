"""Do lists send everybody to the same few places? Showings against places, coverage, and who gets the attention.

Individual lists compete: advice that helps one person alone can, at full roll-out, only change who gets the place.
Places shown to far more people than they have room for are the sign of it.

Gini of x with mean m over n: Σ_i Σ_j |x_i − x_j| / (2 n² m): 0 when all have the same, towards 1 when one has
everything. Attention of a showing = 1 / log2(1 + rank), the discount of DCG (A. Singh and T. Joachims, "Fairness of
Exposure in Rankings", KDD 2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import Floats, finite, require, same_length


@dataclass(frozen=True)
class Congestion:
    """How showings spread over openings and their employers.

    Attributes
    ----------
    showings
        In all.
    per_place
        float64 [M], showings of each opening for each of its places; NaN where it has none.
    most_per_place
        The largest of them.
    crowded
        Share of the showings that are beyond the places shown: Σ max(0, showings − places) / Σ showings. With lists of
        length k it is high even when all is well; compare lists with lists of the same length.
    coverage
        Share of the openings with a place that are shown to anybody.
    employer_coverage
        Share of the employers with a place that are shown to anybody.
    gini_openings, gini_employers
        How unequal attention for each place is.
    attention
        float64 [E], each employer's share of all attention less its share of all places: below 0 it gets less than its
        places would by themselves.
    """

    showings: int
    per_place: Floats
    most_per_place: float
    crowded: float
    coverage: float
    employer_coverage: float
    gini_openings: float
    gini_employers: float
    attention: Floats


def congestion(shown: ArrayLike, rank: ArrayLike, places: ArrayLike, employer: ArrayLike) -> Congestion:
    """Measure lists given as one long table of showings.

    Parameters
    ----------
    shown
        int [S], the opening of each showing.
    rank
        int [S], its place in its list, from 1.
    places
        float [M], places of each opening.
    employer
        int [M], the employer of each opening, from 0.
    """
    opening, at = np.asarray(shown, dtype=np.intp), finite(rank, "rank")
    room, owner = finite(places, "places"), np.asarray(employer, dtype=np.intp)
    same_length(shown=opening, rank=at)
    same_length(places=room, employer=owner)
    require(bool((room >= 0).all()), "places are never negative")
    require(
        not len(opening) or 0 <= opening.min() <= opening.max() < len(room), "an opening is shown that is not there"
    )
    require(bool((at >= 1).all()), "ranks begin at 1")
    count = np.bincount(opening, minlength=len(room)).astype(np.float64)
    attention = np.bincount(opening, 1 / np.log2(1 + at), len(room))
    many = int(owner.max()) + 1 if len(owner) else 0
    employer_places = np.bincount(owner, room, many)
    employer_attention = np.bincount(owner, attention, many)
    real, real_employer = room > 0, employer_places > 0
    per_place = np.divide(count, room, out=np.full(len(room), np.nan), where=real)
    return Congestion(
        showings=len(opening),
        per_place=per_place,
        most_per_place=float(per_place[real].max()) if real.any() else math.nan,
        crowded=_ratio(float(np.maximum(0.0, count - room).sum()), float(count.sum())),
        coverage=_ratio(float((count[real] > 0).sum()), float(real.sum())),
        employer_coverage=_ratio(float((employer_attention[real_employer] > 0).sum()), float(real_employer.sum())),
        gini_openings=gini(attention[real] / room[real]),
        gini_employers=gini(employer_attention[real_employer] / employer_places[real_employer]),
        attention=_shares(employer_attention) - _shares(employer_places),
    )


def gini(amounts: ArrayLike) -> float:
    """How unequal amounts ≥ 0 are; NaN when there is nothing to share."""
    row = np.sort(finite(amounts, "amounts"))
    require(not len(row) or row[0] >= 0, "amounts are never negative")
    total, n = float(row.sum()), len(row)
    if total == 0:
        return math.nan
    return float((2 * np.arange(1, n + 1) - n - 1) @ row) / (n * total)


def _shares(amounts: NDArray[Any]) -> Floats:
    total = amounts.sum()
    found: Floats = amounts / total if total > 0 else np.zeros(len(amounts))
    return found


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan
