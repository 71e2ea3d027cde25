"""How Alembic runs: always on a connection that `matcher.store.schema` has opened, in that connection's transaction."""

from alembic import context

from matcher.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter most things in place; a batch makes the table anew.
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    transactional_ddl=False,
)
context.run_migrations()
