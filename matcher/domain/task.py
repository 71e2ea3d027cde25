"""Tasks and what they ask of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemandAxis:
    """One scale on which a task asks something; a higher number asks more.

    Attributes
    ----------
    id
        Column name, e.g. ``lift_kg``.
    unit
        Unit or the meaning of the steps.
    high
        The highest number the scale takes.
    danish, english
        Names in the interface.
    meaning
        What the numbers mean, in Danish.
    """

    id: str
    unit: str
    high: float
    danish: str
    english: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of task of the catalogue, with the demands it usually makes.

    Attributes
    ----------
    id
        Stable code, e.g. ``T001``.
    danish, english
        Names in the interface.
    group
        The kind of work it belongs to (køkken, rengøring, butik …).
    demands
        (axis id, number) for every axis of the catalogue, in the catalogue's order.
    isco, esco
        Codes of the nearest occupation; empty when none is near.
    words
        Danish words people use for it, for text matching.
    source
        Where the row comes from.
    """

    id: str
    danish: str
    english: str
    group: str
    demands: tuple[tuple[str, float], ...]
    isco: str
    esco: str
    words: tuple[str, ...]
    source: str
