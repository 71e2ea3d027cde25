"""One change of every domain field, walked through every stage: the test names the stage that forgot to carry it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import issparse

from matcher.clauses import find_floors
from matcher.columns import make_world
from matcher.domain import Facts, Scheme, Settings
from matcher.explanation import as_plain, explain_one, questions_worth_asking, resources_worth_finding
from matcher.files.facts_writing import write_facts
from matcher.files.plan_content import gather
from matcher.files.plan_supply import overview
from matcher.files.plan_workbook import SHEETS
from matcher.files.reading import read_facts
from matcher.options import build_options
from matcher.pairs import find_pairs
from matcher.pipeline import make_plan
from matcher.suggestions import go_aheads
from matcher.weights import load_weights
from tests.contract.fields import BASE, FIELDS, IDS, NESTED, PARTS, TABLES, Field, changed_facts
from tests.municipality import CATALOGUE

NOUNS: tuple[type, ...] = (*TABLES, *NESTED, Settings)


def parts_of(value: Any, name: str = "") -> Iterable[tuple[str, object]]:
    """Everything inside a stage's output, as (path, plain value)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in ("facts", "rows", "catalogue", "accommodation"):
                yield from parts_of(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, np.ndarray):
        yield name, (value.shape, value.tobytes())
    elif issparse(value):
        yield name, value.toarray().tobytes()
    elif isinstance(value, tuple | list):
        for place, inner in enumerate(value):
            yield from parts_of(inner, f"{name}[{place}]")
    else:
        yield name, repr(value)


def engine(facts: Facts) -> dict[str, object]:
    """All that the engine makes of the facts before a solver sees it."""
    world = make_world(facts, CATALOGUE)
    pairs = find_pairs(world)
    options = build_options(world, pairs, load_weights())
    floors, broken = find_floors(world, pairs, options, load_weights())
    made = (world, world.candidates(), pairs, options, floors, tuple(broken))
    return dict(parts_of(made))


ENGINE_BEFORE = engine(BASE)


def test_every_field_of_every_noun_is_listed() -> None:
    listed = {(field.noun, field.name) for field in FIELDS} | IDS | PARTS
    missing = [
        f"{noun.__name__}.{field.name}"
        for noun in NOUNS
        for field in dataclasses.fields(noun)
        if (noun, field.name) not in listed
    ]
    assert missing == [], f"say in tests/contract/fields.py which stages carry {missing}"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.noun.__name__}.{field.name}")
def test_the_engine_notices_what_it_should_and_nothing_else(field: Field) -> None:
    after = engine(changed_facts(field))
    noticed = after != ENGINE_BEFORE
    if "engine" in field.stages:
        assert noticed, f"no column, option, resource or floor carries {field.noun.__name__}.{field.name}"
    elif "words" not in field.stages:
        assert not noticed, f"{field.noun.__name__}.{field.name} is said to be kept, yet the engine uses it"


IMPORTED = [field for field in FIELDS if "files" in field.stages]


@pytest.mark.parametrize("field", IMPORTED, ids=lambda field: f"{field.noun.__name__}.{field.name}")
def test_files_carry_it_out_and_in_again(field: Field, tmp_path: Path) -> None:
    facts = changed_facts(field)
    write_facts(facts, tmp_path / "kommune", CATALOGUE)
    read = read_facts(tmp_path / "kommune", CATALOGUE)
    assert read.facts is not None, read.report.as_lines()
    assert read.facts == facts, f"writing and reading files loses {field.noun.__name__}.{field.name}"


def words(facts: Facts) -> str:
    """All that is said in a scheme of each kind, since each has rules of its own to tell of."""
    return "".join(
        words_of(_under(facts, scheme)) for scheme in (Scheme.FLEKSJOB, Scheme.INTERNSHIP, Scheme.WAGE_SUBSIDY)
    )


def _under(facts: Facts, scheme: Scheme) -> Facts:
    return replace(facts, candidates=tuple(replace(c, scheme=scheme) for c in facts.candidates))


def words_of(facts: Facts) -> str:
    """Every sheet of the plan, its assumptions, the explanation of the pair, who has gone ahead."""
    planned = make_plan(facts, CATALOGUE, load_weights())
    content = gather(planned, facts, questions_worth_asking(planned), resources_worth_finding(planned))
    sheets = [sheet(content) for sheet in SHEETS if sheet is not overview]  # the overview also tells seconds
    pair = as_plain(explain_one(planned.world, "asta", "hjælper", load_weights()))
    yes = sorted(go_aheads(facts, "hjælper").items())
    return repr((sheets, planned.plan.assumptions, pair, yes))


WORDS_BEFORE = words(BASE)
SAID = [field for field in FIELDS if "words" in field.stages]


@pytest.mark.parametrize("field", SAID, ids=lambda field: f"{field.noun.__name__}.{field.name}")
def test_explanations_say_what_the_plan_does_not_weigh(field: Field) -> None:
    noticed = words(changed_facts(field)) != WORDS_BEFORE
    assert noticed, f"nothing that is said carries {field.noun.__name__}.{field.name}"
