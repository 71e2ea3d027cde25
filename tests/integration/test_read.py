"""`brobygger read`: links with their evidence, questions, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import answer, failure, run

TEXT = "Du skal vaske gulve, men ikke passe telefon. Der er en elevator og ingen tunge løft."


def test_a_text_is_read_to_the_terminal() -> None:
    result = run("read", TEXT + " Der er kaffe.")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["opgave", "T012", "Støvsuge", "og", "vaske", "gulve", "»vaske", "gulve«"] in [line[:-1] for line in lines]
    assert any(line[:2] == ["opgave", "T044"] and "ikke" in line for line in lines)
    assert any(line[:2] == ["hensyn", "PHY-09/lift"] for line in lines)
    assert "Spørg" in result.stdout and "Betyder »kaffe« »Tømme opvaskemaskine og passe kaffemaskine«?" in result.stdout


def test_as_json_it_says_where_and_how_sure_and_repeats_no_text() -> None:
    document = answer("read", TEXT, "--json")
    assert document["format"] == "brobygger-read/1"
    found = {(one["kind"], one["code"], one["part"], one["absent"]): one for one in document["links"]}
    floor = found["task", "T012", "", False]
    assert TEXT[floor["start"] : floor["end"]] == "vaske gulve"
    assert floor["words"] == ["vaske", "gulve"] and floor["confidence"] > 0.9
    assert ("task", "T044", "", True) in found
    assert ("demand", "lift_kg", "", True) in found and ("need", "PHY-01", "", False) in found
    assert "text" not in document and "Der er en" not in str(document)


def test_a_full_time_job_is_no_reduced_hours_and_a_wish_for_quiet_is_one() -> None:
    assert "Intet, der kan siges med sikkerhed" in run("read", "Fuldtidsstilling, 37 timer om ugen").stdout
    (quiet,) = answer("read", "Har brug for ro", "--json")["links"]
    assert (quiet["code"], quiet["words"]) == ("SEN-01", ["brug", "ro"])


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "opslag.txt"
    path.write_text("\ufeff" + TEXT, encoding="utf-8")
    assert answer("read", path, "--json")["links"] == answer("read", TEXT, "--json")["links"]
    assert "Intet, der kan siges med sikkerhed" in run("read", "Velkommen.").stdout


OCCUPATIONS = "conceptUri,iscoGroup,preferredLabel,altLabels,description\nuri:1,5120,kok,,laver mad\n"
SKILLS = "conceptUri,preferredLabel,altLabels\nuri:2,betjene kunder,\n"


def test_titles_and_skills_are_found_in_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "occupations_da.csv").write_text(OCCUPATIONS, encoding="utf-8")
    (tmp_path / "skills_da.csv").write_text(SKILLS, encoding="utf-8")
    said = "Vi søger en kok, der betjener kunder"
    document = answer("read", said, "--esco", tmp_path, "--json")
    own = [one for one in document["links"] if one["kind"] in ("isco", "occupation", "skill")]
    assert [one["kind"] for one in own] == ["isco", "occupation", "skill"]
    assert [one["code"] for one in own] == ["5120", "uri:1", "uri:2"]
    assert said[own[2]["start"] : own[2]["end"]] == "betjener kunder" and own[2]["confidence"] > 0.9
    assert document["esco"] == {"occupations": 1, "groups": 0, "skills": 1, "danish_skills": 1}
    shown = run("read", said, "--esco", tmp_path).stdout
    assert "kompetence" in shown and "Ikke ledt efter" not in shown
    # The service's setting holds here too, and what is given goes before it.
    monkeypatch.setenv("BROBYGGER_ESCO", str(tmp_path))
    assert answer("read", said, "--json") == document


def test_what_was_not_looked_for_is_said(tmp_path: Path) -> None:
    assert answer("read", TEXT, "--json")["esco"] is None
    assert "Stillinger og kompetencer: giv mappen med en ESCO-udgivelse" in run("read", TEXT).stdout
    (tmp_path / "occupations_da.csv").write_text(OCCUPATIONS, encoding="utf-8")
    assert answer("read", TEXT, "--esco", tmp_path, "--json")["esco"]["skills"] == 0
    assert "ingen danske navne på dem (skills_da.csv)" in run("read", TEXT, "--esco", tmp_path).stdout


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "opslag.txt"
    path.write_bytes("køkken".encode("latin-1"))
    assert "kan ikke læses som UTF-8" in failure("read", path)
    assert "Teksten er tom" in failure("read", " ")
    assert "der læses højst 20000" in failure("read", "a " * 10_001)
    assert "er ikke en mappe" in failure("read", "kok", "--esco", path)


def test_a_misspelt_name_of_a_file_is_not_read_as_a_text() -> None:
    assert failure("read", "mapper/opslaget.TXT") == (
        "Filen mapper/opslaget.TXT findes ikke; ret navnet, eller skriv selve teksten."
    )
    assert run("read", "Skriv i opslag.txt").exit_code == 0
