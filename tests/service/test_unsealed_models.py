"""Models from before the card was sealed with the model: an upgrade takes them out, and suggestions go on without."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa

from matcher.store import schema, tables
from matcher.weights import load_weights
from tests.command_line import failure, run
from tests.office import Office
from tests.service.test_models import REASON, change, trained, version_in_use
from tests.worker import work

BEFORE = "0006"
"""The last revision with such models."""


def unsealed(document: str) -> tuple[str, str]:
    """The same model as it was saved then, and its checksum."""
    told = json.loads(document)
    for name in ("card", "card_checksum", "checksum"):
        del told[name]
    told["schema"] = "brobygger-model/1"
    checksum = hashlib.sha256(_line(told)).hexdigest()
    return (_line({**told, "checksum": checksum}) + b"\n").decode(), checksum


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def upgraded_with_old_models(office: Office) -> tuple[str, str]:
    """Two models let in one after the other before the upgrade, and the upgrade; gives their ids."""
    ids = []
    for _ in range(2):
        ids.append(trained(office)["id"])
        assert change(office, ids[-1], "promote", go_on=True).status_code == 200
        office.clock.pass_time(minutes=1)
    schema.downgrade(office.store, BEFORE)
    m = tables.model_versions
    with office.store.writing() as connection:
        for key, document in connection.execute(sa.select(m.c.id, m.c.document)).all():
            old, checksum = unsealed(document)
            connection.execute(sa.update(m).where(m.c.id == key).values(document=old, checksum=checksum))
    schema.upgrade(office.store)
    return ids[0], ids[1]


def test_after_an_upgrade_suggestions_go_on_with_the_experts_weights_until_a_new_model_is_let_in(
    office: Office,
) -> None:
    first, second = upgraded_with_old_models(office)
    consultant, administrator = office.client("consultant"), office.client("administrator", None)
    asked = f"/candidates/{office.mine[0]}/suggestions"
    answer = consultant.post(asked, json={})
    assert answer.status_code == 200, answer.text
    assert answer.json()["suggestions"]
    assert version_in_use(office) == load_weights().version
    items = {item["id"]: item for item in administrator.get("/models").json()["items"]}
    assert items.keys() == {first, second}
    for key, item in items.items():
        assert item["alias"] is None and "træn modellen igen" in item["fault"]
        assert item["withdrawn_by"] == "system" and "opdateringen" in item["withdrawn_reason"]
        answer = administrator.get(f"/models/{key}")
        assert (answer.status_code, answer.headers["ETag"]) == (200, f'"v{item["version"]}"')
        assert answer.json() == item | {"evidence": None, "metrics": None}
        tag = {"If-Match": answer.headers["ETag"]}
        refused = administrator.post(f"/models/{key}/promote", json=REASON | {"go_on": True}, headers=tag)
        assert refused.status_code == 422 and "træn modellen igen" in refused.json()["detail"]
    new = trained(office)["id"]
    assert change(office, new, "promote", go_on=True).status_code == 200
    assert version_in_use(office).endswith(new)
    assert consultant.post(asked, json={}).status_code == 200
    # What is taken out gives way to the experts, and to none of those that cannot be read.
    assert change(office, new, "rollback").status_code == 200
    assert version_in_use(office) == load_weights().version
    assert consultant.post(asked, json={}).status_code == 200


def test_a_model_that_cannot_be_read_is_told_of_by_the_commands(sqlite_office: Office) -> None:
    office = sqlite_office
    _, model = upgraded_with_old_models(office)
    named = ("--database", office.url, "--as")
    listed = run("models", "list", *named, "auditor").stdout
    assert model in listed and "kan ikke bruges" in listed
    assert "træn modellen igen" in failure("evaluate", "--model", model, *named, "evaluator")
    told = failure("models", "promote", model, *named, "administrator", "--reason", "Prøves.", "--go-on")
    assert "træn modellen igen" in told


def test_a_plan_is_made_after_the_upgrade(sqlite_office: Office) -> None:
    office = sqlite_office
    upgraded_with_old_models(office)
    client = office.client("consultant")
    plan = client.post("/plans", json={}).json()["id"]
    work(office)
    assert client.get(f"/plans/{plan}").json()["state"] == "draft"
