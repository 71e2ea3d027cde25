"""Weights come from a file; what is wrong in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain import MatcherError
from matcher.weights import load_weights


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "vægte.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_lines_weigh_the_same() -> None:
    assert dict(load_weights().lines) == pytest.approx({"people": 1 / 3, "company": 1 / 3, "society": 1 / 3})


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    mine = load_weights(written(tmp_path, 'version = "vores"\n[lines]\npeople = 2.0\n'))
    assert dict(mine.lines) == pytest.approx({"people": 0.5, "company": 0.25, "society": 0.25})
    assert mine.fit == load_weights().fit
    assert mine.version == "vores"
    assert mine.fingerprint != load_weights().fingerprint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[lines]\npeoples = 1.0\n", "lines.peoples"),
        ("[lines]\npeople = -1.0\n", "lines.people må ikke være negativ"),
        ("[lines]\npeople = 0\ncompany = 0\nsociety = 0\n", "over 0"),
        ("[scales]\nhours_worked_full = 0\n", "scales.hours_worked_full skal være over 0"),
        ("[fit.weights]\ntasks_done = true\n", "skal være et tal"),
        ("[fit]\nweights = 3\n", "fit.weights"),
        ("[lines\n", "gyldig TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(MatcherError, match=words.replace(".", r"\.")):
        load_weights(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="kan ikke læses"):
        load_weights(tmp_path / "ingen.toml")


def test_a_weight_on_a_forbidden_attribute_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="køn"):
        load_weights(written(tmp_path, '[fit.weights]\n"køn" = 1.0\n'))
