"""A newcomer finds a word about everything."""

import ast
from collections.abc import Iterator

import pytest

from tests.project import PACKAGES, text_of, tracked, tracked_files

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "data"}


def undocumented(source: str) -> Iterator[str]:
    """Name the module, public classes, functions and methods that have no docstring."""
    tree = ast.parse(source)
    if tree.body and not ast.get_docstring(tree):
        yield "the module"
    waiting: list[tuple[str, ast.stmt]] = [("", node) for node in tree.body]
    while waiting:
        prefix, node = waiting.pop()
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        marks = {ast.unparse(mark).split(".")[-1] for mark in node.decorator_list}
        # A setter is described by its getter, an overload by the function.
        if not ast.get_docstring(node) and not marks & {"overload", "override", "setter"}:
            yield prefix + node.name
        if isinstance(node, ast.ClassDef):
            waiting += [(f"{prefix}{node.name}.", inner) for inner in node.body]


def test_every_public_name_has_a_docstring() -> None:
    # Guards against the function whose unit (hours a week? a day?) is known only to the one who wrote it.
    files = tracked(".py", under=PACKAGES)
    assert files
    found = {str(path): list(undocumented(text_of(path))) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_missing_docstring_is_found() -> None:
    source = '"""M."""\nclass A:\n    """A."""\n    def b(self): ...\n    def _c(self): ...\ndef d():\n    """D."""\n'
    assert list(undocumented(source)) == ["A.b"]
    assert list(undocumented("x = 1\n")) == ["the module"]


def test_every_top_level_folder_has_a_readme() -> None:
    # Guards against a folder that only its maker dares to touch.
    files = set(map(str, tracked_files()))
    folders = {path.parts[0] for path in tracked_files() if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert {"matcher", "models", "api", "notebooks", "tests"} <= folders
    assert sorted(folder for folder in folders if f"{folder}/README.md" not in files) == []


def test_every_folder_of_python_files_is_a_package() -> None:
    # Guards against tests/unit/models hiding the real models, and against a package that is left out of the wheel.
    files = set(map(str, tracked_files()))
    folders = {path.parent for path in tracked(".py", under=[*PACKAGES, "tests"])}
    assert sorted(str(folder) for folder in folders if f"{folder}/__init__.py" not in files) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    # Guards against the drawer where everything ends up.
    found = [str(path) for path in tracked(".py") if path.stem in VAGUE]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_that_it_is_typed(package: str) -> None:
    assert f"{package}/py.typed" in set(map(str, tracked_files()))
