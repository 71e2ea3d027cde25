"""Publishing a plan: its placements are proposed and hold what they use, all of them or none.

What happens in the one transaction:

1. The plan must be a draft with a plan in it, made when the plan that is published now was published: two drafts that
   both want to take its place cannot both do so.
2. How much there is of everything is written anew, by today's facts: from the plan's own only while no fact of the
   supply and no rule has changed since.
3. Proposals of the former plan that nobody has been told of, and that the new plan does not make, are let go.
4. The new proposals are made, each with its bookings. Whatever has been shown to a candidate stays as it is: the plan
   was made around it.
5. The former plan is replaced.

A proposal rests on facts of the moment the plan was made. Where the candidate, the opening or the workplace has changed
since, a consultant has decided against the pair or taken its former proposal back, or a rule or the support at hand is
against it now, it is not made: a must-need that was entered this morning is never passed over. The caller is told, and
publishes the others only if she says so. The same holds for what somebody else has booked meanwhile, and for what there
is no longer enough of. Of a colleague's candidate it is told that she cannot be proposed, and not why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from matcher.domain import BindingKind
from matcher.domain.plan import Resource, ResourceKind
from matcher.services import placements, resources
from matcher.services.access import related
from matcher.services.caller import Role
from matcher.services.engine import Engine
from matcher.services.errors import Outdated, Refused
from matcher.services.placements import LivePlacement, Proposed
from matcher.services.plans import PlanState, SeenPlan, read, require_engine, row_of
from matcher.services.rechecking import Today, still_supply
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.services.warm import model_of
from matcher.store import tables
from matcher.store.parts import in_parts

PUBLISHED = "plan_published"
"""Why they are proposed."""
REPLACED = "plan_replaced"
"""Why former proposals are let go."""
FAR = 0.25
"""Relative gap to the proven bound above which a plan may be far from the best."""
_SAME = 1e-6
_p, _pp = tables.plans, tables.plan_placements
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it.

    Attributes
    ----------
    proposed, kept, let_go
        How many proposals are new, stay as they were, are gone.
    left_out
        Sentences about the proposals that were not made: their facts have changed, or what they use is taken.
    """

    plan: SeenPlan
    proposed: int
    kept: int
    let_go: int
    left_out: tuple[str, ...]


def publish(unit: Unit, plan: str, version: int, *, go_on: bool = False) -> Published:
    """Publish a draft.

    Parameters
    ----------
    version
        The one the caller has read.
    go_on
        Whether to go on without the proposals that cannot be made any more, and with a plan far from the best.

    Raises
    ------
    Outdated
        When the plan is not as the caller has read it.
    Refused
        Codes ``not_a_draft``, ``no_plan``, ``other_published``, ``far_from_best``, ``learned``, ``changed``
        and ``taken``; then nothing is done.
    Unavailable
        When the engine is switched off.
    """
    unit.require(Role.CONSULTANT)
    _ = unit.purpose
    # One publishing at a time: all of them take this row first.
    unit.connection.execute(sa.select(tables.municipality.c.id).with_for_update(key_share=True))
    engine = require_engine(unit)
    row = row_of(unit, plan, _p.c.resources, lock=True)
    if engine is not Engine.ON and model_of(row["versions"]) is not None:
        raise Refused(
            "Læring er slået fra, og planen er lagt med en lært model; læg en ny plan efter reglerne alene", "learned"
        )
    former = _require_publishable(unit, row, version)
    _require_near_the_best(row, go_on=go_on)
    wanted = {(r["candidate"], r["opening"]): r for r in _rows(unit, plan)}
    people, live = _hold(unit, wanted, row["resources"])
    held = {(p.candidate, p.opening): p for p in live}
    fresh = {pair: r for pair, r in wanted.items() if pair not in held or _is_other(held[pair], r)}
    today = _look_again(unit, row, fresh, people)
    changed = _changed(unit, fresh, people, live, wanted, today)
    if changed and not go_on:
        raise Refused(
            "Oplysninger er ændret, efter at planen blev lagt. Læg en ny plan, eller offentliggør uden disse forslag",
            "changed",
            tuple(changed.values()),
        )
    gone = _let_go(unit, live, wanted, fresh)
    wished = {pair: r for pair, r in fresh.items() if pair not in changed}
    taken = _propose(unit, plan, wished, people)
    if taken and not go_on:
        raise Refused(
            "Noget, planen bruger, er optaget i mellemtiden. Læg en ny plan, eller offentliggør uden disse forslag",
            "taken",
            tuple(sentence for sentences in taken.values() for sentence in sentences),
        )
    proposed = wished.keys() - taken.keys()
    if former is not None:
        _become(unit, former, PlanState.REPLACED)
    try:
        with unit.connection.begin_nested():
            _become(unit, plan, PlanState.PUBLISHED, published_at=unit.now, published_by=unit.caller.account)
    except sa.exc.IntegrityError:
        raise _other() from None
    kept = len(wanted) - len(fresh)
    unit.record(
        "publish",
        "plan",
        plan,
        subjects={candidate for candidate, _ in proposed} | {p.candidate for p in gone},
        replaced=former,
        proposed=len(proposed),
        kept=kept,
        let_go=len(gone),
        left_out=len(changed) + len(taken),
    )
    left_out = (*changed.values(), *(said for sentences in taken.values() for said in sentences))
    return Published(read(unit, plan), len(proposed), kept, len(gone), left_out)


