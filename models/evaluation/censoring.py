"""Placements that still run: what is known of them at a horizon, and weights that make up for what is not.

Of a placement seen for 5 weeks and still running nobody knows whether it reaches 13. Leaving such rows out favours
those that ended early. Each row whose fate at the horizon is known is given the weight 1 / G, where G is the chance
of having been seen that long (Kaplan and Meier's curve of the times seen, with "still running" as the event): E.
Graf, C. Schmoor, W. Sauerbrei and M. Schumacher, Statistics in Medicine 18, 1999. Absence of an outcome is never a
failure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import Floats, finite, labels, require, same_length


@dataclass(frozen=True)
class AtHorizon:
    """What is known at a horizon.

    Attributes
    ----------
    known
        bool [n], whether the row's fate at the horizon is known.
    lasted
        bool [n], whether it was still running then; only to be read where known.
    weight
        float64 [n], 1 / G where known, 0 elsewhere.
    """

    known: NDArray[np.bool_]
    lasted: NDArray[np.bool_]
    weight: Floats


def at_horizon(weeks: ArrayLike, ended: ArrayLike, horizon: float) -> AtHorizon:
    """What is known of each row at the horizon.

    Parameters
    ----------
    weeks
        How long each has been seen.
    ended
        Whether it ended then; otherwise it was still running.
    horizon
        In weeks.
    """
    time, over = finite(weeks, "weeks"), labels(ended, "ended")
    same_length(weeks=time, ended=over)
    require(horizon > 0, "a horizon lies ahead")
    lasted = time >= horizon
    known = lasted | over
    # Just before the moment in question: whoever ended in week 5 was seen that long whatever happened later in week 5.
    seen = _still_seen(time, over, np.minimum(time, horizon))
    return AtHorizon(known, lasted, np.divide(1.0, seen, out=np.zeros(len(time)), where=known & (seen > 0)))


def _still_seen(time: Floats, over: NDArray[np.bool_], moments: Floats) -> Floats:
    """Kaplan and Meier's chance of not having been lost sight of before each moment.

    Of rows with the same time those that ended come first.
    """
    times = np.unique(time)
    at = np.searchsorted(times, time)
    lost = np.bincount(at, ~over, len(times))
    ended = np.bincount(at, over, len(times))
    at_risk = np.cumsum((lost + ended)[::-1])[::-1] - ended
    step = np.divide(lost, at_risk, out=np.zeros(len(times)), where=at_risk > 0)
    after = np.cumprod(1.0 - step)
    before = np.concatenate([[1.0], after[:-1]]) if len(times) else np.ones(0)
    place = np.searchsorted(times, moments)
    found: Floats = np.append(before, after[-1] if len(after) else 1.0)[place]
    return found
