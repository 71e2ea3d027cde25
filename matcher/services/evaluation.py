"""Evaluating a plan for the municipality: identities give the groups, and small numbers are hidden.

The report may be shown to everybody (TRUST E1), so numbers of under ten people are hidden in it with what would give
them away, and with them every rate they could be reckoned from; whether a group is flagged or worse off is said all the
same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from matcher.disclosure.outcome_tables import Seen, outcome_tables
from matcher.disclosure.small_numbers import SMALL
from matcher.domain import Facts

if TYPE_CHECKING:
    from matcher.evaluating.measuring import Evaluation
    from matcher.pipeline import Planned
    from models.evaluation.congestion import Congestion
    from models.evaluation.fairness import Impact
    from models.evaluation.no_harm import NoHarm

FORMAT = "brobygger-evaluation/1"
Document = dict[str, Any]
_OF_THE_PLAN = ("placed", "placed_of_possible")
"""Outcomes that the plan's placements give."""
_VERDICTS = ("group", "standing", "flagged", "differs", "verdict")
AGES = ((30, "under 30 år"), (40, "30 til 39 år"), (50, "40 til 49 år"), (60, "50 til 59 år"))
OLDEST = "60 år og derover"


def evaluate_plan(planned: Planned, facts: Facts, seed: int = 1) -> Document:
    """A plan, measured, as a plain document with how to read it.

    Parameters
    ----------
    planned
        The plan; it knows no identity.
    facts
        The facts it was made from, with identities.
    seed
        For intervals and for arrivals nobody knows.
    """
    # The solver comes with the plan: only where there is one, never in the API process.
    from matcher.evaluating.labels import labels_of
    from matcher.evaluating.measuring import measure

    rows = planned.pairs.rows
    labels = identity_labels(facts, [row.id for row in rows]) | labels_of(
        planned.world.facts, planned.world.catalogue, rows
    )
    return document(measure(planned, labels, seed), seed)


def identity_labels(facts: Facts, candidates: Sequence[str]) -> dict[str, list[str]]:
    """Sex, age band and both together of each candidate; empty when not known. For measuring only."""
    from models.evaluation.groups import intersections

    who = {identity.candidate: identity for identity in facts.identities}
    known = [who.get(candidate) for candidate in candidates]
    sex = ["" if one is None or not one.sex else one.sex for one in known]
    age = [
        "" if one is None or one.birth_year is None else age_band(one.birth_year, facts.settings.day) for one in known
    ]
    return {"sex": sex, "age": age, "sex_age": intersections(sex, age).tolist() if candidates else []}


def age_band(birth_year: int, day: date) -> str:
    """The band of the age reached in the year of the day."""
    age = day.year - birth_year
    return next((label for under, label in AGES if age < under), OLDEST)


def document(found: Evaluation, seed: int) -> Document:
    """An evaluation as plain values; a number that says too much of few people is None."""
    from matcher.evaluating.people import LIST_LENGTH, ORDERS, SHORTLIST_LENGTH
    from matcher.evaluating.reading import CROSSED, KINDS, OUTCOMES, READING

    groups: Document = {}
    for kind, outcomes in found.fairness.items():
        beside = [found.fairness[part] for part in CROSSED.get(kind, ()) if part in found.fairness]
        tables = outcome_tables(outcomes, beside)
        hidden = {name: _hidden(measured, tables[name]) for name, measured in outcomes.items()}
        groups[kind] = {
            "title": KINDS.get(kind, kind),
            "outcomes": {
                name: _impact(measured, tables[name], hidden[name]) | {"title": OUTCOMES[name]}
                for name, measured in outcomes.items()
            },
            "no_harm": {name: _harm(harm, hidden["placed"]) for name, harm in found.harm[kind].items()},
        }
    versions = dict(found.people.planned.plan.versions)
    return {
        "format": FORMAT,
        "plan": {"status": found.people.planned.plan.status.value, "versions": versions},
        "seed": seed,
        "people": len(found.people.rows),
        "lines": _lines(found),
        "value": {"plan": found.value, "bound": _plain(found.bound), "first_come_first_served": found.today},
        "groups": groups,
        "congestion": {name: _congestion(lists, found.employers) for name, lists in found.lists.items()},
        "assumptions": {
            "list_length": LIST_LENGTH,
            "shortlist_length": SHORTLIST_LENGTH,
            "orders_of_arrival": ORDERS,
            "today": READING["no_harm"],
        },
        "reading": dict(READING),
    }


