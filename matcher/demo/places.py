"""Where people live and where the work lies, weighted by the size of the municipality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.catalogue.places import Postcode
from matcher.demo.assumptions import MAIN_TOWN_SHARE, MAIN_TOWN_WORK_SHARE, OUTSIDE_KM, OUTSIDE_SHARE
from matcher.demo.declared import Assumption
from matcher.demo.draws import indices

Size = Literal["village", "kolding", "region", "denmark"]

KOLDING = "0621"
REGION_SYDDANMARK = (
    "0410", "0420", "0430", "0440", "0450", "0461", "0479", "0480", "0482", "0492", "0510", "0530", "0540", "0550",
    "0561", "0563", "0573", "0575", "0580", "0607", "0621", "0630",
)  # fmt: skip

_THOUSANDS = (
    "0101 660 0147 105 0151 52 0153 40 0155 15 0157 75 0159 70 0161 24 0163 29 0165 28 0167 54 0169 58 0173 59 0175 44 "
    "0183 24 0185 43 0187 17 0190 42 0201 26 0210 42 0217 64 0219 54 0223 25 0230 58 0240 45 0250 46 0253 52 0259 62 "
    "0260 32 0265 91 0269 24 0270 42 0306 33 0316 74 0320 37 0326 48 0329 36 0330 80 0336 24 0340 30 0350 29 0360 39 "
    "0370 84 0376 59 0390 45 0400 39 0410 40 0420 41 0430 52 0440 24 0450 32 0461 208 0479 60 0480 30 0482 12 0492 6 "
    "0510 55 0530 27 0540 74 0550 36 0561 116 0563 3 0573 49 0575 43 0580 59 0607 52 0615 97 0621 95 0630 122 0657 90 "
    "0661 59 0665 19 0671 21 0706 44 0707 37 0710 49 0727 24 0730 99 0740 101 0741 4 0746 66 0751 370 0756 42 0760 56 "
    "0766 47 0773 20 0779 44 0787 43 0791 98 0810 37 0813 58 0820 36 0825 2 0840 31 0846 42 0849 38 0851 223 0860 62"
).split()

POPULATION = Assumption(
    {code: int(count) for code, count in zip(_THOUSANDS[::2], _THOUSANDS[1::2], strict=True)},
    "borgere og arbejdssteder fordeles efter kommunernes omtrentlige folketal i tusinder, skrevet efter hukommelsen",
)


class District(NamedTuple):
    """A postal district as part of one municipality; `main` when it belongs to the municipality's largest town."""

    postcode: str
    municipality: str
    main: bool


@dataclass(frozen=True)
class Districts:
    """The districts of an area, with how many live and work there.

    Attributes
    ----------
    rows
        One for each district of each municipality.
    home, work
        float64 [rows]: weights of homes and of workplaces; a district outside the area has no homes.
    """

    rows: tuple[District, ...]
    home: NDArray[np.float64]
    work: NDArray[np.float64]

    def draw(self, rng: np.random.Generator, weights: NDArray[np.float64], n: int) -> list[District]:
        """`n` districts by weight."""
        return [self.rows[i] for i in indices(rng, weights, n)]


def districts_of(size: Size, catalogue: Catalogue) -> Districts:
    """The districts of the area; for one municipality also the nearby ones of its neighbours, for work only."""
    codes = municipalities_of(size)
    inside = _together([_municipality(catalogue, code) for code in codes])
    if len(codes) > 1:
        return inside
    centre = catalogue.postcodes[main_town(catalogue, codes[0])]
    others = _together([_municipality(catalogue, code) for code in POPULATION.value if code not in codes])
    near = [centre.km_to(catalogue.postcodes[row.postcode]) <= OUTSIDE_KM.value for row in others.rows]
    work = np.where(near, others.work, 0.0)
    work *= OUTSIDE_SHARE.value / (1 - OUTSIDE_SHARE.value) * inside.work.sum() / work.sum()
    return _together([inside, Districts(others.rows, np.zeros(len(near)), work)])


def municipalities_of(size: Size) -> tuple[str, ...]:
    """Codes of the municipalities whose citizens are the candidates."""
    if size in ("village", "kolding"):
        return (KOLDING,)
    return REGION_SYDDANMARK if size == "region" else tuple(POPULATION.value)


def main_town(catalogue: Catalogue, municipality: str) -> str:
    """A postcode of the municipality's largest town, always the same one."""
    return next(row.postcode for row in _municipality(catalogue, municipality).rows if row.main)


def municipality_name(catalogue: Catalogue, municipality: str) -> str:
    """Its name in the catalogue of postcodes."""
    return next(
        name for place in catalogue.postcodes.values() for code, name in place.municipalities if code == municipality
    )


def _together(parts: Sequence[Districts]) -> Districts:
    return Districts(
        tuple(row for part in parts for row in part.rows),
        np.concatenate([part.home for part in parts]),
        np.concatenate([part.work for part in parts]),
    )


def _municipality(catalogue: Catalogue, code: str) -> Districts:
    """The districts of one municipality. Districts of one name share its weight; neighbours' towns are left to them."""
    own, found = municipality_name(catalogue, code), defaultdict[str, list[Postcode]](list)
    for place in catalogue.postcodes.values():
        names = dict(place.municipalities)
        if code in names and not any(_is_town(place.name, name) for other, name in names.items() if other != code):
            found[place.name].append(place)
    main = {name for name in found if _is_town(name, own)} or {next(iter(found))}
    rows, weights = [], []
    for name, places in found.items():
        alike = len(main) if name in main else len(found) - len(main)
        for place in places:
            rows.append(District(place.code, code, name in main))
            weights.append(POPULATION.value[code] / alike / len(places) / len(place.municipalities))
    is_main = np.array([row.main for row in rows])
    home, work = (
        np.array(weights) * np.where(is_main, share.value, 1 - share.value)
        for share in (MAIN_TOWN_SHARE, MAIN_TOWN_WORK_SHARE)
    )
    return Districts(tuple(rows), home, work)


def _is_town(district: str, municipality: str) -> bool:
    return district == municipality or district.startswith(f"{municipality} ")
