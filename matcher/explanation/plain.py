"""Traces as plain dictionaries for JSON: every field, nothing added."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from matcher.domain import Week


def as_plain(trace: object) -> dict[str, Any]:
    """A trace as dictionaries, lists, text, numbers and nulls.

    Dates are ISO 8601, weeks as ``ma-fr 08:00-14:00``, verdicts and kinds by their words, sets sorted, infinite numbers
    null.

    Raises
    ------
    TypeError
        When it is not a dataclass, or holds something that has no plain form.
    """
    if not is_dataclass(trace) or isinstance(trace, type):
        raise TypeError(f"a trace is a dataclass, not {type(trace).__name__}")
    return {field.name: _plain(getattr(trace, field.name)) for field in fields(trace)}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) else value.name.lower()
    if isinstance(value, str | int):
        return value
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Week):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return as_plain(value)
