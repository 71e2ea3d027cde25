"""Work that takes longer than a call, and files that come in."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant, key

jobs = sa.Table(
    "jobs",
    METADATA,
    key(),
    # plan, import, silence, tidy, train
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    # Only one job of the same name waits or runs at a time.
    sa.Column("once", sa.Text),
    # queued, running, done, failed, cancelled
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("share", sa.Double, nullable=False),
    # What is known so far: objective, bound, gap.
    sa.Column("found", sa.JSON, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("worker", sa.Text),
    sa.Column("lease_until", Instant),
    # none, stop (keep the best so far) or cancel
    sa.Column("wish", sa.Text, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("started_at", Instant),
    sa.Column("finished_at", Instant),
    sa.Index("ix_jobs_state_not_before", "state", "not_before"),
)
_ALIVE = sa.text("state IN ('queued', 'running')")
sa.Index("uq_jobs_once", jobs.c.once, unique=True, sqlite_where=_ALIVE, postgresql_where=_ALIVE)
imports = sa.Table(
    "imports",
    METADATA,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("dry_run", sa.Boolean, nullable=False),
    sa.Column("accept_valid", sa.Boolean, nullable=False),
    # Where the law lets the municipality use what is in the file (TRUST C1).
    sa.Column("legal_basis", sa.Text, nullable=False),
    # The day it counts for, where the file does not say.
    sa.Column("day", sa.Date),
    # queued, running, refused, checked, done, failed, cancelled
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("job", sa.Text),
    # The file itself, encrypted, until it has been read; then it is gone.
    sa.Column("content", sa.LargeBinary),
    # The user's own rows with what to mend, encrypted, for some days when there was something to mend.
    sa.Column("workbook", sa.LargeBinary),
    sa.Column("report", sa.JSON, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("finished_at", Instant),
)
