"""Finding phrases in the words of a text: which words, how well, and how much of the phrase is there."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from matcher.taxonomy.illness import places_of_illness
from matcher.taxonomy.numbers import HALF, is_number, number_at
from matcher.taxonomy.phrases import LinkKind, NeverLinked, Phrase, When
from matcher.taxonomy.sentences import NEGATORS, Word, read_words
from matcher.taxonomy.synonyms import Synonyms
from models.linking.compounds import CompoundSplitter
from models.linking.forms import folded, roots, slips

_EMPTY = frozenset(
    "en et den det de der er og eller at som kan skal vil jeg du vi man min mit mig dig sig os ikke med i for om ved"
    " hos hvor der dette disse the a an of to and or is are be i you we my your in at with for".split()
)
"""Words that say nothing by themselves."""
_ONLY_DANISH = frozenset(
    "en et den det de der er og eller som kan skal vil jeg du vi man ikke med til ved hos paa af har ingen uden".split()
)
_ONLY_ENGLISH = frozenset("the a an of to and or is are you my your with no not without must will".split())
_PARTICLES = frozenset("op af ud ad ind frem imod paa til fra over ned sammen up out off away down on".split())
_LIMITING = frozenset("faa kun hoejst under few only most".split())
"""Words that make few of what is not: without *få*, *timer om ugen* says nothing."""
_WHOLE = frozenset("kl dagtimer dagtimerne".split())
"""A phrase with one of these counts as a whole alone."""
_GENERIC = frozenset(
    root
    for word in "arbejde hjælpe opgave ting job work help task do lave gøre".split()
    for root in roots(folded(word))
)
"""Words that nearly every task could be named with."""
_COMMON = frozenset(
    folded(word)
    for word in (
        "kunne kunde kunder skulle ville havde have været blive bliver andre anden andet mange meget noget nogen"
        " altid gerne helst mellem sammen inden under efter omkring aldrig derfor alene lidt mest timer timerne ugen"
        " dagen dage arbejde arbejdet opgaver opgaverne hjælp hjælpe hvordan hvorfor hvilke vores deres being there"
        " their about would could should people other really looking someone working"
    ).split()
)
"""Words so frequent that they are no slip for another."""
_HEAD, _FRONT, _SLIP, _TWO_SLIPS = 0.9, 0.62, 0.85, 0.75
"""How well a word fits: as the last part of a compound, as a part before that, with one slip of the pen, with two."""
_TAIL = 0.6
"""As the last part of a compound whose front nobody has seen: nothing alone, enough beside the rest of a phrase."""
_SHORTEST_FRONT, _SHORTEST_TAIL = 3, 4
_UNDIVIDED = ("medarbejd", "samarbejd")
"""Beginnings of words that are no compounds of what they end with."""
_SYNONYM = 0.8
"""As a word that may stand for the one of the phrase."""
_TURNED = 0.55
_FIXED_ORDER = frozenset({LinkKind.DEMAND, LinkKind.NEED})
_COPULA = frozenset("er var bliver blive kan skal skulle is are be must".split())
_FARTHEST = 40
"""Words between two of one phrase, little ones included; what is farther apart was never meant together."""
_GAP, _PAUSE = 0.9, 0.9
_MOST_GAPS, _MOST_GAPS_IN_COMPOUND = 4, 0
_LEAST_COVERED = 0.5
_LIGHT = 0.5
_SLIP_FROM, _TWO_SLIPS_FROM = 6, 10


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that was found.

    Attributes
    ----------
    phrase
        Which.
    places
        Numbers of the words that speak for it, rising.
    score
        How well it is there, in (0, 1]: the share of the phrase's weight that was found, squared, times how well the
        words fit, times .92 for each word between them, times what the phrase is worth by itself.
    claims
        For each place the weight of what it stands for, times how well it fits.
    """

    phrase: Phrase
    places: tuple[int, ...]
    score: float
    claims: tuple[float, ...]


