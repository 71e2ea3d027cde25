"""Two kinds of group and both taken together, e.g. sex, age, and sex and age: what one hides the others may not tell.

They stand beside one another, so whoever knows a sex and all its ages but one knows the last. And a group holds those
too of whom the other kind is not known: what it has more than its parts is them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.disclosure.small_numbers import publish
from models.evaluation.groups import JOIN

Counted = tuple[int, ...]
"""Some people by what they have: everybody counted once."""


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
    nobody = (0,) * len(unknown)
    pairs = [
        *((counted, [(one, other) for other in second.of]) for one, counted in first.of.items()),
        *((counted, [(one, other) for one in first.of]) for other, counted in second.of.items()),
    ]
    for counted, labels in pairs:
        rest = _less(counted, (crossed.of.get(JOIN.join(pair), nobody) for pair in labels))
        rows.append(rest)
        unknown = _less(unknown, [rest])
    # Whoever nobody is, is no secret.
    columns = [column for column in zip(*rows, unknown, strict=True) if any(column)]
    table = publish([row for row in zip(*columns, strict=True) if any(row)])
    return None in table.rows or any(None in cells for cells in table.cells)


def _less(whole: Counted, parts: Iterable[Counted]) -> Counted:
    return tuple(of[0] - sum(of[1:]) for of in zip(whole, *parts, strict=True))
