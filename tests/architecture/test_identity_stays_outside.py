"""Who a person is never enters the planning."""

import ast

import pytest

from tests.project import text_of, tracked

# Where an identity may be read: where it comes in, where it goes out to those who may see it, and where it is invented.
MAY_READ = {"domain", "files", "demo", "explanation", "cli", "commands", "services", "store"}
WHO = {"Identity", "identities", "cpr", "sex", "birth_year", "caseworker_confidence"}


def reads_identity(source: str) -> set[str]:
    """Names from an identity that a module imports, calls or reads as an attribute."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) | ast.alias(name=name) | ast.Name(id=name):
                found.add(name)
    return found & WHO


def test_no_stage_reads_an_identity() -> None:
    # Guards against a feature that learns from a name, a sex or the caseworker's belief: what the stage cannot read
    # cannot decide. Workbooks and texts may show it to those who are allowed to see it.
    files = tracked(".py", under=["matcher", "models"])
    stages = [path for path in files if path.parts[0] == "models" or path.with_suffix("").parts[1] not in MAY_READ]
    assert stages
    found = {str(path): reads_identity(text_of(path)) for path in stages}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line", ["x = facts.identities", "from matcher.domain import Identity", "who.caseworker_confidence > 0.5"]
)
def test_a_planted_read_is_found(line: str) -> None:
    assert len(reads_identity(line)) == 1
