"""What a model is trained on, read in one moment. Reasons of declines, complaints and who people are are never read.

Sex and year of birth are read to measure a model by group, and never reach what it learns from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.services.lists import LoggedList, logged_lists, proposed_from
from matcher.services.models import require_learning
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.facts import load_facts
from matcher.store.some_facts import load_sex_and_birth_year

if TYPE_CHECKING:
    from matcher.domain import Facts
    from matcher.learning import Past


@dataclass(frozen=True)
class Material:
    """What there is to learn from.

    Attributes
    ----------
    facts
        Of today, without identities, go-aheads and bindings.
    past
        Earlier placements, each with the features of the proposal it came of.
    day
        Today.
    """

    facts: Facts
    past: tuple[Past, ...]
    day: date

    @property
    def candidates(self) -> frozenset[str]:
        """Whose outcomes they are."""
        return frozenset(p.outcome.candidate for p in self.past)


NEEDED = frozenset({"candidates", "employers", "workplaces", "openings", "outcomes"})


def material(unit: Unit) -> Material:
    """Everything a model is trained on, as it is at this moment.

    Raises
    ------
    Unavailable
        When learning is switched off.
    """
    from matcher.domain import Outcome
    from matcher.learning import Past

    require_learning(unit)
    o, p = tables.outcomes, tables.placements
    of_placement = (p.c.worth, p.c.opening, p.c.plan, p.c.created_at)
    query = sa.select(o, *of_placement).outerjoin(p, p.c.id == o.c.placement).order_by(o.c.id)
    rows = unit.connection.execute(query).mappings().all()
    by_hand = {row["candidate"] for row in rows if row["created_at"] is not None and row["plan"] is None}
    shown = logged_lists(unit, by_hand)
    facts = load_facts(unit.connection, unit.day, NEEDED)
    groups = _groups(unit, facts, sorted({row["candidate"] for row in rows}))
    past = tuple(
        Past(
            outcome=from_mapping(Outcome, row),
            end_code=row["end_code"],
            features=stored_features(row["worth"]),
            chance=_chance(shown.get(row["candidate"], ()), dict(row)),
            groups=groups[row["candidate"]],
        )
        for row in rows
    )
    return Material(facts, past, unit.day)


def _groups(unit: Unit, facts: Facts, candidates: Sequence[str]) -> dict[str, dict[str, str]]:
    """Which groups each belongs to, by kind as it is shown: by sex, age, needs, hours wanted and home, as of today."""
    from matcher.evaluating.labels import labels_of
    from matcher.evaluating.reading import KINDS
    from matcher.services.evaluation import identity_labels

    labels = identity_labels(replace(facts, identities=load_sex_and_birth_year(unit.connection)), candidates)
    labels |= labels_of(facts, unit.catalogue, [facts.candidate_by_id[candidate] for candidate in candidates])
    return {
        candidate: {KINDS[kind]: labels[kind][n] for kind in KINDS if kind in labels}
        for n, candidate in enumerate(candidates)
    }


def stored_features(worth: Mapping[str, Any] | None) -> dict[str, float] | None:
    """The features a placement was proposed with, by name; None when none were stored."""
    fit = None if worth is None else worth.get("fit")
    return {str(name): float(value) for name, value, *_ in fit} if fit else None


def _chance(shown: Sequence[LoggedList], row: Mapping[str, Any]) -> float | None:
    """How likely the opening was to be on the list it was proposed from; None when it was from none, or not drawn."""
    if row["created_at"] is None or row["plan"] is not None:
        return None
    found = proposed_from(shown, row["opening"], row["created_at"])
    if found is None or found.listed is None:
        return None
    chance = float(found.listed[found.order.index(row["opening"])])
    return chance if 0.0 < chance <= 1.0 else None
