"""`brobygger audit …`: whether the log is as it was written, and deleting from it what has had its time."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from matcher.commands.databases import DatabaseUrl, opened

Anchors = Annotated[
    list[str] | None,
    typer.Option(
        "--anchor",
        metavar="NUMMER:HASH",
        help="Et anker, der er noteret et andet sted; kan gives flere gange.",
        show_default=False,
    ),
]


def verify(anchor: Anchors = None, database: DatabaseUrl = None) -> None:
    """Se hele loggen efter. Kode 0: den er hel og beskyttet. Kode 1: én sætning for hver fejl."""
    from matcher.services.unit import now
    from matcher.store import audit
    from matcher.store.guards import missing_guards
    from matcher.terminal.program import REFUSED, tell
    from matcher.terminal.screen import screen

    anchors = [parse_anchor(given) for given in anchor or ()]
    with opened(database) as store, store.reading() as connection:
        found = audit.verify(connection, anchors, now())
        missing = missing_guards(connection)
    for flaw in found.flaws:
        tell(f"{flaw.sentence}.")
    if missing:
        tell(
            f"Databasen afviser ikke længere selv, at loggen ændres: {', '.join(missing)} mangler eller er slået fra. "
            "Find ud af, hvem der gjorde det, og genskab dem som i matcher/store/migrations/versions, 0005 og 0008."
        )
    if found.flaws or missing:
        raise typer.Exit(REFUSED)
    noted = f"; {len(anchors)} ankre passer" if len(anchors) > 1 else "; ankeret passer" if anchors else ""
    gone = f", {found.emptied} af dem tømt efter fristen" if found.emptied else ""
    screen().print(f"Loggen er hel: {found.rows} rækker{gone}{noted}.")
    if not anchors:
        tell("Uden et anker (--anchor) ses det ikke, hvis hele loggen er skiftet ud.")


def anchor(database: DatabaseUrl = None) -> None:
    """Skriv loggens sidste nummer, hash og tidspunktet. Gem det, hvor den, der driver databasen, ikke kan rette det."""
    import sys
    from datetime import UTC

    from matcher.services.unit import now
    from matcher.store import audit

    with opened(database) as store, store.reading() as connection:
        number, digest = audit.anchor(connection)
    # Not through the screen: it would break the line where the terminal ends.
    sys.stdout.write(f"{number}:{digest} {now().astimezone(UTC).isoformat(timespec='seconds')}\n")


DryRun = Annotated[bool, typer.Option("--dry-run", help="Sig kun, hvad der ville blive slettet.", show_default=False)]
_CLASSES = {
    "looks": "Opslag og søgninger",
    "matching": "Matchninger og det, der blev afgjort af dem",
    "sign_ins": "Logins",
    "rest": "Andet",
}


def delete_expired(dry_run: DryRun = False, database: DatabaseUrl = None) -> None:
    """Slet indholdet af de rækker i loggen, hvis tid er gået. Arbejderen gør det selv en gang i døgnet."""
    from matcher.services import retention
    from matcher.services.caller import SYSTEM
    from matcher.services.unit import Services
    from matcher.settings import load_settings
    from matcher.store.secrets import Cipher
    from matcher.terminal.screen import screen

    settings = load_settings()
    keep = retention.kept(settings)
    with opened(database) as store:
        services = Services(store, Cipher(*settings.data_keys))
        if dry_run:
            with services.unit(SYSTEM, writes=False) as unit:
                found = {kind: due.rows for kind, due in retention.due(unit, keep).items()}
        else:
            look = partial(services.unit, SYSTEM, writes=False)
            found = retention.delete_expired(look, partial(services.unit, SYSTEM), keep)
    for kind, days in keep.items():
        if days is None:
            screen().print(f"{_CLASSES[kind]}, beholdes for altid.", soft_wrap=True)
            continue
        rows = f"{found[kind]} {'række' if found[kind] == 1 else 'rækker'}"
        gone = f"{rows} {'ville blive ' if dry_run else ''}slettet"
        screen().print(f"{_CLASSES[kind]}, beholdes i {days} dage: {gone}.", soft_wrap=True)


def parse_anchor(given: str) -> tuple[int, str]:
    """An anchor as it was printed; the time after it may come along.

    Raises
    ------
    MatcherError
        When it is none.
    """
    import re

    from matcher.domain import MatcherError

    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})(?: \S+)?", given.strip().lower())
    if found is None:
        raise MatcherError(f"Ankeret »{given}« kan ikke læses; skriv det, som »brobygger audit anchor« skrev det")
    return int(found[1]), found[2]
