"""`brobygger evaluate --choices`: what other weights would have given, from the choices that were logged."""

from __future__ import annotations

from pathlib import Path


def value_choices(who: str, model: str | None, weights: Path | None, json: bool, database: str | None) -> None:
    """Value other weights, those of a file or of a kept model, from the lists that were shown; nothing is kept.

    Raises
    ------
    MatcherError
        When neither or both are given.
    """
    from matcher.commands.acting import acting
    from matcher.domain import MatcherError
    from matcher.services.caller import Purpose
    from matcher.services.choices import evaluate_choices
    from matcher.terminal.choices_view import show_choices
    from matcher.terminal.screen import print_json, screen
    from matcher.weights import load_weights

    if (model is None) == (weights is None):
        raise MatcherError("Skriv med --choices enten --weights og en vægtfil eller --model og en gemt models id")
    others = model if weights is None else load_weights(weights)
    assert others is not None
    with acting(database, who, Purpose.EVALUATION) as (services, caller), services.unit(caller) as unit:
        found = evaluate_choices(unit, others)
    if json:
        print_json(found)
    else:
        show_choices(screen(), found)
