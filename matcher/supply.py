"""The supply: everything but the candidates, made ready once and asked many times between plans.

A service asks for suggestions, explanations and shortlists all day, for people whose facts may have changed this
minute. What does not change with a person is made when the supply is: columns, resources, the weights of words, the
prices of the latest plan. It needs no solver, and nothing in it changes afterwards, so several threads may ask at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.columns import make_world
from matcher.columns.world import with_tasks
from matcher.domain import Binding, Candidate, Facts, MatcherError
from matcher.domain.reason import Verdict
from matcher.domain.suggestion import Shortlist, Standing, Suggestions
from matcher.eligibility import judge, pair_with, reasons_for
from matcher.eligibility.block import Block
from matcher.explanation.one_pair import options_of_pair, trace_of_pair
from matcher.explanation.trace import PairTrace
from matcher.features import candidate_words
from matcher.options import find_resources
from matcher.pairs import likeness_in, pairs_of
from matcher.ranking import Priced, openings_of, people_for, require_positive
from matcher.tie_breaks import TieBreaks
from matcher.weights import Weights
from models.text import TextLikeness


def make_supply(
    facts: Facts, catalogue: Catalogue, weights: Weights, prices: Mapping[str, float] | None = None
) -> Supply:
    """Make everything ready.

    Parameters
    ----------
    facts
        The municipality. Its candidates only tell how rare each word is; none is kept.
    prices
        Price of each resource by the latest plan (see `matcher.suggestions.prices_of`). A resource that the plan did
        not know has no price yet, so it costs nothing. None when there is no plan: everything is then free.
    """
    world = make_world(facts, catalogue, postcodes=catalogue.postcodes)
    facts = world.facts
    likeness = likeness_in(world, facts.candidates)
    resources = find_resources(world)
    done: dict[str, set[str]] = {}
    for outcome in facts.outcomes:
        done.setdefault(outcome.candidate, set()).update(outcome.tasks)
    bindings: dict[str, tuple[Binding, ...]] = {}
    for binding in facts.bindings:
        bindings[binding.candidate] = (*bindings.get(binding.candidate, ()), binding)
    alone = replace(facts, candidates=(), bindings=(), go_aheads=(), outcomes=())
    known = None if prices is None else np.array([prices.get(r.id, 0.0) for r in resources.rows], dtype=np.float64)
    return Supply(
        priced=Priced(replace(world, facts=alone, bindings=()), weights, resources, known),
        likeness=likeness,
        done={candidate: frozenset(tasks) for candidate, tasks in done.items()},
        bindings=bindings,
    )


@dataclass(frozen=True)
class Supply:
    """Openings, workplaces, support and prices as columns; made by `make_supply`, never changed.

    A candidate who is asked about is taken as she is given: she may be new, or have other needs, another home or other
    bindings than when the supply was made. Only her earlier placements are remembered from then.

    Attributes
    ----------
    priced
        The world without candidates, its resources and their prices.
    likeness
        How alike words are.
    done
        Tasks of earlier placements, by candidate id.
    bindings
        Pins and forbids as they were, by candidate id.
    """

    priced: Priced
    likeness: TextLikeness
    done: Mapping[str, frozenset[str]]
    bindings: Mapping[str, tuple[Binding, ...]]

    def suggest(
        self,
        candidate: Candidate,
        k: int = 10,
        chosen: frozenset[str] = frozenset(),
        bindings: Iterable[Binding] | None = None,
        ties: TieBreaks | None = None,
    ) -> Suggestions:
        """The best openings for one person, as `matcher.suggestions.suggest` finds them in the plan.

        Parameters
        ----------
        chosen
            The openings the plan proposes for her.
        bindings
            Her pins and forbids of today; those the supply was made with when left out.
        ties
            How openings of about the same worth change places; nothing is left to chance when left out.

        Raises
        ------
        MatcherError
            When k is not positive, or she names something that the supply does not know.
        """
        row = self._with_history(candidate)
        return openings_of(self._bound([row], bindings), row, self.likeness, chosen, k, ties)

    def explain(self, candidate: Candidate, opening: str, bindings: Iterable[Binding] | None = None) -> PairTrace:
        """Everything about one pair, as `matcher.explanation.explain_one` tells it.

        Raises
        ------
        MatcherError
            When the opening does not exist, or she names something that the supply does not know.
        """
        row = self._with_history(candidate)
        priced = self._bound([row], bindings)
        pair = pair_with(priced.world, row, opening)
        options = (
            ()
            if reasons_for(pair)
            else options_of_pair(priced.world, pair, priced.weights, self.likeness, priced.resources)
        )
        return trace_of_pair(pair, options, priced.weights)

    def shortlist(
        self,
        candidates: Sequence[Candidate],
        opening: str,
        k: int = 10,
        standing: Mapping[str, Standing] | None = None,
        go_aheads: Mapping[str, date] | None = None,
        gone_ahead_only: bool = False,
        proposed: Mapping[str, tuple[str, ...]] | None = None,
        bindings: Iterable[Binding] | None = None,
    ) -> Shortlist:
        """Whom one opening could be for, as `matcher.suggestions.shortlist` finds them in the plan.

        Parameters
        ----------
        candidates
            Everybody it may be for.
        standing
            What each person has by the latest plan (see `matcher.suggestions.standing_of`).
        go_aheads
            Who has said yes to being shown to this opening, and when.
        gone_ahead_only
            Only those who have said yes: all that an employer may be told of.
        proposed
            The openings the plan proposes for each person.
        bindings
            Everybody's pins and forbids of today; those the supply was made with when left out.

        Raises
        ------
        MatcherError
            When the opening does not exist, k is not positive, or somebody names what the supply does not know.
        """
        require_positive(k)
        place = self.priced.world.openings.place.get(opening)
        if place is None:
            raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
        yes = go_aheads or {}
        asked = [c for c in candidates if c.id in yes] if gone_ahead_only else candidates
        rows = [self._with_history(c) for c in sorted(asked, key=lambda c: c.id)]
        priced = self._bound(rows, bindings)
        world = replace(priced.world, openings=priced.world.openings.only(np.array([place])))
        refused = judge(Block(world, world.candidates(rows))).verdict[:, 0] != Verdict.YES
        rows = [row for row, no in zip(rows, refused.tolist(), strict=True) if not no]
        words = self.likeness.likeness([candidate_words(row, world.catalogue) for row in rows], np.array([place]))
        pairs = pairs_of(judge(Block(world, world.candidates(rows))), words)
        return people_for(
            priced,
            replace(pairs, opening=np.full_like(pairs.opening, place)),
            opening,
            k,
            standing=standing or {},
            go_aheads=yes,
            proposed=proposed or {},
            gone_ahead_only=gone_ahead_only,
        )

    def _with_history(self, candidate: Candidate) -> Candidate:
        return with_tasks(candidate, self.done[candidate.id]) if candidate.id in self.done else candidate

    def _bound(self, rows: Sequence[Candidate], bindings: Iterable[Binding] | None) -> Priced:
        """The world with the bindings of those candidates: today's when given, otherwise as they were."""
        if bindings is None:
            bindings = [binding for row in rows for binding in self.bindings.get(row.id, ())]
        known = self.priced.world.openings.place
        mine = tuple(binding for binding in bindings if binding.opening in known)
        return replace(self.priced, world=replace(self.priced.world, bindings=mine))


__all__ = ["Standing", "Supply", "make_supply"]
