"""What is deleted by itself when its time is up: sign-ins, kept answers, counts of attempts, lists drawn by chance.

The log is not among it: no row of it is deleted, and the contents of its rows go by rules and a record of their own
(`matcher.services.retention`).
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from matcher.services import drawn_lists
from matcher.services.unit import Unit
from matcher.store import tables

ANSWER_DAYS = 7
"""How long the answer to a write with an idempotency key is kept for a repetition."""
COUNTER_DAYS = 2
"""How long a count of attempts is kept: longer than any lockout."""


def clear_expired(unit: Unit) -> dict[str, int]:
    """Delete sign-ins that have ended, answers older than seven days, old counts and old lists; how many of each.

    What has been deleted stands in the log in numbers (TRUST E2.4); nothing is logged when there was nothing to delete.
    """
    answers, counters, sessions = tables.answers, tables.counters, tables.sessions
    over = (sessions.c.expires_at <= unit.now) | sessions.c.revoked_at.is_not(None)
    found = {
        "sessions": unit.connection.execute(sa.delete(sessions).where(over)).rowcount,
        "answers": unit.connection.execute(
            sa.delete(answers).where(answers.c.at <= unit.now - timedelta(days=ANSWER_DAYS))
        ).rowcount,
        "counters": unit.connection.execute(
            sa.delete(counters).where(counters.c.window <= unit.now - timedelta(days=COUNTER_DAYS))
        ).rowcount,
        "drawn_lists": drawn_lists.clear(unit),
    }
    if any(found.values()):
        unit.record("expire", "store", "", subjects=(), outcome="done", **found)
    return found
