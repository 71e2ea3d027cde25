"""What has been learned from outcomes, which of it is in use, and what it takes to value another way of choosing."""

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
drawn_lists = sa.Table(
    "drawn_lists",
    METADATA,
    # It goes with her.
    sa.Column("candidate", sa.Text, sa.ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    # Of the chance, from person, day and plan: what was shown first of it is kept. The log names it too.
    sa.Column("seed", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("epsilon", sa.Double, nullable=False),
    # Version and fingerprint of the weights that put it in order.
    sa.Column("weights", sa.Text, nullable=False),
    # {features: names, parts: names, openings: [{opening, planned, chance, net, price, features, parts}, …]} by place.
    sa.Column("shown", sa.JSON, nullable=False),
)
