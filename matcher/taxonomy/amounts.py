"""Amounts beside the words that name them: *15 timer om ugen* may be reduced hours, *37 timer om ugen* is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from matcher.taxonomy.numbers import clock_at, is_range, number_at, one_before
from matcher.taxonomy.sentences import Word, part_of

FULL_TIME = 37
"""Hours a week of a full-time job in Denmark; whoever says so many speaks of no reduced hours."""
FULL_DAY = 7
"""Hours from which a day is no short one."""
_REACH = 2
"""Words between an amount and what it is of: *15 effektive timer*."""
_OPEN = ("aaben", "aabn", "open", "doegn")
"""Beginnings of words for hours that are the workplace's."""
_WEEKLY_FROM = 5
"""Hours from which a range without *om ugen* is a week's."""
_MORE = frozenset("flere more".split())
_REDUCED, _SHORT, _LATE, _NEAR = "SCH-01", "SCH-02", "SCH-05", "SCH-13"
_FEW = frozenset({_REDUCED, _SHORT})
"""Needs of few hours."""
_HOURS = frozenset("time times timer timers timerne hour hours".split())
_MINUTES = frozenset("minut minutter minutters minutes min".split())
_UNITS = _HOURS | _MINUTES | {"kg", "grader", "grad", "degrees"}
_LITTLE = frozenset(
    "lav lave lavt begraenset begraensede minimal minimalt minimale sjaelden sjaeldne low limited".split()
)
_AT_MOST = frozenset("hoejst kun under most only".split())
_SIXTY = 60
_OF_SOMETHING_ELSE = ("skaerm", "comput", "staa", "gaa", "koer", "transport", "bus", "screen")
"""Beginnings of words that hours may be of, and then are no working hours: *højst to timer ved computeren*."""
_MEETINGS = frozenset("moedet moedes moedets moederne samtalen kurset interviewet undervisningen arrangementet".split())
"""Words for what begins at a time and is nobody's day; only the verb *møde* is to come to work."""
_BEFORE_MEETINGS = frozenset("har have holde holder mange alle flere nogle til om og et dette vores".split())
_ADVERBS = frozenset("foerst foerste tidligst helst gerne kun ikke altid senest ogsaa bedst".split())
_BEFORE_VERB = frozenset("at kan kunne skal skulle vil ville maa maatte to".split()) | _ADVERBS
_AFTER_VERB = frozenset("ind op du jeg vi han hun".split())


class Meeting(Enum):
    """Whether *møde* is to come to work."""

    COME = "come"
    UNSURE = "unsure"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class AmountRule:
    """Between which amounts neutral words speak for a need or a demand.

    Attributes
    ----------
    least, most
        The amount, both included, in the unit of the words: hours a week or a day, time of day, minutes, kg, degrees.
    worth
        How much the words then say by themselves, in (0, 1].
    """

    least: float
    most: float
    worth: float


RULES = {
    # Fewer hours than full time may be wished for or simply be the post: it is asked.
    _REDUCED: AmountRule(0.5, 30.0, worth=0.55),
    _SHORT: AmountRule(0.5, 5.5, worth=0.55),
    # The catalogue's usual amounts: a late start is not before 9, a short way not above 30 minutes.
    _LATE: AmountRule(9.0, 18.0, worth=1.0),
    _NEAR: AmountRule(1.0, 30.0, worth=1.0),
    # What somebody may lift at most is no heavy lift up to twice the catalogue's 5 kg.
    "PHY-01": AmountRule(0.5, 10.0, worth=0.9),
    # Degrees of a cold store.
    "cold": AmountRule(0.0, 10.0, worth=1.0),
}
"""By code; a row of ``phrases.csv`` whose `when` is ``amount`` must have one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to which amount a demand with a limit is the need that is met where it is small: *højst stå i 20 minutter*.

    Attributes
    ----------
    units
        Words for the unit; hours are turned into minutes.
    most
        The amount.
    absent
        Whether the demand itself is then said to be absent; else nothing is said of it.
    """

    units: frozenset[str]
    most: float
    absent: bool


_TIME = _HOURS | _MINUTES
LIMITS = {
    "lift_kg": Limit(frozenset({"kg"}), 10.0, absent=True),
    "standing_min": Limit(_TIME, 120.0, absent=False),
    "walking_min": Limit(_TIME, 120.0, absent=False),
    "screen_min": Limit(_TIME, 240.0, absent=False),
    "repetitive_min": Limit(_TIME, 120.0, absent=False),
}
"""By code of the demand."""


