"""Where a notebook's data come from, and who is said to look."""

from __future__ import annotations

import ast

import pytest
import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.notebooks import plans
from matcher.notebooks.source import DEMO_PEOPLE, Source, open_source
from matcher.store import tables
from tests.project import ROOT


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("BROBYGGER_DATABASE", "BROBYGGER_EVALUATOR", "BROBYGGER_NOTEBOOK_PEOPLE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def logged(source: Source) -> list[tuple[str, str]]:
    with source.services.store.reading() as connection:
        a = tables.audit
        rows = connection.execute(sa.select(a.c.action, a.c.purpose).where(a.c.actor == "demo").order_by(a.c.number))
        return [(row.action, row.purpose) for row in rows]


def test_without_a_database_it_is_the_demo_and_says_so(nothing_set: pytest.MonkeyPatch) -> None:
    source = open_source()
    assert source.demo and source.people == DEMO_PEOPLE and "opdigtet" in source.about
    assert len(source.learnable.outcomes) > 300
    found = plans.measured(source)
    assert found.numbers.candidates == DEMO_PEOPLE and found.plan is None
    assert "lagt nu" in str(plans.which(found))
    assert logged(source) == [("evaluate", "evaluation"), ("evaluate", "evaluation")]
    source.close()


def test_the_demo_is_the_same_each_time(nothing_set: pytest.MonkeyPatch) -> None:
    nothing_set.setenv("BROBYGGER_NOTEBOOK_PEOPLE", "40")
    one, other = open_source(), open_source()
    assert plans.measured(one) == plans.measured(other)
    one.close()
    other.close()


def test_no_row_about_a_person_of_a_plan_reaches_a_notebook() -> None:
    # Guards against the plan that was made in the notebook itself, from everybody's home, needs and wishes.
    rows = {
        "plan_material",
        "PlanMaterial",
        "made_now",
        "make_plan",
        "Planned",
        "load_facts",
        "load_identities",
        "Facts",
    }
    found = set()
    for path in (ROOT / "matcher" / "notebooks").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("matcher.evaluating.rounds"):
                found |= {(path.name, one.name) for one in node.names if one.name in rows}
    assert found == set()


@pytest.mark.parametrize("people", ["0", "-1", "mange", "1.5", "1000000"])
def test_nonsense_for_people_is_refused(nothing_set: pytest.MonkeyPatch, people: str) -> None:
    nothing_set.setenv("BROBYGGER_NOTEBOOK_PEOPLE", people)
    with pytest.raises(MatcherError, match="BROBYGGER_NOTEBOOK_PEOPLE"):
        open_source()


def test_a_database_is_read_in_somebodys_name_alone(nothing_set: pytest.MonkeyPatch) -> None:
    nothing_set.setenv("BROBYGGER_DATABASE", "sqlite:///nowhere.db")
    with pytest.raises(MatcherError, match="BROBYGGER_EVALUATOR"):
        open_source()
    nothing_set.setenv("BROBYGGER_EVALUATOR", "ali")
    with pytest.raises(MatcherError, match="findes ikke"):
        open_source()
