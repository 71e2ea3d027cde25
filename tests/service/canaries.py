"""Two people whose every field holds a value that stands nowhere else, so that a leak can be seen and named.

One is the consultant's own, the other her colleague's. Both are in the plan, and have a placement that the employer has
been introduced to: as far as anybody's data can come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.domain import (
    ALL_WEEK,
    Candidate,
    Competence,
    CompetenceKind,
    DanishLevel,
    GoAhead,
    Identity,
    Necessity,
    Need,
    Outcome,
    Scheme,
    Transport,
    Workplace,
)
from matcher.services import links
from matcher.services.caller import SYSTEM
from matcher.store import tables
from matcher.store.facts import save_identities, save_rows
from tests.office import PEOPLE, Office

MINE, THEIRS = 17, 29
"""Numbers of the two people; they stand in every canary."""
Canary = str | float
WORTH = {"people": 0.5, "company": 0.5, "society": 0.5, "total": 0.5, "lasts": 0.5, "parts": [], "fit": []}


@dataclass(frozen=True)
class Cage:
    """The canaries of one person or workplace, by group of fields."""

    groups: Mapping[str, tuple[Canary, ...]]

    def sung(self, texts: list[str], numbers: set[float]) -> set[str]:
        """The groups of which a canary is among those texts or numbers."""
        found = set()
        for group, canaries in self.groups.items():
            for canary in canaries:
                heard = canary in numbers if isinstance(canary, float) else any(canary in text for text in texts)
                if heard:
                    found.add(group)
        return found


def person(candidate: str, n: int) -> Cage:
    """The canaries of one candidate."""
    return Cage(
        {
            "id": (candidate,),
            "name": (f"Navnkanarie{n}", f"Kønkanarie{n}", float(1900 + n)),
            "cpr": (f"010160-17{n}", f"01016017{n}"),
            "hours": (6 + n / 1000, 9 + n / 1000),
            "period": (f"2019-03-{n}", f"2018-07-{n}", f"2034-07-{n}"),
            "needs": (f"2031-02-{n % 28 + 1:02}", 0.9 + n / 10_000, 30 + n / 1000, 100 + n / 1000),
            "text": (f"Fritekstkanarie{n}",),
            "wishes": (f"Kompetencekanarie{n}", 77 + n / 1000),
            "matches": (f"Begrundelseskanarie{n}", 0.7 + n / 10_000, 7 + n / 1000),
            "outcomes": (f"2018-05-{n}", 5 + n / 1000),
            "confidence": (0.3 + n / 10_000,),
            "notes": (f"Notatkanarie{n}", f"Bindingskanarie{n}"),
        }
    )


def staff(n: int) -> Cage:
    """The canaries of one workplace."""
    return Cage({"staff": (21 + n / 1000, 3 + n / 1000)})


def heard_in(body: str, is_json: bool) -> tuple[list[str], set[float]]:
    """Every text and every number of an answer."""
    if not is_json:
        return [body], set()
    texts: list[str] = []
    numbers: set[float] = set()
    for leaf in _leaves(json.loads(body)):
        if isinstance(leaf, str):
            texts.append(leaf)
        elif isinstance(leaf, int | float) and not isinstance(leaf, bool):
            numbers.add(float(leaf))
    return texts, numbers


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


@dataclass(frozen=True)
class Aviary:
    """Where the canaries sit.

    Attributes
    ----------
    mine, theirs
        The consultant's own candidate and her colleague's.
    own, foreign
        The employer's own workplace and another's.
    opening
        The employer's opening that both have said yes to.
    token
        Of a link to its shortlist.
    """

    mine: str
    theirs: str
    own: str
    foreign: str
    opening: str
    token: str

    @property
    def cages(self) -> dict[str, Cage]:
        """All canaries by where they sit."""
        return {
            "mine": person(self.mine, MINE),
            "theirs": person(self.theirs, THEIRS),
            "own": staff(MINE),
            "foreign": staff(THEIRS),
        }


def set_out(office: Office) -> Aviary:
    """Put the canaries into the database."""
    facts = office.facts
    own = next(o for o in facts.openings if facts.employer_of(o).id == office.employer)
    foreign = next(o for o in facts.openings if facts.employer_of(o).id != office.employer)
    people = {f"kanarie-{MINE}-borger": (MINE, "consultant"), f"kanarie-{THEIRS}-borger": (THEIRS, "colleague")}
    with office.services.unit(SYSTEM) as unit:
        places = [_staffed(facts.workplace_by_id[o.workplace], n) for o, n in ((own, MINE), (foreign, THEIRS))]
        save_rows(unit.connection, "workplaces", places, unit.now)
        for key, (n, consultant) in people.items():
            candidate = _candidate(key, n, facts.workplace_by_id[own.workplace].postcode)
            save_rows(unit.connection, "candidates", [candidate], unit.now)
            save_identities(unit.connection, [_identity(key, n)], unit.cipher, unit.now)
            save_rows(unit.connection, "go_aheads", [GoAhead(key, own.id, date(2026, 11, 1))], unit.now)
            outcome = Outcome(key, foreign.workplace, Scheme.FLEKSJOB, date(2018, 5, n), None, 5 + n / 1000)
            save_rows(unit.connection, "outcomes", [outcome], unit.now)
            insert(
                unit.connection,
                tables.relations,
                id=f"re_{n}",
                candidate=key,
                account=PEOPLE[consultant].account,
                since=unit.now,
                given_by="system",
            )
            insert(
                unit.connection,
                tables.bindings,
                candidate=key,
                opening=foreign.id,
                kind="udeluk",
                changed_at=unit.now,
                reason=f"Bindingskanarie{n}",
                code=None,
                decided_by=PEOPLE[consultant].account,
                version=1,
            )
            _placed(unit.connection, unit.now, key, n, own.id, consultant)
            told = {"opening": own.id, "planned": True, "chance": 1.0, "net": 0.7 + n / 10_000, "price": 0.0}
            shown = {"features": [], "parts": [], "openings": [told | {"features": [], "parts": []}]}
            drawn = {"candidate": key, "seed": n, "at": unit.now, "epsilon": 0.02, "weights": "-"}
            insert(unit.connection, tables.drawn_lists, **drawn, shown=shown)
        _planned(unit.connection, unit.now, people, own.id)
    with office.services.unit(office.caller("consultant")) as unit:
        _, token = links.issue(unit, own.id, 14, office.settings.signing_key)
    mine, theirs = people
    return Aviary(mine, theirs, own.workplace, foreign.workplace, own.id, token)


def insert(connection: sa.Connection, table: sa.Table, **values: Any) -> None:
    """One row as it is."""
    connection.execute(sa.insert(table).values(**values))


def _candidate(key: str, n: int, postcode: str) -> Candidate:
    return Candidate(
        id=key,
        scheme=Scheme.FLEKSJOB,
        postcode=postcode,
        hours_min=0.5,
        hours_target=6 + n / 1000,
        hours_max=9 + n / 1000,
        intensity=0.9 + n / 10_000,
        presence_max=30 + n / 1000,
        availability=ALL_WEEK,
        commute_max=77 + n / 1000,
        transport=frozenset(Transport),
        danish=DanishLevel.FLUENT,
        certificates=frozenset(load_catalogue().certificates),
        waiting_since=date(2019, 3, n),
        grant_from=date(2018, 7, n),
        grant_to=date(2034, 7, n),
        text=f"Fritekstkanarie{n}",
        needs=(Need("SCH-13", Necessity.NICE, 100 + n / 1000, review=date(2031, 2, n % 28 + 1)),),
        competences=(Competence(CompetenceKind.TEXT, f"Kompetencekanarie{n}"),),
    )


def _identity(key: str, n: int) -> Identity:
    return Identity(key, f"Navnkanarie{n}", f"010160-17{n}", f"Kønkanarie{n}", 1900 + n, 0.3 + n / 10_000)


def _staffed(workplace: Workplace, n: int) -> Workplace:
    return replace(workplace, ordinary_fte=21 + n / 1000, subsidised_fte=3 + n / 1000)


def _placed(connection: sa.Connection, now: Any, key: str, n: int, opening: str, consultant: str) -> None:
    """A placement that the employer has been introduced to, with a note of the consultant's on a step."""
    account = PEOPLE[consultant].account
    insert(
        connection,
        tables.placements,
        id=f"pm_{n:016x}",
        candidate=key,
        opening=opening,
        plan=None,
        state="introduced",
        scheme="fleksjob",
        hours=4.5,
        presence=5.0,
        tasks={},
        measures=[],
        worth=WORTH,
        employer_text="Person: Person 7K3QXM",
        answer_by=date(2026, 12, 24),
        waiting_set_by=account,
        created_at=now,
        created_by=account,
        version=1,
        changed_at=now,
    )
    for number, state in enumerate(("proposed", "shown", "go_ahead", "introduced"), 1):
        insert(
            connection,
            tables.steps,
            id=f"st_{n:08x}{number:08x}",
            placement=f"pm_{n:016x}",
            number=number,
            at=now,
            decided_by=account,
            to=state,
            code="agreed",
            note=f"Notatkanarie{n}",
        )
    insert(
        connection,
        tables.follow_ups,
        id=f"fu_{n:016x}",
        placement=f"pm_{n:016x}",
        due=date(2026, 12, 1),
        kind="review",
        note=f"Notatkanarie{n}",
        version=1,
        changed_at=now,
    )


