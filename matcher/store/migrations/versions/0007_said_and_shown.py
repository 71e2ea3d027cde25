"""When a candidate said yes, apart from when the row was changed last; what the lists that are drawn by chance held.

Models from before the card was sealed with the model can be read no more. None of them stays in use, nor comes back
into it: until a new one is let in, the experts' weights are used.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

HERE = ZoneInfo("Europe/Copenhagen")
UNSEALED = "brobygger-model/1"
"""What a model's document calls itself when its card is not in it."""
REASON = (
    "Taget ud ved opdateringen: modellen er gemt, før modelkortet blev forseglet sammen med den, og kan ikke læses af "
    "denne udgave. Eksperternes vægte bruges, til en ny model er trænet og taget i brug."
)
go_aheads = sa.table(
    "go_aheads",
    sa.column("id", sa.Text),
    sa.column("candidate", sa.Text),
    sa.column("opening", sa.Text),
    sa.column("given", sa.Date),
    sa.column("changed_at", sa.DateTime),
    sa.column("said_at", sa.DateTime),
)
audit = sa.table(
    "audit",
    sa.column("at", sa.DateTime),
    sa.column("action", sa.Text),
    sa.column("noun", sa.Text),
    sa.column("object", sa.Text),
)
model_versions = sa.table(
    "model_versions",
    sa.column("id", sa.Text),
    sa.column("alias", sa.Text),
    sa.column("document", sa.Text),
    sa.column("promoted_at", sa.DateTime),
    sa.column("withdrawn_at", sa.DateTime),
    sa.column("withdrawn_by", sa.Text),
    sa.column("withdrawn_reason", sa.Text),
    sa.column("version", sa.Integer),
    sa.column("changed_at", sa.DateTime),
)


def upgrade() -> None:
    """Bring it in."""
    _take_out_unsealed(op.get_bind())
    op.add_column("go_aheads", sa.Column("said_at", sa.DateTime()))
    _fill(op.get_bind())
    with op.batch_alter_table("go_aheads") as batch:
        batch.alter_column("said_at", existing_type=sa.DateTime(), nullable=False)
    op.create_table(
        "drawn_lists",
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("epsilon", sa.Double(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate"], ["candidates.id"], name="fk_drawn_lists_candidate_candidates", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate", "seed", name="pk_drawn_lists"),
    )
    op.create_index("ix_drawn_lists_at", "drawn_lists", ["at"])


def downgrade() -> None:
    """Take it out."""
    op.drop_table("drawn_lists")
    with op.batch_alter_table("go_aheads") as batch:
        batch.drop_column("said_at")


def _fill(connection: sa.Connection) -> None:
    """When the log says that she said it on that day; else as the day began, and never later than the last change.

    Until now a yes was used up by what was over after the last change. No yes that was is one that stands by this.
    """
    given = (audit.c.action == "give") & (audit.c.noun == "go_ahead")
    logged: dict[tuple[str, date], datetime] = {}
    for at, key in connection.execute(sa.select(audit.c.at, audit.c.object).where(given).order_by(audit.c.at)):
        logged[key, at.replace(tzinfo=UTC).astimezone(HERE).date()] = at
    values: list[Mapping[str, Any]] = []
    for row in connection.execute(sa.select(go_aheads)):
        midnight = datetime.combine(row.given, time(), HERE).astimezone(UTC).replace(tzinfo=None)
        said = logged.get((f"{row.candidate}/{row.opening}", row.given), midnight)
        values.append({"key": row.id, "said": min(said, row.changed_at)})
    if values:
        here = go_aheads.c.id == sa.bindparam("key")
        connection.execute(sa.update(go_aheads).where(here).values(said_at=sa.bindparam("said")), values)


def _take_out_unsealed(connection: sa.Connection) -> None:
    """Take out the model in use, and those that would come back after it, where they cannot be read any more.

    What is wrong with a document in another way is left for people to see and to take out.
    """
    m = model_versions
    let_in = sa.select(m.c.id, m.c.document).where(m.c.promoted_at.is_not(None), m.c.withdrawn_at.is_(None))
    old = [row.id for row in connection.execute(let_in) if _schema(row.document) == UNSEALED]
    if not old:
        return
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(
        sa.update(m)
        .where(m.c.id.in_(old))
        .values(
            alias=None,
            withdrawn_at=now,
            withdrawn_by="system",
            withdrawn_reason=REASON,
            version=m.c.version + 1,
            changed_at=now,
        )
    )


def _schema(document: str) -> str | None:
    try:
        found = json.loads(document)
    except ValueError:
        return None
    return found.get("schema") if isinstance(found, dict) else None
