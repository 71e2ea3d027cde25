"""Everything a written plan says, gathered once: the workbook and the JSON document are both read off it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.domain import Facts
from matcher.domain.plan import Proposal
from matcher.explanation import (
    candidate_text,
    consultant_text,
    employer_text,
    explain_left_out,
    explain_placement,
    explain_unfilled,
)
from matcher.explanation.trace import LeftOutTrace, PlacementTrace, QuestionWorth, ResourceWorth, UnfilledTrace
from matcher.pipeline import Planned
from matcher.suggestions import pseudonym
from matcher.summary import Summary, main_reasons, summarise

NEAR, FEW_NEAR = 2, 1
"""Near misses, questions and lost options for each person and opening; a near miss costs: it is tried."""
MANY_PAIRS = 3_000_000
"""Pairs above which a plan is explained more briefly: a region has a thousand openings to look at from all sides."""
MOST_OPENINGS = 100
"""Openings with places left that are then explained."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The three texts of one placement, read off one trace."""

    consultant: str
    candidate: str
    employer: str


@dataclass(frozen=True)
class PlanContent:
    """A plan with all its explanations.

    Attributes
    ----------
    planned, summary
        The plan and its numbers.
    names
        Candidate id to name, where the municipality has given one: for its own eyes.
    placements, texts
        In the order of the plan's placements.
    left_out, unfilled
        Why not, for each person and each opening with places left.
    unexplained
        (opening, places left) of those that were too many to explain; `why` and a shortlist explain any of them.
    main_reasons
        Candidate id to her main reason, as the summary counts it.
    questions, finds
        What is worth asking and worth finding over the whole plan, the best first.
    """

    planned: Planned
    summary: Summary
    names: dict[str, str]
    placements: tuple[PlacementTrace, ...]
    texts: tuple[Texts, ...]
    left_out: tuple[LeftOutTrace, ...]
    unfilled: tuple[UnfilledTrace, ...]
    unexplained: tuple[tuple[str, int], ...]
    main_reasons: dict[str, str]
    questions: tuple[QuestionWorth, ...]
    finds: tuple[ResourceWorth, ...]


def explained_placement(planned: Planned, placement: Proposal) -> tuple[PlacementTrace, Texts]:
    """One placement's trace and its three texts; no other placement is looked at for it."""
    trace = explain_placement(planned, placement)
    alias = pseudonym(placement.candidate, placement.opening)
    return trace, Texts(consultant_text(trace), candidate_text(trace), employer_text(trace, alias))


def gather(
    planned: Planned,
    facts: Facts,
    questions: tuple[QuestionWorth, ...],
    finds: tuple[ResourceWorth, ...],
    progress: Callable[[float], None] | None = None,
) -> PlanContent:
    """Explain every placement, every person left out and every opening with places left.

    Parameters
    ----------
    facts
        With identities, which the plan itself has never seen.
    questions, finds
        What is worth asking and finding.
    progress
        Told how much is done, 0 to 1.
    """
    plan = planned.plan
    large = plan.pairs > MANY_PAIRS
    near = FEW_NEAR if large else NEAR
    # Those with most places left first; the order of the sheet is that of the ids.
    ranked = sorted(plan.unfilled, key=lambda row: (-row[1], row[0]))
    explained = sorted(ranked[:MOST_OPENINGS] if large else ranked)
    whole = len(plan.placements) + len(plan.left_out) + len(explained)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done / whole)

    placements, texts, left_out, unfilled = [], [], [], []
    for placement in plan.placements:
        trace, told = explained_placement(planned, placement)
        placements.append(trace)
        texts.append(told)
        step()
    for candidate in plan.left_out:
        left_out.append(explain_left_out(planned, candidate, near))
        step()
    columns = planned.world.candidates(planned.pairs.rows) if explained else None
    for opening, _ in explained:
        unfilled.append(explain_unfilled(planned, opening, near, columns))
        step()
    return PlanContent(
        planned=planned,
        summary=summarise(planned),
        names={i.candidate: i.name for i in facts.identities if i.name},
        placements=tuple(placements),
        texts=tuple(texts),
        left_out=tuple(left_out),
        unfilled=tuple(unfilled),
        unexplained=tuple(sorted(set(plan.unfilled) - set(explained))),
        main_reasons=main_reasons(planned),
        questions=questions,
        finds=finds,
    )
