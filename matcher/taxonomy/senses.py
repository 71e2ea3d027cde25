"""An ESCO release as senses: what a ranker needs to know of which labels mean the same."""

from __future__ import annotations

from collections import defaultdict

from matcher.taxonomy.esco import EscoRelease
from models.linking.senses import Senses

_GROUP_DIGITS = 4


def senses_of(release: EscoRelease) -> Senses:
    """Occupations with their labels and description, and ISCO groups with the labels of the occupations in them.

    Groups follow the occupations; an occupation's broader sense is its group of four digits.
    """
    occupations = [concept for concept in release.occupations.values() if concept.labels]
    members: dict[str, list[int]] = defaultdict(list)
    for number, occupation in enumerate(occupations):
        members[occupation.code].append(number)
    labels = [occupation.labels for occupation in occupations]
    glosses = [occupation.description for occupation in occupations]
    broader: list[tuple[int, int]] = []
    for group in release.groups.values():
        inside = members[group.code] if len(group.code) == _GROUP_DIGITS else []
        broader += [(number, len(labels)) for number in inside]
        own = [label for number in inside for label in occupations[number].danish]
        labels.append(group.labels)
        glosses.append(" ".join([*own, group.description if group.danish else ""]).strip())
    return Senses(tuple(labels), tuple(glosses), tuple(broader))
