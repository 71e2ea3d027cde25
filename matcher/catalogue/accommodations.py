"""Reading ``accommodations.csv``: every kind of accommodation, with what its amount and parts mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources.abc import Traversable

from matcher.catalogue.tables import Row, read_table
from matcher.domain.accommodation import Accommodation, Booking, Kind
from matcher.domain.task import DemandAxis

UNITS = (
    "h/week",
    "h/day",
    "days/week",
    "min/h",
    "min/day",
    "min",
    "clock",
    "days",
    "percent",
    "kg",
    "m",
    "persons",
    "step",
)
"""What an amount may be counted in; ``clock`` is hours after midnight, ``step`` a step of a demand axis."""

_COLUMNS = (
    "id",
    "danish",
    "english",
    "kind",
    "icf",
    "icf_confidence",
    "employer_must_offer",
    "amount_name",
    "amount_unit",
    "amount_default",
    "amount_low",
    "amount_high",
    "provision_amount_is",
    "parts",
    "axes",
    "grantable",
    "booking",
    "question",
    "condition_text",
    "source",
)


def read_accommodations(
    folder: Traversable, axes: Mapping[str, DemandAxis], parts: Collection[str]
) -> dict[str, Accommodation]:
    """Read ``accommodations.csv``.

    Parameters
    ----------
    folder
        Where it lies.
    axes
        The demand axes by id; every axis named must be one of them.
    parts
        Ids of parts and codes of languages; every part named must be one of them.

    Returns
    -------
    dict
        The accommodations by id, in the order of the file.

    Raises
    ------
    CatalogueError
        Naming file, row and column, when a cell cannot be right or two cells of a row contradict each other.
    """
    found: dict[str, Accommodation] = {}
    for row in read_table(folder, "accommodations.csv", _COLUMNS):
        accommodation = _accommodation(row, axes, parts)
        _check_kind(row, accommodation)
        _check_amount(row, accommodation, axes)
        _check_condition(row, accommodation)
        found[accommodation.id] = accommodation
    return found


def _accommodation(row: Row, axes: Mapping[str, DemandAxis], parts: Collection[str]) -> Accommodation:
    booking = row.choice("booking", ("", *(value.value for value in Booking)))
    return Accommodation(
        id=row.text("id"),
        danish=row.text("danish"),
        english=row.text("english"),
        kind=Kind(row.choice("kind", [kind.value for kind in Kind])),
        icf=row.listed("icf"),
        icf_confidence=row.choice("icf_confidence", ("sourced", "unverified")),
        employer_must_offer=row.text("employer_must_offer"),
        amount_name=row.optional_text("amount_name"),
        amount_unit=row.choice("amount_unit", ("", *UNITS)),
        amount_default=row.optional_number("amount_default"),
        amount_low=row.number("amount_low", 0, 10_000),
        amount_high=row.number("amount_high", 0, 10_000),
        provision_amount_is=row.choice("provision_amount_is", ("", "at_most", "at_least")),
        parts=row.references("parts", parts),
        axes=row.references("axes", axes),
        grantable=row.choice("grantable", ("yes", "no")) == "yes",
        booking=Booking(booking) if booking else None,
        question=row.text("question"),
        condition_text=row.text("condition_text"),
        source=row.text("source"),
    )


def _check_amount(row: Row, accommodation: Accommodation, axes: Mapping[str, DemandAxis]) -> None:
    has_unit, has_name = bool(accommodation.amount_unit), bool(accommodation.amount_name)
    if has_unit != has_name:
        raise row.error("amount_name", "skriv både navn og enhed på mængden, eller ingen af dem")
    default = accommodation.amount_default
    if not has_unit:
        if default is not None or accommodation.amount_high or accommodation.provision_amount_is:
            raise row.error("amount_unit", "rækken har en mængde uden enhed; skriv enheden")
        return
    if accommodation.amount_low >= accommodation.amount_high:
        raise row.error("amount_high", "den højeste mængde skal være større end den laveste")
    if default is not None and not accommodation.amount_low <= default <= accommodation.amount_high:
        raise row.error("amount_default", "udgangspunktet skal ligge mellem den laveste og den højeste mængde")
    if default is None and accommodation.amount_unit != "h/week":
        raise row.error("amount_default", "kun et timetal om ugen kan undvære et udgangspunkt; skriv ét")
    if accommodation.kind is Kind.TASK:
        for axis in (axes[name] for name in accommodation.axes):
            if axis.unit != accommodation.amount_unit:
                raise row.error("amount_unit", f"skal være »{axis.unit}« som på kravet »{axis.id}«")
            if accommodation.amount_high > axis.high:
                raise row.error("amount_high", f"må højst være {axis.high:g} som på kravet »{axis.id}«")


def _check_kind(row: Row, accommodation: Accommodation) -> None:
    if (accommodation.kind is Kind.EQUIPMENT) != (accommodation.booking is not None):
        raise row.error("booking", "skal udfyldes for udstyr og rum, og kun for dem")
    if accommodation.kind is Kind.SUPPORT_HOURS and accommodation.amount_unit != "h/week":
        raise row.error("amount_unit", "støtte regnes i timer om ugen; skriv »h/week«")
    if accommodation.booking is Booking.BY_HOUR and accommodation.amount_unit != "h/week":
        raise row.error("amount_unit", "et rum, der bookes, regnes i timer om ugen; skriv »h/week«")
    if accommodation.kind is Kind.CONDITION and bool(accommodation.amount_unit) != bool(
        accommodation.provision_amount_is
    ):
        raise row.error("provision_amount_is", "et vilkår med mængde skal sige »at_most« eller »at_least«")
    if (accommodation.kind is Kind.TASK or accommodation.consumed) and accommodation.provision_amount_is:
        raise row.error("provision_amount_is", "må kun udfyldes for vilkår og tider")
    if accommodation.kind is Kind.TASK and len(accommodation.axes) != max(1, len(accommodation.parts)):
        raise row.error("axes", "et opgavehensyn skal have ét krav, eller ét krav for hver del")


def _check_condition(row: Row, accommodation: Accommodation) -> None:
    for placeholder, present in (("{amount}", accommodation.amount_unit), ("{parts}", accommodation.parts)):
        if accommodation.condition_text.count(placeholder) != (1 if present else 0):
            raise row.error("condition_text", f"skal indeholde {placeholder}, netop når rækken har en sådan værdi")
