"""The yeses in a file, beside what candidates have taken back: no file says yes for somebody who has said no since.

A file names a yes by its day, and she takes back her yes to an opening, whatever day anybody wrote it down for. So what
she took back is looked up by candidate and opening, and never by the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import GoAhead
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import key_of
from matcher.store.parts import in_parts

_g = tables.go_aheads


def hold(unit: Unit, candidates: Collection[str]) -> None:
    """Let nobody else write for those candidates until the transaction ends; whoever is at it is waited for.

    Who takes a yes back holds the candidate too (`go_aheads.withdraw`). So what is read from here on still holds when
    the file is written.
    """
    c = tables.candidates
    for some in in_parts(sorted(candidates)):
        query = sa.select(c.c.id).where(c.c.id.in_(some)).order_by(c.c.id)
        unit.connection.execute(query.with_for_update(key_share=True)).all()


def as_taken_back(unit: Unit, rows: Sequence[GoAhead]) -> list[GoAhead]:
    """The yeses of a file, none standing longer than the candidate has let it.

    - A row she has taken back stays as it is stored: no file moves the day on which she did.
    - A yes that the file itself says is over is taken as the file says.
    - What she has said here, and what stands, stands by her own word, also on the day on which she took back another.
    - Every other yes ends on the first day from its own on which a yes of hers to that opening was taken back, in the
      store or in the file. A yes given after the last such day is a new one.
    """
    there = _there(unit, rows)
    found = [_kept(yes, there.get(key_of("go_aheads", yes)), unit.day) for yes in rows]
    ends: dict[tuple[str, str], set[date]] = defaultdict(set)
    for yes in (*there.values(), *found):
        if yes.withdrawn is not None:
            ends[yes.candidate, yes.opening].add(yes.withdrawn)
    return [
        yes if _is_settled(yes, there.get(key_of("go_aheads", yes)), unit.day) else _ended(yes, ends) for yes in found
    ]


def _there(unit: Unit, rows: Sequence[GoAhead]) -> Mapping[str, Any]:
    """Every stored yes of the candidates of those rows, by key."""
    query = sa.select(_g.c.id, _g.c.candidate, _g.c.opening, _g.c.withdrawn, _g.c.said)
    found: dict[str, Any] = {}
    for some in in_parts(sorted({yes.candidate for yes in rows})):
        found |= {row.id: row for row in unit.connection.execute(query.where(_g.c.candidate.in_(some)))}
    return found


def _kept(yes: GoAhead, stored: Any | None, day: date) -> GoAhead:
    is_over = stored is not None and _is_over(stored.withdrawn, day)
    return replace(yes, withdrawn=stored.withdrawn) if is_over and stored is not None else yes


def _is_settled(yes: GoAhead, stored: Any | None, day: date) -> bool:
    """Whether it is over, or stands by her own word."""
    said_here = stored is not None and stored.said is not None and stored.withdrawn is None
    return said_here or _is_over(yes.withdrawn, day)


def _ended(yes: GoAhead, ends: Mapping[tuple[str, str], Collection[date]]) -> GoAhead:
    first = min((end for end in ends.get((yes.candidate, yes.opening), ()) if end >= yes.given), default=None)
    longer = first is not None and (yes.withdrawn is None or yes.withdrawn > first)
    return replace(yes, withdrawn=first) if longer else yes


def _is_over(withdrawn: date | None, day: date) -> bool:
    return withdrawn is not None and withdrawn <= day
