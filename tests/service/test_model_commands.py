"""`brobygger train`, `evaluate` and `models …`: in somebody's name, as over the API."""

from __future__ import annotations

from pathlib import Path

from matcher.store import tables
from matcher.weights import load_weights
from models.cards import card
from models.saving import load
from tests.command_line import answer, failure, run
from tests.office import Office
from tests.service.test_models import version_in_use


def trained(office: Office, *more: str | Path) -> str:
    result = run("train", "--as", "evaluator", "--database", office.url, *more)
    assert result.exit_code == 0, result.output
    return result.stdout.split()[0]


def test_a_model_is_trained_let_in_and_taken_out_in_the_names_of_two_people(office: Office, tmp_path: Path) -> None:
    file, text = tmp_path / "model.json", tmp_path / "kort.md"
    model = trained(office, "--out", file, "--card", text)
    (row,) = office.rows(tables.model_versions)
    assert row["id"] == model and row["created_by"] == "ac_ali" and row["alias"] == "challenger"
    assert file.read_bytes().decode() == row["document"]
    assert text.read_bytes().decode() == row["card"] == load(file.read_bytes()).card
    assert run("models", "check", file, "--card", text).stdout == row["card"]
    assert load(file.read_bytes()).checksum == row["checksum"]
    named = ("--as", "administrator", "--database", office.url)
    listed = run("models", "list", *named).stdout
    assert model in listed and listed.rstrip().endswith("udfordrer")
    promoted = run("models", "promote", model, *named, "--reason", "Prøves i december.", "--go-on")
    assert promoted.exit_code == 0 and promoted.stdout.rstrip().endswith("i brug")
    assert version_in_use(office).endswith(model)
    back = run("models", "rollback", model, *named, "--reason", "Prøven er slut.")
    assert (back.exit_code, back.stdout) == (0, "Eksperternes vægte bruges nu.\n")
    assert version_in_use(office) == load_weights().version
    logged = office.rows(tables.audit, tables.audit.c.noun == "model")
    assert [(r["action"], r["actor"]) for r in logged] == [
        ("train", "ac_ali"),
        ("promote", "ac_ida"),
        ("rollback", "ac_ida"),
    ]


def test_a_file_of_a_model_or_a_card_that_was_changed_is_refused_with_one_sentence(
    sqlite_office: Office, tmp_path: Path
) -> None:
    file, text = tmp_path / "model.json", tmp_path / "kort.md"
    trained(sqlite_office, "--out", file, "--card", text)
    whole = text.read_bytes()
    text.write_bytes(whole.replace(b"# Modelkort", b"# Modelkart", 1))
    assert "Modelkortet er ikke det, der blev skrevet" in failure("models", "check", file, "--card", text)
    file.write_bytes(file.read_bytes().replace(b"Modelkort", b"Modelkart", 1))
    text.write_bytes(whole)
    assert "kontrolsummen passer ikke" in failure("models", "check", file, "--card", text)
    missing = failure("models", "check", tmp_path / "ingen.json")
    assert "kan ikke læses: filen eller mappen findes ikke" in missing


def test_without_models_the_list_says_what_is_used(sqlite_office: Office) -> None:
    listed = run("models", "list", "--as", "auditor", "--database", sqlite_office.url)
    assert listed.exit_code == 0 and "eksperternes vægte bruges" in listed.stdout


def test_evaluating_keeps_nothing_but_says_who_looked(sqlite_office: Office) -> None:
    office = sqlite_office
    words = ("evaluate", "--as", "evaluator", "--database", office.url)
    text = run(*words).stdout
    assert text.startswith("# Modelkort") and "For få senere forløb" in text
    assert answer(*words, "--json")["too_few"] is True
    assert office.rows(tables.model_versions) == []
    assert {r["action"] for r in office.rows(tables.audit, tables.audit.c.noun == "model")} == {"evaluate"}
    model = trained(office)
    (row,) = office.rows(tables.model_versions)
    assert run(*words, "--model", model).stdout == row["card"] == card(load(row["document"].encode()), names())


def names() -> dict[str, str]:
    from matcher.features import FEATURES

    return {feature.name: feature.danish for feature in FEATURES}


def test_whoever_may_not_is_refused_with_one_sentence(sqlite_office: Office) -> None:
    office = sqlite_office
    database = ("--database", office.url)
    assert "Din rolle" in failure("train", "--as", "consultant", *database)
    assert "Din rolle" in failure("evaluate", "--as", "administrator", *database)
    assert "hedder »nobody«" in failure("train", "--as", "nobody", *database)
    model = trained(office)
    why = ("--reason", "Prøves.")
    assert "Din rolle" in failure("models", "promote", model, "--as", "evaluator", *database, *why)
    assert "Findes ikke" in failure("models", "promote", "mo_none", "--as", "administrator", *database, *why)
    assert "bruges ikke" in failure("models", "rollback", model, "--as", "administrator", *database, *why)
