"""People in numbers: nothing under ten, nothing that gives it away, to each role what it may see in numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.disclosure.small_numbers import publish
from matcher.services import statistics
from matcher.services.caller import SYSTEM
from matcher.store import tables
from tests.office import MORNING, Office

DAY = date(2026, 11, 24)
BANDS = [5.0, 10.0, 15.0, 37.0]
NEEDS = ["SEN-01", "SCH-02"]


def a_crowd(office: Office, many: int = 400) -> list[dict[str, Any]]:
    """People drawn by a known seed, some schemes with a few only; they take the place of the village's."""
    draw = random.Random(5)
    with office.store.writing() as connection:
        pattern = dict(connection.execute(sa.select(tables.candidates)).mappings().all()[0])
        people = []
        for n in range(many):
            scheme = draw.choices([*statistics.SCHEMES[:-1], None], [200, 60, 3, 40, 2, 12, 25])[0]
            needs = [{"accommodation": need} for need in NEEDS if draw.random() < 0.4]
            waiting = DAY - timedelta(weeks=draw.randint(1, 300)) if draw.random() < 0.9 else None
            people.append(
                {
                    **pattern,
                    "id": f"C{n}",
                    "scheme": scheme,
                    "hours_min": 1,
                    "hours_target": draw.choice([4.0, 5.0, 9.0, 12.0, 30.0]),
                    "hours_max": 37,
                    "waiting_since": waiting,
                    "postcode": draw.choice(["6000", "6000", "6600", "9990"]),
                    "needs": needs,
                }
            )
        for table in (tables.identities, tables.relations, tables.outcomes, tables.bindings, tables.go_aheads):
            connection.execute(sa.delete(table))
        connection.execute(sa.delete(tables.candidates))
        connection.execute(sa.insert(tables.candidates), people)
    return people


