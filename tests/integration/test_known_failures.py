"""The solver's own command, and everything that is known to go wrong: one sentence, code 2, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import VILLAGE, answer, failure, run

# --- solve ----------------------------------------------------------------------------------------------------------

PROBLEM = {
    "format": "brobygger-assignment/1",
    "candidates": [{"id": "asta"}, {"id": "bo"}],
    "resources": [{"id": "plads", "capacity": 1}],
    "options": [
        {"id": "a", "candidate": "asta", "value": 0.4, "uses": {"plads": 1}},
        {"id": "b", "candidate": "bo", "value": 0.7, "uses": {"plads": 1}},
    ],
}


def problem(folder: Path, **changes: Any) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps({**PROBLEM, **changes}), encoding="utf-8")
    return path


def test_solve_prints_exactly_the_result(tmp_path: Path) -> None:
    document = answer("solve", problem(tmp_path), "--json")
    assert list(document) == [
        "status",
        "objective",
        "bound",
        "gap",
        "seconds",
        "method",
        "chosen",
        "prices",
        "short",
        "conflict",
    ]
    assert (document["status"], document["objective"], document["chosen"]) == ("optimal", 0.7, ["b"])
    assert document["prices"] == {"plads": pytest.approx(0.4)}


def test_solve_says_it_in_danish(tmp_path: Path) -> None:
    text = run("solve", problem(tmp_path)).stdout
    assert "optimal: bevist bedst mulig" in text and re.search(r"plads\s+0,4\b", text)


def test_a_problem_without_a_plan_is_an_answer_with_code_1(tmp_path: Path) -> None:
    document = answer("solve", problem(tmp_path, pinned=["a", "b"]), "--json", code=1)
    assert document["status"] == "infeasible" and document["conflict"]
    assert "kan ikke holde sammen" in run("solve", problem(tmp_path, pinned=["a", "b"])).stdout


# --- known failures -------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    gone = str(tmp_path / "væk.xlsx")
    for words in (
        ["check", gone],
        ["plan", gone],
        ["suggest", gone, "B1"],
        ["shortlist", gone, "S1"],
        ["why", gone, "B1", "S1"],
        ["solve", gone],
    ):
        assert "væk" in failure(*words)


def test_a_file_that_is_no_workbook_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "brev.xlsx").write_bytes(b"PK\x03\x04 men ikke videre")
    (tmp_path / "tom.xlsx").touch()
    for name in ("brev.xlsx", "tom.xlsx"):
        assert name in failure("plan", tmp_path / name)
    (tmp_path / "brev.json").write_text("kære kommune", encoding="utf-8")
    assert "brev.json" in failure("solve", tmp_path / "brev.json")


def test_an_unknown_id_names_who_was_meant(village: Path) -> None:
    near = VILLAGE.candidates[0].id.lower()
    assert f"Mente du »{VILLAGE.candidates[0].id}«" in failure("suggest", village, near)
    assert "Stillingen »intet« findes ikke" in failure("shortlist", village, "intet")
    assert "Borgeren »ingen« findes ikke" in failure("why", village, "ingen", "intet")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pin", "B000001"], "kolon"),
        (["--forbid", "B000001:intet"], "Stillingen »intet« findes ikke"),
        (["--day", "23-11-2026"], "skriv år-måned-dag"),
        (["--weights", "væk.toml"], "væk.toml"),
        (["--out", "plan.csv"], "skal ende på .xlsx"),
        (["--out", "væk/plan.xlsx"], "findes ikke; opret den"),
        (["--json", "væk/plan.json"], "findes ikke; opret den"),
        (["--gap", "meget"], "skriv et tal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(village: Path, words: list[str], said: str) -> None:
    assert said in failure("plan", village, *words)


def test_the_file_that_is_read_is_not_overwritten(village: Path) -> None:
    before = village.read_bytes()
    assert "den fil, der læses" in failure("plan", village, "--out", village)
    assert village.read_bytes() == before


# --- surroundings ---------------------------------------------------------------------------------------------------


def program(*words: str | Path, **surroundings: str) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    code = "from matcher.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_terminal_that_knows_few_letters_gets_every_answer(village: Path) -> None:
    shown, told = program("check", village, PYTHONIOENCODING="ascii").communicate()
    assert b"R?kker" in shown or b"r?kker" in shown
    assert b"Traceback" not in told
    document, _ = program("check", village, "--json", PYTHONIOENCODING="ascii").communicate()
    assert "Ønsker" in {sheet["name"] for sheet in json.loads(document)["sheets"]}


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_reader_that_leaves_early_is_no_failure(village: Path, form: list[str]) -> None:
    started = program("suggest", village, VILLAGE.candidates[0].id, "--no-prices", *form)
    assert started.stdout is not None and started.stderr is not None
    started.stdout.close()
    told = started.stderr.read()
    assert started.wait() == 0
    assert b"Traceback" not in told and b"Exception" not in told
