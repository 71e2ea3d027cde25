"""The API does what its OpenAPI document says, for every role, whatever it is sent."""

from __future__ import annotations

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
EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_no_call_gives_a_fault_or_an_answer_that_is_not_described(sqlite_office: Office, role: str | None) -> None:
    office = sqlite_office
    headers = {"Brobygger-Purpose": "matching"}
    if role is not None:
        headers["Authorization"] = f"Bearer {office.token(role)}"
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", office.app)
    values = known_values(office)
    tried, faults = [], []
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        if operation.path.endswith("/events"):
            continue  # a stream; tests of its own read it
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                try_out(operation, mode, headers, values)
            except Unsatisfiable:
                # Nothing of a call without parameters and body can be wrong.
                assert mode is GenerationMode.NEGATIVE
            except (FailureGroup, Failure) as fault:
                faults.append(f"{operation.label} ({mode.value}): {fault}")
        tried.append((operation.path, operation.method))
    assert faults == [], "\n".join(faults)
    described = office.app.openapi()["paths"]
    assert sorted(tried) == sorted(
        (path, method) for path in described if not path.endswith("/events") for method in described[path]
    )


def try_out(operation: Any, mode: GenerationMode, headers: dict[str, str], values: dict[str, list[str]]) -> None:
    """Send some calls of one operation, about things that are there as often as about things that are not."""

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
        if there and case.path_parameters:
            for name in case.path_parameters:
                if name in values:
                    case.path_parameters[name] = values[name][chosen % len(values[name])]
        response = case.call(headers={**headers, "If-Match": '"v1"'})
        case.validate_response(response, checks=CHECKS)

    run()
