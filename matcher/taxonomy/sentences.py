"""A text as words with their places, the sentences they stand in, and which of them are denied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_SAME = {
    "allerhøjst": "højst",
    "højest": "højst",
    "kilo": "kg",
    "kilogram": "kg",
    "kilos": "kg",
    "klokken": "kl",
    "maks": "højst",
    "maksimalt": "højst",
    "maksimum": "højst",
    "max": "højst",
    "maximalt": "højst",
    "maximum": "højst",
}
"""Words that are read as another that says the same."""
_HOURS = frozenset(("t", "tim"))
"""Short for hours after a number."""
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
_WHO = frozenset("der som".split())
_ANYBODY = frozenset("nogen ingen noget andre".split())
_NOT_MORE = frozenset("ikke aldrig not never no".split())
_MORE = frozenset("mere flere længere tungere more longer heavier".split())
_THAN = frozenset("end than".split())
_AVOIDED = frozenset("undgås".split())
_BY = frozenset("af by".split())
_OTHERS = frozenset("andre kolleger kollegaer kollegerne kollegaerne kollega others colleagues colleague".split())
_FARTHEST_VERB = 4
"""Words between something and who does it: *tunge løft kan altid klares af andre*."""
_FARTHEST_PART, _FARTHEST_REACH = 12, 60
"""Words that are looked through for what belongs to a word; a longer sentence without a turn is no sentence."""
_FARTHEST_MORE = 4
"""Words between *ikke* and *mere end*: *ikke løfte mere end*."""
_TURNS = frozenset(
    "men kun dog derimod hellere gerne helst så hvor når hvis fordi også mens but only instead rather because if"
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
        elif written in _HOURS and found and found[-1].form[-1].isdecimal() and not _ENDS_SENTENCE.search(between):
            written, last = "timer", match.end() + dotted
        written = _SAME.get(written, written)
        found.append(Word(written, folded(written), match.start(), match.end(), sentence, pauses))
    return _deny(_at_most(found))


def _at_most(words: Sequence[Word]) -> list[Word]:
    """The same words, with *højst* for *ikke mere end*: what has a limit is not denied."""
    found: list[Word] = []
    for word in words:
        denier = _denier_of_more(found, word)
        if denier is None:
            found.append(word)
        else:
            limit = "most" if word.text == "than" else "højst"
            found[denier] = replace(found[denier], text=limit, form=folded(limit))
            del found[-1]
    return found


def _denier_of_more(before: Sequence[Word], word: Word) -> int | None:
    """Number of the word that denies *mere* where this one is the *end* of it."""
    if word.text not in _THAN or not before or before[-1].text not in _MORE:
        return None
    for place in range(len(before) - 2, max(len(before) - 3 - _FARTHEST_MORE, -1), -1):
        if (before[place].sentence, before[place].pauses) != (word.sentence, word.pauses):
            return None
        if before[place].text in _NOT_MORE:
            return place
    return None


def _deny(words: Sequence[Word]) -> list[Word]:
    """The same words, with the number of the negator that denies each."""
    by = [-1] * len(words)
    for place in range(len(words)):
        if not is_negator(words, place):
            continue
        for following in reach(words, place):
            by[following] = place
    return [
        Word(word.text, word.form, word.start, word.end, word.sentence, word.pauses, by[place])
        for place, word in enumerate(words)
    ]


def reach(words: Sequence[Word], place: int) -> range:
    """Numbers of the words after one that it goes on to, until the sentence ends or turns."""
    last = place
    most = min(place + _FARTHEST_REACH, len(words) - 1)
    while last < most and words[last + 1].sentence == words[place].sentence and not _turns(words, last + 1, place):
        last += 1
    return range(place + 1, last + 1)


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


def part_of(words: Sequence[Word], place: int) -> range:
    """Numbers of the words of its sentence between the same two pauses as a word, a dozen on either side at most."""
    here = words[place].sentence, words[place].pauses
    least, most = max(place - _FARTHEST_PART, 0), min(place + _FARTHEST_PART, len(words) - 1)
    first = last = place
    while first > least and (words[first - 1].sentence, words[first - 1].pauses) == here:
        first -= 1
    while last < most and (words[last + 1].sentence, words[last + 1].pauses) == here:
        last += 1
    return range(first, last + 1)


def is_left_to_others(words: Sequence[Word], place: int) -> bool:
    """Whether what ends at a word is done by somebody else: *tunge løft klares af kollegerne*, *støj undgås*."""
    here = words[place]
    for near in range(place, min(place + _FARTHEST_VERB + 1, len(words))):
        word = words[near]
        if (word.sentence, word.pauses) != (here.sentence, here.pauses):
            return False
        if word.text in _AVOIDED and near > place:
            return True
        if word.text in _BY and near > place and (word.text == "by" or words[near - 1].text.endswith("s")):
            return any(other.text in _OTHERS for other in words[near + 1 : near + 3])
    return False


def _turns(words: Sequence[Word], place: int, negator: int) -> bool:
    word, before = words[place], words[place - 1]
    if word.text == "for":
        # "uden risiko for støj" goes on, "ikke nu, for jeg ..." does not.
        after = words[place + 1] if place + 1 < len(words) else word
        return place > negator + 1 and (after.text in _BEGINS or word.pauses > before.pauses)
    if word.text in _TURNS and not (place == negator + 1 and word.text == "så"):
        return True
    if word.pauses > before.pauses and word.text in _BEGINS:
        # "ikke nogen, der skynder på mig" is one thing that is denied.
        return not (word.text in _WHO and before.text in _ANYBODY)
    return before.text in _AND and word.text in _BEGINS
