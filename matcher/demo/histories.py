"""What candidates have done and would like: competences, wishes, earlier employers and a text of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo import sectors as table
from matcher.demo.draws import choose, happens
from matcher.demo.texts import Writer
from matcher.demo.workplaces import Sites
from matcher.domain import Competence, CompetenceKind, Wish, WishSubject


@dataclass(frozen=True)
class History:
    """One candidate's past and wishes; `previous` are positions of workplaces, the latest first."""

    competences: tuple[Competence, ...]
    wishes: tuple[Wish, ...]
    previous: tuple[int, ...]
    related_employers: frozenset[str]
    text: str


def draw_histories(
    rng: np.random.Generator, municipalities: list[str], sites: Sites, catalogue: Catalogue
) -> list[History]:
    """One history for each candidate, given the municipality where she lives."""
    n = len(municipalities)
    sector_weights: dict[str, float] = defaultdict(float)
    for workplace in sites.workplaces:
        sector_weights[workplace.sector] += 1.0
    weights = {sector: sector_weights[sector] + 1.0 for sector in table.TASKS.value}
    home, other = choose(rng, weights, n), choose(rng, weights, n)
    draws = _Draws(rng, n, municipalities, sites)
    writer = Writer(rng, catalogue)
    return [_history(i, home[i], other[i], draws, sites, writer, catalogue) for i in range(n)]


class _Draws:
    """Everything about histories that is drawn as columns."""

    def __init__(self, rng: np.random.Generator, n: int, municipalities: list[str], sites: Sites) -> None:
        self.done = choose(rng, rate.COMPETENCE_TASKS.value, n)
        self.wished = choose(rng, rate.WISHED_TASKS.value, n)
        self.unwanted = choose(rng, rate.UNWANTED_TASKS.value, n)
        self.title = happens(rng, rate.COMPETENCE_TITLE.value, n)
        self.own_words = happens(rng, rate.COMPETENCE_TEXT.value, n)
        self.sector = happens(rng, rate.WISHED_SECTOR.value, n)
        self.no_sector = happens(rng, rate.UNWANTED_SECTOR.value, n)
        self.place = happens(rng, rate.WISHED_PLACE.value, n)
        self.no_employer = happens(rng, rate.UNWANTED_EMPLOYER.value, n)
        self.related = happens(rng, rate.RELATED_EMPLOYER.value, n)
        self.writes = happens(rng, rate.WRITES_TEXT.value, n)
        self.misspelt = happens(rng, rate.MISSPELT.value, n)
        self.pick = rng.random((n, 16)).tolist()
        self.months = np.minimum(rng.exponential(rate.COMPETENCE_MONTHS.value, (n, 5)) + 1, 480).round().tolist()
        self.no_months = (rng.random((n, 5)) < rate.COMPETENCE_MONTHS_MISSING.value).tolist()
        self.previous = choose(rng, rate.PREVIOUS_EMPLOYERS.value, n)
        near: dict[str, list[int]] = defaultdict(list)
        for place, municipality in enumerate(sites.municipality):
            near[municipality].append(place)
        everywhere = list(range(len(sites.workplaces)))
        local = rng.random((n, 4)).tolist()
        self.near = [
            [(own := near.get(municipality) or everywhere)[int(u * len(own))] for u in row]
            for municipality, row in zip(municipalities, local, strict=True)
        ]


def _history(
    i: int, home: str, other: str, draws: _Draws, sites: Sites, writer: Writer, catalogue: Catalogue
) -> History:
    pick = draws.pick[i]
    known, second = table.TASKS.value[home], table.TASKS.value[other]
    done = _some([*known, *known, *second], draws.done[i], pick[:4])
    wished = _some([*known, *second], draws.wished[i], pick[4:7])
    unwanted = [task for task in _some(sorted(catalogue.tasks), draws.unwanted[i], pick[7:9]) if task not in wished]
    competences = [_competence(CompetenceKind.TASK, task, draws, i, k) for k, task in enumerate(done)]
    if draws.title[i] and done:
        competences.append(_competence(CompetenceKind.OCCUPATION, writer.title(done), draws, i, 4))
    if draws.own_words[i]:
        text = writer.own_words(done or [known[0]])
        competences.append(Competence(CompetenceKind.TEXT, writer.misspelt(text) if draws.misspelt[i] else text))
    text = writer.about(done, wished) if draws.writes[i] else ""
    previous = tuple(dict.fromkeys(draws.near[i][: draws.previous[i]]))
    return History(
        competences=tuple(competences),
        wishes=_wishes(i, home, other, wished, unwanted, draws, sites),
        previous=previous,
        related_employers=_related(i, draws, sites),
        text=writer.misspelt(text) if text and draws.misspelt[i] else text,
    )


def _some(tasks: list[str], count: int, numbers: list[float]) -> list[str]:
    """Up to `count` distinct tasks."""
    return list(dict.fromkeys(tasks[int(u * len(tasks))] for u in numbers[:count]))


def _competence(kind: CompetenceKind, value: str, draws: _Draws, i: int, k: int) -> Competence:
    return Competence(kind, value, None if draws.no_months[i][k] else draws.months[i][k])


def _wishes(
    i: int, home: str, other: str, wished: list[str], unwanted: list[str], draws: _Draws, sites: Sites
) -> tuple[Wish, ...]:
    wishes = [Wish(WishSubject.TASK, task, True) for task in wished]
    wishes += [Wish(WishSubject.TASK, task, False) for task in unwanted]
    if draws.sector[i]:
        wishes.append(Wish(WishSubject.SECTOR, home, True))
    if draws.no_sector[i] and other != home:
        wishes.append(Wish(WishSubject.SECTOR, other, False))
    place = sites.workplaces[draws.near[i][2]]
    if draws.place[i]:
        wishes.append(Wish(WishSubject.WORKPLACE, place.id, True))
    avoided = sites.workplaces[draws.near[i][0 if draws.previous[i] else 3]].employer
    if draws.no_employer[i] and avoided != place.employer:
        wishes.append(Wish(WishSubject.EMPLOYER, avoided, False))
    return tuple(wishes)


def _related(i: int, draws: _Draws, sites: Sites) -> frozenset[str]:
    place = draws.near[i][3]
    if not draws.related[i] or sites.kind[place].is_public:
        return frozenset()
    return frozenset((sites.workplaces[place].employer,))
