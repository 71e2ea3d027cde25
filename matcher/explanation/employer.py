"""The text for an employer: the conditions of the work, a pseudonym, and nothing about a person.

It reads `WorkConditions` and nothing else, so nothing else can slip in.
"""

from __future__ import annotations

import re

from matcher.domain.errors import MatcherError
from matcher.explanation.pieces import WorkConditions
from matcher.explanation.trace import PairTrace, PlacementTrace
from matcher.explanation.wording import about_hours, week_words


def employer_text(trace: PlacementTrace | PairTrace, pseudonym: str) -> str:
    """What an employer may read of a proposed placement, once the candidate has said yes to being shown.

    Parameters
    ----------
    trace
        The placement, or a pair that is possible.
    pseudonym
        What the person is called towards this employer; never an id, a name or initials.

    Raises
    ------
    MatcherError
        When the pair is not possible, or the pseudonym is the candidate's id.
    """
    conditions = _conditions(trace)
    if not pseudonym.strip() or re.search(rf"\b{re.escape(trace.candidate)}\b", pseudonym):
        raise MatcherError("Vælg et dæknavn, som ikke er borgerens id, fx »Person A«")
    return "\n".join(_lines(conditions, pseudonym))


def _conditions(trace: PlacementTrace | PairTrace) -> WorkConditions:
    if isinstance(trace, PlacementTrace):
        return trace.conditions
    if trace.possible is None:
        raise MatcherError("Parret er ikke muligt endnu, så der er intet at vise virksomheden; se »brobygger why«")
    return trace.possible.conditions


def _lines(conditions: WorkConditions, pseudonym: str) -> list[str]:
    hours = about_hours(conditions.hours, "om ugen")
    if abs(conditions.presence - conditions.hours) > 1e-6:
        hours += f", fordelt på {about_hours(conditions.presence)} på arbejdspladsen"
    lines = [
        f"Forslag til »{conditions.title}« hos {conditions.workplace_name}",
        "",
        f"Person: {pseudonym}",
        *([f"Ordning: {conditions.scheme}"] if conditions.scheme else []),
        f"Arbejdstid: {hours}",
        f"Tider: inden for {week_words(conditions.windows)}",
        "",
        "Opgaver:",
        *(f"- {task}: {about_hours(task_hours, 'om ugen')}" for task, task_hours in conditions.tasks),
    ]
    if conditions.left_tasks:
        lines += ["", "Opgaver, der løses af andre:", *(f"- {task}" for task in conditions.left_tasks)]
    if conditions.conditions:
        brought = dict(conditions.brought)
        lines += ["", "Det skal være på plads:"]
        lines += [f"- {told}{_from(brought.get(told))}" for told in conditions.conditions]
    return [
        *lines,
        "",
        "Dette er et forslag. Kommunen og personen tager stilling sammen med jer, og alle kan sige nej.",
        "I må spørge om, hvad personen kan, og hvad arbejdet skal tage hensyn til. I må som hovedregel ikke spørge om "
        "årsager.",
    ]


def _from(giver: str | None) -> str:
    return f" (sørger {giver} for)" if giver else ""
