"""`brobygger database upgrade`, `downgrade` and `version`: the tables, and which version of the code they fit."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.commands.databases import DatabaseUrl, opened

Revision = Annotated[
    str,
    typer.Argument(metavar="REVISION", help="Hvortil, fx 0004; base fjerner alle tabeller.", show_default=False),
]
Sure = Annotated[
    bool,
    typer.Option(
        "--yes", help="Slet de tabeller og kolonner, der er kommet til siden, og alt i dem.", show_default=False
    ),
]


def upgrade(database: DatabaseUrl = None) -> None:
    """Giv databasen de nyeste tabeller; en SQLite-fil, der ikke findes, laves. Alt eller intet."""
    from matcher.domain import MatcherError
    from matcher.store import schema
    from matcher.terminal.screen import screen

    with opened(database, create=True, current=False) as store:
        before, newest = schema.version(store), schema.newest()
        if before is not None and before not in schema.revisions():
            raise MatcherError(
                "Databasen er fra en nyere udgave af Brobygger; brug den udgave, eller en sikkerhedskopi"
            )
        schema.upgrade(store)
        url = store.url
    said = f"Databasen {url} er på {newest}"
    screen().print(f"{said} i forvejen." if before == newest else f"{said}, før {before or 'tom'}.", soft_wrap=True)


def downgrade(revision: Revision, yes: Sure = False, database: DatabaseUrl = None) -> None:
    """Før databasen tilbage til ældre tabeller. Det sletter data, måske også loggen: tag en sikkerhedskopi først."""
    from matcher.domain import MatcherError
    from matcher.store import schema
    from matcher.terminal.screen import screen

    with opened(database, current=False) as store:
        before, known = schema.version(store), schema.revisions()
        if revision != "base" and revision not in known:
            raise MatcherError(f"Revisionen {revision} findes ikke; vælg en af disse: base, {', '.join(known)}")
        if before is None or before not in known:
            raise MatcherError("Databasen er tom eller fra en nyere udgave af Brobygger; der er intet at føre tilbage")
        if revision != "base" and known.index(revision) > known.index(before):
            raise MatcherError(f"Databasen er på {before}; {revision} er nyere. Kør »brobygger database upgrade«")
        if not yes:
            raise MatcherError(
                "Det sletter tabeller og alt i dem, måske også loggen. Tag en sikkerhedskopi, og kør det så med --yes"
            )
        schema.downgrade(store, revision)
        url = store.url
    screen().print(f"Databasen {url} er på {revision}, før {before}.", soft_wrap=True)


def version(database: DatabaseUrl = None) -> None:
    """Skriv, hvilke tabeller databasen har. Kode 0: de nyeste. Kode 1: andre."""
    from matcher.store import schema
    from matcher.terminal.program import REFUSED
    from matcher.terminal.screen import screen

    with opened(database, current=False) as store:
        found, newest = schema.version(store), schema.newest()
    if found == newest:
        screen().print(f"{found} (den nyeste)")
        return
    screen().print(f"{found or 'tom'} (den nyeste er {newest})")
    raise typer.Exit(REFUSED)


Username = Annotated[str, typer.Argument(metavar="BRUGERNAVN", help="Det, hun logger ind med.", show_default=False)]
FullName = Annotated[str, typer.Option("--name", metavar="NAVN", help="Hendes navn, som andre ser det.")]
Organisation = Annotated[str, typer.Option("--organisation", metavar="NAVN", help="Hvor hun arbejder.")]


def administrator(
    username: Username,
    name: FullName = "Administrator",
    organisation: Organisation = "Kommunen",
    database: DatabaseUrl = None,
) -> None:
    """Opret den første administrator, hvor konti har adgangskode; hun opretter de andre. Adgangskoden vises én gang."""
    from matcher.services.accounts import first_administrator
    from matcher.services.caller import SYSTEM
    from matcher.services.unit import Services
    from matcher.settings import load_settings
    from matcher.store.secrets import Cipher
    from matcher.terminal.screen import screen

    settings = load_settings()
    with opened(database) as store, Services(store, Cipher(*settings.data_keys)).unit(SYSTEM) as unit:
        password = first_administrator(unit, settings, username, name, organisation)
    screen().print(f"{username} kan nu logge ind med adgangskoden {password}", soft_wrap=True, markup=False)
