"""What there is between plans: openings for one person, and whom one opening could be for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.plan import Proposal
from matcher.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One opening a person could take, as a proposal.

    Attributes
    ----------
    proposal
        Hours, tasks, measures and value of her best option there.
    needs
        Accommodations she must have, all of which this opening meets.
    price
        What the option uses of what is scarce, at the plan's prices; 0 when prices were not asked for.
    net
        The option's value less the price.
    planned
        Whether the plan proposes it.
    """

    proposal: Proposal
    needs: tuple[str, ...]
    price: float
    net: float
    planned: bool


@dataclass(frozen=True, slots=True)
class PossibleIf:
    """An opening that becomes possible if the questions get the right answers.

    Attributes
    ----------
    opening
        Its id.
    lasts
        P(the placement lasts) as it looks now, in [0, 1].
    questions
        What to ask and whom.
    """

    opening: str
    lasts: float
    questions: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a list was as it is, where openings of about the same worth change places at random.

    Attributes
    ----------
    seed, epsilon
        Of the chance, and how far apart openings of about the same worth are at most.
    at_place
        For each opening shown: the chance that it was at that very place.
    listed
        For each opening shown: the chance that it was on a list of this length at all.
    ties
        (first place from 0, size, how many of it keep the lead) of each group of about the same worth.
    """

    seed: int
    epsilon: float
    at_place: tuple[float, ...]
    listed: tuple[float, ...]
    ties: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What there is for one person; nothing in it is chosen beforehand.

    Attributes
    ----------
    candidate
        Her id.
    suggestions
        Her best openings, the best first; empty when none fits.
    eligible
        How many openings fit, those not shown included.
    possible
        Openings that only questions stand in the way of: the fewest questions first, then the likeliest to last.
    askable
        How many of those there are in all.
    priced
        Whether prices were counted in.
    chances
        How likely the order was; None when nothing in it was left to chance.
    """

    candidate: str
    suggestions: tuple[Suggestion, ...]
    eligible: int
    possible: tuple[PossibleIf, ...]
    askable: int
    priced: bool
    chances: Chances | None = None


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """One person an opening could be for.

    Attributes
    ----------
    candidate
        Her id: for the municipality only.
    pseudonym
        What the employer may call her; another for every opening.
    proposal
        Hours, tasks, measures and value of her best option in the opening.
    net, elsewhere
        Value less prices here, and in the best of her other openings (0 when she has none worth its price).
    planned
        The openings the plan proposes for her.
    go_ahead
        The day she said yes to being shown to this opening; None when she has not, or has taken it back.
    """

    candidate: str
    pseudonym: str
    proposal: Proposal
    net: float
    elsewhere: float
    planned: tuple[str, ...]
    go_ahead: date | None

    @property
    def difference(self) -> float:
        """What this opening adds over her best alternative; the order of the list."""
        return self.net - self.elsewhere


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Whom one opening could be for, those for whom it makes the greatest difference first.

    Attributes
    ----------
    opening
        Its id.
    listed
        At most k of them.
    eligible
        How many there are in all.
    priced
        Whether prices were counted in; a plan that cannot be has none.
    """

    opening: str
    listed: tuple[Shortlisted, ...]
    eligible: int
    priced: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person has by the latest plan, in plain numbers that can be kept beside it.

    Attributes
    ----------
    net
        The highest value less prices among her options.
    opening
        Where that is.
    second
        The highest in any other opening; 0 when she has none.
    """

    net: float
    opening: str
    second: float

    def without(self, opening: str) -> float:
        """Value less prices in the best of her openings but one, never below 0: she need not take any."""
        return max(0.0, self.second if opening == self.opening else self.net)
