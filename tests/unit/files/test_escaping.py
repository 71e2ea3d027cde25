"""The prefix against formulas, on and off."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.files.escaping import with_prefix, without_prefix


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠a", " =1"]
)
def test_text_that_a_spreadsheet_might_run_gets_the_prefix(text: str) -> None:
    assert with_prefix(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Ane", "1+1", "a=b", "'", "'Ane", "–", "ø"])
def test_other_text_is_left_alone(text: str) -> None:
    assert with_prefix(text) == text
    assert without_prefix(text) == text


def test_a_foreign_prefix_is_taken_off() -> None:
    assert without_prefix("'=1+1") == "=1+1"


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\r\n\0＝a1"), max_size=8) | st.text())
@example("'=1")
@example("''=1")
def test_the_prefix_comes_off_exactly(text: str) -> None:
    assert without_prefix(with_prefix(text)) == text


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\r\n\0＝＋－＠a1"), min_size=1, max_size=8))
def test_nothing_we_write_begins_dangerously(text: str) -> None:
    assert with_prefix(text)[0] not in "=+-@\t\r\n\0＝＋－＠"
