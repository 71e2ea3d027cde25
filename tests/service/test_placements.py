"""The life of a match over HTTP: each step by a named person with a reason, and what it does."""

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import BindingKind
from matcher.services.errors import Refused
from matcher.services.placements import go_ahead_withdrawn, live, propose, withdraw_proposal
from matcher.services.resources import refresh
from matcher.store import tables
from tests.office import Office
from tests.service.lives import CODES, PATH, begin_life, foreign_opening, own_opening, place, proposed_of


def _forbids(office: Office) -> list[dict[str, Any]]:
    return office.rows(
        tables.bindings, tables.bindings.c.kind == BindingKind.FORBID.value, tables.bindings.c.code != ""
    )


def test_a_whole_life_is_told_in_its_steps_and_in_the_log(office: Office) -> None:
    life = begin_life(office)
    assert life.held == {f"hours:{life.opening}": 4.0, f"place:{life.opening}": 1.0}
    for to in PATH:
        office.clock.pass_time(days=1)
        role = "employer" if to in ("accepted", "started", "ended") else "consultant"
        answer = life.take(to, role)
        assert answer.status_code == 200 and answer.json()["state"] == to, answer.text
    assert [(s["came_from"], s["to"], s["decided_by"], s["code"]) for s in life.steps] == [
        (None, "proposed", "ac_kim", "proposed_by_hand"),
        ("proposed", "shown", "ac_kim", "shown_meeting"),
        ("shown", "go_ahead", "ac_kim", "go_ahead_call"),
        ("go_ahead", "introduced", "ac_kim", "introduced"),
        ("introduced", "accepted", "ac_eva", "accepted"),
        ("accepted", "started", "ac_eva", "started_as_agreed"),
        ("started", "ended", "ac_eva", "ended_agreed"),
    ]
    logged = office.rows(tables.audit, tables.audit.c.object == life.id)
    assert [row["action"] for row in logged] == ["propose", *["step"] * 6]
    assert [row["detail"].get("to") for row in logged[1:]] == list(PATH)
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number.in_([row["number"] for row in logged]))
    assert {row["candidate"] for row in about} == {life.candidate} and len(about) == 7
    outcome = office.rows(tables.outcomes, tables.outcomes.c.placement == life.id)[0]
    assert (outcome["started"].isoformat(), outcome["ended"].isoformat()) == ("2026-11-29", "2026-11-30")
    assert (outcome["hours"], outcome["tasks"], outcome["end_code"]) == (4.0, ["T001"], "ended_agreed")
    assert life.held == {} and _forbids(office) == []


def test_the_candidates_yes_is_written_down_and_needed_before_the_employer_hears_of_her(office: Office) -> None:
    life = begin_life(office).until("go_ahead")
    g = tables.go_aheads
    yes = office.rows(g, g.c.candidate == life.candidate, g.c.opening == life.opening)
    told = [(row["given"].isoformat(), row["said"], row["recorded_by"]) for row in yes]
    assert told == [("2026-11-24", "telephone", "ac_kim")]
    with office.store.writing() as connection:
        connection.execute(sa.update(g).where(g.c.id == yes[0]["id"]).values(withdrawn=yes[0]["given"]))
    answer = life.take("introduced")
    assert answer.status_code == 409 and answer.json()["code"] == "no_go_ahead"
    assert life.row["state"] == "go_ahead"


def test_a_step_that_does_not_follow_is_refused_and_says_what_does(office: Office) -> None:
    answer = begin_life(office).take("accepted")
    assert answer.status_code == 409 and answer.json()["code"] == "does_not_follow"
    assert "vist for borgeren" in answer.json()["detail"]


def test_a_step_needs_the_version_read_and_a_reason_that_fits(office: Office) -> None:
    life = begin_life(office)
    path = f"/placements/{life.id}/steps"
    client, body = office.client("consultant"), {"to": "shown", "code": "shown_call"}
    assert client.post(path, json=body).status_code == 428
    assert client.post(path, json=body, headers={"If-Match": '"v7"'}).status_code == 412
    answer = life.take("shown", code="employer_silent")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "code"
    assert "shown_meeting" in answer.json()["detail"]
    assert life.take("shown").status_code == 200


