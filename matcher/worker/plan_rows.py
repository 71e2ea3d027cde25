"""A plan as rows: everything that is kept of it, in plain values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from matcher.domain import BindingKind
from matcher.domain.plan import Plan, Proposal
from matcher.explanation import (
    as_plain,
    candidate_text,
    consultant_text,
    employer_text,
    explain_left_out,
    explain_placement,
)
from matcher.pipeline import Planned
from matcher.services.plan_making import MadePlan, Snapshot
from matcher.store.coding import to_plain
from matcher.suggestions import prices_of, pseudonym, standing_of
from matcher.summary import main_reasons, summarise

MOST_TRACES = 3_000
"""Placements above which only what the employer may be told is written for each; the rest is explained on request."""
MOST_LEFT_OUT = 300
"""People left out above whom only the main reason is written."""
NEAR = 1
"""Near misses looked for where somebody is left out: each costs a look at every opening."""
OTHERWISE = "Placeringen er ikke længere mulig, som den er aftalt. Den holdes, indtil I har set på den."
"""What is told of a placement that exists and cannot be chosen as it was agreed."""


def rows_of(planned: Planned, snapshot: Snapshot, progress: Callable[[float], None], key: str) -> MadePlan:
    """Everything that is kept.

    Parameters
    ----------
    progress
        Told how much has been explained, 0 to 1.
    key
        Of the pseudonyms that employers are told.
    """
    plan = planned.plan
    explained = len(plan.left_out) <= MOST_LEFT_OUT
    whole = len(plan.placements) + (len(plan.left_out) if explained else 0)
    placements: list[dict[str, Any]] = []
    for proposal in plan.placements:
        placements.append(_placement(planned, snapshot, proposal, key, brief=len(plan.placements) > MOST_TRACES))
        progress(len(placements) / whole)
    reasons = main_reasons(planned)
    left_out: list[dict[str, Any]] = []
    for candidate in plan.left_out:
        trace = _trace(explain_left_out(planned, candidate, NEAR)) if explained else None
        left_out.append({"candidate": candidate, "reason": reasons[candidate], "trace": trace})
        if explained:
            progress((len(placements) + len(left_out)) / whole)
    return MadePlan(
        columns=_columns(planned, snapshot),
        placements=placements,
        left_out=left_out,
        candidates=frozenset(c.id for c in snapshot.facts.candidates),
    )


def _columns(planned: Planned, snapshot: Snapshot) -> dict[str, Any]:
    plan = planned.plan
    model = snapshot.weights.model or "none"
    versions = {**dict(plan.versions), "engine": snapshot.engine, "learned model": model, "supply": snapshot.supply}
    prices = prices_of(planned) or {}
    besides = _besides(planned)
    return {
        "base": snapshot.base,
        "snapshot": snapshot.fingerprint,
        "versions": versions,
        "weights": _weights(planned),
        "status": plan.status.value,
        "objective": _finite(plan.objective),
        "bound": _finite(plan.bound),
        "gap": _finite(plan.gap),
        "method": plan.method,
        "stopped": plan.stopped,
        "summary": _summary(planned),
        "resources": {
            use.resource.id: {
                **_without_id(use.resource),
                "used": use.used,
                "besides": besides.get(use.resource.id, 0.0),
                "price": prices.get(use.resource.id),
            }
            for use in plan.resources
        },
        "standing": {
            candidate: [stands.opening, stands.net, stands.second]
            for candidate, stands in sorted(standing_of(planned).items())
        },
    }


def _placement(planned: Planned, snapshot: Snapshot, proposal: Proposal, key: str, *, brief: bool) -> dict[str, Any]:
    trace = explain_placement(planned, proposal)
    texts = {"employer": employer_text(trace, pseudonym(proposal.candidate, proposal.opening, key))}
    if not brief:
        texts |= {"consultant": consultant_text(trace), "candidate": candidate_text(trace)}
    worth = to_plain(proposal.worth)
    return {
        "candidate": proposal.candidate,
        "opening": proposal.opening,
        "option": proposal.option,
        "hours": proposal.hours,
        "presence": proposal.presence,
        "tasks": dict(proposal.tasks),
        "measures": to_plain(proposal.measures),
        "uses": dict(proposal.uses),
        "worth": {**worth, "parts": dict(proposal.worth.parts)},
        "pinned": proposal.pinned,
        "basis": snapshot.basis(proposal.candidate, proposal.opening),
        "trace": None if brief else _trace(trace),
        "texts": texts,
    }


def _summary(planned: Planned) -> dict[str, Any]:
    plan, summary = planned.plan, summarise(planned)
    return {
        "counts": {
            "candidates": summary.candidates,
            "placed": summary.placed,
            "left_out": len(plan.left_out),
            "placements": summary.placements,
            "openings": summary.openings,
            "places": summary.places,
            "filled": summary.filled,
            "hours": summary.hours,
            "hours_wanted": summary.hours_wanted,
        },
        "looked_at": {
            "pairs": plan.pairs,
            "eligible": plan.eligible,
            "askable": plan.askable,
            "options": plan.options,
            "kept": plan.kept,
        },
        "lines": [to_plain(line) for line in summary.lines],
        "left_out": [{"reason": reason, "people": people} for reason, people in summary.left_out],
        "bands": [{"hours": band.label, "people": band.people, "placed": band.placed} for band in summary.bands],
        "clauses": [to_plain(clause) for clause in plan.clauses],
        "broken_pins": [{"candidate": c, "opening": o, "sentence": s} for c, o, s in plan.broken_pins],
        "conflict": _conflict(planned),
        "stability": _stability(plan),
        "held_otherwise": len(plan.held_otherwise),
        "otherwise": [{"candidate": c, "opening": o, "sentence": OTHERWISE} for c, o in plan.held_otherwise],
        "aside": _aside(planned),
        "thinned": summary.thinned,
        "unverified_rules": [rule.id for rule in summary.unverified],
        "assumptions": list(plan.assumptions),
        "seconds": {name: round(spent, 3) for name, spent in plan.seconds},
    }


def _aside(planned: Planned) -> list[dict[str, Any]]:
    """The placements that the plan worked around: what measuring it again has to know."""
    held = () if planned.aside is None else planned.aside.held
    return [{"candidate": one.candidate, "opening": one.opening, "hours": one.hours} for one in held]


def _besides(planned: Planned) -> dict[str, float]:
    """By resource id: what is booked of it besides what the plan chose."""
    used = [] if planned.aside is None else planned.aside.used.tolist()
    return {row.id: amount for row, amount in zip(planned.options.resources.rows, used, strict=False)}


def _stability(plan: Plan) -> dict[str, int] | None:
    found = plan.stability
    if found is None:
        return None
    return {
        "wanted": found.wanted,
        "kept": len(found.kept),
        "changed": len(found.changed),
        "impossible": len(found.impossible),
    }


def _conflict(planned: Planned) -> list[dict[str, Any]]:
    """Rules that exclude each other, each with the candidates its sentence names: it is shown to their own alone."""
    options, rows = planned.options, planned.pairs.rows
    pinned = [b for b in planned.world.bindings if b.kind is BindingKind.PIN]
    found = []
    for sentence in planned.plan.conflict:
        # Sentences name people by id; whoever stands in one is pinned, or is held by a limit of her own.
        named = {rows[n].id for n in set(options.candidate.tolist()) if rows[n].id in sentence}
        named |= {b.candidate for b in pinned if b.candidate in sentence}
        found.append({"sentence": sentence, "candidates": sorted(named)})
    return found


def _weights(planned: Planned) -> dict[str, Any]:
    weights = planned.weights
    return {
        "version": weights.version,
        "fingerprint": weights.fingerprint,
        **{name: dict(getattr(weights, name)) for name in ("lines", "people", "company", "society")},
    }


def _without_id(resource: Any) -> dict[str, Any]:
    return {name: value for name, value in to_plain(resource).items() if name != "id"}


def _trace(trace: object) -> Mapping[str, Any]:
    """A trace without what stands with the plan once for all of them."""
    return {name: value for name, value in as_plain(trace).items() if name not in ("versions", "not_used")}


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else number
