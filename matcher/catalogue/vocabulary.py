"""Words the whole product shares: sectors, certificates, languages and the parts of accommodations."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from matcher.catalogue.tables import read_table


@dataclass(frozen=True, slots=True)
class Sector:
    """A kind of workplace (branche), with its names in the interface."""

    id: str
    danish: str
    english: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof that a person may do something (kørekort, certifikat, attest); `meaning` says what, in Danish."""

    id: str
    danish: str
    english: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language; the id is its ISO 639-1 code."""

    id: str
    danish: str
    english: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an accommodation that can be needed alone (lift, heights, dust …)."""

    id: str
    danish: str
    english: str


def read_sectors(folder: Traversable) -> dict[str, Sector]:
    """Read ``sectors.csv``."""
    rows = read_table(folder, "sectors.csv", ("id", "danish", "english"))
    return {row.text("id"): Sector(row.text("id"), row.text("danish"), row.text("english")) for row in rows}


def read_certificates(folder: Traversable) -> dict[str, Certificate]:
    """Read ``certificates.csv``."""
    columns = ("id", "danish", "english", "meaning")
    rows = read_table(folder, "certificates.csv", columns)
    return {row.text("id"): Certificate(*(row.text(column) for column in columns)) for row in rows}


def read_languages(folder: Traversable) -> dict[str, Language]:
    """Read ``languages.csv``; a code that is not two small letters is refused."""
    languages: dict[str, Language] = {}
    for row in read_table(folder, "languages.csv", ("id", "danish", "english")):
        code = row.text("id")
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
            raise row.error("id", f"»{code}« er ikke en sprogkode; skriv to små bogstaver, fx »da«")
        languages[code] = Language(code, row.text("danish"), row.text("english"))
    return languages


def read_parts(folder: Traversable) -> dict[str, Part]:
    """Read ``parts.csv``."""
    rows = read_table(folder, "parts.csv", ("id", "danish", "english"))
    return {row.text("id"): Part(row.text("id"), row.text("danish"), row.text("english")) for row in rows}