@pytest.mark.parametrize("code", ["candidate_declines", "journey_too_long", "has_other_job"])
def test_what_a_candidate_declines_is_let_go_of_and_left_out_by_later_plans(office: Office, code: str) -> None:
    life = begin_life(office).until("shown")
    assert life.take("refused", code=code, note="").json()["state"] == "refused"
    assert life.held == {}
    assert [(f["candidate"], f["opening"], f["code"], f["decided_by"]) for f in _forbids(office)] == [
        (life.candidate, life.opening, code, "ac_kim")
    ]
    released = office.rows(tables.bookings, tables.bookings.c.placement == life.id)
    assert [row["released_at"] for row in released] == [office.clock.now] * 2


def test_every_reason_to_refuse_withdraw_or_end_can_be_given(sqlite_office: Office) -> None:
    office = sqlite_office
    reasons = office.client("consultant").get("/reasons").json()["items"]
    for to, state in (("refused", "shown"), ("withdrawn", "shown"), ("lapsed", "introduced"), ("ended", "started")):
        for reason in (r for r in reasons if to in r["steps"]):
            life = begin_life(office).until(state)
            answer = life.take(to, code=reason["code"])
            assert answer.status_code == 200, (reason["code"], answer.text)
            apart = [f for f in _forbids(office) if f["opening"] == life.opening]
            assert [f["code"] for f in apart] == ([reason["code"]] if reason["keeps_apart"] else [])
            with office.store.writing() as connection:
                connection.execute(sa.delete(tables.bindings).where(tables.bindings.c.opening == life.opening))


def test_a_pin_of_a_pair_is_gone_when_it_has_been_decided_against(office: Office) -> None:
    life = begin_life(office).until("shown")
    with office.store.writing() as connection:
        connection.execute(
            sa.insert(tables.bindings).values(
                candidate=life.candidate,
                opening=life.opening,
                kind=BindingKind.PIN.value,
                reason="",
                changed_at=office.clock.now,
            )
        )
    life.take("refused")
    here = (tables.bindings.c.candidate == life.candidate, tables.bindings.c.opening == life.opening)
    assert [row["kind"] for row in office.rows(tables.bindings, *here)] == [BindingKind.FORBID.value]


def test_other_hours_change_what_is_booked_and_the_outcome(office: Office) -> None:
    life = begin_life(office).until("started")
    answer = life.take("started", code="hours_up", hours=6)
    assert answer.status_code == 200 and answer.json()["hours"] == 6
    assert (life.row["presence"], life.row["tasks"]) == (9.0, {"T001": 6.0})
    assert life.held == {f"hours:{life.opening}": 6.0, f"place:{life.opening}": 1.0}
    outcome = office.rows(tables.outcomes, tables.outcomes.c.placement == life.id)[0]
    assert (outcome["hours"], outcome["ended"], outcome["version"]) == (6.0, None, 2)
    too_many = life.take("started", code="hours_up", hours=10.5)
    assert too_many.status_code == 409 and too_many.json()["code"] == "taken"
    assert "10 pladser tilbage" in too_many.json()["detail"] and life.row["hours"] == 6.0


def test_a_value_that_does_not_belong_to_a_step_is_named(office: Office) -> None:
    life = begin_life(office).until("accepted")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"answer_by": "2026-12-24"}, "answer_by"),
        ({"ended": "2026-11-24"}, "ended"),
        ({"started": "2026-11-25"}, "started"),
        ({"started": "2025-11-22"}, "started"),
        ({"hours": 38}, "hours"),
    ]
    for said, field in cases:
        answer = life.take("started", **said)
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field, said
    life.take("started", started="2026-11-20")
    assert life.take("ended", ended="2026-11-19").json()["errors"][0]["field"] == "ended"
    assert life.take("started", code="hours_up").json()["errors"][0]["field"] == "hours"


def test_a_colleague_can_neither_see_nor_decide(office: Office) -> None:
    life = begin_life(office)
    bo = office.client("colleague")
    assert bo.get(f"/placements/{life.id}").status_code == 404
    assert bo.get(f"/placements/{life.id}/steps").status_code == 404
    assert life.take("shown", "colleague").status_code == 404
    assert bo.get("/placements").json()["items"] == []
    assert office.client("consultant").get("/placements").json()["items"][0]["id"] == life.id


