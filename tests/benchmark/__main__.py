"""`make bench`: each row is one comparison in this run on this machine; read the ratios, not the seconds.

Protocol: fixed seeds, one process, one run each after a warm-up that compiles the kernels; the peer gets the same
problem as the same arrays. A gap is what the bound proves, not what is known by other means. The status is 1 when a
bound is not met.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
from rich.console import Console
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matcher.assignment.problem import Problem
from matcher.assignment.result import OPTIMAL_GAP, Result
from matcher.assignment.solver import solve
from matcher.catalogue.loader import load_catalogue
from matcher.clauses import find_floors
from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain.reason import Verdict
from matcher.eligibility import judged_blocks, pair_of, reasons_for
from matcher.options import build_options
from matcher.pairs import find_pairs
from matcher.pipeline import PlanRequest, make_problem
from matcher.weights import load_weights
from tests.benchmark import learning, texts
from tests.benchmark.peers import whole_by_highs
from tests.benchmark.row import Row, status_of, table_of, timed

PEER_SECONDS = 120.0


def places_only(people: int, options: int = 50, seed: int = 1) -> Problem:
    """So many people with 50 options each among a fifth as many openings of one to ten places."""
    rng = np.random.default_rng(seed)
    openings = people // 5
    candidate = np.repeat(np.arange(people), options)
    opening = np.concatenate([rng.choice(openings, options, replace=False) for _ in range(people)])
    uses = csr_matrix((np.ones(len(opening)), (np.arange(len(opening)), opening)), shape=(len(opening), openings))
    return Problem.of(
        candidate=candidate,
        opening=opening,
        value=rng.uniform(0.01, 1.0, len(opening)),
        uses=uses,
        capacity=rng.integers(1, 11, openings).astype(float),
    )


def by_matching(problem: Problem) -> float:
    """The same by SciPy's sparse matching: places copied, and a dummy place of no worth for everybody."""
    copies = problem.capacity.astype(int)
    start = np.concatenate([[0], np.cumsum(copies)])
    count = copies[problem.opening]
    k = np.repeat(np.arange(len(problem.value)), count)
    within = np.arange(len(k)) - np.repeat(np.cumsum(count) - count, count)
    people = problem.candidate_count
    rows = np.concatenate([problem.candidate[k], np.arange(people)])
    columns = np.concatenate([start[problem.opening[k]] + within, start[-1] + np.arange(people)])
    worth = np.concatenate([problem.value[k], np.zeros(people)])
    graph = csr_matrix((2.0 - worth, (rows, columns)), shape=(people, start[-1] + people))
    taken = min_weight_full_bipartite_matching(graph)
    return float(2.0 * people - graph[taken].sum())


def kolding() -> Problem:
    """The assignment of the invented Kolding."""
    world = make_world(make_municipality("kolding", 1, load_catalogue()), load_catalogue())
    pairs, weights = find_pairs(world), load_weights()
    options = build_options(world, pairs, weights)
    return make_problem(world, pairs, options, find_floors(world, pairs, options, weights)[0])


def judging() -> tuple[float, float]:
    """Seconds to judge a million pairs in columns, and in words pair by pair (from a sample of the village)."""
    catalogue = load_catalogue()
    world = make_world(make_municipality("kolding", 1, catalogue), catalogue)
    rows = [world.facts.candidate_by_id[c] for c in sorted(world.facts.candidate_by_id)]
    seconds, blocks = timed(lambda: [judged.verdict for _, judged in judged_blocks(world, rows)])
    per_million = seconds / sum(block.size for block in blocks) * 1e6
    sample = [(rows[i].id, world.openings.rows[i].id) for i in range(50)]
    one, verdicts = timed(
        lambda: [max((r.verdict for r in reasons_for(pair_of(world, *p))), default=0) for p in sample]
    )
    expected = [int(blocks[0][i, i]) for i in range(50)]
    assert [int(v) for v in verdicts] == expected and max(expected) <= Verdict.NO
    return per_million, one / len(sample) * 1e6


def assignment_rows() -> Iterator[Row]:
    """Who goes where, beside what else could be asked."""
    small = places_only(500)
    solve(small)
    problem = places_only(10_000)
    result: Result
    ours, result = timed(lambda: solve(problem))
    peer, value = timed(lambda: by_matching(problem))
    assert abs(result.objective - value) < 1e-6 * value
    yield Row(
        "places only, 10,000 people × 50, with prices",
        f"{ours:.2f} s",
        f"SciPy matching {peer:.2f} s",
        f"{peer / ours:.1f} × as fast",
    )
    problem = kolding()
    for gap, title in ((PlanRequest.gap, f"within {PlanRequest.gap:.1%}"), (OPTIMAL_GAP, "proven the best")):
        ours, result = timed(partial(solve, problem, time_limit=PEER_SECONDS, gap=gap))
        plain = whole_by_highs(problem, PEER_SECONDS, gap)
        yield Row(
            f"Kolding, all resources: a plan {title}",
            f"{_percent(result.gap)} in {ours:.0f} s",
            f"HiGHS alone {_percent(plain.gap)} in {plain.seconds:.0f} s",
            f"{plain.seconds / ours:.1f} × as fast",
        )
    columns, words = judging()
    yield Row(
        "judging pairs", f"{columns:.1f} s a million", f"pair by pair {words:.0f} s", f"{words / columns:.0f} × as fast"
    )


PARTS: dict[str, Callable[[], Iterable[Row]]] = {
    "assignment": assignment_rows,
    "learning": learning.rows,
    "texts": texts.rows,
}


def main() -> int:
    """Print the table; 1 when a bound is not met."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", help=f"only these of {', '.join(PARTS)}; all where none is named")
    parts = options.parse_args().parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        options.error(f"there is no part {', '.join(sorted(unknown))}")
    rows = [row for part in parts for row in PARTS[part]()]
    Console(width=140).print(table_of(rows))
    load = ", ".join(f"{minutes:.1f}" for minutes in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}")
    return status_of(rows)


def _percent(gap: float | None) -> str:
    return "no plan" if gap is None else f"{gap:.2%}"


if __name__ == "__main__":
    sys.exit(main())