def _planned(connection: sa.Connection, now: Any, people: Mapping[str, tuple[int, str]], opening: str) -> None:
    """A plan that places one of them and leaves out the other, with explanations of both."""
    insert(
        connection,
        tables.plans,
        id="pl_00000000000000ca",
        state="draft",
        day=date(2026, 11, 24),
        request={},
        seed=0,
        weights={},
        snapshot="ca",
        versions={},
        status="optimal",
        objective=1.0,
        bound=1.0,
        gap=0.0,
        method="exact",
        summary=_summary(people, opening),
        resources={},
        standing={key: [opening, 0.5, 0.25] for key in people},
        created_at=now,
        created_by="ac_kim",
        finished_at=now,
        version=1,
        changed_at=now,
    )
    for key, (n, _) in people.items():
        trace = {"candidate": key, "summary": f"Begrundelseskanarie{n}"}
        insert(
            connection,
            tables.plan_placements,
            plan="pl_00000000000000ca",
            candidate=key,
            opening=opening,
            option=f"{key}/{opening}/1",
            hours=4.5,
            presence=5.0,
            tasks={},
            measures=[],
            uses={},
            worth=WORTH,
            pinned=False,
            basis={"candidate": 1, "opening": 1, "workplace": 2},
            trace=trace,
            texts={"consultant": f"Begrundelseskanarie{n}", "candidate": "", "employer": ""},
        )
        insert(
            connection,
            tables.plan_left_out,
            plan="pl_00000000000000ca",
            candidate=key,
            reason=f"Begrundelseskanarie{n}",
            trace=trace,
        )


def _summary(people: Mapping[str, tuple[int, str]], opening: str) -> dict[str, Any]:
    """A plan in numbers, with each of them in every list that names people."""
    whose = [({"candidate": key, "opening": opening}, n) for key, (n, _) in people.items()]
    told = [{**pair, "sentence": f"Begrundelseskanarie{n}"} for pair, n in whose]
    names = ("candidates", "placed", "left_out", "placements", "openings", "places", "filled", "hours", "hours_wanted")
    return {
        "counts": dict.fromkeys(names, 40),
        "looked_at": {},
        "lines": [],
        "left_out": [],
        "bands": [],
        "clauses": [],
        "broken_pins": told,
        "conflict": [{"sentence": one["sentence"], "candidates": [one["candidate"]]} for one in told],
        "stability": None,
        "held_otherwise": len(told),
        "otherwise": told,
        "aside": [{**pair, "hours": 7 + n / 1000} for pair, n in whose],
        "thinned": False,
        "unverified_rules": [],
        "assumptions": [],
        "seconds": {},
    }
