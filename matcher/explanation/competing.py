"""Options that compete for what is scarce: values, prices, and why a possible option is not in the plan."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Facts, MatcherError
from matcher.domain.plan import Resource, ResourceKind, ResourceUse
from matcher.explanation.pieces import OptionTrace, Place, ResourceTrace, Standing
from matcher.explanation.trace import MoreTrace
from matcher.explanation.wording import PRICED, one_more, unit_price, worth

if TYPE_CHECKING:
    from matcher.pipeline import Planned

_SAME = 1e-9


def place_of(facts: Facts, opening: str) -> Place:
    """Where an opening is.

    Raises
    ------
    MatcherError
        When there is no such opening.
    """
    if opening not in facts.opening_by_id:
        raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
    row = facts.opening_by_id[opening]
    workplace = facts.workplace_by_id[row.workplace]
    employer = facts.employer_by_id[workplace.employer]
    return Place(
        opening=row.id,
        title=row.title,
        workplace=workplace.id,
        workplace_name=workplace.name,
        employer=employer.id,
        employer_name=employer.name,
        sector=workplace.sector,
        places=row.places,
    )


def row_of_candidate(planned: Planned, candidate: str) -> int:
    """Position of a candidate among the plan's.

    Raises
    ------
    MatcherError
        When the plan does not know her.
    """
    rows = planned.pairs.rows
    n = bisect_left(rows, candidate, key=lambda row: row.id)
    if n == len(rows) or rows[n].id != candidate:
        raise MatcherError(f"Der er ingen borger med id {candidate} i planen; se ids på arket Borgere")
    return n


def row_of_opening(planned: Planned, opening: str) -> int:
    """Position of an opening among the world's.

    Raises
    ------
    MatcherError
        When there is no such opening.
    """
    rows = planned.world.openings.rows
    m = bisect_left(rows, opening, key=lambda row: row.id)
    if m == len(rows) or rows[m].id != opening:
        raise MatcherError(f"Der er ingen stilling med id {opening} i planen; se ids på arket Stillinger")
    return m


def use_of(planned: Planned, resource: str) -> ResourceUse:
    """Use and price of a resource in the plan."""
    uses = planned.plan.resources
    return uses[bisect_left(uses, resource, key=lambda use: use.resource.id)]


def net_values(planned: Planned, options: NDArray[np.integer]) -> NDArray[np.float64]:
    """Value minus the prices of what is used, for some options (positions)."""
    prices: NDArray[np.float64] = planned.options.uses[options] @ np.asarray(planned.result.prices, dtype=np.float64)
    net: NDArray[np.float64] = planned.options.valued.total[options] - prices
    return net


def resource_traces(
    planned: Planned, uses: Sequence[tuple[str, float]], *, only_priced: bool = False
) -> tuple[ResourceTrace, ...]:
    """What an option uses, the dearest first."""
    traced = [resource_trace(use_of(planned, resource), amount) for resource, amount in uses]
    kept = [t for t in traced if t.price > PRICED or not only_priced]
    return tuple(sorted(kept, key=lambda t: (-t.price * t.amount, t.id)))


def resource_trace(use: ResourceUse, amount: float) -> ResourceTrace:
    """One resource with its price in words."""
    resource = use.resource
    price = worth(unit_price(resource.unit, use.price))
    if use.price <= PRICED and use.left > _SAME:
        sentence = "Ikke knap."
    elif use.price <= PRICED:
        sentence = "Brugt op, men mere af det ville ikke gøre planen bedre."
    elif resource.kind is ResourceKind.PLACE and use.left < 1:
        sentence = f"Denne plads er også værd op til {price} for andre."
    else:
        short = "er knap" if use.left <= _SAME else "er næsten knap"
        sentence = f"{resource.label} {short}: {one_more(resource.unit)} ville løfte planens værdi med op til {price}."
    return ResourceTrace(
        resource.id,
        resource.kind,
        resource.label,
        resource.unit,
        amount,
        resource.capacity,
        use.left,
        use.price,
        sentence,
    )


def options_for(
    planned: Planned, candidate: str, limit: int = 3, without: Collection[str] = ()
) -> tuple[OptionTrace, ...]:
    """A candidate's best options by value minus price, one for each opening.

    Parameters
    ----------
    limit
        Most openings.
    without
        Openings to leave out.
    """
    n = row_of_candidate(planned, candidate)
    mine = np.flatnonzero(planned.options.candidate == n)
    skipped = {row_of_opening(planned, opening) for opening in without}
    mine = mine[~np.isin(planned.options.opening[mine], sorted(skipped))]
    return tuple(option_trace(planned, int(k)) for k in _best(planned, mine, planned.options.opening[mine], limit))


def options_of(
    planned: Planned, opening: str, limit: int = 3, without: Collection[str] = ()
) -> tuple[OptionTrace, ...]:
    """An opening's best options by value minus price, one for each candidate; `without` names those to leave out."""
    m = row_of_opening(planned, opening)
    here = np.flatnonzero(planned.options.opening == m)
    skipped = {row_of_candidate(planned, candidate) for candidate in without}
    here = here[~np.isin(planned.options.candidate[here], sorted(skipped))]
    return tuple(option_trace(planned, int(k)) for k in _best(planned, here, planned.options.candidate[here], limit))


