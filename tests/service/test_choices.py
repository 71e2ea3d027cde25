"""Other weights, valued from the choices in the store: where the truth is known, and where nothing can be told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from matcher.services import choices
from matcher.services.caller import Purpose
from matcher.services.choices import evaluate_choices
from matcher.services.engine import Engine
from matcher.services.errors import Incomplete, NotAllowed, NotHere, Unavailable
from matcher.store import tables
from matcher.weights import Weights, changed_weights, load_weights
from tests.command_line import answer, failure, run
from tests.office import Office
from tests.service.known_choices import plant
from tests.service.test_models import trained


def growing(weight: float) -> Weights:
    """The experts' weights, with another one of the planted feature."""
    return changed_weights({"fit": {"weights": {"room_to_grow": weight}}})  # type: ignore[dict-item]


OTHERS, FAR_OFF = growing(0.9), growing(9.0)
"""Weights that put in order only what was tied, and weights that turn round what never was."""


def told(office: Office, others: Weights | str) -> choices.Document:
    with office.services.unit(office.caller("evaluator", Purpose.EVALUATION)) as unit:
        return evaluate_choices(unit, others)


def test_both_estimates_hold_the_truth_as_often_as_they_say(sqlite_office: Office, tmp_path: Path) -> None:
    office, per_part, parts = sqlite_office, 2, 20
    people = tuple(sorted(office.facts.candidate_by_id))
    known = plant(office, people, per_part * parts, OTHERS, load_weights())
    with office.services.unit(office.caller("evaluator", Purpose.EVALUATION)) as unit:
        read = choices.read(unit)
    assert len(read.rows) == len(people) * per_part * parts and read.left_out == 0
    for result, truth in known.truth.items():
        held = {"ips": 0, "dr": 0}
        each = len(people) * per_part
        for first in range(0, len(read.rows), each):
            rows = read.rows[first : first + each]
            found = choices.estimates(rows, result, OTHERS)
            true = float(np.mean([truth[row.at, people[row.person]] for row in rows]))
            held["ips"] += found.ips.estimate.holds(true)
            held["dr"] += found.dr.estimate.holds(true)
            assert found.overlap == 1.0
        # 19 of 20 on average; fewer than 17 come once in sixty.
        assert min(held.values()) >= 17, (result, held)
    # All of it at once, as an evaluator sees it.
    document = told(office, OTHERS)
    for result, truth in known.truth.items():
        one, true = document["results"][result], float(np.mean(list(truth.values())))
        assert one["told"] and one["lists"] == len(read.rows) and one["people"] == len(people)
        for name in ("ips", "dr"):
            assert one[name]["low"] < true < one[name]["high"]
        assert one["dr"]["high"] - one["dr"]["low"] < one["ips"]["high"] - one["ips"]["low"]
    # The other weights are better, and it is seen.
    assert document["results"]["started"]["dr_gain"]["low"] > 0
    # The weights in use give what was given; those that were never tried give no number.
    same = choices.document(read, load_weights())["results"]["started"]
    assert same["ips"]["value"] == pytest.approx(same["logged"]["value"]) and same["ips_gain"]["high"] == 0.0
    for one in choices.document(read, FAR_OFF)["results"].values():
        assert (one["told"], one["ips"], one["dr_gain"]) == (False, None, None)
        assert one["unsupported"] > 0.05 and "aldrig prøvet" in one["why"]
    # On the command line, in words.
    file = tmp_path / "andre.toml"
    file.write_text("[fit.weights]\nroom_to_grow = 0.9\n")
    words = ("evaluate", "--choices", "--as", "evaluator", "--database", office.url, "--weights", file)
    text = run(*words).stdout
    assert "Andre vægte" in text and "De andre vægte (IPS)" in text and "kan ikke afgøres" not in text


def test_few_people_are_not_told_of(office: Office, tmp_path: Path) -> None:
    assert told(office, OTHERS)["results"]["started"]["why"].startswith("Under 10 borgere har lister")
    plant(office, office.mine[:9], 3, OTHERS, load_weights())
    found = told(office, OTHERS)
    for one in found["results"].values():
        assert (one["told"], one["lists"], one["people"], one["logged"]) == (False, None, None, None)
    file = tmp_path / "andre.toml"
    file.write_text("[fit.weights]\nroom_to_grow = 0.9\n")
    words = ("evaluate", "--choices", "--as", "evaluator", "--database", office.url, "--weights", file)
    assert answer(*words, "--json")["results"] == found["results"]
    assert run(*words).stdout.count("De andre vægte: kan ikke afgøres. Under 10 borgere") == 2


