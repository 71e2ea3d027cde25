"""The empty workbook a municipality fills in."""

from __future__ import annotations

from pathlib import Path

from matcher.catalogue.loader import Catalogue
from matcher.files.checks.settings import DAY, WEEKS
from matcher.files.guide import write_guide
from matcher.files.layout import lay_out, write_lists
from matcher.files.sheets.support import SETTINGS
from matcher.files.tables import SHEETS
from matcher.files.vocabularies import make_vocabularies
from matcher.files.writing import open_workbook

_FIRST_SETTINGS = (
    (DAY, None, "den dag, planen lægges for; skal udfyldes, fx 23-11-2026 (eller --day 2026-11-23)"),
    (WEEKS, None, "hvor mange uger planen ser frem; tom betyder 26"),
)


def write_template(path: Path | str, catalogue: Catalogue) -> None:
    """Write the empty workbook: every sheet with headers, guidance and lists to choose from, and the guide first.

    Parameters
    ----------
    path
        Where it is to lie; should end in ``.xlsx``.
    catalogue
        Whose accommodations, tasks and words the lists show.

    Raises
    ------
    MatcherError
        In one sentence, when it cannot be written there.
    """
    words = make_vocabularies(catalogue)
    with open_workbook(path) as workbook:
        write_guide(workbook, words)
        ranges = write_lists(workbook, words)
        for sheet in SHEETS:
            page = lay_out(workbook, sheet, words, ranges)
            if sheet is SETTINGS:
                for row, cells in enumerate(_FIRST_SETTINGS, 1):
                    for place, cell in enumerate(cells):
                        workbook.write(page, row, place, cell)
