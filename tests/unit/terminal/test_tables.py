"""Tables and bars."""

import io

import pytest

from matcher.terminal.screen import screen
from matcher.terminal.tables import bar, bars, lines, table


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0.0, "····"), (0.5, "██··"), (1.0, "████"), (0.3125, "█▎··"), (1.7, "████"), (-1.0, "····")],
)
def test_a_bar_is_as_long_as_its_share(share: float, drawn: str) -> None:
    # 0.3125 of 4 characters is 1.25: one whole and two eighths.
    assert bar(share, 4).plain == drawn


def shown(*args: object, width: int = 60) -> str:
    out = io.StringIO()
    console = screen(out, width=width)
    for part in args:
        console.print(part)
    return out.getvalue()


def test_what_users_wrote_is_shown_as_it_stands() -> None:
    text = shown(table(("Navn",), [("[red]Café[/red] :smile: {x}",)]))
    assert "[red]Café[/red] :smile: {x}" in text


def test_long_sentences_are_folded_and_never_cut() -> None:
    out = io.StringIO()
    words = [f"ord{n}" for n in range(40)]
    lines(screen(out, width=40), [" ".join(words)])
    assert out.getvalue().split() == ["•", *words]


def test_a_share_that_is_not_known_has_no_bar() -> None:
    out = io.StringIO()
    bars(screen(out, width=80), [("højst 5 timer", None, "for få"), ("over 5", 1.0, "alle")], width=4)
    few, many = out.getvalue().splitlines()
    assert few.split() == ["højst", "5", "timer", "for", "få"]
    assert "████" in many
