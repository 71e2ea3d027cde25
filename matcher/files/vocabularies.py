"""The words of the catalogue, indexed once for a whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.catalogue.loader import Catalogue
from matcher.catalogue.vocabulary import Language, Part
from matcher.files.words import Vocabulary
from matcher.taxonomy.linker import load_linker
from matcher.taxonomy.phrases import LinkKind

_MOST = 3


@dataclass(frozen=True)
class Vocabularies:
    """Every word of the catalogue that a cell may hold.

    Attributes
    ----------
    catalogue
        Where the words come from; rows are checked against it.
    accommodations, tasks, sectors, languages, certificates, parts, axes
        Each list with its ids, Danish and English names. The languages are among the parts: LNG-01 is split into them.
    axis_high
        Highest number of each demand axis.
    postcodes
        Postcode to the name of its town.
    rules
        Rule id to the names of its parameters that are numbers.
    search
        Whether a word that is not known is looked for among those that are like it.
    """

    catalogue: Catalogue
    accommodations: Vocabulary
    tasks: Vocabulary
    sectors: Vocabulary
    languages: Vocabulary
    certificates: Vocabulary
    parts: Vocabulary
    axes: Vocabulary
    axis_high: Mapping[str, float]
    postcodes: Mapping[str, str]
    rules: Mapping[str, tuple[str, ...]]
    search: bool = True

    def near(self, vocabulary: Vocabulary, text: str) -> tuple[str, ...]:
        """What the writer of a word that is not in the list may have meant.

        Of tasks and accommodations what the words speak of (*gulvvask*), else what is spelt like it.
        """
        if not self.search:
            return ()
        kind = {id(self.tasks): LinkKind.TASK, id(self.accommodations): LinkKind.NEED}.get(id(vocabulary))
        spoken = () if kind is None else load_linker().codes(text, kind)
        known = [vocabulary.display(code) for code in spoken if code in vocabulary.shown]
        return tuple(known[:_MOST]) or vocabulary.near(text)

    def of(self, name: str) -> Vocabulary:
        """The list of that name."""
        found = getattr(self, name)
        assert isinstance(found, Vocabulary)
        return found


def make_vocabularies(catalogue: Catalogue) -> Vocabularies:
    """Index the catalogue's words."""
    rules: dict[str, tuple[str, ...]] = {}
    for rule in catalogue.rules:
        numbers = [name for name, value in rule.parameters if isinstance(value, float)]
        rules[rule.id] = tuple(dict.fromkeys((*rules.get(rule.id, ()), *numbers)))
    parts: list[Part | Language] = [*catalogue.parts.values(), *catalogue.languages.values()]
    return Vocabularies(
        catalogue=catalogue,
        accommodations=Vocabulary.of(
            ((row.id, row.danish, (row.english,)) for row in catalogue.accommodations.values()), numbered=True
        ),
        tasks=Vocabulary.of(((row.id, row.danish, (row.english,)) for row in catalogue.tasks.values()), numbered=True),
        sectors=Vocabulary.of((row.id, row.danish, (row.english,)) for row in catalogue.sectors.values()),
        languages=Vocabulary.of((row.id, row.danish, (row.english,)) for row in catalogue.languages.values()),
        certificates=Vocabulary.of((row.id, row.danish, (row.english,)) for row in catalogue.certificates.values()),
        parts=Vocabulary.of((row.id, row.danish, (row.english,)) for row in parts),
        axes=Vocabulary.of((row.id, row.danish, (row.english,)) for row in catalogue.axes.values()),
        axis_high={row.id: row.high for row in catalogue.axes.values()},
        postcodes={code: row.name for code, row in catalogue.postcodes.items()},
        rules=rules,
    )
