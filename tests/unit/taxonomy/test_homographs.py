"""Words that are written alike are told apart by the words beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.catalogue.tables import CatalogueError
from matcher.taxonomy.homographs import How, load_homographs, read_homographs
from matcher.taxonomy.linker import load_linker
from matcher.taxonomy.phrases import load_phrases
from tests.unit.taxonomy.sentences import asked, codes

LINKER = load_linker()


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Koldt køkken", {"T002"}),
        ("På grund af støv bruger vi maske", {"dust"}),
        ("Du tørrer støv af", {"T011", "dust"}),
        ("Det kolde køkken laver smørrebrød", {"T002"}),
        ("Timetallet vil stige", {"SCH-10"}),
        ("Der arbejdes på stiger", {"heights"}),
        ("Stiger, stillads", {"heights"}),
        ("Arbejde i koldt vejr", {"cold"}),
        ("Få timer", {"SCH-01"}),
        ("I sit eget tempo", {"WRK-01"}),
        ("Vi syr gardiner", {"T075"}),
        ("Ikke mange borgere ad gangen", {"-customer", "SOC-04"}),
    ],
)
def test_in_its_company_a_word_is_what_it_says(text: str, linked: set[str]) -> None:
    assert codes(LINKER.link(text)) == linked


@pytest.mark.parametrize(
    "text",
    [
        "Lønnen stiger hvert år.",
        "Antallet vil stige.",
        "Du får løn for de timer, du arbejder.",
        "Vi vil gerne få timerne til at gå op.",
        "Vores chef hedder Bente.",
        "Jeg synes, det lyder spændende.",
        "I et godt tempo",
        "En gang i kvartalet",
        "Hver dag",
        "Vi søger en kollega.",
        "Bag ved huset",
        "Den tidligere medarbejder gik på pension.",
        "Det er ikke borgerens ønske.",
    ],
)
def test_in_other_company_it_is_another_word(text: str) -> None:
    found = LINKER.link(text)
    assert (codes(found), asked(found)) == (set(), set())


def test_every_code_has_phrases_that_the_forms_could_be_taken_for() -> None:
    # Guards against a row that was misspelt and therefore never decides anything.
    rows = load_homographs().by_code
    catalogue = load_catalogue()
    known = {phrase.meaning.code for phrase in load_phrases()}
    assert set(rows) <= known
    assert set(rows) <= {*catalogue.tasks, *catalogue.axes, *catalogue.accommodations}
    assert {one.how for several in rows.values() for one in several} == set(How)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,cold,koldt,sometimes,,vejr,own", "how"),
        ("a,cold,,never,,,own", "forms"),
        ("a,cold,koldt,never,,vejr,own", "how"),
        ("a,cold,koldt,only,,,own", "how"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(tmp_path: Path, row: str, column: str) -> None:
    (tmp_path / "homographs.csv").write_text(f"id,codes,forms,how,before,near,source\n{row}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=column):
        read_homographs(tmp_path)
