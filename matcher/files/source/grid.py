"""One sheet as it came: rows of cells, before anything is understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from matcher.files.kinds import Cell
from matcher.files.sheets.sheet import Sheet

TITLE_ROWS = 30
"""Headers are looked for among the first rows only."""
Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, both from 0 and both included."""


@dataclass(frozen=True)
class Grid:
    """One sheet of a workbook, or one CSV file.

    Attributes
    ----------
    name
        As the user named the sheet or the file.
    rows
        Cells from the first row of the sheet on; an empty cell is ``""``.
    merges
        Merged cells; only the first of them has content.
    broken_at
        Number of the row (from 1) from which a CSV file cannot be divided; None when all of it was read.
    ragged
        Whether rows may have cells of their own beyond the header (CSV), instead of standing under columns.
    """

    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    broken_at: int | None = None
    ragged: bool = False

    @cached_property
    def top_merges(self) -> tuple[Merge, ...]:
        """The merged cells that begin where titles and headers stand."""
        return tuple(merge for merge in self.merges if merge[0][0] < TITLE_ROWS)


@dataclass(frozen=True)
class Source:
    """A workbook or a folder whose sheets are read one at a time.

    Attributes
    ----------
    names
        (name as the user sees it, name that says which sheet it is) of every sheet, in order.
    load
        Reads the sheet at a position of `names`, knowing which sheet it is to be.
    """

    names: tuple[tuple[str, str], ...]
    load: Callable[[int, Sheet], Grid]


def filled(cell: Cell) -> bool:
    """True when a cell holds something besides blanks."""
    return not isinstance(cell, str) or bool(cell.strip())
