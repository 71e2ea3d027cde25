from __future__ import annotations

import ast
from pathlib import Path

import matcher.demo
from matcher.demo import assumption_sentences, assumptions, places, profiles, sectors
from matcher.demo.declared import Assumption, Published, declared, in_words

RATE_MODULES = (assumptions, places, profiles, sectors)
NOT_RATES = {
    "KOLDING", "REGION_SYDDANMARK",  # which postal districts belong to the area
    "DAY", "OFFICE", "SHOP", "KITCHEN", "LUNCH", "EVERY_DAY", "EARLY", "LATE", "CLUB", "FREE",  # parts of WINDOWS
    "TRADES",  # parts of invented names
}  # fmt: skip


def test_a_share_is_written_as_a_percentage_with_a_decimal_comma() -> None:
    assert in_words(0.05) == "5 %"
    assert in_words(0.125) == "12,5 %"


def test_a_number_above_one_is_written_as_it_is() -> None:
    assert in_words(1.35) == "1,35"
    assert in_words(1_200) == "1200"


def test_a_range_of_shares_is_written_in_percent_and_a_range_of_factors_is_not() -> None:
    assert in_words((0.3, 0.85)) == "30 % til 85 %"
    assert in_words((1.0, 1.6)) == "1 til 1,6"
    assert in_words((-0.06, 0.12)) == "-6 % til 12 %"


def test_counts_become_shares_of_their_sum() -> None:
    assert in_words({(1, 5): 1, (6, 10): 3}) == "1-5: 25 %, 6-10: 75 %"


def test_a_missing_key_is_a_question_nobody_has_asked() -> None:
    assert in_words({"bil": 0.9, None: 0.1}) == "bil: 90 %, ikke spurgt: 10 %"


def test_an_assumption_says_that_it_is_one() -> None:
    assert Assumption(0.2, "{} har bil").sentence == "Antagelse: 20 % har bil."


def test_a_factor_below_one_can_be_shown_as_a_number() -> None:
    assert Assumption(0.7, "spredningen er {tal}").sentence == "Antagelse: spredningen er 0,7."


def test_a_published_figure_names_its_source() -> None:
    assert Published(5, "bevilges for {} år", "loven").sentence == "Kilde: bevilges for 5 år (loven)."


def test_published_figures_come_first_and_each_sentence_once() -> None:
    one, two = Assumption(1, "en"), Published(2, "to", "bog")
    assert declared([{"ONE": one, "TWO": two}, {"AGAIN": one}]) == ("Kilde: to (bog).", "Antagelse: en.")


def test_every_constant_of_the_rate_modules_is_declared() -> None:
    for module in RATE_MODULES:
        for name, value in vars(module).items():
            if name.isupper() and not name.startswith("_") and name not in NOT_RATES:
                assert isinstance(value, Assumption | Published), f"{module.__name__}.{name} is not declared"


def test_every_declared_value_has_its_sentence_in_the_facts() -> None:
    sentences = assumption_sentences()
    for module in RATE_MODULES:
        for value in vars(module).values():
            if isinstance(value, Assumption | Published):
                assert value.sentence in sentences


def test_every_sentence_is_an_assumption_or_has_a_source() -> None:
    assert all(
        s.startswith("Antagelse: ") or (s.startswith("Kilde: ") and s.endswith(").")) for s in assumption_sentences()
    )
    assert all("{" not in s for s in assumption_sentences())


def test_no_rate_hides_in_the_generator() -> None:
    """A share is a number between 0 and 1; outside the rate modules there is none but the half of a half hour."""
    folder = Path(matcher.demo.__file__).parent
    rates = {Path(module.__file__ or "").name for module in RATE_MODULES}
    for file in sorted(folder.glob("*.py")):
        if file.name in rates:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                assert not 0 < node.value < 1 or node.value == 0.5, f"{file.name}:{node.lineno} hides {node.value}"
