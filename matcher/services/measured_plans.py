"""Plans, measured: the one the municipality has, or one made now and kept by nobody.

Everything that is about one person stays in here; what comes out is numbers, cut by `small_numbers`. Reading is one
short unit of the evaluator's, for the purpose of evaluation and with a row in the log; measuring needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.disclosure.small_numbers import SMALL, column
from matcher.domain import Facts, Held, Identity, MatcherError
from matcher.services.caller import Caller, Role
from matcher.services.errors import Refused
from matcher.services.evaluation import Document, evaluate_plan, without_what_was_chosen
from matcher.services.learned import opened
from matcher.services.measuring import PlanMaterial, plan_material
from matcher.services.plans import PlanState, numbers_for, row_of
from matcher.services.unit import Services, Unit
from matcher.services.warm import LEARNED, NOTHING_LEARNED
from matcher.store import tables
from matcher.store.facts import fingerprint, load_facts
from matcher.store.some_facts import load_sex_and_birth_year

if TYPE_CHECKING:
    from matcher.evaluating.rounds import Planned as Round
    from matcher.pipeline import Planned
    from matcher.stored_plan import StoredPlan
    from matcher.weights import Weights

GAP = 0.002
"""A plan that is made to be measured is proven so near the best."""
STATES: Mapping[str, str] = {
    "published": "gældende",
    "draft": "udkast",
    "replaced": "afløst",
    "failed": "mislykket",
}
"""What users call the state of a plan."""
_MEASURABLE = (PlanState.PUBLISHED.value, PlanState.DRAFT.value, PlanState.REPLACED.value)


@dataclass(frozen=True, slots=True)
class PlanNumbers:
    """A plan in numbers; of few people None.

    Attributes
    ----------
    candidates, placed, left_out
        People: in all, with a placement, without.
    places
        In all openings.
    hours, hours_wanted
        Effective hours a week in the placements, and what everybody asked for.
    gap
        How far from the best it is at most; None when not known.
    reasons
        Why people are left out, and how many; None where they are few or give others away.
    """

    candidates: int
    placed: int | None
    left_out: int | None
    places: int
    hours: float | None
    hours_wanted: float
    gap: float | None
    reasons: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class MeasuredPlan:
    """What a plan does and for whom.

    Attributes
    ----------
    plan
        Its id; None for one made now.
    state
        Of the stored one: published, draft or replaced; None for one made now.
    day
        The day it is for.
    changed
        Whether the facts are others than those it was made from, or it is not stored which placements it worked around.
        Then it is measured by what is known today, for the people it was about, and no bound is said.
    gone
        How many of its placements are no longer possible and are left out; None when they are one to nine. Then the
        evaluation has no number that rests on those that are left, which beside `numbers` would tell it.
    numbers
        As it was when it was made.
    evaluation
        See `evaluate_plan`.
    rounds
        What is reached when people are planned for in rounds.
    """

    plan: str | None
    state: str | None
    day: date
    changed: bool
    gone: int | None
    numbers: PlanNumbers
    evaluation: Document
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a stored plan is measured from.

    Attributes
    ----------
    keeping
        It was made to keep some of the published pairs: its bound counts what was lost by that, its value does not.
    """

    plan: str
    state: str
    day: date
    changed: bool
    keeping: bool
    facts: Facts
    weights: Weights
    stored: StoredPlan
    numbers: PlanNumbers


def measured_plan(
    services: Services, caller: Caller, plan: str | None = None, people: int | None = None, *, rounds: bool = True
) -> MeasuredPlan:
    """A plan, measured.

    Parameters
    ----------
    plan
        Id of a stored one; None takes the published one, or makes one of today where none is published.
    people
        A plan is made for so many people, and as large a share of the openings; None for all. A stored one is
        measured whole.
    rounds
        Whether to plan for the people in rounds too, which takes longer.

    Raises
    ------
    NotHere
        When there is no plan of that id.
    Refused
        Code ``no_plan``: it was not made, or found nothing.
    Unavailable
        When one would have to be made and the engine has been switched off.
    MatcherError
        When the weights it was made with cannot be had again, or there is nobody to plan for.
    """
    with services.unit(caller) as unit:
        key = plan or published(unit)
        known = plan_material(unit, people) if key is None else _read(unit, key)
    if isinstance(known, PlanMaterial):
        return _made_now(known, rounds=rounds)
    return _found(known, rounds=rounds)


