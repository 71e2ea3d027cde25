"""Models: trained by an evaluator, let in by an administrator, used from then on, and taken out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import MatcherError, Outcome, Scheme
from matcher.evaluating.reading import KINDS
from matcher.features import FEATURES
from matcher.learning import learn, learnable
from matcher.services import models, training
from matcher.services.caller import SYSTEM, Purpose
from matcher.services.engine import Engine
from matcher.services.errors import Refused
from matcher.services.learned import current_weights
from matcher.store import tables
from matcher.store.facts import save_rows
from matcher.weights import load_weights
from models.cards import card
from models.saving import SavedModel, load, save
from tests.office import Office
from tests.worker import work

REASON = {"reason": "Bedre end eksperternes vægte siden juni."}


def trained(office: Office, role: str = "evaluator") -> dict[str, Any]:
    """A model that the worker has trained of what there is."""
    asked = office.client(role, Purpose.EVALUATION).post("/models")
    assert asked.status_code == 202, asked.text
    work(office)
    return read(office, asked.json()["id"])


def read(office: Office, model: str, role: str = "evaluator") -> dict[str, Any]:
    answer = office.client(role, None).get(f"/models/{model}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def change(office: Office, model: str, what: str, role: str = "administrator", **body: Any) -> Any:
    version = read(office, model)["version"]
    tag = {"If-Match": f'"v{version}"'}
    return office.client(role, None).post(f"/models/{model}/{what}", json=REASON | body, headers=tag)


def version_in_use(office: Office) -> str:
    with office.store.reading() as connection:
        return current_weights(connection).version


def failures(office: Office, many: int) -> None:
    """So many placements that ended after a week, one for each candidate in turn."""
    placed(office, many, lambda n: 7)


def some_last(office: Office, many: int) -> None:
    """So many placements, every second of which lasted for half a year."""
    placed(office, many, lambda n: 182 if (n * 7) % 13 < 7 else 21)


def placed(office: Office, many: int, days: Callable[[int], int]) -> None:
    """So many placements that are over, one for each candidate in turn, each after so many days."""
    opening = office.facts.openings[0]
    with office.services.unit(SYSTEM) as unit:
        rows = []
        for n in range(many):
            started = unit.day - timedelta(days=200 + n)
            candidate = office.facts.candidates[n % len(office.facts.candidates)].id
            rows.append(
                Outcome(
                    candidate,
                    opening.workplace,
                    Scheme.FLEKSJOB,
                    started,
                    started + timedelta(days=days(n)),
                    6.0,
                    frozenset({opening.tasks[0].task}),
                )
            )
        save_rows(unit.connection, "outcomes", rows, unit.now)


def test_an_evaluator_has_a_model_trained_and_it_waits_as_the_challenger(office: Office) -> None:
    found = trained(office)
    assert found["alias"] == "challenger"
    assert found["created_by"] == "ac_ali"
    assert found["card"].startswith("# Modelkort")
    assert found["outcomes"] == len(office.facts.outcomes)
    assert [row["feature"] for row in found["evidence"]][-1] == "intercept"
    assert version_in_use(office) == load_weights().version
    (row,) = office.rows(tables.audit, tables.audit.c.action == "train")
    assert row["purpose"] == "evaluation" and row["actor"] == "ac_ali"
    (job,) = office.rows(tables.jobs, tables.jobs.c.kind == "train")
    assert (job["state"], job["error"]) == ("done", None)


def test_the_next_model_takes_the_challengers_place(office: Office) -> None:
    first = trained(office)
    office.clock.pass_time(minutes=1)
    second = trained(office)
    assert read(office, first["id"])["alias"] is None
    assert second["alias"] == "challenger"
    assert first["checksum"] == second["checksum"]
    page = office.client("consultant", None).get("/models").json()
    assert [item["id"] for item in page["items"]] == [second["id"], first["id"]]
    following = office.client("consultant", None).get("/models?limit=1").json()
    assert (
        office.client("consultant", None).get(f"/models?after={following['next']}").json()["items"][0]["id"]
        == first["id"]
    )
    assert "evidence" not in page["items"][0]


def test_a_model_that_is_let_in_is_what_plans_and_suggestions_are_made_with(office: Office) -> None:
    failures(office, 40)
    model = trained(office)["id"]
    before = office.client("consultant").post(f"/candidates/{office.mine[0]}/suggestions", json={}).json()
    answer = change(office, model, "promote", go_on=True)
    assert answer.status_code == 200, answer.text
    assert answer.json()["alias"] == "champion" and answer.json()["promoted_by"] == "ac_ida"
    assert version_in_use(office) == f"{load_weights().version} + {model}"
    after = office.client("consultant").post(f"/candidates/{office.mine[0]}/suggestions", json={}).json()
    row = office.rows(tables.audit, tables.audit.c.action == "suggest")[-1]
    assert row["detail"]["learned model"] == model
    lasts = [{s["opening"]: s["worth"]["lasts"] for s in found["suggestions"]} for found in (before, after)]
    shared = lasts[0].keys() & lasts[1].keys()
    assert shared and all(lasts[1][o] < lasts[0][o] for o in shared)
    plan = office.client("consultant").post("/plans", json={}).json()["id"]
    work(office)
    assert office.client("consultant").get(f"/plans/{plan}").json()["versions"]["learned model"] == model


def test_taking_a_model_out_brings_back_the_one_before_and_then_the_experts(office: Office) -> None:
    one = trained(office)["id"]
    assert change(office, one, "promote", go_on=True).status_code == 200
    two = trained(office)["id"]
    office.clock.pass_time(minutes=1)
    assert change(office, two, "promote", go_on=True).status_code == 200
    assert read(office, one)["alias"] is None
    answer = change(office, two, "rollback")
    assert answer.status_code == 200 and answer.json()["withdrawn_by"] == "ac_ida"
    assert version_in_use(office).endswith(one)
    assert change(office, two, "rollback").json()["code"] == "not_champion"
    assert change(office, one, "rollback").status_code == 200
    assert version_in_use(office) == load_weights().version
    actions = [r["action"] for r in office.rows(tables.audit, tables.audit.c.noun == "model")]
    assert [a for a in actions if a in ("promote", "rollback")] == ["promote", "promote", "rollback", "rollback"]


def test_who_trains_a_model_cannot_let_it_in(office: Office) -> None:
    model = trained(office)["id"]
    for role in ("evaluator", "consultant", "auditor", "employer"):
        assert change(office, model, "promote", role).status_code == 403
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.model_versions).values(created_by="ac_ida"))
    answer = change(office, model, "promote", go_on=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "two_persons")


def test_a_model_that_is_not_better_is_let_in_only_when_that_is_said(office: Office) -> None:
    model = trained(office)["id"]
    m = tables.model_versions
    with office.store.writing() as connection:
        saved = load(connection.execute(sa.select(m.c.document)).scalar_one().encode())
        brier = {name: {"value": value} for name, value in (("model", 0.21), ("experts", 0.2), ("base_rate", 0.25))}
        worse = replace(saved, metrics={**saved.metrics, "brier": brier})
        # What stands beside the document says nothing of it, and is not what is asked or told.
        connection.execute(sa.update(m).values(document=save(worse).decode(), checksum=worse.checksum, beaten_by=[]))
    assert read(office, model)["beaten_by"] == ["eksperternes vægte alene"]
    answer = change(office, model, "promote")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_better")
    assert version_in_use(office) == load_weights().version
    assert change(office, model, "promote", go_on=True).status_code == 200


def test_a_reason_is_needed_and_holds_no_cpr_number(office: Office) -> None:
    model = trained(office)["id"]
    for reason in ("", "   ", "borger 010160-1234 klagede"):
        assert change(office, model, "promote", reason=reason, go_on=True).status_code == 422


def test_two_who_let_in_at_once_are_told_apart_by_the_version(office: Office) -> None:
    model = trained(office)["id"]
    client = office.client("administrator", None)
    assert client.post(f"/models/{model}/promote", json=REASON).status_code == 428
    tag = {"If-Match": '"v7"'}
    assert client.post(f"/models/{model}/promote", json=REASON, headers=tag).status_code == 412
    assert client.post("/models/mo_none/promote", json=REASON, headers=tag).status_code == 404


@pytest.mark.parametrize("engine", [Engine.RULES_ONLY, Engine.OFF])
def test_with_learning_switched_off_the_experts_weights_are_used_and_nothing_is_learned(
    office: Office, engine: Engine
) -> None:
    model = trained(office)["id"]
    assert change(office, model, "promote", go_on=True).status_code == 200
    assert version_in_use(office).endswith(model)
    administrator = office.client("administrator", None)
    match = {"If-Match": administrator.get("/municipality").headers["ETag"]}
    said = {"state": engine.value, "reason": "Vi efterser modellen."}
    assert administrator.put("/municipality/engine", json=said, headers=match).status_code == 200
    assert version_in_use(office) == load_weights().version
    answer = office.client("evaluator", Purpose.EVALUATION).post("/models")
    assert answer.status_code == 503 and "slået læring fra" in answer.json()["detail"]


def test_by_the_rules_alone_nothing_of_a_plan_that_was_made_with_a_model_is_used(sqlite_office: Office) -> None:
    office = sqlite_office
    model = trained(office)["id"]
    assert change(office, model, "promote", go_on=True).status_code == 200
    consultant = office.client("consultant")
    plan = consultant.post("/plans", json={}).json()["id"]
    work(office)
    asked = f"/candidates/{office.mine[0]}/suggestions"
    assert consultant.post(asked, json={}).json()["versions"]["plan"] == plan
    administrator = office.client("administrator", None)
    match = {"If-Match": administrator.get("/municipality").headers["ETag"]}
    said = {"state": "rules_only", "reason": "Vi efterser modellen."}
    assert administrator.put("/municipality/engine", json=said, headers=match).status_code == 200
    found = consultant.post(asked, json={}).json()
    assert found["versions"]["plan"] is None and not found["priced"]
    assert not any(row["planned"] for row in found["suggestions"])
    tag = {"If-Match": consultant.get(f"/plans/{plan}").headers["ETag"]}
    answer = consultant.post(f"/plans/{plan}/publish", headers=tag)
    assert (answer.status_code, answer.json()["code"]) == (409, "learned")


def test_a_model_whose_document_was_changed_is_never_used(office: Office) -> None:
    model = trained(office)["id"]
    m = tables.model_versions
    with office.store.writing() as connection:
        document = connection.execute(sa.select(m.c.document)).scalar_one()
        connection.execute(sa.update(m).values(document=document.replace("0", "1", 1)))
    answer = office.client("administrator", None).post(
        f"/models/{model}/promote", json=REASON | {"go_on": True}, headers={"If-Match": '"v1"'}
    )
    assert answer.status_code == 422 and "kontrolsummen" in answer.json()["detail"]
    assert version_in_use(office) == load_weights().version


CHANGES: dict[str, Callable[[str], str]] = {
    "document": lambda text: text.replace('"mean":[0', '"mean":[1', 1),
    "card": lambda text: text.replace("# Modelkort", "# Modelkørt", 1),
    "checksum": lambda text: text[::-1],
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_model_in_use_of_which_something_is_changed_is_used_by_nothing_until_it_is_taken_out(
    sqlite_office: Office, what: str
) -> None:
    office = sqlite_office
    model = trained(office)["id"]
    assert change(office, model, "promote", go_on=True).status_code == 200
    m = tables.model_versions
    with office.store.writing() as connection:
        old = connection.execute(sa.select(m.c[what])).scalar_one()
        assert CHANGES[what](old) != old
        connection.execute(sa.update(m).values({what: CHANGES[what](old)}))
    consultant, administrator = office.client("consultant"), office.client("administrator", None)
    refusals = [
        consultant.post(f"/candidates/{office.mine[0]}/suggestions", json={}),
        consultant.get(f"/pairs/{office.mine[0]}/{office.facts.openings[0].id}/explanation"),
    ]
    for answer in refusals:
        assert answer.status_code == 422, answer.text
        assert f"Modellen {model}, som er i brug, kan ikke bruges" in answer.json()["detail"]
        assert "En administrator kan tage den ud" in answer.json()["detail"]
    with pytest.raises(MatcherError, match="kan ikke bruges"):
        version_in_use(office)
    plan = consultant.post("/plans", json={}).json()["id"]
    work(office)
    assert consultant.get(f"/plans/{plan}").json()["state"] == "failed"
    # Whoever looks is told; what cannot be trusted is not told.
    (seen,) = administrator.get("/models").json()["items"]
    assert seen["fault"] and seen["card"] is None and seen["outcomes"] is None
    answer = administrator.get(f"/models/{model}")
    assert answer.json() == seen | {"evidence": None, "metrics": None}
    assert (answer.status_code, answer.headers["ETag"]) == (200, f'"v{seen["version"]}"')
    tag = {"If-Match": f'"v{seen["version"]}"'}
    assert administrator.post(f"/models/{model}/rollback", json=REASON, headers=tag).status_code == 200
    assert version_in_use(office) == load_weights().version
    assert consultant.post(f"/candidates/{office.mine[0]}/suggestions", json={}).status_code == 200


def test_the_stored_model_is_the_saved_one_to_the_last_byte(office: Office) -> None:
    model = trained(office)
    (row,) = office.rows(tables.model_versions)
    saved = load(row["document"].encode())
    assert saved.checksum == row["checksum"] == model["checksum"]
    assert saved.card == row["card"] == model["card"] == card(saved, {f.name: f.danish for f in FEATURES})


def test_one_model_is_trained_at_a_time_and_a_purpose_is_needed(office: Office) -> None:
    client = office.client("evaluator", Purpose.EVALUATION)
    assert office.client("evaluator", None).post("/models").status_code == 428
    assert client.post("/models").status_code == 202
    answer = client.post("/models")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_waiting")
    for role in ("consultant", "administrator", "auditor", "employer"):
        assert office.client(role).post("/models").status_code == 403


def test_an_employer_sees_no_model(office: Office) -> None:
    model = trained(office)["id"]
    for path in ("/models", f"/models/{model}"):
        assert office.client("employer", None).get(path).status_code == 403
        for role in ("consultant", "evaluator", "auditor", "administrator"):
            assert office.client(role, None).get(path).status_code == 200


def test_few_outcomes_are_not_counted_out(office: Office) -> None:
    with office.store.writing() as connection:
        connection.execute(sa.delete(tables.outcomes))
    failures(office, 9)
    found = trained(office)
    assert found["outcomes"] is None
    assert all(row["speaking"] in (None, 0) for row in found["evidence"])
    assert found["metrics"]["too_few"] is True


def test_a_placement_is_learned_from_with_the_features_it_was_proposed_with(office: Office) -> None:
    with office.services.unit(office.caller("evaluator", Purpose.EVALUATION)) as unit:
        bare = training.material(unit)
    assert all(p.features is None for p in bare.past)
    fit = [["text_likeness", 0.25, 0.1], ["tasks_done", 1, 0.7]]
    assert training.stored_features({"fit": fit}) == {"text_likeness": 0.25, "tasks_done": 1.0}
    assert training.stored_features(None) is None and training.stored_features({"fit": []}) is None


def test_nothing_that_must_not_be_learned_from_changes_the_model(office: Office) -> None:
    before = trained(office)["checksum"]
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.identities).values(sex="x", birth_year=1950, caseworker_confidence=0.9))
        connection.execute(sa.update(tables.outcomes).values(end_code="ended_by_candidate"))
        connection.execute(sa.delete(tables.go_aheads))
        connection.execute(sa.delete(tables.bindings))
    assert trained(office)["checksum"] == before


def test_a_model_is_measured_by_sex_age_needs_and_home_and_learns_from_none_of_them(sqlite_office: Office) -> None:
    office = sqlite_office
    some_last(office, 400)
    caller, i = office.caller("evaluator", Purpose.EVALUATION), tables.identities

    def learned() -> SavedModel:
        with office.services.unit(caller) as unit:
            found = training.material(unit)
            return learn(learnable(found.facts, found.past, unit.catalogue, found.day), load_weights())

    before = learned()
    groups = before.metrics["groups"]
    assert set(groups) == {*KINDS.values(), "Ordning", "Timer om ugen"}
    measured = {label: of for label, of in groups["Køn"]["of"].items() if of["lasted"] is not None}
    assert measured and all(of["lasted"]["low"] < of["lasted"]["high"] and of["n"] >= 30 for of in measured.values())
    text = card(before)
    assert "| Køn | forløb | sagt | varede | Brier |" in text and "| for lille | for lille | for lille |" in text
    turned = {"kvinde": "mand", "mand": "kvinde"}
    with office.store.writing() as connection:
        connection.execute(sa.update(i).values(sex=sa.case(turned, value=i.c.sex), birth_year=1950))
    after = learned()
    for name in ("mean", "covariance", "speaking"):
        assert getattr(after.posterior, name).tobytes() == getattr(before.posterior, name).tobytes()
    assert after.data == before.data and after.metrics["brier"] == before.metrics["brier"]
    now = after.metrics["groups"]
    assert now["Køn"]["of"] == {turned[label]: of for label, of in groups["Køn"]["of"].items()}
    assert set(now["Alder"]["of"]) == {"60 år og derover"} != set(groups["Alder"]["of"])


def test_the_service_refuses_a_caller_of_another_role_itself(office: Office) -> None:
    model = trained(office)["id"]
    with office.services.unit(office.caller("administrator", None)) as unit:
        assert models.champion(unit) is None
        with pytest.raises(Refused):
            models.rollback(unit, model, "x", 1)