def _require_publishable(unit: Unit, row: Mapping[str, Any], version: int) -> str | None:
    """Refuse what is no draft to publish; gives the plan whose place it takes."""
    if row["version"] != version:
        raise Outdated
    if row["state"] != PlanState.DRAFT:
        raise Refused("Kun en færdig plan, der ikke er offentliggjort, kan offentliggøres", "not_a_draft")
    if row["objective"] is None:
        raise Refused("Der kom ingen plan ud af det: de faste krav udelukker hinanden, eller tiden slap op", "no_plan")
    query = sa.select(_p.c.id).where(_p.c.state == PlanState.PUBLISHED.value).with_for_update(key_share=True)
    former: str | None = unit.connection.execute(query).scalar_one_or_none()
    if former != row["base"]:
        raise _other()
    return former


def _require_near_the_best(row: Mapping[str, Any], *, go_on: bool) -> None:
    """Refuse a plan whose search ended so early that a much better one may be there, unless the caller has seen it."""
    gap = row["gap"]
    if go_on or (gap is not None and gap <= FAR):
        return
    how_far = "" if gap is None else f" (op til {gap:.0%} af dens værdi)"
    raise Refused(
        f"Tiden slap op, før planen kom nær den bedste{how_far}. Læg den igen med mere tid (time_limit), eller "
        "offentliggør den alligevel (go_on)",
        "far_from_best",
    )


def _other() -> Refused:
    return Refused(
        "En anden plan er offentliggjort, efter at denne blev lagt; læg en ny plan, der bygger på den",
        "other_published",
    )


def _rows(unit: Unit, plan: str) -> Sequence[Mapping[str, Any]]:
    columns = [c for c in _pp.c if c.name != "trace"]
    query = sa.select(*columns).where(_pp.c.plan == plan).order_by(_pp.c.candidate, _pp.c.opening)
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def _hold(
    unit: Unit, wanted: Mapping[Pair, Any], there: Mapping[str, Any]
) -> tuple[dict[str, Mapping[str, Any]], list[LivePlacement]]:
    """Lock the candidates, then the proposals of plans, then the resources, each in the order of ids.

    Whoever takes a step or proposes one placement does it in the same order. What is live is read when it is held, so
    that a proposal which somebody has shown or withdrawn meanwhile is seen as it is now.
    """
    people: dict[str, Mapping[str, Any]] = {}
    c, p, r = tables.candidates, tables.placements, tables.resources
    planned = (p.c.state == State.PROPOSED.value) & p.c.plan.is_not(None)
    proposed = set(unit.connection.execute(sa.select(p.c.candidate).where(planned)).scalars())
    for some in in_parts(sorted({candidate for candidate, _ in wanted} | proposed)):
        query = sa.select(c.c.id, c.c.scheme, c.c.version).where(c.c.id.in_(some)).order_by(c.c.id)
        found = unit.connection.execute(query.with_for_update(key_share=True)).mappings()
        people |= {row["id"]: row for row in found}
    unit.connection.execute(sa.select(p.c.id).where(planned).order_by(p.c.id).with_for_update(key_share=True)).all()
    for some in in_parts(sorted(there)):
        query = sa.select(r.c.id).where(r.c.id.in_(some)).order_by(r.c.id)
        unit.connection.execute(query.with_for_update(key_share=True)).all()
    return people, placements.live(unit)


def _look_again(
    unit: Unit, row: Mapping[str, Any], fresh: Mapping[Pair, Mapping[str, Any]], people: Mapping[str, Any]
) -> Today | None:
    """Write how much there is of everything now; gives today's facts, or None where they are those of the plan."""
    supply, day = still_supply(unit), max(row["day"], unit.day)
    stored = {key: _resource(key, values) for key, values in row["resources"].items()}
    if (row["versions"].get("supply"), row["day"]) == (supply, day):
        resources.refresh(unit, stored.values())
        return None
    today = Today(unit, {opening for _, opening in fresh}, {c for c, _ in fresh if c in people}, day)
    now = today.resources()
    used = {key for proposal in fresh.values() for key, amount in proposal["uses"].items() if amount}
    gone = [replace(stored[key], capacity=0.0) for key in sorted(used - now.keys()) if key in stored]
    resources.refresh(unit, [*now.values(), *gone])
    return today


def _is_other(held: LivePlacement, row: Mapping[str, Any]) -> bool:
    """Whether a pair that is live already is proposed otherwise, and may still be: nobody has been told of it."""
    if held.state != State.PROPOSED or held.plan is None:
        return False
    uses = {name: amount for name, amount in row["uses"].items() if amount}
    same_uses = held.uses.keys() == uses.keys() and all(abs(held.uses[n] - uses[n]) <= _SAME for n in uses)
    return not same_uses or abs(held.hours - row["hours"]) > _SAME or held.measures != row["measures"]


