"""Numbers of few people say something of each of them: below ten they are hidden, with what would give them away.

The rule (TRUST E1.4), for a table of people in rows and columns with all its totals:

1. A number under ten is hidden, and a table of fewer than ten people altogether.
2. Of numbers with a known sum, the hidden ones together are at least ten people, or none at all: the smallest of the
   others are hidden until they are.
3. A row or column whose total is hidden is hidden from end to end. For rule 4 such rows are taken together as one, and
   such columns too, since what is left of the known totals is known.
4. For every hidden number from one to nine there is another table with the same published numbers in which it is ten
   or more: where there is none, further numbers are hidden until there is.

So nobody who reads what is published can tell that a number is small, still less which it is. Tables with the same rows
(the same people by the same thing, e.g. by scheme) may be published side by side: what is hidden in the rows is then
the same in all of them, and rule 4 never changes a total of a row. A filter is one row of such a table and so tells
nothing new.

It protects what is published of one moment. The same table of another day is another one; the two can be compared.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass

SMALL = 10
"""Fewest people a number is shown for."""


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be seen: None stands for a number that is hidden.

    Attributes
    ----------
    total
        All people.
    rows, columns
        Totals.
    cells
        By row, then by column.
    """

    total: int | None
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    cells: tuple[tuple[int | None, ...], ...]


def column(numbers: Sequence[int]) -> list[int | None]:
    """Numbers of people that add up to something known, with those hidden that say too much."""
    hidden = _hidden(numbers)
    return [None if n in hidden else number for n, number in enumerate(numbers)]


def parts(numbers: Sequence[tuple[int, int]]) -> list[tuple[int | None, int | None]]:
    """Groups of (people, those of them with something), as a table of with and without."""
    table = publish([(part, whole - part) for whole, part in numbers])
    return [(whole, cells[0]) for whole, cells in zip(table.rows, table.cells, strict=True)]


def publish(counts: Sequence[Sequence[int]]) -> Published:
    """A table of people by two things, each person once, as it may be seen.

    Parameters
    ----------
    counts
        People by row, then by column; every row has equally many columns.
    """
    rows = [sum(row) for row in counts]
    columns = [sum(part) for part in zip(*counts, strict=True)]
    hidden_rows, hidden_columns = _hidden(rows), _hidden(columns)
    where_row, where_column = _places(len(rows), hidden_rows), _places(len(columns), hidden_columns)
    merged = _merged(counts, where_row, where_column)
    hidden = _hidden_cells(merged)

    def shown(r: int, c: int) -> int | None:
        if r in hidden_rows or c in hidden_columns or (where_row[r], where_column[c]) in hidden:
            return None
        return counts[r][c]

    return Published(
        total=sum(rows) if sum(rows) >= SMALL else None,
        rows=tuple(None if r in hidden_rows else total for r, total in enumerate(rows)),
        columns=tuple(None if c in hidden_columns else total for c, total in enumerate(columns)),
        cells=tuple(tuple(shown(r, c) for c in range(len(columns))) for r in range(len(rows))),
    )


def _hidden(numbers: Sequence[int]) -> frozenset[int]:
    """Places of the numbers to hide among those with a known sum."""
    hidden = {n for n, number in enumerate(numbers) if number < SMALL}
    for n in sorted(range(len(numbers)), key=lambda n: (numbers[n], n)):
        if not 0 < sum(numbers[i] for i in hidden) < SMALL:
            break
        hidden.add(n)
    return frozenset(hidden)


def _places(many: int, hidden: Collection[int]) -> list[int]:
    """Where each row goes when the hidden ones are taken together as the last."""
    shown = [n for n in range(many) if n not in hidden]
    return [len(shown) if n in hidden else shown.index(n) for n in range(many)]


def _merged(counts: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    merged = [[0] * (max(columns, default=-1) + 1) for _ in range(max(rows, default=-1) + 1)]
    for r, row in enumerate(counts):
        for c, number in enumerate(row):
            merged[rows[r]][columns[c]] += number
    return merged


def _hidden_cells(table: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Cells to hide of a table whose totals are known, each of them at least ten or nothing."""
    hidden = {(r, c) for r, row in enumerate(table) for c, number in enumerate(row) if number < SMALL}
    # The largest first: they need least, and what is hidden for them helps the others.
    for r, c in sorted(hidden, key=lambda cell: (-table[cell[0]][cell[1]], cell)):
        if table[r][c] > 0:
            _let_rise(table, r, c, hidden)
    return hidden


def _let_rise(table: Sequence[Sequence[int]], row: int, column: int, hidden: set[tuple[int, int]]) -> None:
    """Hide the cells that must change for one cell to be ten while every total stays.

    One person more in a cell is one less elsewhere in its column, one more in that row, and so on until the cell's own
    row is right again: a way through the table. The ways are found one after the other, each the one that hides least.
    """
    now = [list(numbers) for numbers in table]
    while now[row][column] < SMALL:
        way = _way(now, row, column, hidden)
        if way is None:
            # Cannot be while all totals are ten or more; a table of one row or one column has nothing to hide.
            return
        fewer, more = way[::2], way[1::2]
        people = min(SMALL - now[row][column], *(now[r][c] for r, c in fewer))
        for r, c in fewer:
            now[r][c] -= people
        for r, c in [*more, (row, column)]:
            now[r][c] += people
        hidden.update(way)


def _way(
    now: Sequence[Sequence[int]], row: int, column: int, hidden: Collection[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    """Cells that fall and rise in turn, from the column to the row, with the fewest people newly hidden (Dijkstra)."""
    many = len(now)

    def cost(r: int, c: int) -> int:
        return 0 if (r, c) in hidden else 1 + now[r][c]

    # Rows are 0 … many − 1, columns follow them.
    best = {many + column: 0}
    came: dict[int, tuple[int, tuple[int, int]]] = {}
    waiting = [(0, many + column)]
    while waiting:
        so_far, here = heapq.heappop(waiting)
        if here == row:
            break
        if so_far > best[here]:
            continue
        if here >= many:
            steps = [(r, (r, here - many)) for r in range(many) if now[r][here - many] > 0]
        else:
            steps = [(many + c, (here, c)) for c in range(len(now[here]))]
        for there, cell in steps:
            if cell == (row, column):
                continue
            sum_here = so_far + cost(*cell)
            if sum_here < best.get(there, sum_here + 1):
                best[there] = sum_here
                came[there] = (here, cell)
                heapq.heappush(waiting, (sum_here, there))
    if row not in came:
        return None
    way, here = [], row
    while here != many + column:
        here, cell = came[here]
        way.append(cell)
    return way[::-1]
