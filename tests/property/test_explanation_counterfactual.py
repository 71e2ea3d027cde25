"""What the rules say in words is what they decide; and the changes they name are true."""

from __future__ import annotations

from hypothesis import given, settings

from matcher.columns import World, make_world
from matcher.demo import make_municipality
from matcher.domain import Facts
from matcher.domain.reason import Verdict, applied
from matcher.eligibility import HARD_RULES, counterfactual, explain_pair, judge, judged_blocks, pair_of, reasons_for
from matcher.options import build_options
from matcher.pairs import find_pairs
from matcher.weights import load_weights
from tests.municipality import CATALOGUE
from tests.property.invented import pairs

WEIGHTS = load_weights()


def rules_in(bits: int) -> set[str]:
    return {rule.id for place, rule in enumerate(HARD_RULES) if bits >> place & 1}


def require_words_equal_verdicts(world: World, candidate: str, opening: str, verdict: int, no: int, ask: int) -> None:
    """Every rule that says no has a reason that says no, every rule that asks a reason that asks, and no others."""
    reasons = reasons_for(pair_of(world, candidate, opening))
    assert max((reason.verdict for reason in reasons), default=Verdict.YES) == verdict
    refused = {reason.rule for reason in reasons if reason.verdict is Verdict.NO}
    asked = {reason.rule for reason in reasons if reason.verdict is Verdict.ASK}
    assert refused == rules_in(no)
    assert asked - refused == rules_in(ask)
    assert all(reason.question and reason.asked for reason in reasons if reason.verdict is Verdict.ASK)


def test_every_pair_of_a_village_is_told_as_it_is_judged() -> None:
    world = make_world(make_municipality("village", 2, CATALOGUE), CATALOGUE)
    rows = [world.facts.candidate_by_id[c] for c in sorted(world.facts.candidate_by_id)]
    seen = set()
    for first, judged in judged_blocks(world, rows):
        for n, m in zip(*judged.verdict.nonzero(), strict=True):
            verdict, no, ask = (int(a[n, m]) for a in (judged.verdict, judged.blocking, judged.asking))
            require_words_equal_verdicts(world, rows[first + n].id, world.openings.rows[m].id, verdict, no, ask)
            seen.add(verdict)
        for n, m in zip(*(judged.verdict == Verdict.YES).nonzero(), strict=True):
            assert explain_pair(world, rows[first + n].id, world.openings.rows[m].id) == (Verdict.YES, [])
            seen.add(0)
    assert seen == {0, 1, 2}


@settings(max_examples=120)
@given(facts=pairs())
def test_any_pair_is_told_as_it_is_judged(facts: Facts) -> None:
    world = make_world(facts, CATALOGUE)
    pair = pair_of(world, "borger-1", "stilling-1")
    judged = judge(pair.block)
    verdict, no, ask = (int(a[0, 0]) for a in (judged.verdict, judged.blocking, judged.asking))
    require_words_equal_verdicts(world, "borger-1", "stilling-1", verdict, no, ask)


def require_true(world: World, candidate: str, opening: str) -> bool:
    """Carry out the changes of the counterfactual, plan again, and find the pair among the options."""
    promised = counterfactual(world, candidate, opening)
    assert promised.reached, promised.changes
    changed = make_world(applied(world.facts, promised.changes), CATALOGUE)
    assert explain_pair(changed, candidate, opening) == (Verdict.YES, [])
    found = find_pairs(changed, [changed.facts.candidate_by_id[candidate]])
    m = [row.id for row in changed.openings.rows].index(opening)
    assert m in found.opening
    assert m in build_options(changed, found, WEIGHTS).opening
    return bool(promised.changes)


def test_the_changes_a_village_pair_needs_make_it_possible() -> None:
    world = make_world(make_municipality("village", 1, CATALOGUE), CATALOGUE)
    every = [(c.id, o.id) for c in world.facts.candidates for o in world.facts.openings]
    changed = [require_true(world, candidate, opening) for candidate, opening in every[::11]]
    assert sum(changed) > len(changed) / 2


@settings(max_examples=120)
@given(facts=pairs())
def test_the_changes_any_pair_needs_make_it_possible(facts: Facts) -> None:
    require_true(make_world(facts, CATALOGUE), "borger-1", "stilling-1")
