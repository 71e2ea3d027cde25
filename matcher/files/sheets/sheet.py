"""What a sheet and a column are; the sheets themselves are declared in `tables`."""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.files.kinds import Cell, Kind
from matcher.files.words import folded


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    field
        The domain's name for it.
    danish
        Its header.
    english
        Other headers that mean it; the first is the English one.
    kind
        How its cells are read and written.
    guidance
        One line for the person who fills it in, in Danish.
    example
        A cell that may stand in it; None leaves it empty in the example row.
    required
        Whether every row must have it.
    blank
        What an empty cell means.
    """

    field: str
    danish: str
    english: tuple[str, ...]
    kind: Kind
    guidance: str
    example: Cell | None = None
    required: bool = False
    blank: object = None

    @property
    def names(self) -> frozenset[str]:
        """Every folded header that means this column."""
        return frozenset(map(folded, (self.danish, self.field, *self.english)))


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    name, danish, english
        The domain's name for it, its name in the workbook, other names that mean it.
    guidance
        What it is for, in Danish.
    columns
        Its columns, in the order of the template.
    """

    name: str
    danish: str
    english: tuple[str, ...]
    guidance: str
    columns: tuple[Column, ...]
    by_header: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_header", {name: column for column in self.columns for name in column.names})

    @property
    def names(self) -> frozenset[str]:
        """Every folded sheet name that means this sheet."""
        return frozenset(map(folded, (self.danish, self.name, *self.english)))

    def column(self, field: str) -> Column:
        """The column of that domain field."""
        return next(column for column in self.columns if column.field == field)