@dataclass(frozen=True)
class _Entry:
    phrase: Phrase
    forms: tuple[str, ...]
    weights: tuple[float, ...]
    needed: frozenset[int]
    most_gaps: int


class PhraseFinder:
    """Finds phrases word by word, whatever their order and inflection, in compounds and with slips of the pen.

    Parameters
    ----------
    phrases
        What to look for.
    never
        Words that are never evidence.
    synonyms
        By root of a word those that may stand for it in a phrase of several, each as its roots.
    """

    def __init__(self, phrases: Sequence[Phrase], never: NeverLinked, synonyms: Synonyms | None = None) -> None:
        self._never = never
        self._synonyms = synonyms or {}
        danish = sorted({folded(phrase.text) for phrase in phrases if phrase.danish})
        self._splitter = CompoundSplitter().fit(danish)
        codes: dict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            for form in _forms(phrase.text):
                for root in roots(form):
                    codes[root].add(phrase.meaning.code)
        self._codes = codes
        self._most = log(1.0 + len({phrase.meaning.code for phrase in phrases}))
        self._entries: list[_Entry] = []
        self._at: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
        for phrase in sorted(phrases, key=lambda one: (one.text, one.meaning.code, one.meaning.part, one.when)):
            forms = _forms(phrase.text)
            self._add(phrase, forms, _MOST_GAPS, forms)
            divided = tuple(part for form in forms for part in self._splitter.split(form))
            if phrase.danish and divided != forms and _WHOLE.isdisjoint(forms):
                self._add(phrase, divided, _MOST_GAPS_IN_COMPOUND if len(forms) == 1 else _MOST_GAPS, forms)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for form in sorted({form for entry in self._entries for form in entry.forms}):
            if len(form) >= _SLIP_FROM - 1:
                self._by_start[form[0]].append(form)

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Every phrase of which at least half is there, the best place of each."""
        danish = _is_danish(words)
        # Of this text alone: nothing of what somebody wrote outlives its reading.
        stands_for: dict[str, tuple[tuple[str, float], ...]] = {}
        hits: dict[int, dict[int, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
        ill = places_of_illness(words, self._never)
        for place, word in enumerate(words):
            if place in ill:
                continue
            best: dict[tuple[int, int], float] = {}
            if word.form not in stands_for:
                stands_for[word.form] = self._roots(word.form)
            for root, quality in stands_for[word.form]:
                for number, position, fit in self._at.get(root, ()):
                    key = number, position
                    best[key] = max(quality * fit, best.get(key, 0.0))
            for (number, position), quality in best.items():
                if self._entries[number].phrase.danish or not danish:
                    hits[number][position].append((place, quality))
        found = (self._place(self._entries[number], at, words, ill) for number, at in sorted(hits.items()))
        return [one for several in found for one in several]

    def _add(self, phrase: Phrase, forms: tuple[str, ...], most_gaps: int, written: tuple[str, ...]) -> None:
        if not forms:
            return
        weights = tuple(self._weight(form) for form in forms)
        needed = {place for place, form in enumerate(forms) if form in NEGATORS}
        if phrase.when is When.AMOUNT or not _WHOLE.isdisjoint(forms) or not _LIMITING.isdisjoint(forms):
            # Half of *møde efter kl.* is any time of day, and *timer* is no half of *dagtimer*.
            needed = set(range(len(forms)))
        if forms[-1] in _PARTICLES:
            needed.add(len(forms) - 1)
        for several in (written, forms):
            light = {form for form in several if _is_light(form)}
            if len(light) == len(several) - 1:
                # *stående arbejde* is more than *stå*, *én ting ad gangen* than *gang*, *på hverdage* than *hverdag*.
                needed |= {place for place, form in enumerate(forms) if form in light}
        number = len(self._entries)
        self._entries.append(_Entry(phrase, forms, weights, frozenset(needed), most_gaps))
        every = [roots(form) for form in forms]
        for position, own in enumerate(every):
            for root in own:
                self._at[root].append((number, position, 1.0))
        if phrase.danish and sum(not _is_light(form) for form in forms) > 1:
            for position, root in self._others(every):
                self._at[root].append((number, position, _SYNONYM))

    def _others(self, every: Sequence[frozenset[str]]) -> list[tuple[int, str]]:
        """What may stand for the words of a phrase, by position; nothing that would be two of them at once."""
        found = [{other for root in own for other in self._synonyms.get(root, ())} for own in every]
        taken = frozenset().union(*every)
        return [
            (position, root)
            for position, others in enumerate(found)
            for root in sorted(
                {
                    root
                    for other in others
                    if taken.isdisjoint(other) and sum(other in several for several in found) == 1
                    for root in other
                }
            )
        ]

    def _weight(self, form: str) -> float:
        """How much a word tells: less the more codes have it, and little for a particle."""
        if _is_light(form):
            return _LIGHT
        codes = min(len(self._codes[root]) for root in roots(form)) if form else 1
        return max(self._most - log(float(max(codes, 1))), 0.6)

    def _roots(self, form: str) -> tuple[tuple[str, float], ...]:
        """What a word of a text may stand for, and how well."""
        best: dict[str, float] = dict.fromkeys(sorted(roots(form)), 1.0)
        pieces = [piece for piece in form.split("-") if piece] if "-" in form else [form]
        whole = form.startswith(_UNDIVIDED) or is_number(form)
        parts = [form] if whole else [part for piece in pieces for part in self._splitter.split(piece)]
        if len(parts) > 1 or len(pieces) > 1:
            for number, part in enumerate((*reversed(parts), *reversed(pieces))):
                for root in sorted(roots(part)):
                    best.setdefault(root, _FRONT if number else _HEAD)
            best.setdefault("".join(pieces), 1.0)
        if not whole and not any(root in self._at for root in best):
            for near, quality in self._slipped(form):
                for root in sorted(roots(near)):
                    best.setdefault(root, quality)
        if not whole and not any(root in self._at for root in best):
            best.update(dict.fromkeys(self._tails(best), _TAIL))
        return tuple(best.items())

    def _tails(self, known: Iterable[str]) -> list[str]:
        """The longest word of a phrase that a word ends with, whatever stands before it: *lejebiler* are *biler*."""
        for length in range(max(map(len, known)) - _SHORTEST_FRONT, _SHORTEST_TAIL - 1, -1):
            found = {root[-length:] for root in known if len(root) >= length + _SHORTEST_FRONT} & self._at.keys()
            if found:
                return sorted(found)
        return []

    def _slipped(self, form: str) -> Iterator[tuple[str, float]]:
        """Words of phrases that are one or two slips away."""
        if len(form) < _SLIP_FROM or form in _COMMON or not form.isalpha():
            return
        most = 2 if len(form) >= _TWO_SLIPS_FROM else 1
        for known in self._by_start[form[0]]:
            away = slips(form, known, most)
            if away <= most:
                yield known, _SLIP if away == 1 else _TWO_SLIPS

    def _place(
        self, entry: _Entry, at: dict[int, list[tuple[int, float]]], words: Sequence[Word], ill: frozenset[int]
    ) -> Iterator[Found]:
        total = sum(entry.weights)
        covered = sum(entry.weights[position] for position in at)
        if covered < _LEAST_COVERED * total or not entry.needed <= at.keys():
            return
        anchor = max(sorted(at), key=lambda position: (entry.weights[position], -len(at[position])))
        best: dict[tuple[int, ...], Found] = {}
        for start, quality in at[anchor]:
            chosen = {anchor: (start, quality)}
            for position in sorted(at, key=lambda one: -entry.weights[one]):
                if position == anchor:
                    continue
                taken = {place for place, _ in chosen.values()}
                options = [
                    (abs(place - start), place, value)
                    for place, value in _near(at[position], start)
                    if words[place].sentence == words[start].sentence and (place not in taken or value <= _HEAD)
                ]
                if options:
                    _, place, value = min(options)
                    chosen[position] = (place, value)
            found = self._scored(entry, chosen, total, words, ill)
            if found is not None and (found.places not in best or best[found.places].score < found.score):
                best[found.places] = found
        yield from best.values()

    def _scored(
        self,
        entry: _Entry,
        chosen: dict[int, tuple[int, float]],
        total: float,
        words: Sequence[Word],
        ill: frozenset[int],
    ) -> Found | None:
        places = tuple(sorted({place for place, _ in chosen.values()}))
        if not entry.needed <= chosen.keys():
            return None
        between = [
            place for place in range(places[0] + 1, places[-1]) if place not in places and not _is_little(words, place)
        ]
        if len(between) > entry.most_gaps or not ill.isdisjoint(between):
            return None
        chosen = _together(chosen)
        if max(quality for _, quality in chosen.values()) <= (_SYNONYM if len(chosen) > 1 else _TAIL):
            # Of words that are all another's nothing is left of what the phrase says.
            return None
        weight = sum(entry.weights[position] * quality for position, (_, quality) in chosen.items())
        found = sum(entry.weights[position] for position in chosen)
        if found < _LEAST_COVERED * total:
            return None
        share = found / total
        pauses = words[places[-1]].pauses - words[places[0]].pauses
        score = share**2 * (weight / found) * _GAP ** len(between) * _PAUSE**pauses * entry.phrase.worth
        if entry.phrase.meaning.kind in _FIXED_ORDER and len(entry.forms) == 2 and _is_turned(chosen, words):
            score *= _TURNED
        claims = dict.fromkeys(places, 0.0)
        for position, (place, quality) in chosen.items():
            claims[place] += entry.weights[position] * quality
        return Found(entry.phrase, places, score, tuple(claims.values()))


def _forms(text: str) -> tuple[str, ...]:
    """The folded words of a phrase that say something; of a phrase of nothing else all of them."""
    every = tuple(word.form for word in read_words(text))
    return tuple(form for form in every if form not in _EMPTY or form in NEGATORS) or every


def _is_light(form: str) -> bool:
    """Whether a word of a phrase tells little by itself: a particle, *opgave*, *halv*."""
    return form in _PARTICLES or form in _GENERIC or form in HALF


def _is_danish(words: Sequence[Word]) -> bool:
    """Whether the small words of a text are Danish rather than English."""
    found = [word.form for word in words]
    return sum(form in _ONLY_DANISH for form in found) > sum(form in _ONLY_ENGLISH for form in found)


def _is_little(words: Sequence[Word], place: int) -> bool:
    """Whether a word between those of a phrase takes nothing from it; an amount does not either."""
    form = words[place].form
    return form in _EMPTY or form in _PARTICLES or number_at(words, place) is not None


def _near(at: list[tuple[int, float]], start: int) -> list[tuple[int, float]]:
    """Of places in rising order those no farther away than words of one phrase ever are."""
    low = bisect_left(at, (start - _FARTHEST, 0.0))
    return at[low : bisect_left(at, (start + _FARTHEST + 1, 0.0))]


def _together(chosen: dict[int, tuple[int, float]]) -> dict[int, tuple[int, float]]:
    """The same, where two parts of one compound that are both meant fit as well as its last part alone does."""
    places = [place for place, _ in chosen.values()]
    return {
        position: (place, max(quality, _HEAD) if places.count(place) > 1 else quality)
        for position, (place, quality) in chosen.items()
    }


def _is_turned(chosen: dict[int, tuple[int, float]], words: Sequence[Word]) -> bool:
    """Whether what comes first in the phrase comes last in the text, and not as in *dagene er korte*."""
    first, last = chosen[min(chosen)][0], chosen[max(chosen)][0]
    return first > last + 1 and not any(words[place].form in _COPULA for place in range(last + 1, first))


def is_empty(form: str) -> bool:
    """Whether a folded word says nothing by itself, or nothing in particular."""
    return (
        len(form) < 3 or form in _EMPTY or form in _PARTICLES or form in _COMMON or not _GENERIC.isdisjoint(roots(form))
    )
