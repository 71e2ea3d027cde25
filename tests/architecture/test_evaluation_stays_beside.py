"""What is measured by group never comes back into what is decided."""

import ast

from tests.project import text_of, tracked

MEASURES = ("matcher.evaluating", "matcher.services.evaluation")
BESIDE = {"evaluating", "disclosure", "services", "commands", "worker", "terminal", "notebooks"}
"""Packages of matcher that are not part of the engine, and may ask for a measure of it."""


def imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_stage_of_the_engine_reads_a_measure_of_groups() -> None:
    # Guards against a plan that is tuned on the sex of those in it: groups are for measuring, beside the plan.
    files = [path for path in tracked(".py", under=["matcher"]) if path.with_suffix("").parts[1] not in BESIDE]
    assert len(files) > 50
    found = {str(path): {name for name in imports(text_of(path)) if name.startswith(MEASURES)} for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_planted_import_is_found() -> None:
    assert "matcher.evaluating.labels" in imports("from matcher.evaluating import labels")
