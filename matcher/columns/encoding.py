"""The index of every id that appears in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.domain import Facts, MatcherError, Scheme, Transport, Week
from matcher.domain.week import DAYS_PER_WEEK, HALF_HOURS_PER_DAY

SCHEMES: tuple[Scheme, ...] = tuple(Scheme)
MODES: tuple[Transport, ...] = tuple(Transport)
UNKNOWN = -1
"""In a column of small integers: nobody has asked."""
NO_DAY = np.iinfo(np.int32).min
"""In a column of days: none is set."""


@dataclass(frozen=True)
class Encoding:
    """Positions of ids; the order is that of the catalogue or of sorted ids, never that of rows.

    Postcodes are those that occur in the facts, and others that are asked for.
    """

    accommodations: Mapping[str, int]
    axes: Mapping[str, int]
    tasks: Mapping[str, int]
    sectors: Mapping[str, int]
    certificates: Mapping[str, int]
    languages: Mapping[str, int]
    postcodes: Mapping[str, int]
    employers: Mapping[str, int]
    workplaces: Mapping[str, int]

    def place(self, kind: str, value: str) -> int:
        """Position of an id.

        Raises
        ------
        MatcherError
            When the catalogue does not know it.
        """
        table: Mapping[str, int] = getattr(self, kind)
        try:
            return table[value]
        except KeyError:
            raise MatcherError(f"»{value}« findes ikke i kataloget ({kind}); ret det i filen") from None


def make_encoding(facts: Facts, catalogue: Catalogue, postcodes: Iterable[str] = ()) -> Encoding:
    """Index the catalogue's ids and the municipality's employers and workplaces; `postcodes` are coded besides."""
    languages = sorted({*catalogue.languages, *_languages_used(facts)})
    return Encoding(
        accommodations=_positions(catalogue.accommodations),
        axes=_positions(catalogue.axes),
        tasks=_positions(catalogue.tasks),
        sectors=_positions(catalogue.sectors),
        certificates=_positions(catalogue.certificates),
        languages=_positions(languages),
        postcodes=_positions(sorted(_postcodes_used(facts).union(postcodes))),
        employers=_positions(sorted(facts.employer_by_id)),
        workplaces=_positions(sorted(facts.workplace_by_id)),
    )


def _languages_used(facts: Facts) -> set[str]:
    used = {language for candidate in facts.candidates for language in candidate.languages}
    return used | {language for opening in facts.openings for language in opening.languages}


def _postcodes_used(facts: Facts) -> set[str]:
    """Only postcodes that occur, so that one pair's world needs no table of all Denmark."""
    used = {candidate.postcode for candidate in facts.candidates}
    used |= {workplace.postcode for workplace in facts.workplaces}
    return used | {offer.postcode for offer in facts.offers if offer.postcode is not None}


def _positions(ids: Iterable[str]) -> dict[str, int]:
    return {value: place for place, value in enumerate(ids)}


def bits(places: Iterable[int]) -> int:
    """A set of positions below 63 as a bit mask."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def day_bits(week: Week) -> list[int]:
    """A week as seven 48-bit masks, Monday first."""
    return [week.day(day) for day in range(DAYS_PER_WEEK)]


ALL_DAY = (1 << HALF_HOURS_PER_DAY) - 1


def ordinal(day: date | None) -> int:
    """A day as a number; `NO_DAY` when none is set."""
    return NO_DAY if day is None else day.toordinal()


def tri(value: bool | None) -> int:
    """1, 0, or `UNKNOWN`."""
    return UNKNOWN if value is None else int(value)


def floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    """A column of numbers with NaN where nobody has asked."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
