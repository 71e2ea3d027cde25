"""A task or an accommodation in one's own words is answered with what it speaks of."""

from __future__ import annotations

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.files.vocabularies import make_vocabularies
from matcher.services.codes import require_code
from matcher.services.errors import Malformed

WORDS = make_vocabularies(load_catalogue())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("gulvvask", ("T012 Støvsuge og vaske gulve",)),
        ("sidde i kassen", ("T025 Betjene kassen",)),
        ("Fylde hylder ip", ("T022 Fylde hylder op",)),
    ],
)
def test_a_task_in_ones_own_words_is_known(text: str, meant: tuple[str, ...]) -> None:
    assert WORDS.near(WORDS.tasks, text)[:1] == meant


def test_a_need_in_ones_own_words_is_known() -> None:
    assert WORDS.near(WORDS.accommodations, "løfter ikke tungt") == ("PHY-01 Ingen tunge løft",)
    assert WORDS.near(WORDS.accommodations, "roligt sted") == ("SEN-01 Rolige omgivelser, lav støj",)
    assert WORDS.near(WORDS.accommodations, "angst") == ()


def test_the_api_says_the_same() -> None:
    with pytest.raises(Malformed, match=r"Mente du »T012 Støvsuge og vaske gulve«\?"):
        require_code("tasks", "gulvvask", "task")