def about(found: MeasuredPlan) -> str:
    """Which plan it is, and what has become of it, in Danish."""
    day = f"{found.day:%d.%m.%Y}"
    if found.plan is None:
        return (
            f"Der er ingen gældende plan i databasen. Her måles en plan, der er lagt nu, for den {day}, og som ikke "
            "gemmes."
        )
    says = f"Her måles planen {found.plan} ({STATES[str(found.state)]}), lagt for den {day}."
    if not found.changed:
        return says
    gone = "under 10" if found.gone is None else str(found.gone)
    return (
        f"{says} Oplysningerne er ændret siden, eller planen er lagt af en ældre udgave af programmet: den måles "
        f"efter, hvordan det er nu, for dem, den er lagt for. {gone} af dens forslag er ikke mulige længere og er ikke "
        "med, og der siges ingen grænse for, hvor god den kunne være."
        + (" Hvad resten opnår, er skjult: det ville røbe, hvor få de er." if found.gone is None else "")
    )


def published(unit: Unit) -> str | None:
    """Id of the plan that is published; None when none is."""
    unit.require(Role.EVALUATOR)
    p = tables.plans
    return unit.connection.execute(sa.select(p.c.id).where(p.c.state == PlanState.PUBLISHED.value)).scalar_one_or_none()


def made_now(known: PlanMaterial, catalogue: Catalogue, gap: float = GAP) -> Planned:
    """A plan of today, made to be measured and kept by nobody."""
    from matcher.pipeline import PlanRequest, make_plan

    request = PlanRequest(gap=gap, held=known.held, standing=known.standing, published=known.published)
    return make_plan(known.facts, catalogue, known.weights, request)


def _made_now(known: PlanMaterial, *, rounds: bool) -> MeasuredPlan:
    planned = made_now(known, load_catalogue())
    evaluation = evaluate_plan(planned, known.facts)
    numbers = _numbers(planned)
    return MeasuredPlan(
        None, None, known.facts.settings.day, False, 0, numbers, evaluation, _rounds(planned) if rounds else ()
    )


def _found(known: _Stored, *, rounds: bool) -> MeasuredPlan:
    from matcher.stored_plan import found_again

    found = found_again(known.facts, load_catalogue(), known.weights, known.stored)
    evaluation = evaluate_plan(found.planned, known.facts)
    if known.changed or known.keeping:
        evaluation["value"]["bound"] = None
    gone = found.gone if found.gone == 0 or found.gone >= SMALL else None
    if gone is None:
        evaluation = without_what_was_chosen(evaluation)
    return MeasuredPlan(
        known.plan,
        known.state,
        known.day,
        known.changed,
        gone,
        known.numbers,
        evaluation,
        _rounds(found.planned) if rounds else (),
    )


def _read(unit: Unit, plan: str) -> _Stored:
    unit.require(Role.EVALUATOR)
    _ = unit.purpose
    row = row_of(unit, plan, tables.plans.c.resources)
    if row["state"] not in _MEASURABLE or row["status"] not in ("optimal", "feasible"):
        raise Refused("Der er ingen plan at måle: den er ikke lagt færdig, eller der blev ikke fundet nogen", "no_plan")
    facts = load_facts(unit.connection, row["day"])
    changed = fingerprint(facts) != row["snapshot"] or not _is_told_what_was_aside(row)
    stored, about = _stored(unit, row)
    facts = _of_people(facts, about, load_sex_and_birth_year(unit.connection))
    if not facts.candidates or not facts.openings:
        raise MatcherError("Ingen af dem, planen er lagt for, findes længere; der er intet at måle")
    unit.record("evaluate", "plan", plan, subjects=frozenset(row.id for row in facts.candidates))
    return _Stored(
        plan,
        row["state"],
        row["day"],
        changed,
        bool(row["request"]["keep"]),
        facts,
        _weights(unit, row),
        stored,
        _stored_numbers(numbers_for(Role.EVALUATOR, row["summary"]), row["gap"]),
    )


