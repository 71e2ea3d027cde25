"""Words that may stand for each other in a phrase of several: *rense toiletter* and *vaske toiletter*."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from matcher.catalogue.tables import read_table
from models.linking.forms import folded, roots

FILE = "synonyms.csv"
_COLUMNS = ("id", "words", "source")

Synonyms = Mapping[str, tuple[frozenset[str], ...]]
"""By root of a word the words that may stand for it, each as its roots."""


@cache
def load_synonyms() -> Synonyms:
    """Our own."""
    return read_synonyms(files("matcher.taxonomy").joinpath("data"))


def read_synonyms(folder: Traversable) -> Synonyms:
    """By root of a word the words that may stand for it, each as its roots.

    Raises
    ------
    CatalogueError
        Naming file, row and column, when a cell cannot be right.
    """
    found: dict[str, list[frozenset[str]]] = {}
    for row in read_table(folder, FILE, _COLUMNS):
        row.text("source")
        words = row.listed("words", "|")
        if len(words) < 2:
            raise row.error("words", "skriv mindst to ord, der kan stå for hinanden")
        every = [roots(folded(word)) for word in words]
        for own in every:
            for root in own:
                found.setdefault(root, []).extend(other for other in every if root not in other)
    return MappingProxyType({root: tuple(others) for root, others in found.items()})
