"""Three things a notebook can show: a sentence, a table, a picture. Numbers are written as Danes write them."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.disclosure.small_numbers import SMALL
from matcher.terminal import numbers
from models.evaluation.estimate import Estimate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HIDDEN = "skjult"
"""Where a number of people is under ten, or would give one away."""
TOO_FEW = "for få"
"""Where a number would be chance: under thirty."""


@dataclass(frozen=True)
class Note:
    """A sentence or more, as Markdown."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    """Rows of text under headings.

    Attributes
    ----------
    heads
        One for each column.
    rows
        Cells; the first is the row's name, numbers stand to the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{html.escape(cell)}</th>" for cell in self.heads)
        body = "".join(f"<tr>{''.join(map(_cell, range(len(row)), row))}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __str__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.heads, *self.rows))


@dataclass(frozen=True)
class Picture:
    """A figure with its words.

    Attributes
    ----------
    figure
        Matplotlib's.
    title
        What it shows, in plain words; for those who do not see it.
    """

    figure: Figure
    title: str

    @property
    def png(self) -> bytes:
        """The picture itself."""
        out = BytesIO()
        self.figure.savefig(out, format="png", dpi=110)
        return out.getvalue()

    def save(self, path: Path) -> None:
        """Write it to a file."""
        path.write_bytes(self.png)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        picture = base64.b64encode(self.png).decode()
        return {"image/png": picture, "text/plain": self.title}, {"image/png": {"alt": self.title}}


Shown = Note | Table | Picture


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """A table of anything: numbers as Danes write them, None as hidden, estimates with their intervals."""
    return Table(tuple(heads), tuple(tuple(written(cell) for cell in row) for row in rows))


def written(value: Any, decimals: int = 2) -> str:
    """A value in a cell or a sentence."""
    if isinstance(value, Estimate):
        return with_interval(value, decimals)
    if value is None:
        return HIDDEN
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int):
        return numbers.whole(value)
    if isinstance(value, float):
        return decimal(value, decimals)
    return str(value)


def decimal(value: float, decimals: int = 2) -> str:
    """``1234.5`` as ``1.234,50``, and what is rounded to nothing without a minus; a dash when there is none."""
    text = numbers.decimal(value, decimals)
    return text[1:] if text.startswith("-") and not text.strip("-0,.") else text


def percent(value: float | None, decimals: int = 0) -> str:
    """``0.618`` as ``62 %``."""
    if value is None:
        return HIDDEN
    return f"{decimal(100 * value, decimals)} %" if math.isfinite(value) else numbers.UNKNOWN


def few(count: int) -> str:
    """A number of people or placements in a sentence: those under ten are not told apart."""
    return "under 10" if 0 < count < SMALL else numbers.whole(count)


def with_interval(found: Estimate, decimals: int = 2) -> str:
    """The number and the interval it is to be read with; too few rows give no number."""
    if found.too_small:
        return TOO_FEW
    if not math.isfinite(found.value):
        return numbers.UNKNOWN
    if not math.isfinite(found.low):
        return decimal(found.value, decimals)
    return f"{decimal(found.value, decimals)} ({decimal(found.low, decimals)} til {decimal(found.high, decimals)})"


def _cell(place: int, text: str) -> str:
    side = "left" if place == 0 else "right"
    return f"<td style='text-align:{side}'>{html.escape(text)}</td>"
