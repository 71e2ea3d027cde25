"""What refuses the pairs of one candidate or of one opening: counted by rule and by cause, and the nearest misses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World
from matcher.columns.encoding import NO_DAY
from matcher.columns.need import axis_limits
from matcher.domain import Candidate, Kind, Necessity, Opening, WishSubject
from matcher.domain.reason import Verdict
from matcher.eligibility import HARD_RULES, counterfactual, judge
from matcher.eligibility.block import Block
from matcher.eligibility.evaluate import Judged
from matcher.eligibility.needs import condition_verdict, consumed_verdict
from matcher.explanation.competing import place_of
from matcher.explanation.pieces import NearMiss
from matcher.explanation.trace import RuleCount
from matcher.features import pair_features
from matcher.value import Ingredients, value
from matcher.weights import Weights

_RULE = {rule.id: place for place, rule in enumerate(HARD_RULES)}
_HER_OWN = ("own_no", "own_tasks", "forbidden")
"""Rules that rest on a person's own no or a consultant's: what they refuse is suggested last."""
_DAYS_PER_MONTH = 30.4375
_FAR = 10_000.0
_TRIES = 3
"""Pairs tried for each near miss wanted."""


def judged_row(world: World, candidate: Candidate) -> Judged:
    """One candidate against every opening: 1 × M."""
    return judge(Block(world, world.candidates([candidate])))


def judged_column(world: World, candidates: CandidateColumns, opening: Opening) -> Judged:
    """Every candidate against one opening: N × 1."""
    place = np.array([world.openings.place[opening.id]])
    return judge(Block(replace(world, openings=world.openings.only(place)), candidates))


def rule_counts(judged: Judged) -> tuple[RuleCount, ...]:
    """How many pairs of a row or column each hard rule refuses, the most frequent first."""
    alone = np.bitwise_count(judged.blocking) == 1
    found = []
    for place, rule in enumerate(HARD_RULES):
        refused = (judged.blocking >> np.uint32(place)) & np.uint32(1) > 0
        if not refused.any():
            continue
        details = _details(judged.block, rule.id)
        found.append(
            RuleCount(
                rule=rule.id,
                title=rule.title,
                legal=rule.legal,
                blocked=int(refused.sum()),
                only=int((refused & alone).sum()),
                details=tuple(sorted(details.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return tuple(sorted(found, key=lambda count: (-count.blocked, _RULE[count.rule])))


def _details(block: Block, rule: str) -> Counter[str]:
    """What in words a rule refuses pairs for, with the number of pairs; empty where the rule itself says it."""
    if rule in ("conditions", "equipment", "support"):
        return _by_accommodation(block, rule)
    if rule == "task_limits":
        return _by_limit(block)
    if rule == "certificates":
        return _by_certificate(block)
    if rule == "own_no":
        return _by_wish(block)
    return Counter()


def _by_accommodation(block: Block, rule: str) -> Counter[str]:
    kinds = {"equipment": Kind.EQUIPMENT, "support": Kind.SUPPORT_HOURS}
    found: Counter[str] = Counter()
    for need in block.candidates.needs:
        accommodation = need.accommodation
        if (accommodation.kind is kinds[rule]) if rule in kinds else not accommodation.consumed:
            of = consumed_verdict if accommodation.consumed else condition_verdict
            refused = int((of(need, block)[:, block.openings.workplace] == Verdict.NO).sum())
            if refused:
                found[accommodation.danish] += refused
    return found


def _by_limit(block: Block) -> Counter[str]:
    """Pairs in which a core task asks more than one need about tasks allows."""
    accommodations = block.world.catalogue.accommodations
    found: Counter[str] = Counter()
    o = block.openings
    for candidate in block.candidates.rows:
        for need in candidate.needs:
            accommodation = accommodations[need.accommodation]
            if accommodation.kind is not Kind.TASK or need.necessity is not Necessity.MUST:
                continue
            over = np.zeros(len(o.task), dtype=bool)
            for axis, allowed in axis_limits(need, accommodation):
                over |= o.profiles[o.profile, block.world.encoding.axes[axis]] > allowed
            refused = len(np.unique(o.task_opening[over & o.core]))
            if refused:
                found[accommodation.danish] += refused
    return found


def _by_certificate(block: Block) -> Counter[str]:
    c, o = block.candidates, block.openings
    found: Counter[str] = Counter()
    for bit, certificate in enumerate(block.world.catalogue.certificates.values()):
        lacks = c.certificates_known & ((c.certificates >> bit) & 1 == 0)
        refused = int(lacks.sum()) * int(((o.certificates >> bit) & 1).sum())
        if refused:
            found[certificate.danish] += refused
    return found


def _by_wish(block: Block) -> Counter[str]:
    facts, sectors = block.world.facts, block.world.catalogue.sectors
    workplaces = [facts.workplace_by_id[o.workplace] for o in block.openings.rows]
    found: Counter[str] = Counter()
    for candidate in block.candidates.rows:
        for wish in candidate.wishes:
            if wish.wanted:
                continue
            if wish.subject is WishSubject.SECTOR:
                name, refused = sectors[wish.target].danish, sum(w.sector == wish.target for w in workplaces)
            elif wish.subject is WishSubject.WORKPLACE:
                name = facts.workplace_by_id[wish.target].name
                refused = sum(w.id == wish.target for w in workplaces)
            elif wish.subject is WishSubject.EMPLOYER:
                name = facts.employer_by_id[wish.target].name
                refused = sum(w.employer == wish.target for w in workplaces)
            else:
                continue
            if refused:
                found[name] += refused
    return found


def near_misses(world: World, weights: Weights, judged: Judged, limit: int) -> tuple[NearMiss, ...]:
    """Refused pairs that the fewest changes make possible, each tried on the facts.

    Pairs refused by one rule alone come first, those with fewer open questions before others, then by the value they
    would have; what rests on somebody's own no comes last.
    """
    n, m = np.nonzero(judged.verdict == Verdict.NO)
    if not len(n) or limit <= 0:
        return ()
    blocking, asking = judged.blocking[n, m], judged.asking[n, m]
    own = np.uint32(sum(1 << _RULE[rule] for rule in _HER_OWN))
    order = np.lexsort(
        (
            m,
            n,
            -rough_worth(world, weights, judged.block)[n, m],
            np.bitwise_count(asking),
            np.bitwise_count(blocking),
            (blocking & own) > 0,
        )
    )
    found: list[NearMiss] = []
    for p in order[: limit * _TRIES]:
        candidate, opening = judged.block.candidates.rows[n[p]].id, judged.block.openings.rows[m[p]].id
        tried = counterfactual(world, candidate, opening)
        if tried.reached:
            titles = tuple(_titles(int(blocking[p])))
            found.append(NearMiss(candidate, place_of(world.facts, opening), titles, tried.sentence, tried.changes))
        if len(found) == limit:
            break
    return tuple(sorted(found, key=lambda miss: len(miss.changes)))


def _titles(bits: int) -> Iterable[str]:
    return (rule.title for place, rule in enumerate(HARD_RULES) if bits >> place & 1)


def rough_worth(world: World, weights: Weights, block: Block) -> NDArray[np.float64]:
    """About what each pair of a small block would be worth if nothing refused it (float64 [N, M]); for ordering only.

    Text likeness and the cost of support are left out.
    """
    n, m = (side.reshape(-1) for side in np.indices(block.shape))
    c, o = block.candidates, block.openings
    features = pair_features(block, np.zeros(block.shape, dtype=np.float32), n, m)
    months = (world.facts.settings.day.toordinal() - c.waiting_since.astype(np.float64)) / _DAYS_PER_MONTH
    months[c.waiting_since == NO_DAY] = np.nan
    valued = value(
        Ingredients(
            features=features,
            hours=np.maximum(block.hours, block.least_hours)[n, m],
            hours_target=c.hours_target[n],
            hours_of_a_place=np.minimum(o.hours_max, o.hours_total / o.places)[m],
            months_waiting=months[n],
            cost=np.zeros(len(n)),
            commute=np.minimum(block.commute[n, m].astype(np.float64), _FAR),
        ),
        weights,
    )
    return valued.total.reshape(block.shape)
