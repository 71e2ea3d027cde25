"""Danish postal districts with coordinates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from matcher.catalogue.tables import read_table

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """One postal district.

    Attributes
    ----------
    code, name
        Four digits, and the name of the district.
    lon, lat
        Centre of the district on land, in degrees (WGS 84).
    municipalities
        (code, name) of the municipalities the district touches.
    """

    code: str
    name: str
    lon: float
    lat: float
    municipalities: tuple[tuple[str, str], ...]

    def km_to(self, other: Postcode) -> float:
        """Great-circle distance to another district in kilometres (haversine formula)."""
        lat, other_lat = math.radians(self.lat), math.radians(other.lat)
        half_lat = math.sin((other_lat - lat) / 2)
        half_lon = math.sin(math.radians(other.lon - self.lon) / 2)
        chord = half_lat**2 + math.cos(lat) * math.cos(other_lat) * half_lon**2
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def read_postcodes(folder: Traversable) -> dict[str, Postcode]:
    """Read ``postcodes.csv``; codes must be four digits and coordinates lie in Denmark."""
    postcodes: dict[str, Postcode] = {}
    for row in read_table(folder, "postcodes.csv", ("id", "name", "lon", "lat", "municipalities")):
        code = row.text("id")
        if not (len(code) == 4 and code.isascii() and code.isdecimal()):
            raise row.error("id", f"»{code}« er ikke et postnummer; skriv fire cifre")
        municipalities: list[tuple[str, str]] = []
        for part in row.listed("municipalities", "|"):
            number, colon, name = part.partition(":")
            if not (colon and name and len(number) == 4 and number.isdecimal()):
                raise row.error("municipalities", f"»{part}« kan ikke læses; skriv fx »0621:Kolding«")
            municipalities.append((number, name))
        postcodes[code] = Postcode(
            code, row.text("name"), row.number("lon", 8.0, 15.2), row.number("lat", 54.5, 57.8), tuple(municipalities)
        )
    return postcodes
