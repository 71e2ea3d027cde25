"""`brobygger serve`: the API and a worker, on the embedded database unless told otherwise."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.demo import DemoSize

if TYPE_CHECKING:
    from fastapi import FastAPI

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


Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        metavar="ANTAL",
        min=1,
        max=64,
        help="Hvor mange processer, der svarer; ellers 1. Forslag regnes ud i en proces ved siden af hver.",
        show_default=False,
    ),
]
_SLOW_STARTER = 20
"""Seconds a process may be silent, as while it starts on a busy machine, before another is started in its place."""


def serve(
    database: Database = None,
    host: Host = None,
    port: Port = None,
    size: Size = DemoSize.KOLDING,
    no_worker: NoWorker = False,
    processes: Processes = None,
) -> None:
    """Kør Brobygger: API og en arbejder. I demo-tilstand fyldes en tom database med en opdigtet kommune."""
    from sqlalchemy.exc import DBAPIError

    from matcher.domain import MatcherError
    from matcher.journal import install
    from matcher.settings import load_settings
    from matcher.store import open_store
    from matcher.terminal.program import tell

    given = {"database": database, "host": host, "port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    settings.require_startable()
    install(settings.log_format)
    store = open_store(settings.database)
    _require_free(settings.host, settings.port)
    try:
        _prepare(settings, store, size)
    except DBAPIError as error:
        raise MatcherError(
            f"Databasen {store.url} kan ikke bruges: {error.orig}. Findes mappen, må der skrives, kører serveren?"
        ) from None
    store.close()
    if settings.esco_folder is not None:
        from matcher.taxonomy.linker import load_linker

        load_linker(settings.esco_folder)
    # Every process of the server, and the worker, reads its settings where this one did.
    os.environ.update({f"BROBYGGER_{name.upper()}": str(value) for name, value in given.items() if value is not None})
    if _cores() > 1:
        os.environ.setdefault("BROBYGGER_SUGGEST_BESIDE", "true")
    import uvicorn

    from api.commands.companion import Companion

    signal.signal(signal.SIGTERM, _end)
    with Companion(settings, wanted=not no_worker):
        here = settings.public_url.rstrip("/") or f"http://{_in_address(settings.host)}:{settings.port}"
        tell(f"Brobygger kører på {here} (stop med Ctrl+C)")
        tell(f"Log ind: {here}/sign-in. API'et: {here}/docs")
        uvicorn.run(
            "api.commands.serve:served",
            factory=True,
            workers=processes or 1,
            host=settings.host,
            port=settings.port,
            # It reads at most 16 KiB of headers; the faster httptools, taken by itself where it is there, reads any
            # number of a stranger's megabytes into memory.
            http="h11",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            timeout_worker_healthcheck=_SLOW_STARTER,
        )


def served() -> FastAPI:
    """The application of one process of the server, by the settings of its environment."""
    from api.app import create_app
    from matcher.journal import install
    from matcher.settings import load_settings

    settings = load_settings()
    install(settings.log_format)
    return create_app(settings)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _require_free(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on, before anything has been begun."""
    import socket

    from matcher.domain import MatcherError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise MatcherError(
                f"Der kan ikke lyttes på {host}:{port} ({error.strerror}); vælg en anden port med --port"
            ) from None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(number: int, frame: FrameType | None) -> None:
    """End in order, so that whatever was started along ends as well; the system would end this process alone."""
    sys.exit(0)


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
