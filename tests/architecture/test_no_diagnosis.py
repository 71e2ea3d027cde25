"""No diagnosis is stored anywhere, under any name."""

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.project import PACKAGES, text_of, tracked

# Whole words of an identifier, in Danish and English. ICF (functioning) is no diagnosis; ICD and DSM are.
DIAGNOSIS = re.compile(r"diagnos|(?:^|_)(?:icd|icd10|icd11|dsm|dsm5|lidelse|sygdom|disease|disorder)(?:_|e?r?$)")
# A list of names that must be refused has to say them.
REFUSAL = re.compile(r"FORBIDDEN|REFUSED|NEVER", re.IGNORECASE)


def words_of(name: str) -> str:
    """Write camelCase, spaces and hyphens as lower-case words joined by underscores."""
    return re.sub(r"[\s\-./]+", "_", re.sub(r"(?<=[a-zæøå0-9])(?=[A-ZÆØÅ])", "_", name)).lower()


def names_a_diagnosis(name: str) -> bool:
    """Say whether an identifier, column or key names a diagnosis."""
    return DIAGNOSIS.search(words_of(name)) is not None


def names_in_code(source: str) -> Iterator[str]:
    """Yield every identifier of a module, and every string that could be a column or a key."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Assign(targets=[ast.Name(id=target)]) | ast.AnnAssign(target=ast.Name(id=target)):
                if REFUSAL.search(target):
                    continue
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                yield name
            # One or two words: a header or a key. Sentences may say that there is no diagnosis.
            case ast.Constant(value=str(text)) if text and len(text.split()) <= 2:
                yield text
        waiting += ast.iter_child_nodes(node)


def keys_of(value: Any) -> Iterator[str]:
    """Yield every key of nested tables."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def test_no_identifier_column_or_key_names_a_diagnosis() -> None:
    # Guards against the field that is added "only for the consultant": what is stored is one day shown, exported or
    # learned from. The need says what the work must be like; why is between the person and the doctor.
    names: dict[str, list[str]] = {}
    for path in tracked(".py", under=PACKAGES):
        names[str(path)] = list(names_in_code(text_of(path)))
    for path in tracked(".csv", under=PACKAGES):
        names[str(path)] = next(csv.reader(text_of(path).splitlines(), delimiter=","), [])
    for path in tracked(".toml", under=PACKAGES):
        names[str(path)] = list(keys_of(tomllib.loads(text_of(path))))
    for path in tracked(".json", under=PACKAGES):
        names[str(path)] = list(keys_of(json.loads(text_of(path))))
    assert len(names) > 5
    found = {path: sorted(filter(names_a_diagnosis, set(all_names))) for path, all_names in names.items()}
    assert {path: bad for path, bad in found.items() if bad} == {}


@pytest.mark.parametrize(
    "line",
    [
        "diagnosis: str",
        "class Diagnose: pass",
        "def f(icd10): pass",
        "row['Diagnose']",
        "COLUMNS = ('navn', 'ICD-10')",
        "person.primaryDiagnosis",
        "Need(sygdom='x')",
        "kroniske_lidelser = 1",
    ],
)
def test_a_planted_diagnosis_is_found(line: str) -> None:
    assert any(map(names_a_diagnosis, names_in_code(line)))


@pytest.mark.parametrize(
    "line",
    [
        '"""Holds no diagnosis: the need says what the work must be like."""',
        "FORBIDDEN_FEATURES = frozenset({'diagnosis', 'cpr'})",
        "icf = 'b134'",
        "incident = suicide = 1",
        "sentence = 'Skriv ikke en diagnose her.'",
    ],
)
def test_what_is_no_diagnosis_field_passes(line: str) -> None:
    assert not any(map(names_a_diagnosis, names_in_code(line)))
