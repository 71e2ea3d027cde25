"""Files we are asked to write are looked at before the work begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matcher.commands.targets import require_folder, require_target
from matcher.domain import MatcherError


def refused(path: Path, *suffixes: str, overwrite: bool = True, source: Path | None = None) -> str:
    with pytest.raises(MatcherError) as said:
        require_target(path, *suffixes, overwrite=overwrite, source=source)
    return str(said.value)


def test_a_new_file_in_a_folder_that_is_there_is_fine(tmp_path: Path) -> None:
    require_target(tmp_path / "plan.xlsx", ".xlsx")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    assert "skal ende på .xlsx" in refused(tmp_path / "plan.csv", ".xlsx")
    (tmp_path / "mappe.xlsx").mkdir()
    assert "er en mappe" in refused(tmp_path / "mappe.xlsx", ".xlsx")
    assert "findes ikke; opret den" in refused(tmp_path / "væk" / "plan.xlsx", ".xlsx")


def test_the_file_that_is_read_is_never_written_whatever_its_name(tmp_path: Path) -> None:
    source = tmp_path / "kommune.xlsx"
    source.touch()
    assert "den fil, der læses" in refused(tmp_path / "." / "kommune.xlsx", ".xlsx", source=source)
    os.link(source, tmp_path / "andet.xlsx")
    assert "den fil, der læses" in refused(tmp_path / "andet.xlsx", ".xlsx", source=source)


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    there = tmp_path / "skabelon.xlsx"
    there.touch()
    assert "--overwrite" in refused(there, overwrite=False)
    require_target(there)


def test_a_folder_may_be_made_or_filled_but_not_put_in_place_of_a_file(tmp_path: Path) -> None:
    require_folder(tmp_path / "region")
    require_folder(tmp_path)
    (tmp_path / "fil").touch()
    with pytest.raises(MatcherError, match="er en fil"):
        require_folder(tmp_path / "fil")
    with pytest.raises(MatcherError, match="findes ikke; opret den"):
        require_folder(tmp_path / "væk" / "region")
