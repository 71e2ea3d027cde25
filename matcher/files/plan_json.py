"""A plan as a document for machines: a stable order of keys, no person's name."""

from __future__ import annotations

import math
from typing import Any

from matcher.domain import LegalRule
from matcher.domain.plan import Proposal, ResourceUse
from matcher.explanation import as_plain
from matcher.explanation.placement import NOT_USED
from matcher.explanation.trace import LeftOutTrace, PlacementTrace
from matcher.files.plan_content import PlanContent, Texts
from matcher.pipeline import Planned
from matcher.summary import Summary

Document = dict[str, Any]
PLAN = "brobygger-plan/1"
"""What the document says in its field ``format``."""


def plan_document(content: PlanContent, seconds: tuple[tuple[str, float], ...] = ()) -> Document:
    """The whole plan with every explanation.

    Names stay out: ids are enough for a machine, and what leaves the municipality's own eyes should hold no more.

    Parameters
    ----------
    seconds
        (stage, seconds) of everything that has been done; the plan's own when empty.
    """
    plan, summary = content.planned.plan, content.summary
    return {
        "format": PLAN,
        **status_part(content.planned, seconds or plan.seconds),
        "summary": _summary(summary),
        "placements": [
            placement_document(proposal, trace, texts)
            for proposal, trace, texts in zip(plan.placements, content.placements, content.texts, strict=True)
        ],
        "left_out": [left_out_document(trace, content.main_reasons[trace.candidate]) for trace in content.left_out],
        "unfilled": [_trace(trace) for trace in content.unfilled],
        "unexplained": [{"opening": opening, "left": left} for opening, left in content.unexplained],
        "resources": [_use(use) for use in plan.resources],
        "questions": [as_plain(question) for question in content.questions],
        "worth_finding": [as_plain(find) for find in content.finds],
        "clauses": [
            {"clause": c.clause, "wanted": c.wanted, "planned": c.planned, "missing": c.missing, "unit": c.unit}
            for c in plan.clauses
        ],
        "rules": [_rule(rule) for _, rule in sorted(content.planned.world.rules.items())],
        "assumptions": list(plan.assumptions),
        "not_used": NOT_USED,
    }


def placement_document(proposal: Proposal, trace: PlacementTrace, texts: Texts) -> Document:
    """One placement with its explanation, alone; `plan_content.explained_placement` gives trace and texts."""
    return {
        "option": proposal.option,
        **_trace(trace),
        "uses": dict(proposal.uses),
        "texts": {"consultant": texts.consultant, "candidate": texts.candidate, "employer": texts.employer},
    }


def left_out_document(trace: LeftOutTrace, main_reason: str) -> Document:
    """Why one person has no placement, alone."""
    return {"main_reason": main_reason, **_trace(trace)}


def no_plan_document(planned: Planned, seconds: tuple[tuple[str, float], ...] = ()) -> Document:
    """The answer when there is no plan: the status, and the rules that cannot hold together."""
    return {"format": PLAN, **status_part(planned, seconds or planned.plan.seconds)}


def status_part(planned: Planned, seconds: tuple[tuple[str, float], ...]) -> Document:
    """Status, proof, time, versions and what stands in the way."""
    plan = planned.plan
    return {
        "status": plan.status.value,
        "objective": _finite(plan.objective),
        "bound": _finite(plan.bound),
        "gap": _finite(plan.gap),
        "method": plan.method,
        "seconds": {name: round(spent, 3) for name, spent in seconds},
        "versions": dict(plan.versions),
        "pairs": plan.pairs,
        "eligible": plan.eligible,
        "askable": plan.askable,
        "kept": plan.kept,
        "options": plan.options,
        "broken_pins": [{"candidate": c, "opening": o, "sentence": s} for c, o, s in plan.broken_pins],
        "conflict": list(plan.conflict),
        "stopped": plan.stopped,
        "held_otherwise": [{"candidate": c, "opening": o} for c, o in plan.held_otherwise],
        "stability": None if plan.stability is None else as_plain(plan.stability),
    }


def _summary(summary: Summary) -> Document:
    return {
        "candidates": summary.candidates,
        "placed": summary.placed,
        "placements": summary.placements,
        "openings": summary.openings,
        "places": summary.places,
        "filled": summary.filled,
        "hours": summary.hours,
        "hours_wanted": summary.hours_wanted,
        "thinned": summary.thinned,
        "lines": [
            {"name": line.name, "weight": line.weight, "mean": line.mean, "total": line.total} for line in summary.lines
        ],
        "left_out": [{"reason": reason, "people": people} for reason, people in summary.left_out],
        "hours_bands": [
            {"hours": band.label, "people": band.people, "placed": band.placed, "share": band.share}
            for band in summary.bands
        ],
        "unverified_rules": [rule.id for rule in summary.unverified],
    }


def _trace(trace: object) -> Document:
    """A trace without what the document says once for all of them."""
    return {name: value for name, value in as_plain(trace).items() if name not in ("versions", "not_used")}


def _use(use: ResourceUse) -> Document:
    r = use.resource
    return {
        "id": r.id,
        "kind": r.kind.value,
        "label": r.label,
        "unit": r.unit,
        "capacity": r.capacity,
        "used": use.used,
        "left": use.left,
        "price": use.price,
    }


def _rule(rule: LegalRule) -> Document:
    return {
        "id": rule.id,
        "version": rule.version,
        "danish": rule.danish,
        "verified": rule.verified,
        "note": rule.note,
        "source": rule.source,
    }


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else number
