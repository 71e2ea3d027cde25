"""Files that come in: taken by a call, read by the worker, told of row by row.

An upload is the most sensitive thing in the database: everybody's needs, names and CPR numbers at once. It is kept
encrypted, only until the worker has read it; the report of what to mend, which holds the same rows, for some days, for
whoever sent the file and nobody else.

Whoever sent it may have handed a case on since. So a report is given by what she has today: of everybody that the file
names and that is known here, a row is told of only while she has a case relation to her, and the workbook, which holds
every row, only while she has one to all of them. Ids that nobody knows here are her own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from matcher.services import jobs
from matcher.services.access import related
from matcher.services.caller import Role
from matcher.services.errors import Malformed, NotHere, Refused
from matcher.services.jobs import Kind
from matcher.services.unit import Unit, new_id
from matcher.store import tables
from matcher.store.parts import in_parts

REPORT_DAYS = 14
"""How long the report of what to mend is kept."""
JOB_DAYS = 30
"""How long it is remembered that daily work was done."""
MOST_WAITING = 3
"""Imports of one account that may wait or run at once."""
LONGEST_NAME = 200
"""Bytes of a file's name; most file systems hold 255."""
MOST_PROBLEMS = 10_000
"""Problems that are kept one by one; all of them are counted."""
SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
"""Names of workbooks end so; what is inside is judged when it is read."""
_IN_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029/\\:]")
_i = tables.imports


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent.

    Attributes
    ----------
    name
        Its own name, without a folder.
    content
        What is in it.
    legal_basis
        Where the law lets the municipality use it; without one nothing is taken in (TRUST C1).
    dry_run
        Whether only to say what would become of it.
    accept_valid
        Whether to take in the valid rows when others cannot be used.
    day
        The day it counts for, when the file does not say.
    """

    name: str
    content: bytes
    legal_basis: str
    dry_run: bool
    accept_valid: bool
    day: date | None

    @property
    def sha256(self) -> str:
        """Fingerprint of the content."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def said(self) -> str:
        """Everything it says, however it was wrapped on the way: the same twice is the same call."""
        parts = (self.name, self.sha256, self.legal_basis, self.dry_run, self.accept_valid, self.day)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SeenImport:
    """An import as whoever sent the file sees it.

    Attributes
    ----------
    state
        queued, running, refused (nothing was taken in), checked (a dry run), done, failed or cancelled.
    counts
        What was read, and what became of it, by table.
    has_report
        Whether there is a workbook with what to mend.
    """

    id: str
    name: str
    state: str
    job: str
    dry_run: bool
    accept_valid: bool
    legal_basis: str
    day: date | None
    counts: Mapping[str, Any]
    has_report: bool
    error: str | None
    created_at: datetime
    finished_at: datetime | None


def submit(unit: Unit, upload: Upload) -> SeenImport:
    """Take a file, to be read by the worker.

    Raises
    ------
    Malformed
        When there is nothing in it, its name is none of a workbook, or no legal basis is given.
    Refused
        Code ``too_many_waiting``.
    """
    unit.require(Role.CONSULTANT)
    _ = unit.purpose
    _check(upload)
    if jobs.alive(unit, Kind.IMPORT, unit.caller.account) >= MOST_WAITING:
        raise Refused("Dine forrige filer er ikke læst endnu; vent, til de er", "too_many_waiting")
    key = new_id("im")
    job = jobs.enqueue(unit, Kind.IMPORT, {"about": key})
    unit.connection.execute(
        sa.insert(_i).values(
            id=key,
            name=upload.name,
            sha256=upload.sha256,
            dry_run=upload.dry_run,
            accept_valid=upload.accept_valid,
            legal_basis=upload.legal_basis.strip(),
            day=upload.day,
            state="queued",
            job=job,
            content=unit.cipher.close_file(upload.content),
            report={},
            counts={},
            created_at=unit.now,
            created_by=unit.caller.account,
        )
    )
    unit.record("upload", "import", key, sha256=upload.sha256, bytes=len(upload.content), dry_run=upload.dry_run)
    return read(unit, key)


def read(unit: Unit, key: str) -> SeenImport:
    """One import of the caller's own."""
    return _seen(_own(unit, key))


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[SeenImport], str | None]:
    """The caller's own imports, the newest first, and where the next page begins."""
    unit.require(Role.CONSULTANT)
    query = sa.select(*_SHOWN).where(_i.c.created_by == unit.caller.account)
    if after:
        last = unit.connection.execute(query.where(_i.c.id == after)).mappings().one_or_none()
        if last is None:
            raise Malformed("Siden findes ikke; begynd forfra", "after")
        query = query.where(sa.tuple_(_i.c.created_at, _i.c.id) < sa.tuple_(*_moment(dict(last))))
    query = query.order_by(_i.c.created_at.desc(), _i.c.id.desc()).limit(limit + 1)
    rows = unit.connection.execute(query).mappings().all()
    return [_seen(dict(row)) for row in rows[:limit]], rows[limit - 1]["id"] if len(rows) > limit else None


