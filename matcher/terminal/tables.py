"""Tables and bars of one look, for every command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_EIGHTHS = " ▏▎▍▌▋▊▉"


def heading(console: Console, title: str) -> None:
    """A blank line and a title."""
    console.print()
    console.print(Text(title, style="bold"))


def lines(console: Console, sentences: Iterable[str], mark: str = "•", style: str = "") -> None:
    """Sentences below each other, each with a mark and its own lines drawn in."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=len(mark))
    grid.add_column(overflow="fold")
    for sentence in sentences:
        grid.add_row(mark, Text(sentence, style=style))
    if grid.row_count:
        console.print(indented(grid))


def paragraphs(console: Console, text: str) -> None:
    """A text of blocks: each block's first line is a heading, and lines that begin with a dash are drawn in."""
    for block in text.split("\n\n"):
        first, *rest = block.split("\n")
        heading(console, first)
        for line in rest:
            if line.lstrip().startswith("- "):
                lines(console, [line.lstrip()[2:]])
            else:
                console.print(indented(Text(line.strip())))


def table(columns: Sequence[str], rows: Iterable[Sequence[RenderableType]], right: Sequence[int] = ()) -> Table:
    """A plain table; the columns at the positions `right` are numbers and stand to the right."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for place, column in enumerate(columns):
        made.add_column(column, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


def facts(console: Console, rows: Iterable[tuple[str, RenderableType]]) -> None:
    """Names to the left, what they are to the right."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, what in rows:
        grid.add_row(name, what)
    if grid.row_count:
        console.print(indented(grid))


def indented(content: RenderableType) -> Padding:
    """Two columns in from the left."""
    return Padding(content, (0, 0, 0, 2), expand=False)


def bar(share: float, width: int = 24, style: str = "cyan") -> Text:
    """A bar of so many characters for a share of 0 to 1, to the eighth of a character."""
    filled = round(min(max(share, 0.0), 1.0) * width * 8)
    whole, rest = divmod(filled, 8)
    drawn = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return Text(drawn, style=style).append("·" * (width - len(drawn)), style="dim")


def bars(console: Console, rows: Iterable[tuple[str, float | None, str]], width: int = 24, style: str = "cyan") -> None:
    """One bar for each (name, share, words); no bar where the share is None."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=False, max_width=52)
    grid.add_column(width=width)
    grid.add_column(overflow="fold")
    for name, share, words in rows:
        grid.add_row(name, Text("") if share is None else bar(share, width, style), words)
    if grid.row_count:
        console.print(indented(grid))
