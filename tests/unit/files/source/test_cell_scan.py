"""Measuring sheets without building them."""

from __future__ import annotations

import pytest

from matcher.files.source.cell_scan import CellScan, column_letters, column_number, longest_string, referred_text


def scanned(text: bytes, size: int, *, exact: bool = False) -> CellScan:
    scan = CellScan(exact=exact)
    for start in range(0, len(text), size):
        scan.feed(text[start : start + size])
    scan.finish()
    return scan


USUAL = (
    b'<row r="1"><c r="A1"><v>1</v></c><c r="AB1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    b'<row r="123456"><c r="B123456" t="s"><v>0</v></c><c r="C123456" s="1"/></row>'
)


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_pieces_of_any_size_give_the_same_answer(size: int) -> None:
    scan = scanned(USUAL, size)
    assert (scan.rows, scan.columns) == (123_456, 28)
    assert scan.failed == {(0, 27): "#DIV/0!"}
    assert scan.shared == 1


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_looking_at_each_cell_leaves_out_those_that_are_only_formatted(size: int) -> None:
    text = USUAL + b'<row r="999999"><c r="XFD999999" s="1"/></row>'
    scan = scanned(text, size, exact=True)
    assert (scan.rows, scan.columns) == (123_456, 28)
    assert not scan.too_wide
    assert scanned(text, size).too_wide


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        (b"<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>", 2, 2),
        (b"<row r='7'><c r='C7'><v>1</v></c><c><v>1</v></c></row>", 7, 4),
        (b"<x:row r='7'><x:c\n r = 'c7'><x:v>1</x:v></x:c></x:row>", 7, 3),
        (b"<cols><col min='1' max='16384'/></cols>", 0, 0),
    ],
)
def test_unusual_ways_to_write_a_cell_are_measured(text: bytes, rows: int, columns: int) -> None:
    scan = scanned(text, 5)
    assert (scan.rows, scan.columns) == (rows, columns)


def test_a_tag_that_never_ends_is_noticed() -> None:
    scan = scanned(b"<row r='1'><c " + b" " * 3 * 2**20 + b"r='XFD1048576'><v>1</v></c></row>", 2**20)
    assert scan.endless
    assert not scanned(b"<si><t>" + b"x" * 3 * 2**20 + b"</t></si>" + USUAL, 2**20).endless


def test_names_of_columns() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [column_number(column_letters(number).encode()) for number in (0, 25, 26, 16_383)] == [0, 25, 26, 16_383]


def test_text_is_counted_once_for_every_cell_that_shares_it() -> None:
    shared = b"<sst><si><t>" + b"x" * 100 + b"</t></si><si><t>y</t></si></sst>"
    assert longest_string(shared) == len(b"<si><t></t></si>") + 100
    cells = b'<c t="s"><v>0</v></c>' * 3 + b'<c t="s"><v>1</v></c>' + b"<c><v>99</v></c>"
    pieces = [cells[start : start + 10] for start in range(0, len(cells), 10)]
    assert referred_text(shared, pieces) == 3 * 116 + 17