def histories(office: Office, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of half of them, and what their caseworker believes."""
    draw = random.Random(6)
    workplace = office.facts.workplaces[0].id
    rows = []
    with office.store.writing() as connection:
        for person in people[::2]:
            started = DAY - timedelta(weeks=draw.choice([5, 20, 40]))
            code = draw.choice([None, None, "job_did_not_fit", "hours_ended", "period_over"])
            ended = None if code is None else min(DAY, started + timedelta(weeks=draw.choice([4, 14, 30])))
            rows.append({"candidate": person["id"], "started": started, "ended": ended, "end_code": code})
            belief = draw.choice([None, 0.1, 0.5, 0.9])
            connection.execute(
                sa.insert(tables.identities).values(
                    candidate=person["id"], caseworker_confidence=belief, version=1, changed_at=MORNING
                )
            )
            rows[-1]["belief"] = belief
            connection.execute(
                sa.insert(tables.outcomes).values(
                    id=f"ou_{person['id']}",
                    workplace=workplace,
                    scheme="praktik",
                    tasks=[],
                    version=1,
                    changed_at=MORNING,
                    **{name: rows[-1][name] for name in ("candidate", "started", "ended", "end_code")},
                )
            )
    return rows


def asked(office: Office, role: str = "evaluator", scheme: str | None = None) -> dict[str, Any]:
    answer = office.client(role, None).get("/statistics", params={} if scheme is None else {"scheme": scheme})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def table(found: dict[str, Any], name: str) -> dict[str, int | None]:
    (one,) = [t for t in found["tables"] if t["name"] == name]
    return {figure["key"]: figure["people"] for figure in one["figures"]}


def everything(found: Any) -> Iterator[int]:
    """Every number of people in an answer."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name in ("people", "kept", "placed", "left_out") and isinstance(value, int):
                yield value
            yield from everything(value)
    elif isinstance(found, list):
        for item in found:
            yield from everything(item)


def place(hours: float) -> int:
    return next(n for n, most in enumerate(BANDS) if hours <= most)


def test_the_numbers_are_those_of_the_people_and_a_filter_is_a_row_of_the_same_table(office: Office) -> None:
    people = a_crowd(office)
    counts = [[0] * 4 for _ in statistics.SCHEMES]
    for person in people:
        counts[statistics.SCHEMES.index(person["scheme"] or "undecided")][place(person["hours_target"])] += 1
    wanted = publish(counts)
    whole = asked(office)
    assert whole["people"] == 400 and whole["least"] == 10
    assert tuple(table(whole, "scheme").values()) == wanted.rows
    assert tuple(table(whole, "hours").values()) == wanted.columns
    for n, scheme in enumerate(statistics.SCHEMES):
        part = asked(office, scheme=scheme)
        assert part["people"] == wanted.rows[n]
        assert tuple(table(part, "hours").values()) == wanted.cells[n]
    # Something is hidden and something is not, or the test shows nothing.
    assert None in wanted.rows and 231 in wanted.rows and None in wanted.cells[3] and 101 in wanted.cells[0]


def test_no_number_under_ten_is_anywhere_whatever_is_asked(sqlite_office: Office) -> None:
    histories(sqlite_office, a_crowd(sqlite_office))
    for scheme in (None, *statistics.SCHEMES):
        numbers = list(everything(asked(sqlite_office, scheme=scheme)))
        assert all(number >= 10 for number in numbers)
    assert list(everything(asked(sqlite_office)))


def test_who_has_a_need_is_told_only_when_enough_have_not(sqlite_office: Office) -> None:
    people = a_crowd(sqlite_office)
    needs = table(asked(sqlite_office), "needs")
    assert needs["SEN-01"] == sum({"accommodation": "SEN-01"} in p["needs"] for p in people)
    assert needs["WRK-01"] is None
    with sqlite_office.store.writing() as connection:
        c = tables.candidates
        connection.execute(sa.update(c).where(c.c.id != "C1").values(needs=[{"accommodation": "WRK-01"}]))
    # All but one: whoever sees 399 of 400 knows of the one.
    assert table(asked(sqlite_office), "needs")["WRK-01"] is None


def test_areas_are_those_of_workplaces_so_that_a_name_says_nothing_of_people(sqlite_office: Office) -> None:
    a_crowd(sqlite_office)
    areas = table(asked(sqlite_office), "area")
    assert set(areas) == {f"{w.postcode[:2]}xx" for w in sqlite_office.facts.workplaces} | {"other"}
    assert "99xx" not in areas


def test_how_histories_went(office: Office) -> None:
    rows = histories(office, a_crowd(office))
    found = asked(office)["histories"]
    assert found["people"] == 200 == len(rows)
    sides = {None: "running", "job_did_not_fit": "candidate", "hours_ended": "employer", "period_over": "municipality"}
    wanted = dict.fromkeys(statistics.ENDINGS, 0)
    for row in rows:
        wanted[sides[row["end_code"]]] += 1
    said = {figure["key"]: figure["people"] for figure in found["by_ending"]["figures"]}
    assert {name: number for name, number in said.items() if number is not None} == {
        name: number for name, number in wanted.items() if number >= 10
    }
    weeks = [(((row["ended"] or DAY) - row["started"]).days / 7, row["ended"]) for row in rows]
    for kept in found["kept"]:
        if kept["kept"] is not None:
            assert kept["kept"] == sum(w > kept["weeks"] for w, _ in weeks)
            assert kept["people"] == kept["kept"] + sum(w <= kept["weeks"] and end is not None for w, end in weeks)
    assert any(kept["kept"] is not None for kept in found["kept"])
    low = next(t for t in found["by_confidence"] if t["name"] == "low")
    assert {f["key"]: f["people"] for f in low["figures"]}["all"] == sum(row["belief"] == 0.1 for row in rows)


def test_a_few_histories_are_not_told_at_all(sqlite_office: Office) -> None:
    histories(sqlite_office, a_crowd(sqlite_office)[:12])
    found = asked(sqlite_office)
    assert found["histories"] is None and table(found, "history") == {"with": None}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("evaluator", {"scheme", "hours", "waiting", "area", "needs", "placements", "history"}),
        ("consultant", {"scheme", "hours", "waiting", "area"}),
        ("auditor", {"placements", "history"}),
    ],
)
def test_each_role_sees_the_tables_of_what_it_may_see_in_numbers(
    sqlite_office: Office, role: str, names: set[str]
) -> None:
    histories(sqlite_office, a_crowd(sqlite_office))
    found = asked(sqlite_office, role)
    assert {t["name"] for t in found["tables"]} == names
    assert (found["histories"] is not None) == (role != "consultant")
    assert found["supply"]
    if role != "consultant":
        assert found["histories"]["by_confidence"]
    filtered = sqlite_office.client(role).get("/statistics", params={"scheme": "fleksjob"})
    assert filtered.status_code == (403 if role == "auditor" else 200)


@pytest.mark.parametrize("path", ["/statistics", "/statistics/oversight"])
def test_employers_and_administrators_count_nobody(sqlite_office: Office, path: str) -> None:
    for role in ("employer", "administrator"):
        assert sqlite_office.client(role).get(path).status_code == 403
    assert sqlite_office.client("evaluator").get("/statistics?scheme=alle").status_code == 422


def test_the_supply_is_counted_as_it_is(sqlite_office: Office) -> None:
    found = {row["sector"]: (row["workplaces"], row["openings"]) for row in asked(sqlite_office)["supply"]}
    facts = sqlite_office.facts
    sector = {w.id: w.sector for w in facts.workplaces}
    for name, (workplaces, openings) in found.items():
        assert workplaces == sum(s == name for s in sector.values())
        assert openings == sum(sector[o.workplace] == name for o in facts.openings)


def test_the_look_is_logged(sqlite_office: Office) -> None:
    asked(sqlite_office, scheme="fleksjob")
    (row,) = sqlite_office.rows(tables.audit, tables.audit.c.noun == "statistics")
    assert (row["actor"], row["action"], row["object"]) == ("ac_ali", "read", "fleksjob")


# --- do people decide, or only nod? -----------------------------------------------------------------------------------


