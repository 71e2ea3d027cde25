"""A plan that the database holds is measured as it was made, by an evaluator, and nothing about anybody comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.domain import MatcherError
from matcher.notebooks import plans
from matcher.notebooks.pictures import plans as plan_pictures
from matcher.notebooks.showing import Note
from matcher.notebooks.source import Source
from matcher.pipeline import PlanRequest, make_plan
from matcher.services import placements
from matcher.services.caller import Purpose
from matcher.services.errors import Incomplete, NotAllowed, NotHere, Refused
from matcher.services.evaluation import evaluate_plan
from matcher.services.measured_plans import MeasuredPlan, about, measured_plan
from matcher.store import tables
from matcher.store.facts import load_facts
from matcher.weights import load_weights
from tests.command_line import answer, failure, run
from tests.office import Office
from tests.service import planning
from tests.service.planning import asked, drafted, publish
from tests.service.test_models import change, trained

_think_once = planning._think_once


def measured(office: Office, plan: str | None = None, role: str = "evaluator", **more: Any) -> MeasuredPlan:
    return measured_plan(office.services, office.caller(role, Purpose.EVALUATION), plan, rounds=False, **more)


def test_a_stored_plan_is_measured_as_the_plan_that_was_made(office: Office) -> None:
    plan = drafted(office, gap=0.0)
    found = measured(office, plan)
    row = planning.row(office, plan)
    # The same facts, planned here: everything that is measured is the same.
    with office.store.reading() as connection:
        facts = load_facts(connection, row["day"])
    facts = replace(facts, identities=office.facts.identities)
    planned = make_plan(facts, load_catalogue(), load_weights(), PlanRequest(gap=0.0))
    expected = evaluate_plan(planned, facts)
    assert {name: value for name, value in found.evaluation.items() if name != "plan"} == {
        name: value for name, value in expected.items() if name != "plan"
    }
    assert found.evaluation["value"]["plan"] == pytest.approx(row["objective"])
    assert found.evaluation["value"]["bound"] == row["bound"]
    assert (found.plan, found.state, found.changed, found.gone) == (plan, "draft", False, 0)
    counts = office.client("evaluator").get(f"/plans/{plan}").json()["numbers"]["counts"]
    assert (found.numbers.placed, found.numbers.hours) == (counts["placed"], counts["hours"])


def test_nothing_about_anybody_comes_out_and_the_log_says_who_looked(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    told = repr(measured(office, plan)) + repr(measured(office))
    assert not [key for key in office.facts.candidate_by_id if key in told]
    assert not [one.name for one in office.facts.identities if one.name and one.name in told]
    rows = office.rows(tables.audit, tables.audit.c.action == "evaluate")
    assert [(row["actor"], row["purpose"], row["object"]) for row in rows] == [
        ("ac_ali", "evaluation", plan),
        ("ac_ali", "evaluation", ""),
    ]
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == rows[0]["number"])
    assert {row["candidate"] for row in about} == set(office.facts.candidate_by_id)


def test_the_published_plan_is_measured_and_one_is_made_only_where_none_is_published(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    now = measured(office, people=30)
    assert (now.plan, now.state, now.numbers.candidates) == (None, None, 30)
    assert publish(office, plan).status_code == 200
    found = measured(office, people=30)
    assert (found.plan, found.state) == (plan, "published")
    # What it has published holds nothing back from the measure of it.
    assert found.numbers.candidates == len(office.facts.candidates) and found.gone == 0


def test_the_notebook_measures_the_plan_that_counts_and_says_which(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    assert publish(office, plan).status_code == 200
    source = Source("", office.services, office.caller("evaluator", Purpose.EVALUATION), False)
    found = plans.measured(source)
    assert found.plan == plan and found.rounds
    assert f"planen {plan} (gældende), lagt for den 24.11.2026" in plans.which(found).text
    few = plans.which(replace(found, changed=True, gone=None)).text
    assert "under 10 af dens forslag er ikke mulige længere" in few


def one_each(office: Office) -> list[dict[str, Any]]:
    """Of everybody who has placements, the first: the same ones in every run, though ids are drawn by chance."""
    first: dict[str, dict[str, Any]] = {}
    for row in sorted(planning.live(office), key=lambda row: (row["candidate"], row["opening"])):
        first.setdefault(row["candidate"], row)
    return list(first.values())


def test_a_plan_around_placements_that_were_there_is_measured_with_them_as_they_were_agreed(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    assert publish(office, drafted(office)).status_code == 200
    p = tables.placements
    there = [row["id"] for row in one_each(office)[:8]]
    with office.store.writing() as connection:
        connection.execute(sa.update(p).where(p.c.id.in_(there)).values(state="shown"))
    plan = drafted(office, gap=0.0)
    pp = tables.plan_placements
    assert sum(row["pinned"] for row in office.rows(pp, pp.c.plan == plan)) >= len(there)
    found = measured(office, plan)
    assert (found.changed, found.gone) == (False, 0)
    assert found.evaluation["value"]["plan"] == pytest.approx(planning.row(office, plan)["objective"])
    assert found.evaluation["value"]["bound"] == planning.row(office, plan)["bound"]


def with_twelve_that_no_longer_fit(office: Office) -> str:
    """A plan around twelve jobs that go on though whoever has them wants an hour a week by now."""
    assert publish(office, drafted(office)).status_code == 200
    c, p = tables.candidates, tables.placements
    there = one_each(office)[:12]
    assert len(there) == 12
    with office.store.writing() as connection:
        connection.execute(sa.update(p).where(p.c.id.in_([row["id"] for row in there])).values(state="started"))
        connection.execute(
            sa.update(c)
            .where(c.c.id.in_([row["candidate"] for row in there]))
            .values(hours_min=0.5, hours_target=1.0, hours_max=1.0, version=c.c.version + 1)
        )
    return drafted(office, gap=0.0)


def test_a_plan_around_placements_that_no_longer_fit_is_measured_as_it_was_made(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = with_twelve_that_no_longer_fit(office)
    row = planning.row(office, plan)
    assert len({one["candidate"] for one in row["summary"]["aside"]}) == 12
    assert sum(one["besides"] for key, one in row["resources"].items() if key.startswith("place:")) == 12
    # What is there already is held here too, and planned around.
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        live = placements.live(unit)
        facts = load_facts(unit.connection, row["day"])
    facts = replace(facts, identities=office.facts.identities)
    ours = [one for one in live if one.state == "proposed"]
    request = PlanRequest(
        gap=0.0,
        held=tuple(one.held for one in live if one not in ours),
        published=tuple((one.candidate, one.opening) for one in ours),
    )
    expected = evaluate_plan(make_plan(facts, load_catalogue(), load_weights(), request), facts)
    found = measured(office, plan)
    assert (found.changed, found.gone) == (False, 0)
    assert expected["value"]["first_come_first_served"] > 0
    assert {name: value for name, value in found.evaluation.items() if name != "plan"} == {
        name: value for name, value in expected.items() if name != "plan"
    }


def test_where_it_is_not_stored_what_a_plan_worked_around_no_bound_is_said(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = with_twelve_that_no_longer_fit(office)
    assert measured(office, plan).evaluation["value"]["bound"] is not None
    p = tables.plans
    older = {name: value for name, value in planning.row(office, plan)["summary"].items() if name != "aside"}
    with office.store.writing() as connection:
        connection.execute(sa.update(p).where(p.c.id == plan).values(summary=older))
    found = measured(office, plan)
    assert found.changed and found.evaluation["value"]["bound"] is None
    assert "en ældre udgave af programmet" in about(found)


def test_of_a_plan_that_was_to_keep_what_is_published_no_bound_is_said(sqlite_office: Office) -> None:
    office = sqlite_office
    assert publish(office, drafted(office)).status_code == 200
    found = measured(office, drafted(office, keep=1.0))
    assert found.gone == 0 and found.evaluation["value"]["bound"] is None


def test_of_facts_that_have_changed_what_still_fits_is_measured_and_no_bound_is_said(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    whole = measured(office, plan)
    pp, wp = tables.plan_placements, tables.openings
    taken = [row["opening"] for row in office.rows(pp, pp.c.plan == plan)]
    with office.store.writing() as connection:
        # Every opening of the plan but its first is closed to the hours that were agreed.
        for opening in set(taken) - {taken[0]}:
            connection.execute(sa.update(wp).where(wp.c.id == opening).values(hours_min=0.5, hours_max=0.5))
    found = measured(office, plan)
    lost = len(taken) - taken.count(taken[0])
    assert found.changed and found.evaluation["value"]["bound"] is None
    assert lost >= 10 and found.gone == lost
    assert found.evaluation["value"]["plan"] < whole.evaluation["value"]["plan"]
    assert found.evaluation["people"] == whole.evaluation["people"]


def placed_by(evaluation: dict[str, Any]) -> set[int]:
    """How many the plan places, as a reader may work it out: each kind's groups added up, by number and by share."""
    told = set()
    for kind in evaluation["groups"].values():
        placed, harm = kind["outcomes"]["placed"], kind["no_harm"]["placed"]
        rows = [row["selected"] for row in placed["groups"]]
        shares = [(group["plan"], row["n"]) for group, row in zip(harm["groups"], placed["groups"], strict=True)]
        if None not in rows and placed["missing"] in (0, None):
            told.add(sum(rows))
        if not [1 for share, many in shares if share is None or many is None]:
            told.add(round(sum(share * many for share, many in shares)))
    return told


