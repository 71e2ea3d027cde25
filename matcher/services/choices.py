"""What another weighting of the same lists would have given, from the choices that were logged with their chances.

What is valued: the lists that chance had a part in (`matcher.services.drawn_lists`), each with the openings and ways of
filling them that were shown, put in another order by other weights and the same rule of tie-breaks; prices and the
plan's own are held as they were. A list is one draw (person, day and plan), as it was shown first.

What came of it, of the openings shown, as the store knows:

* ``started``: it was proposed from the list (`matcher.services.lists`) and began within 13 weeks of it;
* ``lasted``: it also ran for 13 weeks, or ended before for a reason that says nothing of the fit.

Only lists are counted of which this can be known by now: shown at least 13 and 26 weeks ago. Openings change places
only within `matcher.tie_breaks.EPSILON` of each other, so a weighting that would turn round what is further apart was
never tried, and cannot be told of. Nothing is said of few: of one to nine people with a result, or without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from matcher.disclosure.small_numbers import SMALL
from matcher.features.names import FEATURE_NAMES
from matcher.learning import SAYS_NOTHING_OF_THE_FIT
from matcher.services.caller import Role
from matcher.services.errors import NotHere
from matcher.services.learned import opened
from matcher.services.lists import logged_lists, proposed_from
from matcher.services.models import require_learning
from matcher.services.unit import HERE, Unit
from matcher.store import tables
from matcher.value import PARTS, weighed
from models.evaluation.off_policy import FEWEST_EFFECTIVE, OffPolicy
from models.evaluation.ranked_lists import ListsValue, RankedList, value_of_order
from models.tie_breaks import chances_at_places

if TYPE_CHECKING:
    from matcher.weights import Weights

FORMAT = "brobygger-choices/1"
BEGINS = timedelta(weeks=13)
"""How long after a list a placement counts as having begun from it."""
LASTS = timedelta(weeks=13)
"""How long it runs to have lasted: the first horizon of what is learned."""
RESULTS = {"started": BEGINS, "lasted": BEGINS + LASTS}
"""What may come of a list, and how old a list is when it is known."""
_CHANCE = 1e-6
Document = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """A list that was drawn by chance, and what came of it.

    Attributes
    ----------
    person
        A number; it tells nothing of who she is.
    at
        When it was shown first.
    epsilon
        How far apart openings of about the same worth were at most.
    features, parts
        float64 [n, F] and [n, 9] of the openings by place, in the order of `FEATURE_NAMES` and `PARTS`.
    net, price
        float64 [n], value less price by the weights in use then, and the price.
    planned
        bool [n], whether the plan proposed it: then it kept the lead among its equals.
    proposed, started, lasted
        bool [n], what became of each.
    """

    person: int
    at: datetime
    epsilon: float
    features: NDArray[np.float64]
    parts: NDArray[np.float64]
    net: NDArray[np.float64]
    price: NDArray[np.float64]
    planned: NDArray[np.bool_]
    proposed: NDArray[np.bool_]
    started: NDArray[np.bool_]
    lasted: NDArray[np.bool_]

    @property
    def logged(self) -> NDArray[np.float64]:
        """The chance of each opening at each place, given which openings were shown: float64 [n places, n openings]."""
        return chances_at_places(self.net, self.epsilon, self.planned)

    def by(self, weights: Weights) -> NDArray[np.float64]:
        """The same by other weights."""
        net = weighed(self.features, self.parts, weights).total - self.price
        return chances_at_places(np.round(net, 9), self.epsilon, self.planned)


@dataclass(frozen=True)
class Choices:
    """Every list that can be valued.

    Attributes
    ----------
    rows
        The oldest first.
    left_out
        Lists with other features or parts than those of today, or whose chances do not follow from what was kept.
    now
        When they were read.
    """

    rows: tuple[Choice, ...]
    left_out: int
    now: datetime


def evaluate_choices(unit: Unit, others: Weights | str) -> Document:
    """What other weights would have given, as a plain document; the evaluator learns of nobody.

    Parameters
    ----------
    others
        The weights, or the id of a kept model whose weights they are.

    Raises
    ------
    NotHere
        When there is no such model.
    Unavailable
        When learning is switched off and a model is asked for.
    MatcherError
        When the model is not as it was saved, or was trained on other features.
    """
    choices = read(unit)
    return document(choices, _of_model(unit, others) if isinstance(others, str) else others)


def read(unit: Unit) -> Choices:
    """The lists that were drawn by chance, with what came of them, as they are in this moment."""
    unit.require(Role.EVALUATOR)
    _ = unit.purpose
    d = tables.drawn_lists
    kept = unit.connection.execute(sa.select(d).order_by(d.c.at, d.c.candidate, d.c.seed)).mappings().all()
    people = {candidate: n for n, candidate in enumerate(sorted({row["candidate"] for row in kept}))}
    logged = logged_lists(unit, people)
    shown = {(one.candidate, one.seed) for lists in logged.values() for one in lists}
    results: dict[tuple[str, int | None], list[Mapping[Any, Any]]] = {}
    for made in _by_hand(unit):
        one = proposed_from(logged.get(made["candidate"], ()), made["opening"], made["created_at"])
        if one is not None:
            results.setdefault((one.candidate, one.seed), []).append(made)
    found, left_out = [], 0
    for row in kept:
        key = (row["candidate"], row["seed"])
        # Without its row in the log nobody can say what was proposed from it.
        choice = _choice(dict(row), people[row["candidate"]], results.get(key, ()), unit) if key in shown else None
        left_out += choice is None
        found += [] if choice is None else [choice]
    unit.record("evaluate", "choices", "", subjects=frozenset(people), count=len(found))
    return Choices(tuple(found), left_out, unit.now)


def document(choices: Choices, weights: Weights) -> Document:
    """Both estimates of both results, with what hides small numbers hidden and what cannot be told named."""
    return {
        "format": FORMAT,
        "weights": f"{weights.version} ({weights.fingerprint})",
        "left_out": choices.left_out if choices.left_out == 0 or choices.left_out >= SMALL else None,
        "results": {name: _told(choices, name, weights) for name in RESULTS},
    }


def estimates(rows: Sequence[Choice], result: str, weights: Weights) -> ListsValue:
    """The value of other weights for one of `RESULTS`, from those lists."""
    return value_of_order(
        [
            RankedList(
                person=row.person,
                x=np.column_stack([row.features, row.net]),
                logged=row.logged,
                target=row.by(weights),
                reward=getattr(row, result).astype(np.float64),
                taken=row.proposed,
            )
            for row in rows
        ]
    )


def _of_model(unit: Unit, model: str) -> Weights:
    from matcher.weights import learned_weights, load_weights

    require_learning(unit)
    m = tables.model_versions
    query = sa.select(m.c.document, m.c.checksum, m.c.card).where(m.c.id == model)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return learned_weights(load_weights(), model, opened(row))


def _told(choices: Choices, result: str, weights: Weights) -> Document:
    rows = [row for row in choices.rows if row.at + RESULTS[result] <= choices.now]
    people = len({row.person for row in rows})
    having = len({row.person for row in rows if getattr(row, result).any()})
    empty: Document = {"lists": None, "people": None, "overlap": None, "unsupported": None, "effective": None}
    empty |= {"logged": None, "ips": None, "dr": None, "ips_gain": None, "dr_gain": None}
    if people < SMALL:
        return empty | {"told": False, "why": f"Under {SMALL} borgere har lister, der er gamle nok."}
    known = empty | {"lists": len(rows), "people": people}
    if having < SMALL or 0 < people - having < SMALL:
        return known | {"told": False, "why": f"Under {SMALL} borgere har, eller mangler, et forløb fra en liste."}
    found = estimates(rows, result, weights)
    known |= {
        "logged": found.logged.as_dict(),
        "overlap": found.overlap,
        "unsupported": found.ips.unsupported,
        "effective": found.ips.effective,
    }
    why = _cannot_be_told(found.ips, found.speaking)
    if why is not None:
        return known | {"told": False, "why": why}
    return known | {
        "told": True,
        "why": None,
        "ips": found.ips.estimate.as_dict(),
        "dr": found.dr.estimate.as_dict(),
        "ips_gain": found.ips_gain.as_dict(),
        "dr_gain": found.dr_gain.as_dict(),
    }


def _cannot_be_told(found: OffPolicy, speaking: int) -> str | None:
    """Why nothing is said of the other weights; None when something is."""
    if found.unsupported > 0.05:
        return (
            "Over 5 % af det, de andre vægte ville vise, har listerne aldrig prøvet: stillinger bytter kun plads, når "
            "de er næsten lige meget værd."
        )
    if found.effective < FEWEST_EFFECTIVE:
        return f"Listerne svarer til under {FEWEST_EFFECTIVE} af de andre vægtes egne."
    if speaking < SMALL:
        return f"Under {SMALL} borgere med et forløb fik en liste, som de andre vægte også kunne have vist."
    return None


def _by_hand(unit: Unit) -> list[dict[Any, Any]]:
    p, o = tables.placements, tables.outcomes
    of_outcome = (o.c.started.label("began"), o.c.ended.label("over"), o.c.end_code)
    query = sa.select(p.c.candidate, p.c.opening, p.c.created_at, *of_outcome).outerjoin(o, o.c.placement == p.c.id)
    return [dict(row) for row in unit.connection.execute(query.where(p.c.plan.is_(None))).mappings()]


def _choice(row: Mapping[Any, Any], person: int, results: Sequence[Mapping[Any, Any]], unit: Unit) -> Choice | None:
    """One list; None when it cannot be valued by the weights of today."""
    shown = row["shown"]
    if tuple(shown["features"]) != FEATURE_NAMES or tuple(shown["parts"]) != PARTS:
        return None
    openings = shown["openings"]
    day = row["at"].astimezone(HERE).date()
    proposed: set[str] = set()
    started: set[str] = set()
    lasted: set[str] = set()
    for one in results:
        proposed.add(one["opening"])
        if one["began"] is None or one["began"] > day + BEGINS:
            continue
        started.add(one["opening"])
        until = unit.day if one["over"] is None else one["over"]
        if until - one["began"] >= LASTS or one["end_code"] in SAYS_NOTHING_OF_THE_FIT:
            lasted.add(one["opening"])
    names = [one["opening"] for one in openings]
    choice = Choice(
        person=person,
        at=row["at"],
        epsilon=row["epsilon"],
        features=np.array([one["features"] for one in openings], dtype=np.float64),
        parts=np.array([one["parts"] for one in openings], dtype=np.float64),
        net=np.array([one["net"] for one in openings], dtype=np.float64),
        price=np.array([one["price"] for one in openings], dtype=np.float64),
        planned=np.array([one["planned"] for one in openings], dtype=np.bool_),
        proposed=np.array([name in proposed for name in names], dtype=np.bool_),
        started=np.array([name in started for name in names], dtype=np.bool_),
        lasted=np.array([name in lasted for name in names], dtype=np.bool_),
    )
    # Of the last group some may not have been shown, so given which were, each place is likelier than it was at first.
    follows = np.diagonal(choice.logged) >= np.array([one["chance"] for one in openings]) - _CHANCE
    return choice if bool(follows.all()) else None
