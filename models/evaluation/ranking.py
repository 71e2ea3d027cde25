"""Is the right thing near the top? NDCG@k, mean reciprocal rank and hit@k, with equal scores made explicit.

Two elements with the same score have no order. `Ties` says what is then measured; by default the mean over all orders
of the tied (F. McSherry and M. Najork, "Computing information retrieval performance measures efficiently in the
presence of tied scores", ECIR 2008), so that no measure depends on the order of rows.

DCG@k = Σ_{rank ≤ k} gain / log2(1 + rank); NDCG@k = DCG@k / DCG@k of the best order (K. Järvelin and J. Kekäläinen,
ACM TOIS 20, 2002). RR = 1 / rank of the first with gain > 0; hit@k = whether one is among the first k.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from models.evaluation.estimate import (
    LEVEL,
    REPETITIONS,
    Estimate,
    Floats,
    Indices,
    bootstrap_mean,
    finite,
    require,
    same_length,
)


class Ties(StrEnum):
    """In which order elements of equal score are taken."""

    EXPECTED = "expected"
    """The mean over all orders."""
    WORST = "worst"
    """Those with the least gain first: what can be promised."""
    BEST = "best"
    """Those with the most gain first: never to be reported alone."""
    GIVEN = "given"
    """In the order of the rows: for a run whose file gives the order, e.g. by trec_eval's rule."""


@dataclass(frozen=True)
class Ranking:
    """How good the lists are.

    Attributes
    ----------
    ndcg, mrr, hit
        Means over the queries that have something to find, with bootstrap intervals over queries.
    queries
        Ids of those queries, sorted; the rows below are in their order.
    ndcg_of, reciprocal_of, hit_of
        float64 [Q], one number for each query.
    nothing_to_find
        Queries none of whose elements has a gain: nothing can be right there, so they are counted and left out.
    tied
        Share of the queries in which some score appears twice.
    k
        Length of the list.
    """

    ndcg: Estimate
    mrr: Estimate
    hit: Estimate
    queries: NDArray[np.int64]
    ndcg_of: Floats
    reciprocal_of: Floats
    hit_of: Floats
    nothing_to_find: int
    tied: float
    k: int


def ranking(
    query: ArrayLike,
    score: ArrayLike,
    gain: ArrayLike,
    rng: np.random.Generator,
    k: int = 10,
    ties: Ties = Ties.EXPECTED,
    level: float = LEVEL,
    repetitions: int = REPETITIONS,
) -> Ranking:
    """Measure lists given as one long table: one row for each element of each query.

    Parameters
    ----------
    query
        int [P], which list the element belongs to.
    score
        float [P], the higher the earlier.
    gain
        float [P] ≥ 0, what it is worth to find it; 0 is nothing.
    rng
        For the intervals.
    """
    ids = np.asarray(query, dtype=np.int64)
    scores, gains = finite(score, "score"), finite(gain, "gain")
    same_length(query=ids, score=scores, gain=gains)
    require(k >= 1, f"a list has at least one place, not {k}")
    require(bool((gains >= 0).all()), "a gain is never negative")
    order = _ordered(ids, scores, gains, ties)
    ids, scores, gains = ids[order], scores[order], gains[order]
    begins = _begins(ids)
    rank = _within(begins) + 1
    tied_with_former = ~begins
    tied_with_former[1:] &= scores[1:] == scores[:-1]
    if ties is Ties.EXPECTED:
        group = np.cumsum(~tied_with_former) - 1
    else:
        group = np.arange(len(ids))
    which = np.cumsum(begins) - 1
    many = int(which[-1]) + 1 if len(which) else 0
    some = np.bincount(which, gains, many) > 0
    ndcg = _ndcg(which, many, rank, gains, group, k)
    reciprocal, hit = _first_found(which, many, rank, gains > 0, group, k)
    tied = np.bincount(which, tied_with_former, many) > 0
    return Ranking(
        ndcg=bootstrap_mean(ndcg[some], rng, level, repetitions),
        mrr=bootstrap_mean(reciprocal[some], rng, level, repetitions),
        hit=bootstrap_mean(hit[some], rng, level, repetitions),
        queries=ids[begins][some],
        ndcg_of=ndcg[some],
        reciprocal_of=reciprocal[some],
        hit_of=hit[some],
        nothing_to_find=int((~some).sum()),
        tied=float(tied.mean()) if many else math.nan,
        k=k,
    )


