"""Making a plan for a command: with progress, thinned where there are too many pairs to keep them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.domain import Facts
    from matcher.pipeline import Planned
    from matcher.terminal.progress import Watch

MANY_PAIRS = 3_000_000
"""Candidates times openings above which only the best pairs of each candidate are kept."""
KEPT_EACH = 60
"""How many, when nobody has said."""
LONG = 480.0
"""Seconds to find the plan of so many pairs, when nobody has said."""
SUGGESTION_GAP, SUGGESTION_TIME = 0.01, 60.0
"""A plan made only for its prices need not be proven closer or sought longer: the relaxed problem gives the prices."""
_TITLES = {
    "columns": "Indekserer oplysningerne",
    "eligibility": "Vurderer hvert par",
    "options": "Bygger muligheder",
    "problem": "Opstiller problemet",
    "assignment": "Finder den bedste plan",
    "check": "Efterprøver planen",
    "plan": "Samler planen",
}


def make(
    facts: Facts,
    weights: Path | None,
    watch: Watch,
    *,
    time_limit: float | None = None,
    gap: float | None = None,
    seed: int = 0,
    per_candidate: int | None = None,
    stoppable: bool = False,
) -> Planned:
    """Plan the facts.

    Parameters
    ----------
    time_limit, gap
        As in `PlanRequest`; None takes the engine's own, and more time where there are many pairs.
    per_candidate
        Pairs to keep for each candidate, 0 for all of them; None decides by how many there are.
    stoppable
        Whether Ctrl+C while the best plan is sought gives the best until then, instead of ending the program.
    """
    watch.begin("Gør klar")
    from matcher.catalogue.loader import load_catalogue
    from matcher.pipeline import PlanRequest, Step, make_plan
    from matcher.terminal.stopping import Stopping
    from matcher.weights import load_weights

    chosen = load_weights(weights)
    usual = PlanRequest()
    request = PlanRequest(
        time_limit=time_limit or (LONG if is_large(facts) else usual.time_limit),
        gap=usual.gap if gap is None else gap,
        seed=seed,
        most_per_candidate=kept_each(facts, per_candidate),
    )

    with Stopping() as stopping:

        def progress(step: Step) -> None:
            stopping.listen(stoppable and step.stage == "assignment" and not stopping.asked())
            watch.stage(_TITLES.get(step.stage, step.stage), step.share)

        return make_plan(facts, load_catalogue(), chosen, request, progress, stopping.asked)


def kept_each(facts: Facts, asked: int | None) -> int | None:
    """How many pairs of each candidate a plan keeps; None for all."""
    if asked is not None:
        return asked or None
    return KEPT_EACH if is_large(facts) else None


def is_large(facts: Facts) -> bool:
    """Whether there are too many pairs to keep them all."""
    return len(facts.candidates) * len(facts.openings) > MANY_PAIRS
