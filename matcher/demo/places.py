"""Where people live and where the work lies, weighted by the size of the municipality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

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
    "borgere og arbejdssteder fordeles efter kommunernes omtrentlige folketal i hele tusinder, skrevet efter hukommelsen",
)


@dataclass(frozen=True)
class Districts:
    """Postal districts by municipality, with how many live and work there.

    Attributes
    ----------
    postcode, municipality
        One row for each district of each municipality: its code and the municipality's.
    home, work
        float64 [rows]: weights of homes and of workplaces; a district outside the area has no homes.
    """

    postcode: tuple[str, ...]
    municipality: tuple[str, ...]
    home: NDArray[np.float64]
    work: NDArray[np.float64]

    def draw(self, rng: np.random.Generator, weights: NDArray[np.float64], n: int) -> list[tuple[str, str]]:
        """`n` draws of (postcode, municipality)."""
        rows = list(zip(self.postcode, self.municipality, strict=True))
        return [rows[i] for i in indices(rng, weights, n)]


def districts_of(size: Size, catalogue: Catalogue) -> Districts:
    """The districts of the area; for one municipality also the nearby ones of its neighbours, for work only."""
    codes = municipalities_of(size)
    rows = [row for code in codes for row in _districts(catalogue, code)]
    if len(codes) > 1:
        return _columns(rows)
    centre = catalogue.postcodes[main_town(catalogue, codes[0])]
    near = [
        row
        for code in POPULATION.value
        if code not in codes
        for row in _districts(catalogue, code)
        if centre.km_to(catalogue.postcodes[row[0]]) <= OUTSIDE_KM.value
    ]
    inside, outside = _columns(rows), _columns(near)
    far = OUTSIDE_SHARE.value * inside.work.sum() / (1 - OUTSIDE_SHARE.value) / outside.work.sum()
    return Districts(
        inside.postcode + outside.postcode,
        inside.municipality + outside.municipality,
        np.append(inside.home, np.zeros(len(near))),
        np.append(inside.work, outside.work * far),
    )


def municipalities_of(size: Size) -> tuple[str, ...]:
    """Codes of the municipalities whose citizens are the candidates."""
    if size in ("village", "kolding"):
        return (KOLDING,)
    return REGION_SYDDANMARK if size == "region" else tuple(POPULATION.value)


def main_town(catalogue: Catalogue, municipality: str) -> str:
    """Postcode of the municipality's largest town."""
    return max(_districts(catalogue, municipality), key=lambda row: row[2])[0]


def municipality_name(catalogue: Catalogue, municipality: str) -> str:
    """Its name in the catalogue of postcodes."""
    return next(
        name for place in catalogue.postcodes.values() for code, name in place.municipalities if code == municipality
    )


def _columns(rows: Sequence[tuple[str, str, float, float]]) -> Districts:
    postcode, municipality, home, work = zip(*rows, strict=True)
    return Districts(tuple(postcode), tuple(municipality), np.array(home), np.array(work))


def _districts(catalogue: Catalogue, code: str) -> list[tuple[str, str, float, float]]:
    """(postcode, municipality, weight of homes, weight of work) of one municipality; the main town weighs most."""
    found: dict[str, list[Postcode]] = {}
    own = ""
    for place in catalogue.postcodes.values():
        names = dict(place.municipalities)
        if code in names and not _is_town(place.name, (name for other, name in names.items() if other != code)):
            own = names[code]
            found.setdefault(place.name, []).append(place)
    main = [name for name in found if _is_town(name, (own,))] or list(found)[:1]
    rows = []
    for name, places in found.items():
        for place in places:
            share = 1.0 / len(places) / len(place.municipalities)
            others = max(1, len(found) - len(main))
            home, work = (
                share * (main_share / len(main) if name in main else (1 - main_share) / others)
                for main_share in (MAIN_TOWN_SHARE.value, MAIN_TOWN_WORK_SHARE.value)
            )
            rows.append((place.code, code, POPULATION.value[code] * home, POPULATION.value[code] * work))
    return rows


def _is_town(district: str, municipalities: Iterable[str]) -> bool:
    return any(district == name or district.startswith(f"{name} ") for name in municipalities)
