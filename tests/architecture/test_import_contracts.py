"""``api -> matcher -> models``, the domain alone at the bottom, solvers in one place."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import PACKAGES, ROOT, text_of, tracked


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the contracts of pyproject.toml on the packages below ``root``."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    # Guards against the first import that turns round: from there on nothing can be tested or replaced alone.
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in (*PACKAGES, "matcher/domain", "matcher/catalogue", "matcher/assignment"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    (tmp_path / "matcher/assignment/flow.py").write_text("import numba\nimport highspy\nfrom ortools import graph\n")
    (tmp_path / "matcher/pipeline.py").write_text("import matcher.assignment.flow\nimport models\n")
    return tmp_path


def test_a_small_project_that_keeps_them_passes(small_project: Path) -> None:
    result = lint_imports(small_project)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("models/similarity.py", "import matcher.domain", "never back"),
        ("models/similarity.py", "import api", "never back"),
        ("matcher/pipeline.py", "import api", "never back"),
        ("matcher/domain/candidate.py", "import matcher.catalogue", "the domain imports nothing else of ours"),
        ("matcher/domain/candidate.py", "import models", "the domain imports nothing else of ours"),
        ("matcher/pipeline.py", "import highspy", "only matcher.assignment knows a solver"),
        ("matcher/pipeline.py", "from ortools.graph.python import min_cost_flow", "only matcher.assignment knows"),
        ("models/similarity.py", "from numba import njit", "only matcher.assignment knows a solver or a compiler"),
        ("matcher/pipeline.py", "import matplotlib", "only matcher.notebooks draws or runs a notebook"),
    ],
)
def test_an_import_in_the_wrong_direction_is_found(small_project: Path, module: str, line: str, contract: str) -> None:
    (small_project / module).write_text(line + "\n")
    result = lint_imports(small_project)
    assert result.returncode == 1
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), result.stdout


def imported_names(source: str) -> set[str]:
    """Top-level names of everything a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module).split(".")[0])
    return names


def test_the_domain_needs_only_the_standard_library() -> None:
    # Guards against a domain object that grows a data frame or a web model: no test can build it by hand any more.
    files = [path for path in tracked(".py", under=["matcher"]) if path.parts[1] == "domain"]
    assert files
    allowed = sys.stdlib_module_names | {"matcher"}
    strangers = {str(path): imported_names(text_of(path)) - allowed for path in files}
    assert {path: names for path, names in strangers.items() if names} == {}


def test_imported_names_sees_imports_inside_functions() -> None:
    assert imported_names("import os.path\ndef f():\n    from numpy.linalg import norm\n") == {"os", "numpy"}


@pytest.mark.parametrize("module", ["matcher", "matcher.domain", "matcher.cli", "models", "api"])
def test_heavy_packages_are_not_imported_at_the_start(module: str) -> None:
    # Guards against a command that takes five seconds to say that a file name is misspelt (scikit-learn takes three).
    if not (ROOT / (module.replace(".", "/") + ".py")).is_file() and not (ROOT / module.replace(".", "/")).is_dir():
        pytest.skip(f"{module} does not exist yet")
    heavy = "{'sklearn', 'ortools', 'pandas', 'highspy', 'numba', 'scipy'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["api.app", "api.cli", "matcher.cli", "matcher.worker.process"])
def test_what_draws_is_never_needed_by_the_service_or_a_command(module: str) -> None:
    # Guards against a server that does not start where the extra for notebooks is not installed.
    drawing = "{'matplotlib', 'IPython', 'nbclient', 'nbconvert', 'nbformat', 'ipykernel', 'matcher.notebooks'}"
    code = f"import sys, {module}; print(sorted({drawing} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
