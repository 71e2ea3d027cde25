"""Ranking by value less prices: openings for a person, and persons for an opening.

The value of an option less the prices of what it uses (`net`) is what it adds for everybody: a place that is worth more
to others costs more than it gives. Openings are ranked for a person. Persons are never ranked on employability (TRUST
C1): a shortlist asks for whom this opening makes the greatest difference, so those who have no other way come first.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World
from matcher.domain import Candidate, MatcherError, Necessity
from matcher.domain.suggestion import PossibleIf, Shortlist, Shortlisted, Standing, Suggestion, Suggestions
from matcher.eligibility import pair_with, questions_of
from matcher.eligibility.block import Block
from matcher.options import Options, Resources, build_options
from matcher.pairs import Pairs, pairs_of_one
from matcher.proposals import proposals_of
from matcher.tie_breaks import TieBreaks
from matcher.weights import Weights
from models.text import TextLikeness

Prices = NDArray[np.float64]
_DIGITS = 9
"""Decimals to which two openings are worth the same; then the plan's comes first."""
_PSEUDONYM_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PSEUDONYM_LENGTH = 6


@dataclass(frozen=True)
class Priced:
    """A world with what its options are worth and cost.

    Attributes
    ----------
    world, weights
        What values are made from.
    resources
        The world's resources.
    prices
        float64 [R], the price of each; None when nothing is priced.
    """

    world: World
    weights: Weights
    resources: Resources
    prices: Prices | None


def openings_of(
    priced: Priced,
    row: Candidate,
    likeness: TextLikeness,
    chosen: frozenset[str],
    k: int,
    ties: TieBreaks | None = None,
) -> Suggestions:
    """The best openings for one person; those the plan has chosen for her win a draw.

    Parameters
    ----------
    ties
        How openings of about the same worth change places; None leaves nothing to chance.

    Raises
    ------
    MatcherError
        When k is not positive.
    """
    require_positive(k)
    world, weights = priced.world, priced.weights
    candidates = world.candidates([row])
    pairs, asked = pairs_of_one(Block(world, candidates), likeness)
    options = build_options(world, pairs, weights, resources=priced.resources, candidates=candidates)
    net = net_values(options, priced.prices)
    best = best_of_each(options.opening, net)
    names = [world.openings.rows[m].id for m in options.opening[best].tolist()]
    rounded = [round(worth, _DIGITS) for worth in net[best].tolist()]
    order = sorted(range(len(best)), key=lambda n: (-rounded[n], names[n] not in chosen, names[n]))
    chances = None
    if ties is not None:
        nets = [rounded[n] for n in order]
        drawn, chances = ties.order(nets, [names[n] in chosen for n in order], k)
        order = [order[place] for place in drawn]
    needs = tuple(need.accommodation for need in row.needs if need.necessity is Necessity.MUST)
    shown = best[order[:k]]
    prices = (options.valued.total[shown] - net[shown]).tolist()
    found = tuple(
        Suggestion(proposal=proposal, needs=needs, price=price, net=worth, planned=proposal.opening in chosen)
        for proposal, price, worth in zip(
            proposals_of(world, weights, pairs, options, shown), prices, net[shown].tolist(), strict=True
        )
    )
    possible = _possible(priced, candidates, pairs, asked, k)
    return Suggestions(row.id, found, len(best), possible, len(pairs.ask_opening), priced.prices is not None, chances)


def _possible(
    priced: Priced, candidates: CandidateColumns, pairs: Pairs, features: NDArray[np.float32], k: int
) -> tuple[PossibleIf, ...]:
    """Her pairs that wait for an answer; each that is shown is explained by the rules that ask."""
    world, row = priced.world, pairs.rows[0]
    lasts = priced.weights.fit.probability(features)
    asked = np.bitwise_count(pairs.ask_rules)
    ids = [world.openings.rows[m].id for m in pairs.ask_opening.tolist()]
    order = sorted(range(len(ids)), key=lambda q: (asked[q], -lasts[q], ids[q]))
    found = []
    for q in order[:k]:
        pair = pair_with(world, row, ids[q], candidates)
        questions = questions_of(pair, int(pairs.ask_rules[q]))
        found.append(PossibleIf(ids[q], float(lasts[q]), tuple(questions)))
    return tuple(found)


