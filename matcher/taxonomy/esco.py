"""Reading a folder with an ESCO release, as the portal gives it: one CSV file for each kind and language.

This service uses the ESCO classification of the European Commission. The release is the municipality's own copy;
none is shipped.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.catalogue.tables import CatalogueError
from matcher.domain.errors import MatcherError

LANGUAGES = ("da", "en")
"""Languages that are read, the first one first."""
_OCCUPATIONS, _SKILLS, _GROUPS = "occupations", "skills", "ISCOGroups"
_URI = "conceptUri"
_LABEL = "preferredLabel"
_COMMON = (_URI, _LABEL)
_LONGEST_CELL = 1_000_000
_ISCO = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Concept:
    """One occupation, skill or group of occupations.

    Attributes
    ----------
    uri
        Its address, the same in every language.
    danish, english
        Labels, the preferred one first; empty when the release has none in that language.
    description
        What it is, in Danish where there is such a text.
    code
        ISCO-08: of an occupation its group, of a group its own; empty for a skill.
    """

    uri: str
    danish: tuple[str, ...]
    english: tuple[str, ...]
    description: str
    code: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, Danish first, each once."""
        return tuple(dict.fromkeys((*self.danish, *self.english)))

    @property
    def name(self) -> str:
        """The preferred label, in Danish where there is one."""
        return self.labels[0]


@dataclass(frozen=True, slots=True)
class ReleaseSize:
    """How many occupations, ISCO-08 groups and skills of a release a text is looked through for.

    Attributes
    ----------
    occupations
        Occupations.
    groups
        ISCO-08 groups with a name.
    skills
        Skills and knowledge, in any language.
    danish_skills
        Those of them with a Danish label; only these are found in a Danish text.
    """

    occupations: int
    groups: int
    skills: int
    danish_skills: int


@dataclass(frozen=True)
class EscoRelease:
    """What a folder with an ESCO release held, each by its address.

    Attributes
    ----------
    occupations
        Occupations.
    groups
        ISCO-08 groups of one to four digits; empty when the release has no such file.
    skills
        Skills and knowledge; empty when the release has no such file.
    files
        The files that were read.
    """

    occupations: Mapping[str, Concept]
    groups: Mapping[str, Concept]
    skills: Mapping[str, Concept]
    files: tuple[str, ...]


def read_esco(folder: Path) -> EscoRelease:
    """Read what is there of ``occupations_da.csv``, ``occupations_en.csv``, ``skills_*.csv`` and ``ISCOGroups_*.csv``.

    Raises
    ------
    MatcherError
        When there is no file of occupations.
    CatalogueError
        Naming file, row and column, when a cell cannot be right.
    """
    if not folder.is_dir():
        raise MatcherError(f"{folder} er ikke en mappe; giv mappen med ESCO-udgivelsens CSV-filer")
    found: dict[str, dict[str, Concept]] = {kind: {} for kind in (_OCCUPATIONS, _GROUPS, _SKILLS)}
    files: list[str] = []
    for kind, concepts in found.items():
        for language in LANGUAGES:
            path = folder / f"{kind}_{language}.csv"
            if path.is_file():
                files.append(path.name)
                _read(path, kind, language, concepts)
    if not found[_OCCUPATIONS]:
        raise MatcherError(
            f"{folder}: her er ingen stillinger; mappen skal have occupations_da.csv eller occupations_en.csv fra ESCO"
        )
    return EscoRelease(found[_OCCUPATIONS], found[_GROUPS], found[_SKILLS], tuple(files))


def _read(path: Path, kind: str, language: str, concepts: dict[str, Concept]) -> None:
    code_column = {_OCCUPATIONS: "iscoGroup", _GROUPS: "code", _SKILLS: ""}[kind]
    wanted = (*_COMMON, *filter(None, (code_column,)))
    seen: dict[str, int] = {}
    for line, cells in _rows(path, wanted):
        for column in _COMMON:
            if not cells[column].strip():
                raise CatalogueError(path.name, line, column, "feltet er tomt; hent filen igen fra ESCO")
        uri, code = cells[_URI].strip(), cells[code_column].strip() if code_column else ""
        if uri in seen:
            raise CatalogueError(path.name, line, _URI, f"»{uri}« står også i række {seen[uri]}; hent filen igen")
        seen[uri] = line
        if code_column and not _ISCO.fullmatch(code):
            raise CatalogueError(
                path.name, line, code_column, f"»{code}« er ikke en ISCO-kode på et til fire cifre; hent filen igen"
            )
        labels = (cells[_LABEL], *cells.get("altLabels", "").splitlines())
        named = tuple(dict.fromkeys(" ".join(label.split()) for label in labels if label.strip()))
        known = concepts.get(uri)
        text = cells.get("description", "").strip()
        if known is not None and code != known.code:
            raise CatalogueError(
                path.name, line, code_column, f"»{code}« er »{known.code}« i det andet sprogs fil; brug én udgivelse"
            )
        concepts[uri] = Concept(
            uri,
            named if language == "da" else known.danish if known is not None else (),
            named if language == "en" else (),
            known.description if known is not None and known.description else text,
            code,
        )


def _rows(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a file by the name of the column, each with the number of the line it ends on."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise CatalogueError(path.name, 1, _URI, "filen kan ikke læses som UTF-8; hent den igen fra ESCO") from fault
    limit = csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        for column in wanted:
            if column not in header:
                raise CatalogueError(path.name, 1, column, "kolonnen mangler; er det en fil fra ESCO-portalen?")
        for cells in lines:
            if not any(cells):
                continue
            if len(cells) != len(header):
                raise CatalogueError(
                    path.name,
                    lines.line_num,
                    header[min(len(cells), len(header)) - 1],
                    f"rækken har {len(cells)} felter; den skal have {len(header)}",
                )
            yield lines.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as fault:
        raise CatalogueError(path.name, lines.line_num, wanted[0], f"rækken kan ikke læses: {fault}") from fault
    finally:
        csv.field_size_limit(limit)
