"""Reading the content of an .ods workbook without building it: a repeated cell can declare any number of cells."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s>/])([^>]*)>")
_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"']([0-9]+)")
_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"']([0-9]+)")


def largest_sheet(content: bytes) -> int:
    """Rows times columns of the largest sheet, counted to its last filled cell."""
    largest = rows = filled_rows = widest = column = repeat = 0
    for kind, attributes in _TOKEN.findall(content):
        if kind == b"table":
            largest, rows, filled_rows, widest = max(largest, filled_rows * widest), 0, 0, 0
        elif kind == b"table-row":
            found = _ROWS.search(attributes)
            repeat, column = int(found[1]) if found else 1, 0
            rows += repeat
        else:
            found = _COLUMNS.search(attributes)
            column += int(found[1]) if found else 1
            if b"value-type" in attributes or not attributes.endswith(b"/"):
                filled_rows, widest = rows, max(widest, column)
    return max(largest, filled_rows * widest)
