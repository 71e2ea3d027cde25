"""Openings: bundles of tasks with hours, windows, schemes and an advertisement in Danish."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo import sectors as table
from matcher.demo.draws import between, choose, each, happens, hours_of, to_half, whole
from matcher.demo.people import unasked
from matcher.demo.texts import Writer
from matcher.demo.workplaces import Sites
from matcher.domain import Opening, OpeningTask, Scheme, Week

STEP_UP = 1.0


def workplaces_for(rng: np.random.Generator, openings: int) -> list[int]:
    """How many openings each workplace has, summing to the number asked for."""
    drawn = np.cumsum(choose(rng, rate.OPENINGS_PER_WORKPLACE.value, openings))
    counts = np.diff(np.minimum(drawn, openings), prepend=0)
    return [int(count) for count in counts if count]


def draw_openings(
    rng: np.random.Generator, counts: list[int], sites: Sites, catalogue: Catalogue, day: date
) -> tuple[Opening, ...]:
    """So many openings at each workplace."""
    place = np.repeat(np.arange(len(counts)), counts).tolist()
    n = len(place)
    sectors = [sites.workplaces[w].sector for w in place]
    columns = _Columns(rng, sectors, day)
    tasks = _tasks(rng, sectors, columns.total, catalogue)
    writer = Writer(rng, catalogue)
    openings = []
    for i in range(n):
        own = [part.task for part in tasks[i]]
        title = writer.title(own)
        openings.append(
            Opening(
                id=f"S{i + 1:05d}",
                workplace=sites.workplaces[place[i]].id,
                title=title[0].upper() + title[1:],
                places=columns.places[i],
                hours_min=float(columns.least[i]),
                hours_max=float(columns.most[i]),
                hours_total=float(columns.total[i]),
                windows=columns.windows[i],
                shortest_shift=columns.shift[i],
                schemes=columns.schemes[i],
                danish=columns.danish[i],
                languages=columns.languages[i],
                certificates=_certificates(sectors[i], own, columns.asked[i]),
                start=columns.start[i],
                latest_start=columns.latest_start[i],
                growth=columns.growth[i],
                seasonal=columns.seasonal[i],
                text=writer.advert(title, own, sites.workplaces[place[i]].name),
                tasks=tasks[i],
            )
        )
    return tuple(openings)


class _Columns:
    """Everything about openings that does not hang on their tasks, as columns."""

    def __init__(self, rng: np.random.Generator, sectors: list[str], day: date) -> None:
        n = len(sectors)
        size = hours_of(rng, rate.OPENING_HOURS.value, n)
        self.places = choose(rng, rate.PLACES.value, n)
        self.least = to_half(size * between(rng, rate.OPENING_MIN.value, n))
        self.most = np.maximum(self.least, to_half(size * between(rng, rate.OPENING_MAX.value, n)))
        total = np.array(self.places) * size * between(rng, rate.OPENING_TOTAL.value, n)
        self.total: NDArray[np.float64] = np.maximum(self.least, to_half(total, high=37_000))
        weeks = {sector: [Week.parse(text) for text in texts] for sector, texts in table.WINDOWS.value.items()}
        which = rng.random(n).tolist()
        self.windows = unasked(
            rng,
            rate.WINDOWS_MISSING.value,
            [weeks[sector][int(u * len(weeks[sector]))] for sector, u in zip(sectors, which, strict=True)],
        )
        self.shift = choose(rng, rate.SHORTEST_SHIFT.value, n)
        accepted = each(rng, rate.SCHEMES_ACCEPTED.value, n)
        self.schemes = [frozenset(schemes or (Scheme.FLEKSJOB,)) for schemes in accepted]
        self.danish = unasked(rng, rate.OPENING_DANISH_MISSING.value, choose(rng, rate.OPENING_DANISH.value, n))
        other = happens(rng, rate.OPENING_LANGUAGE.value, n)
        which_language = choose(rng, rate.OTHER_LANGUAGES.value, n)
        self.languages = [
            frozenset((language,) if has else ()) for has, language in zip(other, which_language, strict=True)
        ]
        self.asked = rng.random(n).tolist()
        self.growth = unasked(rng, rate.OPENING_GROWTH_MISSING.value, happens(rng, rate.OPENING_GROWTH.value, n))
        self.seasonal = unasked(rng, rate.SEASONAL_MISSING.value, happens(rng, rate.SEASONAL.value, n))
        self.start = _ahead(rng, day, rate.OPENING_START_LATER.value, rate.OPENING_START_WEEKS.value, n)
        self.latest_start = _ahead(rng, day, rate.OPENING_LATEST_START.value, rate.OPENING_LATEST_WEEKS.value, n)


def _ahead(rng: np.random.Generator, day: date, share: float, weeks: tuple[int, int], n: int) -> list[date | None]:
    some = happens(rng, share, n)
    ahead = whole(rng, weeks[0], weeks[1], n)
    return [day + timedelta(weeks=w) if is_set else None for is_set, w in zip(some, ahead, strict=True)]


def _tasks(
    rng: np.random.Generator, sectors: list[str], total: NDArray[np.float64], catalogue: Catalogue
) -> list[tuple[OpeningTask, ...]]:
    """Distinct tasks of the sector whose hours add up to the opening's, in half hours."""
    n, most = len(sectors), max(rate.TASKS_PER_OPENING.value)
    wanted = choose(rng, rate.TASKS_PER_OPENING.value, n)
    order = rng.random((n, 2 * most)).tolist()
    split = rng.dirichlet(np.full(most, rate.TASK_SPLIT.value), n).tolist()
    core = (rng.random((n, most)) < rate.CORE_TASK.value).tolist()
    other = (rng.random((n, most)) < rate.OTHER_DEMANDS.value).tolist()
    axis = rng.random((n, most)).tolist()
    rows = []
    for i, sector in enumerate(sectors):
        own = table.TASKS.value[sector]
        names = list(dict.fromkeys(own[int(u * len(own))] for u in order[i]))
        halves = int(total[i] * 2)
        names = names[: min(wanted[i], halves)]
        shares = _whole_shares(split[i][: len(names)], halves)
        rows.append(
            tuple(
                OpeningTask(
                    task=name,
                    hours=shares[k] / 2,
                    core=core[i][k],
                    demands=_other_demand(catalogue, name, axis[i][k]) if other[i][k] else (),
                )
                for k, name in enumerate(names)
            )
        )
    return rows


