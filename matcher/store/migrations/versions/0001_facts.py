"""The municipality's facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Bring it in."""
    op.create_table(
        "candidates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text()),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("hours_min", sa.Double(), nullable=False),
        sa.Column("hours_target", sa.Double(), nullable=False),
        sa.Column("hours_max", sa.Double(), nullable=False),
        sa.Column("intensity", sa.Double(), nullable=False),
        sa.Column("presence_max", sa.Double()),
        sa.Column("availability", sa.Text()),
        sa.Column("max_jobs", sa.Integer(), nullable=False),
        sa.Column("commute_max", sa.Double()),
        sa.Column("transport", sa.JSON()),
        sa.Column("danish", sa.Text()),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("certificates", sa.JSON()),
        sa.Column("available_from", sa.Date()),
        sa.Column("waiting_since", sa.Date()),
        sa.Column("grant_from", sa.Date()),
        sa.Column("grant_to", sa.Date()),
        sa.Column("previous_employers", sa.JSON(), nullable=False),
        sa.Column("related_employers", sa.JSON(), nullable=False),
        sa.Column("wants_growth", sa.Boolean()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("competences", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_table(
        "identities",
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("cpr", sa.Text()),
        sa.Column("sex", sa.Text()),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("caseworker_confidence", sa.Double()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_identities_candidate_candidates"),
        sa.PrimaryKeyConstraint("candidate", name="pk_identities"),
    )
    op.create_table(
        "employers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cvr", sa.Text()),
        sa.Column("registered_social", sa.Boolean()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_employers"),
    )
    op.create_table(
        "workplaces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("p_number", sa.Text()),
        sa.Column("ordinary_fte", sa.Double()),
        sa.Column("ordinary_heads", sa.Double()),
        sa.Column("subsidised_fte", sa.Double()),
        sa.Column("subsidised_heads", sa.Double()),
        sa.Column("ratio_evidence", sa.Date()),
        sa.Column("employer_statement", sa.Boolean()),
        sa.Column("union_statement", sa.Boolean()),
        sa.Column("staff_now", sa.Double()),
        sa.Column("staff_12_months", sa.Double()),
        sa.Column("vacancy_by_dismissal", sa.Boolean()),
        sa.Column("provisions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name="fk_workplaces_employer_employers"),
        sa.PrimaryKeyConstraint("id", name="pk_workplaces"),
    )
    op.create_index("ix_workplaces_employer", "workplaces", ["employer"])
    op.create_table(
        "openings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workplace", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("hours_min", sa.Double(), nullable=False),
        sa.Column("hours_max", sa.Double(), nullable=False),
        sa.Column("hours_total", sa.Double(), nullable=False),
        sa.Column("windows", sa.Text()),
        sa.Column("shortest_shift", sa.Double(), nullable=False),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("danish", sa.Text()),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("certificates", sa.JSON(), nullable=False),
        sa.Column("start", sa.Date()),
        sa.Column("latest_start", sa.Date()),
        sa.Column("growth", sa.Boolean()),
        sa.Column("seasonal", sa.Boolean()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workplace"], ["workplaces.id"], name="fk_openings_workplace_workplaces"),
        sa.PrimaryKeyConstraint("id", name="pk_openings"),
    )
    op.create_index("ix_openings_workplace", "openings", ["workplace"])
    op.create_table(
        "budgets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_budgets"),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("accommodations", sa.JSON(), nullable=False),
        sa.Column("hours_per_week", sa.Double()),
        sa.Column("hours_per_person", sa.Double()),
        sa.Column("count", sa.Integer()),
        sa.Column("cost_per_hour", sa.Double(), nullable=False),
        sa.Column("cost_each", sa.Double(), nullable=False),
        sa.Column("budget", sa.Text()),
        sa.Column("postcode", sa.Text()),
        sa.Column("radius_km", sa.Double()),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("starts", sa.Date()),
        sa.Column("ends", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["budget"], ["budgets.id"], name="fk_offers_budget_budgets"),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    op.create_index("ix_offers_budget", "offers", ["budget"])
    op.create_table(
        "clauses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("delivered", sa.Double(), nullable=False),
        sa.Column("workplaces", sa.JSON(), nullable=False),
        sa.Column("starts", sa.Date()),
        sa.Column("ends", sa.Date()),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("penalty", sa.Double()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name="fk_clauses_employer_employers"),
        sa.PrimaryKeyConstraint("id", name="pk_clauses"),
    )
    op.create_index("ix_clauses_employer", "clauses", ["employer"])
    op.create_table(
        "bindings",
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("decided_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_bindings_candidate_candidates"),
        sa.ForeignKeyConstraint(["opening"], ["openings.id"], name="fk_bindings_opening_openings"),
        sa.PrimaryKeyConstraint("candidate", "opening", name="pk_bindings"),
    )
    op.create_table(
        "go_aheads",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("given", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Date()),
        sa.Column("said", sa.Text()),
        sa.Column("recorded_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_go_aheads_candidate_candidates"),
        sa.ForeignKeyConstraint(["opening"], ["openings.id"], name="fk_go_aheads_opening_openings"),
        sa.PrimaryKeyConstraint("id", name="pk_go_aheads"),
    )
    op.create_index("ix_go_aheads_candidate", "go_aheads", ["candidate"])
    op.create_index("ix_go_aheads_opening", "go_aheads", ["opening"])
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("workplace", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date()),
        sa.Column("hours", sa.Double()),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("placement", sa.Text()),
        sa.Column("end_code", sa.Text()),
        sa.Column("recorded_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workplace"], ["workplaces.id"], name="fk_outcomes_workplace_workplaces"),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_outcomes_candidate_candidates"),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
    )
    op.create_index("ix_outcomes_candidate", "outcomes", ["candidate"])
    op.create_index("ix_outcomes_placement", "outcomes", ["placement"])
    op.create_index("ix_outcomes_workplace", "outcomes", ["workplace"])
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("assumptions", sa.JSON(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("engine_reason", sa.Text()),
        sa.Column("engine_set_by", sa.Text()),
        sa.Column("engine_set_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_municipality"),
    )
    op.create_table(
        "revisions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_revisions"),
    )


def downgrade() -> None:
    """Take it out."""
    op.drop_table("revisions")
    op.drop_table("municipality")
    op.drop_table("outcomes")
    op.drop_table("go_aheads")
    op.drop_table("bindings")
    op.drop_table("clauses")
    op.drop_table("offers")
    op.drop_table("budgets")
    op.drop_table("openings")
    op.drop_table("workplaces")
    op.drop_table("employers")
    op.drop_table("identities")
    op.drop_table("candidates")
