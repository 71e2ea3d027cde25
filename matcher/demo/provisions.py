"""What each workplace answers about accommodations: yes, no, not asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from matcher.demo import assumptions as rate
from matcher.demo import sectors as table
from matcher.demo.draws import choose, each, happens, whole
from matcher.domain import Answer, EmployerKind, Provision

EQUIPMENT = frozenset(("PHY-03", "PHY-08", "SEN-02", "SEN-03", "SEN-09"))
SUPPORT = frozenset(("WRK-06", "SOC-01", "SOC-02", "SOC-03"))
ROOM, ACCESS, LANGUAGE = "SEN-03", "PHY-09", "LNG-01"
PLAIN_DANISH = "plain_danish"


def draw_provisions(
    rng: np.random.Generator, kinds: list[EmployerKind], sectors: list[str], day: date
) -> list[tuple[Provision, ...]]:
    """The answers of each workplace; an accommodation it does not list has not been asked about."""
    codes = list(table.YES.value)
    base = np.log(np.array([table.YES.value[code] / (1 - table.YES.value[code]) for code in codes]))
    n = len(kinds)
    odds = base + np.array([_shift(kind, sector, codes) for kind, sector in zip(kinds, sectors, strict=True)])
    odds += rng.normal(0.0, rate.GENEROSITY.value, (n, 1))
    yes = (rng.random((n, len(codes))) < 1 / (1 + np.exp(-odds))).tolist()
    silent = (rng.random((n, len(codes))) < rate.PROVISION_MISSING.value).tolist()
    written = (rng.random((n, len(codes))) < rate.MISSING_WRITTEN.value).tolist()
    draws = _Numbers(rng, n, len(codes), day)
    answers = []
    for w in range(n):
        own = []
        for c, code in enumerate(codes):
            if silent[w][c]:
                if written[w][c]:
                    own.append(_NOT_ASKED[code])
            elif yes[w][c]:
                own.append(draws.yes(code))
            else:
                own.append(Provision(code, Answer.NO, verified=draws.verified()))
        answers.append(tuple(own))
    return answers


_NOT_ASKED = {code: Provision(code, Answer.NOT_ASKED) for code in table.YES.value}


def _shift(kind: EmployerKind, sector: str, codes: list[str]) -> list[float]:
    """How much likelier a yes is at such a workplace, in log odds."""
    by_sector = table.SECTOR_SHIFT.value.get(sector, {})
    by_kind = table.KIND_SHIFT.value.get(kind, {})
    return [by_sector.get(code, 0.0) + by_kind.get(code, 0.0) + by_kind.get("all", 0.0) for code in codes]


class _Numbers:
    """Counts, hours, amounts and dates of the answers, drawn at once and handed out one by one."""

    def __init__(self, rng: np.random.Generator, workplaces: int, codes: int, day: date) -> None:
        n = workplaces * codes
        self._count = iter(choose(rng, table.COUNTS.value, workplaces * len(EQUIPMENT)))
        self._own = iter(choose(rng, table.OWN_HOURS.value, workplaces * len(SUPPORT)))
        self._room = iter(choose(rng, table.ROOM_HOURS.value, workplaces))
        self._access = iter(choose(rng, table.ACCESS_PARTS.value, workplaces))
        offered = each(rng, {PLAIN_DANISH: table.PLAIN_DANISH.value, **table.LANGUAGE_PARTS.value}, workplaces)
        self._languages = iter(offered)
        self._missing = iter(happens(rng, table.NUMBER_MISSING.value, n))
        self._amounts = {code: iter(choose(rng, weights, workplaces)) for code, weights in table.AMOUNTS.value.items()}
        dates = [day - timedelta(days=back) for back in whole(rng, *rate.VERIFIED_DAYS.value, n)]
        self._dates: Iterator[date | None] = iter(
            seen if has else None for seen, has in zip(dates, happens(rng, rate.VERIFIED_SHARE.value, n), strict=True)
        )

    def verified(self) -> date | None:
        """When somebody last looked."""
        return next(self._dates)

    def yes(self, code: str) -> Provision:
        """A yes with the numbers the accommodation has; now and then a number is missing."""
        missing = next(self._missing)
        amount = float(next(self._amounts[code])) if code in self._amounts else None
        count = next(self._count) if code in EQUIPMENT else None
        hours = next(self._room) if code == ROOM else next(self._own) if code in SUPPORT else None
        parts: frozenset[str] | None = None
        if code == ACCESS:
            parts = frozenset(next(self._access))
        elif code == LANGUAGE:
            parts = frozenset(next(self._languages)) or frozenset((PLAIN_DANISH,))
        if missing:
            amount, count, hours = None, None, None
        return Provision(code, Answer.YES, amount, count, hours, parts, self.verified())