def is_amount_right(code: str, words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether beside neutral words stands an amount that makes them speak for a need; without one they say nothing."""
    rule = RULES[code]
    if code == _LATE:
        amount = clock_at(words, places[-1] + 1)
        return amount is not None and rule.least <= amount <= rule.most
    unit = next((place for place in places if words[place].form in _UNITS), None)
    if unit is None:
        return False
    place = _place_before(words, unit)
    amount = one_before(words, unit) if place is None else number_at(words, place)
    # *10-12 timer* by itself is a week's; *12 timer* may be anything.
    if code == _REDUCED and len(places) == 1:
        return (
            amount is not None and place is not None and is_range(words, place) and _WEEKLY_FROM <= amount <= rule.most
        )
    if amount is not None and code == _NEAR and any(words[one].form in _HOURS for one in places):
        amount *= _SIXTY
    return amount is not None and rule.least <= amount <= rule.most


def is_limited(code: str, words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether a demand is there up to a small amount only: *højst to timer ved skærm*, *løft på højst 5 kg*."""
    limit = LIMITS.get(code)
    if limit is None:
        return False
    limited = False
    for place in part_of(words, places[0]):
        word = words[place]
        limited = limited or word.form in _AT_MOST
        if limited and word.form in limit.units:
            amount = _before(words, place)
            amount = one_before(words, place) if amount is None else amount
            if amount is not None:
                return amount * (_SIXTY if word.form in _HOURS else 1) <= limit.most
    return False


def is_little(words: Sequence[Word], place: int) -> bool:
    """Whether what begins at a word is said to be there a little only: *lav støj*, *begrænset kundekontakt*."""
    before = words[place - 1] if place else words[place]
    return before.form in _LITTLE and before.sentence == words[place].sentence


def contradicts(code: str, words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether words near a need of time say that it is none: *åbent*, *få flere timer*, *mødet*, *højst 37 timer*."""
    first, last = places[0], places[-1]
    if not code.startswith("SCH-"):
        return False
    if any(words[place].form.startswith(_OPEN) for place in part_of(words, last)):
        return True
    if meeting(code, words, places) is Meeting.MEETING:
        return True
    if code in _FEW:
        if any(words[place].form in _MORE for place in range(first, last)):
            return True
        around = range(max(first - _REACH, 0), min(last + _REACH + 2, len(words)))
        if any(words[place].form.startswith(_OF_SOMETHING_ELSE) for place in around if place not in places):
            return True
    most = {_REDUCED: FULL_TIME, _SHORT: FULL_DAY}.get(code)
    amounts = (_before(words, first), *(number_at(words, place) for place in range(first, last)))
    return most is not None and any(amount is not None and amount >= most for amount in amounts)


def meeting(code: str, words: Sequence[Word], places: Sequence[int]) -> Meeting:
    """Whether what begins is somebody's day: *du møder kl. 10*, but not *mødet er kl. 10* or *et møde efter kl. 10*."""
    if code != _LATE and code not in _FEW:
        return Meeting.COME
    here = words[places[-1]]
    if any(words[place].form in _MEETINGS for place in part_of(words, places[-1])):
        return Meeting.MEETING
    for place in places:
        form = words[place].form
        if form not in ("moede", "moeder"):
            continue
        begins = not place or (words[place - 1].sentence, words[place - 1].pauses) != (here.sentence, here.pauses)
        before = "" if begins else words[place - 1].form
        after = words[place + 1].form if place + 1 < len(words) else ""
        if form == "moeder":
            return Meeting.MEETING if begins or before in _BEFORE_MEETINGS else Meeting.COME
        if before in _BEFORE_VERB or after in _AFTER_VERB:
            return Meeting.COME
        return Meeting.UNSURE if begins else Meeting.MEETING
    return Meeting.COME


def _before(words: Sequence[Word], place: int) -> float | None:
    """The nearest amount before a word, in its sentence."""
    found = _place_before(words, place)
    return None if found is None else number_at(words, found)


def _place_before(words: Sequence[Word], place: int) -> int | None:
    for near in range(place - 1, max(place - 2 - _REACH, -1), -1):
        if words[near].sentence != words[place].sentence:
            return None
        if number_at(words, near) is not None:
            return near
    return None
