"""Running the command in a test, as a user would: words in, text and a code out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from matcher.catalogue.loader import load_catalogue
from matcher.cli import app
from matcher.demo import make_municipality

VILLAGE = make_municipality("village", 1, load_catalogue())
"""What the file of the fixture `village` holds."""


def run(*words: str | Path) -> Result:
    """Run the command in this process; a traceback is a failure of the test."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="brobygger", env={"COLUMNS": "120"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*words: str | Path, code: int = 0) -> Any:
    """The JSON on stdout, which must be all there is."""
    result = run(*words)
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


def failure(*words: str | Path) -> str:
    """The one sentence of a known failure."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    lines = [line for line in result.stderr.splitlines() if not line.endswith("…")]
    assert len(lines) == 1, result.stderr
    return lines[0]


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(sheet: list[list[Any]], header: str) -> list[Any]:
    place = sheet[0].index(header)
    return [row[place] for row in sheet[1:]]
