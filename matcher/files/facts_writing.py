"""Facts to a workbook or a folder of CSV files that read back as the same facts."""

from __future__ import annotations

from pathlib import Path

from matcher.catalogue.loader import Catalogue
from matcher.domain import Facts, MatcherError
from matcher.files.facts_rows import facts_rows
from matcher.files.guide import write_guide
from matcher.files.layout import cell_style, lay_out, write_lists
from matcher.files.vocabularies import make_vocabularies
from matcher.files.writing import open_workbook, write_csv


def write_facts(facts: Facts, path: Path | str, catalogue: Catalogue) -> None:
    """Write the facts so that :func:`~matcher.files.reading.read_facts` gives them back.

    Identities come back in the order of the candidates, and one that says nothing does not come back.

    Parameters
    ----------
    facts
        What to write.
    path
        A file that ends in ``.xlsx``, or a folder for CSV files (made when it is not there).
    catalogue
        Whose names stand beside the ids.

    Raises
    ------
    MatcherError
        In one sentence: it cannot be written there, or a text or a list of ids cannot stand in a cell.
    """
    path = Path(path)
    words = make_vocabularies(catalogue)
    if path.suffix.lower() == ".xlsx":
        with open_workbook(path, constant_memory=True) as workbook:
            ranges = write_lists(workbook, words)
            for sheet, rows in facts_rows(facts, words):
                listed = list(rows)
                page = lay_out(workbook, sheet, words, ranges, len(listed))
                styles = [cell_style(column) for column in sheet.columns]
                for number, row in enumerate(listed, 1):
                    for place, cell in enumerate(row):
                        if cell is not None:
                            workbook.write(page, number, place, cell, styles[place])
            write_guide(workbook, words)
        return
    if path.suffix:
        raise MatcherError(f"»{path.name}« skal ende på .xlsx, eller være en mappe til CSV-filer.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MatcherError(f"Mappen »{path.name}« kan ikke laves; vælg en anden.") from error
    for sheet, rows in facts_rows(facts, words):
        write_csv(path / f"{sheet.danish}.csv", [column.danish for column in sheet.columns], rows)
