"""What an evaluator measures with: how complete the facts are, what lists were shown, and what a plan is made from.

Everything here is for the purpose of evaluation, in her name, with a row in the log. Numbers of people are cut by
`small_numbers`. What a plan is made from comes under pseudonyms that nobody without the key can turn round, without
names, CPR numbers or the caseworker's belief, and stays behind the services that make and measure plans.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from matcher.disclosure.small_numbers import column
from matcher.domain import Facts, Held, Identity, MatcherError
from matcher.services import placements
from matcher.services.access import Reach
from matcher.services.caller import Role
from matcher.services.fields import CANDIDATE_FIELDS, Sight, sight
from matcher.services.learned import current_weights
from matcher.services.lists import logged_lists, proposed_from
from matcher.services.plans import require_engine
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import load_facts
from matcher.store.some_facts import load_sex_and_birth_year

if TYPE_CHECKING:
    from matcher.weights import Weights


@dataclass(frozen=True, slots=True)
class Known:
    """In how many rows a fact is known.

    Attributes
    ----------
    noun, field
        Table and column.
    known, unknown
        Rows; None where they are people and too few, or would give others away.
    """

    noun: str
    field: str
    known: int | None
    unknown: int | None


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of suggestions that was shown, as the log has it.

    Attributes
    ----------
    day
        When.
    chances
        Of each opening, the chance that it was at its very place; empty where the list was not drawn by chance.
    proposed
        Place, from 0, of the opening that was proposed from it by hand; None when none was.
    """

    day: date
    chances: tuple[float, ...]
    length: int
    proposed: int | None


@dataclass(frozen=True, slots=True)
class PlanMaterial:
    """What a plan is made from and measured by.

    Attributes
    ----------
    facts
        Of today, every candidate under a pseudonym; identities hold sex and year of birth alone, to measure by.
    weights
        Those in use.
    held, standing, published
        Placements that exist already; proposals nobody has been told of, whole and as pairs.
    """

    facts: Facts
    weights: Weights
    held: tuple[Held, ...]
    standing: tuple[Held, ...]
    published: tuple[tuple[str, str], ...]


def completeness(unit: Unit) -> tuple[Known, ...]:
    """How often each fact that may be unknown is known: of people, of workplaces and of openings."""
    _require(unit)
    found: list[Known] = []
    for noun, table in (("candidates", tables.candidates), ("workplaces", tables.workplaces)):
        found += _known(unit, noun, table, people=noun == "candidates")
    found += _known(unit, "openings", tables.openings, people=False)
    unit.record("read", "completeness", "", fields=len(found))
    return tuple(found)


def shown_lists(unit: Unit) -> tuple[ShownList, ...]:
    """Every list of suggestions that was shown, and what was proposed from it by hand, the oldest first."""
    _require(unit)
    logged = logged_lists(unit)
    p = tables.placements
    places: dict[int, int] = {}
    by_hand = sa.select(p.c.candidate, p.c.opening, p.c.created_at).where(p.c.plan.is_(None))
    for made in unit.connection.execute(by_hand):
        one = proposed_from(logged.get(made.candidate, ()), made.opening, made.created_at)
        if one is not None:
            # The uppermost, where several were proposed from one list.
            place = one.order.index(made.opening)
            places[one.number] = min(place, places.get(one.number, place))
    found = sorted((one for lists in logged.values() for one in lists), key=lambda one: one.number)
    unit.record("read", "lists", "", subjects=frozenset(logged), count=len(found))
    return tuple(ShownList(one.at.date(), one.at_place or (), len(one.order), places.get(one.number)) for one in found)


def plan_material(unit: Unit, people: int | None = None) -> PlanMaterial:
    """Everything a plan is made from at this moment, for measuring it.

    Parameters
    ----------
    people
        Only so many people, and as large a share of the openings; None for all.

    Raises
    ------
    Unavailable
        When the engine has been switched off.
    MatcherError
        When there is nobody to plan for.
    """
    _require(unit)
    require_engine(unit)
    facts = load_facts(unit.connection, unit.day)
    if not facts.candidates or not facts.openings:
        raise MatcherError("Der er ingen borgere eller ingen stillinger at lægge en plan for; indlæs dem først")
    name = _pseudonyms(unit.cipher.pseudonym_key)
    facts = facts if people is None else part_of(facts, people, name)
    here, openings = facts.candidate_by_id, facts.opening_by_id
    identities = [row for row in load_sex_and_birth_year(unit.connection) if row.candidate in here]
    live = [one for one in placements.live(unit) if one.candidate in here and one.opening in openings]
    ours = [one for one in live if one.state == State.PROPOSED and one.plan is not None]
    unit.record("evaluate", "plan", "", subjects=frozenset(here))
    return PlanMaterial(
        facts=under_pseudonyms(facts, identities, name),
        weights=current_weights(unit.connection),
        held=tuple(replace(one.held, candidate=name(one.candidate)) for one in live if one not in ours),
        standing=tuple(replace(one.held, candidate=name(one.candidate)) for one in ours),
        published=tuple((name(one.candidate), one.opening) for one in ours),
    )


