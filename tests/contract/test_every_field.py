"""One change of every domain field, walked through every stage: the test names the stage that forgot to carry it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from scipy.sparse import issparse

from matcher.clauses import find_floors
from matcher.columns import make_world
from matcher.domain import Facts, Settings
from matcher.options import build_options
from matcher.pairs import find_pairs
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
