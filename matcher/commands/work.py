"""`brobygger work`: a worker that makes plans and reads files, in a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="Databasen; ellers BROBYGGER_DATABASE.", show_default=False),
]
Once = Annotated[bool, typer.Option("--once", help="Gør det, der venter, og slut så.", show_default=False)]
Companion = Annotated[bool, typer.Option("--companion", hidden=True, help="Slut, når den, der startede den, slutter.")]


def work(database: Database = None, once: Once = False, companion: Companion = False) -> None:
    """Udfør det arbejde, der venter: læg planer, indlæs filer, husk fristerne. Flere arbejdere må køre på én gang."""
    from matcher.journal import install
    from matcher.worker.process import end_when_asked, end_with_parent, one_thread, step_back

    one_thread()
    step_back()
    from matcher.services.unit import Services
    from matcher.settings import load_settings
    from matcher.store import open_store, schema
    from matcher.store.secrets import Cipher
    from matcher.worker.kinds import KINDS, warm
    from matcher.worker.loop import Worker

    settings = load_settings(**({} if database is None else {"database": database}))
    settings.require_startable()
    install(settings.log_format)
    store = open_store(settings.database)
    schema.require_current(store)
    worker = Worker(Services(store, Cipher(*settings.data_keys)), settings, KINDS)
    end_when_asked(worker.leaving)
    if companion:
        end_with_parent(worker.leaving)
    warm()
    worker.run(once=once)
    store.close()
