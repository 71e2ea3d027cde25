"""Employers and their workplaces: owners, names, staff, and what each answers about accommodations."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo import names
from matcher.demo.draws import between, choose, happens, whole
from matcher.demo.people import unasked
from matcher.demo.places import Districts, municipality_name
from matcher.demo.provisions import draw_provisions
from matcher.demo.sectors import KIND_SECTORS, TRADES
from matcher.domain import Employer, EmployerKind, Workplace


@dataclass(frozen=True)
class Sites:
    """Workplaces as the other parts of the generator need them; lists run in the same order.

    `municipality` and `kind` are those of each workplace.
    """

    employers: tuple[Employer, ...]
    workplaces: tuple[Workplace, ...]
    municipality: list[str]
    kind: list[EmployerKind]


def draw_sites(
    rng: np.random.Generator,
    answers: np.random.Generator,
    districts: Districts,
    n: int,
    catalogue: Catalogue,
    day: date,
) -> Sites:
    """`n` workplaces with their employers; `answers` is the stream for what they offer."""
    placed = districts.draw(rng, districts.work, n)
    kinds = _kinds(rng, n)
    sectors = _sectors(rng, kinds)
    employers, owner = _employers(rng, kinds, sectors, [district.municipality for district in placed], catalogue)
    staff = _staff(rng, n, day)
    provisions = draw_provisions(answers, kinds, sectors, day)
    shared = Counter(owner)
    named: Counter[str] = Counter()
    workplaces = []
    for i, district in enumerate(placed):
        employer = employers[owner[i]]
        town = catalogue.postcodes[district.postcode].name
        name = employer.name if shared[owner[i]] == 1 else f"{employer.name} i {town}"
        if employer.kind is EmployerKind.MUNICIPAL:
            name = _municipal_name(sectors[i], town, named)
        named[name] += 1
        full_time, heads = staff.ordinary[i] or (None, None)
        already = staff.subsidised[i]
        workplaces.append(
            Workplace(
                id=f"A{i + 1:05d}",
                employer=employer.id,
                name=name if named[name] == 1 else f"{name} {named[name]}",
                postcode=district.postcode,
                sector=sectors[i],
                p_number=f"{i + 1:010d}",
                provisions=provisions[i],
                ordinary_fte=full_time,
                ordinary_heads=heads,
                subsidised_fte=already,
                subsidised_heads=None if already is None else math.ceil(already),
                ratio_evidence=None if full_time is None else staff.counted_on[i],
                employer_statement=staff.statements[i],
                union_statement=staff.statements[i],
                staff_now=heads,
                staff_12_months=staff.earlier[i],
                vacancy_by_dismissal=staff.dismissal[i],
            )
        )
    return Sites(tuple(employers), tuple(workplaces), [district.municipality for district in placed], kinds)


def _kinds(rng: np.random.Generator, n: int) -> list[EmployerKind]:
    """Who owns each workplace; the first ones go through every kind, so that none is missing."""
    private = happens(rng, rate.PRIVATE_SHARE.value, n)
    other = choose(rng, rate.OTHER_KINDS.value, n)
    every = list(EmployerKind)
    drawn = [EmployerKind.PRIVATE if is_private else kind for is_private, kind in zip(private, other, strict=True)]
    return [*every[:n], *drawn[len(every) :]]


def _sectors(rng: np.random.Generator, kinds: list[EmployerKind]) -> list[str]:
    drawn = {kind: choose(rng, KIND_SECTORS.value[kind], len(kinds)) for kind in EmployerKind}
    return [drawn[kind][i] for i, kind in enumerate(kinds)]


def _employers(
    rng: np.random.Generator,
    kinds: list[EmployerKind],
    sectors: list[str],
    municipalities: list[str],
    catalogue: Catalogue,
) -> tuple[list[Employer], list[int]]:
    """Employers, and for each workplace the position of its own: one for each municipality, small chains otherwise."""
    n = len(kinds)
    joins = happens(rng, 1 - 1 / rate.WORKPLACES_PER_EMPLOYER.value, n)
    registered = happens(rng, rate.REGISTERED_SOCIAL.value, n)
    names_left = _Names(rng)
    employers: list[Employer] = []
    owner: list[int] = []
    open_chain: dict[tuple[EmployerKind, str], int] = {}
    for i, (kind, sector, municipality) in enumerate(zip(kinds, sectors, municipalities, strict=True)):
        own = (kind, municipality if kind is EmployerKind.MUNICIPAL else sector)
        if own in open_chain and (kind is EmployerKind.MUNICIPAL or joins[i]):
            owner.append(open_chain[own])
            continue
        if kind is EmployerKind.MUNICIPAL:
            name = f"{municipality_name(catalogue, municipality)} Kommune (demo)"
        else:
            name = names_left.take(kind, sector)
        number = len(employers) + 1
        employers.append(
            Employer(
                id=f"V{number:05d}",
                name=name,
                kind=kind,
                cvr=f"{number:08d}",
                registered_social=registered[i] if kind is EmployerKind.SOCIAL else False,
            )
        )
        open_chain[own] = number - 1
        owner.append(number - 1)
    return employers, owner


class _Names:
    """Invented names, each used once; a name that has been used comes back with a number."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._fable = [names.FABLE[i] for i in rng.permutation(len(names.FABLE))]
        self._turn: Counter[str] = Counter()
        self._used: Counter[str] = Counter()

    def take(self, kind: EmployerKind, sector: str) -> str:
        """The next name for an employer of that kind and sector."""
        fixed = {EmployerKind.SOCIAL: names.CAUSES, EmployerKind.ASSOCIATION: names.ASSOCIATIONS}.get(kind)
        if fixed is not None:
            name = fixed[self._next(kind) % len(fixed)]
        else:
            trades = TRADES[sector]
            name = f"{self._fable[self._next('fable') % len(self._fable)]} {trades[self._next(sector) % len(trades)]}"
        self._used[name] += 1
        return name if self._used[name] == 1 else f"{name} {self._used[name]}"

    def _next(self, key: str) -> int:
        self._turn[key] += 1
        return self._turn[key] - 1


