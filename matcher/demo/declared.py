"""Numbers that say where they come from: an assumption, or a published figure with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Assumption(Generic[Value]):
    """A number without a source.

    Attributes
    ----------
    value
        A share, a number, a range or a distribution.
    danish
        What is assumed, in Danish; ``{}`` stands where the value is to be read.
    """

    value: Value
    danish: str

    @property
    def sentence(self) -> str:
        """The assumption as it is shown with the file and the plan."""
        return f"Antagelse: {self.danish.replace('{}', in_words(self.value))}."


@dataclass(frozen=True, slots=True)
class Published(Generic[Value]):
    """A published figure.

    Attributes
    ----------
    value
        As for an assumption.
    danish
        What it says, in Danish; ``{}`` stands where the value is to be read.
    source
        Who published it, and when.
    """

    value: Value
    danish: str
    source: str

    @property
    def sentence(self) -> str:
        """The figure with its source, as it is shown with the file and the plan."""
        return f"Kilde: {self.danish.replace('{}', in_words(self.value))} ({self.source})."


def in_words(value: object) -> str:
    """A value as Danish text: shares as percentages, counts as shares of their sum, ranges as from and to."""
    if isinstance(value, Mapping):
        counted = all(isinstance(part, int) for part in value.values())
        total = sum(value.values()) if counted else 1
        return ", ".join(f"{_name(key)} {in_words(part / total)}" for key, part in value.items())
    if isinstance(value, tuple) and len(value) == 2:
        return f"{in_words(value[0])} til {in_words(value[1])}"
    if isinstance(value, float) and 0 < value < 1:
        return f"{100 * value:.3g} %".replace(".", ",")
    if isinstance(value, float | int):
        return f"{value:.10g}".replace(".", ",")
    return str(value)


def declared(namespaces: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """The sentences of every assumption and published figure among the modules' names; published ones first."""
    values = [value for namespace in namespaces for value in namespace.values()]
    published = [value.sentence for value in values if isinstance(value, Published)]
    return (*published, *(value.sentence for value in values if isinstance(value, Assumption)))


def _name(key: object) -> str:
    if isinstance(key, tuple):
        return "-".join(_name(part) for part in key)
    if isinstance(key, frozenset):
        return " og ".join(sorted(_name(part) for part in key))
    if key is None:
        return "ikke spurgt"
    return in_words(key) if isinstance(key, float | int) and not isinstance(key, bool) else str(key)
