"""What the catalogue decides about: codes, and numbers in its ranges; refused in the sentences of the import."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import TypeVar

from matcher.catalogue.loader import load_catalogue
from matcher.domain import Need, OpeningTask, Provision
from matcher.files.checks.accommodations import WITH_WINDOWS, amount_fault, contradicts, part_faults
from matcher.files.faults import Fault, fault
from matcher.files.kinds.text import checked_text
from matcher.files.sheets.employers import PROVISIONS
from matcher.files.vocabularies import Vocabularies, make_vocabularies
from matcher.files.words import question
from matcher.services.errors import Malformed

_UNKNOWN = {
    "accommodations": "unknown_accommodation",
    "tasks": "unknown_task",
    "sectors": "unknown_sector",
    "certificates": "unknown_certificate",
    "languages": "unknown_language",
    "axes": "unknown_axis",
}
T = TypeVar("T")


def require_code(kind: str, code: str, field: str) -> None:
    """Refuse a code that the catalogue does not have.

    Parameters
    ----------
    kind
        accommodations, tasks, sectors, certificates, languages or axes.
    field
        Where it stands, for the sentence.
    """
    vocabulary = _words().of(kind)
    if code not in vocabulary.shown:
        _refuse(fault(_UNKNOWN[kind], value=code, hint=question(_words().near(vocabulary, code))), field)


def require_codes(kind: str, codes: Collection[str] | None, field: str, before: Collection[str] | None = None) -> None:
    """The same for several, and for none; those that stood there before have been let in before."""
    for code in sorted(set(codes or ()) - set(before or ())):
        require_code(kind, code, field)


def require_postcode(postcode: str | None, field: str = "postcode") -> None:
    """Refuse a postcode that is not in use."""
    if postcode is not None and postcode not in _words().postcodes:
        _refuse(fault("unknown_postcode", value=postcode), field)


def require_text(text: str, field: str) -> None:
    """Refuse a text that holds a CPR number or has been garbled."""
    found = checked_text(text)
    if isinstance(found, Fault):
        _refuse(found, field)


def require_need(need: Need, field: str) -> None:
    """Refuse a need that the catalogue does not know, or an amount, parts or windows that it does not have."""
    require_code("accommodations", need.accommodation, f"{field}.accommodation")
    accommodation = load_catalogue().accommodations[need.accommodation]
    found = amount_fault(accommodation, need.amount)
    if found is None and need.amount is not None and not accommodation.amount_name:
        found = fault("amount_not_used", accommodation=accommodation.id, number=need.amount)
    if found is not None:
        _refuse(found, f"{field}.amount")
    for found in part_faults(accommodation, need.parts, _words()):
        _refuse(found, f"{field}.parts")
    if need.windows is not None and need.accommodation not in WITH_WINDOWS:
        _refuse(fault("windows_not_used", accommodation=accommodation.id), f"{field}.windows")


def require_provision(provision: Provision, field: str) -> None:
    """Refuse an answer about what the catalogue does not know, and numbers that speak against the answer."""
    require_code("accommodations", provision.accommodation, f"{field}.accommodation")
    accommodation = load_catalogue().accommodations[provision.accommodation]
    for name in ("count", "hours"):
        number = getattr(provision, name)
        if number is not None and contradicts(provision.answer, number):
            column = PROVISIONS.column(name).danish
            found = fault("answer_contradicts", answer=provision.answer, number=number, column=column)
            _refuse(found, f"{field}.{name}")
    if provision.amount is not None and not accommodation.amount_name:
        _refuse(fault("amount_not_used", accommodation=accommodation.id, number=provision.amount), f"{field}.amount")
    for found in part_faults(accommodation, provision.parts or frozenset(), _words()):
        _refuse(found, f"{field}.parts")


def require_task(part: OpeningTask, field: str) -> None:
    """Refuse a task the catalogue does not know, and demands outside their scale."""
    require_code("tasks", part.task, f"{field}.task")
    seen = set()
    for axis, number in part.demands:
        require_code("axes", axis, f"{field}.demands")
        high = _words().axis_high[axis]
        if not 0 <= number <= high:
            _refuse(fault("demand_out_of_range", axis=axis, high=high, number=number), f"{field}.demands")
        if axis in seen:
            _refuse(fault("demand_twice", value=axis), f"{field}.demands")
        seen.add(axis)


def fresh(items: Collection[T], before: Collection[T], field: str) -> Iterator[tuple[str, T]]:
    """The items that did not stand there before, each with where it stands: ``needs.2``."""
    return ((f"{field}.{place}", item) for place, item in enumerate(items) if item not in before)


@cache
def _words() -> Vocabularies:
    return make_vocabularies(load_catalogue())


def _refuse(found: Fault, field: str) -> None:
    raise Malformed(found.sentence, field)
