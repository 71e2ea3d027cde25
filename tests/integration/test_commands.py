"""Every command on the village: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from matcher.catalogue.loader import load_catalogue
from matcher.domain import GoAhead
from matcher.files.facts_writing import write_facts
from matcher.suggestions import pseudonym
from tests.command_line import VILLAGE, answer, column, failure, run, sheets

SHEETS = [
    "Oversigt",
    "Placeringer",
    "Begrundelser",
    "Borgertekst",
    "Virksomhedstekst",
    "Ikke placeret",
    "Ledige stillinger",
    "Ressourcer",
    "Spørgsmål",
    "Klausuler",
    "Regler",
]


# --- help and start-up ----------------------------------------------------------------------------------------------


def test_help_starts_without_anything_heavy() -> None:
    # Guards against the import that makes every `brobygger --help` wait five seconds.
    code = (
        "import sys; from matcher.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'sklearn', 'ortools', 'highspy', 'numba', 'rich', 'xlsxwriter'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Kommandoer:" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["template", "check", "plan", "suggest", "shortlist", "why", "solve", "demo"])
def test_every_command_has_a_danish_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Vis denne hjælp." in result.stdout
    assert not re.search(r"\b(Usage|Options|Arguments|default|required)\b", result.stdout)


# --- demo, template, check ------------------------------------------------------------------------------------------


def test_demo_says_where_and_what(tmp_path: Path) -> None:
    result = run("demo", "--size", "village", "--seed", "1", "--out", tmp_path / "by.xlsx")
    assert str(tmp_path / "by.xlsx") in result.stdout.replace("\n", "")
    assert re.search(r"Borgere\s+60\b", result.stdout)
    assert re.search(rf"Antagelser\s+{len(VILLAGE.settings.assumptions)};", result.stdout)


def test_demo_writes_a_folder_of_csv_files_when_the_name_has_no_ending(tmp_path: Path) -> None:
    assert run("demo", "--size", "village", "--out", tmp_path / "by").exit_code == 0
    assert (tmp_path / "by" / "Borgere.csv").is_file()
    assert answer("check", tmp_path / "by", "--json")["clean"] is True


def test_a_template_is_read_back_without_a_fault_and_never_replaces_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "skabelon.xlsx"
    assert run("template", path).exit_code == 0
    assert answer("check", path, "--json", "--day", "2026-11-23")["problems"] == []
    before = path.read_bytes()
    assert "findes i forvejen" in failure("template", path)
    assert path.read_bytes() == before
    assert run("template", path, "--overwrite").exit_code == 0


def test_check_counts_every_row_of_a_clean_file(village: Path) -> None:
    document = answer("check", village, "--json")
    assert (document["format"], document["clean"], document["refused"]) == ("brobygger-check/1", True, 0)
    assert {s["name"]: s["taken"] for s in document["sheets"]}["Borgere"] == 60
    assert "Alle rækker er i orden." in run("check", village).stdout


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """The village with one candidate in a postal district that does not exist."""
    folder = tmp_path / "by"
    assert run("demo", "--size", "village", "--seed", "1", "--out", folder).exit_code == 0
    path = folder / "Borgere.csv"
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    place = lines[0].split(";").index("postnummer")
    cells = lines[1].split(";")
    cells[place] = "9999"
    path.write_text("\n".join([lines[0], ";".join(cells), *lines[2:]]), encoding="utf-8-sig")
    return folder


def test_a_refused_row_is_an_answer_with_code_1(faulty: Path, tmp_path: Path) -> None:
    document = answer("check", faulty, "--json", code=1)
    assert [p["code"] for p in document["problems"] if not p["consequence"]] == ["unknown_postcode"]
    result = run("check", faulty, "--report", tmp_path / "fejl.xlsx")
    assert result.exit_code == 1
    assert "9999" in result.stdout and "Det skal rettes" in result.stdout
    assert any("9999" in str(cell) for row in sheets(tmp_path / "fejl.xlsx")["Borgere"] for cell in row)


def test_a_file_with_a_fault_gives_no_plan_unless_the_valid_rows_are_enough(faulty: Path) -> None:
    result = run("plan", faulty)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "9999" in result.stderr and "--accept-valid" in result.stderr
    accepted = run("plan", faulty, "--accept-valid", "--json", "-")
    assert accepted.exit_code == 0
    assert json.loads(accepted.stdout)["summary"]["candidates"] == 59
    assert "rækker er afvist og ikke med i planen" in accepted.stderr


# --- plan -----------------------------------------------------------------------------------------------------------


def test_the_summary_says_what_must_not_be_overlooked(planned: tuple[Path, Any, Result]) -> None:
    text = planned[2].stdout
    for words in (
        "optimal. Bevist bedst mulig.",
        "gab 0,00 %",
        "De tre bundlinjer",
        "Ikke placeret:",
        "Placeret efter ønskede timer om ugen",
        "Det knappe",
        "Værd at spørge om",
        "Sociale klausuler",
        "ikke er efterset mod gældende ret",
        "antagelser i filen",
        "læse filen",
        "finde den bedste plan",
    ):
        assert words in text, words


def test_the_document_and_the_workbook_say_the_same(planned: tuple[Path, Any, Result]) -> None:
    path, document, _ = planned
    book = sheets(path)
    assert list(book) == SHEETS
    assert (document["format"], document["status"], document["gap"]) == ("brobygger-plan/1", "optimal", 0.0)
    pairs = [(p["candidate"], p["place"]["opening"]) for p in document["placements"]]
    placed = book["Placeringer"]
    assert list(zip(column(placed, "Borger"), column(placed, "Stilling"), strict=True)) == pairs
    assert column(book["Ikke placeret"], "Borger") == [t["candidate"] for t in document["left_out"]]
    assert column(book["Ledige stillinger"], "Stilling") == [t["place"]["opening"] for t in document["unfilled"]]
    assert len(book["Ressourcer"]) - 1 == len(document["resources"])
    assert {p["candidate"] for p in document["placements"]} | {t["candidate"] for t in document["left_out"]} == {
        c.id for c in VILLAGE.candidates
    }


def test_names_are_in_the_workbook_for_the_municipality_and_nowhere_else(planned: tuple[Path, Any, Result]) -> None:
    path, document, result = planned
    names = {i.candidate: i.name for i in VILLAGE.identities}
    book = sheets(path)
    assert column(book["Placeringer"], "Navn") == [names[c] for c in column(book["Placeringer"], "Borger")]
    elsewhere = json.dumps(document, ensure_ascii=False) + result.stdout + str(book["Virksomhedstekst"])
    assert [name for name in names.values() if name and name in elsewhere] == []


def test_the_employers_sheet_holds_only_those_who_said_yes_and_no_id(planned: tuple[Path, Any, Result]) -> None:
    path, document, _ = planned
    book = sheets(path)
    said_yes = [p for p in document["placements"] if p["go_ahead"]]
    assert len(book["Virksomhedstekst"]) - 1 == len(said_yes)
    text = str(book["Virksomhedstekst"])
    assert [c.id for c in VILLAGE.candidates if c.id in text] == []


def test_stdout_holds_the_document_and_nothing_else(village: Path) -> None:
    code = "from matcher.cli import main; main()"
    words = [sys.executable, "-c", code, "plan", str(village), "--json", "-"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    assert document["format"] == "brobygger-plan/1"
    assert list(document)[:5] == ["format", "status", "objective", "bound", "gap"]


def test_the_same_file_gives_the_same_document(village: Path, planned: tuple[Path, Any, Result]) -> None:
    again = answer("plan", village, "--json", "-")
    assert {**again, "seconds": 0} == {**planned[1], "seconds": 0}
    assert list(again) == list(planned[1])


def test_a_pin_is_kept_and_a_forbid_is_obeyed(village: Path, planned: tuple[Path, Any, Result]) -> None:
    pairs = [(p["candidate"], p["place"]["opening"]) for p in planned[1]["placements"] if not p["pinned"]]
    lost = next(o for t in planned[1]["left_out"] for o in t["lost"])
    pin, forbid = f"{lost['candidate']}:{lost['place']['opening']}", ":".join(pairs[0])
    document = answer("plan", village, "--json", "-", "--pin", pin, "--forbid", forbid)
    made = [(p["candidate"], p["place"]["opening"]) for p in document["placements"]]
    assert (lost["candidate"], lost["place"]["opening"]) in made
    assert pairs[0] not in made


def test_a_pin_that_no_rule_allows_is_told_and_the_rest_is_planned(
    village: Path, planned: tuple[Path, Any, Result]
) -> None:
    miss = next(m for t in planned[1]["left_out"] for m in t["near_misses"])
    pin = f"{miss['candidate']}:{miss['place']['opening']}"
    result = run("plan", village, "--pin", pin)
    assert result.exit_code == 0
    assert "Fastholdte par, som planen ikke kan holde" in result.stdout


def test_pins_that_exclude_each_other_are_an_answer_with_code_1_and_the_reason(
    village: Path, planned: tuple[Path, Any, Result], tmp_path: Path
) -> None:
    # Everybody who is possible for an opening of one place, pinned to it.
    suggestions = [
        (c.id, s["opening"])
        for c in VILLAGE.candidates
        for s in answer("suggest", village, c.id, "--no-prices", "--json")["suggestions"]
        if c.max_jobs == 1
    ]
    opening = next(
        o.id for o in VILLAGE.openings if o.places == 1 and sum(place == o.id for _, place in suggestions) >= 2
    )
    pins = [word for c, o in suggestions if o == opening for word in ("--pin", f"{c}:{o}")]
    result = run("plan", village, *pins, "--out", tmp_path / "plan.xlsx")
    assert result.exit_code == 1
    assert "infeasible" in result.stdout and "kan ikke holde sammen" in result.stdout
    assert not (tmp_path / "plan.xlsx").exists()
    document = answer("plan", village, *pins, "--json", "-", code=1)
    assert document["status"] == "infeasible" and document["conflict"]


def test_thinning_says_what_the_bound_holds_for(village: Path) -> None:
    result = run("plan", village, "--per-candidate", "1")
    assert result.exit_code == 0
    assert "grænsen er bevist for dem" in " ".join(result.stdout.split())


# --- suggest, shortlist, why ----------------------------------------------------------------------------------------


def test_suggestions_are_for_one_person_with_prices_and_nothing_chosen(
    village: Path, planned: tuple[Path, Any, Result]
) -> None:
    candidate = planned[1]["placements"][0]["candidate"]
    document = answer("suggest", village, candidate, "--json")
    assert (document["candidate"], document["priced"], document["none_fits"]) == (candidate, True, False)
    nets = [s["net"] for s in document["suggestions"]]
    assert nets == sorted(nets, reverse=True)
    assert any(s["planned"] for s in document["suggestions"])
    text = run("suggest", village, candidate).stdout
    assert "planens forslag" in text and "Intet er valgt." in text


def test_when_none_fits_it_says_so(village: Path) -> None:
    documents = (answer("suggest", village, c.id, "--no-prices", "--json") for c in VILLAGE.candidates)
    nobody = next(document for document in documents if document["none_fits"])
    assert "Ingen passer" in run("suggest", village, nobody["candidate"], "--no-prices").stdout


def test_a_shortlist_shows_an_employer_pseudonyms_and_conditions_of_those_who_said_yes(
    planned: tuple[Path, Any, Result], tmp_path: Path
) -> None:
    # Of the first opening that the plan gives to two or more, one says yes, one says yes and takes it back.
    placed = [(p["candidate"], p["place"]["opening"]) for p in planned[1]["placements"]]
    opening = next(o for _, o in placed if sum(place == o for _, place in placed) >= 2)
    said, took_back = [c for c, o in placed if o == opening][:2]
    day = VILLAGE.settings.day
    yes = (GoAhead(said, opening, day), GoAhead(took_back, opening, day, withdrawn=day))
    path = tmp_path / "ja.xlsx"
    write_facts(replace(VILLAGE, go_aheads=yes), path, load_catalogue())
    listed = answer("shortlist", path, opening, "--k", "100", "--json")["listed"]
    assert {entry["candidate"]: entry["pseudonym"] for entry in listed if entry["go_ahead"]} == {
        said: pseudonym(said, opening)
    }
    told = answer("shortlist", path, opening, "--employer", "--json")
    assert set(told) == {"format", "opening", "title", "workplace", "people"}
    assert [p["pseudonym"] for p in told["people"]] == [pseudonym(said, opening)]
    text = run("shortlist", path, opening, "--employer").stdout
    assert pseudonym(said, opening) in text
    everything = text + json.dumps(told, ensure_ascii=False)
    assert [c.id for c in VILLAGE.candidates if c.id in everything] == []
    assert [i.name for i in VILLAGE.identities if i.name and i.name in everything] == []


def test_an_opening_that_nobody_has_said_yes_to_shows_an_employer_nothing(village: Path) -> None:
    opening = next(o.id for o in VILLAGE.openings if o.id not in {y.opening for y in VILLAGE.go_aheads})
    assert answer("shortlist", village, opening, "--employer", "--json")["people"] == []
    assert "ingen at vise endnu" in run("shortlist", village, opening, "--employer").stdout


def test_why_gives_all_reasons_and_a_way(village: Path, planned: tuple[Path, Any, Result]) -> None:
    miss = next(m for t in planned[1]["left_out"] for m in t["near_misses"])
    document = answer("why", village, miss["candidate"], miss["place"]["opening"], "--json")
    assert (document["format"], document["verdict"], document["changeable"]) == ("brobygger-why/1", "no", True)
    text = " ".join(run("why", village, miss["candidate"], miss["place"]["opening"]).stdout.split())
    assert "Parret er ikke muligt." in text
    assert all(" ".join(r["reason"]["sentence"].split()) in text for r in document["reasons"])


def test_why_of_a_possible_pair_gives_hours_and_value(village: Path, planned: tuple[Path, Any, Result]) -> None:
    placement = planned[1]["placements"][0]
    document = answer("why", village, placement["candidate"], placement["place"]["opening"], "--json")
    assert document["verdict"] == "yes"
    assert document["possible"]["value"]["total"] > 0


# --- nothing that we write can run ----------------------------------------------------------------------------------


def test_what_looks_like_a_formula_comes_out_as_text(tmp_path: Path) -> None:
    evil = ['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3", "=1+1"]
    facts = replace(
        VILLAGE,
        openings=tuple(replace(o, title=evil[n % 5]) for n, o in enumerate(VILLAGE.openings)),
        workplaces=tuple(replace(w, name=evil[n % 5]) for n, w in enumerate(VILLAGE.workplaces)),
        employers=tuple(replace(e, name=evil[n % 5]) for n, e in enumerate(VILLAGE.employers)),
        identities=tuple(replace(i, name=evil[n % 5]) for n, i in enumerate(VILLAGE.identities)),
    )
    write_facts(facts, tmp_path / "ond.xlsx", load_catalogue())
    assert run("plan", tmp_path / "ond.xlsx", "--out", tmp_path / "plan.xlsx").exit_code == 0
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}
    assert [name for name, text in parts.items() if re.search(r"<f[ >]|<hyperlink", text)] == []
    assert set(column(sheets(tmp_path / "plan.xlsx")["Placeringer"], "Titel")) <= set(evil)
