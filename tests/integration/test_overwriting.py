"""Nothing of the user's own is replaced by invented people unless she says so."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import run


def test_demo_leaves_a_file_and_a_folder_that_are_there_alone(tmp_path: Path) -> None:
    mine, folder = tmp_path / "min.xlsx", tmp_path / "mappe"
    mine.write_bytes(b"mit")
    folder.mkdir()
    (folder / "Borgere.csv").write_text("mine", encoding="utf-8")
    for target in (mine, folder):
        refused = run("demo", "--size", "village", "--out", target)
        assert refused.exit_code == 2
        assert "--overwrite" in refused.stderr
    assert mine.read_bytes() == b"mit"
    assert (folder / "Borgere.csv").read_text(encoding="utf-8") == "mine"
    assert run("demo", "--size", "village", "--out", mine, "--overwrite").exit_code == 0
