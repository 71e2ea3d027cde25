"""Reading ``demands.csv`` and ``tasks.csv``: the scales of demand, and what each task asks on every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from matcher.catalogue.tables import Row, read_table
from matcher.domain.task import DemandAxis, Task

AXIS_UNITS = ("kg", "min", "min/h", "min/day", "step", "yes/no")
"""What a demand may be counted in."""

_WHOLE = ("step", "yes/no")
_COLUMNS = ("id", "danish", "english", "group", "isco", "esco", "words", "source")
_ESCO = "http://data.europa.eu/esco/occupation/"


def read_axes(folder: Traversable) -> dict[str, DemandAxis]:
    """Read ``demands.csv``: the demand axes by id, in the order every task lists them."""
    axes: dict[str, DemandAxis] = {}
    for row in read_table(folder, "demands.csv", ("id", "unit", "high", "danish", "english", "meaning")):
        axis = DemandAxis(
            id=row.text("id"),
            unit=row.choice("unit", AXIS_UNITS),
            high=row.number("high", 1, 1_440),
            danish=row.text("danish"),
            english=row.text("english"),
            meaning=row.text("meaning"),
        )
        if axis.unit == "yes/no" and axis.high != 1:
            raise row.error("high", "et ja/nej-krav går fra 0 til 1; skriv 1")
        axes[axis.id] = axis
    return axes


def read_tasks(folder: Traversable, axes: Mapping[str, DemandAxis]) -> dict[str, Task]:
    """Read ``tasks.csv``: the tasks by id, each with a number within the scale of every axis.

    Parameters
    ----------
    folder
        Where it lies.
    axes
        The demand axes by id; the table has one column for each.

    Raises
    ------
    CatalogueError
        Naming file, row and column, when a cell cannot be right.
    """
    return {row.text("id"): _task(row, axes) for row in read_table(folder, "tasks.csv", (*_COLUMNS, *axes))}


def _task(row: Row, axes: Mapping[str, DemandAxis]) -> Task:
    isco, esco = row.optional_text("isco"), row.optional_text("esco")
    if isco and not (len(isco) == 4 and isco.isascii() and isco.isdecimal()):
        raise row.error("isco", f"»{isco}« er ikke en ISCO-kode; skriv fire cifre eller lad feltet stå tomt")
    if esco and not esco.startswith(_ESCO):
        raise row.error("esco", f"»{esco}« er ikke en ESCO-stilling; den begynder med {_ESCO}")
    words = row.listed("words", "|")
    if not words:
        raise row.error("words", "skriv mindst ét dansk ord, folk bruger om opgaven")
    return Task(
        id=row.text("id"),
        danish=row.text("danish"),
        english=row.text("english"),
        group=row.text("group"),
        demands=tuple((axis.id, _demand(row, axis)) for axis in axes.values()),
        isco=isco,
        esco=esco,
        words=words,
        source=row.text("source"),
    )


def _demand(row: Row, axis: DemandAxis) -> float:
    value = row.number(axis.id, 0, axis.high)
    if axis.unit in _WHOLE and not value.is_integer():
        raise row.error(axis.id, f"skal være et helt trin fra 0 til {axis.high:g}, ikke »{value:g}«")
    return value
