"""A text as words: what is said in other words, how far a word reaches, and what is left to others."""

from __future__ import annotations

import pytest

from matcher.taxonomy.sentences import is_left_to_others, part_of, reach, read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ikke mere end fem kilo", ["højst", "fem", "kg"]),
        ("Må ikke løfte mere end fem kg", ["må", "højst", "løfte", "fem", "kg"]),
        ("No more than 10 hours", ["most", "10", "hours"]),
        ("Ikke nu. Mere end nok", ["ikke", "nu", "mere", "end", "nok"]),
        ("Mere end nok", ["mere", "end", "nok"]),
        ("maks. 15 t. om ugen", ["højst", "15", "timer", "om", "ugen"]),
        ("Klokken ti", ["kl", "ti"]),
        ("t. eller T", ["t", "eller", "t"]),
    ],
)
def test_what_says_the_same_is_read_as_the_same(text: str, words: list[str]) -> None:
    assert [word.text for word in read_words(text)] == words


def test_what_has_a_limit_is_not_denied() -> None:
    assert all(word.denied == -1 for word in read_words("Må ikke løfte mere end fem kg"))
    assert read_words("Må ikke løfte")[-1].denied == 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("løft klares af andre", True),
        ("løft kan altid klares af kollegerne", True),
        ("løft undgås", True),
        ("løft klares af dig", False),
        ("løft. Resten klares af andre", False),
        ("løft", False),
    ],
)
def test_it_is_known_what_others_do(text: str, left: bool) -> None:
    assert is_left_to_others(read_words(text), 0) is left


def test_however_long_a_sentence_is_few_words_are_looked_through() -> None:
    # Guards against a text without a full stop that keeps the service busy for minutes.
    words = read_words("løft kg højst " * 500)
    assert max(len(part_of(words, place)) for place in range(len(words))) == 25
    assert max(len(reach(words, place)) for place in range(len(words))) == 60
    assert list(part_of(read_words("a b, c d. e"), 2)) == [2, 3]
