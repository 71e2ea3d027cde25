"""What would another order of the same lists have given? Estimates from lists whose order was partly left to chance.

A list is a decision with many places. The whole of it is hardly ever what another policy would have shown, so places
are looked at one by one: what comes of an opening is taken to depend on the opening and its place, not on what stands
around it (the item-position model: S. Li, Y. Abbasi-Yadkori, B. Kveton and others, KDD 2018). With b(a, p) the chance
that the log put choice a at place p, π(a, p) that of the other policy, a_p what stood there and w_p = π(a_p, p) /
b(a_p, p), the value of a list is

* IPS     Σ_p w_p r_p;
* DR      Σ_p [Σ_a π(a, p) q(a, p) + w_p (r_p − q(a_p, p))], with q a ridge regression of r on what the choice is like
          and where it stands, learned from other persons' lists.

The number given is the mean over lists. Lists of one person are not independent: the interval is of the central limit
theorem over persons. The other policy's choices that the log gave no chance are `unsupported`, place by place, each
place counting as often as something came from it: of them neither can speak.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.evaluation.estimate import LEVEL, Estimate, Floats, normal, nothing, require
from models.evaluation.off_policy import OffPolicy

FOLDS = 5
"""Parts of the persons; q of each is learned from the others."""
_RIDGE = 1.0


@dataclass(frozen=True)
class RankedList:
    """One list, its choices in the order in which they were shown.

    Attributes
    ----------
    person
        Whose it is.
    x
        float64 [n, F], what each choice is like.
    logged, target
        float64 [n places, n choices], chances of each choice at each place by the log and by the other policy.
    reward
        float64 [n], what came of each.
    taken
        bool [n], which were taken up at all: they say how much a place counts.
    """

    person: int
    x: Floats
    logged: Floats
    target: Floats
    reward: Floats
    taken: NDArray[np.bool_]

    def __post_init__(self) -> None:
        n = len(self.x)
        require(n > 0, "a list has a choice")
        require(self.logged.shape == self.target.shape == (n, n), "chances are of each choice at each place")
        require(len(self.reward) == len(self.taken) == n, "each choice has a reward and was taken or not")
        require(bool((np.diagonal(self.logged) > 0).all()), "what was shown had a chance above 0")


class ListsValue(NamedTuple):
    """The value of another order, seen from the log.

    Attributes
    ----------
    logged
        Of the lists as they were: reward of a list.
    ips, dr
        Of the other policy, by the two estimators.
    ips_gain, dr_gain
        The other policy's less the log's own, list by list.
    overlap
        Share of the lists in which the log tried, at every place that counts, all that the other policy could show.
    speaking
        Persons with a reward that the estimates of the other policy rest on.
    """

    logged: Estimate
    ips: OffPolicy
    dr: OffPolicy
    ips_gain: Estimate
    dr_gain: Estimate
    overlap: float
    speaking: int


def value_of_order(lists: Sequence[RankedList], level: float = LEVEL) -> ListsValue:
    """The value of the other policy's order of those lists."""
    if not lists:
        empty = nothing(0, level)
        none = OffPolicy(empty, 0.0, math.nan, 0.0)
        return ListsValue(empty, none, none, empty, empty, math.nan, 0)
    person = np.unique([one.person for one in lists], return_inverse=True)[1]
    counts = _counts(lists)
    models = _models(lists, person)
    rows = np.array([_row(one, models[fold], counts) for one, fold in zip(lists, person % FOLDS, strict=True)])
    own, ips, dr, weight, unsupported, speaks = rows.T
    effective = float(weight.sum()) ** 2 / float((weight**2).sum()) if weight.any() else 0.0
    share, largest = float(unsupported.mean()), float(weight.max())

    def told(column: Floats) -> OffPolicy:
        return OffPolicy(by_person(column, person, level), effective, largest, 0.0, share)

    return ListsValue(
        logged=by_person(own, person, level),
        ips=told(ips),
        dr=told(dr),
        ips_gain=by_person(ips - own, person, level),
        dr_gain=by_person(dr - own, person, level),
        overlap=float((unsupported <= 1e-9).mean()),
        speaking=len(np.unique(person[speaks > 0])),
    )


def by_person(rows: Floats, person: NDArray[np.integer], level: float = LEVEL) -> Estimate:
    """The mean of rows, with an interval for rows of which those of a person hang together (Liang and Zeger, 1986).

    Parameters
    ----------
    person
        int [n], 0 … persons − 1.
    """
    many = int(person.max()) + 1 if len(person) else 0
    if many < 2:
        return nothing(len(rows), level)
    middle = float(rows.mean())
    apart = np.bincount(person, rows - middle, many)
    return normal(middle, math.sqrt(many / (many - 1) * float((apart**2).sum())) / len(rows), len(rows), level)


def _row(one: RankedList, model: Floats, counts: Floats) -> tuple[float, float, float, float, float, bool]:
    """Reward, IPS and DR of a list; its weight, its unsupported share, and whether its reward speaks."""
    n = len(one.x)
    matters = counts[:n] / counts[:n].sum() if counts[:n].any() else np.full(n, 1.0 / n)
    w = np.diagonal(one.target) / np.diagonal(one.logged)
    said = _said(one.x, model)
    ips = float(w @ one.reward)
    dr = float((one.target * said).sum() + w @ (one.reward - np.diagonal(said)))
    untried = float(matters @ (one.target * (one.logged <= 0)).sum(axis=1))
    return float(one.reward.sum()), ips, dr, float(matters @ w), untried, bool(ips > 0)


def _counts(lists: Sequence[RankedList]) -> Floats:
    """How often something was taken up from each place."""
    counts = np.zeros(max(len(one.x) for one in lists))
    for one in lists:
        counts[: len(one.taken)] += one.taken
    return counts


def _models(lists: Sequence[RankedList], person: NDArray[np.integer]) -> list[Floats]:
    """What a choice is worth, by fold, learned from the persons of the other folds."""
    width = 2 * lists[0].x.shape[1] + 2
    gram, aim = np.zeros((FOLDS, width, width)), np.zeros((FOLDS, width))
    for one, fold in zip(lists, person % FOLDS, strict=True):
        n = len(one.x)
        rows = _terms(one.x)[np.arange(n), np.arange(n)]
        gram[fold] += rows.T @ rows
        aim[fold] += rows.T @ one.reward
    penalty = _RIDGE * np.eye(width)
    return [np.linalg.solve(gram.sum(0) - gram[f] + penalty, aim.sum(0) - aim[f]) for f in range(FOLDS)]


def _said(x: Floats, model: Floats) -> Floats:
    """What the model says of each choice at each place, in [0, 1]: float64 [n places, n choices]."""
    said: Floats = np.clip(_terms(x) @ model, 0.0, 1.0)
    return said


def _terms(x: Floats) -> Floats:
    """What the regression sees of each choice at each place: float64 [n places, n choices, 2 F + 2]."""
    n = len(x)
    seen = np.broadcast_to((1.0 / np.arange(1, n + 1))[:, None, None], (n, n, 1))
    like = np.broadcast_to(np.column_stack([np.ones(n), x])[None], (n, n, x.shape[1] + 1))
    terms: Floats = np.concatenate([like, seen * like], axis=2)
    return terms
