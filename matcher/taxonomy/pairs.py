"""Tab-separated texts, judged pairs and labelled texts in, a run file or groups out."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.domain.errors import MatcherError
from matcher.taxonomy.skill_groups import Tagged
from models.linking.ranker import Ranked

TAG = "brobygger"
"""The name of the run in the last column of its file."""


@dataclass(frozen=True)
class Texts:
    """Rows of a tab-separated file: ids and texts, in the order of the file."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """Rows of a tab-separated file: texts and the group that each speaks of, in the order of the file."""

    texts: tuple[str, ...]
    groups: tuple[str, ...]


def read_texts(path: Path, repeated: bool) -> Texts:
    """Read ``id<TAB>text`` rows. The same id may stand in several rows (several labels of one element) if `repeated`.

    Raises
    ------
    MatcherError
        Naming file and row, when a row cannot be used.
    """
    ids: list[str] = []
    texts: list[str] = []
    seen: dict[str, int] = {}
    for number, cells in _lines(path):
        if len(cells) != 2:
            raise _fault(path, number, f"rækken har {len(cells)} felter; skriv id, tabulator og tekst")
        identity, text = cells[0].strip(), cells[1].strip()
        if not identity or any(letter.isspace() for letter in identity):
            raise _fault(path, number, f"»{identity}« er ikke et id; skriv et uden mellemrum")
        if not text:
            raise _fault(path, number, "teksten er tom; skriv en, eller fjern rækken")
        if identity in seen and not repeated:
            raise _fault(path, number, f"»{identity}« står også i række {seen[identity]}; hvert id skal stå én gang")
        seen.setdefault(identity, number)
        ids.append(identity)
        texts.append(text)
    if not ids:
        raise MatcherError(f"{path} er tom; skriv mindst én række med id, tabulator og tekst")
    return Texts(tuple(ids), tuple(texts))


def read_judged(path: Path, queries: Texts, corpus: Texts) -> dict[str, dict[str, float]]:
    """Read judged pairs by the query's text: ``query<TAB>element`` with or without ``<TAB>relevance``, or trec's qrels.

    The query is an id of the queries file or a text of its own; the element is an id of the corpus. Rows of relevance 0
    say that the pair is wrong.

    Raises
    ------
    MatcherError
        Naming file and row, when a row cannot be used, or when no row says that a pair is right.
    """
    text_of = dict(zip(queries.ids, queries.texts, strict=True))
    elements = set(corpus.ids)
    found: dict[str, dict[str, float]] = {}
    for number, cells in _lines(path):
        if len(cells) not in (2, 3, 4):
            raise _fault(path, number, f"rækken har {len(cells)} felter; skriv forespørgsel, element og relevans")
        query, element = cells[0].strip(), cells[2 if len(cells) == 4 else 1].strip()
        relevance = _relevance(path, number, cells[-1].strip()) if len(cells) > 2 else 1.0
        if not query:
            raise _fault(path, number, "forespørgslen er tom; skriv dens id eller dens tekst")
        if element not in elements:
            raise _fault(path, number, f"elementet »{element}« er ikke i korpusset; ret id'et, eller fjern rækken")
        pairs = found.setdefault(text_of.get(query, query), {})
        pairs[element] = max(relevance, pairs.get(element, 0.0))
    if not any(gain > 0 for pairs in found.values() for gain in pairs.values()):
        raise MatcherError(f"{path}: ingen række siger, at et par er rigtigt; der er intet at lære af")
    return found


def read_labelled(path: Path, groups: Container[str]) -> Labelled:
    """Read ``text<TAB>group`` rows. The same text may stand in several rows.

    Raises
    ------
    MatcherError
        Naming file and row, when a row cannot be used.
    """
    found: list[tuple[str, str]] = []
    for number, cells in _lines(path):
        if len(cells) != 2:
            raise _fault(path, number, f"rækken har {len(cells)} felter; skriv tekst, tabulator og gruppe")
        text, group = cells[0].strip(), cells[1].strip()
        if not text:
            raise _fault(path, number, "teksten er tom; skriv en, eller fjern rækken")
        if group not in groups:
            raise _fault(path, number, f"»{group}« er ingen af ESCO's grupper; skriv en som S1, K04, L1 eller A1")
        found.append((text, group))
    if not found:
        raise MatcherError(f"{path} er tom; skriv mindst én række med tekst, tabulator og gruppe")
    return Labelled(tuple(text for text, _ in found), tuple(group for _, group in found))


def write_groups(path: Path, ids: Sequence[str], found: Sequence[Tagged], names: Mapping[str, str]) -> int:
    """Write ``id group confidence name`` rows, separated by tabulators; give how many."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for identity, one in zip(ids, found, strict=True):
            file.write(f"{identity}\t{one.group}\t{one.confidence:.3f}\t{names[one.group]}\n")
    return len(found)


def write_run(path: Path, ids: Sequence[str], ranked: Iterable[Sequence[Ranked]]) -> int:
    """Write ``query 0 element rank score tag`` rows, the best first; give how many."""
    rows = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for query, found in zip(ids, ranked, strict=True):
            for rank, one in enumerate(found, 1):
                file.write(f"{query} 0 {one.element} {rank} {one.score:.6f} {TAG}\n")
            rows += len(found)
    return rows


def by_query(judged: Mapping[str, Mapping[str, float]]) -> tuple[list[str], list[dict[str, float]]]:
    """Texts and their right elements, in the order of the texts, so that the order of the file does not matter."""
    texts = sorted(judged)
    return texts, [{element: gain for element, gain in judged[text].items() if gain > 0} for text in texts]


def ids_of(texts: Sequence[str], queries: Texts) -> list[str]:
    """The ids of judged texts: the query's own; of a text that is no query, »dømt« and a number."""
    known: dict[str, str] = {}
    for identity, text in zip(queries.ids, queries.texts, strict=True):
        known.setdefault(text, identity)
    return [known.get(text, f"dømt{number}") for number, text in enumerate(texts, 1)]


def _lines(path: Path) -> Iterable[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise MatcherError(f"Filen {path} findes ikke; ret navnet") from fault
    except UnicodeDecodeError as fault:
        row = fault.object[: fault.start].count(b"\n") + 1
        raise _fault(path, row, "kan ikke læses som UTF-8; gem filen igen som UTF-8") from fault
    except OSError as fault:
        raise MatcherError(f"{path} kan ikke læses; se, om det er en fil, du har adgang til") from fault
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.removesuffix("\r")
        if bare.strip():
            yield number, bare.split("\t")


def _relevance(path: Path, number: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise _fault(path, number, f"relevansen »{text}« er ikke et tal fra 0 og op")
    return value


def _fault(path: Path, number: int, sentence: str) -> MatcherError:
    return MatcherError(f"{path}, række {number}: {sentence}")
