"""`brobygger evaluate --stored PLAN`: what a plan that the database holds does, and for whom."""

from __future__ import annotations

PUBLISHED = "published"
"""Said instead of an id: the plan that is published."""


def measure_stored(who: str, plan: str, json: bool, database: str | None) -> None:
    """Measure a stored plan in somebody's name, and show it.

    Raises
    ------
    MatcherError
        When none is published, or it cannot be measured.
    """
    from matcher.commands.acting import acting
    from matcher.domain import MatcherError
    from matcher.services.caller import Purpose
    from matcher.services.measured_plans import about, measured_plan, published
    from matcher.terminal.evaluation_view import show_evaluation
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with acting(database, who, Purpose.EVALUATION) as (services, caller), Watch() as watch:
        with services.unit(caller, writes=False) as unit:
            key = published(unit) if plan == PUBLISHED else plan
        if key is None:
            raise MatcherError("Der er ingen gældende plan; skriv id på den plan, der skal måles")
        watch.begin("Måler planen")
        found = measured_plan(services, caller, key, rounds=False)
    if json:
        stored = {"id": found.plan, "state": found.state, "day": found.day.isoformat()}
        print_json(found.evaluation | {"stored": stored | {"changed": found.changed, "gone": found.gone}})
    else:
        screen().print(about(found))
        show_evaluation(screen(), found.evaluation)
