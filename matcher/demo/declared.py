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
        return f"Antagelse: {_filled(self.danish, self.value)}."


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
        return f"Kilde: {_filled(self.danish, self.value)} ({self.source})."


def _filled(sentence: str, value: object) -> str:
    if "{tal}" in sentence:
        return sentence.replace("{tal}", _decimal(value))
    return sentence.replace("{}", in_words(value)) if "{}" in sentence else sentence


def in_words(value: object) -> str:
    """A value as Danish text: shares as percentages, counts as shares of their sum, ranges as from and to."""
    if isinstance(value, Mapping):
        counted = all(isinstance(part, int) for part in value.values())
        total = sum(value.values()) if counted else 1
        keys = _names(list(value))
        return ", ".join(f"{key}: {in_words(part / total)}" for key, part in zip(keys, value.values(), strict=True))
    if isinstance(value, tuple) and len(value) == 2:
        shares = all(isinstance(end, float) and -1 < end < 1 for end in value)
        low, high = (_percent(end) if shares else _decimal(end) for end in value)
        return f"{low} til {high}"
    if isinstance(value, float) and -1 < value < 1:
        return _percent(value)
    return _decimal(value)


def declared(namespaces: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """Sentences of all published figures and assumptions among the modules' names, each once, published ones first."""
    values = [value for namespace in namespaces for value in namespace.values()]
    published = [value.sentence for value in values if isinstance(value, Published)]
    return tuple(dict.fromkeys((*published, *(value.sentence for value in values if isinstance(value, Assumption)))))


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %".replace(".", ",")


def _decimal(value: object) -> str:
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float | int) else str(value)


def _names(keys: list[object]) -> list[str]:
    """What the values of a mapping are about; None means that nobody has asked."""
    shares = all(isinstance(key, float) and key <= 1 for key in keys)
    named = []
    for key in keys:
        if key is None:
            named.append("ikke spurgt")
        elif isinstance(key, tuple):
            named.append("-".join(_decimal(part) for part in key))
        else:
            named.append(_percent(key) if shares and isinstance(key, float) else _decimal(key))
    return named
