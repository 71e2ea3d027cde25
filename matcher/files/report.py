"""What came of a file: counts of each sheet, everything that is wrong, everything worth a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matcher.files.faults import CONSEQUENCES, WARNINGS
from matcher.files.source.grid import Grid


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at, where the user sees it.

    Attributes
    ----------
    sheet
        The sheet's or the file's name, as the user wrote it.
    row
        Row number as a spreadsheet shows it; None when it is about the whole sheet.
    column
        The user's own header; empty when it is about the whole row or sheet.
    code
        Stable code of `matcher.files.faults`.
    value
        What stood there; CPR numbers are hidden.
    sentence
        What is wrong and what would be right, in Danish.
    """

    sheet: str
    row: int | None
    column: str
    code: str
    value: str
    sentence: str

    @property
    def is_warning(self) -> bool:
        """True when it refuses nothing."""
        return self.code in WARNINGS

    @property
    def is_consequence(self) -> bool:
        """True when the row itself may be right and another one has to be mended."""
        return self.code in CONSEQUENCES

    def __str__(self) -> str:
        place = [self.sheet]
        if self.row is not None:
            place.append(f"række {self.row}")
        if self.column:
            place.append(f"»{self.column}«")
        return f"{', '.join(place)}: {self.sentence} [{self.code}]"


@dataclass(frozen=True)
class SheetReport:
    """What came of one sheet.

    Attributes
    ----------
    name
        As the user named it.
    read, taken, refused
        Rows with content, rows taken over, rows refused; read = taken + refused.
    header_row
        Position (from 0) of the row with the headers; None when there is none.
    refused_rows
        Numbers of the refused rows, as a spreadsheet shows them.
    grid
        The sheet as it came.
    people
        Candidate's id by row number, where the sheet is about candidates and the row says whose it is.
    """

    name: str
    read: int
    taken: int
    refused: int
    header_row: int | None
    refused_rows: frozenset[int]
    grid: Grid
    people: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What came of a file.

    Attributes
    ----------
    name
        Name of the file or folder.
    sheets
        One for each sheet that was read, in the order of the file.
    problems
        What refuses rows, in the order of sheets, rows and columns.
    warnings
        What is worth a look and refuses nothing.
    unreadable
        Names of sheets of which not every row could be read: then nothing is taken over, not even the valid rows.
    """

    name: str
    sheets: tuple[SheetReport, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """True when nothing was refused."""
        return not self.problems

    @property
    def read(self) -> int:
        """Rows with content in all sheets."""
        return sum(sheet.read for sheet in self.sheets)

    @property
    def refused(self) -> int:
        """Rows refused in all sheets."""
        return sum(sheet.refused for sheet in self.sheets)

    def as_lines(self, most: int | None = 50) -> tuple[str, ...]:
        """The report in plain Danish, a line for each thing.

        Parameters
        ----------
        most
            How many problems and how many warnings to list; None lists all.
        """
        return tuple(self._lines(most))

    def _lines(self, most: int | None) -> Iterator[str]:
        yield f"{self.name}: {_rows(self.read)} læst, {self.read - self.refused} taget, {self.refused} afvist."
        for sheet in self.sheets:
            if sheet.read:
                yield f"  {sheet.name}: {sheet.read} læst, {sheet.taken} taget, {sheet.refused} afvist"
        for name in self.unreadable:
            yield f"Arket »{name}« kunne ikke læses helt; derfor tages intet ind, heller ikke de rigtige rækker."
        # What has to be mended comes first; what follows from it goes away by itself.
        causes = [problem for problem in self.problems if not problem.is_consequence]
        consequences = [problem for problem in self.problems if problem.is_consequence]
        yield from _listed("Det skal rettes", causes, most)
        yield from _listed("Afvist, fordi en anden række er afvist", consequences, most)
        yield from _listed("Værd at se på", self.warnings, most)

    @property
    def counts(self) -> Counter[str]:
        """How often each code occurs among problems and warnings."""
        return Counter(problem.code for problem in (*self.problems, *self.warnings))


def _listed(title: str, problems: list[Problem] | tuple[Problem, ...], most: int | None) -> Iterator[str]:
    if not problems:
        return
    yield f"{title} ({len(problems)}):"
    shown = problems if most is None else problems[:most]
    yield from (f"  {problem}" for problem in shown)
    if len(shown) < len(problems):
        yield f"  … og {len(problems) - len(shown)} mere; de står alle i rapporten som projektmappe."


def _rows(count: int) -> str:
    return "1 række" if count == 1 else f"{count} rækker"
