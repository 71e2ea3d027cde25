"""A word may stand for another that means the same, beside the rest of the phrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.catalogue.tables import CatalogueError
from matcher.taxonomy.linker import load_linker
from matcher.taxonomy.synonyms import load_synonyms, read_synonyms
from tests.unit.taxonomy.sentences import asked, codes

LINKER = load_linker()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rense toiletter", "T013"),
        ("Placere varer på hylder", "T022"),
        ("Uddele aviser", "T105"),
        ("Udbedre cykler", "T074"),
        ("Vaske lejebiler", "T104"),
    ],
)
def test_a_phrase_is_found_in_words_that_mean_the_same(text: str, code: str) -> None:
    found = LINKER.link(text)
    assert codes(found) == {code}
    # Never as sure as in its own words.
    assert max(link.confidence for link in found.links) < 0.95


@pytest.mark.parametrize("text", ["Placere", "Hente", "Lokale", "Sætte sig på plads"])
def test_a_synonym_says_nothing_without_the_rest_of_the_phrase(text: str) -> None:
    found = LINKER.link(text)
    assert (codes(found), asked(found)) == (set(), set())


def test_each_word_stands_for_the_others_and_not_for_itself() -> None:
    synonyms = load_synonyms()
    for root, others in synonyms.items():
        assert others
        assert not any(root in other for other in others)


def test_a_row_of_one_word_is_refused(tmp_path: Path) -> None:
    (tmp_path / "synonyms.csv").write_text("id,words,source\na,vaske,own\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="words"):
        read_synonyms(tmp_path)
