"""Sentences, tables and pictures, with numbers as Danes write them."""

import math

import pytest

from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.showing import decimal, percent, table, with_interval, written
from models.evaluation.estimate import Estimate


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234.5, 2, "1.234,50"), (-0.001, 2, "0,00"), (-0.5, 1, "-0,5"), (math.nan, 2, "–"), (3.0, 0, "3")],
)
def test_a_number_is_written_as_danes_write_it(value: float, decimals: int, text: str) -> None:
    assert decimal(value, decimals) == text


def test_a_share_is_a_percentage_and_what_is_hidden_says_so() -> None:
    assert (percent(0.618), percent(0.0123, 1), percent(None), percent(math.nan)) == ("62 %", "1,2 %", "skjult", "–")


def test_an_estimate_has_its_interval_and_few_rows_give_no_number() -> None:
    assert with_interval(Estimate(0.5, 0.4, 0.6, 100)) == "0,50 (0,40 til 0,60)"
    assert with_interval(Estimate(0.5, 0.1, 0.9, 29)) == "for få"
    assert with_interval(Estimate(math.nan, math.nan, math.nan, 100)) == "–"


def test_a_table_writes_anything_and_never_markup() -> None:
    made = table(("A", "B"), [("<b>x</b>", 1200), ("y", None), ("z", True)])
    assert made.rows == (("<b>x</b>", "1.200"), ("y", "skjult"), ("z", "ja"))
    assert "&lt;b&gt;" in made._repr_html_() and "<b>" not in made._repr_html_()
    assert written(Estimate(1.0, 0.5, 1.5, 50)) == "1,00 (0,50 til 1,50)"


def test_a_picture_is_a_png_that_is_also_told_in_words() -> None:
    figure, (axis,) = draw.canvas(2.0, title="To bjælker")
    draw.bars(axis, ["a", "b"], [3.0, None], lambda value: decimal(value, 0))
    made = draw.done(figure, "To bjælker")
    shown, about = made._repr_mimebundle_()
    assert made.png.startswith(b"\x89PNG") and shown["text/plain"] == "To bjælker"
    assert about == {"image/png": {"alt": "To bjælker"}}
    # The hidden bar has its word and no length.
    assert [text.get_text() for text in axis.texts] == ["3", "skjult"]
    assert len(axis.patches) == 1
