"""`brobygger shortlist FILE OPENING`: whom one opening could be for, for the consultant or for the employer."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.commands.arguments import AcceptValid, Day, File, HowMany, Json, OpeningId, WeightsFile

Employer = Annotated[
    bool,
    typer.Option(
        "--employer",
        help="Det, virksomheden må se: kun dem, der har sagt ja, under dæknavn, kun vilkår og timer.",
        show_default=False,
    ),
]


def shortlist(
    file: File,
    opening: OpeningId,
    k: HowMany = 10,
    employer: Employer = False,
    weights: WeightsFile = None,
    accept_valid: AcceptValid = False,
    day: Day = None,
    json: Json = False,
) -> None:
    """Vis, hvem én stilling kan være for: øverst dem, den gør størst forskel for."""
    from matcher.commands.ids import opening_id
    from matcher.commands.planning import SUGGESTION_GAP, SUGGESTION_TIME, make
    from matcher.commands.reading import read
    from matcher.explanation import explain_one
    from matcher.suggestions import shortlist as whom_for
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with Watch() as watch:
        facts = read(file, day, accept_valid, watch)
        place = opening_id(facts, opening)
        planned = make(facts, weights, watch, gap=SUGGESTION_GAP, time_limit=SUGGESTION_TIME)
        watch.begin("Vurderer borgerne")
        found = whom_for(planned, place, k, gone_ahead_only=employer)
    from matcher.files.suggestion_json import employer_document, shortlist_document
    from matcher.terminal.shortlist_view import show_for_employer, show_shortlist

    if employer:
        document = employer_document(
            planned.world, found, lambda person: explain_one(planned.world, person, place, planned.weights)
        )
        print_json(document) if json else show_for_employer(screen(), document)
    elif json:
        print_json(shortlist_document(planned.world, found))
    else:
        show_shortlist(screen(), planned.world, found)