def difference(
    first: Ranking, second: Ranking, rng: np.random.Generator, level: float = LEVEL
) -> tuple[Estimate, Estimate, Estimate]:
    """NDCG, MRR and hit of the second less the first, with intervals over the same queries (paired).

    Raises
    ------
    ValueError
        When the two were not measured on the same queries.
    """
    require(np.array_equal(first.queries, second.queries), "the two were measured on different queries")
    return (
        bootstrap_mean(second.ndcg_of - first.ndcg_of, rng, level),
        bootstrap_mean(second.reciprocal_of - first.reciprocal_of, rng, level),
        bootstrap_mean(second.hit_of - first.hit_of, rng, level),
    )


def _ordered(ids: NDArray[np.int64], scores: Floats, gains: Floats, ties: Ties) -> Indices:
    match ties:
        case Ties.WORST:
            return np.lexsort((gains, -scores, ids))
        case Ties.BEST:
            return np.lexsort((-gains, -scores, ids))
        case _:
            return np.lexsort((np.arange(len(ids)), -scores, ids))


def _begins(ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    begins = np.ones(len(ids), dtype=bool)
    begins[1:] = ids[1:] != ids[:-1]
    return begins


def _within(begins: NDArray[np.bool_]) -> Indices:
    """Place of each row in its run, from 0."""
    places = np.arange(len(begins))
    return places - np.maximum.accumulate(np.where(begins, places, 0))


def _ndcg(which: Indices, many: int, rank: Indices, gains: Floats, group: Indices, k: int) -> Floats:
    discount = np.where(rank <= k, 1.0 / np.log2(1.0 + rank), 0.0)
    mean_gain = np.bincount(group, gains) / np.maximum(np.bincount(group), 1)
    reached = np.bincount(which, mean_gain[group] * discount, many)
    ideal = np.bincount(which, gains[np.lexsort((-gains, which))] * discount, many)
    found: Floats = np.divide(reached, ideal, out=np.zeros(many), where=ideal > 0)
    return found


def _first_found(
    which: Indices, many: int, rank: Indices, relevant: NDArray[np.bool_], group: Indices, k: int
) -> tuple[Floats, Floats]:
    """Expected reciprocal rank of the first relevant element, and the chance that it is among the first k.

    With t tied elements from rank a, r of them relevant and none before, the first relevant one is at rank a + j with
    probability C(t − j − 1, r − 1) / C(t, r).
    """
    reciprocal, hit = np.zeros(many), np.zeros(many)
    size = np.bincount(group)
    relevant_in = np.bincount(group, relevant).astype(np.intp)
    heads = np.flatnonzero(np.diff(group, prepend=-1))
    with_any = heads[relevant_in[group[heads]] > 0]
    queries, first = np.unique(which[with_any], return_index=True)
    at = with_any[first]
    starts, sizes, hits_in = rank[at], size[group[at]], relevant_in[group[at]]
    plain = hits_in == sizes
    reciprocal[queries[plain]] = 1.0 / starts[plain]
    hit[queries[plain]] = starts[plain] <= k
    for q, a, t, r in zip(
        queries[~plain].tolist(), starts[~plain].tolist(), sizes[~plain].tolist(), hits_in[~plain].tolist(), strict=True
    ):
        j = np.arange(t - r + 1)
        chance = np.exp(_log_choose(t - j - 1, r - 1) - _log_choose(np.array(t), r))
        reciprocal[q] = float((chance / (a + j)).sum())
        hit[q] = min(1.0, float(chance[a + j <= k].sum()))
    return reciprocal, hit


def _log_choose(n: NDArray[np.signedinteger], r: int) -> Floats:
    chosen: Floats = gammaln(n + 1.0) - gammaln(r + 1.0) - gammaln(n - r + 1.0)
    return chosen
