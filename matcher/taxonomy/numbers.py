"""Numbers in a text, in digits and in words: *15*, *femten*, *ti-tolv*, *halvanden*, *halv ti*."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.taxonomy.sentences import Word

_SMALL = (
    "nul en|et|een|one to|two tre|three fire|four fem|five seks|six syv|seven otte|eight ni|nine ti|ten elleve|eleven"
    " tolv|twelve tretten|thirteen fjorten|fourteen femten|fifteen seksten|sixteen sytten|seventeen atten|eighteen"
    " nitten|nineteen tyve|twenty"
).split()
_TENS = {"tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60}
_OTHERS = {"halvanden": 1.5, "halvandet": 1.5, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0}
HALF = frozenset("halv halve halvt half".split())
"""What is half of what follows it: *en halv dag*, *halv ti*."""
_ONE = frozenset("en et een one a an".split())
"""As often an article as a number: a number only right before what is counted."""
_QUARTER = 0.25
_MOST_DIGITS = 4


def _read_words() -> dict[str, float]:
    known = {word: float(number) for number, words in enumerate(_SMALL) for word in words.split("|")}
    known |= {word: float(number) for word, number in _TENS.items()} | _OTHERS
    ones = _SMALL[1:10]
    for tens, number in _TENS.items():
        for one, words in enumerate(ones, start=1):
            known[f"{words.split('|')[0]}og{tens}"] = float(number + one)
    return known


_IN_WORDS = _read_words()


def is_number(form: str) -> bool:
    """Whether a folded word is a number in words; *en* is none."""
    return form in HALF or (form in _IN_WORDS and form not in _ONE)


def number_at(words: Sequence[Word], place: int) -> float | None:
    """The number that a word is, None when it is none.

    Of a range the larger (*10-12*, *ti-tolv*); a part after a decimal comma is of the whole before it; of *en halv
    time* the half. *En* is none.
    """
    form = words[place].form
    if form in _ONE:
        return None
    if form in HALF:
        return 0.5
    parts = form.split("-")
    if not all(part in _IN_WORDS or (part.isdecimal() and len(part) <= _MOST_DIGITS) for part in parts):
        return None
    if _is_after_point(words, place):
        return number_at(words, place - 1)
    return max(_value(part) for part in parts)


def one_before(words: Sequence[Word], place: int) -> float | None:
    """1 when what stands right before a word is *en*; None else."""
    if place and words[place - 1].form in _ONE and words[place - 1].sentence == words[place].sentence:
        return 1.0
    return None


def is_range(words: Sequence[Word], place: int) -> bool:
    """Whether a number ends a range: *10-12*, *10–12*, *ti til tolv*."""
    if "-" in words[place].form:
        return True
    if _is_after_point(words, place):
        return is_range(words, place - 1)
    joined = 2 if place > 1 and words[place - 1].form in ("til", "to", "eller", "or") else 1
    return (
        place >= joined
        and words[place - joined].sentence == words[place].sentence
        and number_at(words, place - joined) is not None
    )


def clock_at(words: Sequence[Word], place: int) -> float | None:
    """The hour that is said from a word on: *10*, *9.30* (9), *halv ti* (9.5), *kvart over ni* (9.25), or None."""
    if place >= len(words):
        return None
    form = words[place].form
    if form in HALF and place + 1 < len(words):
        hour = number_at(words, place + 1)
        return None if hour is None else hour - 0.5
    if form == "kvart" and place + 2 < len(words):
        hour = number_at(words, place + 2)
        if hour is None:
            return None
        return hour + _QUARTER if words[place + 1].form == "over" else hour - _QUARTER
    return number_at(words, place)


def _is_after_point(words: Sequence[Word], place: int) -> bool:
    """Whether a number is what stands after the point of another: *7,5* and *9.30*, but not *10–12*."""
    here, before = words[place], words[place - 1]
    return (
        place > 0
        and here.form.isdecimal()
        and before.form.isdecimal()
        and here.start == before.end + 1
        and (here.sentence, here.pauses) != (before.sentence, before.pauses)
    )


def _value(part: str) -> float:
    return float(part) if part.isdecimal() else _IN_WORDS[part]
