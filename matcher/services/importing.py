"""What becomes of a file's facts: what is new, what is changed, and whose it is.

Who may import what
-------------------
An import is done by a consultant, in her own name, and gives her no more than she has:

- A candidate nobody knows yet becomes hers: she gets the case relation, as when she enters one by hand.
- A candidate she has a case relation to is changed.
- A candidate of somebody else is left alone, whatever the file says of her, and so are her pins, go-aheads and earlier
  placements. The report says which rows that were. It does not say whether they differ from what is stored: a file of
  guesses would otherwise be a way to ask about other people's cases.
- Employers, workplaces, openings, support, budgets and clauses are the municipality's, and any consultant may change
  them, one by one as well as by a file.
- What the municipality has set (weeks, rules) is taken from the first file that comes in, and never from a later one:
  that is for whoever may set it.
- A yes that was taken back stays so, whatever day a file gives for it (`imported_yeses`): a yes given after that day is
  a new one, every other she says anew herself.
- Nothing is deleted by a file. What is stored and not in it is counted as missing.

There is no import of everybody's cases at once by an account that sees everybody: no role sees every person. To move a
whole municipality in, each consultant imports her own, or the first import is made before others have begun.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from matcher.domain import Facts
from matcher.services.access import related
from matcher.services.caller import Role
from matcher.services.imported_yeses import as_taken_back, hold
from matcher.services.imports import MOST_PROBLEMS, Upload
from matcher.services.outgrown import is_smaller, tell_of_outgrown
from matcher.services.relations import begin_relation
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import (
    NOUNS,
    Differences,
    differences,
    differing_identities,
    insert_new,
    key_of,
    save_identities,
    save_rows,
    save_settings,
    stored_keys,
)
from matcher.store.some_facts import load_some

NOT_YOURS = "not_yours"
"""Code of a row about a candidate whose case is somebody else's."""
_PEOPLE = ("candidates", "bindings", "go_aheads", "outcomes")
_SIGNED = {"bindings": "decided_by", "go_aheads": "recorded_by", "outcomes": "recorded_by"}
"""The column that says who has decided or recorded it."""
_i = tables.imports


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What the worker has got out of a file.

    Attributes
    ----------
    facts
        None when nothing of it may be taken in.
    sheets
        Rows read, taken and refused, by sheet.
    problems
        Everything to look at, as plain values.
    workbook
        The user's own rows with what to mend; None when there is nothing to mend.
    refusal
        Why the file could not be read at all.
    people
        Ids of everybody its rows are about, also those that are refused.
    """

    facts: Facts | None
    sheets: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...] = ()
    workbook: bytes | None = None
    refusal: str | None = None
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The facts of a file by what would become of them."""

    differing: Mapping[str, Differences]
    identities: Differences
    theirs: frozenset[str]
    left: Mapping[str, int]


def begin(unit: Unit, key: str) -> Upload:
    """Take up an import; gives its file as it was sent."""
    row = unit.connection.execute(sa.select(_i).where(_i.c.id == key)).mappings().one()
    unit.connection.execute(sa.update(_i).where(_i.c.id == key).values(state="running"))
    return Upload(
        name=row["name"],
        content=unit.cipher.open_file(row["content"]),
        legal_basis=row["legal_basis"],
        dry_run=row["dry_run"],
        accept_valid=row["accept_valid"],
        day=row["day"],
    )


def conclude(unit: Unit, key: str, found: ReadFile) -> None:
    """Take in the facts of a file, or say what would become of them; the file itself is gone from here on."""
    unit.require(Role.CONSULTANT)
    row = unit.connection.execute(sa.select(_i.c.dry_run).where(_i.c.id == key)).one()
    problems = list(found.problems)
    counts: dict[str, Any] = {"sheets": list(found.sheets), **_how_many(problems)}
    state = "refused"
    subjects: frozenset[str] = frozenset()
    people = found.people if found.facts is None else found.people | _about(found.facts)
    if found.facts is not None:
        entered = frozenset[str]() if row.dry_run else _enter(unit, found.facts)
        known = _sort(unit, found.facts, entered, lock=not row.dry_run)
        counts["tables"] = _counts(unit, found.facts, known)
        problems += [_not_yours(candidate) for candidate in sorted(known.theirs)]
        counts |= _how_many(problems)
        if row.dry_run:
            state, subjects = "checked", _about(found.facts) - known.theirs
        else:
            _save(unit, found.facts, known)
            state, subjects = "done", _written(known)
    unit.connection.execute(
        sa.update(_i)
        .where(_i.c.id == key)
        .values(
            state=state,
            content=None,
            workbook=None if found.workbook is None else unit.cipher.close_file(found.workbook),
            report={"problems": problems[:MOST_PROBLEMS], "people": sorted(people)},
            counts=counts,
            error=found.refusal,
            finished_at=unit.now,
        )
    )
    rows = {name: [c["new"], c["changed"]] for name, c in counts.get("tables", {}).items()}
    unit.record("import", "import", key, subjects=subjects, state=state, rows=rows, problems=counts["problems"])


