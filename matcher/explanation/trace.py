"""What is known of a result, as structured traces: every text and every JSON answer is read off these and nothing else.

All sentences are Danish and meant for the consultant. Numbers are as the plan has them. The pieces are in `pieces`.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.plan import ResourceKind
from matcher.domain.reason import Change, Reason, Verdict
from matcher.explanation.pieces import (
    CommuteTrace,
    FitTrace,
    LeftTask,
    LineTrace,
    MeasureTrace,
    Met,
    NearMiss,
    NeedTrace,
    Notice,
    OptionTrace,
    PartTrace,
    Place,
    ResourceTrace,
    RuleTrace,
    Standing,
    TaskTrace,
    TimeTrace,
    ValueTrace,
    WishTrace,
    WorkConditions,
)


@dataclass(frozen=True, slots=True)
class PlacementTrace:
    """Everything about one proposed placement.

    Attributes
    ----------
    candidate, place, scheme, pinned, pin_reason, go_ahead
        Who, where, under what, whether a consultant has pinned it and why, whether she has said yes to being shown.
    musts, softer
        Must-needs with how each is met; should and nice needs, met or not.
    measures, time, commute, tasks, left_tasks
        What is to be done, and with what.
    value, resources
        What it is worth and what it uses up.
    rules, wishes, notices
        Legal rules that applied; wishes; what a person must look at.
    not_used
        What the calculation has no access to, one sentence.
    best_alternative, margin
        Her best other option by value minus price, and how much better the proposed one is; None when she has no other.
    would_change
        What would have changed the result, one sentence.
    alternatives
        Her next few openings.
    nearest_miss
        When she has no other option: the opening that the fewest changes would make possible; None when none was found.
    conditions
        What the employer may be told.
    versions
        (what, version): software, rules, weights, seed, day.
    """

    candidate: str
    place: Place
    scheme: str
    pinned: bool
    pin_reason: str
    go_ahead: bool
    musts: tuple[NeedTrace, ...]
    softer: tuple[NeedTrace, ...]
    measures: tuple[MeasureTrace, ...]
    time: TimeTrace
    commute: CommuteTrace
    tasks: tuple[TaskTrace, ...]
    left_tasks: tuple[LeftTask, ...]
    value: ValueTrace
    resources: tuple[ResourceTrace, ...]
    rules: tuple[RuleTrace, ...]
    wishes: tuple[WishTrace, ...]
    notices: tuple[Notice, ...]
    not_used: str
    best_alternative: OptionTrace | None
    margin: float | None
    would_change: str
    alternatives: tuple[OptionTrace, ...]
    nearest_miss: NearMiss | None
    conditions: WorkConditions
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A hard rule that refuses pairs: how many, how many it alone refuses, and what for.

    `details` are (what in words, pairs), e.g. one entry for each need that no workplace meets, the most frequent first.
    """

    rule: str
    title: str
    legal: str
    blocked: int
    only: int
    details: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionTrace:
    """One question and what its best answer would open.

    Attributes
    ----------
    rule, asked, asked_name, subject
        The hard rule that asks, who is asked (id and name), and about what (accommodation or field).
    question
        The question itself.
    alone
        Pairs for which this is the only open question: they become possible if the answer is good.
    together
        Further pairs that wait for this question and others.
    sentence
        The two numbers in words.
    """

    rule: str
    asked: str
    asked_name: str
    subject: str
    question: str
    alone: int
    together: int
    sentence: str


@dataclass(frozen=True, slots=True)
class MoreTrace:
    """What one more unit of a scarce resource would do: the plan's value would rise by `price`."""

    resource: str
    kind: ResourceKind
    label: str
    unit: str
    price: float
    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOutTrace:
    """Why a candidate has no placement, and what would change it.

    Attributes
    ----------
    candidate, scheme
        Who.
    openings, possible, waiting
        How many openings there are, how many are possible for her, how many wait for an answer.
    summary
        The main reason in one sentence.
    refused
        Hard rules that refuse openings for her, the most frequent first.
    near_misses
        Openings that the fewest changes would make possible.
    questions
        Questions worth asking for her, the most rewarding first.
    several_questions
        How many openings wait for more than one answer.
    lost
        Her best possible options, and why they are not in the plan.
    more
        What one more of a scarce resource in those options would do.
    notices, not_used, versions
        As in `PlacementTrace`.
    """

    candidate: str
    scheme: str
    openings: int
    possible: int
    waiting: int
    summary: str
    refused: tuple[RuleCount, ...]
    near_misses: tuple[NearMiss, ...]
    questions: tuple[QuestionTrace, ...]
    several_questions: int
    lost: tuple[OptionTrace, ...]
    more: tuple[MoreTrace, ...]
    notices: tuple[Notice, ...]
    not_used: str
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnfilledTrace:
    """Why an opening has places left, and what would change it.

    Attributes
    ----------
    place, left
        Where, and how many places are left.
    candidates, possible, waiting
        How many candidates there are, how many are possible here, how many wait for an answer.
    placed_elsewhere, without
        Of the possible ones: how many the plan places somewhere else, and how many have no placement.
    summary, refused, near_misses, questions, several_questions, lost, more
        As in `LeftOutTrace`, from the opening's side.
    loosen
        The rules whose loosening would open it to most people, in words, the most rewarding first.
    """

    place: Place
    left: int
    candidates: int
    possible: int
    waiting: int
    placed_elsewhere: int
    without: int
    summary: str
    refused: tuple[RuleCount, ...]
    loosen: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    questions: tuple[QuestionTrace, ...]
    several_questions: int
    lost: tuple[OptionTrace, ...]
    more: tuple[MoreTrace, ...]
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReasonTrace:
    """A reason with the title of its hard rule and the legal rule behind it, if any."""

    title: str
    reason: Reason
    legal: RuleTrace | None


@dataclass(frozen=True, slots=True)
class Possible:
    """What an eligible pair would be: the option the plan would prefer, and every way to meet the needs."""

    time: TimeTrace
    commute: CommuteTrace
    tasks: tuple[TaskTrace, ...]
    left_tasks: tuple[LeftTask, ...]
    measures: tuple[MeasureTrace, ...]
    other_ways: tuple[tuple[MeasureTrace, ...], ...]
    value: ValueTrace
    conditions: WorkConditions


@dataclass(frozen=True, slots=True)
class PairTrace:
    """Everything about one pair: can it be, why not, what to ask, what would change it, and what it would be.

    Attributes
    ----------
    verdict, summary
        Yes, ask or no; the same in a sentence.
    reasons
        All of them, blocks before questions; empty when the pair is possible.
    change_sentence, changes, changeable
        The nearest changes that make it possible, tried on the facts; `changeable` is False when none were found.
    musts, softer, rules, wishes, notices, not_used
        As in `PlacementTrace`.
    possible
        What it would be; None when it is not possible.
    """

    candidate: str
    place: Place
    scheme: str
    verdict: Verdict
    summary: str
    reasons: tuple[ReasonTrace, ...]
    change_sentence: str
    changes: tuple[Change, ...]
    changeable: bool
    musts: tuple[NeedTrace, ...]
    softer: tuple[NeedTrace, ...]
    rules: tuple[RuleTrace, ...]
    wishes: tuple[WishTrace, ...]
    notices: tuple[Notice, ...]
    not_used: str
    possible: Possible | None


@dataclass(frozen=True, slots=True)
class QuestionWorth:
    """A question over the whole plan: who is asked what, and what a good answer would open.

    Attributes
    ----------
    people
        Candidates without a placement that would get a possible opening.
    openings
        Openings with places left that would get a possible candidate.
    pairs
        All pairs for which this is the only open question.
    """

    rule: str
    asked: str
    asked_name: str
    subject: str
    question: str
    people: int
    openings: int
    pairs: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ResourceWorth:
    """Scarce resources of one kind and subject taken together: how many, the sum and the highest of their prices.

    `tied` is price times use, summed: how much of the plan's value rests on them.
    """

    kind: ResourceKind
    subject: str
    label: str
    unit: str
    resources: int
    total_price: float
    tied: float
    highest_price: float
    highest_id: str
    highest_label: str
    sentence: str


__all__ = [
    "CommuteTrace",
    "FitTrace",
    "LeftOutTrace",
    "LeftTask",
    "LineTrace",
    "MeasureTrace",
    "Met",
    "MoreTrace",
    "NearMiss",
    "NeedTrace",
    "Notice",
    "OptionTrace",
    "PairTrace",
    "PartTrace",
    "Place",
    "PlacementTrace",
    "Possible",
    "QuestionTrace",
    "QuestionWorth",
    "ReasonTrace",
    "ResourceTrace",
    "ResourceWorth",
    "RuleCount",
    "RuleTrace",
    "Standing",
    "TaskTrace",
    "TimeTrace",
    "UnfilledTrace",
    "ValueTrace",
    "WishTrace",
    "WorkConditions",
]
