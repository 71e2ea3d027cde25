"""`brobygger train`: a model of how placements went, kept as the challenger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.acting import As
from matcher.commands.databases import DatabaseUrl

Card = Annotated[
    Path | None,
    typer.Option("--card", metavar="FIL.md", help="Skriv også modelkortet til en fil.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FIL.json", help="Skriv også modellen til en fil.", show_default=False),
]


def train(who: As, database: DatabaseUrl = None, card: Card = None, out: Out = None) -> None:
    """Træn en model af, hvordan forløbene gik. Den venter som udfordrer, til en anden tager den i brug."""
    from matcher.catalogue.loader import load_catalogue
    from matcher.commands.acting import acting
    from matcher.commands.models import show
    from matcher.commands.targets import require_target
    from matcher.learning import learn, learnable
    from matcher.services import models, training
    from matcher.services.caller import Purpose
    from matcher.services.unit import new_id
    from matcher.terminal.progress import Watch
    from matcher.weights import load_weights
    from models.saving import save

    for target in (card, out):
        if target is not None:
            require_target(target)
    with acting(database, who, Purpose.EVALUATION) as (services, caller), Watch() as watch:
        watch.begin("Samler forløbene")
        with services.unit(caller, writes=False) as unit:
            models.require_trainer(unit)
            material = training.material(unit)
        found = learnable(material.facts, material.past, load_catalogue(), material.day)
        watch.begin("Lærer af forløbene")
        saved = learn(found, load_weights())
        with services.unit(caller) as unit:
            kept = models.keep(unit, new_id("mo"), saved, material.candidates)
    if card is not None:
        card.write_bytes(saved.card.encode())
    if out is not None:
        out.write_bytes(save(saved))
    show(kept)
