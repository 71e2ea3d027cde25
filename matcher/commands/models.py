"""`brobygger models …`: which models there are, letting one in or taking it out, and whether a file is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.acting import As, ModelId, Reason
from matcher.commands.databases import DatabaseUrl

if TYPE_CHECKING:
    from matcher.services.models import SeenModel

GoOn = Annotated[
    bool,
    typer.Option("--go-on", help="Tag den i brug, selv om andet var mindst lige så godt på senere forløb."),
]
ModelFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Modellen, som »brobygger train --out« skrev den.", show_default=False)
]
CardFile = Annotated[
    Path | None,
    typer.Option(
        "--card",
        metavar="FILE",
        help="Kortet, som »brobygger train --card« skrev det: er det modellens, til sidste bogstav?",
        show_default=False,
    ),
]
_NAMES = {"champion": "i brug", "challenger": "udfordrer", None: ""}


def listing(who: As, database: DatabaseUrl = None) -> None:
    """Vis modellerne, den nyeste først."""
    from matcher.commands.acting import acting
    from matcher.services import models
    from matcher.terminal.screen import screen

    with acting(database, who) as (services, caller), services.unit(caller, writes=False) as unit:
        found, _ = models.read_list(unit, 200)
    if not found:
        screen().print("Der er ingen modeller endnu; eksperternes vægte bruges. »brobygger train« træner en.")
    for model in found:
        show(model)


def promote(model: ModelId, who: As, reason: Reason, go_on: GoOn = False, database: DatabaseUrl = None) -> None:
    """Tag en model i brug, som en anden har trænet."""
    from matcher.commands.acting import acting
    from matcher.services import models

    with acting(database, who) as (services, caller), services.unit(caller) as unit:
        version = models.read(unit, model).version
        done = models.promote(unit, model, reason, version, go_on=go_on)
    show(done)


def rollback(model: ModelId, who: As, reason: Reason, database: DatabaseUrl = None) -> None:
    """Tag den model, der bruges, ud igen: den forrige kommer tilbage, eller eksperternes vægte."""
    from matcher.commands.acting import acting
    from matcher.services import models
    from matcher.terminal.screen import screen

    with acting(database, who) as (services, caller), services.unit(caller) as unit:
        models.rollback(unit, model, reason, models.version_of(unit, model))
        now = models.champion(unit)
    screen().print("Eksperternes vægte bruges nu." if now is None else f"{now.id} bruges nu igen.")


def check(file: ModelFile, card: CardFile = None) -> None:
    """Se efter, om en model og dens kort er, som de blev gemt, og skriv kortet."""
    import sys

    from matcher.domain import MatcherError
    from matcher.terminal.program import reason_in_danish
    from models.saving import UnreadableModel, load, read_card

    try:
        saved = load(file.read_bytes())
        if card is not None:
            read_card(card.read_bytes(), saved)
    except UnreadableModel as error:
        raise MatcherError(str(error)) from None
    except OSError as error:
        raise MatcherError(f"Filen {error.filename} kan ikke læses: {reason_in_danish(error)}") from None
    sys.stdout.write(saved.card)


def show(model: SeenModel) -> None:
    """One line about a model, and what speaks against it."""
    from matcher.terminal.screen import screen

    unknown = "et ukendt antal" if model.fault is not None else "under 10"
    many = unknown if model.outcomes is None else str(model.outcomes)
    alias = _NAMES[model.alias]
    told = f"{model.id}  {model.day}  {many} forløb  {model.checksum[:12]}"
    screen().print(f"{told}  {alias}".rstrip())
    if model.fault is not None:
        screen().print(f"  kan ikke bruges: {model.fault}")
    for better in model.beaten_by:
        screen().print(f"  på senere forløb ikke bedre end {better}")
