"""How a Danish title is read."""

from __future__ import annotations

import doctest

import pytest

from models.linking import danish
from models.linking.compounds import CompoundSplitter
from models.linking.danish import alternatives, head_word, main_part, open_ended, plain, stem, trade, words, written_out

TITLES = (
    "chef chef chef leder leder assistent assistent rengøring rengøring regnskab regnskab lufthavn lufthavn skole "
    "skole lærer lærer salgschef skolechef produktchef driftschef eksportchef eksport eksport"
).split()


def test_the_examples_hold() -> None:
    assert doctest.testmod(danish).failed == 0


def test_danish_letters_are_kept() -> None:
    # Guards against the published baseline's trap: without æ and ø, »læge« is »lge« and »ældre« is »ldre«.
    assert plain("Øjenlæge på Ærø, ÅRHUS") == "øjenlæge på ærø århus"
    assert words("Sygeplejerske (ældre)") == ["sygeplejerske", "ældre"]


@pytest.mark.parametrize("written", ["Kok (m/k)", "Kok (k/m)", "kok [m/k/d]", "KOK ( M / K )"])
def test_both_sexes_in_brackets_say_nothing(written: str) -> None:
    assert written_out(written) == "kok"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("adm. direktør", "administrerende direktør"),
        ("selvst. vognmand", "selvstændig vognmand"),
        ("rengøringsass.", "rengøringsassistent"),
        ("Afd. leder", "afdeling leder"),
        ("Ass.", "assistent"),
    ],
)
def test_abbreviations_are_written_in_full(short: str, long: str) -> None:
    assert " ".join(words(short)) == long


def test_a_word_that_only_ends_like_an_abbreviation_is_left() -> None:
    assert words("Kompas. Bas.") == ["kompas", "bas"]


def test_titles_side_by_side_are_titles_of_their_own() -> None:
    assert alternatives("Bager/konditor") == ["bager", "konditor"]
    assert alternatives("Tekniker 24/7") == ["tekniker 24/7"]


def test_the_head_of_a_title_says_what_kind_of_person() -> None:
    assert main_part("Souschef, institution for ældre") == "souschef"
    assert head_word("tekniker inden for medicinsk udstyr") == "tekniker"
    assert head_word("") == ""


def test_who_learns_a_trade_is_found_by_the_trade() -> None:
    assert [trade(text) for text in ("Tømrerlærling", "Grafikerelev", "Elev", "kok-elev")] == [
        "tømrer",
        "grafiker",
        "elev",
        "kok",
    ]


def test_inflection_is_taken_off_and_words_are_left_apart() -> None:
    assert stem("assistenterne") == stem("assistent") == "assistent"
    assert stem("hylderne") == stem("hylder") == "hyld"
    assert stem("maler") != stem("malke")
    assert stem("2026") == "2026"


def test_a_compound_is_a_kind_of_its_end() -> None:
    splitter = CompoundSplitter().fit(TITLES)
    assert splitter.split("rengøringsassistent") == ("rengøring", "assistent")
    assert splitter.head("rengøringsassistenter") == "assistent"
    assert splitter.split("regnskabschef") == ("regnskab", "chef")
    assert splitter.split("skolelærer") == ("skole", "lærer")


def test_a_head_that_ends_many_words_is_found_behind_an_unknown_beginning() -> None:
    assert CompoundSplitter().fit(TITLES).split("receptionschef") == ("reception", "chef")


def test_what_cannot_be_split_is_whole() -> None:
    splitter = CompoundSplitter().fit(TITLES)
    assert splitter.split("kok") == ("kok",)
    assert splitter.split("chefen") == ("chefen",)


def test_a_hyphen_leaves_a_word_open_for_the_ending_of_the_next() -> None:
    assert open_ended("import- og eksportchef", CompoundSplitter().fit(TITLES).split) == "importchef og eksportchef"
    assert open_ended("IT-chef", CompoundSplitter().fit(TITLES).split) == "IT-chef"
