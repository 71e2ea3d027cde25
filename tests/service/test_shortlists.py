"""Whom an opening could be for: a consultant's own people; for the employer those who have said yes, and no more."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from matcher.domain import GoAhead
from matcher.ranking import pseudonym
from matcher.services.caller import SYSTEM
from matcher.store import tables
from matcher.store.facts import save_rows
from matcher.suggestions import shortlist as shortlist_from_plan
from tests.office import NAMES, Office
from tests.property.test_explanation_employer import told_of, touched_of
from tests.service.lives import begin_life
from tests.service.planned import store_plan, village_plan

EVERYBODY = 1_000


def own_openings(office: Office) -> list[str]:
    return [o.id for o in office.facts.openings if office.facts.employer_of(o).id == office.employer]


def foreign_opening(office: Office) -> str:
    return next(o.id for o in office.facts.openings if office.facts.employer_of(o).id != office.employer)


def possible_for(opening: str) -> list[str]:
    return [row.candidate for row in shortlist_from_plan(village_plan(), opening, EVERYBODY).listed]


def busiest(office: Office) -> str:
    """The employer's opening that most people are possible for."""
    return max(own_openings(office), key=lambda opening: len(possible_for(opening)))


def say_yes(office: Office, opening: str, candidates: list[str], withdrawn: date | None = None) -> None:
    with office.services.unit(SYSTEM) as unit:
        rows = [GoAhead(candidate, opening, unit.day, withdrawn) for candidate in candidates]
        save_rows(unit.connection, "go_aheads", rows, unit.now)


def forget_go_aheads(office: Office, opening: str) -> None:
    with office.services.unit(SYSTEM) as unit:
        table = tables.go_aheads
        unit.connection.execute(table.delete().where(table.c.opening == opening))


def listed(office: Office, role: str, opening: str, k: int = 50) -> dict[str, Any]:
    answer = office.client(role).post(f"/openings/{opening}/shortlist", json={"k": k})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_consultant_sees_her_own_people_in_the_order_of_the_whole_list(office: Office) -> None:
    planned = store_plan(office)
    seen = 0
    for opening in own_openings(office)[:4]:
        whole = shortlist_from_plan(planned, opening, EVERYBODY).listed
        hers = [(row.candidate, row.net, row.elsewhere) for row in whole if row.candidate in office.mine]
        found = listed(office, "consultant", opening)
        assert [(r["candidate"], r["net"], r["elsewhere"]) for r in found["listed"]] == hers
        assert found["eligible"] == len(hers) and found["none_fits"] == (not hers)
        seen += len(hers)
    assert seen > 4


def test_nothing_tells_a_consultant_of_the_people_of_others(office: Office) -> None:
    opening = busiest(office)
    assert set(possible_for(opening)) & set(office.others)
    answer = office.client("consultant").post(f"/openings/{opening}/shortlist", json={"k": 50})
    assert not [candidate for candidate in office.others if candidate in answer.text]


def test_a_pseudonym_is_told_only_after_the_go_ahead(sqlite_office: Office) -> None:
    office, opening = sqlite_office, busiest(sqlite_office)
    forget_go_aheads(office, opening)
    hers = [c for c in possible_for(opening) if c in office.mine][:1]
    say_yes(office, opening, hers)
    for row in listed(office, "consultant", opening)["listed"]:
        said = row["candidate"] in hers
        assert row["pseudonym"] == (pseudonym(row["candidate"], opening, NAMES) if said else None)
        assert (row["go_ahead"] is not None) == said


def test_another_employers_opening_and_none_look_the_same(office: Office) -> None:
    client = office.client("employer")
    answers = [client.post(f"/openings/{o}/shortlist", json={}) for o in (foreign_opening(office), "nowhere")]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert office.client("consultant").post("/openings/nowhere/shortlist", json={}).status_code == 404


def test_an_employer_says_why_she_looks(sqlite_office: Office) -> None:
    path = f"/openings/{own_openings(sqlite_office)[0]}/shortlist"
    assert sqlite_office.client("employer", None).post(path, json={}).status_code == 428


def test_other_roles_are_given_no_list(sqlite_office: Office) -> None:
    path = f"/openings/{own_openings(sqlite_office)[0]}/shortlist"
    for role in ("evaluator", "administrator", "auditor"):
        assert sqlite_office.client(role).post(path, json={}).status_code == 403