def _whole_shares(weights: list[float], total: int) -> list[int]:
    """`total` split in proportion to the weights, at least one each, adding up exactly."""
    spare = total - len(weights)
    scaled = [weight / sum(weights) * spare for weight in weights]
    shares = [1 + int(share) for share in scaled]
    shares[0] += total - sum(shares)
    return shares


def _other_demand(catalogue: Catalogue, task: str, drawn: float) -> tuple[tuple[str, float], ...]:
    """One demand that differs from what the task usually asks: a step more or less on a scale it already uses."""
    used = [(axis, number) for axis, number in catalogue.tasks[task].demands if number > 0]
    if not used:
        return ()
    place = drawn * len(used)
    axis, number = used[int(place)]
    highest = catalogue.axes[axis].high
    step = STEP_UP if highest <= 3 else highest / 10
    less = place % 1 < 0.5
    return ((axis, float(max(0.0, number - step) if less else min(highest, number + step))),)


def _certificates(sector: str, tasks: list[str], drawn: float) -> frozenset[str]:
    """What the tasks cannot be done without, and what the sector asks for beyond that."""
    asked = [table.TASK_CERTIFICATE.value[task] for task in tasks if task in table.TASK_CERTIFICATE.value]
    for certificate, share in table.SECTOR_CERTIFICATE.value.get(sector, {}).items():
        if drawn < share:
            asked.append(certificate)
            break
        drawn -= share
    return frozenset(asked)
