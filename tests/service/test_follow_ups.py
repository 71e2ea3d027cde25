"""A consultant's list of what to come back to, and what she writes when she has."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import Scheme
from matcher.store import tables
from tests.office import Office
from tests.service.lives import Life, begin_life, own_opening


def _list(office: Office, role: str = "consultant", **asked: Any) -> dict[str, Any]:
    answer = office.client(role).get("/follow-ups", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _finish(office: Office, item: dict[str, Any], **said: Any) -> Any:
    headers = {"If-Match": f'"v{item["version"]}"'}
    return office.client("consultant").put(f"/follow-ups/{item['id']}", json=said, headers=headers)


def _sheltered(office: Office) -> Life:
    return begin_life(office, scheme=Scheme.SHELTERED_JOB).until("started")


def test_a_job_that_begins_brings_its_days_with_it(office: Office) -> None:
    c = tables.candidates
    with office.store.writing() as connection:
        connection.execute(sa.update(c).where(c.c.id == office.mine[0]).values(grant_from=date(2022, 7, 1)))
    life = begin_life(office)
    assert _list(office)["items"] == []
    life.until("started")
    items = _list(office)["items"]
    assert [(i["due"], i["kind"], i["weeks"]) for i in items] == [
        ("2026-12-08", "review", 2),
        ("2027-01-01", "law", None),
        ("2027-01-05", "review", 6),
        ("2027-02-16", "review", 12),
        ("2027-05-25", "review", 26),
        ("2027-11-23", "review", 52),
    ]
    rule = items[1]["rule"]
    assert (rule["id"], rule["version"], rule["verified"]) == ("flex_grant_period", "5 år", True)
    assert "4½ år" in rule["words"] and {i["candidate"] for i in items} == {life.candidate}
    assert [i["due"] for i in _list(office, due_until="2027-01-01")["items"]] == ["2026-12-08", "2027-01-01"]


def test_the_list_comes_in_pages_and_holds_her_own_alone(office: Office) -> None:
    begin_life(office).until("started")
    seen: list[str] = []
    after = ""
    while True:
        page = _list(office, limit=2, after=after)
        seen += [item["due"] for item in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == [item["due"] for item in _list(office)["items"]] and len(seen) >= 5
    assert _list(office, "colleague") == {"items": [], "next": None}
    item = _list(office)["items"][0]
    assert office.client("colleague").get(f"/follow-ups/{item['id']}").status_code == 404
    wrong = office.client("consultant").get("/follow-ups", params={"after": "nonsense"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "after"


def test_other_hours_are_written_on_the_placement_and_its_outcome(office: Office) -> None:
    life = begin_life(office).until("started")
    item = _list(office)["items"][0]
    office.clock.pass_time(days=14)
    answer = _finish(office, item, code="hours_up", hours=7, note="Fra mandag")
    assert answer.status_code == 200, answer.text
    done = answer.json()
    assert (done["code"], done["hours"], done["note"], done["done_by"]) == ("hours_up", 7, "Fra mandag", "ac_kim")
    assert (life.row["hours"], life.row["version"], life.held[f"hours:{life.opening}"]) == (7, 7, 7)
    outcome = office.rows(tables.outcomes, tables.outcomes.c.placement == life.id)[0]
    assert (outcome["hours"], outcome["ended"]) == (7, None)
    last = life.steps[-1]
    assert (last["came_from"], last["to"], last["code"], last["hours"]) == ("started", "started", "hours_up", 7)
    again = _finish(office, {**item, "version": 2}, code="goes_well")
    assert again.status_code == 409 and again.json()["code"] == "done"
    assert [i["id"] for i in _list(office, done=True)["items"]] == [item["id"]]


def test_hours_and_a_reason_about_hours_go_together(office: Office) -> None:
    begin_life(office).until("started")
    item = _list(office)["items"][0]
    for said, field in (
        ({"code": "goes_well", "hours": 7}, "hours"),
        ({"code": "hours_down"}, "hours"),
        ({"code": "hours_up", "hours": 4}, "hours"),
        ({"code": "not_reached"}, "again"),
        ({"code": "not_reached", "again": "2026-11-24"}, "again"),
        ({"code": "position_filled"}, "code"),
    ):
        answer = _finish(office, item, **said)
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field, said
    assert _finish(office, {**item, "version": 4}, code="goes_well").status_code == 412
    assert office.client("consultant").put(f"/follow-ups/{item['id']}", json={"code": "goes_well"}).status_code == 428


def test_nobody_reached_means_another_day(office: Office) -> None:
    begin_life(office).until("started")
    item = _list(office)["items"][0]
    assert _finish(office, item, code="not_reached", again="2026-12-15").status_code == 200
    first = _list(office)["items"][0]
    assert (first["due"], first["kind"], first["weeks"]) == ("2026-12-15", "review", 2)


def test_a_sheltered_job_is_followed_up_again_twelve_months_after(office: Office) -> None:
    _sheltered(office)
    item = next(i for i in _list(office)["items"] if i["kind"] == "law")
    assert (item["due"], item["rule"]["id"], item["rule"]["verified"]) == ("2027-05-24", "sheltered_follow_up", False)
    office.clock.pass_time(days=170)
    assert _finish(office, item, code="goes_well").status_code == 200
    following = next(i for i in _list(office)["items"] if i["kind"] == "law")
    # 24 November 2026 and 170 days are 13 May 2027.
    assert (following["due"], following["rule"]["id"]) == ("2028-05-13", "sheltered_follow_up")


def test_a_job_that_has_ended_is_followed_up_no_more(office: Office) -> None:
    life = _sheltered(office)
    life.take("ended", "employer", code="employer_economy")
    items = _list(office)["items"]
    # What is left is that the employer has said so.
    assert [(i["kind"], i["due"], i["state"]) for i in items] == [("employer_step", "2026-11-24", "ended")]
    assert _finish(office, items[0], code="hours_up", hours=5).json()["code"] == "not_running"
    assert _finish(office, items[0], code="other_way_found").status_code == 200
    assert _list(office)["items"] == []


def _change(office: Office, role: str, path: str, **values: Any) -> None:
    client = office.client(role)
    found = client.get(path).json()
    version = found.pop("version")
    body = {name: value for name, value in found.items() if name != "id"} | values
    answer = client.put(path, json=body, headers={"If-Match": f'"v{version}"'})
    assert answer.status_code == 200, answer.text


def test_an_opening_made_smaller_than_what_is_agreed_is_on_the_list_once(office: Office) -> None:
    life = begin_life(office, hours=4.0)
    path = f"/openings/{life.opening}"
    hours = office.client("employer").get(path).json()["hours_max"]
    assert _list(office)["items"] == [] and hours >= 4.0
    for _ in range(2):
        _change(office, "employer", path, hours_min=1.0, hours_max=2.0)
    (item,) = _list(office)["items"]
    assert (item["kind"], item["placement"], item["due"]) == ("outgrown", life.id, "2026-11-24")
    assert _finish(office, item, code="goes_well").status_code == 200
    assert _list(office)["items"] == []
    _change(office, "employer", path, title="Et andet navn")
    assert _list(office)["items"] == []
    _change(office, "employer", path, hours_max=1.5)
    assert [i["kind"] for i in _list(office)["items"]] == ["outgrown"]


def test_a_candidate_who_wants_fewer_hours_than_are_agreed_is_on_the_list(office: Office) -> None:
    life = begin_life(office, hours=4.0)
    _change(office, "consultant", f"/candidates/{life.candidate}", hours_min=1.0, hours_target=2.0, hours_max=3.0)
    assert [(i["kind"], i["placement"]) for i in _list(office)["items"]] == [("outgrown", life.id)]


def test_less_time_at_work_or_fewer_jobs_than_she_has_is_told_until_the_match_is_over(office: Office) -> None:
    lives = [begin_life(office, opening=own_opening(office, n), hours=4.0) for n in range(2)]
    path = f"/candidates/{lives[0].candidate}"
    _change(office, "consultant", path, max_jobs=1)
    assert {(i["kind"], i["placement"]) for i in _list(office)["items"]} == {("outgrown", life.id) for life in lives}
    for life in lives:
        assert life.take("withdrawn").status_code == 200
    assert _list(office)["items"] == []
    again = begin_life(office, opening=own_opening(office, 2), hours=4.0)
    _change(office, "consultant", path, presence_max=1.0)
    assert [i["placement"] for i in _list(office)["items"]] == [again.id]
