"""Danish free text as people and workplaces write it: inflections, compounds, the odd misspelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import phrases
from matcher.demo.phrases import CALLED, DONE, TITLES

_ATTEMPTS = 40
"""Tries to find a word that a slip applies to; few texts have none."""
_SLOT = re.compile(r"\{(\w+)\}")


class Writer:
    """Writes sentences about tasks; every choice comes from one stream of numbers."""

    def __init__(self, rng: np.random.Generator, catalogue: Catalogue) -> None:
        self._rng = rng
        self._numbers: list[float] = []
        self._do = {task.id: task.danish[0].lower() + task.danish[1:] for task in catalogue.tasks.values()}
        self._titles = {task.id: TITLES[task.group] for task in catalogue.tasks.values()}

    def title(self, tasks: Sequence[str]) -> str:
        """A job title that goes with most of the tasks."""
        titles = Counter(self._titles[task] for task in tasks)
        return self._one(max(titles, key=titles.__getitem__))

    def own_words(self, tasks: list[str]) -> str:
        """A competence as a person would put it."""
        return self._fill(self._one(phrases.OWN_WORDS), tasks)

    def about(self, done: list[str], wished: list[str]) -> str:
        """What a candidate writes about herself: what she has done, what she would like."""
        parts = []
        if done:
            parts.append(self._fill(self._one(phrases.OPENERS), done))
        parts.append(self._one(phrases.ABOUT))
        if wished:
            parts.append(self._fill(self._one(phrases.WISHES), wished))
        return " ".join(part for part in parts if part)

    def advert(self, title: str, tasks: list[str], name: str) -> str:
        """What a workplace writes about an opening."""
        words = {"title": title, "name": name, "list": _listed([CALLED[task] for task in tasks])}
        words["do_list"] = _listed([self._do[task] for task in tasks])
        parts = [self._one(phrases.ADVERTS), self._one(phrases.ADVERT_TASKS), self._one(phrases.ADVERT_ENDS)]
        return " ".join(self._fill(part, tasks, words) for part in parts if part)

    def misspelt(self, text: str) -> str:
        """The text with one or two words spelt as people in a hurry spell them."""
        words, slips = text.split(" "), 1 + int(self._next() * 2)
        for _ in range(_ATTEMPTS):
            place = int(self._next() * len(words))
            slipped = _SLIPS[int(self._next() * len(_SLIPS))](words[place])
            slips -= slipped != words[place]
            words[place] = slipped
            if not slips:
                break
        return " ".join(words)

    def _fill(self, pattern: str, tasks: list[str], words: dict[str, str] | None = None) -> str:
        """The pattern with its slots filled from the tasks, the first one and another one."""
        first = tasks[int(self._next() * len(tasks))]
        second = tasks[(tasks.index(first) + 1) % len(tasks)]
        slots = {
            "do": self._do[first],
            "done": DONE[first],
            "called": CALLED[first],
            "done2": DONE[second] if second != first else "hjulpet til, hvor der var brug for det",
            "called2": CALLED[second] if second != first else "praktiske opgaver",
            "title": self._one(self._titles[first]),
            **(words or {}),
        }
        text = _SLOT.sub(lambda slot: slots[slot.group(1)], pattern)
        return text[0].upper() + text[1:] if pattern.endswith(".") else text

    def _one(self, options: tuple[str, ...]) -> str:
        return options[int(self._next() * len(options))]

    def _next(self) -> float:
        if not self._numbers:
            self._numbers = self._rng.random(4096).tolist()
        return self._numbers.pop()


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"


def _plain_letters(word: str) -> str:
    return word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _one_of_two(word: str) -> str:
    return re.sub(r"([bdfgklmnprst])\1", r"\1", word, count=1)


def _swapped(word: str) -> str:
    return word if len(word) < 6 else word[:3] + word[4] + word[3] + word[5:]


def _without_r(word: str) -> str:
    return re.sub(r"er([.,]?)$", r"e\1", word) if len(word) > 4 else word


def _split(word: str) -> str:
    for ending in ("arbejde", "rengøring", "medhjælper", "assistent", "opfyldning", "medarbejder"):
        place = word.find(ending)
        if place > 2:
            return f"{word[:place]} {word[place:]}"
    return word


def _missing_letter(word: str) -> str:
    return word if len(word) < 6 else word[:4] + word[5:]


_SLIPS = (_plain_letters, _one_of_two, _swapped, _without_r, _split, _missing_letter)
"""Common slips: æ, ø, å written out, one letter of a pair, letters swapped, no -r, compounds split, a letter lost."""