def test_placements_are_listed_by_state_in_pages(office: Office) -> None:
    first, second = begin_life(office), begin_life(office, opening=foreign_opening(office))
    second.until("shown")
    client = office.client("consultant")
    assert [p["id"] for p in client.get("/placements", params={"state": "shown"}).json()["items"]] == [second.id]
    page = client.get("/placements", params={"limit": 1}).json()
    assert page["next"] == min(first.id, second.id)
    rest = client.get("/placements", params={"limit": 1, "after": page["next"]}).json()
    assert [p["id"] for p in rest["items"]] == [max(first.id, second.id)] and rest["next"] is None


def test_the_last_place_goes_to_one_and_the_other_is_told_what_is_left(office: Office) -> None:
    opening = own_opening(office)
    with office.services.unit(office.caller("consultant")) as unit:
        refresh(unit, [place("place:last")])
        propose(unit, proposed_of(office.mine[0], opening, {"place:last": 1.0}), "proposed_by_hand")
    with pytest.raises(Refused) as refused, office.services.unit(office.caller("colleague")) as unit:
        propose(unit, proposed_of(office.others[0], opening, {"place:last": 1.0}), "proposed_by_hand")
    assert refused.value.code == "taken"
    assert refused.value.details == ("Plads place:last: der er 0 pladser tilbage, og der skal bruges 1",)
    assert len(office.rows(tables.placements)) == 1


def test_a_candidate_gets_no_more_jobs_and_hours_than_she_wants(office: Office) -> None:
    life = begin_life(office, hours=8.0)

    def attempt(opening: str, hours: float) -> str:
        with pytest.raises(Refused) as refused, office.services.unit(office.caller("consultant")) as unit:
            propose(unit, proposed_of(life.candidate, opening, {}, hours), "proposed_by_hand")
        return f"{refused.value.code}: {refused.value}"

    assert attempt(life.opening, 4.0).startswith("live")
    assert "har 12 timer om ugen tilbage, og forslaget er på 12,5" in attempt(foreign_opening(office), 12.5)
    c = tables.candidates
    with office.store.writing() as connection:
        # Eight hours of work are twelve on the spot; four would be six more.
        connection.execute(sa.update(c).where(c.c.id == life.candidate).values(presence_max=17.5))
    assert "har 5,5 timer om ugen på arbejdspladsen tilbage, og forslaget er på 6" in attempt(
        foreign_opening(office), 4
    )
    with office.store.writing() as connection:
        connection.execute(sa.update(c).where(c.c.id == life.candidate).values(max_jobs=1))
    assert "har 1 forslag eller job og vil højst have 1" in attempt(foreign_opening(office), 2.0)


def test_a_new_plan_lets_go_of_what_nobody_has_been_told_of_and_of_nothing_else(office: Office) -> None:
    told, quiet = begin_life(office).until("shown"), begin_life(office, opening=foreign_opening(office))
    with office.services.unit(office.caller("colleague")) as unit:
        withdraw_proposal(unit, quiet.id, "plan_replaced")
        assert [(p.candidate, p.opening, p.state) for p in live(unit)] == [(told.candidate, told.opening, "shown")]
        with pytest.raises(Refused):
            withdraw_proposal(unit, told.id, "plan_replaced")
    assert (quiet.row["state"], quiet.held, _forbids(office)) == ("withdrawn", {}, [])


def test_taking_back_a_yes_withdraws_what_has_not_been_accepted(office: Office) -> None:
    introduced = begin_life(office).until("introduced")
    accepted = begin_life(office, office.mine[1]).until("accepted")
    with office.services.unit(office.caller("consultant")) as unit:
        for life in (introduced, accepted):
            go_ahead_withdrawn(unit, life.candidate, life.opening)
    assert (introduced.row["state"], accepted.row["state"]) == ("withdrawn", "accepted")
    assert introduced.steps[-1]["code"] == "go_ahead_withdrawn" and introduced.held == {}


def test_reasons_are_offered_by_role_and_none_is_of_health(office: Office) -> None:
    consultant = office.client("consultant").get("/reasons", params={"step": "refused"}).json()["items"]
    employer = office.client("employer").get("/reasons", params={"step": "refused"}).json()["items"]
    assert {r["code"] for r in employer} < {r["code"] for r in consultant}
    assert {r["side"] for r in employer} == {"employer"}
    assert {r["code"] for r in consultant} >= {"candidate_declines", "position_filled", "needs_cannot_be_met"}
    assert office.client("employer").get("/reasons", params={"step": "nonsense"}).status_code == 422
    every = office.client("consultant").get("/reasons").json()["items"]
    assert {step for r in every for step in r["steps"]} >= set(CODES)
