"""Bundles: found exactly, listed completely, and the same whether compiled or not."""

from __future__ import annotations

import itertools
from unittest.mock import patch

import numpy as np
import pytest

from matcher.assignment import bundles as module
from matcher.assignment import compiled
from matcher.assignment.bounds import Prices, bound_at
from matcher.assignment.bundles import Pool, best_bundles, can_bundle, near_bundles, pool_of, singles
from matcher.assignment.core import Core, core_of
from matcher.assignment.problem import Problem


def groups(seed: int, *, candidates: int = 4, each: int = 6) -> Core:
    """People who may hold up to three of six jobs, within hours and without overlap."""
    random = np.random.default_rng(seed)
    count = candidates * each
    pairs = [(k, k + 1) for k in range(count - 1) if (k + 1) % each and random.random() < 0.4]
    return core_of(
        Problem.of(
            candidate=np.repeat(np.arange(candidates), each),
            value=random.uniform(0.1, 2.0, count),
            hours=random.integers(3, 9, count).astype(float),
            candidate_hours=random.integers(9, 16, candidates).astype(float),
            max_options=random.integers(1, 4, candidates),
            uses=np.ones((count, 1)),
            capacity=[3.0],
            conflicts=np.array(pairs, int).reshape(-1, 2),
        )
    )


def every_bundle(core: Core, g: int) -> list[tuple[int, ...]]:
    """Every set of options that one group may hold."""
    own = range(core.start[g], core.start[g + 1])
    clash = core.clash.toarray()
    return [
        chosen
        for size in range(1, int(core.most[g]) + 1)
        for chosen in itertools.combinations(own, size)
        if core.hours[list(chosen)].sum() <= core.limit[g] + 1e-9
        and not any(clash[a, b] for a, b in itertools.combinations(chosen, 2))
    ]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("fast", [False, True], ids=["plain", "compiled"])
def test_the_best_and_all_near_bundles_are_found(seed: int, fast: bool) -> None:
    core = groups(seed)
    reduced = core.value - 0.6  # some are worth less than nothing
    with patch.object(compiled, "WORTH_COMPILING", 0 if fast else 10**9):
        best, found = best_bundles(core, reduced)
        near, complete = near_bundles(core, reduced, best, 0.5, room=10_000)
    assert complete
    for g in range(len(core.most)):
        worth = {chosen: float(reduced[list(chosen)].sum()) for chosen in every_bundle(core, g)}
        right = max(0.0, *worth.values())
        assert best[g] == pytest.approx(right)
        listed = {tuple(k for k in row if k >= 0) for row in near.members[near.group == g].tolist()}
        assert listed == {chosen for chosen, value in worth.items() if value >= right - 0.5 - 1e-12}
        for row in found.members[found.group == g].tolist():
            assert worth[tuple(k for k in row if k >= 0)] == pytest.approx(right)


def test_too_many_bundles_are_reported_not_dropped_silently() -> None:
    core = groups(0)
    best, _ = best_bundles(core, core.value)
    assert near_bundles(core, core.value, best, 9.0, room=3)[1] is False
    assert near_bundles(core, core.value, best, 9.0, room=10_000, each=2)[1] is False
    assert near_bundles(core, core.value, best, 9.0, room=10_000)[1] is True


def test_a_group_too_tangled_to_search_gets_an_upper_bound() -> None:
    core = groups(1)
    exact, _ = best_bundles(core, core.value)
    with patch.object(module, "PATIENCE", 2):
        hasty, _ = best_bundles(core, core.value)
    assert (hasty >= exact - 1e-12).all()
    assert hasty.sum() > exact.sum()


def test_groups_that_hold_many_options_are_not_bundled() -> None:
    count = 12
    core = core_of(
        Problem.of(
            candidate=[0] * count + [1] * count,
            value=np.ones(2 * count),
            uses=np.ones((2 * count, 1)),
            capacity=[3.0],
            max_options=[5, 4],
        )
    )
    assert sorted(can_bundle(core).tolist()) == [False, True]
    assert sorted(core.most[can_bundle(core)].tolist()) == [4]


def test_a_pool_holds_each_bundle_once_and_finds_it_again() -> None:
    members = np.array([[-1, -1, 3, 1], [-1, -1, -1, 5], [-1, 1, -1, 3]], np.int32)
    pool = Pool.of(np.array([0, 1, 0]), members)
    assert pool.group.tolist() == [0, 1]
    assert pool.members.tolist() == [[-1, -1, 1, 3], [-1, -1, -1, 5]]
    other = Pool.of(np.array([1, 0]), np.array([[-1, -1, -1, 5], [-1, -1, -1, 1]], np.int32))
    assert pool.places_of(other).tolist() == [-1, 1]
    assert len(pool.joined(other)) == 3
    assert pool.options(np.array([0, 1])).tolist() == [1, 3, 5]


def test_a_plan_is_a_pool_of_one_bundle_for_each_group() -> None:
    core = groups(2)
    chosen = np.array([core.start[1], core.start[1] + 2, core.start[3]])
    pool = pool_of(core, chosen)
    assert pool.group.tolist() == [1, 3]
    assert pool.options(np.array([0, 1])).tolist() == chosen.tolist()
    assert len(singles(core)) == len(core.value)


@pytest.mark.parametrize("seed", range(5))
def test_any_prices_bound_every_plan(seed: int) -> None:
    core = groups(seed, candidates=2, each=4)
    random = np.random.default_rng(seed)
    prices = Prices.within(core, random.uniform(0, 1, len(core.capacity)), np.zeros(0))
    bound = bound_at(core, prices).value
    best = max(
        float(core.value[list(one + other)].sum())
        for one in [(), *every_bundle(core, 0)]
        for other in [(), *every_bundle(core, 1)]
        if len(one) + len(other) <= 3
    )
    assert bound >= best - 1e-12


def test_the_bound_at_the_right_price_is_tight() -> None:
    # Three people and one place worth 2, 3 and 2.5: at a price of 2.5 the bound is 2.5 + 0.5.
    core = core_of(Problem.of(candidate=[0, 1, 2], value=[2.0, 3.0, 2.5], uses=np.ones((3, 1)), capacity=[1.0]))
    assert bound_at(core, Prices(np.array([2.5]), np.zeros(0))).value == pytest.approx(3.0)
    assert bound_at(core, Prices(np.array([0.0]), np.zeros(0))).value == pytest.approx(7.5)
