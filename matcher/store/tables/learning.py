"""What has been learned from outcomes, and which of it is in use."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant, key, versioned

model_versions = sa.Table(
    "model_versions",
    METADATA,
    key(),
    # champion: its weights are used. challenger: trained last, waits for a named person. Otherwise none.
    sa.Column("alias", sa.Text, unique=True),
    # The model as it was saved, to the last byte.
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("checksum", sa.Text, nullable=False),
    sa.Column("card", sa.Text, nullable=False),
    sa.Column("outcomes", sa.Integer, nullable=False),
    # The day of the outcomes it learned from.
    sa.Column("day", sa.Date, nullable=False),
    # What is at least as good on later outcomes, in Danish; empty when nothing is, or too little is known.
    sa.Column("beaten_by", sa.JSON, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("promoted_at", Instant, index=True),
    sa.Column("promoted_by", sa.Text),
    sa.Column("promoted_reason", sa.Text),
    # Taken out of use, and not to come back by itself.
    sa.Column("withdrawn_at", Instant),
    sa.Column("withdrawn_by", sa.Text),
    sa.Column("withdrawn_reason", sa.Text),
    *versioned(),
)
