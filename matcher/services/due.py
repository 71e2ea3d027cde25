"""What a consultant must come back to, and on which day."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.domain import LegalRule
from matcher.domain.employer import EmployerKind
from matcher.services.unit import Unit, new_id
from matcher.store import tables
from matcher.store.facts import load_settings

REVIEW_WEEKS = (2, 6, 12, 26, 52)
"""After how many weeks in the job it is asked how it goes."""


class Due(StrEnum):
    """Why somebody must come back to a placement."""

    REVIEW = "review"
    """How it goes, after so many weeks."""
    LAW = "law"
    """A date that a rule of law sets."""
    REMINDER = "reminder"
    """The employer has not answered yet."""
    LAPSED = "lapsed"
    """She did not answer in time."""
    EMPLOYER_STEP = "employer_step"
    """The employer has said yes or no, or that the job has begun, changed or ended."""
    OUTGROWN = "outgrown"
    """The opening has fewer hours or places by now, or the candidate wants fewer hours, than is agreed."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day on which somebody must come back.

    Attributes
    ----------
    weeks
        After how many weeks, when it is a review.
    rule, version
        The rule of law that sets it, and which version of it, when it is one.
    """

    day: date
    kind: Due
    weeks: int | None = None
    rule: str | None = None
    version: str | None = None


def due_dates(
    started: date, scheme: str, kind: EmployerKind, grant_from: date | None, rules: Mapping[str, LegalRule]
) -> tuple[DueDate, ...]:
    """What a job that begins brings with it, sorted by day.

    Parameters
    ----------
    kind
        Of the employer: wage subsidy lasts longer at a private one.
    grant_from
        Since when the candidate's fleksjob is granted; None when it has not been asked: then no day follows from it.
    rules
        The rules in force when it begins.
    """
    found = [DueDate(started + timedelta(weeks=n), Due.REVIEW, weeks=n) for n in REVIEW_WEEKS]
    for rule in rules.values():
        if scheme not in rule.schemes:
            continue
        day = _first_day(rule, started, kind, grant_from)
        if day is not None:
            found.append(DueDate(max(day, started), Due.LAW, rule=rule.id, version=rule.version))
    return tuple(sorted(found, key=lambda d: (d.day, d.kind, d.rule or "")))


def _first_day(rule: LegalRule, started: date, kind: EmployerKind, grant_from: date | None) -> date | None:
    match rule.id:
        case "sheltered_follow_up":
            return add_months(started, rule.number("first_months"))
        case "wage_subsidy_duration":
            return add_months(started, rule.number("public_months" if kind.is_public else "private_months"))
        case "flex_grant_period" if grant_from is not None:
            return add_months(grant_from, rule.number("alert_years") * 12)
    return None


def next_day(rule: LegalRule, done: date) -> date | None:
    """The day that follows when what a rule asks for has been done; None when it asks once."""
    if rule.id == "sheltered_follow_up":
        return add_months(done, rule.number("then_months"))
    return None


def add_months(day: date, months: float) -> date:
    """So many whole months later: the same day of the month, or the month's last when it has no such day.

    Past the last year of the calendar it is its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + round(months), 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def begin(unit: Unit, placement: Mapping[str, Any]) -> None:
    """Write down every day that a job which has begun brings with it."""
    o, w, e, c = tables.openings, tables.workplaces, tables.employers, tables.candidates
    query = (
        sa.select(e.c.kind)
        .join(w, w.c.employer == e.c.id)
        .join(o, o.c.workplace == w.c.id)
        .where(o.c.id == placement["opening"])
    )
    kind = EmployerKind(unit.connection.execute(query).scalar_one())
    granted = sa.select(c.c.grant_from).where(c.c.id == placement["candidate"])
    grant_from = unit.connection.execute(granted).scalar_one()
    started: date = placement["started"]
    for found in due_dates(started, placement["scheme"], kind, grant_from, rules_on(unit, started)):
        add(unit, placement["id"], found)


def rules_on(unit: Unit, day: date) -> Mapping[str, LegalRule]:
    """The rules in force on a day, as the municipality has set them."""
    settings = load_settings(unit.connection, day)
    return unit.catalogue.rules_on(day, settings.rules, settings.parameters)


def add(unit: Unit, placement: str, found: DueDate) -> str:
    """Write down a day; gives its id."""
    key = new_id("fu")
    unit.connection.execute(
        sa.insert(tables.follow_ups).values(
            id=key,
            placement=placement,
            due=found.day,
            kind=found.kind.value,
            weeks=found.weeks,
            rule=found.rule,
            rule_version=found.version,
            note="",
            version=1,
            changed_at=unit.now,
        )
    )
    return key


def is_open(unit: Unit, placement: str, kind: Due) -> bool:
    """Whether somebody has yet to come back to a placement for that cause."""
    f = tables.follow_ups
    here = (f.c.placement == placement) & (f.c.kind == kind.value) & f.c.done_at.is_(None)
    return unit.connection.execute(sa.select(f.c.id).where(here).limit(1)).first() is not None


def close(unit: Unit, placement: str, done_by: str, kinds: Collection[Due]) -> None:
    """Nothing more is to be come back to for those causes: the job has ended, the employer has answered."""
    f = tables.follow_ups
    here = (f.c.placement == placement) & f.c.done_at.is_(None) & f.c.kind.in_([kind.value for kind in kinds])
    values = {"done_at": unit.now, "done_by": done_by, "code": "no_longer_needed", "changed_at": unit.now}
    unit.connection.execute(sa.update(f).where(here).values(**values, version=f.c.version + 1))
