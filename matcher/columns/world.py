"""Everything a stage needs beside the candidates: facts, catalogue, rules in force, and the columns of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.columns.candidates import CandidateColumns, candidate_columns
from matcher.columns.distance import Distances, distances_between
from matcher.columns.encoding import Encoding, make_encoding
from matcher.columns.offers import OfferColumns, offer_columns
from matcher.columns.openings import OpeningColumns, opening_columns
from matcher.columns.workplaces import WorkplaceColumns, workplace_columns
from matcher.domain import Binding, BindingKind, Candidate, Competence, CompetenceKind, Facts, LegalRule, MatcherError


@dataclass(frozen=True)
class World:
    """One municipality on one day, as columns. It has no identities: they are taken out before anything is built.

    Attributes
    ----------
    facts
        The facts without identities.
    rules
        Legal rules in force on the plan's day, by id, after the municipality's switches and parameters.
    bindings
        Pins and forbids. They stand beside the facts so that a person can be looked at with her own of today.
    """

    facts: Facts
    catalogue: Catalogue
    encoding: Encoding
    rules: Mapping[str, LegalRule]
    distances: Distances
    workplaces: WorkplaceColumns
    openings: OpeningColumns
    offers: OfferColumns
    bindings: tuple[Binding, ...]

    @cached_property
    def pins(self) -> frozenset[tuple[str, str]]:
        """The pinned pairs: candidate and opening."""
        return frozenset((b.candidate, b.opening) for b in self.bindings if b.kind is BindingKind.PIN)

    def candidates(self, rows: Sequence[Candidate] | None = None) -> CandidateColumns:
        """Columns of those candidates, or of all of them sorted by id."""
        if rows is None:
            rows = [self.facts.candidate_by_id[candidate] for candidate in sorted(self.facts.candidate_by_id)]
        return candidate_columns(rows, self.catalogue, self.encoding)

    def number(self, rule: str, name: str, without: float) -> float:
        """A parameter of a rule in force; `without` when the rule is not in force."""
        return self.rules[rule].number(name) if rule in self.rules else without


def make_world(
    facts: Facts,
    catalogue: Catalogue,
    rules: Mapping[str, LegalRule] | None = None,
    postcodes: Iterable[str] = (),
) -> World:
    """Build the columns of everything but the candidates.

    Parameters
    ----------
    rules
        The rules in force where they are known already; otherwise they are found by the settings.
    postcodes
        Where candidates may live who are not among the facts.
    """
    facts = replace(facts, identities=(), candidates=with_history(facts))
    encoding = make_encoding(facts, catalogue, postcodes)
    settings = facts.settings
    if rules is None:
        rules = catalogue.rules_on(settings.day, settings.rules, settings.parameters)
    unknown = sorted(set(encoding.postcodes) - set(catalogue.postcodes))
    if unknown:
        raise MatcherError(f"Postnummer {unknown[0]} findes ikke; ret det i filen")
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
        bindings=facts.bindings,
    )


def with_history(facts: Facts) -> tuple[Candidate, ...]:
    """The candidates, with the tasks of their earlier placements among their competences."""
    done: dict[str, set[str]] = {}
    for outcome in facts.outcomes:
        done.setdefault(outcome.candidate, set()).update(outcome.tasks)
    if not done:
        return facts.candidates
    return tuple(with_tasks(c, done[c.id]) if c.id in done else c for c in facts.candidates)


def with_tasks(candidate: Candidate, tasks: Set[str]) -> Candidate:
    """The candidate with those tasks among what she has done."""
    known = {c.value for c in candidate.competences if c.kind is CompetenceKind.TASK}
    more = tuple(Competence(CompetenceKind.TASK, task) for task in sorted(tasks - known))
    return replace(candidate, competences=candidate.competences + more)
