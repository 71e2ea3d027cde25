"""The list of the project's own files, which the other checks stand on."""

from pathlib import Path

from tests.project import ROOT, tracked_files, walked_files


def test_the_list_holds_the_code_and_leaves_out_the_environment() -> None:
    files = tracked_files()
    assert Path("matcher/__init__.py") in files
    assert Path("tests/project.py") in files
    assert not [path for path in files if path.parts[0] in (".venv", ".git")]


def test_a_walk_without_git_finds_every_source_file_that_git_lists() -> None:
    # Guards against checks that pass on an unpacked archive because they looked at nothing.
    missing = {path for path in tracked_files() if path.suffix in (".py", ".md", ".toml")} - set(walked_files())
    assert missing == set()


def test_a_walk_leaves_out_what_tools_leave_behind(tmp_path: Path) -> None:
    for name in (
        "matcher/demo/town.py",
        "demo/kolding.xlsx",
        ".venv/lib/x.py",
        "matcher/__pycache__/a.pyc",
        ".mypy_cache/a.json",
        "brobygger.egg-info/PKG-INFO",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert walked_files(tmp_path) == [Path("matcher/demo/town.py")]


def test_the_root_is_the_folder_with_pyproject() -> None:
    assert (ROOT / "pyproject.toml").is_file()
