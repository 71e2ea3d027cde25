"""The declarations of sheets and columns."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain import (
    Binding,
    Budget,
    Candidate,
    Clause,
    Competence,
    Employer,
    GoAhead,
    Identity,
    Need,
    Opening,
    OpeningTask,
    Outcome,
    Provision,
    SupportOffer,
    Wish,
    Workplace,
)
from matcher.files.faults import Fault
from matcher.files.sheets.sheet import Sheet
from matcher.files.tables import SHEETS, is_our_own, is_refused_header, sheet_named
from matcher.files.vocabularies import make_vocabularies
from matcher.files.words import folded

WORDS = make_vocabularies(load_catalogue())
ROWS: dict[str, tuple[type, ...]] = {
    "candidates": (Candidate, Identity),
    "needs": (Need,),
    "wishes": (Wish,),
    "competences": (Competence,),
    "employers": (Employer,),
    "workplaces": (Workplace,),
    "provisions": (Provision,),
    "openings": (Opening,),
    "tasks": (OpeningTask,),
    "offers": (SupportOffer,),
    "budgets": (Budget,),
    "clauses": (Clause,),
    "bindings": (Binding,),
    "go_aheads": (GoAhead,),
    "outcomes": (Outcome,),
}
ON_OTHER_SHEETS = {"needs", "wishes", "competences", "provisions", "tasks"}
BELONGS_TO = {
    "needs": "candidate",
    "wishes": "candidate",
    "competences": "candidate",
    "provisions": "workplace",
    "tasks": "opening",
}
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)


@each_sheet
def test_every_field_of_the_domain_has_a_column_and_no_column_is_without_a_field(sheet: Sheet) -> None:
    # Guards against the field that is added to the domain and that no file can ever carry.
    if sheet.name == "settings":
        pytest.skip("the settings are keys and values")
    fields = {field.name for row in ROWS[sheet.name] for field in dataclasses.fields(row)}
    if Identity in ROWS[sheet.name]:
        fields.discard("candidate")
    if sheet.name not in ON_OTHER_SHEETS:
        fields -= ON_OTHER_SHEETS if sheet.name != "outcomes" else set()
    if sheet.name in BELONGS_TO:
        fields.add(BELONGS_TO[sheet.name])
    assert {column.field for column in sheet.columns} == fields


@each_sheet
def test_an_empty_cell_means_what_the_domain_takes_it_to_mean(sheet: Sheet) -> None:
    if sheet.name == "settings":
        pytest.skip("the settings are keys and values")
    defaults = {
        field.name: field.default
        for row in ROWS[sheet.name]
        for field in dataclasses.fields(row)
        if field.default is not dataclasses.MISSING
    }
    for column in sheet.columns:
        if not column.required and column.field in defaults:
            assert column.blank == defaults[column.field], column.field


@each_sheet
def test_no_two_columns_of_a_sheet_share_a_header(sheet: Sheet) -> None:
    names = [name for column in sheet.columns for name in column.names]
    assert len(names) == len(set(names))


@each_sheet
def test_every_example_can_be_read_and_every_required_column_has_one(sheet: Sheet) -> None:
    for column in sheet.columns:
        assert column.example is not None or not column.required, column.field
        if column.example is not None:
            assert not isinstance(column.kind.read(column.example, WORDS), Fault), column.field


@each_sheet
def test_every_column_explains_itself(sheet: Sheet) -> None:
    for column in sheet.columns:
        assert column.guidance
        assert column.english
        assert column.kind.meaning(WORDS)
        assert not column.guidance.endswith(".")


def test_no_two_sheets_share_a_name_and_names_fit_a_workbook() -> None:
    names = [name for sheet in SHEETS for name in sheet.names]
    assert len(names) == len(set(names))
    assert all(len(sheet.danish) <= 31 for sheet in SHEETS)


@pytest.mark.parametrize("name", ["Borgere", "borgere", " BORGERE ", "Candidates", "borgerens_ja", "Go-aheads"])
def test_a_sheet_is_known_in_danish_and_english(name: str) -> None:
    assert sheet_named(name) is not None


def test_our_own_sheets_are_not_read_and_causes_are_not_taken() -> None:
    assert is_our_own("vejledning")
    assert is_our_own("Oversigt")
    assert not is_our_own("Borgere")
    assert is_refused_header("Diagnose")
    assert is_refused_header("ICD-10")
    assert not is_refused_header(folded("dele"))
