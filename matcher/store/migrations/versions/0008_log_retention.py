"""Rows of the log may be emptied by rule: when a row of the log itself says so, and of nothing but their contents.

What stays of an emptied row are its number, its time, both hashes, its class and the number of the row that says so. No
row is removed.
"""

import sqlalchemy as sa
from alembic import op

from matcher.domain import MatcherError

revision = "0008"
down_revision = "0007"

SENTENCE = "the log is appended to, never changed"
LEAST_DAYS = 184
CLASSES = ("looks", "matching", "sign_ins", "rest")
_TEXTS = ("actor", "role", "organisation", "action", "noun", "object", "outcome", "request", "software", "subjects")
_STAYS = ("number", "at", "previous", "hash")


def _class(action: str, noun: str) -> str:
    """The class of a row as an expression, by the names of two columns."""
    nouns = "plan placement binding go_ahead outcome follow_up link model train engine municipality".split()
    return (
        f"(CASE WHEN {noun} = 'retention' THEN 'kept' "
        f"WHEN {action} IN ('sign_in', 'sign_out', 'refuse') THEN 'sign_ins' "
        f"WHEN {action} IN ('read', 'list', 'reveal', 'compare', 'export', 'evaluate') THEN 'looks' "
        f"WHEN {action} IN ('suggest', 'shortlist', 'explain') OR {noun} IN ({', '.join(map(repr, nouns))}) "
        "THEN 'matching' ELSE 'rest' END)"
    )


def _emptied_by_rule(until: str, first: str, last: str, soonest: str, empty: str) -> str:
    """The condition under which a row may be changed: it is emptied, all of it, and a record of a deletion covers it.

    Parameters
    ----------
    until, first, last
        What the record ``r`` says, in the database's own words.
    soonest
        The latest moment up to which a record of its time may delete.
    empty
        Whether the detail is empty.
    """
    stays = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _STAYS)
    blank = " AND ".join(f"NEW.{name} = ''" for name in _TEXTS)
    classes = ", ".join(map(repr, CLASSES))
    return (
        f"OLD.emptied IS NULL AND NEW.emptied IS NOT NULL AND {stays} AND {blank} AND NEW.purpose IS NULL AND {empty} "
        f"AND NEW.retention IN ({classes}) AND NEW.retention = {_class('OLD.action', 'OLD.noun')} "
        "AND EXISTS (SELECT 1 FROM audit r WHERE r.number = NEW.emptied AND r.noun = 'retention' "
        "AND r.action = 'delete' AND r.emptied IS NULL AND r.number > OLD.number AND r.object = NEW.retention "
        f"AND OLD.number BETWEEN {first} AND {last} AND OLD.at < {until} AND {until} <= {soonest})"
    )


def _sqlite() -> list[str]:
    until = "replace(substr(json_extract(r.detail, '$.until'), 1, 26), 'T', ' ')"
    allowed = _emptied_by_rule(
        until,
        "json_extract(r.detail, '$.first')",
        "json_extract(r.detail, '$.last')",
        # The fraction of a second is text behind the second.
        f"datetime(r.at, '-{LEAST_DAYS} days') || substr(r.at, 20)",
        "NEW.detail = '{}'",
    )
    goes = "EXISTS (SELECT 1 FROM audit WHERE number = OLD.number AND emptied IS NOT NULL)"
    return [
        "DROP TRIGGER audit_no_update",
        "DROP TRIGGER audit_subjects_no_delete",
        # What cannot be told to be allowed is refused: a condition over NULL is neither.
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN ({allowed}) IS NOT TRUE "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"CREATE TRIGGER audit_subjects_no_delete BEFORE DELETE ON audit_subjects WHEN NOT {goes} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ]


