"""Every notebook runs from end to end, on the demo and on a municipality's database; it holds calls and no logic."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matcher.notebooks.running import keep, run
from matcher.services.caller import Role
from matcher.store import open_store, tables
from tests.office import Office
from tests.project import ROOT

FOLDER = ROOT / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
ON_DATA = [name for name in NAMES if not name.startswith("06")]
SHARE = 300.0 / (len(NAMES) + len(ON_DATA))
"""Seconds one run may take, so that all of them take five minutes at most; usually a third of it."""
"""The last one needs a simulated world alone."""
MOST_LINES = 8
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.With, ast.Lambda,
         ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.Compare, ast.BoolOp)  # fmt: skip
READING = "Sådan læses den: "


@cache
def cells(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"])


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def draws(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code" and source(cell).splitlines()[-1].startswith("pictures.")


def logic_in(text: str) -> list[str]:
    return [type(node).__name__ for node in ast.walk(ast.parse(text)) if isinstance(node, LOGIC)]


def test_there_are_six() -> None:
    assert [name[:2] for name in NAMES] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_holds_calls_and_no_logic(name: str) -> None:
    # Guards against the measure that lives in a notebook alone, where nothing tests it.
    code = [source(cell) for cell in cells(name) if cell["cell_type"] == "code"]
    assert {text: found for text in code if (found := logic_in(text))} == {}
    assert {text for text in code if len(text.splitlines()) > MOST_LINES or text.startswith(("%", "!"))} == set()


def test_planted_logic_is_found() -> None:
    assert logic_in("for n in rows:\n    show(n)") == ["For"]
    assert logic_in("a = [n for n in rows]") == ["ListComp"]
    assert logic_in("a + 1") == ["BinOp"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_was_shown_is_stored(name: str) -> None:
    # Guards against a municipality's numbers in the project's history.
    assert [cell for cell in cells(name) if cell.get("outputs") or cell.get("execution_count") is not None] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_in_english_what_it_does_and_under_each_picture_how_to_read_it(name: str) -> None:
    found = cells(name)
    assert re.search(r"^\*In English: .+\*$", source(found[0]), re.MULTILINE)
    for cell, following in zip(found, (*found[1:], {"cell_type": "none", "source": ""}), strict=True):
        reads = following["cell_type"] == "markdown" and source(following).startswith(READING)
        assert draws(cell) == reads, source(cell)
        if reads:
            said = source(following)
            assert said.endswith(".") and said.count(". ") == 0, said


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_on_the_demo_and_every_picture_is_there(name: str, tmp_path: Path) -> None:
    done = run(FOLDER / f"{name}.ipynb", {"BROBYGGER_DATABASE": "", "BROBYGGER_NOTEBOOK_PEOPLE": "240"})
    assert done.seconds <= SHARE
    drawn = sum(draws(cell) for cell in cells(name))
    pictures = list(done.pictures)
    assert len(pictures) == drawn >= 2
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 5_000 for picture in pictures)
    assert "nan" not in done.words.lower() and "Traceback" not in done.words
    page = keep(done, tmp_path).read_text(encoding="utf-8")
    # Nothing is fetched, nothing is run, and every picture is told in words.
    assert "<script" not in page and not re.search(r"""(?:src|href)=["']https?:""", page)
    assert page.count("<img") == len(re.findall(r'alt="[^"]{10,}"', page)) == drawn


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_DATA)
def test_it_runs_on_a_database_through_the_door(name: str, sqlite_office: Office) -> None:
    office = sqlite_office
    before = len(office.rows(tables.audit))
    done = run(
        FOLDER / f"{name}.ipynb",
        {"BROBYGGER_DATABASE": office.url, "BROBYGGER_EVALUATOR": "evaluator", "BROBYGGER_NOTEBOOK_PEOPLE": ""},
    )
    assert done.seconds <= SHARE
    # Everything that was looked at stands in the log, with who and why.
    store = open_store(office.url)
    with store.reading() as connection:
        rows = connection.execute(tables.audit.select().where(tables.audit.c.number > before)).mappings().all()
    store.close()
    assert rows and {(row["actor"], row["role"], row["purpose"]) for row in rows} == {
        ("ac_ali", Role.EVALUATOR.value, "evaluation")
    }
    # Nobody is named: no id, no name, no CPR number.
    who = {identity.name for identity in office.facts.identities} | set(office.facts.candidate_by_id)
    assert [word for word in who if word and word in done.words] == []
    assert not re.search(r"\d{6}-\d{4}", done.words)
