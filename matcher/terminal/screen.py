"""Where output goes: answers to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 120
"""Columns when the output is not a terminal and nothing says how wide the reader's is."""


def screen(file: TextIO | None = None, width: int | None = None, record: bool = False) -> Console:
    """A console for an answer. What users wrote is shown as it stands: markup, links and emoji codes mean nothing.

    Parameters
    ----------
    file
        Where to; stdout when None.
    width
        Columns; the terminal's own when None.
    record
        Whether to keep what is printed, for a picture.
    """
    from rich.console import Console

    class Screen(Console):
        """A console that leaves it to the program to say what a reader's leaving means."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    out = file or sys.stdout
    if width is None and not out.isatty() and "COLUMNS" not in os.environ:
        width = WIDE
    return Screen(file=out, width=width, record=record, markup=False, highlight=False, emoji=False, soft_wrap=False)


def json_text(document: Any, *, ascii_only: bool = False) -> str:
    """A document as JSON; the same document gives the same text."""
    import json

    return json.dumps(document, ensure_ascii=ascii_only, allow_nan=False, indent=1) + "\n"


def print_json(document: Any) -> None:
    """Write a document to stdout as JSON and nothing else; nothing is lost where æ, ø and å cannot be written."""
    every_letter = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json_text(document, ascii_only=not every_letter))
    sys.stdout.flush()
