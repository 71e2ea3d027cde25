"""Finding the options of named pairs among millions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.options.build import Options
from matcher.pairs import Pairs, pair_keys


def options_at(
    world: World, pairs: Pairs, options: Options, wanted: Sequence[tuple[str, str]]
) -> list[NDArray[np.int64]]:
    """The options (positions, rising) of each wanted pair of candidate and opening; none where there are none."""
    keys = options.candidate.astype(np.int64) * len(world.openings.rows) + options.opening
    order = np.argsort(keys, kind="stable")
    asked = pair_keys(world, pairs, wanted)
    first, last = (np.searchsorted(keys[order], asked, side=side) for side in ("left", "right"))
    return [np.sort(order[a:b]) for a, b in zip(first.tolist(), last.tolist(), strict=True)]
