"""`brobygger serve`: the API and a worker, on the embedded database unless told otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.demo import DemoSize

if TYPE_CHECKING:
    from matcher.settings import Settings
    from matcher.store import Store

Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="Databasen; ellers BROBYGGER_DATABASE.", show_default=False),
]
Host = Annotated[
    str | None,
    typer.Option("--host", metavar="ADRESSE", help="Hvor der lyttes; ellers BROBYGGER_HOST.", show_default=False),
]
Port = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help="Ellers BROBYGGER_PORT eller 8000.", show_default=False)
]
Size = Annotated[
    DemoSize,
    typer.Option("--size", metavar="STØRRELSE", help="Hvor stor den opdigtede kommune er, når databasen er tom."),
]
NoWorker = Annotated[
    bool,
    typer.Option(
        "--no-worker", help="Start ingen arbejder; den kører et andet sted (brobygger work).", show_default=False
    ),
]


def serve(
    database: Database = None,
    host: Host = None,
    port: Port = None,
    size: Size = DemoSize.KOLDING,
    no_worker: NoWorker = False,
) -> None:
    """Kør Brobygger: API og en arbejder. I demo-tilstand fyldes en tom database med en opdigtet kommune."""
    from api import logging
    from api.app import create_app
    from matcher.settings import load_settings
    from matcher.store import open_store
    from matcher.terminal.program import tell

    given = {"database": database, "host": host, "port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    settings.require_startable()
    logging.install()
    store = open_store(settings.database)
    _prepare(settings, store, size)
    store.close()
    app = create_app(settings)
    import uvicorn

    from api.commands.companion import Companion

    with Companion(settings, wanted=not no_worker):
        tell(f"Brobygger kører på http://{settings.host}:{settings.port} (stop med Ctrl+C)")
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )


def _prepare(settings: Settings, store: Store, size: DemoSize) -> None:
    """Bring the tables up to date; in the demo, fill an empty database."""
    import sqlalchemy as sa

    from matcher.settings import Mode
    from matcher.store import schema, tables
    from matcher.terminal.program import tell

    if settings.mode is Mode.PRODUCTION:
        # Whoever runs it decides when the tables change, after a backup.
        schema.require_current(store)
        return
    schema.upgrade(store)
    with store.reading() as connection:
        empty = connection.execute(sa.select(tables.accounts.c.id).limit(1)).first() is None
    if empty:
        from matcher.services.demo import fill

        tell(f"Fylder en opdigtet kommune i {store.url} (størrelse {size.value})")
        for sentence in fill(settings, store, size.value):
            tell(sentence)
