"""A plan's workbook and document, on municipalities small enough to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.domain import Clause, ClauseUnit, Facts, GoAhead, Identity, Scheme
from matcher.explanation import questions_worth_asking, resources_worth_finding
from matcher.files import plan_content
from matcher.files.plan_content import PlanContent, gather
from matcher.files.plan_json import plan_document
from matcher.files.plan_people import consultant_texts, employer_texts, left_out, placements
from matcher.files.plan_sheet import PlanSheet, below
from matcher.files.plan_supply import clauses, openings, overview, questions, resources, rules
from matcher.files.plan_workbook import SHEETS, write_plan
from matcher.pipeline import make_plan
from matcher.suggestions import pseudonym
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, DAY, asta, bakery, helper, municipality, must, offer, offers_it


def content(facts: Facts) -> PlanContent:
    planned = make_plan(facts, CATALOGUE, load_weights())
    return gather(planned, facts, questions_worth_asking(planned), resources_worth_finding(planned))


def rows(sheet: PlanSheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows]


def three_people() -> Facts:
    """Asta is placed with a municipal mentor, Bo loses the place to her, Cille needs quiet that nobody asked about."""
    return municipality(
        candidates=(
            asta(waiting_since=date(2015, 1, 1), needs=(must("SOC-02", 2.0),)),
            asta(id="bo", waiting_since=date(2026, 11, 1)),
            asta(id="cille", needs=(must("SEN-01"),)),
        ),
        offers=(offer(),),
        identities=(Identity("asta", name="Asta Andersen", cpr="010180-1234"), Identity("bo", name="Bo Berg")),
    )


def test_a_placement_is_one_row_with_who_where_and_with_what() -> None:
    (row,) = rows(placements(content(three_people())))
    assert (row["Borger"], row["Navn"], row["Stilling"], row["Titel"]) == (
        "asta",
        "Asta Andersen",
        "hjælper",
        "Hjælper",
    )
    assert (row["Timer om ugen"], row["Til stede"], row["Ordning"]) == (8.0, 8.0, "fleksjob")
    assert row["Opgaver"].endswith(": 8 t")
    assert "2 timer/uge fra kommunen" in row["Støtte og hvor den kommer fra"]
    assert row["Pladsens pris"] > 0 and row["Pris i alt"] >= row["Pladsens pris"]
    assert (row["Fastholdt"], row["Borgerens ja"], row["Dæknavn"]) == (False, False, None)


def test_everybody_left_out_is_one_row_with_reason_questions_and_what_would_help() -> None:
    bo, cille = rows(left_out(content(three_people())))
    assert (bo["Borger"], bo["Navn"], bo["Mulige stillinger"]) == ("bo", "Bo Berg", 1)
    assert "værd for andre" in bo["Vigtigste grund"]
    assert "Én plads mere" in bo["Én mere af det knappe"]
    assert (cille["Borger"], cille["Navn"], cille["Venter på svar"]) == ("cille", None, 1)
    assert cille["Spørg om"].startswith("Spørg Bageriet")


def test_no_cpr_number_is_written_anywhere() -> None:
    made = content(three_people())
    text = str([make(made) for make in SHEETS]) + str(plan_document(made))
    assert "010180" not in text


def test_the_employers_sheet_is_empty_until_somebody_says_yes() -> None:
    facts = three_people()
    assert rows(employer_texts(content(facts))) == []
    said = replace(facts, go_aheads=(GoAhead("asta", "hjælper", DAY),))
    (row,) = rows(employer_texts(content(said)))
    assert row["Dæknavn"] == pseudonym("asta", "hjælper")
    assert row["Dæknavn"] in row["Tekst til virksomheden"]
    assert "asta" not in str(row).lower()
    (placed,) = rows(placements(content(said)))
    assert (placed["Borgerens ja"], placed["Dæknavn"]) == (True, row["Dæknavn"])


def test_the_consultant_sees_beforehand_what_the_employer_would_be_told() -> None:
    (row,) = rows(consultant_texts(content(three_people())))
    assert "Hjælper" in row["Begrundelse"]
    assert pseudonym("asta", "hjælper") in row["Det får virksomheden at vide, hvis borgeren siger ja"]


def test_an_opening_with_places_left_says_why() -> None:
    facts = municipality(openings=(helper(), helper(id="tysk", schemes=frozenset({Scheme.ORDINARY}))))
    (row,) = rows(openings(content(facts)))
    assert (row["Stilling"], row["Ledige pladser"], row["Mulige borgere"]) == ("tysk", 1, 0)
    assert "Ordning: 1, alene 1" in row["Regler, der siger nej (borgere)"]


def test_where_there_are_too_many_openings_the_rest_are_listed_without_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan_content, "MANY_PAIRS", 2)
    monkeypatch.setattr(plan_content, "MOST_OPENINGS", 1)
    facts = municipality(
        openings=(
            helper(),
            helper(id="kok"),
            helper(id="stor", places=3, hours_total=30.0, schemes=frozenset({Scheme.SHELTERED_JOB})),
        )
    )
    made = content(facts)
    explained, brief = rows(openings(made))
    assert (explained["Stilling"], explained["Ledige pladser"], explained["Mulige borgere"]) == ("stor", 3, 0)
    assert (brief["Ledige pladser"], brief["Mulige borgere"]) == (1, None)
    assert "brobygger why" in brief["Kort sagt"]
    assert plan_document(made)["unexplained"] == [{"opening": brief["Stilling"], "left": 1}]


def test_every_resource_has_use_and_price_and_the_dearest_comes_first() -> None:
    first, *_ = rows(resources(content(three_people())))
    assert (first["Id"], first["I alt"], first["Brugt"], first["Tilbage"]) == ("place:hjælper", 1.0, 1.0, 0.0)
    assert first["Pris: hvad én mere højst er værd for planen"] > 0


def test_questions_of_the_whole_plan_are_listed() -> None:
    (row,) = rows(questions(content(three_people())))
    assert (row["Spørg"], row["Id"]) == ("Bageriet", "bageriet")
    assert row["Borgere uden placering, der får en mulighed"] == 1


def test_a_clause_says_what_was_delivered_what_the_plan_gives_and_what_is_missing() -> None:
    clause = Clause("k", "Kontrakt", "bager", ClauseUnit.POSITIONS, 4.0, delivered=1.0, evidence="lønsedler")
    (row,) = rows(clauses(content(municipality(clauses=(clause,)))))
    assert (row["Leveret før"], row["Mangler før planen"], row["Fra planen"], row["Mangler stadig"]) == (1, 3, 1, 2)
    assert (row["Kontrakt"], row["Virksomhed"], row["Dokumentation"]) == ("Kontrakt", "Bager Bo", "lønsedler")


def test_every_rule_in_force_says_whether_it_was_checked_and_how_often_it_was_used() -> None:
    facts = municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),))
    by_id = {row["Regel"]: row for row in rows(rules(content(facts)))}
    assert by_id["ratio"]["Efterset mod gældende ret"] is False
    assert by_id["ratio"]["Placeringer, den er brugt på"] == 1
    assert by_id["net_expansion"]["Placeringer, den er brugt på"] == 0


def test_the_overview_holds_status_numbers_versions_and_assumptions() -> None:
    facts = three_people()
    facts = replace(facts, settings=replace(facts.settings, assumptions=("Vi antager, at det er hverdag.",)))
    listed = rows(overview(content(facts)))
    found = {(row["Afsnit"], row["Emne"]): row["Værdi"] for row in listed}
    assert found["Plan", "Status"] == "optimal: bevist bedst mulig"
    assert (found["Tal", "Borgere"], found["Tal", "Borgere med placering"]) == (3, 1)
    assert found["Antagelser", ""] == "Vi antager, at det er hverdag."
    assert ("Lavet med", "weights") in found and ("Plan", "Afgørelse") in found
    assert found["Placeret efter ønskede timer", "over 5 til 10 timer om ugen"] == "for få (under 10)"


@pytest.mark.parametrize("beginning", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://x"])
def test_what_users_wrote_stays_text(beginning: str, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    facts = municipality(
        workplaces=(bakery(name=beginning, provisions=(offers_it("PHY-03", count=1),)),),
        openings=(helper(title=beginning),),
        identities=(Identity("asta", name=beginning),),
    )
    write_plan(content(facts), tmp_path / "plan.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "plan.xlsx")
    header, row = book.get_sheet_by_name("Placeringer").to_python()
    cells = dict(zip(header, row, strict=True))
    assert [cells[name] for name in ("Navn", "Titel", "Arbejdssted")] == [beginning] * 3


def test_the_document_has_no_name_and_says_once_what_holds_for_all() -> None:
    document = plan_document(content(three_people()))
    assert list(document)[0] == "format"
    text = str(document)
    assert "Asta Andersen" not in text and "Bo Berg" not in text
    assert text.count("Ikke brugt: navn, CPR-nummer") == 1 + len(document["placements"])
    assert all("versions" not in trace for trace in (*document["placements"], *document["left_out"]))


def test_a_cell_with_many_sentences_counts_the_rest() -> None:
    assert below(["a", "", "b"]) == "a\nb"
    assert below(["a", "b", "c"], most=2) == "a\nb\n… og 1 mere"
