"""Words of illness in a text: they are evidence of nothing, and nor is what they are of."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.taxonomy.phrases import NeverLinked
from matcher.taxonomy.sentences import Word, reach

_NEAR = 3
_OF = frozenset("for over overfor mod ved af efter i of to from after".split())


def places_of_illness(words: Sequence[Word], never: NeverLinked) -> frozenset[int]:
    """Numbers of the words that are never evidence.

    They are words of illness, what an illness is said to be of (*angst for at køre bil*, *allergi over for parfume*),
    comes after or is in (*museskade efter skærmarbejde*), and parts of the body that somebody complains of, with the
    complaint.
    """
    ill = {place for place, word in enumerate(words) if is_ill(word.form, never)}
    found = set(ill)
    for place, word in enumerate(words):
        near = range(max(place - _NEAR, 0), min(place + _NEAR + 1, len(words)))
        if word.form in never.body:
            complained_of = any(words[other].form in never.complaints or other in ill for other in near)
        else:
            complained_of = word.form in never.complaints and any(words[other].form in never.body for other in near)
        if complained_of:
            found.add(place)
        if place in ill and place + 1 < len(words) and words[place + 1].form in _OF:
            found.update(reach(words, place + 1))
    return frozenset(found)


def is_ill(form: str, never: NeverLinked) -> bool:
    """Whether a folded word is one of illness."""
    return form in never.words or never.somewhere.search(form) is not None