_MUNICIPAL = {
    "pleje": "Plejecenter {place}",
    "skole": "{place} Skole",
    "dagtilbud": "Børnehuset {place}",
    "kultur": "Biblioteket i {town}",
    "kontor": "Rådhuskontoret i {town}",
    "grønne-områder": "Park og Vej i {town}",
    "ejendom": "Ejendomsservice i {town}",
    "køkken": "Madservice i {town}",
    "genbrug": "Genbrugspladsen i {town}",
    "fritid": "Idrætscenter {place}",
    "sundhed": "Sundhedscentret i {town}",
}


def _municipal_name(sector: str, town: str, named: Counter[str]) -> str:
    pattern = _MUNICIPAL[sector]
    turn = named[pattern]
    named[pattern] += 1
    ending = names.MUNICIPAL_ENDINGS[turn // len(names.MUNICIPAL_PLACES) % len(names.MUNICIPAL_ENDINGS)]
    return pattern.format(place=names.MUNICIPAL_PLACES[turn % len(names.MUNICIPAL_PLACES)] + ending, town=town)


@dataclass(frozen=True)
class _Staff:
    """Staff counts of N workplaces; whatever nobody has asked about is None."""

    ordinary: list[tuple[float, float] | None]
    subsidised: list[float | None]
    counted_on: list[date]
    statements: list[bool | None]
    earlier: list[float | None]
    dismissal: list[bool | None]


def _staff(rng: np.random.Generator, n: int, day: date) -> _Staff:
    spread = rng.normal(0.0, rate.STAFF_SPREAD.value, n)
    full_time = np.round(np.maximum(1.0, rate.STAFF_MEDIAN.value * np.exp(spread)), 1)
    heads = np.ceil(full_time * between(rng, rate.HEADS_PER_FTE.value, n))
    used = np.array(choose(rng, rate.SUBSIDISED_OF_LIMIT.value, n))
    limit = np.maximum(1, np.minimum(full_time, 50) // 5 + np.maximum(full_time - 50, 0) // 10)
    before = np.round(heads * (1 - between(rng, rate.STAFF_GROWTH.value, n)))
    counts = list(zip(full_time.tolist(), heads.tolist(), strict=True))
    return _Staff(
        ordinary=unasked(rng, rate.STAFF_MISSING.value, counts),
        subsidised=unasked(rng, rate.SUBSIDISED_MISSING.value, np.round(used * limit, 1).tolist()),
        counted_on=[day - timedelta(days=back) for back in whole(rng, *rate.COUNTED_DAYS.value, n)],
        statements=unasked(rng, rate.STATEMENTS_MISSING.value, happens(rng, rate.STATEMENTS_AT_HAND.value, n)),
        earlier=unasked(rng, rate.STAFF_GROWTH_MISSING.value, before.tolist()),
        dismissal=unasked(rng, rate.VACANCY_MISSING.value, happens(rng, rate.VACANCY_BY_DISMISSAL.value, n)),
    )
