"""The README names every command and target, and its examples run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT, text_of, tracked

README = text_of(Path("README.md"))
needs_command = pytest.mark.skipif(
    not (ROOT / "matcher" / "cli.py").is_file(), reason="the brobygger command is not written yet"
)


def make_targets() -> list[str]:
    """Targets of the Makefile that are meant for people: those with a word of help."""
    return re.findall(r"^([a-z]+):.*## ", text_of(Path("Makefile")), re.MULTILINE)


def console_blocks(text: str) -> list[list[str]]:
    """Commands of each ```console block: the lines after a dollar sign, continued lines joined."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [re.findall(r"^\$ (.+)$", block.replace("\\\n", " "), re.MULTILINE) for block in blocks]


def test_every_make_target_is_in_the_readme() -> None:
    assert make_targets() == ["help", "demo", "test", "lint", "bench", "lock", "clean"]
    assert [target for target in make_targets() if f"make {target}" not in README] == []


def test_every_make_target_in_the_documents_exists() -> None:
    # Guards against a promise that outlived a renamed target.
    wanted = {name for path in tracked(".md") for name in re.findall(r"(?:`|\n)make ([a-z]+)\b", text_of(path))}
    assert wanted <= set(make_targets())


@needs_command
def test_every_command_is_in_the_readme_and_every_command_in_the_readme_exists() -> None:
    import typer.main

    from matcher.cli import app

    commands: set[str] = set()
    for name, command in getattr(typer.main.get_command(app), "commands", {}).items():
        inner = getattr(command, "commands", {})
        commands |= {f"{name} {second}" for second in inner} or {name}
    assert commands
    groups = {name.split()[0] for name in commands if " " in name}
    written = re.findall(r"`brobygger ([a-z]+)(?: ([a-z]+))?", README)
    assert {f"{first} {second}" if first in groups else first for first, second in written} == commands


@needs_command
@pytest.mark.slow
def test_the_examples_of_the_readme_run(tmp_path: Path) -> None:
    blocks = console_blocks(README)
    assert blocks
    program = Path(sys.executable).parent / "brobygger"
    for number, commands in enumerate(blocks):
        folder = tmp_path / str(number)
        folder.mkdir()
        for command in commands:
            words = shlex.split(command)
            if words[0] != "brobygger":
                continue
            result = subprocess.run(
                [program, *words[1:]],
                cwd=folder,
                env={**os.environ, "COLUMNS": "120"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, f"$ {command}\n{result.stdout}\n{result.stderr}"


@needs_command
def test_no_number_is_left_to_be_measured() -> None:
    assert "TODO" + "-MEASURE" not in README


def test_console_blocks_are_read_with_continued_lines() -> None:
    text = "x\n```console\n$ a b \\\n  c\nanswer\n$ d\n```\n```\n$ not this\n```\n"
    assert console_blocks(text) == [["a b    c", "d"]]
