"""What a list drawn by chance held: kept beside the log, as long as it is of use and she is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from matcher.features import FEATURE_NAMES
from matcher.store import tables
from matcher.tie_breaks import EPSILON
from matcher.value import PARTS, weighed
from matcher.weights import load_weights
from tests.office import MORNING, Office
from tests.service.test_suggestions import asked, last_run, openings_in, switch, with_some


def kept_since(office: Office, candidate: str) -> list[dict[str, Any]]:
    d = tables.drawn_lists
    return office.rows(d, d.c.candidate == candidate, d.c.at > MORNING)


def test_what_a_drawn_list_held_is_kept_beside_the_log_once_a_day(office: Office) -> None:
    candidate = with_some(office, 3)
    office.clock.pass_time(days=1)
    found = asked(office, candidate, 2)
    office.clock.pass_time(hours=1)
    asked(office, candidate, 3)
    (kept,) = kept_since(office, candidate)
    detail = last_run(office)["detail"]
    # What was shown first counts, however often it is looked at on that day.
    assert (kept["seed"], kept["epsilon"], kept["weights"]) == (detail["seed"], EPSILON, detail["weights"])
    shown = kept["shown"]
    assert [row["opening"] for row in shown["openings"]] == openings_in(found)
    assert shown["features"] == list(FEATURE_NAMES) and shown["parts"] == list(PARTS)
    # It is all that another weighting needs: by the weights of today it gives what was given.
    columns = {
        name: np.array([row[name] for row in shown["openings"]]) for name in ("features", "parts", "net", "price")
    }
    again = weighed(columns["features"], columns["parts"], load_weights()).total - columns["price"]
    assert again == pytest.approx(columns["net"], abs=1e-5)
    assert columns["net"] == pytest.approx([row["net"] for row in found["suggestions"]], abs=1e-8)
    # None of it is in the log, which is kept for other reasons and read by others.
    assert "features" not in detail and "net" not in detail


def test_nothing_is_kept_by_the_rules_alone(office: Office) -> None:
    candidate = with_some(office)
    switch(office, "rules_only")
    office.clock.pass_time(days=1)
    assert asked(office, candidate)["suggestions"]
    assert kept_since(office, candidate) == []


def test_nothing_is_kept_of_a_list_that_could_not_be_logged_and_shown(office: Office) -> None:
    candidate = with_some(office)
    office.clock.pass_time(days=1)
    client = office.client("consultant")
    with office.store.writing() as connection:
        connection.execute(sa.text("ALTER TABLE audit RENAME TO audit_gone"))
    assert client.post(f"/candidates/{candidate}/suggestions", json={}).status_code == 503
    assert kept_since(office, candidate) == []