def _stored(unit: Unit, row: Mapping[str, Any]) -> tuple[StoredPlan, frozenset[str]]:
    """The plan, and everybody it was about."""
    from matcher.stored_plan import StoredAside, StoredPlacement, StoredPlan

    pp, lo = tables.plan_placements, tables.plan_left_out
    columns = (pp.c.candidate, pp.c.opening, pp.c.option, pp.c.hours, pp.c.measures, pp.c.pinned, pp.c.basis)
    rows = unit.connection.execute(sa.select(*columns).where(pp.c.plan == row["id"])).mappings().all()
    left_out = unit.connection.execute(sa.select(lo.c.candidate).where(lo.c.plan == row["id"])).scalars()
    placements = tuple(
        StoredPlacement(
            one["option"],
            Held(
                one["candidate"],
                one["opening"],
                one["hours"],
                tuple((measure["accommodation"], measure["provider"]) for measure in one["measures"]),
            ),
            one["pinned"],
            one["basis"].get("held", one["pinned"]),
        )
        for one in rows
    )
    prices = {resource: one["price"] for resource, one in row["resources"].items()}
    kept = row["versions"]["pairs per candidate"]
    stored = StoredPlan(
        status=row["status"],
        objective=row["objective"],
        bound=row["bound"],
        gap=row["gap"],
        method=row["method"],
        stopped=row["stopped"],
        versions=tuple((str(name), str(value)) for name, value in row["versions"].items()),
        placements=placements,
        prices=None if None in prices.values() else prices,
        aside=StoredAside(
            tuple(Held(one["candidate"], one["opening"], one["hours"]) for one in row["summary"].get("aside", ())),
            {resource: one.get("besides", 0.0) for resource, one in row["resources"].items()},
        ),
        most_per_candidate=None if kept == "all" else int(kept),
    )
    return stored, frozenset({*(one["candidate"] for one in rows), *left_out})


def _is_told_what_was_aside(row: Mapping[str, Any]) -> bool:
    """Whether it is stored what the plan worked around; one made where nothing existed before worked around nothing."""
    return "aside" in row["summary"] or "held" not in row["versions"]


def _weights(unit: Unit, row: Mapping[str, Any]) -> Weights:
    """The weights the plan was made with.

    Raises
    ------
    MatcherError
        When they cannot be had again: the shipped ones are others now, or the model is gone or not as it was saved.
    """
    from matcher.weights import changed_weights, learned_weights

    weights = changed_weights(row["request"]["weights"])
    model = row["versions"].get(LEARNED, NOTHING_LEARNED)
    if model != NOTHING_LEARNED:
        m = tables.model_versions
        kept = unit.connection.execute(sa.select(m).where(m.c.id == model)).mappings().one_or_none()
        if kept is None:
            raise MatcherError(f"Planen er lagt med modellen {model}, som ikke findes længere; den kan ikke måles")
        weights = learned_weights(weights, model, opened(kept))
    if row["versions"]["weights"] != f"{weights.version} ({weights.fingerprint})":
        raise MatcherError("Planen er lagt med andre vægte, end programmet har nu; den kan ikke måles med dem")
    return weights


def _of_people(facts: Facts, people: frozenset[str], identities: tuple[Identity, ...]) -> Facts:
    """The facts of those people alone: whoever has come since had no part in the plan."""
    return replace(
        facts,
        candidates=tuple(row for row in facts.candidates if row.id in people),
        bindings=tuple(row for row in facts.bindings if row.candidate in people),
        go_aheads=tuple(row for row in facts.go_aheads if row.candidate in people),
        outcomes=tuple(row for row in facts.outcomes if row.candidate in people),
        identities=tuple(row for row in identities if row.candidate in people),
    )


def _stored_numbers(numbers: Mapping[str, Any], gap: float | None) -> PlanNumbers:
    counts = numbers["counts"]
    names = ("candidates", "placed", "left_out", "places", "hours", "hours_wanted")
    reasons = tuple((row["reason"], row["people"]) for row in numbers["left_out"])
    return PlanNumbers(**{name: counts[name] for name in names}, gap=gap, reasons=reasons)


def _numbers(planned: Planned) -> PlanNumbers:
    from matcher.summary import summarise

    found = summarise(planned)
    placed, left_out = column([found.placed, found.candidates - found.placed])
    reasons = column([people for _, people in found.left_out])
    return PlanNumbers(
        candidates=found.candidates,
        placed=placed,
        left_out=left_out,
        places=found.places,
        hours=None if placed is None else found.hours,
        hours_wanted=found.hours_wanted,
        gap=planned.plan.gap,
        reasons=tuple((reason, many) for (reason, _), many in zip(found.left_out, reasons, strict=True)),
    )


def _rounds(planned: Planned) -> tuple[Round, ...]:
    from matcher.evaluating.people import People
    from matcher.evaluating.rounds import by_rounds

    return by_rounds(People(planned))
