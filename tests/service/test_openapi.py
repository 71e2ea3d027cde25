"""The API does what its OpenAPI document says, for every role, whatever it is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.office import PEOPLE, Office
from tests.service.known import known_values

ROLES = [*PEOPLE, None]
PARTS = 4
"""The operations are tried in so many tests, which may run beside each other."""
EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Visitor:
    """Somebody of one role, or nobody, at an office of her own: what one of them does is not in the others' way."""

    def __init__(self, office: Office, role: str | None) -> None:
        self.office = office
        self.role = role
        self.values = known_values(office)
        self.statuses: Counter[int] = Counter()

    @property
    def headers(self) -> dict[str, str]:
        token = {} if self.role is None else {"Authorization": f"Bearer {self.office.token(self.role)}"}
        return {"Brobygger-Purpose": "matching", "If-Match": '"v1"', **token}

    def call(self, case: Any) -> None:
        """Send one call and look at the answer."""
        response = case.call(app=self.office.app, headers=self.headers)
        self.statuses[response.status_code] += 1
        if case.operation.path.endswith(("/session", "/sessions", "/session/password")):
            self.office.forget_tokens()  # she may have signed out
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, Failure) as fault:
            fault.add_note(f"as {self.role or 'nobody'}")
            raise


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_call_gives_a_fault_or_an_answer_that_is_not_described(
    make_copy: Callable[[str], Office], part: int
) -> None:
    visitors = [Visitor(make_copy("sqlite"), role) for role in ROLES]
    faults = []
    operations = _operations(visitors[0].office)
    for operation in operations[part::PARTS]:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                try_out(operation, mode, visitors)
            except Unsatisfiable:
                # Nothing of a call without parameters and body can be wrong.
                assert mode is GenerationMode.NEGATIVE
            except (FailureGroup, Failure) as fault:
                notes = ", ".join(getattr(fault, "__notes__", []))
                faults.append(f"{operation.label} ({mode.value}, {notes}): {fault}")
    assert faults == [], "\n".join(faults)
    for visitor in visitors:
        # Whoever is signed in is so to the end (a wrong password is tried now and then), and nobody comes in without.
        strangers = visitor.statuses[401] / visitor.statuses.total()
        assert strangers < 0.05 if visitor.role else strangers > 0.5, (visitor.role, visitor.statuses)


def test_every_operation_is_tried(sqlite_office: Office) -> None:
    tried = [(operation.path, operation.method) for operation in _operations(sqlite_office)]
    described = sqlite_office.app.openapi()["paths"]
    assert sorted(tried) == sorted(
        (path, method) for path in described if not path.endswith("/events") for method in described[path]
    )


def _operations(office: Office) -> list[Any]:
    """Every operation but the streams, which tests of their own read."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", office.app)
    found = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    return [operation for operation in found if not operation.path.endswith("/events")]


def try_out(operation: Any, mode: GenerationMode, visitors: list[Visitor]) -> None:
    """Let everybody send the same calls, about things that are there as often as about things that are not.

    Making calls up takes four times as long as sending them, so they are made up once for all roles.
    """

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), chosen=st.integers(0, 3), there=st.booleans())
    def run(case: Any, chosen: int, there: bool) -> None:
        for visitor in visitors:
            if there and case.path_parameters:
                for name in case.path_parameters:
                    if name in visitor.values:
                        case.path_parameters[name] = visitor.values[name][chosen % len(visitor.values[name])]
            visitor.call(case)

    run()
