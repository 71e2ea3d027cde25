"""Workplace columns: provisions, room under the ratio, net expansion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.columns.encoding import UNKNOWN, Encoding, bits, floats, tri
from matcher.columns.need import LANGUAGE
from matcher.domain import Answer, Facts, LegalRule, Workplace

_ANSWERS = {Answer.NO: 0, Answer.YES: 1, Answer.NOT_ASKED: UNKNOWN}


@dataclass(frozen=True)
class WorkplaceColumns:
    """W workplaces × A accommodations, in the encoding's order.

    Attributes
    ----------
    answer
        int8 [W, A]: 1 yes, 0 no, -1 not asked.
    amount, count, hours
        float64 [W, A], NaN when not asked.
    parts
        int64 [W, A]: bits of the parts in place; all parts when the workplace said yes without naming any (of
        languages: plain Danish only).
    parts_named
        bool [W, A]: the workplace named the parts.
    postcode, sector, employer
        int32 [W].
    ratio_limit, ratio_room
        float64 [W]: most people the ratio allows, NaN when ordinary staff is not counted; how many more there is surely
        room for (by the rule's minimum where staff is not counted), NaN when those already there are not counted. Both
        inf without a rule.
    staff_now, staff_12_months
        float64 [W], NaN when not asked.
    vacancy_by_dismissal
        int8 [W]: 1, 0 or -1.
    """

    rows: tuple[Workplace, ...]
    answer: NDArray[np.int8]
    amount: NDArray[np.float64]
    count: NDArray[np.float64]
    hours: NDArray[np.float64]
    parts: NDArray[np.int64]
    parts_named: NDArray[np.bool_]
    postcode: NDArray[np.int32]
    sector: NDArray[np.int32]
    employer: NDArray[np.int32]
    ratio_limit: NDArray[np.float64]
    ratio_room: NDArray[np.float64]
    staff_now: NDArray[np.float64]
    staff_12_months: NDArray[np.float64]
    vacancy_by_dismissal: NDArray[np.int8]


def workplace_columns(
    facts: Facts, catalogue: Catalogue, encoding: Encoding, ratio: LegalRule | None
) -> WorkplaceColumns:
    """Columns of all workplaces; `ratio` is the ratio rule in force, None when there is none."""
    rows = tuple(facts.workplace_by_id[workplace] for workplace in encoding.workplaces)
    shape = (len(rows), len(encoding.accommodations))
    answer = np.full(shape, UNKNOWN, dtype=np.int8)
    amount, count, hours = (np.full(shape, np.nan) for _ in range(3))
    parts = np.zeros(shape, dtype=np.int64)
    parts_named = np.zeros(shape, dtype=bool)
    part_bits = {a.id: {part: place for place, part in enumerate(a.parts)} for a in catalogue.accommodations.values()}
    for w, workplace in enumerate(rows):
        for provision in workplace.provisions:
            a = encoding.place("accommodations", provision.accommodation)
            answer[w, a] = _ANSWERS[provision.answer]
            amount[w, a] = np.nan if provision.amount is None else provision.amount
            count[w, a] = np.nan if provision.count is None else provision.count
            hours[w, a] = np.nan if provision.hours is None else provision.hours
            known = part_bits[provision.accommodation]
            unnamed = list(known)[:1] if provision.accommodation == LANGUAGE else known
            named = unnamed if provision.parts is None else provision.parts
            parts[w, a] = bits(known[part] for part in named if part in known)
            parts_named[w, a] = provision.parts is not None
    limit, room = _ratio(rows, ratio)
    return WorkplaceColumns(
        rows=rows,
        answer=answer,
        amount=amount,
        count=count,
        hours=hours,
        parts=parts,
        parts_named=parts_named,
        postcode=np.array([encoding.place("postcodes", w.postcode) for w in rows], dtype=np.int32),
        sector=np.array([encoding.place("sectors", w.sector) for w in rows], dtype=np.int32),
        employer=np.array([encoding.employers[w.employer] for w in rows], dtype=np.int32),
        ratio_limit=limit,
        ratio_room=room,
        staff_now=floats(w.staff_now for w in rows),
        staff_12_months=floats(w.staff_12_months for w in rows),
        vacancy_by_dismissal=np.array([tri(w.vacancy_by_dismissal) for w in rows], dtype=np.int8),
    )


def ratio_limit(ordinary: float, rule: LegalRule) -> int:
    """Most people under training or subsidy at a workplace with that many ordinary staff (DOMAIN R6).

    ``max(minimum, floor(min(N, 50) / 5) + floor(max(N - 50, 0) / 10))`` with the rule's own numbers.
    """
    band = rule.number("first_band")
    first = math.floor(min(ordinary, band) / rule.number("first_ratio"))
    second = math.floor(max(ordinary - band, 0) / rule.number("second_ratio"))
    return max(int(rule.number("minimum")), first + second)


def counts_in_heads(rule: LegalRule) -> bool:
    """True when the ratio counts persons rather than full-time fractions."""
    return dict(rule.parameters).get("counted_in") == "heads"


def _ratio(rows: Sequence[Workplace], rule: LegalRule | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if rule is None:
        return np.full(len(rows), np.inf), np.full(len(rows), np.inf)
    heads = counts_in_heads(rule)
    ordinary = [w.ordinary_heads if heads else w.ordinary_fte for w in rows]
    already = floats(w.subsidised_heads if heads else w.subsidised_fte for w in rows)
    limit = floats(None if n is None else ratio_limit(n, rule) for n in ordinary)
    sure = np.where(np.isnan(limit), rule.number("minimum"), limit)
    return limit, np.maximum(sure - already, 0.0)
