"""The forms of a Danish word: which endings may be cut, which are irregular, which spellings are one slip apart."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e"})
_ENDINGS = (
    "eringerne eringen eringer ering erende erede erer eret ere ernes erne erens eren ers er"
    " ningerne ningen ninger ning ingerne ingen inger ing elserne elsen elser else"
    " ende edes ede ets ens ene es et en s e"
).split()
_AFTER_T = ("ig", "fri", "som", "isk", "ed")
_AFTER_VOWEL = frozenset("aeiouy")
SHORTEST = 3
"""Fewest letters of what is left when an ending is cut."""
_IRREGULAR = {
    form: verb
    for verb, forms in {
        "binde": "bandt bundet",
        "bringe": "bragte bragt",
        "bryde": "brudt",
        "bære": "bar båret",
        "gøre": "gør gjorde gjort",
        "gå": "går gik gået gående",
        "hjælpe": "hjalp hjulpet",
        "hænge": "hang hængte hængt",
        "klippe": "klippet klip",
        "køre": "kører kørte kørt kørsel",
        "lægge": "lagde lagt",
        "løbe": "løb løbet",
        "læse": "læste læst",
        "række": "rakte rakt",
        "rydde": "ryddet oprydning",
        "se": "ser så set",
        "sidde": "sad siddet",
        "skrive": "skrev skrevet",
        "skære": "skar skåret",
        "slå": "slår slog slået",
        "smøre": "smurte smurt",
        "stryge": "strøg strøget",
        "strø": "strør strøede strøet",
        "stå": "står stod stået",
        "sy": "syr syede syet",
        "sælge": "solgte solgt",
        "sætte": "satte sat",
        "tage": "tager tag tog taget",
        "trække": "trak trukket",
        "tælle": "talte talt",
        "vande": "vander vandede vandet vanding",
        "bage": "bager bagte bagt",
        "fylde": "fyldte fyldt",
        "tømme": "tømte tømt",
        "pakke": "pak",
        "kræve": "kræver krævede",
    }.items()
    for form in forms.split()
}


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Lower case, with æ, ø and å as ae, oe and aa: as people write who lack the letters.

    >>> folded("Grøntsager")
    'groentsager'
    """
    return unicodedata.normalize("NFC", word).casefold().translate(_LETTERS)


_IRREGULAR_FOLDED = {folded(form): folded(verb) for form, verb in _IRREGULAR.items()}


@lru_cache(maxsize=100_000)
def roots(word: str) -> frozenset[str]:
    """What may be left of a folded word when its ending is cut; two forms of one word have a root in common.

    >>> sorted(roots("sortering") & roots("sorterer"))
    ['sort', 'sorter']
    >>> bool(roots("koekken") & roots("koekkenet")), bool(roots("stoej") & roots("stoev"))
    (True, False)
    """
    found = {word, _IRREGULAR_FOLDED.get(word, word)}
    for form in tuple(found):
        for ending in _ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= SHORTEST:
                found.add(undoubled(form[: -len(ending)]))
        if form.endswith("t") and form[:-1].endswith(_AFTER_T):
            found.add(form[:-1])
        if form.endswith("r") and len(form) > SHORTEST and form[-2] in _AFTER_VOWEL:
            found.add(form[:-1])
    return frozenset(found)


def slips(left: str, right: str, most: int) -> int:
    """How many letters to put in, take out, change or swap with the next; more than `most` is `most` + 1.

    >>> slips("telfon", "telefon", 1), slips("rengoerring", "rengoering", 2), slips("hund", "kat", 1)
    (1, 1, 2)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, 1):
        new = [i]
        for j, other in enumerate(right, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (one != other))
            if i > 1 and j > 1 and one == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return min(row[-1], most + 1)


def undoubled(stem: str) -> str:
    """A stem that ends in a double consonant without the second: *kokk(e)* is *kok*."""
    return stem[:-1] if len(stem) > SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "aeiouy" else stem
