"""A yes in a file, beside what the candidate has taken back: it stands only when she gave it after that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import GoAhead
from matcher.services import go_aheads, imported_yeses, importing
from matcher.services.shortlists import gone_ahead
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import save_rows
from tests.office import Office
from tests.service.test_go_aheads import DAY, TODAY, imported, path_of, stands

_WITHIN = 60.0
_LONG_ENOUGH = 1.0
"""Seconds in which the second call gets to wherever it must wait."""


def of_pair(office: Office, candidate: str, opening: str) -> dict[date, date | None]:
    """When each yes of a pair was taken back, by the day it was given."""
    g = tables.go_aheads
    rows = office.rows(g, g.c.candidate == candidate, g.c.opening == opening)
    return {row["given"]: row["withdrawn"] for row in rows}


def stored(office: Office, *rows: GoAhead) -> None:
    with office.services.unit(office.caller("consultant")) as unit:
        save_rows(unit.connection, "go_aheads", rows, unit.now)


def taken_back(office: Office) -> tuple[str, str, str]:
    """A pair whose yes was given and taken back today, and its path."""
    candidate, opening, path = path_of(office)
    client = office.client("consultant")
    client.put(path, json={"said": "meeting"})
    assert client.delete(path).status_code == 204
    return candidate, opening, path


@pytest.mark.parametrize("days", [0, 1, 2, 400])
@pytest.mark.parametrize("until", [None, date(2027, 6, 1)])
def test_a_file_with_another_day_does_not_give_a_yes_that_was_taken_back(
    office: Office, days: int, until: date | None
) -> None:
    candidate, opening, path = taken_back(office)
    for _ in range(2):
        imported(office, GoAhead(candidate, opening, TODAY - days * DAY, until))
        assert of_pair(office, candidate, opening) == {TODAY - days * DAY: TODAY, TODAY: TODAY}
        assert not stands(office, candidate, opening)
        with office.services.unit(office.caller("consultant")) as unit:
            assert candidate not in gone_ahead(unit, opening)
    # She alone says it anew, also on that very day.
    assert office.client("consultant").put(path, json={"said": "telephone"}).json()["stands"]


def test_a_yes_given_after_the_day_it_was_taken_back_is_a_new_one(office: Office) -> None:
    candidate, opening, _ = taken_back(office)
    office.clock.pass_time(days=3)
    imported(office, GoAhead(candidate, opening, TODAY + DAY))
    assert of_pair(office, candidate, opening) == {TODAY: TODAY, TODAY + DAY: None}
    assert stands(office, candidate, opening)


def test_what_she_took_back_of_one_opening_says_nothing_of_another(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, opening, _ = taken_back(office)
    said = {yes.opening for yes in office.facts.go_aheads if yes.candidate == candidate} | {opening}
    other = next(o for o in sorted(office.facts.opening_by_id) if o not in said)
    colleague = office.mine[1]
    imported(office, GoAhead(candidate, other, TODAY - DAY), GoAhead(colleague, opening, TODAY - DAY))
    assert of_pair(office, candidate, other) == of_pair(office, colleague, opening) == {TODAY - DAY: None}
    assert stands(office, candidate, other) and stands(office, colleague, opening)


def test_of_several_yeses_each_ends_when_she_next_took_one_back(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, opening, _ = path_of(office)
    autumn = {date(2026, 9, 1): date(2026, 9, 15), date(2026, 10, 1): date(2026, 10, 15)}
    stored(office, *(GoAhead(candidate, opening, given, until) for given, until in autumn.items()))
    early, between, late = date(2026, 8, 20), date(2026, 9, 15), date(2026, 9, 16)
    imported(office, *(GoAhead(candidate, opening, given) for given in (early, between, late)))
    assert of_pair(office, candidate, opening) == autumn | {
        early: date(2026, 9, 15),
        between: date(2026, 9, 15),
        late: date(2026, 10, 15),
    }
    assert not stands(office, candidate, opening)
    imported(office, GoAhead(candidate, opening, date(2026, 10, 16)))
    assert stands(office, candidate, opening)


def test_a_later_end_in_the_same_file_does_not_hide_that_she_took_it_back(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, opening, _ = taken_back(office)
    imported(
        office,
        GoAhead(candidate, opening, TODAY - 9 * DAY, date(2027, 6, 1)),
        GoAhead(candidate, opening, TODAY - DAY),
    )
    assert set(of_pair(office, candidate, opening).values()) == {TODAY}


def test_a_file_that_moves_the_day_she_took_it_back_gives_nothing_with_the_next(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, opening, _ = path_of(office)
    stored(office, GoAhead(candidate, opening, TODAY - 9 * DAY))
    assert office.client("consultant").delete(f"/candidates/{candidate}/go-aheads/{opening}").status_code == 204
    imported(office, GoAhead(candidate, opening, TODAY - 9 * DAY, TODAY - 5 * DAY))
    imported(office, GoAhead(candidate, opening, TODAY - DAY))
    assert of_pair(office, candidate, opening) == {TODAY - 9 * DAY: TODAY, TODAY - DAY: TODAY}


def test_a_file_that_says_she_took_it_back_counts_for_its_other_rows(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, opening, _ = path_of(office)
    rows = [
        GoAhead(candidate, opening, TODAY - 9 * DAY),
        GoAhead(candidate, opening, TODAY - 5 * DAY, TODAY - 2 * DAY),
        GoAhead(candidate, opening, TODAY - DAY),
    ]
    told = {TODAY - 9 * DAY: TODAY - 2 * DAY, TODAY - 5 * DAY: TODAY - 2 * DAY, TODAY - DAY: None}
    for _ in range(2):
        imported(office, *rows)
        assert of_pair(office, candidate, opening) == told


def test_a_file_takes_nothing_back_that_she_has_said_here(office: Office) -> None:
    candidate, opening, path = path_of(office)
    stored(office, GoAhead(candidate, opening, TODAY - DAY))
    client = office.client("consultant")
    assert client.delete(path).status_code == 204
    assert client.put(path, json={"said": "telephone"}).json()["stands"]
    imported(office, GoAhead(candidate, opening, TODAY - DAY), GoAhead(candidate, opening, TODAY))
    assert of_pair(office, candidate, opening) == {TODAY - DAY: TODAY, TODAY: None}
    assert stands(office, candidate, opening)
    # That she has taken it back is believed of a file.
    imported(office, GoAhead(candidate, opening, TODAY, TODAY))
    assert not stands(office, candidate, opening)


@pytest.mark.parametrize("days", [0, 1])
def test_she_takes_it_back_while_a_file_that_says_yes_is_taken_in(
    make_copy: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    office = make_copy("postgresql")
    candidate, opening, path = path_of(office)
    office.client("consultant").put(path, json={"said": "meeting"})
    _while_she_is_waited_for(office, monkeypatch, candidate, opening, days)
    assert of_pair(office, candidate, opening) == {TODAY: TODAY} | {TODAY - days * DAY: TODAY}
    assert not stands(office, candidate, opening)


def _while_she_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, candidate: str, opening: str, days: int
) -> None:
    """She has begun to take it back when the import begins, and is done when the import has come as far as it can."""
    holds, answers = threading.Event(), {}
    real = imported_yeses.hold

    def hold(unit: Unit, candidates: Collection[str]) -> None:
        # Whoever reads before she is done reads what no longer holds when it is written.
        holds.set()
        real(unit, candidates)

    def take_in() -> None:
        imported(office, GoAhead(candidate, opening, TODAY - days * DAY))
        answers["import"] = True

    monkeypatch.setattr(importing, "hold", hold)
    follow: Any = threading.Thread(target=take_in)
    with office.services.unit(office.caller("consultant")) as unit:
        go_aheads.withdraw(unit, candidate, opening)
        follow.start()
        assert holds.wait(_WITHIN)
        follow.join(_LONG_ENOUGH)
        assert "import" not in answers
    follow.join(_WITHIN)
    assert answers == {"import": True}


def test_the_other_way_round_she_waits_for_the_file_and_takes_back_what_it_brought(
    make_copy: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_copy("postgresql")
    candidate, opening, path = path_of(office)
    client = office.client("consultant")
    client.put(path, json={"said": "meeting"})
    answers: dict[str, Any] = {}
    follow = threading.Thread(target=lambda: answers.update(status=client.delete(path).status_code))
    real = imported_yeses.as_taken_back

    def slowly(unit: Unit, rows: Any) -> list[GoAhead]:
        found = real(unit, rows)
        follow.start()
        follow.join(_LONG_ENOUGH)
        assert not answers
        return found

    monkeypatch.setattr(importing, "as_taken_back", slowly)
    imported(office, GoAhead(candidate, opening, TODAY), GoAhead(candidate, opening, TODAY - DAY))
    follow.join(_WITHIN)
    assert answers == {"status": 204}
    assert of_pair(office, candidate, opening) == {TODAY: TODAY, TODAY - DAY: TODAY}


def test_an_import_holds_its_people_in_the_order_of_their_ids(make_copy: Callable[[str], Office]) -> None:
    office = make_copy("postgresql")
    _, opening, _ = path_of(office)
    statements: list[str] = []
    sa.event.listen(office.store.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    imported(office, *(GoAhead(candidate, opening, TODAY) for candidate in reversed(office.mine[:3])))
    locks = [text for text in statements if "FOR NO KEY UPDATE" in text]
    assert locks and "FROM candidates" in locks[0] and "ORDER BY candidates.id" in locks[0]
    reads = [n for n, text in enumerate(statements) if "go_aheads.withdrawn" in text]
    assert reads and reads[0] > statements.index(locks[0])
