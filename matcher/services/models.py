"""Models of what makes a placement last: trained by an evaluator, let in and taken out by an administrator, by name.

Who trains a model cannot let it in: two persons answer for what everybody's suggestions rest on (TRUST E1, keys,
configuration and rules). A model holds numbers about many people and none about one; counts under ten are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.disclosure.small_numbers import SMALL
from matcher.domain import MatcherError
from matcher.services import jobs
from matcher.services.caller import Role
from matcher.services.codes import require_text
from matcher.services.engine import Engine
from matcher.services.errors import Malformed, NotHere, Outdated, Refused, Unavailable
from matcher.services.jobs import Kind, SeenJob
from matcher.services.learned import CHALLENGER, CHAMPION, opened
from matcher.services.unit import Unit, new_id
from matcher.store import tables

if TYPE_CHECKING:
    from models.saving import SavedModel

READERS = (Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR, Role.ADMINISTRATOR)
_m = tables.model_versions


@dataclass(frozen=True, slots=True)
class SeenModel:
    """A model as whoever may read models sees it: everything about it as it was sealed when it was trained.

    Attributes
    ----------
    alias
        champion, challenger or None.
    fault
        Why it cannot be used: it is not as it was saved, or of a kind that is read no more. Then of what it says only
        its day and checksum are told.
    card
        None where there is a fault.
    outcomes
        How many it learned from; None when they are under ten.
    day
        Of the outcomes.
    beaten_by
        What was at least as good on later outcomes, in Danish.
    evidence
        The hand-over, weight by weight; None in a list, and where there is a fault.
    metrics
        How good it was on later outcomes; None in a list, and where there is a fault.
    """

    id: str
    version: int
    alias: str | None
    fault: str | None
    checksum: str
    card: str | None
    outcomes: int | None
    day: date
    beaten_by: list[str]
    created_at: datetime
    created_by: str
    promoted_at: datetime | None
    promoted_by: str | None
    promoted_reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None
    evidence: list[dict[str, Any]] | None = None
    metrics: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AskedModel:
    """A model that has been asked for: its id once it is there, and the job that makes it."""

    id: str
    job: SeenJob


def request(unit: Unit) -> AskedModel:
    """Ask for a model of the outcomes there are; the worker trains it.

    Raises
    ------
    Unavailable
        When learning is switched off: the engine is off, or applies the rules alone.
    Refused
        Code ``too_many_waiting``.
    """
    # The worker reads everybody's outcomes, in her name and for her reason.
    require_trainer(unit)
    key = new_id("mo")
    job = jobs.enqueue(unit, Kind.TRAIN, {"about": key}, once=Kind.TRAIN.value)
    if job is None:
        raise Refused("Der trænes allerede en model; vent, til den er færdig", "too_many_waiting")
    unit.record("ask", "model", key, job=job)
    return AskedModel(key, jobs.seen(jobs.one(unit, job)))


def require_trainer(unit: Unit) -> None:
    """Refuse whoever may not train, and everybody while learning is switched off."""
    unit.require(Role.EVALUATOR)
    _ = unit.purpose
    require_learning(unit)


def require_learning(unit: Unit) -> None:
    """Refuse to learn while the municipality has switched learning off.

    Raises
    ------
    Unavailable
        With the way out.
    """
    said = unit.connection.execute(sa.select(tables.municipality.c.engine)).scalar()
    if said is not None and Engine(said) is not Engine.ON:
        raise Unavailable("Kommunen har slået læring fra. Der bruges regler og eksperternes vægte, til det slås til.")


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[SeenModel], str | None]:
    """Models, the newest first, and where the next page begins."""
    unit.require(*READERS)
    query = sa.select(_m)
    if after:
        last = unit.connection.execute(query.where(_m.c.id == after)).mappings().one_or_none()
        if last is None:
            raise Malformed("Siden findes ikke; begynd forfra", "after")
        moment = sa.literal(last["created_at"], _m.c.created_at.type)
        query = query.where(sa.tuple_(_m.c.created_at, _m.c.id) < sa.tuple_(moment, sa.literal(last["id"])))
    query = query.order_by(_m.c.created_at.desc(), _m.c.id.desc()).limit(limit + 1)
    rows = unit.connection.execute(query).mappings().all()
    return [_seen(dict(row)) for row in rows[:limit]], rows[limit - 1]["id"] if len(rows) > limit else None


def read(unit: Unit, model: str) -> SeenModel:
    """One model with its card, its evidence and how good it was; with its fault alone where it cannot be used.

    Raises
    ------
    NotHere
        When there is none of that id.
    """
    unit.require(*READERS)
    row = _row(unit, model)
    seen = _seen(row)
    if seen.fault is not None:
        return seen
    saved = opened(row)
    return replace(seen, evidence=_evidence(saved), metrics=without_small(saved.metrics))


def version_of(unit: Unit, model: str) -> int:
    """The version of a model's row, whatever has become of its document."""
    unit.require(*READERS)
    return int(_row(unit, model)["version"])


def keep(unit: Unit, model: str, saved: SavedModel, subjects: frozenset[str]) -> SeenModel:
    """Keep a model that has been trained, as the challenger; what was the challenger waits no more.

    Parameters
    ----------
    subjects
        Candidates whose outcomes it learned from.
    """
    require_trainer(unit)
    from models.cards import beaten_by
    from models.saving import save

    unit.connection.execute(
        sa.update(_m).where(_m.c.alias == CHALLENGER).values(alias=None, version=_m.c.version + 1, changed_at=unit.now)
    )
    unit.connection.execute(
        sa.insert(_m).values(
            id=model,
            alias=CHALLENGER,
            document=save(saved).decode(),
            checksum=saved.checksum,
            card=saved.card,
            outcomes=saved.data["outcomes"],
            day=date.fromisoformat(saved.data["day"]),
            beaten_by=beaten_by(saved),
            created_at=unit.now,
            created_by=unit.caller.account,
            version=1,
            changed_at=unit.now,
        )
    )
    unit.record("train", "model", model, subjects=subjects, checksum=saved.checksum, data=saved.data["fingerprint"])
    return read(unit, model)