def test_few_people_with_a_result_or_without_are_not_told_of(sqlite_office: Office) -> None:
    office, o = sqlite_office, tables.outcomes
    plant(office, office.mine, 8, OTHERS, load_weights())
    having = sorted({row["candidate"] for row in office.rows(o, o.c.id.like("ou_%"))})
    # Of thirty people all but a few have had something in eight days; then all but nine have had nothing.
    assert 0 < len(office.mine) - len(having) < 10
    for _ in range(2):
        one = told(office, OTHERS)["results"]["started"]
        assert (one["told"], one["people"], one["logged"], one["ips"]) == (False, len(office.mine), None, None)
        assert one["why"].startswith("Under 10 borgere har, eller mangler")
        with office.store.writing() as connection:
            connection.execute(sa.delete(o).where(o.c.candidate.in_(having[9:])))


def test_a_list_counts_when_what_came_of_it_can_be_known(sqlite_office: Office) -> None:
    office = sqlite_office
    plant(office, office.mine, 1, OTHERS, load_weights())
    people = len(office.mine)
    assert {name: one["people"] for name, one in told(office, OTHERS)["results"].items()} == {
        "started": people,
        "lasted": people,
    }
    d = tables.drawn_lists
    for weeks, counted in ((25, {"started": people, "lasted": None}), (12, {"started": None, "lasted": None})):
        with office.store.writing() as connection:
            connection.execute(sa.update(d).values(at=office.clock.now - timedelta(weeks=weeks)))
        assert {name: one["people"] for name, one in told(office, OTHERS)["results"].items()} == counted


def test_what_cannot_be_reckoned_with_is_left_out_and_counted(sqlite_office: Office) -> None:
    office = sqlite_office
    plant(office, office.mine, 2, OTHERS, load_weights())
    d = tables.drawn_lists
    rows = office.rows(d)
    with office.store.writing() as connection:
        for n, row in enumerate(rows[:20]):
            shown = row["shown"]
            # Other features than those of today; or chances that do not follow from what was kept.
            changed = {**shown, "features": ["another", *shown["features"][1:]]}
            if n % 2:
                changed = {
                    **shown,
                    "openings": [one | {"net": 1.0 - place} for place, one in enumerate(shown["openings"])],
                }
                changed["openings"][0]["chance"] = 1.0
                changed["openings"][1] |= {"net": 1.0}
            here = (d.c.candidate == row["candidate"]) & (d.c.seed == row["seed"])
            connection.execute(sa.update(d).where(here).values(shown=changed))
    with office.services.unit(office.caller("evaluator", Purpose.EVALUATION)) as unit:
        found = choices.read(unit)
    assert (found.left_out, len(found.rows)) == (20, len(rows) - 20)
    (logged,) = office.rows(tables.audit, tables.audit.c.noun == "choices")
    assert (logged["action"], logged["purpose"], logged["actor"]) == ("evaluate", "evaluation", "ac_ali")
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == logged["number"])
    assert {row["candidate"] for row in about} == set(office.mine)


def test_only_an_evaluator_with_a_purpose_values_choices(sqlite_office: Office) -> None:
    office = sqlite_office
    for role in ("consultant", "employer", "administrator", "auditor"):
        with pytest.raises(NotAllowed), office.services.unit(office.caller(role)) as unit:
            evaluate_choices(unit, OTHERS)
    with pytest.raises(Incomplete), office.services.unit(office.caller("evaluator", None)) as unit:
        evaluate_choices(unit, OTHERS)


def test_a_kept_model_is_valued_as_other_weights_are(sqlite_office: Office) -> None:
    office = sqlite_office
    plant(office, office.mine, 8, OTHERS, load_weights())
    model = trained(office)["id"]
    found = told(office, model)
    assert model in found["weights"] and found["results"]["started"]["people"] == len(office.mine)
    words = ("evaluate", "--choices", "--as", "evaluator", "--database", office.url, "--model", model)
    assert answer(*words, "--json") == found


def test_a_model_that_is_not_there_or_may_not_be_used_is_refused(sqlite_office: Office) -> None:
    office = sqlite_office
    with pytest.raises(NotHere):
        told(office, "mo_ingen")
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.municipality).values(engine=Engine.RULES_ONLY.value))
    with pytest.raises(Unavailable):
        told(office, "mo_ingen")


def test_the_command_says_what_it_needs(sqlite_office: Office, tmp_path: Path) -> None:
    named = ("--as", "evaluator", "--database", sqlite_office.url)
    assert "enten --weights" in failure("evaluate", "--choices", *named)
    assert "enten --weights" in failure("evaluate", "--choices", *named, "--weights", tmp_path, "--model", "mo_x")
    assert "--as" in failure("evaluate", "--choices", "--database", sqlite_office.url)
    assert "ingen plan" in failure("evaluate", "--choices", *named, "--plan", tmp_path)
