"""Below ten people a number is hidden, and nothing that is published gives it away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from matcher.disclosure.small_numbers import SMALL, Published, column, parts, publish

Counts = list[list[int]]


def test_numbers_of_many_are_all_shown() -> None:
    assert column([10, 20, 30]) == [10, 20, 30]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        # One alone would be the sum less the others: the smallest of the others goes with it.
        ([3, 20, 30], [None, None, 30]),
        # Two of them, but only seven people: whoever sees 20 and 30 of 57 knows that the rest are few.
        ([3, 4, 20, 30], [None, None, None, 30]),
        # Two of them with eleven people: each might be ten.
        ([5, 6, 20], [None, None, 20]),
        # Nobody is nobody, and gives nobody away.
        ([0, 0, 20, 30], [None, None, 20, 30]),
        ([0, 3, 20, 30], [None, None, None, 30]),
        ([2, 3], [None, None]),
        ([9], [None]),
        ([12], [12]),
        ([], []),
    ],
)
def test_what_is_hidden_with_a_small_number(numbers: list[int], shown: list[int | None]) -> None:
    assert column(numbers) == shown


def test_a_table_by_hand() -> None:
    # Three people in the first cell. Without more hidden it is 40 − 37; the way that hides fewest people goes over
    # the second row and the second column.
    table = publish([[3, 37, 30], [25, 15, 30], [40, 41, 42]])
    assert table.total == 263
    assert table.rows == (70, 70, 123) and table.columns == (68, 93, 102)
    assert table.cells == ((None, None, 30), (None, None, 30), (40, 41, 42))


def test_a_row_of_few_is_hidden_from_end_to_end_with_another() -> None:
    table = publish([[1, 1], [12, 12], [30, 30]])
    assert table.rows == (None, None, 60) and table.cells == ((None, None), (None, None), (30, 30))
    assert table.columns == (43, 43)


def test_nothing_is_said_of_fewer_than_ten() -> None:
    assert publish([[4, 5], [0, 0]]) == Published(None, (None, None), (None, None), ((None, None), (None, None)))
    assert publish([[]]) == Published(None, (None,), (), ((),))


def test_with_and_without_are_hidden_together() -> None:
    # 97 of 100 with a need are 3 without it.
    assert parts([(100, 97), (100, 50), (100, 60)]) == [(100, None), (100, 50), (100, None)]
    assert parts([(100, 40), (30, 15)]) == [(100, 40), (30, 15)]


# --- nobody can work it out ------------------------------------------------------------------------------------------

SIZES = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 40), st.integers(0, 300))


@st.composite
def families(draw: st.DrawFn) -> list[Counts]:
    """Two tables of the same people by the same rows and by different columns."""
    rows = draw(st.integers(1, 5))
    first = [[draw(SIZES) for _ in range(draw(st.shared(st.integers(1, 5), key="c")))] for _ in range(rows)]
    columns = draw(st.integers(1, 4))
    second = []
    for row in first:
        left = sum(row)
        cuts = sorted(draw(st.lists(st.integers(0, left), min_size=columns - 1, max_size=columns - 1)))
        second.append([high - low for low, high in zip([0, *cuts], [*cuts, left], strict=True)])
    return [first, second]


class Reader:
    """Somebody who has every published number of several tables of the same rows, and a solver.

    The unknowns are all cells of all tables; totals are sums of them, and a row has the same total in every table.
    """

    def __init__(self, tables: Sequence[Counts]) -> None:
        self.tables = tables
        self.starts = np.cumsum([0, *(len(t) * len(t[0]) for t in tables)])
        known: list[tuple[np.ndarray, float]] = []
        for n, counts in enumerate(tables):
            seen = publish(counts)
            many = range(len(counts)), range(len(counts[0]))
            known += [(self.sum_of(n, [(r, c) for r in many[0] for c in many[1]]), seen.total)] if seen.total else []
            for r in many[0]:
                if seen.rows[r] is not None:
                    known.append((self.row(n, r), float(seen.rows[r] or 0)))
                known += [(self.sum_of(n, [(r, c)]), float(v)) for c in many[1] if (v := seen.cells[r][c]) is not None]
            for c in many[1]:
                if seen.columns[c] is not None:
                    known.append((self.sum_of(n, [(r, c) for r in many[0]]), float(seen.columns[c] or 0)))
        known += [(self.row(0, r) - self.row(1, r), 0.0) for r in range(len(tables[0]))] if len(tables) > 1 else []
        self.known = known

    def sum_of(self, table: int, cells: list[tuple[int, int]]) -> np.ndarray:
        sums = np.zeros(self.starts[-1])
        for r, c in cells:
            sums[self.starts[table] + r * len(self.tables[table][0]) + c] = 1
        return sums

    def row(self, table: int, r: int) -> np.ndarray:
        return self.sum_of(table, [(r, c) for c in range(len(self.tables[table][0]))])

    def most(self, sums: np.ndarray) -> float:
        """The most people that may be there, as far as she can tell."""
        # No table needs more than its true people and ten: a bound, so that what she knows nothing of has an end.
        everybody = sum(map(sum, self.tables[0])) + SMALL
        constraints = [LinearConstraint(np.array([k for k, _ in self.known]), *[[v for _, v in self.known]] * 2)]
        found = milp(
            -sums,
            integrality=np.ones(len(sums)),
            bounds=(0, everybody),
            constraints=constraints if self.known else [],
        )
        assert found.status == 0, found.message
        return float(-found.fun)


def small_numbers_in(tables: Sequence[Counts], reader: Reader) -> list[tuple[int, np.ndarray]]:
    """Every number from one to nine: cells, totals of rows and of columns."""
    found = []
    for n, counts in enumerate(tables):
        many = range(len(counts)), range(len(counts[0]))
        groups = [[(r, c)] for r in many[0] for c in many[1]]
        groups += [[(r, c) for r in many[0]] for c in many[1]] + [[(r, c) for c in many[1]] for r in many[0]]
        for group in groups:
            number = sum(counts[r][c] for r, c in group)
            if 1 <= number < SMALL:
                found.append((number, reader.sum_of(n, group)))
    return found


@settings(max_examples=150)
@given(families())
def test_every_small_number_might_be_ten_or_more_by_all_that_is_published(tables: list[Counts]) -> None:
    # The reader has both tables, every total and every filter (a filter is a row), and still finds another solution.
    reader = Reader(tables)
    for number, sums in small_numbers_in(tables, reader):
        assert reader.most(sums) >= SMALL, (number, tables, [publish(t) for t in tables])


@given(families())
def test_nothing_under_ten_is_published_and_what_is_published_is_true(tables: list[Counts]) -> None:
    for counts in tables:
        seen = publish(counts)
        pairs = [(seen.total, sum(map(sum, counts)))]
        pairs += list(zip(seen.rows, map(sum, counts), strict=True))
        pairs += list(zip(seen.columns, map(sum, zip(*counts, strict=True)), strict=True))
        pairs += [
            (s, v) for shown, row in zip(seen.cells, counts, strict=True) for s, v in zip(shown, row, strict=True)
        ]
        assert all(shown is None or (shown == true and shown >= SMALL) for shown, true in pairs)


@given(families())
def test_tables_of_the_same_rows_hide_the_same_rows(tables: list[Counts]) -> None:
    assert publish(tables[0]).rows == publish(tables[1]).rows


@given(st.lists(st.lists(st.integers(10, 99), min_size=3, max_size=3), min_size=1, max_size=4))
def test_nothing_is_hidden_where_nothing_is_small(counts: Counts) -> None:
    seen = publish(counts)
    assert [list(row) for row in seen.cells] == counts and None not in (*seen.rows, *seen.columns, seen.total)


def test_the_reader_of_the_test_finds_what_is_not_hidden() -> None:
    # Guards against a reader who finds nothing out whatever is published.
    counts = [[3, 37], [25, 15]]
    reader = Reader([counts])
    reader.known = [
        (reader.row(0, 0), 40.0),
        (reader.sum_of(0, [(0, 1)]), 37.0),
    ]
    assert reader.most(reader.sum_of(0, [(0, 0)])) == 3
