"""What if? Asked by an evaluator, answered in numbers, and kept by nobody."""

from __future__ import annotations

import pytest

from matcher.domain import MatcherError
from matcher.evaluating.scenarios import MoreMentorHours, NewEmployer, OtherLines
from matcher.services.caller import Purpose
from matcher.services.errors import NotAllowed
from matcher.services.what_if import what_if
from matcher.store import tables
from tests.office import Office

QUESTIONS = (OtherLines("Mennesker", 2, 1, 1), MoreMentorHours(10), NewEmployer(3))


def test_each_question_is_answered_beside_the_plan_as_things_are(sqlite_office: Office) -> None:
    office = sqlite_office
    found = what_if(office.services, office.caller("evaluator", Purpose.EVALUATION), QUESTIONS, 40)
    assert [one.name for one in found] == [
        "Som det er",
        "Mennesker",
        "10 mentortimer mere om ugen",
        "En ny virksomhed med 3 pladser",
    ]
    assert found[0].gain == 0 and found[0].moved == 0
    # Other weights are not counted alike; more capacity never makes the best plan worse.
    assert found[1].gain is None
    assert all(one.gain_high is not None and one.gain_high >= 0 for one in found[2:])
    assert found[3].placed >= found[0].placed
    told = repr(found)
    assert not [key for key in office.facts.candidate_by_id if key in told]
    assert office.rows(tables.plans) == []
    (row,) = office.rows(tables.audit, tables.audit.c.action == "evaluate")
    assert (row["actor"], row["purpose"]) == ("ac_ali", "evaluation")


def test_only_an_evaluator_asks_and_a_question_without_sense_is_refused(sqlite_office: Office) -> None:
    office = sqlite_office
    for role in ("consultant", "employer", "administrator", "auditor"):
        with pytest.raises(NotAllowed):
            what_if(office.services, office.caller(role, Purpose.EVALUATION), QUESTIONS)
    with pytest.raises(MatcherError, match="bundlinjer"):
        what_if(office.services, office.caller("evaluator", Purpose.EVALUATION), [OtherLines("Intet", 0, 0, 0)], 20)