def test_an_employer_sees_those_who_have_said_yes_and_no_others(office: Office) -> None:
    opening = busiest(office)
    forget_go_aheads(office, opening)
    assert listed(office, "employer", opening)["people"] == []
    said = possible_for(opening)[:3]
    say_yes(office, opening, said[:2])
    say_yes(office, opening, said[2:], withdrawn=office.clock.now.date())
    found = listed(office, "employer", opening)
    assert [p["pseudonym"] for p in found["people"]] == sorted(pseudonym(c, opening, NAMES) for c in said[:2])


def test_whoever_had_a_job_there_that_is_over_is_listed_again_only_when_she_says_yes_anew(office: Office) -> None:
    opening, hers = next((o, c) for o in own_openings(office) for c in possible_for(o) if c in office.mine)
    forget_go_aheads(office, opening)
    life = begin_life(office, hers, opening).until("introduced")
    name = pseudonym(hers, opening, NAMES)

    def seen() -> tuple[list[str], bool]:
        people = [person["pseudonym"] for person in listed(office, "employer", opening)["people"]]
        rows = listed(office, "consultant", opening)["listed"]
        return people, next(row["go_ahead"] is not None for row in rows if row["candidate"] == hers)

    assert seen() == ([name], True)
    office.clock.pass_time(minutes=1)
    for step in ("accepted", "started", "ended"):
        assert life.take(step).status_code == 200
    assert seen() == ([], False)
    # What has been is still hers to see at her own workplace, until the candidate takes her yes back.
    assert office.client("employer").get(f"/placements/{life.id}").json()["state"] == "ended"
    # Proposed once more, she is not introduced on the strength of the yes that was used.
    again = begin_life(office, hers, opening).until("shown")
    assert seen() == ([], False)
    office.clock.pass_time(minutes=1)
    assert again.take("go_ahead").status_code == 200
    assert again.take("introduced").status_code == 200
    assert seen() == ([name], True)


def test_how_many_are_asked_for_does_not_say_who_comes_first(sqlite_office: Office) -> None:
    opening = busiest(sqlite_office)
    say_yes(sqlite_office, opening, possible_for(opening)[:4])
    assert listed(sqlite_office, "employer", opening, 1) == listed(sqlite_office, "employer", opening, 50)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(word for item in value.values() for word in strings(item))]
    if isinstance(value, list):
        return [word for item in value for word in strings(item)]
    return [str(value)]


def test_an_employers_list_leaks_nothing(office: Office) -> None:
    world, facts = village_plan().world, office.facts
    names = {identity.candidate: identity for identity in facts.identities}
    untouched = shown = 0
    for opening in own_openings(office)[:5]:
        forget_go_aheads(office, opening)
        people = possible_for(opening)
        say_yes(office, opening, people)
        answer = office.client("employer").post(f"/openings/{opening}/shortlist", json={})
        found = answer.json()
        assert set(found) == {"format", "opening", "title", "workplace", "people"}
        by_name = {p["pseudonym"]: p for p in found["people"]}
        assert list(by_name) == sorted(by_name) and len(by_name) == len(people)
        for candidate in facts.candidates:
            assert not re.search(rf"\b{re.escape(candidate.id)}\b", answer.text)
            assert str(names[candidate.id].name) not in answer.text
        for candidate_id in people:
            person = by_name[pseudonym(candidate_id, opening, NAMES)]
            assert set(person) == {"pseudonym", "text"}
            candidate = facts.candidate_by_id[candidate_id]
            touched = touched_of(world, candidate_id, opening)
            rest = " ".join(strings(person)).lower()
            own_words = [part.task for part in facts.opening_by_id[opening].tasks]
            for told in (*touched.values(), *(world.catalogue.tasks[task].danish for task in own_words)):
                rest = rest.replace(told.lower(), "")
            for need in candidate.needs:
                assert not [words for words in told_of(need) if words.lower() in rest], need
                untouched += need.accommodation not in touched
            assert candidate.postcode not in rest
            shown += 1
    assert shown > 5 and untouched > 5


def test_whom_a_list_showed_stands_in_the_log(office: Office) -> None:
    opening = busiest(office)
    forget_go_aheads(office, opening)
    said = possible_for(opening)[:2]
    say_yes(office, opening, said)
    listed(office, "employer", opening)
    row = office.rows(tables.audit, tables.audit.c.action == "shortlist")[-1]
    assert (row["actor"], row["role"], row["purpose"], row["object"]) == ("ac_eva", "employer", "matching", opening)
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == row["number"])
    assert [s["candidate"] for s in subjects] == sorted(said)
    shown = [sorted(said)[place] for place in row["detail"]["order"]]
    assert shown == sorted(said, key=lambda candidate: pseudonym(candidate, opening, NAMES))