def _enter(unit: Unit, facts: Facts) -> frozenset[str]:
    """Add the candidates nobody knows yet, as the caller's; gives their ids.

    Somebody else may enter one of them this very moment: she is hers then, and is left alone as any other of hers.
    """
    stored = _stored(unit, sorted(c.id for c in facts.candidates))
    unknown = [c for c in facts.candidates if c.id not in stored]
    entered = insert_new(unit.connection, "candidates", unknown, unit.now)
    for candidate in sorted(entered):
        begin_relation(unit, candidate, unit.caller.account)
    return entered


def _sort(unit: Unit, facts: Facts, entered: frozenset[str], *, lock: bool) -> _Sorted:
    ids = sorted(_about(facts))
    theirs = _stored(unit, ids) - related(unit)
    if lock:
        hold(unit, frozenset(ids) - theirs)
    own = {
        name: [r for r in getattr(facts, name) if name not in _PEOPLE or _whose(name, r) not in theirs]
        for name in NOUNS
    }
    own["go_aheads"] = as_taken_back(unit, own["go_aheads"])
    identities = [i for i in facts.identities if i.candidate not in theirs]
    differing = {name: differences(unit.connection, name, rows, lock=lock) for name, rows in own.items()}
    people = differing["candidates"]
    new = (*people.new, *(c for c in facts.candidates if c.id in entered))
    differing["candidates"] = replace(people, new=new, unchanged=people.unchanged - len(entered))
    return _Sorted(
        differing=differing,
        identities=differing_identities(unit.connection, identities, unit.cipher),
        theirs=theirs,
        left={name: len(getattr(facts, name)) - len(rows) for name, rows in own.items()}
        | {"identities": len(facts.identities) - len(identities)},
    )


def _save(unit: Unit, facts: Facts, known: _Sorted) -> None:
    _save_first_settings(unit, facts)
    openings, people = known.differing["openings"].changed, known.differing["candidates"].changed
    before = {
        row.id: row
        for name, rows in (("openings", openings), ("candidates", people))
        for row in load_some(unit.connection, name, [row.id for row in rows])
    }
    for name, found in known.differing.items():
        # New candidates are there already.
        rows = found.changed if name == "candidates" else (*found.new, *found.changed)
        more = {_SIGNED[name]: unit.caller.account} if name in _SIGNED else {}
        if rows:
            save_rows(unit.connection, name, rows, unit.now, **more)
    save_identities(unit.connection, (*known.identities.new, *known.identities.changed), unit.cipher, unit.now)
    smaller = [[row.id for row in rows if is_smaller(before[row.id], row)] for rows in (openings, people)]
    tell_of_outgrown(unit, openings=smaller[0], candidates=smaller[1])


def _save_first_settings(unit: Unit, facts: Facts) -> None:
    if unit.connection.execute(sa.select(tables.municipality.c.id)).first() is None:
        save_settings(unit.connection, facts.settings, unit.now)


def _counts(unit: Unit, facts: Facts, known: _Sorted) -> dict[str, dict[str, int]]:
    mine = related(unit)
    found: dict[str, dict[str, int]] = {}
    for name, differing in known.differing.items():
        given = {key_of(name, fact) for fact in getattr(facts, name)}
        stored = stored_keys(unit.connection, name)
        missing = [key for key, whose in stored.items() if key not in given and (name not in _PEOPLE or whose in mine)]
        found[name] = _row(differing, len(missing), known.left[name])
    found["identities"] = _row(known.identities, 0, known.left["identities"])
    return found


def _row(found: Differences, missing: int, left: int) -> dict[str, int]:
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "missing": missing,
        "left": left,
    }


def _stored(unit: Unit, ids: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        query = sa.select(tables.candidates.c.id).where(tables.candidates.c.id.in_(ids[start : start + 500]))
        found |= set(unit.connection.execute(query).scalars())
    return frozenset(found)


def _about(facts: Facts) -> frozenset[str]:
    """Everybody a file says something of."""
    return frozenset(
        {_whose(name, row) for name in _PEOPLE for row in getattr(facts, name)}
        | {i.candidate for i in facts.identities}
    )


def _written(known: _Sorted) -> frozenset[str]:
    people = {_whose(name, r) for name in _PEOPLE for r in (*known.differing[name].new, *known.differing[name].changed)}
    return frozenset(people | {i.candidate for i in (*known.identities.new, *known.identities.changed)})


def _whose(name: str, fact: Any) -> str:
    return str(fact.id if name == "candidates" else fact.candidate)


def _how_many(problems: Collection[Mapping[str, Any]]) -> dict[str, int]:
    warnings = sum(problem["kind"] == "warning" for problem in problems)
    return {"problems": len(problems) - warnings, "warnings": warnings}


def _not_yours(candidate: str) -> dict[str, Any]:
    return {
        "kind": "warning",
        "sheet": "Borgere",
        "row": None,
        "column": "id",
        "code": NOT_YOURS,
        "sentence": f"{candidate} er ikke en af dine sager; rækkerne om borgeren er ikke brugt",
        # It tells nothing but what was asked: the id stood in her own file.
        "candidate": None,
    }
