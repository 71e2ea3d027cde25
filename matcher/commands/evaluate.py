"""`brobygger evaluate`: how good learning is, what a plan does, what other weights would give; nothing is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.arguments import AcceptValid, Day, Gap, Json, Seed, TimeLimit, WeightsFile
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


Plan = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="Læg i stedet en plan af et regneark, og mål, hvad den gør og for hvem.",
        show_default=False,
    ),
]
Choices = Annotated[
    bool,
    typer.Option(
        "--choices",
        help="Se i stedet, hvad andre vægte (--weights eller --model) ville have givet af de lister, der er vist.",
        show_default=False,
    ),
]
Stored = Annotated[
    str | None,
    typer.Option(
        "--stored",
        metavar="PLAN",
        help="Mål i stedet en plan, som databasen har: dens id, eller »published« for den gældende.",
        show_default=False,
    ),
]
Who = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAVN",
        help="Brugernavnet på den, der ser i databasen; det står i loggen. Behøves ikke med --plan.",
        show_default=False,
    ),
]


def evaluate(
    who: Who = None,
    model: Model = None,
    plan: Plan = None,
    stored: Stored = None,
    choices: Choices = False,
    weights: WeightsFile = None,
    json: Json = False,
    database: DatabaseUrl = None,
    day: Day = None,
    accept_valid: AcceptValid = False,
    time_limit: TimeLimit = None,
    gap: Gap = None,
    seed: Seed = 0,
) -> None:
    """Se, hvor god en model er på senere forløb end dem, den har lært af, eller hvad en plan gør. Intet gemmes."""
    from matcher.domain import MatcherError

    if choices:
        from matcher.commands.choices import value_choices

        if plan is not None or stored is not None or who is None:
            raise MatcherError("Med --choices ses på lister i en database: skriv --as og dit brugernavn, ingen plan")
        value_choices(who, model, weights, json, database)
        return
    if stored is not None:
        from matcher.commands.stored import measure_stored

        if who is None or plan is not None or model is not None:
            raise MatcherError("Med --stored ses på en plan i en database: skriv --as og dit brugernavn, intet andet")
        measure_stored(who, stored, json, database)
        return
    if plan is not None:
        if model is not None or who is not None or database is not None:
            raise MatcherError(
                "Med --plan måles et regneark; --as, --model og --database hører til forløb i en database"
            )
        _plan(plan, weights, json, day, accept_valid, time_limit, gap, seed)
    elif who is None:
        raise MatcherError("Skriv --as og dit brugernavn for at se på forløbene, eller --plan og et regneark")
    else:
        _model(who, model, json, database)


def _plan(
    file: Path,
    weights: Path | None,
    json: bool,
    day: str | None,
    accept_valid: bool,
    time_limit: float | None,
    gap: float | None,
    seed: int,
) -> None:
    from matcher.commands.planning import make
    from matcher.commands.reading import read
    from matcher.services.evaluation import evaluate_plan
    from matcher.summary import has_plan
    from matcher.terminal.evaluation_view import show_evaluation
    from matcher.terminal.plan_view import show_no_plan
    from matcher.terminal.program import REFUSED
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with Watch() as watch:
        facts = read(file, day, accept_valid, watch)
        planned = make(facts, weights, watch, time_limit=time_limit, gap=gap, seed=seed)
        watch.begin("Måler planen")
        found = evaluate_plan(planned, facts) if has_plan(planned) else None
    if found is None:
        show_no_plan(screen(), planned.plan, planned.plan.seconds)
        raise typer.Exit(REFUSED)
    if json:
        print_json(found)
    else:
        show_evaluation(screen(), found)


def _model(who: str, model: str | None, json: bool, database: str | None) -> None:
    import sys

    from matcher.commands.acting import acting
    from matcher.domain import MatcherError
    from matcher.services import models, training
    from matcher.services.caller import Purpose
    from matcher.terminal.screen import print_json

    with acting(database, who, Purpose.EVALUATION) as (services, caller):
        if model is not None:
            with services.unit(caller, writes=False) as unit:
                seen = models.read(unit, model)
            if seen.fault is not None:
                raise MatcherError(seen.fault)
            metrics, text = seen.metrics, seen.card
        else:
            with services.unit(caller) as unit:
                models.require_trainer(unit)
                material = training.material(unit)
                unit.record("evaluate", "model", "", subjects=material.candidates)
            saved = _trained(material)
            metrics, text = models.without_small(saved.metrics), saved.card
    if json:
        print_json(dict(metrics or {}))
    else:
        sys.stdout.write(text or "")


def _trained(material: Material) -> SavedModel:
    from matcher.catalogue.loader import load_catalogue
    from matcher.learning import learn, learnable
    from matcher.weights import load_weights

    found = learnable(material.facts, material.past, load_catalogue(), material.day)
    return learn(found, load_weights())
