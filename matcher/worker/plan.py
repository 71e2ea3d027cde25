"""Making a plan: the facts of one moment in, a draft out, and on the way told how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.catalogue.loader import load_catalogue
from matcher.services import plan_making
from matcher.services.plan_making import MadePlan, Snapshot
from matcher.worker.work import Work

if TYPE_CHECKING:
    from matcher.pipeline import PlanRequest, Step

SPANS = {
    "columns": (0.0, 0.02),
    "eligibility": (0.02, 0.12),
    "options": (0.12, 0.15),
    "problem": (0.15, 0.18),
    "assignment": (0.18, 0.8),
    "check": (0.8, 0.81),
    "plan": (0.81, 0.82),
    "explanation": (0.82, 0.99),
    "saving": (0.99, 1.0),
}
"""From where to where each stage goes in the whole."""


def make(work: Work) -> None:
    """Make the plan and keep it as a draft."""
    with work.beginning() as unit:
        plan_making.begin(unit, work.about)
    with work.reading() as unit:
        snapshot = plan_making.snapshot(unit, work.about)
    made = think(work, snapshot)
    work.report("saving", _whole("saving", 0.0))
    columns = made.columns
    with work.finishing(_known(columns["objective"], columns["bound"], columns["gap"])) as unit:
        plan_making.save(unit, work.about, made)


def think(work: Work, snapshot: Snapshot) -> MadePlan:
    """Work the plan out; nothing is read or written meanwhile but how far it is."""
    from matcher.pipeline import make_plan
    from matcher.worker.plan_rows import rows_of

    planned = make_plan(
        snapshot.facts,
        load_catalogue(),
        snapshot.weights,
        _request(snapshot),
        progress=lambda step: _tell(work, step),
        stop=lambda: work.should_stop,
    )
    key = work.services.cipher.pseudonym_key
    return rows_of(planned, snapshot, lambda share: work.report("explanation", _whole("explanation", share)), key)


def _request(snapshot: Snapshot) -> PlanRequest:
    from matcher.commands.planning import LONG, is_large, kept_each
    from matcher.pipeline import PlanRequest

    asked, usual = snapshot.request, PlanRequest()
    return PlanRequest(
        time_limit=asked["time_limit"] or (LONG if is_large(snapshot.facts) else usual.time_limit),
        gap=asked["gap"],
        seed=snapshot.seed,
        most_per_candidate=kept_each(snapshot.facts, asked["per_candidate"]),
        held=tuple(p.held for p in snapshot.held),
        standing=tuple(p.held for p in snapshot.published),
        published=tuple((p.candidate, p.opening) for p in snapshot.published),
        keep=asked["keep"],
    )


def _tell(work: Work, step: Step) -> None:
    known = _known(step.objective, step.bound, step.gap)
    work.report(step.stage, _whole(step.stage, step.share), known or None)


def _known(objective: float | None, bound: float | None, gap: float | None) -> dict[str, float]:
    found = {"objective": objective, "bound": bound, "gap": gap}
    return {name: value for name, value in found.items() if value is not None}


def _whole(stage: str, share: float) -> float:
    first, last = SPANS[stage]
    return first + (last - first) * min(1.0, max(0.0, share))
