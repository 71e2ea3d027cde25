"""The database a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matcher.store import Store

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Databasen; ellers BROBYGGER_DATABASE. Et kodeord hører til i den, ikke på linjen.",
        show_default=False,
    ),
]


@contextmanager
def opened(url: str | None, *, create: bool = False, current: bool = True) -> Iterator[Store]:
    """Open the database that is named, or the one that is set, and close it at the end.

    Parameters
    ----------
    create
        Whether a file that is not there is made.
    current
        Whether tables that are not the newest are refused.

    Raises
    ------
    MatcherError
        When it is not there, does not answer, or refuses.
    """
    from pathlib import Path

    import sqlalchemy as sa

    from matcher.domain import MatcherError
    from matcher.settings import load_settings
    from matcher.store import open_store, schema

    store = open_store(url or load_settings().database)
    try:
        file = store.engine.url.database
        if store.is_sqlite and not create and not Path(str(file)).is_file():
            raise MatcherError(f"Databasen {file} findes ikke; kør »brobygger database upgrade« for at lave den")
        if current:
            schema.require_current(store)
        yield store
    except sa.exc.DBAPIError as error:
        # The first line alone: what follows repeats the statement and its values.
        said = str(error.orig).strip().splitlines()
        raise MatcherError(f"Databasen {store.url} svarer ikke, som den skal: {said[0] if said else '?'}") from None
    finally:
        store.close()
