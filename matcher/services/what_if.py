"""What if? The municipality planned again with something otherwise: asked by an evaluator, answered in numbers.

The plans are made and compared in here and kept by nobody; nothing about one person comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.catalogue.loader import load_catalogue
from matcher.services.caller import Caller
from matcher.services.measured_plans import made_now
from matcher.services.measuring import plan_material
from matcher.services.unit import Services

if TYPE_CHECKING:
    from matcher.evaluating.scenarios import Compared, Question

GAP = 0.0005
"""Plans are compared when each is proven so near the best: a difference smaller than that says nothing."""


def what_if(
    services: Services, caller: Caller, questions: Sequence[Question], people: int | None = None
) -> tuple[Compared, ...]:
    """The plan as things are, and that of every question, each beside it.

    Parameters
    ----------
    people
        Plans are made for so many people, and as large a share of the openings; None for all.

    Raises
    ------
    Unavailable
        When the engine has been switched off.
    MatcherError
        When there is nobody to plan for, or a question makes no sense.
    """
    from matcher.evaluating.scenarios import Scenario, compare, scenario_of

    with services.unit(caller) as unit:
        known = plan_material(unit, people)
    catalogue = load_catalogue()
    first = made_now(known, catalogue, GAP)
    found = [compare(Scenario("Som det er", known.facts, known.weights), first, first)]
    for question in questions:
        one = scenario_of(question, first)
        other = made_now(replace(known, facts=one.facts, weights=one.weights), catalogue, GAP)
        found.append(compare(one, first, other))
    return tuple(found)