def people_for(
    priced: Priced,
    pairs: Pairs,
    opening: str,
    k: int,
    *,
    standing: Mapping[str, Standing],
    go_aheads: Mapping[str, date],
    proposed: Mapping[str, tuple[str, ...]],
    gone_ahead_only: bool,
) -> Shortlist:
    """Whom the one opening of the pairs makes the greatest difference for.

    Parameters
    ----------
    standing
        What each person has by the latest plan; nothing when she is not there.
    go_aheads
        Who has said yes to being shown to the opening, and when.
    proposed
        The openings the plan proposes for each person.
    gone_ahead_only
        Only those who have said yes.

    Raises
    ------
    MatcherError
        When k is not positive.
    """
    require_positive(k)
    options = build_options(priced.world, pairs, priced.weights, resources=priced.resources)
    net = net_values(options, priced.prices)
    found = []
    for option in best_of_each(options.candidate, net).tolist():
        candidate = pairs.rows[options.candidate[option]].id
        if gone_ahead_only and candidate not in go_aheads:
            continue
        elsewhere = standing[candidate].without(opening) if candidate in standing else 0.0
        found.append((elsewhere - float(net[option]), candidate, option, elsewhere))
    found.sort()
    shown = np.array([option for _, _, option, _ in found[:k]], dtype=np.intp)
    proposals = proposals_of(priced.world, priced.weights, pairs, options, shown)
    listed = tuple(
        Shortlisted(
            candidate=candidate,
            pseudonym=pseudonym(candidate, opening),
            proposal=proposal,
            net=float(net[option]),
            elsewhere=elsewhere,
            planned=tuple(proposed.get(candidate, ())),
            go_ahead=go_aheads.get(candidate),
        )
        for (_, candidate, option, elsewhere), proposal in zip(found[:k], proposals, strict=True)
    )
    return Shortlist(opening, listed, len(found), priced.prices is not None)


def pseudonym(candidate: str, opening: str, key: str = "") -> str:
    """What an employer may call a person who has gone ahead to one opening: ``Person 7K3QXM``.

    The same person has another name in every opening, so that lists cannot be put together; names do not depend on who
    else is there, so that nobody can be counted. The id is never part of the name.

    Parameters
    ----------
    key
        A secret. Without one, whoever can guess ids can find whose name it is: enough for a file on a consultant's own
        desk, not for what is sent to employers.
    """
    number = 0
    while True:
        digest = hmac.digest(key.encode(), f"{opening}\x1f{candidate}\x1f{number}".encode(), "sha256")
        code = "".join(_PSEUDONYM_LETTERS[byte % 32] for byte in digest[:_PSEUDONYM_LENGTH])
        if candidate not in code:
            return code if candidate in "Person " else f"Person {code}"
        number += 1


def net_values(options: Options, prices: Prices | None) -> NDArray[np.float64]:
    """Value of each option less the prices of what it uses (float64 [K])."""
    total = options.valued.total
    return total if prices is None else total - options.used.times(prices)


def best_of_each(group: NDArray[np.int32], net: NDArray[np.float64]) -> NDArray[np.intp]:
    """The option of the highest net in each group; the first one where several are equal."""
    order = np.lexsort((np.arange(len(net)), -net, group))
    first = np.ones(len(order), dtype=bool)
    first[1:] = group[order][1:] != group[order][:-1]
    return order[first]


def require_positive(k: int) -> None:
    """Refuse a list of nothing.

    Raises
    ------
    MatcherError
        When k is not positive.
    """
    if k < 1:
        raise MatcherError(f"Antallet skal være mindst 1, ikke {k}")


__all__: Sequence[str] = (
    "Priced",
    "Prices",
    "best_of_each",
    "net_values",
    "openings_of",
    "people_for",
    "pseudonym",
    "require_positive",
)