def decide(office: Office, number: int, to: str, plan: str | None, opening: int, hours: float, code: str = "x") -> None:
    """A proposal, and what somebody decided about it so many hours later."""
    who = office.facts.candidates[number].id
    key = f"pt_{number}"
    work: dict[str, Any] = {"hours": 8, "presence": 10, "tasks": {}, "measures": [], "worth": {}, "employer_text": ""}
    at = MORNING + timedelta(hours=hours)
    step = {"decided_by": "ac_kim", "note": "", "placement": key}
    with office.store.writing() as connection:
        connection.execute(
            sa.insert(tables.placements).values(
                id=key,
                candidate=who,
                opening=office.facts.openings[opening].id,
                plan=plan,
                state="withdrawn",
                scheme="fleksjob",
                created_at=MORNING,
                created_by="ac_kim",
                version=1,
                changed_at=MORNING,
                **work,
            )
        )
        steps: list[dict[str, Any]] = [
            {"id": f"a{key}", "number": 1, "at": MORNING, "came_from": None, "to": "proposed", "code": "c", **step},
            {"id": f"b{key}", "number": 2, "at": at, "came_from": "proposed", "to": to, "code": code, **step},
            {"id": f"c{key}", "number": 3, "at": at, "came_from": to, "to": "accepted", "code": "c", **step},
        ]
        connection.execute(sa.insert(tables.steps), steps if to == "shown" else steps[:2])


def a_plan(office: Office) -> str:
    first = office.facts.openings[0].id
    standing = {candidate.id: [first, 0.5, 0.2] for candidate in office.facts.candidates}
    values: dict[str, Any] = {"state": "published", "day": DAY, "request": {}, "seed": 1, "weights": {}, "versions": {}}
    with office.store.writing() as connection:
        connection.execute(
            sa.insert(tables.plans).values(
                id="pl_1",
                summary={},
                resources={},
                standing=standing,
                created_at=MORNING,
                created_by="ac_kim",
                version=1,
                changed_at=MORNING,
                **values,
            )
        )
    return "pl_1"


def months(office: Office) -> list[dict[str, Any]]:
    answer = office.client("evaluator", None).get("/statistics/oversight")
    assert answer.status_code == 200, answer.text
    return answer.json()["months"]  # type: ignore[no-any-return]


def test_how_often_people_decide_otherwise_than_the_plan(office: Office) -> None:
    plan = a_plan(office)
    # The plan proposes twelve: nine are shown, six of them the best for the candidate; three are taken back.
    for n in range(12):
        decide(office, n, "shown" if n < 9 else "withdrawn", plan, 0 if n < 6 else 1, hours=n)
    # Four proposed by hand are shown, and one that a new plan let go by itself counts for nothing.
    for n in range(12, 16):
        decide(office, n, "shown", None, 2, hours=100)
    decide(office, 16, "withdrawn", plan, 3, hours=1, code="plan_replaced")
    november = months(office)[0]
    assert november["month"] == "2026-11-01"
    assert november["taken_back"] == {"of": 12, "value": 0.25, "too_small": False}
    assert november["own"] == {"of": 13, "value": 0.308, "too_small": False}
    assert november["accepted_own"] == {"of": 13, "value": 0.308, "too_small": False}
    # Nine are too few to say how many of them were the best.
    assert november["first_ranked"] == {"of": None, "value": None, "too_small": True}
    assert november["hours_to_decision"] == {"of": 16, "value": 7.5, "too_small": False}


def test_twelve_months_are_told_and_of_an_empty_one_nothing(sqlite_office: Office) -> None:
    found = months(sqlite_office)
    assert [m["month"] for m in found[:2]] == ["2026-11-01", "2026-10-01"] and found[-1]["month"] == "2025-12-01"
    assert len(found) == 12 and all(m["taken_back"]["too_small"] for m in found)


def test_a_decision_belongs_to_the_danish_month(sqlite_office: Office) -> None:
    plan = a_plan(sqlite_office)
    # 30 November 23:30 in Greenwich is December here.
    late = 6 * 24 + 14.5
    for n in range(10):
        decide(sqlite_office, n, "shown", plan, 0, hours=late)
    sqlite_office.clock.pass_time(days=10)
    assert [m["first_ranked"]["of"] for m in months(sqlite_office)[:2]] == [10, None]


def test_what_the_plan_says_is_told_as_for_those_who_see_numbers_alone(sqlite_office: Office) -> None:
    plan = a_plan(sqlite_office)
    counts = {"placed": 40, "left_out": 23, "placements": 40, "filled": 1, "hours": 1.0}
    reasons = [{"reason": "a", "people": 15}, {"reason": "b", "people": 8}]
    summary = {"counts": counts, "left_out": reasons, "bands": [], "lines": [], "broken_pins": [], "conflict": []}
    with sqlite_office.services.unit(SYSTEM) as unit:
        unit.connection.execute(sa.update(tables.plans).values(summary=summary, status="optimal"))
    for role in ("evaluator", "auditor"):
        assert asked(sqlite_office, role)["plan"] == {
            "id": plan,
            "day": "2026-11-24",
            "placed": 40,
            "left_out": 23,
            "reasons": [{"key": "a", "people": None}, {"key": "b", "people": None}],
        }
