"""How earlier placements went: drawn from a declared truth, in which what fits lasts longer and chance weighs most.

Placements are drawn forwards in time: when one begins does not depend on how long it lasts. What ends one without
having to do with the fit does so after half a year at the earliest, so whether it lasted so long is known rightly. The
truth is no copy of the fit score: it is made of the workplace's answers to all needs, of kilometres, and of luck.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo import sectors as table
from matcher.demo.draws import between, choose, happens, to_half
from matcher.demo.histories import History
from matcher.demo.people import DAYS_PER_MONTH
from matcher.demo.workplaces import Sites
from matcher.domain import Answer, Candidate, CompetenceKind, Outcome, Scheme, WishSubject, Workplace

SMALL_JOB_HOURS = 10.0
"""The published share of people whose hours grew concerns those with at most so many hours a week."""
DAYS_PER_YEAR = 365
PAUSE_DAYS, SHORTEST_DAYS = 14, 7


@dataclass(frozen=True, slots=True)
class Noted:
    """An earlier workplace that something is noted of: its position, the tasks there, whether her hours grew there."""

    place: int
    tasks: frozenset[str]
    grew: bool


def draw_noted(
    rng: np.random.Generator, candidates: Sequence[Candidate], histories: Sequence[History], sites: Sites
) -> list[list[Noted]]:
    """For each candidate, the earlier workplaces that are noted, the earliest first.

    What she did there is experience, which a plan weighs; how it went is not, and has a stream of its own.
    """
    n = 2 * len(candidates)
    noted = iter(happens(rng, rate.PAST_PLACEMENTS.value, n))
    rng.standard_exponential(n)  # Drawn for nothing: without it each seed would give other tasks, and other plans.
    grew = iter(happens(rng, rate.GREW_HOURS.value, n))
    which = iter(rng.random(n).tolist())
    found = []
    for candidate, history in zip(candidates, histories, strict=True):
        rows = []
        for place in history.previous:
            own = table.TASKS.value[sites.workplaces[place].sector]
            done = [c.value for c in candidate.competences if c.value in own] or [own[int(next(which) * len(own))]]
            has_grown = next(grew)
            if next(noted):
                rows.append(Noted(place, frozenset(done), has_grown))
        found.append(rows[::-1])
    return found


def draw_outcomes(
    rng: np.random.Generator,
    noted: Sequence[Sequence[Noted]],
    candidates: Sequence[Candidate],
    sites: Sites,
    catalogue: Catalogue,
    day: date,
) -> tuple[Outcome, ...]:
    """How earlier placements at the noted workplaces went; some run on the day, which is no failure."""
    luck = _Luck(rng, len(candidates), len(sites.workplaces))
    lasting = Lasting(catalogue)
    return tuple(
        outcome
        for i, candidate in enumerate(candidates)
        for outcome in _of_one(i, candidate, noted[i], luck, sites, lasting, day)
    )


@dataclass(frozen=True)
class Lasting:
    """The declared truth: how much longer a placement lasts for what fits."""

    catalogue: Catalogue

    def fit(
        self, candidate: Candidate, workplace: Workplace, tasks: frozenset[str], hours: float, done: frozenset[str]
    ) -> dict[str, float]:
        """How far each thing of `LASTS_LONGER` is there, 0 to 1; a half where nobody knows.

        Parameters
        ----------
        hours
            Effective, a week.
        done
            Tasks she had tried before.
        """
        wanted = {
            subject: {w.target for w in candidate.wishes if w.wanted and w.subject is subject}
            for subject in WishSubject
        }
        told = any(wanted.values())
        answers = {provision.accommodation: provision.answer for provision in workplace.provisions}
        asked = [
            answers[n.accommodation]
            for n in candidate.needs
            if answers.get(n.accommodation, Answer.NOT_ASKED) is not Answer.NOT_ASKED
        ]
        homes = self.catalogue.postcodes
        km = homes[candidate.postcode].km_to(homes[workplace.postcode])
        place = (
            workplace.sector in wanted[WishSubject.SECTOR]
            or workplace.id in wanted[WishSubject.WORKPLACE]
            or workplace.employer in wanted[WishSubject.EMPLOYER]
        )
        unknown = 0.5
        return {
            "timer som ønsket": 1 - min(abs(hours - candidate.hours_target) / candidate.hours_target, 1),
            "hensyn, arbejdsstedet kan give": sum(a is Answer.YES for a in asked) / len(asked) if asked else unknown,
            "kort vej": 1 - min(km / rate.LONG_WAY_KM.value, 1),
            "prøvede opgaver": len(tasks & done) / len(tasks),
            "ønskede opgaver": len(tasks & wanted[WishSubject.TASK]) / len(tasks) if told else unknown,
            "ønsket branche eller sted": float(place) if told else unknown,
        }

    def days(self, fit: dict[str, float], luck: float, chance: float) -> int:
        """How long it lasts.

        Parameters
        ----------
        luck
            Of the person and the workplace together: standard normal.
        chance
            Standard exponential.
        """
        longer = sum((fit[name] - 0.5) * math.log(times) for name, times in rate.LASTS_LONGER.value.items())
        own = rate.LUCK_SPREAD.value * luck
        usual = (chance / math.log(2)) ** (1 / rate.LASTING_SHAPE.value)
        months = rate.PLACEMENT_MONTHS.value * math.exp(longer + own) * usual
        return max(SHORTEST_DAYS, int(months * DAYS_PER_MONTH))


class _Luck:
    """What is left to chance in the past of `n` candidates, who each have up to two workplaces noted."""

    def __init__(self, rng: np.random.Generator, n: int, workplaces: int) -> None:
        most = max(rate.STINTS.value)
        years = np.sort(between(rng, rate.FIRST_BEGAN_YEARS.value, 2 * n).reshape(n, 2))[:, ::-1]
        self.days_ago = (years * DAYS_PER_YEAR).astype(int).tolist()
        self.times = np.array(choose(rng, rate.STINTS.value, 2 * n)).reshape(n, 2).tolist()
        self.hours = np.array(choose(rng, rate.HOURS_OF_WANTED.value, 2 * n * most)).reshape(n, 2, most).tolist()
        self.pauses = rng.exponential(rate.PAUSE_MONTHS.value * DAYS_PER_MONTH, (n, 2, most)).tolist()
        self.chance = rng.standard_exponential((n, 2, most)).tolist()
        self.weeks = rng.integers(*rate.TRIAL_WEEKS.value, (n, 2, most), endpoint=True).tolist()
        self._people = rng.standard_normal(n).tolist()
        self._places = rng.standard_normal(workplaces).tolist()

    def of(self, i: int, place: int) -> float:
        """Standard normal, of a person and a workplace together."""
        return float((self._people[i] + self._places[place]) / math.sqrt(2))


def _of_one(
    i: int,
    candidate: Candidate,
    noted: Sequence[Noted],
    luck: _Luck,
    sites: Sites,
    lasting: Lasting,
    day: date,
) -> Iterator[Outcome]:
    """One candidate's placements, at each workplace one after the other; in the time she has waited, internships."""
    waiting, counted = candidate.waiting_since, timedelta(weeks=rate.WATCHED_WEEKS.value)
    first = [day - timedelta(days=ago) for ago in luck.days_ago[i]]
    if waiting is not None:
        first = [begins - counted if waiting - counted < begins < waiting else begins for begins in first]
    known = frozenset(c.value for c in candidate.competences if c.kind is CompetenceKind.TASK)
    for v, visit in enumerate(noted):
        workplace, begins = sites.workplaces[visit.place], first[v]
        for k in range(luck.times[i][v]):
            if waiting is not None and waiting - counted < begins < waiting:
                begins = waiting + timedelta(days=PAUSE_DAYS)
            if begins >= day:
                break
            hours = float(to_half(np.array(candidate.hours_target * luck.hours[i][v][k])))
            if visit.grew and hours <= SMALL_JOB_HOURS:
                hours = round(hours * rate.GROWN_HOURS.value * 2) / 2
            done = known.union(*(other.tasks for other, since in zip(noted, first, strict=False) if since < begins))
            fit = lasting.fit(candidate, workplace, visit.tasks, hours, done)
            ends = begins + timedelta(days=lasting.days(fit, luck.of(i, visit.place), luck.chance[i][v][k]))
            scheme = candidate.scheme or Scheme.SMALL_JOB
            if waiting is not None and begins >= waiting:
                scheme, ends = Scheme.INTERNSHIP, min(ends, begins + timedelta(weeks=luck.weeks[i][v][k]))
            elif waiting is not None:
                ends = min(ends, waiting)
            yield Outcome(
                candidate=candidate.id,
                workplace=workplace.id,
                scheme=scheme,
                started=begins,
                ended=ends if ends <= day else None,
                hours=hours,
                tasks=visit.tasks,
            )
            begins = ends + timedelta(days=PAUSE_DAYS + round(luck.pauses[i][v][k]))
