"""Progress where nobody watches a terminal: plain lines on stderr, and only for what takes time."""

import time

import pytest

from matcher.terminal import progress
from matcher.terminal.progress import Watch


def test_a_short_stage_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Watch() as watch:
        watch.begin("Læser filen")
        watch.advance(0.5)
        watch.begin("Skriver")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_long_stage_says_its_name_once_and_its_quarters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    with Watch() as watch:
        watch.begin("Vurderer hvert par")
        time.sleep(0.15)
        for share in (0.1, 0.3, 0.35, 0.6, 1.0):
            watch.advance(share)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "Vurderer hvert par …",
        "Vurderer hvert par … 30 %",
        "Vurderer hvert par … 60 %",
        "Vurderer hvert par … 100 %",
    ]


def test_a_stage_that_is_over_says_nothing_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    with Watch() as watch:
        watch.begin("Læser filen")
    time.sleep(0.1)
    assert capsys.readouterr().err == ""
