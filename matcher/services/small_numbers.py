"""Numbers of few people say something of each of them: below ten they are hidden, with what would give them away.

TRUST E1.4. A hidden number in a column with a known sum can be worked out when it is the only one: then the smallest of
the others is hidden with it.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALL = 10
"""Fewest people a number is shown for."""


def column(numbers: Sequence[int]) -> list[int | None]:
    """Numbers of people that add up to something known, with those hidden that say too much."""
    shown: list[int | None] = [n if n >= SMALL else None for n in numbers]
    hidden = [n for n, said in enumerate(shown) if said is None]
    others = [n for n, said in enumerate(shown) if said is not None]
    if len(hidden) == 1 and others:
        shown[min(others, key=lambda n: numbers[n])] = None
    return shown


def parts(numbers: Sequence[tuple[int, int]]) -> list[tuple[int | None, int | None]]:
    """Groups of (people, those of them with something): both columns add up to something known.

    Of a group the second number is shown only when those with it and those without are many enough.
    """
    people = column([whole for whole, _ in numbers])
    enough = [
        whole is not None and part >= SMALL and given - part >= SMALL
        for whole, (given, part) in zip(people, numbers, strict=True)
    ]
    if sum(enough) == len(enough) - 1 and any(enough):
        # The one that is hidden is the sum less the others.
        enough[min((n for n, said in enumerate(enough) if said), key=lambda n: numbers[n][1])] = False
    return [(whole, part if said else None) for whole, said, (_, part) in zip(people, enough, numbers, strict=True)]
