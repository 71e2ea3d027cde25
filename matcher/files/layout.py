"""How our own sheets look: headers with guidance, lists to choose from, widths; the same empty and filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.files.kinds import (
    Amount,
    Choice,
    Code,
    Day,
    Described,
    Id,
    Number,
    SettingValue,
    Share,
    Text,
    Whole,
    YesNo,
)
from matcher.files.kinds.week import Windows
from matcher.files.sheets.sheet import Column, Sheet
from matcher.files.tables import LISTS, SHEETS
from matcher.files.vocabularies import Vocabularies
from matcher.files.writing import Workbook

ROOM = 2_000
"""Rows below the last filled one that still have lists to choose from."""
_LISTED_IDS = 10_000
"""Rows of another sheet whose ids a list shows."""
_DIRECT = 240
"""Letters a list may have to stand in the rule itself; a longer one stands on the sheet of lists."""


def cell_style(column: Column) -> str:
    """The style of a column's cells: text wherever a spreadsheet might make something else of what is typed."""
    match column.kind:
        case Day():
            return "date"
        case Number() | Whole() | Share() | Amount():
            return ""
        case SettingValue():
            return ""
        case _:
            return "text"


def write_lists(workbook: Workbook, words: Vocabularies) -> dict[str, str]:
    """Add the sheet of lists.

    Returns
    -------
    dict
        Name of each list of the catalogue to the range it fills, as a rule refers to it.
    """
    sheet = workbook.sheet(LISTS)
    ranges = {}
    lists = [(name, title, words.of(name).choices) for name, title in _LISTS.items()]
    for column, (_, title, _) in enumerate(lists):
        workbook.write(sheet, 0, column, title, "header")
        sheet.set_column(column, column, 44)
    for row in range(max(len(choices) for _, _, choices in lists)):
        for column, (_, _, choices) in enumerate(lists):
            if row < len(choices):
                workbook.write(sheet, row + 1, column, choices[row])
    for column, (name, _, choices) in enumerate(lists):
        letter = chr(ord("A") + column)
        ranges[name] = f"={LISTS}!${letter}$2:${letter}${len(choices) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


_LISTS = {
    "accommodations": "Hensyn",
    "tasks": "Opgaver",
    "sectors": "Brancher",
    "certificates": "Beviser",
    "languages": "Sprog",
    "parts": "Dele af hensyn",
    "axes": "Krav i opgaver",
}


def lay_out(workbook: Workbook, sheet: Sheet, words: Vocabularies, ranges: Mapping[str, str], rows: int = 0) -> Any:
    """Add one of our sheets with everything but its rows.

    Parameters
    ----------
    workbook, sheet, words
        Where, which, and the words to choose from.
    ranges
        From :func:`write_lists`.
    rows
        How many rows will be filled.

    Returns
    -------
    The writer's own worksheet; rows begin at row 1, counted from 0.
    """
    page = workbook.sheet(sheet.danish)
    for place, column in enumerate(sheet.columns):
        style = "required header" if column.required else "header"
        workbook.write(page, 0, place, column.danish, style)
        page.write_comment(0, place, guidance(column, words), {"x_scale": 2.2, "y_scale": 1.2, "author": "Brobygger"})
        page.set_column(place, place, _width(column), workbook.format(cell_style(column), _date_format(column)))
        rule = _rule(column, words, ranges)
        if rule:
            page.data_validation(1, place, rows + ROOM, place, rule)
    page.freeze_panes(1, 1)
    return page


def guidance(column: Column, words: Vocabularies) -> str:
    """What a column is for, what may be written, and whether it must be."""
    must = "Skal udfyldes. " if column.required else ""
    return f"{must}{_sentence(column.guidance)} {_sentence(column.kind.meaning(words))}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _date_format(column: Column) -> str:
    return "dd-mm-yyyy" if isinstance(column.kind, Day) else ""


def _width(column: Column) -> int:
    match column.kind:
        case Text() | Described():
            return 40 if column.field in ("text", "value", "note", "reason", "evidence") else 28
        case Code():
            return 34
        case Windows():
            return 26
        case _:
            return max(12, min(len(column.danish) + 3, 24))


def _rule(column: Column, words: Vocabularies, ranges: Mapping[str, str]) -> dict[str, Any] | None:
    source: str | list[str]
    match column.kind:
        case Code(catalogue=name) if name in ranges:
            source = ranges[name]
        case Choice() | YesNo():
            source = list(column.kind.choices(words))
            if sum(map(len, source)) + len(source) > _DIRECT:
                return None
        case Id(of=name) if name:
            place = next(index for index, column_of in enumerate(_sheet(name).columns) if column_of.field == "id")
            letter = chr(ord("A") + place)
            source = f"='{name}'!${letter}$2:${letter}${_LISTED_IDS}"
        case _:
            return None
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "Står ikke på listen",
        "error_message": "Værdien står ikke på listen. Den bliver efterset, når filen læses.",
    }


def _sheet(danish: str) -> Sheet:
    return next(sheet for sheet in SHEETS if sheet.danish == danish)
