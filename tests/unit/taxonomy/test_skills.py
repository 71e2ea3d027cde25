"""Danish names of skills in Danish adverts and wishes: our own sentences over names such as ESCO gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.taxonomy.linker import Linker, load_linker
from matcher.taxonomy.phrases import LinkKind

NAMES = (
    "rengøre gulvflader|vaske gulve",
    "betjene kasseapparat|anvende kasseapparat",
    "tilberede sandwiches|lave sandwich",
    "arbejde i hold|arbejde i teams",
    "kommunikere med kunder|",
    "køre gaffeltruck|betjene gaffeltruck",
    "fylde hylder op|opfylde hylder",
    "følge mundtlige anvisninger|",
    "beskære planter|",
    "pakke varer|",
    "sortere affald|",
    "yde kundeservice|",
    "passe børn|",
    "svejse|",
    "dansk|",
    "vaske tøj|",
    "stryge tøj|",
    "vedligeholde grønne områder|",
    "borddækning|dække borde",
)
"""The preferred name and another."""
OCCUPATION = "conceptUri,iscoGroup,preferredLabel,altLabels,description\nuri:kok,5120,kok,,\n"


@pytest.fixture(scope="module")
def linker(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    folder = tmp_path_factory.mktemp("esco")
    rows = [f"{name.split('|')[0]},{name.split('|')[0]},{name.split('|')[1]}" for name in NAMES]
    (folder / "skills_da.csv").write_text("\n".join(["conceptUri,preferredLabel,altLabels", *rows]), encoding="utf-8")
    (folder / "occupations_da.csv").write_text(OCCUPATION, encoding="utf-8")
    return load_linker(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Du skal fylde op på hylderne, yde god kundeservice og kommunikere med vores kunder; vi arbejder i team.",
            {"fylde hylder op", "yde kundeservice", "kommunikere med kunder", "arbejde i hold"},
        ),
        (
            "Beskæring af planter og vedligeholdelse af grønne områder.",
            {"beskære planter", "vedligeholde grønne områder"},
        ),
        ("Opgaver: borddækning og tilberedning af sandwich.", {"borddækning", "tilberede sandwiches"}),
        ("Pakning af varer, sortering af affald og tøjvask.", {"pakke varer", "sortere affald", "vaske tøj"}),
        ("Jeg vil gerne stryge tøj, men ikke passe børn.", {"stryge tøj", "-passe børn"}),
        ("Ingen svejsning. Du taler dansk.", {"dansk"}),
        ("Jeg har haft en depression og ondt i ryggen.", set()),
        ("Vi er et godt hold med glade kunder og mange varer.", set()),
    ],
)
def test_skills_are_linked_however_they_are_said(linker: Linker, text: str, expected: set[str]) -> None:
    links = [link for link in linker.link(text).links if link.kind is LinkKind.SKILL]
    assert {("-" if link.absent else "") + link.name for link in links} == expected
    assert all(text[link.start : link.end].startswith(link.words[0]) for link in links)


def test_two_skills_of_one_name_are_asked_about(tmp_path: Path) -> None:
    rows = "conceptUri,preferredLabel,altLabels\na,pakke varer,\nb,pakke varer,\n"
    (tmp_path / "skills_da.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "occupations_da.csv").write_text(OCCUPATION, encoding="utf-8")
    found = load_linker(tmp_path).link("Du skal pakke varer.")
    assert [link.code for link in found.links if link.kind is LinkKind.SKILL] == []
    (one,) = (one for one in found.asks if one.candidates[0].kind is LinkKind.SKILL)
    assert [near.code for near in one.candidates] == ["a", "b"]
