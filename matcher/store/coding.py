"""Between the domain's values and what a column can hold; nothing is guessed, nothing is left out."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from matcher.domain import Week


def to_plain(value: Any) -> Any:
    """A domain value as text, number, truth, list or mapping: what JSON can hold. Sets are sorted."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Week):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): to_plain(item) for name, item in value.items()}
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value) if field.init}
    raise TypeError(f"{type(value).__name__} has no plain form")


def to_column(value: Any) -> Any:
    """The same for a column of its own: a date stays a date."""
    return value if isinstance(value, date) else to_plain(value)


def from_mapping(kind: Any, row: Mapping[Any, Any]) -> Any:
    """A domain object from a row or mapping that holds its fields by name; other names are left aside."""
    return kind(*[decode(row[name]) for name, decode in _decoders(kind)])


Decode = Callable[[Any], Any]


@cache
def _decoders(kind: Any) -> tuple[tuple[str, Decode], ...]:
    """The fields of a dataclass that its constructor takes, in its order, each with the way to make it again."""
    hints = get_type_hints(kind)
    return tuple((field.name, _decoder(hints[field.name])) for field in fields(kind) if field.init)


@cache
def _decoder(kind: Any) -> Decode:
    """Worked out once for each type: a municipality has hundreds of thousands of values."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        decode = _decoder(next(arg for arg in inner if arg is not type(None)))
        return lambda plain: None if plain is None else decode(plain)
    if kind is Week:
        return lambda plain: Week.parse(plain) if plain else Week()
    if kind is date:
        return lambda plain: plain if isinstance(plain, date) else date.fromisoformat(plain)
    if kind is float:
        return float
    if origin is frozenset:
        item = _decoder(inner[0])
        return lambda plain: frozenset(map(item, plain))
    if origin is tuple and inner[-1] is Ellipsis:
        item = _decoder(inner[0])
        return lambda plain: tuple(map(item, plain))
    if origin is tuple:
        items = tuple(map(_decoder, inner))
        return lambda plain: tuple(decode(part) for decode, part in zip(items, plain, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return lambda plain: from_mapping(kind, plain)
    return _same


def _same(plain: Any) -> Any:
    return plain
