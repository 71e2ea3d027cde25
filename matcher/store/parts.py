"""Many ids at a time, and no more than one statement should name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_AT_ONCE = 500
T = TypeVar("T")


def in_parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one statement to the database should name."""
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
