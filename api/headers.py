"""The headers that calls share, written into the OpenAPI document, so that a generated client can change and retry."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

_WRITES = ("post", "put", "delete")
_RETRY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same call, it is done once: the second answer has the first one's status, "
    "`Location` and `ETag`, `Idempotent-Replay: true` and no body.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": 'The version that is meant: the `ETag` of the last read, such as `"v3"`. Needed wherever a row '
    "that is there is changed: without it 428, with an old one 412.",
    "schema": {"type": "string", "pattern": '^"v[0-9]{1,9}"$'},
}
_WITHOUT_VERSION = (
    "/session",
    "/sessions",
    "/relations/{account}",
    "/go-aheads/{opening}",
    "/{link}",
    "/{plan}",
    "/{job}",
)
"""What is ended or said rather than changed."""


def describe(app: FastAPI) -> None:
    """Let the document of the application name them."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made()
            for path, methods in document["paths"].items():
                for method, said in methods.items():
                    _add(method, path, said)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add(method: str, path: str, said: dict[str, Any]) -> None:
    if method not in _WRITES or "409" not in said["responses"]:
        return
    parameters = said.setdefault("parameters", [])
    parameters.append(_RETRY)
    changes_a_row = method in ("put", "delete") and not path.endswith(_WITHOUT_VERSION)
    if "412" in said["responses"] and (changes_a_row or path.endswith(("/publish", "/steps"))):
        parameters.append(_VERSION)
