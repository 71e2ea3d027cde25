"""What the hard rules say of one pair, by the facts of this moment.

Only what bears on the pair is read, so it takes as long in a region as in a village, and nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.domain import Candidate, Facts, Opening, WishSubject
from matcher.domain.reason import Verdict
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.facts import NOUNS, load_settings


@dataclass(frozen=True, slots=True)
class Said:
    """What one hard rule says of a pair.

    Attributes
    ----------
    rule
        Id of the hard rule.
    verdict
        ASK or NO.
    sentence
        For the consultant, in Danish.
    legal
        Id of the legal rule behind it; empty when it rests on what people need and want.
    """

    rule: str
    verdict: Verdict
    sentence: str
    legal: str

    @property
    def forbids(self) -> bool:
        """Whether the law stands in the way: no single person may let it pass (TRUST E4.3)."""
        return self.verdict is Verdict.NO and bool(self.legal)


def judge_pair(unit: Unit, candidate: Candidate, opening: Opening) -> list[Said]:
    """Everything the hard rules have against a pair, what is impossible before what must be asked about.

    Pins and forbids are left aside: it is asked before one is given.
    """
    # Heavy, and few calls need it.
    from matcher.columns import make_world
    from matcher.eligibility import HARD_RULES, pair_of, reasons_for

    world = make_world(_facts(unit, candidate, opening), unit.catalogue)
    legal = {rule.id: rule.legal for rule in HARD_RULES}
    return [
        Said(
            reason.rule,
            reason.verdict,
            reason.sentence,
            reason.subject if reason.subject in world.rules else legal[reason.rule],
        )
        for reason in reasons_for(pair_of(world, candidate.id, opening.id))
    ]


def _facts(unit: Unit, candidate: Candidate, opening: Opening) -> Facts:
    wished = {subject: {w.target for w in candidate.wishes if w.subject is subject} for subject in WishSubject}
    workplaces = _some(unit, "workplaces", {opening.workplace} | wished[WishSubject.WORKPLACE])
    named = {*candidate.previous_employers, *candidate.related_employers} | wished[WishSubject.EMPLOYER]
    outcomes = tables.outcomes
    done = unit.connection.execute(sa.select(outcomes).where(outcomes.c.candidate == candidate.id)).mappings()
    rows = [from_mapping(NOUNS["outcomes"][0], row) for row in done]
    elsewhere = {outcome.workplace for outcome in rows} - {workplace.id for workplace in workplaces}
    workplaces += _some(unit, "workplaces", elsewhere)
    return Facts(
        settings=load_settings(unit.connection, unit.day),
        candidates=(candidate,),
        employers=_some(unit, "employers", named | {workplace.employer for workplace in workplaces}),
        workplaces=workplaces,
        openings=(opening,),
        offers=_all(unit, "offers"),
        budgets=_all(unit, "budgets"),
        outcomes=tuple(rows),
    )


def _some(unit: Unit, name: str, keys: Collection[str]) -> tuple[Any, ...]:
    kind, table = NOUNS[name]
    query = sa.select(table).where(table.c.id.in_(sorted(keys))).order_by(table.c.id)
    return tuple(from_mapping(kind, row) for row in unit.connection.execute(query).mappings())


def _all(unit: Unit, name: str) -> tuple[Any, ...]:
    kind, table = NOUNS[name]
    rows = unit.connection.execute(sa.select(table).order_by(table.c.id)).mappings()
    return tuple(from_mapping(kind, row) for row in rows)
