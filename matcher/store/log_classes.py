"""Which rows of the log are kept equally long: the class of a row follows from what was done to what.

The classes stand in the seals of logs that are in use, and in the triggers of migration 0008. An action or a noun that
has been written may therefore not move to another class; a new one may be added, with a migration of the triggers.
"""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from matcher.store import tables

RETENTION = "retention"
"""The noun of the rows by which the log speaks of itself."""
SEAL, DELETE = "seal", "delete"
"""Their actions."""
LEAST_DAYS = 184
"""No row is emptied sooner: six months (AI Act 26(6)) have at most 184 days."""


class LogClass(StrEnum):
    """How long a row is kept is set for each of these but the last."""

    LOOKS = "looks"
    """Looks at people and things, searches, exports and measurements."""
    MATCHING = "matching"
    """Match runs, what was decided from them and what came of it, and the rules and models they ran by."""
    SIGN_INS = "sign_ins"
    """Sign-ins, and calls that were turned away."""
    REST = "rest"
    """Everything else: what was entered, changed and imported, case relations, accounts."""
    KEPT = "kept"
    """What the log says of itself: kept for as long as there is a log, and about nobody."""


_SIGN_INS = frozenset({"sign_in", "sign_out", "refuse"})
_LOOKS = frozenset({"read", "list", "reveal", "compare", "export", "evaluate"})
_MATCHING = frozenset({"suggest", "shortlist", "explain"})
_MATCHING_NOUNS = frozenset(
    "plan placement binding go_ahead outcome follow_up link model train engine municipality".split()
)


def class_of(action: str, noun: str) -> LogClass:
    """The class of a row that has not been emptied."""
    if noun == RETENTION:
        return LogClass.KEPT
    if action in _SIGN_INS:
        return LogClass.SIGN_INS
    if action in _LOOKS:
        return LogClass.LOOKS
    if action in _MATCHING or noun in _MATCHING_NOUNS:
        return LogClass.MATCHING
    return LogClass.REST


def class_in_sql() -> sa.ColumnElement[str]:
    """The same as an expression over the columns of the log."""
    a = tables.audit.c
    return sa.case(
        (a.noun == RETENTION, LogClass.KEPT.value),
        (a.action.in_(sorted(_SIGN_INS)), LogClass.SIGN_INS.value),
        (a.action.in_(sorted(_LOOKS)), LogClass.LOOKS.value),
        (a.action.in_(sorted(_MATCHING)) | a.noun.in_(sorted(_MATCHING_NOUNS)), LogClass.MATCHING.value),
        else_=LogClass.REST.value,
    )


def speaks_of_itself() -> sa.ColumnElement[bool]:
    """Whether a row is a seal or a record of a deletion; written so that SQLite finds them by their index."""
    return tables.audit.c.noun == sa.literal_column(f"'{RETENTION}'")
