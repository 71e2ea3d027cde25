"""Between plans: the best openings for one person, and who could be told about one opening, given what others need.

The value of an option less the prices of what it uses (`net`) is what it adds for everybody: a place that is worth more
to others costs more than it gives. Openings are ranked for a person. Persons are never ranked on employability (TRUST
C1): a shortlist asks for whom this opening makes the greatest difference, so those who have no other way come first.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Candidate, Facts, MatcherError, Necessity
from matcher.domain.plan import Proposal
from matcher.domain.reason import Reason
from matcher.eligibility import explain_pair
from matcher.options import Options, build_options
from matcher.pairs import Pairs, find_pairs
from matcher.pipeline import Planned
from matcher.proposals import proposal_of
from matcher.weights import Weights

Prices = NDArray[np.float64]
_DIGITS = 9
"""Decimals to which two openings are worth the same; then the plan's comes first."""
_PSEUDONYM_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PSEUDONYM_LENGTH = 6


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
    """

    candidate: str
    suggestions: tuple[Suggestion, ...]
    eligible: int
    possible: tuple[PossibleIf, ...]
    askable: int
    priced: bool


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


def suggest(planned: Planned, candidate: str, k: int = 10) -> Suggestions:
    """The best openings for one person, given what everybody else needs.

    Her openings are looked at anew, so that none is missing because the plan kept only some of everybody's pairs.

    Raises
    ------
    MatcherError
        When she does not exist, or k is not positive.
    """
    row = _row(planned.world.facts, candidate)
    pairs = _pairs_of(planned.pairs, planned.pairs.rows.index(row))
    chosen = {p.opening for p in planned.plan.placements if p.candidate == candidate}
    return _suggested(planned.world, planned.weights, pairs, row, _prices(planned), chosen, k)


def suggest_without_prices(world: World, weights: Weights, candidate: str, k: int = 10) -> Suggestions:
    """The best openings for one person as if there were nobody else: quick, and blind to what others need.

    Raises
    ------
    MatcherError
        When she does not exist, or k is not positive.
    """
    row = _row(world.facts, candidate)
    return _suggested(world, weights, find_pairs(world, [row]), row, None, set(), k)


def shortlist(planned: Planned, opening: str, k: int = 10, *, gone_ahead_only: bool = False) -> Shortlist:
    """Whom one opening could be for, given what everybody could have elsewhere.

    Parameters
    ----------
    gone_ahead_only
        Only those who have said yes to being shown to this opening: all that an employer may be told of.

    Raises
    ------
    MatcherError
        When the opening does not exist, or k is not positive.
    """
    _require_positive(k)
    world, pairs = planned.world, planned.pairs
    if opening not in world.facts.opening_by_id:
        raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
    place = [row.id for row in world.openings.rows].index(opening)
    here = _subset(pairs, pairs.opening == place)
    options = build_options(world, here, planned.weights)
    prices = _prices(planned)
    net = _net(options, prices)
    best = _best_of_each(options.candidate, net)
    others = planned.options.opening != place
    elsewhere = np.zeros(len(pairs.rows))
    np.maximum.at(elsewhere, planned.options.candidate[others], _net(planned.options, prices)[others])
    yes = go_aheads(world.facts, opening)
    planned_for: dict[str, list[str]] = {}
    for placement in planned.plan.placements:
        planned_for.setdefault(placement.candidate, []).append(placement.opening)
    found = []
    for k_option in best:
        n = int(options.candidate[k_option])
        candidate = pairs.rows[n].id
        if gone_ahead_only and candidate not in yes:
            continue
        found.append((float(elsewhere[n] - net[k_option]), candidate, int(k_option)))
    found.sort()
    listed = tuple(
        Shortlisted(
            candidate=candidate,
            pseudonym=pseudonym(candidate, opening),
            proposal=proposal_of(world, planned.weights, here, options, k_option),
            net=float(net[k_option]),
            elsewhere=float(elsewhere[options.candidate[k_option]]),
            planned=tuple(planned_for.get(candidate, ())),
            go_ahead=yes.get(candidate),
        )
        for _, candidate, k_option in found[:k]
    )
    return Shortlist(opening, listed, len(found), prices is not None)


def go_aheads(facts: Facts, opening: str) -> dict[str, date]:
    """Who has said yes to being shown to that opening and has not taken it back, and when."""
    return {
        yes.candidate: yes.given
        for yes in sorted(facts.go_aheads, key=lambda yes: yes.given)
        if yes.opening == opening and yes.stands_on(facts.settings.day)
    }


def pseudonym(candidate: str, opening: str) -> str:
    """What an employer may call a person who has gone ahead to one opening: ``Person 7K3QXM``.

    The same person has another name in every opening, so that lists cannot be put together; names do not depend on who
    else is there, so that nobody can be counted. The id is never part of the name.
    """
    number = 0
    while True:
        digest = hashlib.sha256(f"{opening}\x1f{candidate}\x1f{number}".encode()).digest()
        code = "".join(_PSEUDONYM_LETTERS[byte % 32] for byte in digest[:_PSEUDONYM_LENGTH])
        if candidate not in code:
            return code if candidate in "Person " else f"Person {code}"
        number += 1


def _suggested(
    world: World, weights: Weights, pairs: Pairs, row: Candidate, prices: Prices | None, chosen: set[str], k: int
) -> Suggestions:
    _require_positive(k)
    options = build_options(world, pairs, weights)
    net = _net(options, prices)
    best = _best_of_each(options.opening, net)
    names = world.openings.rows
    id_of = [names[m].id for m in options.opening]
    order = sorted(best, key=lambda k: (-round(float(net[k]), _DIGITS), id_of[k] not in chosen, id_of[k]))
    needs = tuple(need.accommodation for need in row.needs if need.necessity is Necessity.MUST)
    found = tuple(
        Suggestion(
            proposal=proposal_of(world, weights, pairs, options, int(option)),
            needs=needs,
            price=float(options.valued.total[option] - net[option]),
            net=float(net[option]),
            planned=id_of[option] in chosen,
        )
        for option in order[:k]
    )
    possible = _possible(world, weights, pairs, row, k)
    return Suggestions(row.id, found, len(best), possible, len(pairs.ask_opening), prices is not None)


def _possible(world: World, weights: Weights, pairs: Pairs, row: Candidate, k: int) -> tuple[PossibleIf, ...]:
    """Her pairs that wait for an answer; each is explained by the rules that ask."""
    if not len(pairs.ask_opening):
        return ()
    lasts = weights.fit.probability(_features_of_asked(world, pairs, row))
    asked = np.bitwise_count(pairs.ask_rules)
    ids = [world.openings.rows[m].id for m in pairs.ask_opening]
    order = sorted(range(len(ids)), key=lambda q: (asked[q], -lasts[q], ids[q]))
    return tuple(PossibleIf(ids[q], float(lasts[q]), tuple(explain_pair(world, row.id, ids[q])[1])) for q in order[:k])


def _features_of_asked(world: World, pairs: Pairs, row: Candidate) -> NDArray[np.float32]:
    from matcher.eligibility.block import Block
    from matcher.features import candidate_words, opening_words, pair_features
    from models.text import TextLikeness

    openings = [opening_words(opening, world.catalogue) for opening in world.openings.rows]
    likeness = TextLikeness().fit([candidate_words(row, world.catalogue)], openings).likeness(slice(0, 1))
    columns = pairs.ask_opening.astype(np.intp)
    return pair_features(Block(world, world.candidates([row])), likeness, np.zeros_like(columns), columns)


def _prices(planned: Planned) -> Prices | None:
    """The plan's prices; None where the rules exclude each other, for then nothing can be priced.

    They are those of the relaxed problem, so they hold also where time ran out before a plan was found.
    """
    bound = planned.plan.bound
    return planned.result.prices if bound is not None and math.isfinite(bound) else None


def _net(options: Options, prices: Prices | None) -> NDArray[np.float64]:
    """Value of each option less the prices of what it uses."""
    total = options.valued.total
    return total if prices is None else total - options.uses @ prices


def _best_of_each(group: NDArray[np.int32], net: NDArray[np.float64]) -> NDArray[np.intp]:
    """The option of the highest net in each group; the first one where several are equal."""
    order = np.lexsort((np.arange(len(net)), -net, group))
    first = np.ones(len(order), dtype=bool)
    first[1:] = group[order][1:] != group[order][:-1]
    return order[first]


def _pairs_of(pairs: Pairs, n: int) -> Pairs:
    """The pairs of one candidate alone."""
    kept = _subset(pairs, pairs.candidate == n)
    asked = pairs.ask_candidate == n
    return replace(
        kept,
        rows=(pairs.rows[n],),
        candidate=np.zeros_like(kept.candidate),
        ask_candidate=np.zeros(int(asked.sum()), dtype=np.int32),
        ask_opening=pairs.ask_opening[asked],
        ask_rules=pairs.ask_rules[asked],
        blocked=pairs.blocked[n : n + 1],
        only=pairs.only[n : n + 1],
    )


def _subset(pairs: Pairs, kept: NDArray[np.bool_]) -> Pairs:
    columns = (
        "candidate",
        "opening",
        "features",
        "hours",
        "least_hours",
        "presence_per_hour",
        "week_presence",
        "commute",
    )
    return replace(pairs, **{name: getattr(pairs, name)[kept] for name in columns})


def _row(facts: Facts, candidate: str) -> Candidate:
    if candidate not in facts.candidate_by_id:
        raise MatcherError(f"Der er ingen borger med id {candidate}; se ids på arket Borgere")
    return facts.candidate_by_id[candidate]


def _require_positive(k: int) -> None:
    if k < 1:
        raise MatcherError(f"Antallet skal være mindst 1, ikke {k}")


__all__: Sequence[str] = (
    "PossibleIf",
    "Shortlist",
    "Shortlisted",
    "Suggestion",
    "Suggestions",
    "go_aheads",
    "pseudonym",
    "shortlist",
    "suggest",
    "suggest_without_prices",
)
