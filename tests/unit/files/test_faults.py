"""Codes and sentences."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from matcher.files.faults import CONSEQUENCES, SENTENCES, WARNINGS, date_text, fault, number_text, shown

TESTS = Path(__file__).resolve().parents[2]


def test_every_code_is_asserted_somewhere() -> None:
    # Guards against a sentence that no file can bring about, or that nobody has ever read.
    here = Path(__file__)
    files = [*TESTS.glob("unit/files/**/*.py"), *TESTS.glob("integration/test_bad_files.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in files if path != here)
    text += (TESTS / "integration" / "planted_faults.csv").read_text(encoding="utf-8")
    assert sorted(code for code in SENTENCES if not re.search(rf"\b{code}\b", text)) == []


def test_codes_are_stable_words_and_sentences_end() -> None:
    for code, sentence in SENTENCES.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]+", code)
        assert sentence.endswith((".", "?", "{hint}", "{right}")), code
    assert not CONSEQUENCES.keys() & WARNINGS.keys()


def test_numbers_and_dates_are_written_the_danish_way() -> None:
    assert number_text(0.5) == "0,5"
    assert number_text(6000.0) == "6000"
    assert number_text(0.1 + 0.2) == "0,30000000000000004"
    assert date_text(date(2026, 3, 5)) == "05-03-2026"
    assert shown(True) == "ja"


def test_a_long_value_is_cut_and_put_on_one_line() -> None:
    found = fault("unknown_postcode", value="6\n" * 100)
    assert "\n" not in found.sentence
    assert "…" in found.sentence
