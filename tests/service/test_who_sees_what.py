"""TRUST E1 as a walk: every role asks everything of everybody, and no field is heard where it may not be.

The table below is written out from TRUST E1 by hand; the services have their own (`matcher/services/fields.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

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
LEFT_OUT = {
    # Ends the walk.
    "DELETE /api/v1/session",
    # Opens a name for four hours: it has a test of its own.
    "POST /api/v1/candidates/{candidate}/break-glass",
}


def walk(office: Office, aviary: Aviary, role: str) -> Iterator[tuple[Operation, Any]]:
    """Every operation about each of the two, then everything that reads once more: writes may have opened something."""
    client = office.client(None if role == "nobody" else role)
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
    answered = 0
    for operation, answer in walk(office, aviary, role):
        assert answer.status_code < 500, f"{operation.label}: {answer.text}"
        answered += answer.status_code < 300
        is_json = "json" in answer.headers.get("content-type", "")
        texts, numbers = heard_in(answer.text, is_json and bool(answer.text))
        texts += [str(value) for value in answer.headers.values()]
        for where, cage in aviary.cages.items():
            for group in cage.sung(texts, numbers):
                heard[where].add(group)
                if not may_hear(role, where, group, operation, answer.request.url.path):
                    leaks.append(f"{operation.label} -> {answer.status_code}: {group} of {where}")
    assert leaks == [], "\n".join(sorted(set(leaks)))
    for where, groups in MUST_HEAR.get(role, {}).items():
        assert groups <= heard[where], f"nothing showed {sorted(groups - heard[where])} of {where} to {role}"
    assert answered > 0


def may_hear(role: str, where: str, group: str, operation: Operation, path: str) -> bool:
    """Whether that group may be heard there."""
    if group == "id" and where in ("mine", "theirs") and role == "administrator":
        return IDS_ALONE in operation.path
    if group == "cpr":
        return group in SEES[role].get(where, NOTHING) and path.endswith(WHOLE_CPR)
    return group in SEES[role].get(where, NOTHING)