def _best(
    planned: Planned, options: NDArray[np.integer], group: NDArray[np.integer], limit: int
) -> NDArray[np.integer]:
    """The best option of each group, the best `limit` groups first."""
    order = np.lexsort((options, -net_values(planned, options)))
    _, first = np.unique(group[order], return_index=True)
    best: NDArray[np.integer] = options[order[np.sort(first)[:limit]]]
    return best


def option_trace(planned: Planned, k: int) -> OptionTrace:
    """One option with its price and its standing."""
    options, world = planned.options, planned.world
    candidate = planned.pairs.rows[int(options.candidate[k])].id
    place = place_of(world.facts, world.openings.rows[int(options.opening[k])].id)
    value = float(options.valued.total[k])
    net = float(net_values(planned, np.array([k]))[0])
    row = options.uses[[k]].tocoo()
    uses = [(options.resources.rows[r].id, float(a)) for r, a in zip(row.col, row.data, strict=True)]
    standing, sentence = _standing(planned, k, net)
    return OptionTrace(
        candidate=candidate,
        place=place,
        hours=float(options.hours[k]),
        presence=float(options.presence[k]),
        commute=float(planned.pairs.commute[options.ways.pair[k]]),
        value=value,
        price=value - net,
        net=net,
        standing=standing,
        sentence=sentence,
        scarce=resource_traces(planned, uses, only_priced=True),
    )


def _standing(planned: Planned, k: int, net: float) -> tuple[Standing, str]:
    options = planned.options
    chosen = np.asarray(planned.result.chosen)
    if k in chosen:
        return Standing.PROPOSED, "Foreslået i planen."
    if planned.plan.objective is None:
        return Standing.OPEN, "Der er ingen plan at måle mod."
    own = chosen[options.candidate[chosen] == options.candidate[k]]
    missing = missing_resources(planned, k, own)
    if missing and _is_held(planned, missing[0]):
        return Standing.TAKEN, f"{missing[0].label} holdes af en placering, der findes i forvejen."
    if any(resource.kind is ResourceKind.PLACE for resource in missing):
        return Standing.TAKEN, "Der er ikke flere pladser: de giver mere værdi for andre i planen."
    if missing:
        return Standing.SCARCE, f"{missing[0].label} er brugt op, hvor det giver mere værdi i planen."
    if len(own):
        best = float(net_values(planned, own).max())
        if net < best - _SAME:
            how = f"{worth(net)} mod {worth(best)}"
            return Standing.LESS_WORTH, f"Værdien efter pris på det knappe er mindre end for det foreslåede: {how}."
    return Standing.OPEN, f"Der er plads. {proof_words(planned)} Fasthold parret for at prøve det."


def _is_held(planned: Planned, resource: Resource) -> bool:
    """Whether placements that were set aside have booked of it."""
    if planned.aside is None:
        return False
    return float(planned.aside.used[planned.options.resources.rows.index(resource)]) > 0.0


def proof_words(planned: Planned) -> str:
    """How far the plan is proven, in a sentence."""
    if planned.plan.gap is None:
        return "Planen er ikke bevist."
    gap = f"{planned.plan.gap * 100:.1f}".replace(".", ",")
    return f"Planen er bevist inden for {gap} % af den bedst tænkelige."


def missing_resources(planned: Planned, k: int, freed: NDArray[np.integer]) -> list[Resource]:
    """Resources of which too little is left for option `k` when the `freed` options give theirs back."""
    options = planned.options
    back = np.asarray(options.uses[freed].sum(axis=0)).ravel() if len(freed) else np.zeros(len(options.resources.rows))
    row = options.uses[[k]].tocoo()
    found = []
    for r, amount in sorted(zip(row.col, row.data, strict=True)):
        resource = options.resources.rows[r]
        if use_of(planned, resource.id).left + back[r] < amount - 1e-6:
            found.append(resource)
    return found


def more_of(options: Sequence[OptionTrace]) -> tuple[MoreTrace, ...]:
    """What one more of each scarce resource in those options would do, the dearest first."""
    found: dict[str, MoreTrace] = {}
    for option in options:
        for r in option.scarce:
            price = worth(unit_price(r.unit, r.price))
            what = f"{one_more(r.unit)[0].upper()}{one_more(r.unit)[1:]}"
            sentence = f"{what} – {r.label} – ville løfte planens værdi med op til {price}."
            found[r.id] = MoreTrace(r.id, r.kind, r.label, r.unit, r.price, sentence)
    return tuple(sorted(found.values(), key=lambda more: (-unit_price(more.unit, more.price), more.resource)))
