"""Every hard rule over every pair, in blocks; and every reason for one pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World, make_world
from matcher.domain import Candidate, Facts, MatcherError, Opening
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict, applied
from matcher.eligibility.block import Block
from matcher.eligibility.law import LAW_RULES
from matcher.eligibility.needs import NEED_RULES
from matcher.eligibility.person import PERSON_RULES
from matcher.eligibility.rule import HardRule, Pair
from matcher.eligibility.work import WORK_RULES

HARD_RULES: tuple[HardRule, ...] = (*PERSON_RULES, *LAW_RULES, *WORK_RULES, *NEED_RULES)
"""All hard rules; their order is that of the explanations and carries no weight."""
BLOCK_CELLS = 1_000_000
"""Pairs in a block: as many as fit the memory of a small machine."""
_ROUNDS = 12
_WHOLE = ("tasks", "needs", "wishes")
"""Fields that hold many facts, so that setting one twice may say two things."""


@dataclass(frozen=True)
class Judged:
    """The verdicts of all rules over one block.

    Attributes
    ----------
    block
        The pairs, with the arithmetic the rules shared.
    verdict
        uint8 [N, M]: the gravest of all rules.
    asking, blocking
        uint32 [N, M]: bits of the rules (positions in `HARD_RULES`) that ask or say no.
    """

    block: Block
    verdict: NDArray[np.uint8]
    asking: NDArray[np.uint32]
    blocking: NDArray[np.uint32]


def judge(block: Block) -> Judged:
    """Apply every hard rule to a block."""
    verdict = block.none()
    asking = np.zeros(block.shape, dtype=np.uint32)
    blocking = np.zeros(block.shape, dtype=np.uint32)
    for place, rule in enumerate(HARD_RULES):
        found = rule.check(block)
        np.maximum(verdict, found, out=verdict)
        bit = np.uint32(1 << place)
        asking |= np.where(found == Verdict.ASK, bit, np.uint32(0))
        blocking |= np.where(found == Verdict.NO, bit, np.uint32(0))
    return Judged(block, verdict, asking, blocking)


def judged_blocks(
    world: World, candidates: Sequence[Candidate], progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[int, Judged]]:
    """The candidates in blocks, judged, each with the position of its first candidate."""
    step = max(1, BLOCK_CELLS // max(1, len(world.openings.rows)))
    for first in range(0, len(candidates), step):
        yield first, judge(Block(world, world.candidates(candidates[first : first + step])))
        if progress is not None:
            progress(min(first + step, len(candidates)), len(candidates))


def pair_of(world: World, candidate: str, opening: str) -> Pair:
    """One pair in a world of its own.

    Raises
    ------
    MatcherError
        When the candidate or the opening does not exist.
    """
    return _only_pair(pair_world(world, candidate, opening))


def _only_pair(alone: World) -> Pair:
    person = alone.facts.candidates[0]
    return Pair(alone, person, alone.facts.openings[0], Block(alone, alone.candidates([person])))


def pair_world(world: World, candidate: str, opening: str) -> World:
    """The world seen from one pair: the same facts about workplace, employers, offers and rules, no other pairs."""
    facts = world.facts
    if candidate not in facts.candidate_by_id:
        raise MatcherError(f"Der er ingen borger med id {candidate}; se ids på arket Borgere")
    if opening not in facts.opening_by_id:
        raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
    row = facts.opening_by_id[opening]
    return make_world(_only(facts, facts.candidate_by_id[candidate], row), world.catalogue, world.rules)


def _only(facts: Facts, candidate: Candidate, opening: Opening) -> Facts:
    workplace = facts.workplace_by_id[opening.workplace]
    return replace(
        facts,
        candidates=(candidate,),
        openings=(opening,),
        workplaces=tuple(w for w in facts.workplaces if w is workplace or _mentions(candidate, w.id)),
        clauses=(),
        bindings=tuple(b for b in facts.bindings if b.candidate == candidate.id and b.opening == opening.id),
        go_aheads=(),
        outcomes=(),
    )


def _mentions(candidate: Candidate, workplace: str) -> bool:
    return any(wish.target == workplace for wish in candidate.wishes)


def reasons_for(pair: Pair, rules: Sequence[HardRule] = HARD_RULES) -> list[Reason]:
    """Every reason why the pair cannot be or must be asked about, blocks before questions, in the rules' order."""
    found = [reason for rule in rules for reason in rule.tell(pair)]
    return sorted(found, key=lambda reason: -int(reason.verdict))


