"""Amounts beside the words that name them: *15 timer om ugen* may be reduced hours, *37 timer om ugen* is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.taxonomy.sentences import Word

FULL_TIME = 37
"""Hours a week of a full-time job in Denmark; whoever says so many speaks of no reduced hours."""
_REACH = 2
"""Words between an amount and what it is of: *15 effektive timer*."""
_OPEN = ("aaben", "aabn", "open")
_MORE = frozenset("flere more".split())
_REDUCED = "SCH-01"
_FEW = frozenset({_REDUCED, "SCH-02"})
"""Needs of few hours."""


@dataclass(frozen=True, slots=True)
class AmountRule:
    """Between which amounts neutral words speak for a need.

    Attributes
    ----------
    least, most
        The amount, both included, in the unit of the words: hours a week, time of day, minutes.
    follows
        Whether the amount comes after the words (*efter kl. 10*); else before them.
    worth
        How much the words then say by themselves, in (0, 1].
    """

    least: float
    most: float
    follows: bool
    worth: float


RULES = {
    # Fewer hours than full time may be wished for or simply be the post: it is asked.
    _REDUCED: AmountRule(0.5, 30.0, follows=False, worth=0.55),
    # The catalogue's usual amounts: a late start is not before 9, a short way not above 30 minutes.
    "SCH-05": AmountRule(9.0, 18.0, follows=True, worth=1.0),
    "SCH-13": AmountRule(1.0, 30.0, follows=False, worth=1.0),
}
"""By code of the need; a row of ``phrases.csv`` whose `when` is ``amount`` must have one."""


def is_amount_right(code: str, words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether beside neutral words stands an amount that makes them speak for a need; without one they say nothing."""
    rule = RULES[code]
    if rule.follows:
        following = places[-1] + 1
        amount = _number(words, following) if following < len(words) else None
    else:
        amount = _before(words, places[0])
    return amount is not None and rule.least <= amount <= rule.most


def contradicts(code: str, words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether words near a need of time say that it is none: *åbent*, *få flere timer*, *højst 37 timer*."""
    first, last = places[0], places[-1]
    if not code.startswith("SCH-"):
        return False
    here = words[last]
    part = [word.form for word in words if (word.sentence, word.pauses) == (here.sentence, here.pauses)]
    if any(form.startswith(_OPEN) for form in part):
        return True
    if code in _FEW and any(words[place].form in _MORE for place in range(first, last)):
        return True
    amounts = (_before(words, first), *(_number(words, place) for place in range(first, last)))
    return code == _REDUCED and any(amount is not None and amount >= FULL_TIME for amount in amounts)


def _before(words: Sequence[Word], place: int) -> float | None:
    """The nearest amount before a word, in its sentence."""
    for near in range(place - 1, max(place - 2 - _REACH, -1), -1):
        if words[near].sentence != words[place].sentence:
            return None
        number = _number(words, near)
        if number is not None:
            return number
    return None


def _number(words: Sequence[Word], place: int) -> float | None:
    """The number that a word is, of a range the larger; a part after a decimal comma is of the whole before it."""
    parts = words[place].form.split("-")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    if place and words[place - 1].form.isdecimal() and words[place].start == words[place - 1].end + 1:
        return _number(words, place - 1)
    return max(float(part) for part in parts)