def test_how_few_placements_are_gone_cannot_be_worked_out_from_those_that_are_left(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    whole = measured(office, plan)
    assert placed_by(whole.evaluation) == {whole.numbers.placed}
    pp, wp = tables.plan_placements, tables.openings
    taken = [row["opening"] for row in office.rows(pp, pp.c.plan == plan)]
    with office.store.writing() as connection:
        connection.execute(sa.update(wp).where(wp.c.id == taken[0]).values(hours_min=0.5, hours_max=0.5))
    assert 0 < taken.count(taken[0]) < 10
    found = measured(office, plan)
    # What was placed once is known, so what is left is not said in any way.
    assert found.gone is None and found.numbers.placed == whole.numbers.placed
    assert placed_by(found.evaluation) == set()
    value = found.evaluation["value"]
    assert value["plan"] is value["bound"] is found.evaluation["lines"] is None and value["first_come_first_served"] > 0
    harms = [harm for kind in found.evaluation["groups"].values() for harm in kind["no_harm"].values()]
    assert {harm["everybody"] for harm in harms} == {None}
    # How many there are, and how crowded lists are, has no part in it.
    sexes = found.evaluation["groups"]["sex"]["outcomes"]
    assert [row["n"] for row in sexes["possible"]["groups"]] != [None, None]
    assert [row["n"] for row in sexes["placed"]["groups"]] == [None, None]
    assert found.evaluation["congestion"]["priced"]["coverage"] > 0
    assert "Hvad resten opnår, er skjult" in about(found) and "Hvad resten" not in about(whole)
    told = run("evaluate", "--as", "evaluator", "--database", office.url, "--stored", plan).stdout
    assert "skjult mod" in told and "Bundlinje" not in told
    assert plans.lines_table(found.evaluation) is plan_pictures.lines(found.evaluation) is plans.NO_LINES
    assert "**I alt** er skjult" in plans.harm_says(found.evaluation).text
    for picture in (plan_pictures.no_harm, plan_pictures.fairness):
        assert isinstance(picture(found.evaluation), Note)


def test_whoever_came_after_the_plan_has_no_part_in_its_measure(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    c = tables.candidates
    with office.store.writing() as connection:
        row = dict(connection.execute(sa.select(c)).mappings().first() or {})
        connection.execute(sa.insert(c).values({**row, "id": "B999999"}))
    found = measured(office, plan)
    assert found.changed and found.evaluation["people"] == len(office.facts.candidates)


def test_only_an_evaluator_with_a_purpose_measures_and_only_a_plan_that_is_there(sqlite_office: Office) -> None:
    office = sqlite_office
    plan = drafted(office)
    for role in ("consultant", "employer", "administrator", "auditor"):
        for one in (plan, None):
            with pytest.raises(NotAllowed):
                measured(office, one, role)
    with pytest.raises(Incomplete):
        measured_plan(office.services, office.caller("evaluator", None), plan)
    with pytest.raises(NotHere):
        measured(office, "pn_none")
    with pytest.raises(Refused, match="ingen plan at måle"):
        measured(office, asked(office))


def test_a_plan_is_measured_with_the_model_it_was_made_with_or_not_at_all(sqlite_office: Office) -> None:
    office = sqlite_office
    model = trained(office)["id"]
    assert change(office, model, "promote", go_on=True).status_code == 200
    plan = drafted(office)
    assert change(office, model, "rollback").status_code == 200
    # It is no longer in use, and still what the plan was made with.
    found = measured(office, plan)
    assert found.evaluation["value"]["plan"] == pytest.approx(planning.row(office, plan)["objective"])
    m = tables.model_versions
    with office.store.writing() as connection:
        connection.execute(sa.update(m).values(card="Et andet kort"))
    with pytest.raises(MatcherError, match="Modelkortet"):
        measured(office, plan)


def test_other_weights_than_the_plan_was_made_with_measure_nothing(sqlite_office: Office) -> None:
    office = sqlite_office
    other = drafted(office, weights={"lines": {"people": 0.8, "company": 0.1, "society": 0.1}})
    assert measured(office, other).evaluation["value"]["plan"] == pytest.approx(
        planning.row(office, other)["objective"]
    )
    p = tables.plans
    with office.store.writing() as connection:
        connection.execute(sa.update(p).values(request={**planning.row(office, other)["request"], "weights": {}}))
    with pytest.raises(MatcherError, match="andre vægte"):
        measured(office, other)


def test_a_stored_plan_is_measured_from_the_command_line_in_somebodys_name(sqlite_office: Office) -> None:
    office = sqlite_office
    words = ("evaluate", "--as", "evaluator", "--database", office.url, "--stored")
    assert "ingen gældende plan" in failure(*words, "published")
    plan = drafted(office)
    told = run(*words, plan).stdout
    assert f"planen {plan} (udkast)" in " ".join(told.split()) and "først til mølle" in told
    assert publish(office, plan).status_code == 200
    found = answer(*words, "published", "--json")
    assert found["stored"] == {"id": plan, "state": "published", "day": "2026-11-24", "changed": False, "gone": 0}
    assert found["value"]["plan"] == pytest.approx(planning.row(office, plan)["objective"])
    assert "Findes ikke" in failure(*words, "pn_none")
    assert "Din rolle" in failure("evaluate", "--as", "consultant", "--database", office.url, "--stored", plan)
    assert "skriv --as" in failure("evaluate", "--database", office.url, "--stored", plan)
