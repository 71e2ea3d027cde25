"""From a path to a source: a workbook, or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path

from matcher.domain import MatcherError
from matcher.files.source.csv_folder import SUFFIXES, open_csv_folder
from matcher.files.source.grid import Source
from matcher.files.source.workbook import open_workbook_source


def open_source(path: Path) -> Source:
    """Open what the user has named.

    Raises
    ------
    MatcherError
        In one sentence, when it is not there, empty, or not something we read.
    """
    if path.is_dir():
        return open_csv_folder(path)
    if not path.exists():
        raise MatcherError(f"»{path.name}« findes ikke; se efter, om navnet og mappen er rigtige.")
    if not path.is_file():
        raise MatcherError(
            f"»{path.name}« er hverken en fil eller en mappe; vælg en projektmappe eller en mappe med CSV."
        )
    try:
        if path.stat().st_size == 0:
            raise MatcherError(f"»{path.name}« er tom (0 byte); gem eller hent filen igen.")
        if path.suffix.lower() in SUFFIXES:
            raise MatcherError(f"»{path.name}« er en enkelt CSV-fil; angiv mappen, hvor alle CSV-filerne ligger.")
        return open_workbook_source(path)
    except PermissionError as error:
        raise MatcherError(
            f"»{path.name}« må ikke læses; luk den i andre programmer, eller få adgang til den."
        ) from error
