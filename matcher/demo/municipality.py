"""The synthetic municipality, one part per line."""

from __future__ import annotations

from collections import Counter
from datetime import date
from types import MappingProxyType

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions, places, profiles, sectors
from matcher.demo.assumptions import OPENINGS_PER_CANDIDATE
from matcher.demo.candidates import make_candidates
from matcher.demo.decisions import draw_bindings, draw_go_aheads
from matcher.demo.declared import declared
from matcher.demo.draws import streams
from matcher.demo.histories import draw_histories
from matcher.demo.identities import draw_identities
from matcher.demo.needs import draw_needs
from matcher.demo.openings import draw_openings, workplaces_for
from matcher.demo.outcomes import draw_noted, draw_outcomes
from matcher.demo.people import draw_people
from matcher.demo.places import Size, districts_of
from matcher.demo.support import draw_clauses, draw_support
from matcher.demo.workplaces import draw_sites
from matcher.domain import Facts, MatcherError, Settings

CANDIDATES = MappingProxyType({"village": 60, "kolding": 1_200, "region": 12_000, "denmark": 100_000})
"""How many candidates each size has."""
WEEKS = 26
DAY = date(2026, 11, 23)


def make_municipality(size: Size, seed: int, catalogue: Catalogue, day: date = DAY) -> Facts:
    """Draw a municipality that does not exist, from published distributions and declared assumptions.

    Parameters
    ----------
    size
        ``village`` (60 candidates), ``kolding`` (1,200), ``region`` (12,000, the 22 municipalities of Southern Denmark)
        or ``denmark`` (100,000).
    seed
        Zero or more; the same size, seed and day give the same facts.
    catalogue
        Where postcodes, tasks, accommodations and certificates come from.
    day
        The day the plan is to be made for; all dates are set from it.

    Returns
    -------
    Facts
        Complete facts; `settings.assumptions` names every published figure with its source and every assumption.

    Raises
    ------
    MatcherError
        When the size does not exist or the seed is negative.
    """
    if size not in CANDIDATES:
        raise MatcherError(f"Størrelsen »{size}« findes ikke; vælg mellem {', '.join(CANDIDATES)}")
    if seed < 0:
        raise MatcherError(f"Frøet {seed} er negativt; vælg et helt tal fra 0 og op")
    n = CANDIDATES[size]
    rng = streams(seed, n)
    districts = districts_of(size, catalogue)
    homes = districts.draw(rng["candidates"], districts.home, n)
    counts = workplaces_for(rng["openings"], round(n * OPENINGS_PER_CANDIDATE.value))

    sites = draw_sites(rng["workplaces"], rng["provisions"], districts, len(counts), catalogue, day)
    openings = draw_openings(rng["openings"], counts, sites, catalogue, day)
    people = draw_people(rng["candidates"], homes, day)
    needs = draw_needs(rng["needs"], people, catalogue, day)
    histories = draw_histories(rng["wishes"], people.municipality, sites, catalogue)
    candidates = make_candidates(people, needs, histories, sites, catalogue)
    go_aheads = draw_go_aheads(rng["decisions"], candidates, openings, day)
    noted = draw_noted(rng["decisions"], candidates, histories, sites)
    support = draw_support(rng["support"], dict(Counter(people.municipality)), districts, catalogue, WEEKS)

    return Facts(
        settings=Settings(day=day, weeks=WEEKS, assumptions=assumption_sentences()),
        candidates=candidates,
        employers=sites.employers,
        workplaces=sites.workplaces,
        openings=openings,
        offers=support.offers,
        budgets=support.budgets,
        clauses=draw_clauses(rng["support"], sites, openings, n, catalogue, day),
        bindings=draw_bindings(candidates, openings, sites, catalogue, day),
        go_aheads=go_aheads,
        outcomes=draw_outcomes(rng["outcomes"], noted, candidates, sites, catalogue, day),
        identities=draw_identities(rng["identities"], [candidate.id for candidate in candidates]),
    )


def assumption_sentences() -> tuple[str, ...]:
    """Every published figure and every assumption the municipality is drawn from, one Danish sentence each."""
    return declared(vars(module) for module in (assumptions, places, profiles, sectors))
