"""Two kinds of group and both taken together, e.g. sex, age, and sex and age: what one hides the others may not tell.

They stand beside one another, so whoever knows a sex and all its ages but one knows the last. And a group holds those
too of whom the other kind is not known: what it has more than its parts is them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.services.small_numbers import publish
from models.evaluation.groups import JOIN

Counted = tuple[int, int]
"""How many of some people have something, and how many have not."""


@dataclass(frozen=True, slots=True)
class Counts:
    """People by group of one kind.

    Attributes
    ----------
    of
        By label.
    missing
        Those whose group is not known.
    """

    of: Mapping[str, Counted]
    missing: Counted


def tells_of_few(crossed: Counts, first: Counts, second: Counts) -> bool:
    """Whether both taken together, beside each of them, would tell of few people.

    They do unless nobody need hide when all are parted by both: those of one group of each, those of whom the one is
    known and the other not, and those of whom neither is.
    """
    rows, unknown = list(crossed.of.values()), crossed.missing
    pairs = [
        *((counted, [(one, other) for other in second.of]) for one, counted in first.of.items()),
        *((counted, [(one, other) for one in first.of]) for other, counted in second.of.items()),
    ]
    for counted, labels in pairs:
        rest = _less(counted, (crossed.of.get(JOIN.join(pair), (0, 0)) for pair in labels))
        rows.append(rest)
        unknown = _less(unknown, [rest])
    table = publish([row for row in (*rows, unknown) if sum(row)])
    return None in table.rows or any(None in cells for cells in table.cells)


def _less(whole: Counted, parts: Iterable[Counted]) -> Counted:
    having, lacking = whole
    for part in parts:
        having, lacking = having - part[0], lacking - part[1]
    return having, lacking