def promote(unit: Unit, model: str, reason: str, version: int, *, go_on: bool = False) -> SeenModel:
    """Let a model in: from now on its weights are used.

    Parameters
    ----------
    go_on
        Let it in though something else was at least as good on later outcomes.

    Raises
    ------
    Refused
        Code ``champion`` when it is in use already, ``two_persons`` when the caller trained it herself, ``not_better``.
    MatcherError
        When it is not as it was saved, or was trained on other features than those in use.
    """
    from matcher.weights import learned_weights, load_weights
    from models.cards import beaten_by

    unit.require(Role.ADMINISTRATOR)
    row = _expected(unit, model, version)
    _require_reason(reason)
    if row["alias"] == CHAMPION:
        raise Refused("Den model bruges allerede", "champion")
    if row["created_by"] == unit.caller.account:
        raise Refused("En anden end den, der har trænet modellen, skal tage den i brug", "two_persons")
    saved = opened(row)
    # By the document, in which a changed byte is found, and not by what stands beside it.
    beaten = beaten_by(saved)
    if beaten and not go_on:
        raise Refused(
            "På senere forløb var den ikke bedre end det, der er; læs kortet, og sig, hvis den skal bruges alligevel",
            "not_better",
            tuple(beaten),
        )
    learned_weights(load_weights(), model, saved)
    before = _champion(unit, lock=True)
    if before is not None:
        _change(unit, before["id"], alias=None)
    _change(
        unit,
        model,
        alias=CHAMPION,
        promoted_at=unit.now,
        promoted_by=unit.caller.account,
        promoted_reason=reason,
        withdrawn_at=None,
        withdrawn_by=None,
        withdrawn_reason=None,
    )
    replaced = None if before is None else before["id"]
    unit.record("promote", "model", model, replaced=replaced, checksum=row["checksum"], go_on=go_on)
    return read(unit, model)


def rollback(unit: Unit, model: str, reason: str, version: int) -> SeenModel:
    """Take a model out of use: the one before it comes back, or the experts' own weights.

    It works whatever has become of the model's document.

    Raises
    ------
    Refused
        Code ``not_champion``, when it is not in use.
    """
    unit.require(Role.ADMINISTRATOR)
    row = _expected(unit, model, version)
    _require_reason(reason)
    if row["alias"] != CHAMPION:
        raise Refused("Den model bruges ikke, så den kan ikke tages ud", "not_champion")
    _change(
        unit,
        model,
        alias=None,
        withdrawn_at=unit.now,
        withdrawn_by=unit.caller.account,
        withdrawn_reason=reason,
    )
    query = sa.select(_m.c.id).where(_m.c.promoted_at.is_not(None), _m.c.withdrawn_at.is_(None))
    former = unit.connection.execute(query.order_by(_m.c.promoted_at.desc(), _m.c.id).limit(1)).scalar_one_or_none()
    if former is not None:
        _change(unit, former, alias=CHAMPION)
    unit.record("rollback", "model", model, back_to=former or "experts")
    return _seen(_row(unit, model))


def champion(unit: Unit) -> SeenModel | None:
    """The model in use; None while the experts' own weights are."""
    unit.require(*READERS)
    row = _champion(unit, lock=False)
    return None if row is None else _seen(row)


def _champion(unit: Unit, *, lock: bool) -> Mapping[str, Any] | None:
    query = sa.select(_m).where(_m.c.alias == CHAMPION)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else dict(row)


def _expected(unit: Unit, model: str, version: int) -> Mapping[str, Any]:
    row = _row(unit, model, lock=True)
    if row["version"] != version:
        raise Outdated
    return row


def _row(unit: Unit, model: str, *, lock: bool = False) -> Mapping[str, Any]:
    query = sa.select(_m).where(_m.c.id == model)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def _change(unit: Unit, model: str, **values: Any) -> None:
    values |= {"version": _m.c.version + 1, "changed_at": unit.now}
    unit.connection.execute(sa.update(_m).where(_m.c.id == model).values(values))


def _require_reason(reason: str) -> None:
    require_text(reason, "reason")
    if not reason.strip():
        raise Malformed("Skriv hvorfor; det står ved modellen og vises for alle", "reason")


def _seen(row: Mapping[str, Any]) -> SeenModel:
    """A model by its sealed document; where that is not as it was saved, only that, so that a list still shows it."""
    from models.cards import beaten_by

    names = (name for name in SeenModel.__slots__ if name in row)
    seen = SeenModel(**{**{name: row[name] for name in names}, "fault": None})
    try:
        saved = opened(row)
    except MatcherError as error:
        return replace(seen, fault=str(error), card=None, outcomes=None, beaten_by=[])
    return replace(
        seen,
        outcomes=_large(saved.data["outcomes"]),
        day=date.fromisoformat(saved.data["day"]),
        beaten_by=beaten_by(saved),
    )


def _evidence(saved: SavedModel) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [{**asdict(row), "speaking": _large(row.speaking)} for row in saved.posterior.evidence()]


def without_small(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The measures without counts of few people; of small groups nothing was kept in the first place."""
    found = dict(metrics)
    for name in ("learned_from", "tried_on"):
        found[name] = _large(found[name])
    return found


def _large(count: int) -> int | None:
    return None if 0 < count < SMALL else count
