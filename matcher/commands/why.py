"""`brobygger why FILE CANDIDATE OPENING`: everything that speaks for and against one pair."""

from __future__ import annotations

from matcher.commands.arguments import AcceptValid, CandidateId, Day, File, Json, OpeningId, WeightsFile


def why(
    file: File,
    candidate: CandidateId,
    opening: OpeningId,
    weights: WeightsFile = None,
    accept_valid: AcceptValid = False,
    day: Day = None,
    json: Json = False,
) -> None:
    """Forklar ét par: kan det lade sig gøre, hvorfor ikke, hvad skal der spørges om, og hvad ville ændre det."""
    from matcher.catalogue.loader import load_catalogue
    from matcher.columns import make_world
    from matcher.commands.ids import candidate_id, opening_id
    from matcher.commands.reading import read
    from matcher.explanation import as_plain, consultant_text, explain_one
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen
    from matcher.weights import load_weights

    with Watch() as watch:
        facts = read(file, day, accept_valid, watch)
        person, place = candidate_id(facts, candidate), opening_id(facts, opening)
        watch.begin("Forklarer parret")
        world = make_world(facts, load_catalogue())
        trace = explain_one(world, person, place, load_weights(weights))
    if json:
        print_json({"format": "brobygger-why/1", **as_plain(trace)})
    else:
        from matcher.terminal.tables import paragraphs

        console = screen()
        paragraphs(console, consultant_text(trace))
        console.print()
