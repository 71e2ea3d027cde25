"""How far it is from one postcode to another, and how long it takes.

The times are a declared approximation: great-circle distance between the postcodes' centres, lengthened by `DETOUR`, at
a usual speed, plus what it takes to get going. A route planner can replace it behind the same two functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Transport

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
DETOUR = 1.3
"""Road kilometres for each kilometre as the crow flies; assumption without a source for Denmark."""
SPEED_KMH: Mapping[Transport, float] = {
    Transport.WALK: 5.0,
    Transport.BICYCLE: 15.0,
    Transport.PUBLIC: 25.0,
    Transport.CAR: 50.0,
}
"""Usual speed from door to door; assumption."""
START_MINUTES: Mapping[Transport, float] = {
    Transport.WALK: 0.0,
    Transport.BICYCLE: 2.0,
    Transport.PUBLIC: 10.0,
    Transport.CAR: 5.0,
}
"""Waiting, parking and walking; assumption."""
WITHIN_POSTCODE_KM = 1.5
"""Distance counted when home and work share a postcode; assumption."""


@dataclass(frozen=True)
class Distances:
    """Great-circle kilometres between postcodes, float32 [P, P]; `WITHIN_POSTCODE_KM` on the diagonal."""

    km: NDArray[np.float32]


def distances_between(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Distances:
    """Haversine distances between points given in degrees."""
    x, y = np.radians(lon), np.radians(lat)
    half = np.sin((y[:, None] - y[None, :]) / 2) ** 2
    half += np.cos(y)[:, None] * np.cos(y)[None, :] * np.sin((x[:, None] - x[None, :]) / 2) ** 2
    km = (2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))).astype(np.float32)
    np.fill_diagonal(km, WITHIN_POSTCODE_KM)
    return Distances(km)


def minutes(km: NDArray[np.float32], mode: Transport) -> NDArray[np.float32]:
    """Minutes one way with that means of transport."""
    taken = km * np.float32(DETOUR / SPEED_KMH[mode] * 60) + np.float32(START_MINUTES[mode])
    return taken.astype(np.float32)
