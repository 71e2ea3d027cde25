"""One sheet of a plan's workbook, as columns with their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its header, what its cell is for a row, how wide it is in characters, and its style."""

    header: str
    cell: Callable[[Row], object]
    width: float = 12
    style: str = ""


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A sheet ready to be written.

    Attributes
    ----------
    name
        In Danish.
    headers, widths, styles
        One for each column.
    rows
        The cells.
    """

    name: str
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    styles: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @classmethod
    def of(cls, name: str, columns: tuple[Column[Row], ...], rows: Iterable[Row]) -> PlanSheet:
        """Fill the columns from the rows."""
        return cls(
            name=name,
            headers=tuple(column.header for column in columns),
            widths=tuple(column.width for column in columns),
            styles=tuple(column.style for column in columns),
            rows=tuple(tuple(column.cell(row) for column in columns) for row in rows),
        )


def below(sentences: Iterable[str], most: int | None = None) -> str:
    """Sentences below each other in one cell, at most so many."""
    listed = [sentence for sentence in sentences if sentence]
    shown = listed if most is None else listed[:most]
    if len(shown) < len(listed):
        shown.append(f"… og {len(listed) - len(shown)} mere")
    return "\n".join(shown)
