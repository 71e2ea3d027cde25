"""What a cell may hold: each kind reads a cell into a value of the domain or a fault, and writes it back."""

from matcher.files.kinds.day import Day, read_day
from matcher.files.kinds.number import Amount, Number, Share, Whole, read_number
from matcher.files.kinds.text import Cell, Cpr, Digits, Id, Kind, Text, cell_text, read_id
from matcher.files.kinds.week import Windows
from matcher.files.kinds.word import (
    Choice,
    Code,
    Demands,
    Described,
    IdOf,
    Postcode,
    SettingValue,
    Several,
    YesNo,
    choice_of,
)

__all__ = [
    "Amount",
    "Cell",
    "Choice",
    "Code",
    "Cpr",
    "Day",
    "Demands",
    "Described",
    "Digits",
    "Id",
    "IdOf",
    "Kind",
    "Number",
    "Postcode",
    "SettingValue",
    "Several",
    "Share",
    "Text",
    "Whole",
    "Windows",
    "YesNo",
    "cell_text",
    "choice_of",
    "read_day",
    "read_id",
    "read_number",
]
