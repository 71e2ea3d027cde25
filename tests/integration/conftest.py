"""The village as a file, and its plan, made once for all tests of the commands; and as an office in a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.command_line import run
from tests.office import _sqlite_office as _sqlite_office
from tests.office import make_copy as make_copy
from tests.office import sqlite_office as sqlite_office


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village as `demo` writes it."""
    path = tmp_path_factory.mktemp("village") / "village.xlsx"
    assert run("demo", "--size", "village", "--seed", "1", "--out", path).exit_code == 0
    return path


@pytest.fixture(scope="session")
def planned(village: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Result]:
    """The village's plan as a workbook and as JSON, and what was printed."""
    folder = tmp_path_factory.mktemp("plan")
    result = run("plan", village, "--out", folder / "plan.xlsx", "--json", folder / "plan.json")
    assert result.exit_code == 0, result.stderr
    return folder / "plan.xlsx", json.loads((folder / "plan.json").read_text(encoding="utf-8")), result