def _postgresql(schema: str) -> list[str]:
    until = "(r.detail->>'until')::timestamptz AT TIME ZONE 'UTC'"
    first, last = "(r.detail->>'first')::bigint", "(r.detail->>'last')::bigint"
    soonest = f"r.at - interval '{LEAST_DAYS} days'"
    allowed = _emptied_by_rule(until, first, last, soonest, "NEW.detail::text = '{}'")
    blank = ", ".join(f"{name} = ''" for name in _TEXTS)
    # Else somebody's temporary table of the same name would be asked.
    path = f"SET search_path = {schema}, pg_temp"
    return [
        f"CREATE OR REPLACE FUNCTION audit_is_appended_to() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN "
        f"IF TG_TABLE_NAME = 'audit' AND TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; "
        "IF TG_TABLE_NAME = 'audit_subjects' AND TG_OP = 'DELETE' THEN IF EXISTS "
        "(SELECT 1 FROM audit WHERE number = OLD.number AND emptied IS NOT NULL) THEN RETURN OLD; END IF; END IF; "
        f"RAISE EXCEPTION '{SENTENCE}'; END $$",
        # With its maker's rights, so that the service needs none to change a row: it empties what a record covers.
        "CREATE FUNCTION audit_empty(covering bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER "
        f"{path} AS $$ DECLARE r record; emptied_now bigint; BEGIN "
        "SELECT * INTO STRICT r FROM audit WHERE number = covering AND noun = 'retention' AND action = 'delete'; "
        f"UPDATE audit SET {blank}, purpose = NULL, detail = '{{}}', emptied = covering, retention = r.object "
        f"WHERE number BETWEEN {first} AND {last} AND audit.at < {until} AND emptied IS NULL "
        f"AND {_class('action', 'noun')} = r.object; "
        "GET DIAGNOSTICS emptied_now = ROW_COUNT; "
        "DELETE FROM audit_subjects s USING audit a WHERE a.number = s.number AND a.emptied = covering "
        f"AND a.number BETWEEN {first} AND {last}; "
        "RETURN emptied_now; END $$",
        "REVOKE ALL ON FUNCTION audit_empty(bigint) FROM PUBLIC",
    ]


def _as_before(dialect: str) -> list[str]:
    if dialect == "postgresql":
        return [
            "DROP FUNCTION audit_empty(bigint)",
            "CREATE OR REPLACE FUNCTION audit_is_appended_to() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
        ]
    return [
        "DROP TRIGGER audit_no_update",
        "DROP TRIGGER audit_subjects_no_delete",
        f"CREATE TRIGGER audit_subjects_no_delete BEFORE DELETE ON audit_subjects "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ]


def upgrade() -> None:
    """Bring it in. Not as a batch, which would make the table anew and lose its triggers."""
    op.execute("ALTER TABLE audit ADD COLUMN emptied BIGINT")
    op.execute("ALTER TABLE audit ADD COLUMN retention TEXT")
    of_itself = sa.text("noun = 'retention'")
    op.create_index("ix_audit_retention", "audit", ["number"], sqlite_where=of_itself, postgresql_where=of_itself)
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        statements = _sqlite()
    else:
        statements = _postgresql(bind.execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one())
    for statement in statements:
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    """Take it out, as long as nothing has been emptied.

    Raises
    ------
    MatcherError
        When rows have been: the version before would say of each that somebody has changed it.
    """
    dialect = op.get_bind().dialect.name
    emptied = op.get_bind().execute(sa.text("SELECT count(*) FROM audit WHERE emptied IS NOT NULL")).scalar_one()
    if emptied:
        raise MatcherError(
            f"Loggen har {emptied} rækker, hvis indhold er slettet efter kommunens frist. Den ældre udgave ville kalde "
            "dem ændrede, så databasen føres ikke tilbage. Brug en sikkerhedskopi fra før opdateringen"
        )
    op.drop_index("ix_audit_retention", "audit")
    for statement in _as_before(dialect):
        op.get_bind().exec_driver_sql(statement)
    op.execute("ALTER TABLE audit DROP COLUMN retention")
    op.execute("ALTER TABLE audit DROP COLUMN emptied")
    if dialect == "sqlite":
        op.execute(
            f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )
