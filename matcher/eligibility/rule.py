"""What a hard rule is: a check over a block of pairs, and its words for a single pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Candidate, Employer, Opening, Workplace
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict
from matcher.eligibility.block import Block


@dataclass(frozen=True)
class Pair:
    """One pair with a block of its own (1 × 1), for the words of the rules."""

    world: World
    candidate: Candidate
    opening: Opening
    block: Block

    @property
    def workplace(self) -> Workplace:
        """Where the opening is."""
        return self.world.facts.workplace_by_id[self.opening.workplace]

    @property
    def employer(self) -> Employer:
        """Whose opening it is."""
        return self.world.facts.employer_by_id[self.workplace.employer]


@dataclass(frozen=True)
class HardRule:
    """One hard rule.

    Attributes
    ----------
    id
        Stable id.
    title
        What the rule is about, in Danish, for tables.
    check
        Verdicts (0 yes, 1 ask, 2 no) as uint8 [N, M] over a block.
    tell
        The reasons for one pair; empty exactly when the check says yes.
    legal
        Id of the legal rule behind it; empty when it rests on what people need and want.
    ask
        The reasons for one pair that the check is known to ask about, where those are told without the check's
        arithmetic; None where `tell` is as quick.
    """

    id: str
    title: str
    check: Callable[[Block], NDArray[np.uint8]]
    tell: Callable[[Pair], list[Reason]]
    legal: str = ""
    ask: Callable[[Pair], list[Reason]] | None = None


YES, ASK, NO = (np.uint8(v) for v in (Verdict.YES, Verdict.ASK, Verdict.NO))


def number(value: float) -> str:
    """A number as Danish writes it: decimal comma, no needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def hours_words(hours: float) -> str:
    """So many hours: ``1 time``, ``2,5 timer``."""
    return "1 time" if hours == 1 else f"{number(hours)} timer"


def set_candidate(pair: Pair, field: str, value: object, sentence: str) -> Change:
    """A change of one field of the pair's candidate."""
    return Change("candidates", pair.candidate.id, ChangeKind.SET, field, value, sentence)


def set_opening(pair: Pair, field: str, value: object, sentence: str) -> Change:
    """A change of one field of the pair's opening."""
    return Change("openings", pair.opening.id, ChangeKind.SET, field, value, sentence)


def set_workplace(pair: Pair, field: str, value: object, sentence: str) -> Change:
    """A change of one field of the pair's workplace."""
    return Change("workplaces", pair.workplace.id, ChangeKind.SET, field, value, sentence)
