"""What the catalogue asks of needs, provisions and support offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import cast

from matcher.domain import Accommodation, Answer, Booking, Kind
from matcher.files.faults import Fault, fault
from matcher.files.table import Table, Tables
from matcher.files.vocabularies import Vocabularies

UNITS = {
    "h/week": "timer om ugen",
    "h/day": "timer om dagen",
    "days/week": "dage om ugen",
    "min/h": "minutter i timen",
    "min/day": "minutter om dagen",
    "min": "minutter",
    "days": "dage",
    "percent": "procent",
    "m": "meter",
    "persons": "personer",
    "clock": "klokkeslæt",
    "step": "trin",
}
"""The catalogue's units in Danish; those that are not here are written as they are (kg)."""

WITH_WINDOWS = frozenset({"SCH-06", "SCH-11"})
"""Needs that may say when in the week."""
_SHOWN_PARTS = 8
_NO_PARTS = "det har ingen dele, så lad feltet stå tomt."
_NEEDS_WINDOWS = frozenset({"SCH-11"})


def check_accommodations(tables: Tables, words: Vocabularies) -> None:
    """Check every row that names an accommodation against the catalogue."""
    catalogue = words.catalogue.accommodations
    check_amounts(tables["needs"], catalogue)
    check_windows(tables["needs"])
    for name in ("needs", "provisions"):
        check_parts(tables[name], catalogue, words)
    check_answers(tables["provisions"], catalogue)
    check_offers(tables["offers"], catalogue)


def check_amounts(needs: Table, catalogue: Mapping[str, Accommodation]) -> None:
    """A need's amount lies in the catalogue's range; one without a default must be given."""
    for row, (id_, amount) in enumerate(zip(needs.values["accommodation"], needs.values["amount"], strict=True)):
        if not isinstance(id_, str) or isinstance(amount, Fault):
            continue
        accommodation, number = catalogue[id_], cast(float | None, amount)
        found = amount_fault(accommodation, number)
        if found is not None:
            needs.refuse_with(row, "amount", found)
        elif number is not None and not accommodation.amount_name:
            needs.warn(row, "amount", "amount_not_used", number=number, accommodation=id_)


def amount_fault(accommodation: Accommodation, amount: float | None) -> Fault | None:
    """What is wrong with the amount of a need for that accommodation; None when nothing is."""
    if not accommodation.amount_name:
        return None
    if amount is None:
        if accommodation.amount_default is not None:
            return None
        return fault("amount_missing", **_amount_words(accommodation))
    if amount < accommodation.amount_low:
        return fault("amount_too_low", number=amount, **_amount_words(accommodation))
    if amount > accommodation.amount_high:
        return fault("amount_too_high", number=amount, **_amount_words(accommodation))
    if accommodation.amount_unit == "clock" and amount * 2 % 1:
        return fault("amount_not_half_hour", number=amount)
    return None


def _amount_words(accommodation: Accommodation) -> dict[str, object]:
    return {
        "accommodation": accommodation.id,
        "name": accommodation.amount_name,
        "unit": UNITS.get(accommodation.amount_unit, accommodation.amount_unit),
        "low": accommodation.amount_low,
        "high": accommodation.amount_high,
    }


def check_windows(needs: Table) -> None:
    """Only some needs say when in the week."""
    for row, (id_, windows) in enumerate(zip(needs.values["accommodation"], needs.values["windows"], strict=True)):
        if windows is None and id_ in _NEEDS_WINDOWS:
            needs.warn(row, "windows", "windows_missing", accommodation=id_)
        elif windows is not None and not isinstance(id_, Fault) and id_ not in WITH_WINDOWS:
            needs.warn(row, "windows", "windows_not_used", accommodation=id_)


def check_parts(table: Table, catalogue: Mapping[str, Accommodation], words: Vocabularies) -> None:
    """Parts belong to the row's own accommodation."""
    for row, values in table.rows_with("accommodation", "parts"):
        id_, parts = cast(tuple[str, frozenset[str]], values)
        for found in part_faults(catalogue[id_], parts, words):
            table.refuse_with(row, "parts", found)


def part_faults(accommodation: Accommodation, parts: Set[str], words: Vocabularies) -> Iterator[Fault]:
    """One fault for each part that the accommodation does not have."""
    for part in sorted(parts - set(accommodation.parts)):
        names = [words.parts.display(known) for known in accommodation.parts]
        more = ", …" if len(names) > _SHOWN_PARTS else ""
        right = f"vælg mellem {', '.join(names[:_SHOWN_PARTS])}{more}." if names else _NO_PARTS
        value = words.parts.display(part)
        yield fault("part_of_another", accommodation=accommodation.id, value=value, right=right)


def check_answers(provisions: Table, catalogue: Mapping[str, Accommodation]) -> None:
    """An answer and its numbers agree, and the numbers are of a sort that the accommodation has."""
    for field in ("count", "hours"):
        for row, values in provisions.rows_with("accommodation", "answer", field):
            id_, answer, number = cast(tuple[str, Answer, float], values)
            if contradicts(answer, number):
                column = provisions.header(field)
                provisions.refuse(row, field, "answer_contradicts", answer=answer, number=number, column=column)
            elif field == "count" and catalogue[id_].kind is not Kind.EQUIPMENT:
                provisions.warn(row, field, "count_not_used", accommodation=id_, number=number)
            elif field == "hours" and not given_by_hour(catalogue[id_]):
                provisions.warn(row, field, "support_hours_not_used", accommodation=id_, number=number)


def contradicts(answer: Answer, number: float) -> bool:
    """True when a workplace says yes and has none, or no and has some."""
    return (answer is Answer.YES and number == 0) or (answer is Answer.NO and number > 0)


def check_offers(offers: Table, catalogue: Mapping[str, Accommodation]) -> None:
    """Support is given as something that can be used up, and says how much of it there is."""
    for row, (found,) in offers.rows_with("accommodations"):
        ids = sorted(cast(frozenset[str], found))
        for id_ in ids:
            if not catalogue[id_].consumed:
                offers.warn(row, "accommodations", "offer_cannot_be_given", accommodation=id_)
        by_hour = any(catalogue[id_].kind is Kind.SUPPORT_HOURS for id_ in ids)
        if by_hour and offers.values["hours_per_week"][row] is None:
            offers.warn(row, "hours_per_week", "offer_without_hours")


def given_by_hour(accommodation: Accommodation) -> bool:
    """True when what meets the need is counted in hours a week."""
    return accommodation.kind is Kind.SUPPORT_HOURS or accommodation.booking is Booking.BY_HOUR
