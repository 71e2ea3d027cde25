"""`brobygger tag`: groups of skills for pieces of adverts, untrained and learnt from labelled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.taxonomy.skill_groups import Tagged, weighted_f1
from tests.command_line import failure, run

SPANS = "a\tgode samarbejdsevner\nb\tflydende i engelsk\nc\tkryptonit\n"
LABELLED = "kryptonit\tK05\nKryptonit.\tK05\nmasser af kryptonit\tK05\nflydende i tysk\tL1\n"


@pytest.fixture
def spans(tmp_path: Path) -> Path:
    path = tmp_path / "spans.tsv"
    path.write_text(SPANS, encoding="utf-8")
    return path


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_spans_are_named_without_an_example(spans: Path, tmp_path: Path) -> None:
    out = tmp_path / "groups.tsv"
    result = run("tag", spans, "--out", out)
    assert result.exit_code == 0
    assert "3 rækker" in result.stderr
    found = rows(out)
    assert [row[:2] for row in found[:2]] == [["a", "S1"], ["b", "L1"]]
    assert found[0][3] == "Kommunikation, samarbejde og kreativitet"
    assert all(0.0 < float(row[2]) < 1.0 for row in found)
    # The texts themselves are not written.
    assert "samarbejdsevner" not in out.read_text(encoding="utf-8")


def test_labelled_spans_are_learnt_from_and_measured_without_themselves(spans: Path, tmp_path: Path) -> None:
    labelled, out, held = (tmp_path / name for name in ("labelled.tsv", "groups.tsv", "held.tsv"))
    more = "".join(f"flydende i {name}\tL1\n" for name in "fransk svensk norsk spansk polsk arabisk islandsk".split())
    labelled.write_text(LABELLED + more, encoding="utf-8")
    result = run("tag", spans, "--out", out, "--train", labelled, "--held-out", held)
    assert result.exit_code == 0
    assert "Lært af 11 mærkede stykker. Vægtet F1 er" in result.stderr
    assert rows(out)[2][:2] == ["c", "K05"]
    # "kryptonit" and "Kryptonit." are one text: neither teaches the other.
    assert [row[0] for row in rows(held)] == [str(number) for number in range(1, 12)]
    again = tmp_path / "again.tsv"
    run("tag", spans, "--out", again, "--train", labelled)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("text", ["kryptonit\tK05\n", "kryptonit\tK05\n" * 20])
def test_of_too_few_labelled_spans_it_says_that_nothing_can_be_measured(spans: Path, tmp_path: Path, text: str) -> None:
    # One row was said to come to an F1 of 0, as if something had been measured.
    labelled, out = tmp_path / "labelled.tsv", tmp_path / "groups.tsv"
    labelled.write_text(text, encoding="utf-8")
    result = run("tag", spans, "--out", out, "--train", labelled)
    assert result.exit_code == 0
    assert "kan ikke måles på så få: der skal mindst 10 forskellige til" in " ".join(result.stderr.split())
    assert "F1" not in result.stderr
    assert rows(out)[2][:2] == ["c", "K05"]


def test_weighted_f1_is_that_of_the_book() -> None:
    # a: two of two found, one too many: 2·2/(2+3) = .8; b: 0 of 1. Weighted: (2·.8 + 1·0) / 3.
    found = [Tagged(group, 1.0) for group in ("a", "a", "a")]
    assert weighted_f1(["a", "a", "b"], found) == pytest.approx(1.6 / 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kryptonit\tX9\n", "række 1: »X9« er ingen af ESCO's grupper"),
        ("a\tS1\nkryptonit\n", "række 2: rækken har 1 felter; skriv tekst, tabulator og gruppe"),
        (" \tS1\n", "række 1: teksten er tom"),
        ("\n", "er tom; skriv mindst én række"),
    ],
)
def test_what_cannot_be_learnt_from_is_named(spans: Path, tmp_path: Path, text: str, said: str) -> None:
    labelled = tmp_path / "labelled.tsv"
    labelled.write_text(text, encoding="utf-8")
    assert said in failure("tag", spans, "--out", tmp_path / "out.tsv", "--train", labelled)
    assert not (tmp_path / "out.tsv").exists()


def test_what_is_asked_for_must_make_sense(spans: Path, tmp_path: Path) -> None:
    assert "giv dem med --train" in failure("tag", spans, "--out", tmp_path / "o", "--held-out", tmp_path / "h")
    assert str(spans) in failure("tag", spans, "--out", spans)
    assert spans.read_text(encoding="utf-8") == SPANS
