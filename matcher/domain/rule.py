"""A legal rule as a dated object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalRule:
    """One rule of law in force for a time, with its source and its switch.

    Attributes
    ----------
    id
        Stable id such as ``ratio``; several versions may share it if their dates do not overlap.
    version
        Short name of this version, shown on every explanation.
    valid_from, valid_to
        First and last day in force; None when open.
    danish, english
        The rule in one sentence.
    parameters
        (name, value) pairs: the numbers and words the code needs, so that nothing is hard-coded.
    schemes
        The schemes it concerns; empty when all.
    enabled
        The switch: a municipality may turn a rule off or on.
    verified
        False when the text has not been checked against the law in force; then it says so wherever it shows.
    note
        What is doubtful about it, in Danish; empty when nothing is.
    source
        Where the rule comes from.
    """

    id: str
    version: str
    valid_from: date | None
    valid_to: date | None
    danish: str
    english: str
    parameters: tuple[tuple[str, float | str | bool], ...]
    schemes: tuple[str, ...]
    enabled: bool
    verified: bool
    note: str
    source: str

    def in_force(self, day: date) -> bool:
        """True when the rule applies on that day and is switched on."""
        after_start = self.valid_from is None or self.valid_from <= day
        return self.enabled and after_start and (self.valid_to is None or day <= self.valid_to)

    def number(self, name: str) -> float:
        """A parameter that is a number; KeyError when the rule has none of that name."""
        return float(dict(self.parameters)[name])