@dataclass(frozen=True)
class Counterfactual:
    """The nearest changes under which a pair becomes eligible; `reached` is False when none was found.

    Each rule names its own nearest change; they are applied together and the pair is judged again until it is eligible,
    so the promise has been tried before it is made.
    """

    changes: tuple[Change, ...]
    reached: bool

    @property
    def sentence(self) -> str:
        """The changes as one Danish sentence."""
        if not self.reached:
            return "Ingen ændring, vi kender, gør parret muligt."
        if not self.changes:
            return "Parret er muligt, som det er."
        *first, last = (change.sentence for change in self.changes)
        return "Parret bliver muligt, hvis " + "; ".join(first) + ("; og " if first else "") + last + "."


def counterfactual(world: World, candidate: str, opening: str) -> Counterfactual:
    """What would have to be otherwise for the pair to be eligible, tried on the facts."""
    pair = pair_of(world, candidate, opening)
    changes: list[Change] = []
    for _ in range(_ROUNDS):
        reasons = reasons_for(pair)
        if not reasons:
            return Counterfactual(_needed(world, candidate, opening, _without_overwritten(changes)), True)
        step = [change for reason in reasons for change in reason.changes]
        if not step:
            return Counterfactual(tuple(changes), False)
        step = _compatible(step)
        changes.extend(step)
        facts = applied(pair.world.facts, step)
        pair = _only_pair(make_world(facts, world.catalogue, world.rules))
    return Counterfactual(tuple(changes), False)


def _needed(world: World, candidate: str, opening: str, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes without those the pair is eligible without: an early one may have been made idle by a later one."""
    facts = pair_world(world, candidate, opening).facts
    kept = list(changes)
    for change in changes:
        others = [other for other in kept if other is not change]
        if len(kept) > 1 and not reasons_for(
            _only_pair(make_world(applied(facts, others), world.catalogue, world.rules))
        ):
            kept = others
    return tuple(kept)


def _compatible(changes: Sequence[Change]) -> list[Change]:
    """The changes of one round without those that would undo another: their rules speak again in the next round."""
    touched = {(change.table, change.id, change.field) for change in changes if change.kind is not ChangeKind.SET}
    kept: list[Change] = []
    for change in changes:
        place = (change.table, change.id, change.field)
        if change in kept or (change.kind is ChangeKind.SET and place in touched):
            continue
        if change.kind is ChangeKind.SET:
            touched.add(place)
        kept.append(change)
    return kept


def _without_overwritten(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with each field set once: to its last value, in the words of all that led to it."""
    kept: list[Change] = []
    for change in changes:
        earlier = [
            other
            for other in kept
            if change.kind is other.kind is ChangeKind.SET
            and (other.table, other.id, other.field) == (change.table, change.id, change.field)
        ]
        for other in earlier:
            kept.remove(other)
            if change.field in _WHOLE and other.sentence not in change.sentence:
                change = replace(change, sentence=f"{other.sentence}, og {change.sentence}")
        kept.append(change)
    return tuple(kept)


def explain_pair(world: World, candidate: str, opening: str) -> tuple[Verdict, list[Reason]]:
    """The pair's verdict and every reason behind it."""
    pair = pair_of(world, candidate, opening)
    reasons = reasons_for(pair)
    return max((reason.verdict for reason in reasons), default=Verdict.YES), reasons
