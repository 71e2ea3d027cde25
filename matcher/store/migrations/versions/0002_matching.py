"""Plans, placements and what is promised."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring it in."""
    op.create_table(
        "plans",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("job", sa.Text()),
        sa.Column("base", sa.Text()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.Text()),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text()),
        sa.Column("objective", sa.Double()),
        sa.Column("bound", sa.Double()),
        sa.Column("gap", sa.Double()),
        sa.Column("method", sa.Text()),
        sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("resources", sa.JSON(), nullable=False),
        sa.Column("standing", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("published_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_state", "plans", ["state"])
    op.create_index("ix_plans_latest", "plans", ["state", "finished_at", "id"])
    op.create_index(
        "uq_plans_published",
        "plans",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "plan_placements",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("presence", sa.Double(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("worth", sa.JSON(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("trace", sa.JSON()),
        sa.Column("texts", sa.JSON()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_plan_placements_plan_plans"),
        sa.PrimaryKeyConstraint("plan", "candidate", "opening", name="pk_plan_placements"),
    )
    op.create_table(
        "plan_left_out",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trace", sa.JSON()),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_plan_left_out_plan_plans"),
        sa.PrimaryKeyConstraint("plan", "candidate", name="pk_plan_left_out"),
    )
    op.create_table(
        "resources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Double(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
    )
    op.create_index("ix_resources_owner", "resources", ["owner"])
    op.create_table(
        "placements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("presence", sa.Double(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("worth", sa.JSON(), nullable=False),
        sa.Column("employer_text", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date()),
        sa.Column("waiting_set_by", sa.Text()),
        sa.Column("remind_on", sa.Date()),
        sa.Column("reminded_at", sa.DateTime()),
        sa.Column("started", sa.Date()),
        sa.Column("ended", sa.Date()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["opening"], ["openings.id"], name="fk_placements_opening_openings"),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_placements_candidate_candidates"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_placements_plan_plans"),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
    )
    op.create_index("ix_placements_answer_by", "placements", ["answer_by"])
    op.create_index("ix_placements_candidate", "placements", ["candidate"])
    op.create_index("ix_placements_opening", "placements", ["opening"])
    op.create_index("ix_placements_plan", "placements", ["plan"])
    op.create_index("ix_placements_state", "placements", ["state"])
    op.create_index(
        "uq_placements_live",
        "placements",
        ["candidate", "opening"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'shown', 'go_ahead', 'introduced', 'accepted', 'started')"),
        postgresql_where=sa.text("state IN ('proposed', 'shown', 'go_ahead', 'introduced', 'accepted', 'started')"),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("carried_out_by", sa.Text()),
        sa.Column("came_from", sa.Text()),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("hours", sa.Double()),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name="fk_steps_placement_placements"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sa.UniqueConstraint("placement", "number", name="uq_steps_placement_number"),
    )
    op.create_index("ix_steps_placement", "steps", ["placement"])
    op.create_table(
        "bookings",
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("booked_at", sa.DateTime(), nullable=False),
        sa.Column("released_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name="fk_bookings_resource_resources"),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name="fk_bookings_placement_placements"),
        sa.PrimaryKeyConstraint("placement", "resource", name="pk_bookings"),
    )
    op.create_index("ix_bookings_resource", "bookings", ["resource"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("weeks", sa.Integer()),
        sa.Column("rule", sa.Text()),
        sa.Column("rule_version", sa.Text()),
        sa.Column("done_at", sa.DateTime()),
        sa.Column("done_by", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("hours", sa.Double()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placements.id"], name="fk_follow_ups_placement_placements"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
    )
    op.create_index("ix_follow_ups_due", "follow_ups", ["due"])
    op.create_index("ix_follow_ups_placement", "follow_ups", ["placement"])


def downgrade() -> None:
    """Take it out."""
    op.drop_table("follow_ups")
    op.drop_table("bookings")
    op.drop_table("steps")
    op.drop_table("placements")
    op.drop_table("resources")
    op.drop_table("plan_left_out")
    op.drop_table("plan_placements")
    op.drop_table("plans")
