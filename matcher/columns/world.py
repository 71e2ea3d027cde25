"""Everything a stage needs beside the candidates: facts, catalogue, rules in force, and the columns of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.columns.candidates import CandidateColumns, candidate_columns
from matcher.columns.distance import Distances, distances_between
from matcher.columns.encoding import Encoding, make_encoding
from matcher.columns.offers import OfferColumns, offer_columns
from matcher.columns.openings import OpeningColumns, opening_columns
from matcher.columns.workplaces import WorkplaceColumns, workplace_columns
from matcher.domain import Candidate, Facts, LegalRule


@dataclass(frozen=True)
class World:
    """One municipality on one day, as columns. It has no identities: they are taken out before anything is built.

    Attributes
    ----------
    facts
        The facts without identities.
    rules
        Legal rules in force on the plan's day, by id, after the municipality's switches and parameters.
    """

    facts: Facts
    catalogue: Catalogue
    encoding: Encoding
    rules: Mapping[str, LegalRule]
    distances: Distances
    workplaces: WorkplaceColumns
    openings: OpeningColumns
    offers: OfferColumns

    def candidates(self, rows: Sequence[Candidate] | None = None) -> CandidateColumns:
        """Columns of those candidates, or of all of them sorted by id."""
        if rows is None:
            rows = [self.facts.candidate_by_id[candidate] for candidate in sorted(self.facts.candidate_by_id)]
        return candidate_columns(rows, self.catalogue, self.encoding)

    def number(self, rule: str, name: str, without: float) -> float:
        """A parameter of a rule in force; `without` when the rule is not in force."""
        return self.rules[rule].number(name) if rule in self.rules else without


def make_world(facts: Facts, catalogue: Catalogue) -> World:
    """Build the columns of everything but the candidates."""
    facts = replace(facts, identities=())
    encoding = make_encoding(facts, catalogue)
    rules = rules_in_force(facts, catalogue)
    places = [catalogue.postcodes[code] for code in encoding.postcodes]
    distances = distances_between(
        np.array([place.lon for place in places], dtype=np.float64),
        np.array([place.lat for place in places], dtype=np.float64),
    )
    workplaces = workplace_columns(facts, catalogue, encoding, rules.get("ratio"))
    return World(
        facts=facts,
        catalogue=catalogue,
        encoding=encoding,
        rules=rules,
        distances=distances,
        workplaces=workplaces,
        openings=opening_columns(facts, catalogue, encoding, workplaces),
        offers=offer_columns(facts, encoding, workplaces, distances),
    )


def rules_in_force(facts: Facts, catalogue: Catalogue) -> dict[str, LegalRule]:
    """The version of each legal rule that applies on the plan's day, with the municipality's own switches and numbers."""
    switches = dict(facts.settings.rules)
    numbers = {(rule, name): value for rule, name, value in facts.settings.parameters}
    found: dict[str, LegalRule] = {}
    for rule in catalogue.rules:
        rule = replace(
            rule,
            enabled=switches.get(rule.id, rule.enabled),
            parameters=tuple((name, numbers.get((rule.id, name), value)) for name, value in rule.parameters),
        )
        if rule.in_force(facts.settings.day):
            found[rule.id] = rule
    return found
