"""A text as words with their places, the sentences they stand in, and which of them are denied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from models.linking.danish import ABBREVIATIONS
from models.linking.forms import folded

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:-(?:[^\W_][\u0300-\u036f]*)+)*(?:'t\b|’t\b)?")
_SHORT = ABBREVIATIONS | {
    "alm": "almindelig",
    "arb": "arbejde",
    "div": "diverse",
    "evt": "eventuelt",
    "max": "højst",
    "maks": "højst",
    "opg": "opgaver",
    "pga": "på grund af",
    "prakt": "praktisk",
    "tlf": "telefon",
}
_ENDS_SENTENCE = re.compile(r"[.!?;:\n•*|]|\s[-–—]\s")
_PAUSE = re.compile(r"[,()/]")

NEGATORS = frozenset(
    "ikke ingen intet uden undgå undgår aldrig hverken slippe slipper fri frit svært nej"
    " no not without avoid never cannot can't don't doesn't won't isn't aren't unable none".split()
)
"""Words that deny what follows them; `fri` and `slippe` where *for* follows, `svært` where *ved* or *med* does."""
_WITH_FOR = {"fri": "for", "frit": "for", "slippe": "for", "slipper": "for", "undgå": "", "undgår": ""}
_HARD = frozenset({"ved", "med"})
_NOT_DENIED = frozenset("kun bare blot mindst only just imod problem bange".split())
"""After a negator: *ikke kun*, *ikke noget imod*, *ikke et problem*, *ikke bange for*."""
_TURNS = frozenset(
    "men kun dog derimod hellere gerne helst så hvor når hvis fordi for også mens but only instead rather because if"
    " when where".split()
)
"""Words that end what is denied."""
_BEGINS = frozenset(
    "jeg du vi man han hun de det der i en et min mit mine vil kan skal må har er får vores deres god gode mulighed"
    " i you we they there he she it a an my would can must has have is are will".split()
)
"""Words that begin something new after a comma or *og*."""
_AND = frozenset("og and samt".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes
    ----------
    text
        As it is read: lower case, an abbreviation written in full.
    form
        The same with æ, ø and å as ae, oe and aa.
    start, end
        Where it stands.
    sentence
        Number of its sentence.
    pauses
        How many commas and brackets come before it.
    denied
        Number of the word that denies it; -1 when none does.
    """

    text: str
    form: str
    start: int
    end: int
    sentence: int
    pauses: int
    denied: int = -1


def read_words(text: str) -> list[Word]:
    """The words of a text, in order."""
    found: list[Word] = []
    sentence = pauses = last = 0
    for match in _WORD.finditer(text):
        between = text[last : match.start()]
        written = unicodedata.normalize("NFC", match[0]).replace("’", "'").casefold()
        dotted = text[match.end() : match.end() + 1] == "."
        if _ENDS_SENTENCE.search(between):
            sentence += 1
        pauses += len(_PAUSE.findall(between))
        last = match.end()
        if written in _SHORT and dotted:
            # The full stop belongs to the short word.
            written, last = _SHORT[written], match.end() + 1
        found.append(Word(written, folded(written), match.start(), match.end(), sentence, pauses))
    return _deny(found)


def _deny(words: Sequence[Word]) -> list[Word]:
    """The same words, with the number of the negator that denies each."""
    by = [-1] * len(words)
    for place, word in enumerate(words):
        if not is_negator(words, place):
            continue
        for following in range(place + 1, len(words)):
            if words[following].sentence != word.sentence or _turns(words, following, place):
                break
            by[following] = place
    return [
        Word(word.text, word.form, word.start, word.end, word.sentence, word.pauses, by[place])
        for place, word in enumerate(words)
    ]


def is_negator(words: Sequence[Word], place: int) -> bool:
    """Whether a word denies what follows it: *ikke*, but not in *ikke kun*."""
    word = words[place].text
    if word not in NEGATORS:
        return False
    after = [one.text for one in words[place + 1 : place + 4] if one.sentence == words[place].sentence]
    if word == "svært":
        return bool(after) and after[0] in _HARD
    if _WITH_FOR.get(word):
        return bool(after) and after[0] == "for"
    # "ikke uden" and "not without" say that it is there.
    if after[:1] and after[0] in ("uden", "without"):
        return False
    if word in ("uden", "without") and place and words[place - 1].text in ("ikke", "not"):
        return False
    return not (after[:1] and after[0] in _NOT_DENIED) and not (
        after[:1] and after[0] in ("noget", "et", "nogen", "a") and len(after) > 1 and after[1] in _NOT_DENIED
    )


def _turns(words: Sequence[Word], place: int, negator: int) -> bool:
    word, before = words[place], words[place - 1]
    if word.text in _TURNS and not (place == negator + 1 and word.text in ("for", "så")):
        return True
    if word.pauses > before.pauses and word.text in _BEGINS:
        return True
    return before.text in _AND and word.text in _BEGINS
