"""Every hard rule over every pair, in blocks; and every reason for one pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World, make_world
from matcher.domain import Candidate, Facts, MatcherError, WishSubject
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict, applied
from matcher.eligibility.block import Block
from matcher.eligibility.law import LAW_RULES
from matcher.eligibility.needs import NEED_RULES
from matcher.eligibility.person import PERSON_RULES
from matcher.eligibility.rule import ASK, NO, HardRule, Pair
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

    def only(self, places: NDArray[np.integer]) -> Judged:
        """The verdicts over some openings alone; the arithmetic is then done for those."""
        world = self.block.world
        block = Block(replace(world, openings=world.openings.only(places)), self.block.candidates)
        return Judged(block, self.verdict[:, places], self.asking[:, places], self.blocking[:, places])


def judge(block: Block) -> Judged:
    """Apply every hard rule to a block."""
    return _judged(block, range(len(HARD_RULES)), None)


def judge_near(block: Block) -> tuple[Judged, NDArray[np.intp]]:
    """As `judge` for one candidate, of the openings alone that the first rule leaves, with their places in the block.

    The first rule is the way to work, and most openings are too far away: the others need not be looked at for those.
    """
    near = _judged(block, range(1), None)
    places = np.flatnonzero(near.verdict[0] != Verdict.NO)
    left = near.only(places)
    return _judged(left.block, range(1, len(HARD_RULES)), left), places


def _judged(block: Block, rules: Iterable[int], before: Judged | None) -> Judged:
    """What some of the rules say, after what others have said of the same block."""
    if before is None:
        verdict, asking, blocking = block.none(), *(np.zeros(block.shape, dtype=np.uint32) for _ in range(2))
    else:
        verdict, asking, blocking = before.verdict, before.asking, before.blocking
    for place in rules:
        found = HARD_RULES[place].check(block)
        if not found.any():
            continue
        np.maximum(verdict, found, out=verdict)
        bit = np.uint32(1 << place)
        np.bitwise_or(asking, bit, out=asking, where=found == ASK)
        np.bitwise_or(blocking, bit, out=blocking, where=found == NO)
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
    """One pair with a block of its own.

    Raises
    ------
    MatcherError
        When the candidate or the opening does not exist.
    """
    facts = world.facts
    if candidate not in facts.candidate_by_id:
        raise MatcherError(f"Der er ingen borger med id {candidate}; se ids på arket Borgere")
    return pair_with(world, facts.candidate_by_id[candidate], opening)


def pair_with(world: World, candidate: Candidate, opening: str, columns: CandidateColumns | None = None) -> Pair:
    """As `pair_of`, for a candidate who need not be among the facts; `columns` are hers alone where they are known.

    The pair's world has this opening and the bindings of this pair; everything else is shared with the whole world, so
    that thousands of pairs can be put into words.

    Raises
    ------
    MatcherError
        When the opening does not exist.
    """
    if opening not in world.openings.place:
        raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
    place = world.openings.place[opening]
    bindings = tuple(b for b in world.bindings if b.candidate == candidate.id and b.opening == opening)
    return _pair_in(replace(world, openings=world.openings.alone(place), bindings=bindings), candidate, columns)


def _pair_in(alone: World, candidate: Candidate, columns: CandidateColumns | None = None) -> Pair:
    columns = alone.candidates([candidate]) if columns is None else columns
    return Pair(alone, candidate, alone.openings.rows[0], Block(alone, columns))


def _facts_of(pair: Pair) -> Facts:
    """The facts that bear on one pair: what a change is tried on."""
    candidate, facts = pair.candidate, pair.world.facts
    wished = {subject: {w.target for w in candidate.wishes if w.subject is subject} for subject in WishSubject}
    places = sorted(wished[WishSubject.WORKPLACE] | {pair.workplace.id})
    workplaces = tuple(facts.workplace_by_id[place] for place in places)
    named = {*candidate.previous_employers, *candidate.related_employers}
    employers = {place.employer for place in workplaces} | wished[WishSubject.EMPLOYER]
    employers |= {employer for employer in named if employer in facts.employer_by_id}
    return replace(
        facts,
        candidates=(candidate,),
        employers=tuple(facts.employer_by_id[employer] for employer in sorted(employers)),
        workplaces=workplaces,
        openings=(pair.opening,),
        clauses=(),
        bindings=pair.world.bindings,
        go_aheads=(),
        outcomes=(),
        identities=(),
    )


def rules_in(bits: int) -> list[HardRule]:
    """The hard rules whose bits are set, in their order."""
    return [rule for place, rule in enumerate(HARD_RULES) if bits >> place & 1]


def questions_of(pair: Pair, bits: int) -> list[Reason]:
    """What must be asked about a pair that waits for an answer; `bits` are those of the rules that ask."""
    return [reason for rule in rules_in(bits) for reason in (rule.ask or rule.tell)(pair)]


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
    return nearest_changes(pair_of(world, candidate, opening))


def nearest_changes(pair: Pair) -> Counterfactual:
    """As `counterfactual`, for a pair that is at hand."""
    reasons = reasons_for(pair)
    if not reasons:
        return Counterfactual((), True)
    facts = changed = _facts_of(pair)
    changes: list[Change] = []
    for _ in range(_ROUNDS):
        step = [change for reason in reasons for change in reason.changes]
        if not step:
            return Counterfactual(tuple(changes), False)
        step = _compatible(step)
        changes.extend(step)
        changed = applied(changed, step)
        reasons = reasons_for(_tried(pair.world, changed))
        if not reasons:
            return Counterfactual(_needed(pair.world, facts, _without_overwritten(changes)), True)
    return Counterfactual(tuple(changes), False)


def _tried(world: World, facts: Facts) -> Pair:
    """The one pair of some facts, in a world of its own."""
    return _pair_in(make_world(facts, world.catalogue, world.rules), facts.candidates[0])


def _needed(world: World, facts: Facts, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes without those the pair is eligible without: an early one may have been made idle by a later one."""
    kept = list(changes)
    for change in changes:
        others = [other for other in kept if other is not change]
        if len(kept) > 1 and not reasons_for(_tried(world, applied(facts, others))):
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
