"""What is wrong with a value in a call, in Danish and with the way out, by the kinds of error that pydantic knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = "Skal være tekst i anførselstegn"
_WHOLE = "Skal være et helt tal, fx 12"
_NUMBER = "Skal være et tal, fx 7.5 (med punktum)"
_YES_OR_NO = "Skal være true eller false"
_DAY = "Skal være en dato, fx 2026-11-24"
_MOMENT = "Skal være et tidspunkt, fx 2026-11-24T09:00:00+01:00"
_LIST = "Skal være en liste i [ ]"
_OBJECT = "Skal være et objekt i { } med navne og værdier"
_ONE_OF = "Skal være en af: {expected}"
_OTHERWISE = "Kan ikke bruges her; se feltet i API'ets beskrivelse under /docs"
_SENTENCES: Mapping[str, str] = {
    "missing": "Mangler; tilføj det",
    "extra_forbidden": "Kendes ikke her; fjern det, eller ret navnet",
    "json_invalid": "Er ikke gyldig JSON; se efter et manglende komma, anførselstegn eller en parentes her",
    "json_type": _TEXT,
    "none_required": "Skal være null, eller udelad det",
    "string_type": _TEXT,
    "string_unicode": "Indeholder tegn, der ikke er tekst; skriv den igen",
    "string_too_short": "Skal være på mindst {min_length} tegn",
    "string_too_long": "Må højst være på {max_length} tegn; forkort det",
    "string_pattern_mismatch": "Har ikke den rigtige form; mønstret er {pattern}",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "Er et for stort tal",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "Skal være et endeligt tal",
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "greater_than": "Skal være over {gt}",
    "greater_than_equal": "Skal være mindst {ge}",
    "less_than": "Skal være under {lt}",
    "less_than_equal": "Må højst være {le}",
    "multiple_of": "Skal gå op i {multiple_of}",
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "union_tag_invalid": "Skal være en af: {expected_tags}",
    "union_tag_not_found": "Mangler; skriv, hvilken slags det er",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": "Skal være en dato uden klokkeslæt, fx 2026-11-24",
    "date_past": "Skal ligge før i dag",
    "date_future": "Skal ligge efter i dag",
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": "Skal have en tidszone, fx 2026-11-24T09:00:00+01:00",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "too_short": "Skal have mindst {min_length}",
    "too_long": "Må højst have {max_length}; fjern nogle",
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """What is wrong and what to do, of one error of pydantic's; a sentence of our own as we wrote it.

    What the caller sent is not repeated: it may be somebody's data.
    """
    context = error.get("ctx", {})
    ours = context.get("error")
    if isinstance(ours, ValueError):
        return str(ours)
    values = {name: _danish(value) for name, value in context.items()}
    try:
        return _SENTENCES.get(error["type"], _OTHERWISE).format(**values)
    except KeyError:
        return _OTHERWISE


def _danish(value: object) -> str:
    """A limit, or the list of what may stand there."""
    return str(value).replace(" or ", " eller ")
