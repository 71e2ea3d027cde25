"""What a plan gives each group, as it may be seen: outcomes that hold one another stand side by side.

Whoever has a proposal has something that is possible, and so has whoever is on a shortlist. Beside one another, who has
it of all, what is possible for how many of all, and who has it of those are one table of three columns: those who have
it, those for whom something is possible who have not, and those for whom nothing is. It is cut as one, so that no
difference tells of few; a sum of two columns is shown where the third is. Lists part the same people in another way,
and are shown where that tells of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.disclosure.crossed_kinds import Counted, Counts, tells_of_few
from matcher.disclosure.small_numbers import SMALL, Published, publish

if TYPE_CHECKING:
    from models.evaluation.fairness import Impact


@dataclass(frozen=True, slots=True)
class Seen:
    """An outcome by group, as it may be seen; None is hidden.

    Attributes
    ----------
    n
        People by group, those whose group is not known last.
    selected
        By group: who has it; None too where those who have not are hidden.
    """

    n: tuple[int | None, ...]
    selected: tuple[int | None, ...]


def outcome_tables(outcomes: Mapping[str, Impact], beside: Sequence[Mapping[str, Impact]] = ()) -> dict[str, Seen]:
    """What may be seen of each outcome of one kind of group.

    Parameters
    ----------
    beside
        The same of the two kinds that this one is when they are taken together; none of it is shown where they would
        tell of few.
    """
    counts, *others = (_counts(one, "placed") for one in (outcomes, *beside))
    listed = _counts(outcomes, "shortlisted")
    if len(others) == 2 and tells_of_few(counts, others[0], others[1]):
        return {name: _nothing(one) for name, one in outcomes.items()}
    rows = [*counts.of.values(), counts.missing]
    lists_tell = _is_small([*listed.of.values(), listed.missing])
    if len(others) == 2 and not lists_tell:
        lists_tell = tells_of_few(listed, *(_counts(one, "shortlisted") for one in beside))
    table = publish(rows)
    possible = [_rest(many, cells[2]) for many, cells in zip(table.rows, table.cells, strict=True)]
    having = [_having(many, cells) for many, cells in zip(table.rows[:-1], table.cells[:-1], strict=True)]
    return {
        "possible": Seen(table.rows, tuple(possible[:-1])),
        "placed": Seen(table.rows, tuple(having)),
        "shortlisted": _nothing(outcomes["shortlisted"])
        if lists_tell
        else Seen(table.rows, tuple(has for has, *_ in listed.of.values())),
        "placed_of_possible": _of_possible(outcomes["placed_of_possible"], outcomes["possible"], table, possible),
    }


def _is_small(rows: Sequence[Counted]) -> bool:
    return any(number < SMALL for row in rows if sum(row) for number in row)


def _having(whole: int | None, cells: Sequence[int | None]) -> int | None:
    return None if _rest(whole, cells[0]) is None else cells[0]


def _of_possible(measured: Impact, everybody: Impact, table: Published, possible: Sequence[int | None]) -> Seen:
    """What is told of those alone for whom something is possible."""
    place = {group.label: row for row, group in enumerate(everybody.groups)}
    rows = [*(place[group.label] for group in measured.groups), len(place)]
    both = {row: None if None in table.cells[row][:2] else table.cells[row][:2] for row in rows}
    n = []
    for row in rows:
        cells = both[row]
        n.append(possible[row] if cells is None else sum(many or 0 for many in cells))
    return Seen(tuple(n), tuple(None if (cells := both[row]) is None else cells[0] for row in rows[:-1]))


def _rest(whole: int | None, part: int | None) -> int | None:
    """What is left of a number, where all three may be seen."""
    if whole is None or part is None or whole - part < SMALL:
        return None
    return whole - part


def _nothing(measured: Impact) -> Seen:
    return Seen((None,) * (len(measured.groups) + 1), (None,) * len(measured.groups))


def _counts(outcomes: Mapping[str, Impact], name: str) -> Counts:
    measured, possible = outcomes[name], outcomes["possible"]
    of: dict[str, Counted] = {
        has.label: (has.selected, can.selected - has.selected, can.n - can.selected)
        for has, can in zip(measured.groups, possible.groups, strict=True)
    }
    having, able = (one.selected - sum(group.selected for group in one.groups) for one in (measured, possible))
    return Counts(of, (having, able - having, possible.missing - able))
