"""Who may see and change which field: TRUST E1 as a table. Services cut what they give by it; the tests walk it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from matcher.domain import Budget, Clause, Employer, Opening, SupportOffer, Workplace
from matcher.services.access import Reach
from matcher.services.caller import Role


class Group(StrEnum):
    """Fields that are seen together."""

    CPR = "cpr"
    NAME = "name"
    SCHEME = "scheme"
    NEEDS = "needs"
    TEXT = "text"
    WISHES = "wishes"
    MATCHES = "matches"
    WORKPLACE = "workplace"
    REGISTRATION = "registration"
    """What the law goes by, and what an employer signs in by."""
    STAFF = "staff"
    SUPPORT = "support"
    CLAUSES = "clauses"
    OUTCOMES = "outcomes"
    CONFIDENCE = "confidence"


class Sight(StrEnum):
    """How much of a group somebody sees."""

    NONE = "none"
    MASKED = "masked"
    """The last four digits hidden."""
    FEW = "few"
    """Only in numbers of at least ten people."""
    READ = "read"
    WRITE = "write"


CANDIDATE_FIELDS: Mapping[str, Group] = {
    "scheme": Group.SCHEME,
    "postcode": Group.NAME,
    "hours_min": Group.SCHEME,
    "hours_target": Group.SCHEME,
    "hours_max": Group.SCHEME,
    "intensity": Group.NEEDS,
    "presence_max": Group.NEEDS,
    "availability": Group.SCHEME,
    "max_jobs": Group.SCHEME,
    "commute_max": Group.WISHES,
    "transport": Group.WISHES,
    "danish": Group.WISHES,
    "languages": Group.WISHES,
    "certificates": Group.WISHES,
    "available_from": Group.SCHEME,
    "waiting_since": Group.SCHEME,
    "grant_from": Group.SCHEME,
    "grant_to": Group.SCHEME,
    "previous_employers": Group.OUTCOMES,
    "related_employers": Group.NAME,
    "wants_growth": Group.WISHES,
    "text": Group.TEXT,
    "needs": Group.NEEDS,
    "wishes": Group.WISHES,
    "competences": Group.WISHES,
}
"""Every field of a candidate but her id."""
IDENTITY_FIELDS: Mapping[str, Group] = {
    "name": Group.NAME,
    "cpr": Group.CPR,
    "sex": Group.NAME,
    "birth_year": Group.NAME,
    "caseworker_confidence": Group.CONFIDENCE,
}
"""Every field of an identity but whose it is."""
STAFF_FIELDS = frozenset(
    {
        "ordinary_fte",
        "ordinary_heads",
        "subsidised_fte",
        "subsidised_heads",
        "ratio_evidence",
        "employer_statement",
        "union_statement",
        "staff_now",
        "staff_12_months",
        "vacancy_by_dismissal",
    }
)
"""Fields of a workplace about its staff; the others are workplace facts."""


def _all_fields(kind: type, group: Group) -> dict[str, Group]:
    return {field.name: group for field in fields(kind) if field.name != "id"}


EMPLOYER_FIELDS: Mapping[str, Group] = _all_fields(Employer, Group.WORKPLACE) | dict.fromkeys(
    ("cvr", "kind", "registered_social"), Group.REGISTRATION
)
WORKPLACE_FIELDS: Mapping[str, Group] = _all_fields(Workplace, Group.WORKPLACE) | dict.fromkeys(
    STAFF_FIELDS, Group.STAFF
)
OPENING_FIELDS: Mapping[str, Group] = _all_fields(Opening, Group.WORKPLACE)
OFFER_FIELDS: Mapping[str, Group] = _all_fields(SupportOffer, Group.SUPPORT)
BUDGET_FIELDS: Mapping[str, Group] = _all_fields(Budget, Group.SUPPORT)
CLAUSE_FIELDS: Mapping[str, Group] = _all_fields(Clause, Group.CLAUSES)
"""Every field of each noun but its id."""

_RULE_FIELDS: Mapping[str, Group] = {
    **dict.fromkeys(("id", "version", "words", "source", "verified", "note"), Group.MATCHES),
    # What it came to for her, with her numbers.
    **dict.fromkeys(("how", "effect"), Group.NEEDS),
}
TRACE_FIELDS: Mapping[str, Group] = {
    "candidate": Group.MATCHES,
    "place": Group.WORKPLACE,
    "scheme": Group.SCHEME,
    "verdict": Group.MATCHES,
    "summary": Group.MATCHES,
    "reasons.title": Group.MATCHES,
    "reasons.reason.rule": Group.MATCHES,
    "reasons.reason.verdict": Group.MATCHES,
    # The sentences say what blocks, with the need or limit it is about.
    **{f"reasons.reason.{name}": Group.NEEDS for name in ("sentence", "question", "asked", "subject", "changes")},
    **{f"reasons.legal.{name}": group for name, group in _RULE_FIELDS.items()},
    "change_sentence": Group.NEEDS,
    "changes": Group.NEEDS,
    "changeable": Group.MATCHES,
    "musts": Group.NEEDS,
    "softer": Group.NEEDS,
    **{f"rules.{name}": group for name, group in _RULE_FIELDS.items()},
    "wishes": Group.WISHES,
    "notices": Group.NEEDS,
    "not_used": Group.MATCHES,
    "possible.time": Group.SCHEME,
    "possible.commute": Group.NAME,
    "possible.tasks": Group.WISHES,
    "possible.left_tasks": Group.NEEDS,
    "possible.measures": Group.NEEDS,
    "possible.other_ways": Group.NEEDS,
    "possible.value": Group.MATCHES,
    "possible.conditions": Group.NEEDS,
}
"""Every field of the trace of a pair, by its path: reasons are seen as rules by those who see no needs."""

_ALL = dict.fromkeys(Group, Sight.WRITE) | {Group.CPR: Sight.MASKED}
_SUPPLY = dict.fromkeys((Group.WORKPLACE, Group.REGISTRATION, Group.STAFF, Group.SUPPORT, Group.CLAUSES), Sight.WRITE)
SIGHT: Mapping[tuple[Role, Reach], Mapping[Group, Sight]] = {
    (Role.CONSULTANT, Reach.RELATION): _ALL,
    (Role.CONSULTANT, Reach.BROKEN_GLASS): {
        Group.NAME: Sight.READ,
        Group.SCHEME: Sight.FEW,
        **_SUPPLY,
    },
    (Role.CONSULTANT, Reach.NONE): {Group.SCHEME: Sight.FEW, **_SUPPLY},
    (Role.EMPLOYER, Reach.NONE): {
        Group.WORKPLACE: Sight.WRITE,
        Group.REGISTRATION: Sight.READ,
        Group.STAFF: Sight.WRITE,
        Group.CLAUSES: Sight.READ,
    },
    (Role.EVALUATOR, Reach.NONE): {
        Group.SCHEME: Sight.FEW,
        Group.NEEDS: Sight.FEW,
        Group.WISHES: Sight.FEW,
        Group.MATCHES: Sight.FEW,
        Group.WORKPLACE: Sight.READ,
        Group.REGISTRATION: Sight.READ,
        Group.STAFF: Sight.FEW,
        Group.SUPPORT: Sight.READ,
        Group.CLAUSES: Sight.READ,
        Group.OUTCOMES: Sight.FEW,
        Group.CONFIDENCE: Sight.FEW,
    },
    (Role.ADMINISTRATOR, Reach.NONE): {},
    (Role.AUDITOR, Reach.NONE): {
        Group.MATCHES: Sight.READ,
        Group.WORKPLACE: Sight.READ,
        Group.REGISTRATION: Sight.READ,
        Group.STAFF: Sight.READ,
        Group.SUPPORT: Sight.READ,
        Group.CLAUSES: Sight.READ,
        Group.OUTCOMES: Sight.READ,
        Group.CONFIDENCE: Sight.READ,
    },
}
"""TRUST E1: what a role sees of a candidate at that reach, and of workplaces. What is not named is not seen.

An employer's workplaces and clauses are her own. Of a person she sees only what a shortlist gives her after the
go-ahead: conditions and hours under a pseudonym.
"""


def sight(role: Role, reach: Reach, group: Group) -> Sight:
    """How much of a group is seen."""
    return SIGHT.get((role, reach), {}).get(group, Sight.NONE)


def visible(values: Mapping[str, Any], groups: Mapping[str, Group], role: Role, reach: Reach) -> dict[str, Any]:
    """Of those values, the ones whose group the role may read; what it may not see is not there at all."""
    shown = (Sight.READ, Sight.WRITE)
    return {
        name: value for name, value in values.items() if name in groups and sight(role, reach, groups[name]) in shown
    }


def masked_cpr(cpr: str | None) -> str | None:
    """The birthday with the last four digits hidden."""
    if cpr is None:
        return None
    digits = cpr.replace("-", "").replace(" ", "")
    return f"{digits[:6]}-••••"
