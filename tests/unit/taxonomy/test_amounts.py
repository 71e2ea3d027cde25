"""Neutral words of time speak for a need only beside an amount that makes it one."""

from __future__ import annotations

import pytest

from matcher.taxonomy.linker import load_linker
from matcher.taxonomy.phrases import When, load_phrases
from tests.unit.taxonomy.sentences import asked, codes

LINKER = load_linker()


@pytest.mark.parametrize(
    "text",
    [
        "Fuldtidsstilling, 37 timer om ugen",
        "Fuldtid",
        "Kan arbejde 37 timer om ugen",
        "Stillingen er på 37,5 timer om ugen",
        "30-37 timer om ugen",
        "Højst 37 timer om ugen",
        "timer om ugen",
        "Vi har åbent 60 timer om ugen",
        "Vi har kun åbent 20 timer om ugen",
        "Mulighed for at få flere timer",
        "A full-time job of 37 hours a week",
        "We are open only 20 hours a week",
        "Kan møde efter kl. 6",
        "Kan ikke arbejde efter kl. 16",
        "90 minutters transport",
        # Neutral words that were read as needs.
        "Vi har åbent på hverdage",
        "Husk at holde pauser",
        "Husk at melde afbud",
        "En trappe op til kontoret",
        # A meeting is nobody's day.
        "mødet er efter kl. 10",
        "Der er aftalt et møde efter kl. 10",
        "Vi holder møder efter kl. 10",
        "Vi mødes kl. 10",
        "Kurset varer en halv dag",
        # Amounts of other things.
        "syvogtredive timer om ugen",
        "Virksomheden har åbent ti timer om dagen",
        "Vi svarer inden for 24 timer",
        "Det tager 2-3 timer",
        "en halv",
        "højst 25 kg",
        "I dag er der 20 grader",
    ],
)
def test_what_is_no_need_is_neither_linked_nor_asked_about(text: str) -> None:
    found = LINKER.link(text)
    assert (codes(found), asked(found)) == (set(), set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Højst 15 timer om ugen", "SCH-01"),
        ("Kun 10 timer om ugen", "SCH-01"),
        ("maks. 12 timer om ugen", "SCH-01"),
        ("Jeg kan klare få timer om ugen", "SCH-01"),
        ("Deltid", "SCH-01"),
        ("Nedsat tid", "SCH-01"),
        ("At most 12 hours a week", "SCH-01"),
        ("Few hours a week", "SCH-01"),
        ("Kan kun møde efter kl. 10", "SCH-05"),
        ("Jeg kan tidligst møde kl. 9.30", "SCH-05"),
        ("Kan ikke møde før kl. 10", "SCH-05"),
        ("I can only start after 10", "SCH-05"),
        ("Svært ved at stå op om morgenen", "SCH-05"),
        ("20 minutters transport", "SCH-13"),
        ("En halv times transport", "SCH-13"),
        ("Højst femten timer om ugen", "SCH-01"),
        ("Ikke mere end 12 timer om ugen", "SCH-01"),
        ("Not more than 12 hours a week", "SCH-01"),
        ("Højst tre timer om dagen", "SCH-02"),
        ("Maks. 4 t. dagligt", "SCH-02"),
        ("En halv dag", "SCH-02"),
        ("Aldrig mere end en halv dag", "SCH-02"),
        ("Du møder kl. 10", "SCH-05"),
        ("Medarbejderen møder kl. ni", "SCH-05"),
        ("Kan tidligst møde klokken halv ti", "SCH-05"),
        ("Højst fem kilo", "PHY-01"),
        ("Højst stå op i 20 minutter", "PHY-04"),
        ("Højst to timer ved skærm om dagen", "SEN-06"),
        ("Der er lav støj", "SEN-01"),
        ("Begrænset kundekontakt", "SOC-04"),
        ("Har brug for ro", "SEN-01"),
        ("I need quiet", "SEN-01"),
    ],
)
def test_common_wishes_are_linked(text: str, code: str) -> None:
    assert codes(LINKER.link(text)) == {code}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kan arbejde 15 timer om ugen", {"SCH-01"}),
        ("Stillingen er på 7,5 timer om ugen", {"SCH-01"}),
        ("femten timer om ugen", {"SCH-01"}),
        ("15 t/uge", {"SCH-01"}),
        ("ti-tolv timer", {"SCH-01"}),
        ("10-12 timer", {"SCH-01"}),
        ("10–12 timer om ugen", {"SCH-01"}),
        ("ti til tolv timer ugentligt", {"SCH-01"}),
        ("Stillingen er på 8 timer", {"SCH-01"}),
        ("tre timer om dagen", {"SCH-02"}),
        # Without anybody who comes it may be a meeting.
        ("Møde efter kl. 10", {"SCH-05"}),
        ("I can work 10 hours a week", {"SCH-01"}),
        ("Brug for faste rutiner", {"SCH-08"}),
        ("I need fixed routines", {"SCH-08"}),
    ],
)
def test_what_may_be_a_need_is_asked_about(text: str, expected: set[str]) -> None:
    found = LINKER.link(text)
    assert (codes(found), asked(found)) == (set(), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Må højst løfte fem kg", {"-lift_kg", "PHY-01"}),
        ("Må ikke løfte mere end 5 kg", {"-lift_kg", "PHY-01"}),
        ("Du skal kunne løfte op til 20 kg", {"lift_kg"}),
        ("Højst løfte 30 kg", {"lift_kg"}),
        ("Du skal stå op hele dagen", {"standing_min"}),
        ("I pakkeriet er der 4 grader", {"cold", "T070"}),
    ],
)
def test_a_small_amount_turns_a_demand_into_the_need_that_it_meets(text: str, expected: set[str]) -> None:
    assert codes(LINKER.link(text)) == expected


def test_no_phrase_is_a_bare_unit_unless_an_amount_decides() -> None:
    # Guards against *timer om ugen* as evidence of reduced hours, in an advert for a full-time job.
    units = set("timer hours minutter minutters minutes dage days om ugen dagen a week pr per uge kl".split())
    bare = [one.text for one in load_phrases() if one.when is not When.AMOUNT and set(one.text.split()) <= units]
    assert bare == []
