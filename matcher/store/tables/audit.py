"""What has been done and looked at: appended to, emptied when its time is up, and otherwise never changed.

The migrations put triggers on these tables that refuse everything else.
"""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant

audit = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("noun", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    # done, refused or failed
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    # Names of fields, counts, codes, fingerprints: never a sensitive value.
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("software", sa.Text, nullable=False),
    # SHA-256 of the sorted ids in audit_subjects.
    sa.Column("subjects", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    # Of a row whose contents have been deleted: the row that says so, and the class it was of. Not in the hash.
    sa.Column("emptied", sa.BigInteger),
    sa.Column("retention", sa.Text),
)
_OF_ITSELF = sa.text("noun = 'retention'")
# The few rows by which the log speaks of itself are found without reading it.
sa.Index("ix_audit_retention", audit.c.number, sqlite_where=_OF_ITSELF, postgresql_where=_OF_ITSELF)
audit_subjects = sa.Table(
    "audit_subjects",
    METADATA,
    # Whose data it was about. No foreign key: the log outlives the person's other rows.
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("candidate", sa.Text, primary_key=True, index=True),
)
audit_head = sa.Table(
    "audit_head",
    METADATA,
    # One row: the last number and its hash. Whoever appends locks it first.
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