def without_what_was_chosen(found: Document) -> Document:
    """An evaluation without any number that rests on how many placements the plan has, or on what they are worth.

    For a plan of which few placements are left out: how many it had is known from itself, and so is their value. What
    is possible, lists, and first come, first served rest on no placement of the plan; verdicts are said all the same.
    """
    groups = {
        kind: {
            **one,
            "outcomes": one["outcomes"] | {name: _unchosen(one["outcomes"][name]) for name in _OF_THE_PLAN},
            "no_harm": {name: _unchosen(harm) | {"everybody": None} for name, harm in one["no_harm"].items()},
        }
        for kind, one in found["groups"].items()
    }
    return {**found, "groups": groups, "lines": None, "value": {**found["value"], "plan": None, "bound": None}}


def _unchosen(measured: Document) -> Document:
    """The verdicts alone: which number is shown depends on the others too."""
    rows = [{name: row[name] if name in _VERDICTS else None for name in row} for row in measured["groups"]]
    return {**measured, "groups": rows, **({"missing": None} if "missing" in measured else {})}


def _hidden(measured: Impact, seen: Seen) -> frozenset[str]:
    """Groups of whom some number is hidden."""
    return frozenset(group.label for group, many in zip(measured.groups, seen.selected, strict=True) if many is None)


def _impact(measured: Impact, seen: Seen, hidden: frozenset[str]) -> Document:
    from matcher.evaluating.reading import HIDDEN, STANDINGS
    from models.evaluation.fairness import Standing

    # Beside the ratio to a hidden rate its own rate would tell the hidden one.
    top_hidden = any(group.standing is Standing.MOST_SELECTED and group.label in hidden for group in measured.groups)
    rows = []
    for group, n, selected in zip(measured.groups, seen.n[:-1], seen.selected, strict=True):
        shown = group.label not in hidden
        left_out = group.standing in (Standing.UNDER_TWO_PERCENT, Standing.TOO_SMALL)
        rows.append(
            {
                "group": group.label,
                "n": n,
                "selected": selected,
                "standing": STANDINGS[group.standing] if shown or left_out else HIDDEN,
                "rate": group.rate.as_dict() if shown and group.rate is not None else None,
                "ratio": group.ratio.as_dict() if shown and not top_hidden and group.ratio is not None else None,
                "flagged": group.flagged,
                "differs": group.differs,
            }
        )
    return {
        "groups": rows,
        "missing": seen.n[-1],
        "flagged": list(measured.flagged),
        "differs": list(measured.differing),
    }


def _harm(measured: NoHarm, hidden: frozenset[str]) -> Document:
    from matcher.evaluating.reading import VERDICTS

    rows = []
    for group in measured.groups:
        shown = group.label not in hidden and group.difference is not None
        rows.append(
            {
                "group": group.label,
                "plan": group.plan if shown else None,
                "today": group.today if shown else None,
                "difference": group.difference.as_dict() if shown and group.difference is not None else None,
                "verdict": VERDICTS[group.verdict],
            }
        )
    return {"groups": rows, "everybody": measured.everybody.as_dict(), "worse": list(measured.worse)}


def _lines(found: Evaluation) -> Document | None:
    """The sum of each line of value; None where fewer than ten people have a placement."""
    if found.people.placed.sum() < SMALL:
        return None
    return {name: {"plan": plan, "first_come_first_served": today} for name, (plan, today) in found.lines.items()}


def _congestion(lists: Congestion, employers: tuple[str, ...]) -> Document:
    return {
        "showings": lists.showings,
        "most_per_place": _plain(lists.most_per_place),
        "crowded": _plain(lists.crowded),
        "coverage": _plain(lists.coverage),
        "employer_coverage": _plain(lists.employer_coverage),
        "gini_openings": _plain(lists.gini_openings),
        "gini_employers": _plain(lists.gini_employers),
        "attention": dict(zip(employers, lists.attention.tolist(), strict=True)),
    }


def _plain(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


__all__ = ["FORMAT", "Document", "age_band", "document", "evaluate_plan", "identity_labels", "without_what_was_chosen"]
