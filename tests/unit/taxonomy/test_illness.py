"""Words of illness are evidence of nothing, nor is what they are of, come after or are in."""

from __future__ import annotations

import pytest

from matcher.taxonomy.linker import load_linker
from tests.unit.taxonomy.sentences import codes

LINKER = load_linker()


@pytest.mark.parametrize(
    "text",
    [
        "Jeg har depression, angst og ADHD.",
        "Sygemeldt med stress.",
        "Støvallergi og ondt i ryggen, slidgigt i knæene.",
        "Jeg har dårlige knæ og en dårlig skulder.",
        "Kronisk sygdom, jeg får medicin og går til behandling.",
        "Hjernerystelse, tinnitus og migræne.",
        "I have depression, a bad back and arthritis.",
        "autist",
        "alkoholiker",
        "kuldeallergi",
        "Dissemineret sclerose og kronisk træthed.",
        "Hørehæmmet, høreapparat.",
        "Forhøjet blodtryk og hjerteflimmer.",
        "Chronic fatigue after surgery.",
        # What an illness is of belongs to it.
        "Angst for at køre bil efter en ulykke.",
        "Allergi over for støv og parfume.",
        "Fobi for højder, så det er svært.",
        "Tinnitus af larm.",
        "Museskade efter skærmarbejde.",
        "Hørenedsættelse efter støj.",
        "Klaustrofobi i elevator.",
        "ME/CFS og POTS.",
        # An aid of somebody's own tells of her and not of a task.
        "Efter en blodprop går hun med rollator.",
        "Hun sidder i kørestol.",
    ],
)
def test_words_of_illness_are_linked_to_nothing_and_asked_about_by_nothing(text: str) -> None:
    found = LINKER.link(text)
    assert (found.links, found.asks) == ((), ())


def test_a_need_beside_an_illness_rests_on_the_words_about_work_alone() -> None:
    found = LINKER.link("Jeg har tinnitus og angst, så jeg kan ikke tåle støj, og jeg vil gerne luge bede.")
    assert codes(found) == {"-noise", "SEN-01", "T058"}
    assert {word for link in found.links for word in link.words} == {"støj", "luge", "bede"}
