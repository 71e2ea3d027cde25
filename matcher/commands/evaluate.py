"""`brobygger evaluate`: how good learning is on outcomes that came later, without keeping anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.acting import As
from matcher.commands.arguments import Json
from matcher.commands.databases import DatabaseUrl

if TYPE_CHECKING:
    from matcher.services.training import Material
    from models.saving import SavedModel

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="Vis en gemt models kort i stedet for at lære af forløbene.",
        show_default=False,
    ),
]


def evaluate(who: As, model: Model = None, json: Json = False, database: DatabaseUrl = None) -> None:
    """Se, hvor god en model er på senere forløb end dem, den har lært af. Intet gemmes."""
    import sys

    from matcher.commands.acting import acting
    from matcher.features import FEATURES
    from matcher.services import models, training
    from matcher.services.caller import Purpose
    from matcher.terminal.screen import print_json
    from models.cards import card

    with acting(database, who, Purpose.EVALUATION) as (services, caller):
        if model is not None:
            with services.unit(caller, writes=False) as unit:
                seen = models.read(unit, model)
            metrics, text = seen.metrics, seen.card
        else:
            with services.unit(caller) as unit:
                models.require_trainer(unit)
                material = training.material(unit)
                unit.record("evaluate", "model", "", subjects=material.candidates)
            saved = _trained(material)
            metrics, text = models.without_small(saved.metrics), card(saved, {f.name: f.danish for f in FEATURES})
    if json:
        print_json(dict(metrics or {}))
    else:
        sys.stdout.write(text)


def _trained(material: Material) -> SavedModel:
    from matcher.catalogue.loader import load_catalogue
    from matcher.learning import learn, learnable
    from matcher.weights import load_weights

    found = learnable(material.facts, material.past, load_catalogue(), material.day)
    return learn(found, load_weights())
