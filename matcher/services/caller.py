"""Who asks, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; it comes from the municipality's own sign-in (TRUST E1)."""

    CONSULTANT = "consultant"
    EMPLOYER = "employer"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SYSTEM = "system"
    """The worker, at what a named person has asked for."""


class Purpose(StrEnum):
    """Why somebody looks at a person's data; stands in the log and in the person's own copy of it."""

    MATCHING = "matching"
    FOLLOW_UP = "follow_up"
    GUIDANCE = "guidance"
    CORRECTION = "correction"
    ACCESS_REQUEST = "access_request"
    COMPLAINT = "complaint"
    SUPERVISION = "supervision"
    EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True)
class Caller:
    """One signed-in person, in one call.

    Attributes
    ----------
    account
        Id of the account.
    name
        For those she works with; never in the log.
    role, organisation
        As her sign-in says.
    employer
        Whose workplaces she answers for, when she is an employer; None otherwise.
    purpose
        Why, where the call is about a person; None when she has not said.
    request
        Id of the call.
    """

    account: str
    name: str
    role: Role
    organisation: str
    employer: str | None = None
    purpose: Purpose | None = None
    request: str = "-"


SYSTEM = Caller("system", "Brobygger", Role.SYSTEM, "-")
"""Whom the worker acts as when nobody has asked: only to remind and to let go of what a person set a date for."""
