"""A command that works on the database in somebody's name: what she does is in the log as hers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matcher.services.caller import Caller, Purpose
    from matcher.services.unit import Services

As = Annotated[
    str,
    typer.Option(
        "--as", metavar="NAVN", help="Brugernavnet på den, der gør det; det står i loggen.", show_default=False
    ),
]
ModelId = Annotated[str, typer.Argument(metavar="MODEL", help="Modellens id.", show_default=False)]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEKST", help="Hvorfor; det står ved modellen og vises for alle.", show_default=False
    ),
]


@contextmanager
def acting(database: str | None, username: str, purpose: Purpose | None = None) -> Iterator[tuple[Services, Caller]]:
    """Services over the database, and whoever has that user name.

    Raises
    ------
    MatcherError
        When nobody has it, or her account is closed.
    """
    import sqlalchemy as sa

    from matcher.commands.databases import opened
    from matcher.domain import MatcherError
    from matcher.services.caller import Caller, Role
    from matcher.services.unit import Services
    from matcher.settings import load_settings
    from matcher.store import tables
    from matcher.store.secrets import Cipher

    with opened(database) as store:
        a = tables.accounts
        with store.reading() as connection:
            row = connection.execute(sa.select(a).where(a.c.username == username)).mappings().one_or_none()
        if row is None or not row["active"]:
            raise MatcherError(f"Ingen åben konto hedder »{username}«; skriv brugernavnet på den, der gør det")
        caller = Caller(
            account=row["id"],
            name=row["name"],
            role=Role(row["role"]),
            organisation=row["organisation"],
            employer=row["employer"],
            purpose=purpose,
            request="command",
        )
        yield Services(store, Cipher(*load_settings().data_keys)), caller
