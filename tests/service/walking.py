"""Walking the whole API: every operation of the OpenAPI document, with parameters and bodies that can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one path, as the document describes it."""

    method: str
    path: str
    described: Mapping[str, Any]
    components: Mapping[str, Any]

    @property
    def label(self) -> str:
        """``GET /candidates/{candidate}``."""
        return f"{self.method.upper()} {self.path}"

    def url(self, values: Mapping[str, str]) -> str:
        """The path with its parameters filled in, long pages, and the query parameters that must be there."""
        url, query = self.path, []
        for parameter in self.described.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                assert name in values, f"say in tests/service/known.py what {name} may be, for {self.label}"
                url = url.replace("{" + name + "}", values[name])
            elif name == "limit":
                query.append(f"{name}={values[name]}")
            elif parameter["in"] == "query" and parameter.get("required"):
                query.append(f"{name}={self._example(parameter['schema'])}")
        return url + ("?" + "&".join(query) if query else "")

    def body(self) -> dict[str, Any]:
        """What to send along: the document's own example, else the fewest fields that must be there."""
        content = self.described.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            return {"json": self._example(content["application/json"]["schema"])}
        if "multipart/form-data" in content:
            schema = self._resolved(content["multipart/form-data"]["schema"])
            fields = {name: self._example(inner) for name, inner in schema["properties"].items() if name != "file"}
            fields = {name: str(value) for name, value in fields.items() if name in schema.get("required", ())}
            return {"files": {"file": ("kommune.csv", b"a;b\n1;2\n")}, "data": fields}
        if "application/x-www-form-urlencoded" in content:
            return {"data": self._example(content["application/x-www-form-urlencoded"]["schema"])}
        return {}

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self.components["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _example(self, schema: Mapping[str, Any]) -> Any:
        schema = self._resolved(schema)
        if schema.get("examples"):
            return schema["examples"][0]
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._example(schema[choice][0])
        if "default" in schema:
            return schema["default"]
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                properties = schema.get("properties", {})
                return {name: self._example(properties[name]) for name in schema.get("required", ())}
            case "array":
                return []
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return False
            case _:
                return "x" * max(1, schema.get("minLength", 1))


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation but streams: those that only read first, those that take away last."""
    found = [
        Operation(method, path, described, document.get("components", {}))
        for path, methods in document["paths"].items()
        for method, described in methods.items()
        if not path.endswith("/events")
    ]
    return iter(sorted(found, key=lambda o: (METHODS.index(o.method), o.path)))
