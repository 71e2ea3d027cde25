"""`/docs`: the OpenAPI document, written out for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from api.rendering import render

router = APIRouter(include_in_schema=False)
_JSON = "application/json"


@dataclass(frozen=True)
class Parameter:
    """Something that stands in the address or in a header."""

    name: str
    place: str
    required: bool
    kind: str
    description: str


@dataclass(frozen=True)
class Field:
    """A field of a body."""

    name: str
    required: bool
    kind: str
    description: str


@dataclass(frozen=True)
class Operation:
    """One call.

    Attributes
    ----------
    anchor
        Its place on the page.
    example
        A body as JSON; empty when it has none.
    answers
        (status, what it means).
    """

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    example: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Resource:
    """The calls about one thing."""

    name: str
    operations: tuple[Operation, ...]


@router.get("/docs")
def show_documentation(request: Request) -> Response:
    """The description of every call."""
    said = request.app.openapi()
    return render(
        request,
        "documentation.html",
        resources=read(said),
        description=said["info"]["description"],
        document=request.app.openapi_url,
    )


def read(document: Mapping[str, Any]) -> tuple[Resource, ...]:
    """The calls of an OpenAPI document, by resource, in its own order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            found.setdefault(said.get("tags", ["other"])[0], []).append(_operation(document, path, method, said))
    return tuple(Resource(name, tuple(operations)) for name, operations in found.items())


def _operation(document: Mapping[str, Any], path: str, method: str, said: Mapping[str, Any]) -> Operation:
    body = _body_schema(document, said)
    return Operation(
        anchor=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        parameters=tuple(_parameters(document, said.get("parameters", ()))),
        fields=tuple(_fields(document, body)),
        example=_example(body),
        answers=tuple((status, answer.get("description", "")) for status, answer in said["responses"].items()),
    )


def _parameters(document: Mapping[str, Any], given: Iterable[Mapping[str, Any]]) -> Iterable[Parameter]:
    for p in given:
        yield Parameter(
            p["name"], p["in"], p.get("required", False), _kind(document, p["schema"]), p.get("description", "")
        )


def _body_schema(document: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    content = said.get("requestBody", {}).get("content", {})
    schema: Mapping[str, Any] = next((inner["schema"] for inner in content.values()), {})
    return _resolved(document, schema)


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterable[Field]:
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        yield Field(name, name in required, _kind(document, inner), inner.get("description", ""))


def _example(schema: Mapping[str, Any]) -> str:
    examples = schema.get("examples", ())
    return json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else ""


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The kind of a value in a few words."""
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(document, inner) for inner in schema["anyOf"])
        return " | ".join(kinds)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"[{_kind(document, schema.get('items', {}))}]"
    if schema.get("type") == "object":
        return str(schema.get("title", "object"))
    kind = str(schema.get("format") or schema.get("type", "any"))
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None or high is not None:
        kind += f" {'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"
    return kind


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema
