"""Plans, what came of them, and what is promised to whom."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant, key, refers, versioned

LIVE = ("proposed", "shown", "go_ahead", "introduced", "accepted", "started")
"""States of a placement in which it holds what it uses."""
_IS_LIVE = sa.text(f"state IN ({', '.join(repr(state) for state in LIVE)})")

plans = sa.Table(
    "plans",
    METADATA,
    key(),
    # queued, running, draft, published, replaced, failed, cancelled
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("job", sa.Text),
    # The plan that was published when this one was made: it may only take the place of that one.
    sa.Column("base", sa.Text),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("weights", sa.JSON, nullable=False),
    # Fingerprint of the facts it was made from; what made it: software, rules, weights, seed.
    sa.Column("snapshot", sa.Text),
    sa.Column("versions", sa.JSON, nullable=False),
    sa.Column("status", sa.Text),
    sa.Column("objective", sa.Double),
    sa.Column("bound", sa.Double),
    sa.Column("gap", sa.Double),
    sa.Column("method", sa.Text),
    sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
    # Everything about the whole: counts, lines, left out by reason, clauses, broken pins, conflict, stability.
    sa.Column("summary", sa.JSON, nullable=False),
    # {resource id: {capacity, used, price, …}}
    sa.Column("resources", sa.JSON, nullable=False),
    # {candidate id: [best opening, net, net of her best other opening]}
    sa.Column("standing", sa.JSON, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("published_at", Instant),
    sa.Column("published_by", sa.Text),
    *versioned(),
)
# Every suggestion asks which plan is the latest; the rows themselves are long.
sa.Index("ix_plans_latest", plans.c.state, plans.c.finished_at, plans.c.id)
# One plan at a time is the one that is carried out.
sa.Index(
    "uq_plans_published",
    plans.c.state,
    unique=True,
    sqlite_where=sa.text("state = 'published'"),
    postgresql_where=sa.text("state = 'published'"),
)
plan_placements = sa.Table(
    "plan_placements",
    METADATA,
    sa.Column("plan", sa.Text, sa.ForeignKey("plans.id"), primary_key=True),
    sa.Column("candidate", sa.Text, primary_key=True),
    sa.Column("opening", sa.Text, primary_key=True),
    sa.Column("option", sa.Text, nullable=False),
    sa.Column("hours", sa.Double, nullable=False),
    sa.Column("presence", sa.Double, nullable=False),
    sa.Column("tasks", sa.JSON, nullable=False),
    sa.Column("measures", sa.JSON, nullable=False),
    sa.Column("uses", sa.JSON, nullable=False),
    sa.Column("worth", sa.JSON, nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False),
    # {candidate, opening, workplace: version} of the rows it was made from.
    sa.Column("basis", sa.JSON, nullable=False),
    # The trace and its texts, from which every explanation is read; none where they were too many to write.
    sa.Column("trace", sa.JSON(none_as_null=True)),
    sa.Column("texts", sa.JSON(none_as_null=True)),
)
plan_left_out = sa.Table(
    "plan_left_out",
    METADATA,
    sa.Column("plan", sa.Text, sa.ForeignKey("plans.id"), primary_key=True),
    sa.Column("candidate", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("trace", sa.JSON(none_as_null=True)),
)
resources = sa.Table(
    "resources",
    METADATA,
    # The engine's own id, e.g. place:O12, offer:M1, budget:B.
    key(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False, index=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("capacity", sa.Double, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)
placements = sa.Table(
    "placements",
    METADATA,
    key(),
    refers("candidate", "candidates.id"),
    refers("opening", "openings.id"),
    refers("plan", "plans.id", nullable=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("scheme", sa.Text, nullable=False),
    sa.Column("hours", sa.Double, nullable=False),
    sa.Column("presence", sa.Double, nullable=False),
    sa.Column("tasks", sa.JSON, nullable=False),
    sa.Column("measures", sa.JSON, nullable=False),
    sa.Column("worth", sa.JSON, nullable=False),
    # What the employer may be told, in words; the pseudonym is in it and nothing else of the person.
    sa.Column("employer_text", sa.Text, nullable=False),
    # Until when the employer is waited for, who set it, when she is to be reminded, and when she was.
    sa.Column("answer_by", sa.Date, index=True),
    sa.Column("waiting_set_by", sa.Text),
    sa.Column("remind_on", sa.Date),
    sa.Column("reminded_at", Instant),
    sa.Column("started", sa.Date),
    sa.Column("ended", sa.Date),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    *versioned(),
)
# One placement of a pair at a time; refused and ended ones may be many.
sa.Index(
    "uq_placements_live",
    placements.c.candidate,
    placements.c.opening,
    unique=True,
    sqlite_where=_IS_LIVE,
    postgresql_where=_IS_LIVE,
)
steps = sa.Table(
    "steps",
    METADATA,
    key(),
    refers("placement", "placements.id"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    # The named person who decided; who or what carried it out, when that was not she.
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("carried_out_by", sa.Text),
    sa.Column("came_from", sa.Text),
    sa.Column("to", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    # Effective hours a week from this step on, where it changed them.
    sa.Column("hours", sa.Double),
    sa.UniqueConstraint("placement", "number"),
)
bookings = sa.Table(
    "bookings",
    METADATA,
    sa.Column("placement", sa.Text, sa.ForeignKey("placements.id"), primary_key=True),
    sa.Column("resource", sa.Text, sa.ForeignKey("resources.id"), primary_key=True, index=True),
    sa.Column("amount", sa.Double, nullable=False),
    sa.Column("booked_at", Instant, nullable=False),
    sa.Column("released_at", Instant),
)
follow_ups = sa.Table(
    "follow_ups",
    METADATA,
    key(),
    refers("placement", "placements.id"),
    sa.Column("due", sa.Date, nullable=False, index=True),
    # A review after so many weeks, a date that a rule of law sets, an answer of the employer or none.
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("weeks", sa.Integer),
    sa.Column("rule", sa.Text),
    sa.Column("rule_version", sa.Text),
    sa.Column("done_at", Instant),
    sa.Column("done_by", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("hours", sa.Double),
    sa.Column("note", sa.Text, nullable=False),
    *versioned(),
)