def read_problems(unit: Unit, key: str, limit: int, after: int = 0) -> tuple[list[dict[str, Any]], int | None]:
    """What is wrong with the rows of a file, in its order, and the number after which the next page begins."""
    row = _own(unit, key, _i.c.report)
    _ = unit.purpose
    mine, theirs = _people(unit, row["report"])
    found = [problem for problem in row["report"].get("problems", []) if problem.get("candidate") not in theirs]
    page = [{name: value for name, value in p.items() if name != "candidate"} for p in found[after : after + limit]]
    about = {problem.get("candidate") for problem in found[after : after + limit]} & mine
    unit.record("read", "import", key, subjects=frozenset(about), problems=len(page))
    return page, after + limit if len(found) > after + limit else None


def read_report(unit: Unit, key: str) -> tuple[str, bytes]:
    """The caller's own rows with a column that says what to mend, as a workbook, and what to call it.

    Raises
    ------
    NotHere
        When there was nothing to mend, it is too long ago, or it names somebody who is not one of the caller's cases.
    """
    row = _own(unit, key, _i.c.workbook, _i.c.report)
    _ = unit.purpose
    if row["workbook"] is None:
        raise NotHere("Der er ingen rapport: intet skulle rettes, eller den er slettet igen")
    mine, theirs = _people(unit, row["report"])
    if theirs:
        raise NotHere(
            "Filen har borgere, som ikke er dine sager; se fejlene enkeltvis, eller send en fil med dine egne"
        )
    unit.record("export", "import", key, subjects=mine, sha256=row["sha256"])
    return f"{key}-rettes.xlsx", unit.cipher.open_file(row["workbook"])


def clear_old(unit: Unit) -> None:
    """Delete reports whose days are over, and the memory of daily work."""
    over = _i.c.finished_at <= unit.now - timedelta(days=REPORT_DAYS)
    full = over & (_i.c.workbook.is_not(None) | _i.c.error.is_not(None) | (sa.cast(_i.c.report, sa.Text) != "{}"))
    reports = unit.connection.execute(
        sa.update(_i).where(full).values(workbook=None, report={}, content=None, error=None)
    ).rowcount
    j = tables.jobs
    daily = j.c.kind.in_([Kind.SILENCE.value, Kind.TIDY.value])
    old = daily & (j.c.finished_at <= unit.now - timedelta(days=JOB_DAYS))
    forgotten = unit.connection.execute(sa.delete(j).where(old)).rowcount
    if reports or forgotten:
        unit.record("expire", "import", "", reports=reports, jobs=forgotten)


_SHOWN = (
    _i.c.id,
    _i.c.name,
    _i.c.sha256,
    _i.c.state,
    _i.c.job,
    _i.c.dry_run,
    _i.c.accept_valid,
    _i.c.legal_basis,
    _i.c.day,
    _i.c.counts,
    _i.c.error,
    _i.c.created_at,
    _i.c.finished_at,
    _i.c.workbook.is_not(None).label("has_report"),
)
"""Everything but the file and the rows of its report."""


def _own(unit: Unit, key: str, *more: sa.Column[Any]) -> Mapping[str, Any]:
    unit.require(Role.CONSULTANT)
    query = sa.select(*_SHOWN, *more).where(_i.c.id == key, _i.c.created_by == unit.caller.account)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def _people(unit: Unit, report: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Those the file names and that are known here: the caller's own, and others."""
    named = report.get("people", [])
    c = tables.candidates
    known: set[str] = set()
    for some in in_parts(named):
        known |= set(unit.connection.execute(sa.select(c.c.id).where(c.c.id.in_(some))).scalars())
    mine = related(unit) & known
    return mine, frozenset(known - mine)


def _moment(row: Mapping[str, Any]) -> tuple[Any, Any]:
    return sa.literal(row["created_at"], _i.c.created_at.type), sa.literal(row["id"])


def _seen(row: Mapping[str, Any]) -> SeenImport:
    return SeenImport(**{name: row[name] for name in SeenImport.__slots__})


def _check(upload: Upload) -> None:
    if not upload.name.lower().endswith(SUFFIXES):
        raise Malformed("Filen skal være en projektmappe, fx .xlsx; brug skabelonen", "file")
    if len(upload.name.encode(errors="replace")) > LONGEST_NAME or _IN_NO_NAME.search(upload.name):
        raise Malformed("Filens navn er for langt eller har tegn, der ikke kan bruges; giv den et andet", "file")
    if not upload.content:
        raise Malformed("Filen er tom; gem eller hent den igen", "file")
    if not upload.legal_basis.strip():
        raise Malformed(
            "Skriv, hvor loven tillader kommunen at bruge oplysningerne, fx lov om en aktiv beskæftigelsesindsats § 7",
            "legal_basis",
        )
