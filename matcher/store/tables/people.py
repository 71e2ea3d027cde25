"""Who may come in, whose case is whose, and what they have been handed."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant, key, refers, versioned

accounts = sa.Table(
    "accounts",
    METADATA,
    key(),
    # A local account has a name to sign in with and a password; one from outside has an issuer and a subject.
    sa.Column("username", sa.Text, unique=True),
    sa.Column("password", sa.Text),
    sa.Column("issuer", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    refers("employer", "employers.id", nullable=True),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", Instant, nullable=False),
    *versioned(),
    sa.UniqueConstraint("issuer", "subject"),
)
sessions = sa.Table(
    "sessions",
    METADATA,
    # SHA-256 of the token; the token itself is only in the browser.
    sa.Column("token", sa.Text, primary_key=True),
    refers("account", "accounts.id"),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("assurance", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("revoked_at", Instant),
)
relations = sa.Table(
    "relations",
    METADATA,
    key(),
    refers("candidate", "candidates.id"),
    refers("account", "accounts.id"),
    sa.Column("since", Instant, nullable=False),
    sa.Column("until", Instant),
    # Why the last of a candidate's relations was ended; none for those that were only handed on.
    sa.Column("code", sa.Text),
    sa.Column("given_by", sa.Text, nullable=False),
)
# Every read of a person asks for it.
sa.Index("ix_relations_account_candidate", relations.c.account, relations.c.candidate)
break_glass = sa.Table(
    "break_glass",
    METADATA,
    key(),
    refers("candidate", "candidates.id"),
    refers("account", "accounts.id"),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("reviewed_at", Instant),
    sa.Column("reviewed_by", sa.Text),
    # in_order or not_in_order
    sa.Column("finding", sa.Text),
)
links = sa.Table(
    "links",
    METADATA,
    key(),
    # SHA-256 of the token in the link.
    sa.Column("token", sa.Text, nullable=False, unique=True),
    refers("opening", "openings.id"),
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Column("issued_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("revoked_at", Instant),
)
counters = sa.Table(
    "counters",
    METADATA,
    # What is counted (failed sign-ins of a name or an address, calls of an account) and in which window of time.
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("window", Instant, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
answers = sa.Table(
    "answers",
    METADATA,
    # How a write that carried an idempotency key was answered; nothing of what the answer said.
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("call", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.JSON, nullable=False),
    sa.Column("at", Instant, nullable=False, index=True),
)
