"""TRUST E1 as a walk: every role asks everything of everybody, and no field is heard where it may not be.

The table below is written out from TRUST E1 by hand; the services have their own (`matcher/services/fields.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import PEOPLE, Office
from tests.service.canaries import Aviary, heard_in, set_out
from tests.service.known import known_values
from tests.service.walking import Operation, operations

EVERYTHING = frozenset("id name cpr hours period needs text wishes matches outcomes confidence notes".split())
NOTHING: frozenset[str] = frozenset()
AUDITED = frozenset({"id", "matches", "outcomes", "confidence"})
SEES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "consultant": {"mine": EVERYTHING, "own": frozenset({"staff"}), "foreign": frozenset({"staff"})},
    "colleague": {"theirs": EVERYTHING, "own": frozenset({"staff"}), "foreign": frozenset({"staff"})},
    # After the go-ahead: the scheme and the hours of the proposal.
    "employer": {"mine": frozenset({"hours"}), "theirs": frozenset({"hours"}), "own": frozenset({"staff"})},
    "evaluator": {},
    "administrator": {},
    "auditor": {"mine": AUDITED, "theirs": AUDITED, "own": frozenset({"staff"}), "foreign": frozenset({"staff"})},
    "nobody": {},
}
"""By role: of whom, which groups of fields may be heard."""
MUST_HEAR: Mapping[str, Mapping[str, frozenset[str]]] = {
    "consultant": SEES["consultant"],
    "colleague": SEES["colleague"],
    "employer": {"own": frozenset({"staff"})},
    "auditor": SEES["auditor"],
}
"""What is heard somewhere: a walk that hears nothing proves nothing."""
WHOLE_CPR = ("/cpr", "/export")
"""Where alone the whole CPR number may be, for the person's own consultant."""
IDS_ALONE = "/relations"
"""Where an administrator may see that somebody is there, to give her a consultant."""
PEOPLE_HEARD = ("mine", "theirs")
"""Where a canary is a person's."""
THE_LOG = ("GET /api/v1/audit", {"id"})
"""The ids of whom a row of the log is about; a look at it is logged, but not as one at everybody whom it names."""
LEFT_OUT = {
    # Ends the walk.
    "DELETE /api/v1/session",
    # Opens a name for four hours: it has a test of its own.
    "POST /api/v1/candidates/{candidate}/break-glass",
}


def walk(
    office: Office, aviary: Aviary, role: str, purpose: Purpose | None = Purpose.MATCHING
) -> Iterator[tuple[Operation, Any]]:
    """Every operation about each of the two, then everything that reads once more: writes may have opened something."""
    client = office.client(None if role == "nobody" else role, purpose)
    client.base_url = "http://testserver"
    values = known_values(office)
    document = office.app.openapi()
    found = list(operations(document))
    again = [operation for operation in found if operation.method == "get"]
    for operation in [*found, *again]:
        if operation.label in LEFT_OUT:
            continue
        for candidate, n in ((aviary.mine, 0), (aviary.theirs, 1)):
            chosen = {name: some[n % len(some)] for name, some in values.items()}
            chosen |= {"candidate": candidate, "opening": aviary.opening, "limit": "200", "token": aviary.token}
            chosen["workplace"] = (aviary.own, aviary.foreign)[n]
            url = operation.url(chosen)
            yield (
                operation,
                client.request(
                    operation.method, url, headers={"If-Match": '"v1"'}, follow_redirects=False, **operation.body()
                ),
            )


@pytest.mark.slow
@pytest.mark.parametrize("role", [*PEOPLE, "nobody"])
def test_nobody_hears_what_she_may_not(sqlite_office: Office, role: str) -> None:
    office = sqlite_office
    aviary = set_out(office)
    leaks: list[str] = []
    heard: dict[str, set[str]] = defaultdict(set)
    looks: dict[tuple[str, str], str] = {}
    answered = 0
    for operation, answer in walk(office, aviary, role):
        assert answer.status_code < 500, f"{operation.label}: {answer.text}"
        answered += answer.status_code < 300
        for where, groups in sung_in(answer, aviary).items():
            if where in PEOPLE_HEARD and answer.status_code < 300 and (operation.label, groups) != THE_LOG:
                looks[answer.headers["x-request-id"], getattr(aviary, where)] = f"{operation.label}: {sorted(groups)}"
            for group in sorted(groups):
                heard[where].add(group)
                if not may_hear(role, where, group, operation, answer.request.url.path):
                    leaks.append(f"{operation.label} -> {answer.status_code}: {group} of {where}")
    assert leaks == [], "\n".join(sorted(set(leaks)))
    for where, wanted in MUST_HEAR.get(role, {}).items():
        assert wanted <= heard[where], f"nothing showed {sorted(wanted - heard[where])} of {where} to {role}"
    assert answered > 0
    logged = looks_in_the_log(office)
    assert [look for key, look in looks.items() if key not in logged] == [], "shown to her, and not in the log"
    assert bool(looks) == (role in ("consultant", "colleague", "auditor"))


@pytest.mark.slow
def test_without_a_purpose_nothing_is_heard_of_anybody(sqlite_office: Office) -> None:
    office = sqlite_office
    aviary = set_out(office)
    heard: list[str] = []
    refused = 0
    for operation, answer in walk(office, aviary, "consultant", purpose=None):
        assert answer.status_code < 500, f"{operation.label}: {answer.text}"
        refused += answer.status_code == 428
        sung = sung_in(answer, aviary)
        heard += [f"{operation.label} -> {answer.status_code}: {sorted(sung[w])}" for w in PEOPLE_HEARD if w in sung]
    assert heard == [], "\n".join(sorted(set(heard)))
    assert refused >= 30


def sung_in(answer: Any, aviary: Aviary) -> dict[str, set[str]]:
    """Whose canaries were heard in an answer, and of which groups."""
    is_json = "json" in answer.headers.get("content-type", "")
    texts, numbers = heard_in(answer.text, is_json and bool(answer.text))
    texts += [str(value) for value in answer.headers.values()]
    found = {where: cage.sung(texts, numbers) for where, cage in aviary.cages.items()}
    return {where: groups for where, groups in found.items() if groups}


def looks_in_the_log(office: Office) -> set[tuple[str, str]]:
    """(call, candidate) of every row of the log that is about somebody."""
    rows, subjects = tables.audit, tables.audit_subjects
    query = sa.select(rows.c.request, subjects.c.candidate).join(subjects, subjects.c.number == rows.c.number)
    with office.store.reading() as connection:
        return {(request, candidate) for request, candidate in connection.execute(query)}


def may_hear(role: str, where: str, group: str, operation: Operation, path: str) -> bool:
    """Whether that group may be heard there."""
    if group == "id" and where in ("mine", "theirs") and role == "administrator":
        return IDS_ALONE in operation.path
    if group == "cpr":
        return group in SEES[role].get(where, NOTHING) and path.endswith(WHOLE_CPR)
    return group in SEES[role].get(where, NOTHING)
