"""The coded reasons a caller may give."""

from __future__ import annotations

from matcher.catalogue.reasons import STEPS, CodedReason
from matcher.services.caller import Role
from matcher.services.errors import Malformed
from matcher.services.unit import Unit


def reasons(unit: Unit, step: str | None = None) -> tuple[CodedReason, ...]:
    """The reasons the caller may give, for one step or for all, in the order in which they are offered.

    An employer is offered those alone that an employer gives.
    """
    if step is not None and step not in STEPS:
        raise Malformed(f"Trinnet {step} kendes ikke; skriv et af disse: {', '.join(STEPS)}", "step")
    own = Role.EMPLOYER.value
    return tuple(
        reason
        for reason in unit.catalogue.reasons.values()
        if (step is None or step in reason.steps) and (unit.caller.role is not Role.EMPLOYER or own in reason.roles)
    )


def require_reason(unit: Unit, code: str, step: str) -> CodedReason:
    """The reason of that code, when the caller may give it for that step.

    Raises
    ------
    Malformed
        Naming the codes that may be given.
    """
    offered = {reason.id: reason for reason in reasons(unit, step)}
    if code not in offered:
        raise Malformed(f"Grunden {code} kan ikke bruges her; vælg en af disse: {', '.join(offered)}", "code")
    return offered[code]
