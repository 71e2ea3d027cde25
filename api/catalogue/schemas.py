"""The catalogue as JSON: what the same codes mean everywhere."""

from __future__ import annotations

from api.shapes import Shape
from matcher.catalogue.loader import Catalogue
from matcher.domain import Booking, Kind


class Word(Shape):
    """A code with its names."""

    id: str
    danish: str
    english: str


class CertificateOut(Word):
    """A proof that a person may do something."""

    meaning: str


class PartOut(Shape):
    """A part of an accommodation that can be needed alone."""

    id: str
    danish: str


class AccommodationOut(Word):
    """A kind of accommodation (skånehensyn)."""

    kind: Kind
    employer_must_offer: str
    amount_name: str
    amount_unit: str
    amount_default: float | None
    amount_low: float
    amount_high: float
    provision_amount_is: str
    parts: list[PartOut]
    axes: list[str]
    grantable: bool
    booking: Booking | None
    question: str
    condition_text: str


class AxisOut(Word):
    """A scale on which a task asks something."""

    unit: str
    high: float
    meaning: str


class TaskOut(Word):
    """A kind of task, with what it usually asks on every axis."""

    group: str
    demands: dict[str, float]
    words: list[str]


class AccommodationList(Shape):
    """Every kind of accommodation."""

    items: list[AccommodationOut]

    @classmethod
    def of(cls, catalogue: Catalogue) -> AccommodationList:
        """From the catalogue; codes of bodily functions stay inside: nobody who reads this is to think of causes."""
        names = [name for name in AccommodationOut.model_fields if name != "parts"]
        return cls(
            items=[
                AccommodationOut(
                    **{name: getattr(row, name) for name in names},
                    parts=[PartOut(id=part, danish=catalogue.part_name(part)) for part in row.parts],
                )
                for row in catalogue.accommodations.values()
            ]
        )


class TaskList(Shape):
    """Every kind of task, and the axes of their demands."""

    axes: list[AxisOut]
    items: list[TaskOut]

    @classmethod
    def of(cls, catalogue: Catalogue) -> TaskList:
        """From the catalogue."""
        return cls(
            axes=[
                AxisOut(
                    id=axis.id,
                    danish=axis.danish,
                    english=axis.english,
                    unit=axis.unit,
                    high=axis.high,
                    meaning=axis.meaning,
                )
                for axis in catalogue.axes.values()
            ],
            items=[
                TaskOut(
                    id=task.id,
                    danish=task.danish,
                    english=task.english,
                    group=task.group,
                    demands=dict(task.demands),
                    words=list(task.words),
                )
                for task in catalogue.tasks.values()
            ],
        )


class CertificateList(Shape):
    """Every certificate."""

    items: list[CertificateOut]

    @classmethod
    def of(cls, catalogue: Catalogue) -> CertificateList:
        """From the catalogue."""
        return cls(
            items=[
                CertificateOut(id=row.id, danish=row.danish, english=row.english, meaning=row.meaning)
                for row in catalogue.certificates.values()
            ]
        )


class WordList(Shape):
    """Codes with their names."""

    items: list[Word]

    @classmethod
    def of_sectors(cls, catalogue: Catalogue) -> WordList:
        """The kinds of workplace."""
        return cls(items=[Word(id=r.id, danish=r.danish, english=r.english) for r in catalogue.sectors.values()])

    @classmethod
    def of_languages(cls, catalogue: Catalogue) -> WordList:
        """The languages."""
        return cls(items=[Word(id=r.id, danish=r.danish, english=r.english) for r in catalogue.languages.values()])
