"""`make bench` judges what it measures: a bound that is not met must not pass for a good day."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmark.row import Row, status_of, table_of
from tests.project import ROOT

MET, MISSED, FREE = (Row(name, "1 s", "2 s", "2 ×", met) for name, met in (("a", True), ("b", False), ("c", None)))


def test_the_status_tells_of_a_bound_that_is_not_met() -> None:
    assert status_of([MET, FREE]) == 0
    assert status_of([MET, MISSED, FREE]) == 1


def test_every_row_with_a_bound_says_yes_or_no() -> None:
    page = io.StringIO()
    Console(width=100, file=page).print(table_of([MET, MISSED, FREE]))
    said = [line.split("│")[-2].strip() for line in page.getvalue().splitlines() if "1 s" in line]
    assert said == ["yes", "no", ""]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("first", "second", "status"), [(0, 0, 0), (1, 0, 2), (0, 1, 2)], ids=["both kept", "first missed", "last missed"]
)
def test_both_parts_of_make_bench_run_and_either_is_told_of(
    first: int, second: int, status: int, tmp_path: Path
) -> None:
    # Guards against a second part that nobody has seen since the first one missed its bound.
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\necho "$2" >> {tmp_path}/ran\ncase "$2" in *.service) exit {second};; *) exit {first};; esac\n'
    )
    python.chmod(0o755)
    command = ["make", "-s", "-o", ".venv/.dev", "bench", f"BIN={tmp_path}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (tmp_path / "ran").read_text().split() == ["tests.benchmark", "tests.benchmark.service"], done.stderr
    assert done.returncode == status
