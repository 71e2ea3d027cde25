"""Reading an ESCO release: what is there is read, what is wrong is named with file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.catalogue.tables import CatalogueError
from matcher.domain.errors import MatcherError
from matcher.taxonomy.esco import read_esco
from matcher.taxonomy.senses import senses_of

HEAD = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
GROUP_HEAD = "conceptType,conceptUri,code,preferredLabel,altLabels,description\n"
KOK = 'Occupation,uri:kok,5120,kok,"køkkenchef\nkokkemester","Kokke laver mad, og\nde smager den til."\n'
BAGER = "Occupation,uri:bager,7512,bager,,Bagere bager brød.\n"


def release(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_occupations_of_two_languages_become_one(tmp_path: Path) -> None:
    release(
        tmp_path,
        occupations_da=HEAD + KOK + BAGER,
        occupations_en=HEAD + "Occupation,uri:kok,5120,cook,chef,Cooks cook.\n",
        ISCOGroups_da=GROUP_HEAD + "ISCOGroup,uri:512,512,Kokkearbejde,,\nISCOGroup,uri:5120,5120,Kokkearbejde,,\n",
        skills_en="conceptUri,preferredLabel\nuri:s,bake bread\n",
    )
    found = read_esco(tmp_path)
    kok = found.occupations["uri:kok"]
    assert kok.danish == ("kok", "køkkenchef", "kokkemester")
    assert kok.english == ("cook", "chef")
    assert kok.labels == ("kok", "køkkenchef", "kokkemester", "cook", "chef")
    assert kok.description == "Kokke laver mad, og\nde smager den til."
    assert (kok.code, kok.name) == ("5120", "kok")
    assert found.occupations["uri:bager"].english == ()
    assert [group.code for group in found.groups.values()] == ["512", "5120"]
    assert found.skills["uri:s"].labels == ("bake bread",)
    assert found.files == ("occupations_da.csv", "occupations_en.csv", "ISCOGroups_da.csv", "skills_en.csv")


def test_english_alone_is_enough(tmp_path: Path) -> None:
    release(tmp_path, occupations_en=HEAD + "Occupation,uri:kok,5120,cook,,\n")
    assert read_esco(tmp_path).occupations["uri:kok"].name == "cook"


def test_a_release_is_senses_with_groups_above_occupations(tmp_path: Path) -> None:
    release(
        tmp_path,
        occupations_da=HEAD + KOK + BAGER,
        ISCOGroups_da=GROUP_HEAD + "ISCOGroup,uri:512,512,Mad,,\nISCOGroup,uri:5120,5120,Kokkearbejde,,\n",
    )
    senses = senses_of(read_esco(tmp_path))
    assert senses.labels == (("kok", "køkkenchef", "kokkemester"), ("bager",), ("Mad",), ("Kokkearbejde",))
    assert senses.broader == ((0, 3),)
    assert senses.glosses[3] == "kok køkkenchef kokkemester"


@pytest.mark.parametrize(
    ("text", "row", "column", "said"),
    [
        (HEAD + BAGER + BAGER, 3, "conceptUri", "står også i række 2"),
        (HEAD + "Occupation,uri:x,75-12,bager,,\n", 2, "iscoGroup", "»75-12« er ikke en ISCO-kode"),
        (HEAD + BAGER + "Occupation,uri:y,7512,,,\n", 3, "preferredLabel", "feltet er tomt"),
        (HEAD + "Occupation,uri:x,7512,bager\n", 2, "preferredLabel", "rækken har 4 felter; den skal have 6"),
        ("conceptUri,preferredLabel\nuri:x,bager\n", 1, "iscoGroup", "kolonnen mangler"),
    ],
)
def test_what_is_wrong_is_named_with_file_row_and_column(
    tmp_path: Path, text: str, row: int, column: str, said: str
) -> None:
    release(tmp_path, occupations_da=text)
    with pytest.raises(CatalogueError) as refused:
        read_esco(tmp_path)
    fault = refused.value
    assert (fault.file, fault.row, fault.column) == ("occupations_da.csv", row, column)
    assert said in fault.sentence
    assert str(fault).startswith(f"occupations_da.csv, række {row}, kolonne »{column}«: ")


def test_two_releases_in_one_folder_are_noticed(tmp_path: Path) -> None:
    release(tmp_path, occupations_da=HEAD + BAGER, occupations_en=HEAD + "Occupation,uri:bager,9999,baker,,\n")
    with pytest.raises(CatalogueError, match="brug én udgivelse"):
        read_esco(tmp_path)


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "occupations_da.csv").write_bytes((HEAD + KOK).encode("latin-1"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        read_esco(tmp_path)


def test_a_folder_without_occupations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match=r"occupations_da\.csv eller occupations_en\.csv"):
        read_esco(tmp_path)
    with pytest.raises(MatcherError, match="er ikke en mappe"):
        read_esco(tmp_path / "findes-ikke")
