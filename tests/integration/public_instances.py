"""Adapters from public data sets, as they lie beside the project, to assignment problems."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from matcher.assignment.problem import Problem


def resettlement(folder: Path, *, actual: bool) -> Problem:
    """HIAS FY2017: 329 families x 21 places, expected employment, people counted against capacity.

    A family may go where the compatibility is 1 and a weight is given (the place without either, NA, takes nobody). A
    place without a capacity row would take nobody either, but every place that has weights has one. Capacities are
    joined by name, since their order differs; the two files have one place under two names.

    Parameters
    ----------
    folder
        Where the four files are.
    actual
        Capacity is what was actually resettled, instead of what was stated.
    """
    weights, fits = _table(folder / "FY17_Employment_weight.csv"), _table(folder / "FY17_Compatibility.csv")
    sizes = {row[0]: sum(map(int, row[1:4])) for row in _rows(folder / "FY17_size.csv")}
    renamed = {"NY-HIAS NEW YORK": "NY-NEW YORK CITY"}
    capacity = {}
    for name, stated, *resettled in _rows(folder / "FY17_cap.csv"):
        place = name.strip().upper()
        capacity[renamed.get(place, place)] = float(sum(map(int, resettled)) if actual else int(stated))
    places = sorted(capacity)
    families = list(weights)
    options = [
        (families.index(family), places.index(place), float(weight), sizes[family])
        for family, by_place in weights.items()
        for place, weight in by_place.items()
        if place in capacity and weight != "NA" and fits[family][place] == "1"
    ]
    family, where, value, people = (np.array(column) for column in zip(*options, strict=True))
    uses = np.zeros((len(options), len(places)))
    uses[np.arange(len(options)), where] = people
    return Problem.of(
        candidate=family,
        opening=where,
        value=value,
        uses=uses,
        capacity=[capacity[place] for place in places],
        max_options=np.ones(len(families), int),
    )


def generalised_assignment(path: Path) -> Problem:
    """Every item to exactly one agent at least cost: values are costs below 0, and a hard floor asks for each item."""
    numbers = np.array(path.read_text().split(), int)
    agents, items = numbers[:2]
    costs = numbers[2 : 2 + agents * items].reshape(agents, items)
    weights = numbers[2 + agents * items : 2 + 2 * agents * items]
    agent, item = np.divmod(np.arange(agents * items), items)
    uses, floors = np.zeros((agents * items, agents)), np.zeros((agents * items, items))
    uses[np.arange(agents * items), agent] = weights
    floors[np.arange(agents * items), item] = 1.0
    return Problem.of(
        candidate=item,
        opening=agent,
        value=-costs.ravel().astype(float),
        uses=uses,
        capacity=numbers[2 + 2 * agents * items :][:agents].astype(float),
        floors=floors,
        at_least=np.ones(items),
    )


def one_to_one(path: Path) -> Problem:
    """Every row to one column at least cost: costs are taken from more than the largest, so that everyone is placed."""
    numbers = np.array(path.read_text().split(), int)
    size = int(numbers[0])
    row, column = np.divmod(np.arange(size * size), size)
    uses = np.zeros((size * size, size))
    uses[np.arange(size * size), column] = 1.0
    return Problem.of(
        candidate=row, opening=column, value=(ENOUGH - numbers[1:]).astype(float), uses=uses, capacity=np.ones(size)
    )


ENOUGH = 1_000
"""More than any cost of the one-to-one instances, whose costs lie between 1 and 100."""


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def _table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    return {row[0]: {place.upper(): value for place, value in zip(head[1:], row[1:], strict=True)} for row in rows}
