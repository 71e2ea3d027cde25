"""Planted faults are refused with file, row and column."""

from __future__ import annotations

import csv
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from matcher.catalogue.loader import load_catalogue, read_catalogue
from matcher.catalogue.tables import CatalogueError
from matcher.domain.errors import MatcherError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("matcher.catalogue").joinpath("data")) as data:
        return Path(shutil.copytree(data, tmp_path / "data"))


def plant(folder: Path, file: str, identity: str, column: str, value: str) -> int:
    """Overwrite one cell and give its row number in the file."""
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    place = next(number for number, row in enumerate(rows) if row["id"] == identity)
    rows[place][column] = value
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return place + 2


def refused(folder: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    return caught.value


def test_the_untouched_copy_is_the_catalogue(folder: Path) -> None:
    assert read_catalogue(folder) == load_catalogue()


@pytest.mark.parametrize(
    ("file", "identity", "column", "value", "says"),
    [
        ("accommodations.csv", "PHY-01", "amount_default", "fem", "»fem« er ikke et tal"),
        ("accommodations.csv", "PHY-01", "amount_default", "nan", "»nan« er ikke et tal"),
        ("accommodations.csv", "PHY-01", "amount_default", "60", "mellem den laveste og den højeste"),
        ("accommodations.csv", "PHY-01", "amount_default", "", "kun et timetal om ugen"),
        ("accommodations.csv", "PHY-01", "amount_high", "51", "højst være 50"),
        ("accommodations.csv", "PHY-01", "amount_unit", "min", "skal være »kg«"),
        ("accommodations.csv", "PHY-01", "amount_name", "", "både navn og enhed"),
        ("accommodations.csv", "PHY-01", "axes", "lift_ton", "»lift_ton«"),
        ("accommodations.csv", "PHY-01", "axes", "lift_kg carry", "ét krav"),
        ("accommodations.csv", "PHY-01", "condition_text", "Ingen tunge løft", "{amount}"),
        ("accommodations.csv", "PHY-09", "condition_text", "Adgangsforhold", "{parts}"),
        ("accommodations.csv", "PHY-01", "kind", "OPGAVE", "»OPGAVE« kendes ikke"),
        ("accommodations.csv", "PHY-01", "grantable", "måske", "»måske« kendes ikke"),
        ("accommodations.csv", "PHY-02", "id", "PHY-01", "står også i række"),
        ("accommodations.csv", "PHY-02", "danish", " ", "feltet er tomt"),
        ("accommodations.csv", "SAF-01", "parts", "machines machines truck driving", "to gange"),
        ("accommodations.csv", "SAF-01", "parts", "machines heights truck ladder", "»ladder«"),
        ("accommodations.csv", "SEN-02", "booking", "", "udstyr og rum"),
        ("accommodations.csv", "SOC-05", "provision_amount_is", "", "at_most"),
        ("demands.csv", "heights", "high", "2", "fra 0 til 1"),
        ("tasks.csv", "T001", "lift_kg", "51", "fra 0 til 50"),
        ("tasks.csv", "T001", "lift_kg", "", "fra 0 til 50"),
        ("tasks.csv", "T001", "lift_kg", "2,5", "»2,5« er ikke et tal"),
        ("tasks.csv", "T001", "noise", "0.5", "helt trin"),
        ("tasks.csv", "T002", "id", "T001", "står også i række 2"),
        ("tasks.csv", "T001", "words", "", "mindst ét dansk ord"),
        ("tasks.csv", "T001", "isco", "94", "fire cifre"),
        ("tasks.csv", "T001", "esco", "kok", "ESCO"),
        ("postcodes.csv", "6000", "lat", "9.5", "fra 54.5 til 57.8"),
        ("postcodes.csv", "6000", "id", "600", "fire cifre"),
        ("postcodes.csv", "6000", "municipalities", "Kolding", "0621:Kolding"),
        ("languages.csv", "uk", "id", "UKR", "to små bogstaver"),
        ("sectors.csv", "lager", "id", "butik", "står også i række 2"),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_and_column(
    folder: Path, file: str, identity: str, column: str, value: str, says: str
) -> None:
    row = plant(folder, file, identity, column, value)
    fault = refused(folder)
    assert (fault.file, fault.row, fault.column) == (file, row, column)
    assert says in fault.sentence
    assert str(fault).startswith(f"{file}, række {row}, kolonne »{column}«: ")
    assert isinstance(fault, MatcherError)


def test_a_column_for_an_unknown_axis_is_refused(folder: Path) -> None:
    tasks = folder / "tasks.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("lift_kg", "lift_pounds", 1), encoding="utf-8")
    fault = refused(folder)
    assert (fault.file, fault.row, fault.column) == ("tasks.csv", 1, "lift_kg")


def test_a_column_too_many_is_refused(folder: Path) -> None:
    sectors = folder / "sectors.csv"
    sectors.write_text("id,danish,english,german\nbutik,Butik,Shops,Laden\n", encoding="utf-8")
    fault = refused(folder)
    assert (fault.file, fault.row, fault.column) == ("sectors.csv", 1, "german")


def test_a_line_cut_short_is_refused_where_it_ends(folder: Path) -> None:
    (folder / "sectors.csv").write_text("id,danish,english\nbutik,Butik\n", encoding="utf-8")
    fault = refused(folder)
    assert (fault.file, fault.row, fault.column) == ("sectors.csv", 2, "danish")


def test_a_missing_file_is_one_sentence(folder: Path) -> None:
    (folder / "parts.csv").unlink()
    assert refused(folder).file == "parts.csv"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('effect = "block"', 'effect = "stop"', "parameters"),
        ("enabled = true", 'enabled = "ja"', "enabled"),
        ('schemes = ["fleksjob"]', 'schemes = ["flexjob"]', "schemes"),
        ("valid_to = 2021-12-27", "valid_to = 2021-12-28", "valid_from"),
        ("valid_to = 2021-12-27", 'valid_to = "27-12-2021"', "valid_to"),
        ("verified = true", "verifyed = true", "verified"),
        ('accommodation = "SOC-03"', 'accommodation = "SOC-33"', "parameters"),
        ('source = "sidstesvar.dk (fleksløntilskud)"', 'source = ""', "source"),
    ],
)
def test_a_fault_in_a_rule_is_named(folder: Path, old: str, new: str, column: str) -> None:
    rules = folder / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    assert old in text
    rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    fault = refused(folder)
    assert (fault.file, fault.column) == ("rules.toml", column)
    assert fault.row >= 1


def test_an_unverified_rule_without_a_note_is_refused(folder: Path) -> None:
    rules = folder / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    start = text.index('note = "Vores egen læsning')
    rules.write_text(text[:start] + 'note = ""' + text[text.index("\n", start) :], encoding="utf-8")
    fault = refused(folder)
    assert (fault.file, fault.row, fault.column) == ("rules.toml", 5, "note")
