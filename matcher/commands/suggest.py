"""`brobygger suggest FILE CANDIDATE`: the best openings for one person, given what others need."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.commands.arguments import AcceptValid, CandidateId, Day, File, HowMany, Json, WeightsFile

NoPrices = Annotated[
    bool,
    typer.Option(
        "--no-prices", help="Spring planen for alle over: hurtigt, men blindt for andres behov.", show_default=False
    ),
]


def suggest(
    file: File,
    candidate: CandidateId,
    k: HowMany = 10,
    weights: WeightsFile = None,
    no_prices: NoPrices = False,
    accept_valid: AcceptValid = False,
    day: Day = None,
    json: Json = False,
) -> None:
    """Vis de bedste stillinger til én borger, når alle andre også skal have en plads."""
    from matcher.commands.ids import candidate_id
    from matcher.commands.reading import read
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with Watch() as watch:
        facts = read(file, day, accept_valid, watch)
        person = candidate_id(facts, candidate)
        if no_prices:
            from matcher.catalogue.loader import load_catalogue
            from matcher.columns import make_world
            from matcher.suggestions import suggest_without_prices
            from matcher.weights import load_weights

            watch.begin("Vurderer stillingerne")
            world = make_world(facts, load_catalogue())
            found = suggest_without_prices(world, load_weights(weights), person, k)
        else:
            from matcher.commands.planning import SUGGESTION_GAP, SUGGESTION_TIME, make
            from matcher.suggestions import suggest as best_for

            planned = make(facts, weights, watch, gap=SUGGESTION_GAP, time_limit=SUGGESTION_TIME)
            watch.begin("Vurderer stillingerne")
            world, found = planned.world, best_for(planned, person, k)
    if json:
        from matcher.files.suggestion_json import suggestions_document

        print_json(suggestions_document(world, found))
    else:
        from matcher.terminal.suggestion_view import show_suggestions

        show_suggestions(screen(), world, found)
