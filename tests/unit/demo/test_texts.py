from __future__ import annotations

import numpy as np

from matcher.catalogue.loader import load_catalogue
from matcher.demo.phrases import CALLED, DONE, TITLES
from matcher.demo.texts import Writer

CATALOGUE = load_catalogue()
STEM = 4


def writer(seed: int = 1) -> Writer:
    return Writer(np.random.default_rng(seed), CATALOGUE)


def stems(text: str) -> set[str]:
    """Every run of four letters, so that inflections and compounds meet."""
    words = "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()
    return {word[i : i + STEM] for word in words for i in range(len(word) - STEM + 1)}


def test_every_task_has_its_phrases_and_every_group_its_titles() -> None:
    assert set(DONE) == set(CALLED) == set(CATALOGUE.tasks)
    assert {task.group for task in CATALOGUE.tasks.values()} == set(TITLES)


def test_phrases_speak_of_the_task_they_stand_at() -> None:
    """If the catalogue's numbering moves, this fails: each phrase shares a stem with its task."""
    for task in CATALOGUE.tasks.values():
        known = stems(" ".join((task.danish, *task.words)))
        assert stems(DONE[task.id]) & known, task.id
        assert stems(CALLED[task.id]) & known, task.id


def test_one_text_names_what_was_done_and_what_is_wished() -> None:
    text = writer().about(["T022"], ["T058"])
    assert stems(text) & (stems(DONE["T022"]) | stems(CALLED["T022"]))
    assert stems(text) & (stems(CALLED["T058"]) | stems(CATALOGUE.tasks["T058"].danish))


def test_an_advert_names_all_its_tasks() -> None:
    for seed in range(20):
        text = writer(seed).advert("lagermedarbejder", ["T033", "T035"], "Fløjlsgræs Logistik").lower()
        assert CALLED["T033"] in text or CATALOGUE.tasks["T033"].danish.lower() in text
        assert CALLED["T035"] in text or CATALOGUE.tasks["T035"].danish.lower() in text


def test_sentences_begin_with_a_capital_and_have_no_open_slots() -> None:
    for seed in range(60):
        text = writer(seed).about(["T001", "T004"], ["T022"])
        assert text[0].isupper()
        assert "{" not in text
        assert "  " not in text


def test_a_misspelt_text_differs_in_at_most_two_words() -> None:
    text = "Jeg har tidligere arbejdet med vareopfyldning og rengøring i en større butik"
    changed = 0
    for seed in range(40):
        slipped = writer(seed).misspelt(text)
        words = slipped.replace("vare opfyldning", "vareopfyldning").split(" ")
        assert sum(a != b for a, b in zip(words, text.split(" "), strict=True)) <= 2
        changed += slipped != text
    assert changed >= 39
