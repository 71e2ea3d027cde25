"""The municipality's facts, one table for each noun of the domain.

A row is a whole noun: what belongs to it alone (needs, provisions, tasks) is kept inside it as JSON, so that a noun is
read and changed at once and has one version.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.store.tables.metadata import METADATA, Instant, key, midnight, refers, versioned


def _said_at(context: Any) -> datetime:
    """When a yes was said that comes with its day alone: as that day began, or as it came in where that is earlier.

    Not later: what was over on that day would otherwise have left it standing.
    """
    row = context.get_current_parameters()
    came_in: datetime = row["changed_at"]
    return min(midnight(row["given"]), came_in)


candidates = sa.Table(
    "candidates",
    METADATA,
    key(),
    sa.Column("scheme", sa.Text),
    sa.Column("postcode", sa.Text, nullable=False),
    sa.Column("hours_min", sa.Double, nullable=False),
    sa.Column("hours_target", sa.Double, nullable=False),
    sa.Column("hours_max", sa.Double, nullable=False),
    sa.Column("intensity", sa.Double, nullable=False),
    sa.Column("presence_max", sa.Double),
    sa.Column("availability", sa.Text),
    sa.Column("max_jobs", sa.Integer, nullable=False),
    sa.Column("commute_max", sa.Double),
    sa.Column("transport", sa.JSON(none_as_null=True)),
    sa.Column("danish", sa.Text),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("certificates", sa.JSON(none_as_null=True)),
    sa.Column("available_from", sa.Date),
    sa.Column("waiting_since", sa.Date),
    sa.Column("grant_from", sa.Date),
    sa.Column("grant_to", sa.Date),
    sa.Column("previous_employers", sa.JSON, nullable=False),
    sa.Column("related_employers", sa.JSON, nullable=False),
    sa.Column("wants_growth", sa.Boolean),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("needs", sa.JSON, nullable=False),
    sa.Column("wishes", sa.JSON, nullable=False),
    sa.Column("competences", sa.JSON, nullable=False),
    *versioned(),
)
identities = sa.Table(
    "identities",
    METADATA,
    sa.Column("candidate", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
    sa.Column("name", sa.Text),
    # Encrypted; never a key, never searched.
    sa.Column("cpr", sa.Text),
    sa.Column("sex", sa.Text),
    sa.Column("birth_year", sa.Integer),
    sa.Column("caseworker_confidence", sa.Double),
    *versioned(),
)
employers = sa.Table(
    "employers",
    METADATA,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("cvr", sa.Text),
    sa.Column("registered_social", sa.Boolean),
    *versioned(),
)
workplaces = sa.Table(
    "workplaces",
    METADATA,
    key(),
    refers("employer", "employers.id"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("postcode", sa.Text, nullable=False),
    sa.Column("sector", sa.Text, nullable=False),
    sa.Column("p_number", sa.Text),
    sa.Column("ordinary_fte", sa.Double),
    sa.Column("ordinary_heads", sa.Double),
    sa.Column("subsidised_fte", sa.Double),
    sa.Column("subsidised_heads", sa.Double),
    sa.Column("ratio_evidence", sa.Date),
    sa.Column("employer_statement", sa.Boolean),
    sa.Column("union_statement", sa.Boolean),
    sa.Column("staff_now", sa.Double),
    sa.Column("staff_12_months", sa.Double),
    sa.Column("vacancy_by_dismissal", sa.Boolean),
    sa.Column("provisions", sa.JSON, nullable=False),
    *versioned(),
)
openings = sa.Table(
    "openings",
    METADATA,
    key(),
    refers("workplace", "workplaces.id"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("hours_min", sa.Double, nullable=False),
    sa.Column("hours_max", sa.Double, nullable=False),
    sa.Column("hours_total", sa.Double, nullable=False),
    sa.Column("windows", sa.Text),
    sa.Column("shortest_shift", sa.Double, nullable=False),
    sa.Column("schemes", sa.JSON, nullable=False),
    sa.Column("danish", sa.Text),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("certificates", sa.JSON, nullable=False),
    sa.Column("start", sa.Date),
    sa.Column("latest_start", sa.Date),
    sa.Column("growth", sa.Boolean),
    sa.Column("seasonal", sa.Boolean),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("tasks", sa.JSON, nullable=False),
    *versioned(),
)
budgets = sa.Table(
    "budgets",
    METADATA,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("amount", sa.Double, nullable=False),
    *versioned(),
)
offers = sa.Table(
    "offers",
    METADATA,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("accommodations", sa.JSON, nullable=False),
    sa.Column("hours_per_week", sa.Double),
    sa.Column("hours_per_person", sa.Double),
    sa.Column("count", sa.Integer),
    sa.Column("cost_per_hour", sa.Double, nullable=False),
    sa.Column("cost_each", sa.Double, nullable=False),
    refers("budget", "budgets.id", nullable=True),
    sa.Column("postcode", sa.Text),
    sa.Column("radius_km", sa.Double),
    sa.Column("schemes", sa.JSON, nullable=False),
    sa.Column("starts", sa.Date),
    sa.Column("ends", sa.Date),
    *versioned(),
)
clauses = sa.Table(
    "clauses",
    METADATA,
    key(),
    sa.Column("contract", sa.Text, nullable=False),
    refers("employer", "employers.id"),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("quantity", sa.Double, nullable=False),
    sa.Column("delivered", sa.Double, nullable=False),
    sa.Column("workplaces", sa.JSON, nullable=False),
    sa.Column("starts", sa.Date),
    sa.Column("ends", sa.Date),
    sa.Column("schemes", sa.JSON, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("penalty", sa.Double),
    *versioned(),
)
bindings = sa.Table(
    "bindings",
    METADATA,
    sa.Column("candidate", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
    sa.Column("opening", sa.Text, sa.ForeignKey("openings.id"), primary_key=True),
    # A pair has one binding: a pin and a forbid of the same pair cannot both be.
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    # A coded reason, when the binding follows from a step of a placement or was given with a code.
    sa.Column("code", sa.Text),
    sa.Column("decided_by", sa.Text),
    *versioned(),
)
go_aheads = sa.Table(
    "go_aheads",
    METADATA,
    key(),
    refers("candidate", "candidates.id"),
    refers("opening", "openings.id"),
    sa.Column("given", sa.Date, nullable=False),
    sa.Column("withdrawn", sa.Date),
    # How she said it: at a meeting, by telephone, in writing; unknown for what was imported.
    sa.Column("said", sa.Text),
    # When she said it, or said it anew; a correction of the row leaves it as it is.
    sa.Column("said_at", Instant, nullable=False, default=_said_at),
    sa.Column("recorded_by", sa.Text),
    *versioned(),
)
outcomes = sa.Table(
    "outcomes",
    METADATA,
    key(),
    refers("candidate", "candidates.id"),
    refers("workplace", "workplaces.id"),
    sa.Column("scheme", sa.Text, nullable=False),
    sa.Column("started", sa.Date, nullable=False),
    sa.Column("ended", sa.Date),
    sa.Column("hours", sa.Double),
    sa.Column("tasks", sa.JSON, nullable=False),
    # The placement it came of; none for what was imported.
    sa.Column("placement", sa.Text, index=True),
    # Coded reason of the end; never a reason of health.
    sa.Column("end_code", sa.Text),
    sa.Column("recorded_by", sa.Text),
    *versioned(),
)
municipality = sa.Table(
    "municipality",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("weeks", sa.Integer, nullable=False),
    # [[rule id, on], …] and [[rule id, parameter, number], …]
    sa.Column("rules", sa.JSON, nullable=False),
    sa.Column("parameters", sa.JSON, nullable=False),
    sa.Column("assumptions", sa.JSON, nullable=False),
    # on, rules_only or off: the municipality's switch (TRUST E4.5).
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("engine_reason", sa.Text),
    sa.Column("engine_set_by", sa.Text),
    sa.Column("engine_set_at", Instant),
    *versioned(),
)
revisions = sa.Table(
    "revisions",
    METADATA,
    # candidates, or supply: everything else. The number rises with every change, so that copies know when they are old.
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)