def _changed(
    unit: Unit,
    fresh: Mapping[Pair, Mapping[str, Any]],
    people: Mapping[str, Mapping[str, Any]],
    live: Sequence[LivePlacement],
    wanted: Mapping[Pair, Any],
    today: Today | None,
) -> dict[Pair, str]:
    """The proposals that rest on facts that are not so any more, each with its sentence."""
    openings = _openings(unit, sorted({opening for _, opening in fresh}))
    b = tables.bindings
    against = sa.select(b.c.candidate, b.c.opening).where(b.c.kind == BindingKind.FORBID.value)
    decided = {(row.candidate, row.opening) for row in unit.connection.execute(against)}
    mine = related(unit)
    states: dict[str, dict[str, str]] = {}
    for held in live:
        states.setdefault(held.candidate, {})[held.opening] = held.state
    found = {}
    for (candidate, opening), row in fresh.items():
        person, place, basis = people.get(candidate), openings.get(opening), row["basis"]
        now, then = states.get(candidate, {}), basis.get("live", {})
        shown = sorted(o for o, s in then.items() if s == State.PROPOSED and now.get(o, s) != s)
        why = None
        if person is None or person["version"] != basis["candidate"]:
            why = "borgerens oplysninger er ændret"
        elif place is None or place["version"] != basis["opening"]:
            why = "stillingen er ændret"
        elif place["workplace_version"] != basis["workplace"]:
            why = "arbejdsstedet er ændret"
        elif (candidate, opening) in decided:
            why = "en konsulent har udelukket parret"
        elif opening in then and opening not in now:
            why = "det forrige forslag er trukket tilbage eller slut"
        elif any((candidate, other) not in wanted for other in shown):
            why = f"borgeren har i mellemtiden fået vist forslaget om {', '.join(shown)}"
        elif today is not None:
            why = today.against(candidate, opening, row["measures"])
        if why is not None:
            found[candidate, opening] = _of(candidate, opening, why, mine)
    return found


def _of(candidate: str, opening: str, why: str, mine: Collection[str]) -> str:
    """A sentence about one's own candidate; of a colleague's no more than that."""
    if candidate in mine:
        return f"{candidate} i {opening}: {why}"
    return f"En kollegas borger i {opening}: kan ikke længere"


def _openings(unit: Unit, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    o, w = tables.openings, tables.workplaces
    found: dict[str, Mapping[str, Any]] = {}
    for some in in_parts(ids):
        query = sa.select(o.c.id, o.c.version, w.c.version.label("workplace_version")).join(w, w.c.id == o.c.workplace)
        found |= {row["id"]: row for row in unit.connection.execute(query.where(o.c.id.in_(some))).mappings()}
    return found


def _let_go(
    unit: Unit, live: Sequence[LivePlacement], wanted: Mapping[Pair, Any], fresh: Mapping[Pair, Any]
) -> list[LivePlacement]:
    gone = []
    for held in live:
        pair = (held.candidate, held.opening)
        if held.state == State.PROPOSED and held.plan is not None and (pair not in wanted or pair in fresh):
            placements.withdraw_proposal(unit, held.id, REPLACED)
            gone.append(held)
    return gone


def _propose(
    unit: Unit, plan: str, rows: Mapping[Pair, Mapping[str, Any]], people: Mapping[str, Mapping[str, Any]]
) -> dict[Pair, tuple[str, ...]]:
    """Propose them all; gives what is in the way of those that cannot be made, in sentences."""
    mine = related(unit)
    in_the_way: dict[Pair, tuple[str, ...]] = {}
    for (candidate, opening), row in rows.items():
        wanted = Proposed(
            candidate=candidate,
            opening=opening,
            scheme=people[candidate]["scheme"] or "",
            hours=row["hours"],
            presence=row["presence"],
            tasks=row["tasks"],
            measures=row["measures"],
            uses=row["uses"],
            worth=row["worth"],
            employer_text=row["texts"]["employer"],
            plan=plan,
        )
        try:
            placements.propose(unit, wanted, PUBLISHED)
        except Refused as refusal:
            details = refusal.details or (str(refusal),)
            said = (_of(candidate, opening, why, mine) for why in details)
            in_the_way[candidate, opening] = tuple(dict.fromkeys(said))
    return in_the_way


def _become(unit: Unit, plan: str, state: PlanState, **values: Any) -> None:
    new = {"state": state.value, "version": _p.c.version + 1, "changed_at": unit.now, **values}
    unit.connection.execute(sa.update(_p).where(_p.c.id == plan).values(new))


def _resource(key: str, row: Mapping[str, Any]) -> Resource:
    return Resource(
        id=key,
        kind=ResourceKind(row["kind"]),
        owner=row["owner"],
        subject=row["subject"],
        label=row["label"],
        unit=row["unit"],
        capacity=row["capacity"],
    )