def part_of(facts: Facts, people: int, order: Callable[[str], str] = str) -> Facts:
    """Part of a municipality: so many people, and as large a share of its openings and support.

    Parameters
    ----------
    order
        What people are taken in order of, from their ids: where it is a pseudonym, nobody can tell who comes next.
    """
    share = min(1.0, people / max(1, len(facts.candidates)))
    candidates = sorted(facts.candidates, key=lambda row: order(row.id))[:people]
    openings = facts.openings[: max(1, round(share * len(facts.openings)))]
    ids, places = {row.id for row in candidates}, {row.id for row in openings}
    return replace(
        facts,
        candidates=tuple(candidates),
        openings=openings,
        offers=tuple(
            replace(row, hours_per_week=None if row.hours_per_week is None else row.hours_per_week * share)
            for row in facts.offers
        ),
        budgets=tuple(replace(row, amount=row.amount * share) for row in facts.budgets),
        bindings=tuple(row for row in facts.bindings if row.candidate in ids and row.opening in places),
        go_aheads=tuple(row for row in facts.go_aheads if row.candidate in ids and row.opening in places),
        outcomes=tuple(row for row in facts.outcomes if row.candidate in ids),
        identities=tuple(row for row in facts.identities if row.candidate in ids),
    )


def under_pseudonyms(facts: Facts, identities: Sequence[Identity], name: Callable[[str], str]) -> Facts:
    """The facts with every candidate called something else, and of who she is only sex and year of birth.

    Nothing that somebody wrote about her goes along, and rows stand in the order of what people are called now: the
    order of ids would tell who is who.
    """
    candidates = (replace(row, id=name(row.id), text="") for row in facts.candidates)
    bindings = (replace(row, candidate=name(row.candidate), reason="") for row in facts.bindings)
    go_aheads = (replace(row, candidate=name(row.candidate)) for row in facts.go_aheads)
    outcomes = (replace(row, candidate=name(row.candidate)) for row in facts.outcomes)
    seen = (Identity(name(row.candidate), sex=row.sex, birth_year=row.birth_year) for row in identities)
    return replace(
        facts,
        candidates=tuple(sorted(candidates, key=lambda row: row.id)),
        bindings=tuple(sorted(bindings, key=lambda row: row.candidate)),
        go_aheads=tuple(sorted(go_aheads, key=lambda row: row.candidate)),
        outcomes=tuple(sorted(outcomes, key=lambda row: row.candidate)),
        identities=tuple(sorted(seen, key=lambda row: row.candidate)),
    )


def _require(unit: Unit) -> None:
    unit.require(Role.EVALUATOR)
    _ = unit.purpose


def _known(unit: Unit, noun: str, table: sa.Table, *, people: bool) -> list[Known]:
    unknowable = [c for c in table.c if c.nullable and (not people or _seen_in_numbers(unit, c.name))]
    counted = [sa.func.count(c).label(c.name) for c in unknowable]
    row = unit.connection.execute(sa.select(sa.func.count().label("_all"), *counted)).mappings().one()
    found = []
    for c in unknowable:
        numbers: list[int | None] = [row[c.name], row["_all"] - row[c.name]]
        known, unknown = column([row[c.name], row["_all"] - row[c.name]]) if people else numbers
        found.append(Known(noun, c.name, known, unknown))
    return found


def _seen_in_numbers(unit: Unit, name: str) -> bool:
    group = CANDIDATE_FIELDS.get(name)
    return group is not None and sight(unit.caller.role, Reach.NONE, group) is not Sight.NONE


def _pseudonyms(key: str) -> Callable[[str], str]:
    def name(candidate: str) -> str:
        return "P" + hmac.digest(key.encode(), f"evaluation\x1f{candidate}".encode(), "sha256").hex()[:15]

    return name
