"""Reading the catalogue's own tables, cell by cell, refusing what cannot be true with file, row and column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from matcher.domain.errors import MatcherError


class CatalogueError(MatcherError):
    """A cell of the catalogue that cannot be right.

    Attributes
    ----------
    file, row, column
        Where it stands; the first line of a file is row 1.
    sentence
        What is wrong and what would be right, in Danish.
    """

    def __init__(self, file: str, row: int, column: str, sentence: str) -> None:
        super().__init__(f"{file}, række {row}, kolonne »{column}«: {sentence}")
        self.file = file
        self.row = row
        self.column = column
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, with its cells by column name."""

    file: str
    line: int
    cells: dict[str, str]

    def error(self, column: str, sentence: str) -> CatalogueError:
        """An error that names this row and that column; the caller raises it."""
        return CatalogueError(self.file, self.line, column, sentence)

    def optional_text(self, column: str) -> str:
        """The cell without surrounding blanks; may be empty."""
        return self.cells[column].strip()

    def text(self, column: str) -> str:
        """The cell, which must not be empty."""
        text = self.optional_text(column)
        if not text:
            raise self.error(column, "feltet er tomt; skriv en tekst")
        return text

    def optional_number(self, column: str) -> float | None:
        """The cell as a finite number; None when it is empty."""
        text = self.optional_text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.error(column, f"»{text}« er ikke et tal; skriv fx 2.5")
        return value

    def number(self, column: str, low: float, high: float) -> float:
        """The cell as a number in [low, high]."""
        value = self.optional_number(column)
        if value is None or not low <= value <= high:
            raise self.error(column, f"skal være et tal fra {low:g} til {high:g}, ikke »{self.optional_text(column)}«")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """The cell, which must be one of the allowed words."""
        text = self.optional_text(column)
        if text not in allowed:
            words = ", ".join(f"»{word}«" for word in allowed)
            raise self.error(column, f"»{text}« kendes ikke; skriv en af disse: {words}")
        return text

    def listed(self, column: str, divider: str | None = None) -> tuple[str, ...]:
        """The cell's values, divided by blanks or by the divider, each at most once."""
        values = tuple(part.strip() for part in self.optional_text(column).split(divider) if part.strip())
        if len(set(values)) < len(values):
            raise self.error(column, "den samme værdi står to gange")
        return values

    def references(self, column: str, known: Collection[str]) -> tuple[str, ...]:
        """The cell's values, each of which must be known elsewhere in the catalogue."""
        values = self.listed(column)
        for value in values:
            if value not in known:
                raise self.error(column, f"henviser til »{value}«, som ikke findes i kataloget")
        return values


def read_table(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """Read a UTF-8 CSV table with exactly these columns, in any order, and with unique ids.

    Parameters
    ----------
    folder
        Where the file lies.
    file
        Its name.
    columns
        The columns it must have; ``id`` among them.

    Yields
    ------
    Row
        One for each line after the first; blank lines are passed over.

    Raises
    ------
    CatalogueError
        When the file cannot be read, a column is missing, unknown or doubled, a line has too few or too many
        cells, or an id is empty or used twice.
    """
    try:
        text = folder.joinpath(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise CatalogueError(file, 1, "id", "filen mangler eller er ikke UTF-8; hent kataloget igen") from fault
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(file, header, columns)
        seen: dict[str, int] = {}
        for cells in lines:
            if not any(cells):
                continue
            if len(cells) != len(header):
                last = header[min(len(cells), len(header)) - 1]
                raise CatalogueError(
                    file, lines.line_num, last, f"rækken har {len(cells)} felter; den skal have {len(header)}"
                )
            row = Row(file, lines.line_num, dict(zip(header, cells, strict=True)))
            identity = row.text("id")
            if identity in seen:
                raise row.error(
                    "id", f"»{identity}« står også i række {seen[identity]}; hvert id må kun bruges én gang"
                )
            seen[identity] = row.line
            yield row
    except csv.Error as fault:
        raise CatalogueError(
            file, lines.line_num, "id", "rækken kan ikke læses som CSV; se på anførselstegnene"
        ) from fault


def _check_header(file: str, header: list[str], columns: Sequence[str]) -> None:
    for column in columns:
        if header.count(column) != 1:
            raise CatalogueError(file, 1, column, "kolonnen skal stå der præcis én gang")
    for name in header:
        if name not in columns:
            raise CatalogueError(file, 1, name, "kolonnen kendes ikke; slet den eller ret navnet")
