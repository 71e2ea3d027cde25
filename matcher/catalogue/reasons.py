"""Reading ``reasons.csv``: the reasons a person may give when she decides something about a match."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from matcher.catalogue.tables import read_table

STEPS = (
    "proposed",
    "shown",
    "go_ahead",
    "introduced",
    "accepted",
    "started",
    "hours",
    "ended",
    "refused",
    "withdrawn",
    "lapsed",
    "reviewed",
    "pin",
    "forbid",
    "unbind",
)
"""What a reason may be given for: a step of a placement, a change of its hours, a follow-up, a binding."""
SIDES = ("candidate", "employer", "municipality")
WRONGS = ("facts", "rule", "weight", "own choice", "nothing")
ROLES = ("consultant", "employer")
_FILE = "reasons.csv"
_COLUMNS = ("id", "steps", "side", "wrong", "roles", "keeps_apart", "danish", "english")


@dataclass(frozen=True, slots=True)
class CodedReason:
    """One reason that may be given, never one of health.

    Attributes
    ----------
    id
        The code.
    steps
        What it may be given for, of `STEPS`.
    side
        Whose reason it is: the candidate's, the employer's or the municipality's.
    wrong
        What it says was wrong with the match: facts, a rule, a weight; own choice and nothing say that nothing was.
    roles
        Who may give it.
    keeps_apart
        Whether later plans leave the pair out until a consultant says otherwise.
    danish, english
        In words.
    """

    id: str
    steps: tuple[str, ...]
    side: str
    wrong: str
    roles: tuple[str, ...]
    keeps_apart: bool
    danish: str
    english: str


def read_reasons(folder: Traversable) -> dict[str, CodedReason]:
    """Read ``reasons.csv``; the order of its lines is that in which reasons are offered."""
    reasons: dict[str, CodedReason] = {}
    for row in read_table(folder, _FILE, _COLUMNS):
        steps, roles = row.references("steps", STEPS), row.references("roles", ROLES)
        for column, values in (("steps", steps), ("roles", roles)):
            if not values:
                raise row.error(column, "feltet er tomt; skriv mindst én værdi")
        reasons[row.text("id")] = CodedReason(
            id=row.text("id"),
            steps=steps,
            side=row.choice("side", SIDES),
            wrong=row.choice("wrong", WRONGS),
            roles=roles,
            keeps_apart=row.choice("keeps_apart", ("yes", "no")) == "yes",
            danish=row.text("danish"),
            english=row.text("english"),
        )
    return reasons
