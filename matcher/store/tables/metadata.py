"""What every table shares: names of constraints, kinds of columns, and the version that guards against lost updates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

HERE = ZoneInfo("Europe/Copenhagen")
"""Days begin and end at midnight here."""
METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone, so it is taken off on the way in and put back on the way out."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a moment without a time zone: it could be anybody's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """In UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def midnight(day: date) -> datetime:
    """The moment a day begins here."""
    return datetime.combine(day, time(), HERE)


def key() -> sa.Column[str]:
    """The id of a row."""
    return sa.Column("id", sa.Text, primary_key=True)


def versioned() -> tuple[sa.Column[Any], ...]:
    """Version 1, 2, 3 … of a row that several people may change, and when it was changed last."""
    return (
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("changed_at", Instant, nullable=False),
    )


def refers(name: str, target: str, *, nullable: bool = False, index: bool = True) -> sa.Column[str]:
    """A column that names a row of another table."""
    return sa.Column(name, sa.Text, sa.ForeignKey(target), nullable=nullable, index=index)
