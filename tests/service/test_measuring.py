"""What an evaluator measures with: in numbers and under pseudonyms, in her name, and for nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.services import measuring
from matcher.services.caller import Purpose
from matcher.services.errors import Incomplete, NotAllowed
from matcher.store import audit, tables
from matcher.store.audit import Entry
from tests.office import Office


def asked(office: Office, question: Any, role: str = "evaluator", purpose: Purpose | None = Purpose.EVALUATION) -> Any:
    with office.services.unit(office.caller(role, purpose)) as unit:
        return question(unit)


@pytest.mark.parametrize("question", [measuring.completeness, measuring.shown_lists, measuring.plan_material])
def test_only_an_evaluator_with_a_purpose_measures(sqlite_office: Office, question: Any) -> None:
    for role in ("consultant", "employer", "administrator", "auditor"):
        with pytest.raises(NotAllowed):
            asked(sqlite_office, question, role)
    with pytest.raises(Incomplete):
        asked(sqlite_office, question, purpose=None)


def test_completeness_counts_rows_and_hides_people_under_ten(office: Office) -> None:
    found = {(row.noun, row.field): row for row in asked(office, measuring.completeness)}
    # Every workplace and opening is counted as it is: they are nobody.
    workplaces = office.facts.workplaces
    known = sum(row.ordinary_fte is not None for row in workplaces)
    one = found["workplaces", "ordinary_fte"]
    assert (one.known, one.unknown) == (known, len(workplaces) - known)
    people = office.facts.candidates
    for field in ("scheme", "transport", "available_from", "grant_to", "waiting_since"):
        known = sum(getattr(row, field) is not None for row in people)
        row = found["candidates", field]
        if min(known, len(people) - known) >= 10:
            assert (row.known, row.unknown) == (known, len(people) - known)
        elif min(known, len(people) - known) > 0:
            assert (row.known, row.unknown) == (None, None)
    # Of 60 people some field is known of nearly all, and some of half: both kinds were there to be seen.
    shown = [row for (noun, _), row in found.items() if noun == "candidates" and row.known is not None]
    hidden = [row for (noun, _), row in found.items() if noun == "candidates" and row.known is None]
    assert shown and hidden
    # Free text, and who she is, are not counted at all.
    assert not {field for _, field in found} & {"text", "name", "cpr", "sex", "birth_year", "caseworker_confidence"}
    (logged,) = office.rows(tables.audit, tables.audit.c.noun == "completeness")
    assert (logged["actor"], logged["purpose"]) == ("ac_ali", "evaluation")


def shown_to(
    office: Office,
    candidate: str,
    order: list[str],
    chances: list[float],
    days_ago: int,
    listed: list[float] | None = None,
) -> None:
    """Put a list of suggestions into the log, as the service does."""
    row = Entry(
        actor="ac_kim",
        role="consultant",
        organisation="Kommunen",
        purpose="matching",
        action="suggest",
        noun="candidate",
        object=candidate,
        outcome="done",
        request="test",
        software="test",
        detail={"order": order, "propensities": chances, "listed": listed or [1.0] * len(order)},
        subjects=frozenset({candidate}),
    )
    with office.store.writing() as connection:
        audit.append(connection, [row], office.clock.now - timedelta(days=days_ago))


def proposed_by_hand(office: Office, candidate: str, opening: str, days_ago: int, weeks: float | None) -> None:
    """A placement by hand, and how long it lasted; None while it runs."""
    at = office.clock.now - timedelta(days=days_ago)
    key = f"pl_{candidate}"
    with office.store.writing() as connection:
        connection.execute(
            sa.insert(tables.placements).values(
                id=key,
                candidate=candidate,
                opening=opening,
                plan=None,
                state="started" if weeks is None else "ended",
                scheme="fleksjob",
                hours=4.0,
                presence=5.0,
                tasks={"T001": 4.0},
                measures=[],
                worth={},
                employer_text="",
                created_at=at,
                created_by="ac_kim",
                version=1,
                changed_at=at,
            )
        )
        workplace = office.facts.opening_by_id[opening].workplace
        ended = None if weeks is None else at.date() + timedelta(days=round(7 * weeks))
        connection.execute(
            sa.insert(tables.outcomes).values(
                id=f"oc_{candidate}",
                candidate=candidate,
                workplace=workplace,
                scheme="fleksjob",
                started=at.date(),
                ended=ended,
                hours=4.0,
                tasks=["T001"],
                placement=key,
                version=1,
                changed_at=at,
            )
        )


def test_a_list_is_read_with_what_was_proposed_from_it(office: Office) -> None:
    one, other, third = office.mine[:3]
    first, second, last = (opening.id for opening in office.facts.openings[:3])
    shown_to(office, one, [first, second], [0.5, 0.5], 300)
    # Of two lists of the same person the later one, before the proposal, is the one it came from.
    shown_to(office, one, [second, first, last], [0.5, 0.5, 1.0], 250)
    proposed_by_hand(office, one, first, 249, weeks=20)
    shown_to(office, other, [last], [1.0], 200)
    proposed_by_hand(office, other, last, 199, weeks=5)
    shown_to(office, third, [first], [1.0], 30)
    proposed_by_hand(office, third, first, 20, weeks=None)
    found = asked(office, measuring.shown_lists)
    assert [(row.length, row.proposed) for row in found] == [(2, None), (3, 1), (1, 0), (1, 0)]
    assert found[1].chances == (0.5, 0.5, 1.0)
    (logged,) = office.rows(tables.audit, tables.audit.c.noun == "lists")
    assert logged["detail"] == {"count": 4}


def test_a_plan_is_measured_without_knowing_anybody(office: Office) -> None:
    found = asked(office, measuring.plan_material)
    known = set(office.facts.candidate_by_id)
    assert len(found.facts.candidates) == len(known)
    assert not known & set(found.facts.candidate_by_id)
    for table in (found.facts.bindings, found.facts.go_aheads, found.facts.outcomes, found.facts.identities):
        assert not known & {row.candidate for row in table}
    # Sex and year of birth are there to measure by; who it is is not.
    assert {(row.name, row.cpr, row.caseworker_confidence) for row in found.facts.identities} == {(None, None, None)}
    assert sorted(str(row.sex) for row in found.facts.identities) == sorted(
        str(row.sex) for row in office.facts.identities
    )
    # The same person has the same pseudonym in every table, and another one under another key.
    again = asked(office, measuring.plan_material)
    assert again.facts == found.facts
    first, _ = office.rows(tables.audit, tables.audit.c.action == "evaluate")
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == first["number"])
    assert first["purpose"] == "evaluation" and {row["candidate"] for row in about} == known


def test_a_part_of_the_people_is_all_that_is_looked_at(sqlite_office: Office) -> None:
    office = sqlite_office
    found = asked(office, lambda unit: measuring.plan_material(unit, 20))
    (logged,) = office.rows(tables.audit, tables.audit.c.action == "evaluate")
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == logged["number"])
    assert len(found.facts.candidates) == len(about) == 20


VILLAGE = make_municipality("village", 1, load_catalogue())


def test_under_pseudonyms_everything_belongs_together() -> None:
    turned = measuring.under_pseudonyms(replace(VILLAGE, identities=()), VILLAGE.identities, lambda key: f"X{key}")
    assert sorted(row.id for row in turned.candidates) == sorted(f"X{row.id}" for row in VILLAGE.candidates)
    assert sorted(row.candidate for row in turned.outcomes) == sorted(f"X{row.candidate}" for row in VILLAGE.outcomes)
    assert turned.openings == VILLAGE.openings


def test_neither_words_nor_order_tell_who_somebody_is() -> None:
    # The other way round: whoever has the ids would see another order.
    backwards = {row.id: f"P{1000 - n}" for n, row in enumerate(VILLAGE.candidates)}
    turned = measuring.under_pseudonyms(replace(VILLAGE, identities=()), VILLAGE.identities, backwards.__getitem__)
    assert any(row.text for row in VILLAGE.candidates)
    assert {row.text for row in turned.candidates} | {row.reason for row in turned.bindings} <= {""}
    for rows in (turned.outcomes, turned.identities, turned.bindings, turned.go_aheads):
        assert [row.candidate for row in rows] == sorted(row.candidate for row in rows)
    assert [row.id for row in turned.candidates] == sorted(backwards.values())
    few = measuring.part_of(VILLAGE, 3, backwards.__getitem__)
    assert {row.id for row in few.candidates} == set(sorted(backwards, key=backwards.__getitem__)[:3])


def test_a_part_of_a_municipality_belongs_together() -> None:
    part = measuring.part_of(VILLAGE, 30)
    assert (len(part.candidates), len(part.openings)) == (30, 10)
    # Half of the people, half of the hours and money there is for them.
    for before, after in zip(VILLAGE.offers, part.offers, strict=True):
        assert before.hours_per_week is None or after.hours_per_week == before.hours_per_week / 2
    assert sum(row.amount for row in part.budgets) == sum(row.amount for row in VILLAGE.budgets) / 2
    assert {row.candidate for row in part.identities} <= set(part.candidate_by_id)
    assert measuring.part_of(VILLAGE, 1000).offers == VILLAGE.offers
