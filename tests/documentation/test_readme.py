"""The README names every command and target, and its examples run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.project import ROOT, text_of, tracked
from tests.server import Browser, free_port

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
    assert make_targets() == ["help", "demo", "serve", "test", "notebooks", "lint", "bench", "lock", "clean"]
    assert [target for target in make_targets() if f"make {target}" not in README] == []


def test_every_make_target_in_the_documents_exists() -> None:
    # Guards against a promise that outlived a renamed target.
    wanted = {name for path in tracked(".md") for name in re.findall(r"(?:`|\n)make ([a-z]+)\b", text_of(path))}
    assert wanted <= set(make_targets())


@needs_command
def test_every_command_is_in_the_readme_and_every_command_in_the_readme_exists() -> None:
    import typer.main

    from api.cli import app

    commands: set[str] = set()
    for name, command in getattr(typer.main.get_command(app), "commands", {}).items():
        inner = getattr(command, "commands", {})
        commands |= {f"{name} {second}" for second in inner} or {name}
    assert commands
    groups = {name.split()[0] for name in commands if " " in name}
    written = re.findall(r"`brobygger ([a-z]+)(?: ([a-z-]+))?", README)
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


def script(text: str) -> str:
    """The one ```bash block."""
    (found,) = re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(found)


@needs_command
@pytest.mark.slow
def test_the_script_of_the_readme_walks_the_whole_life_of_a_match(tmp_path: Path) -> None:
    missing = [name for name in ("bash", "curl", "jq") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"the script of the README needs {' and '.join(missing)}; install them to run it")
    port = free_port()
    command = [sys.executable, "-m", "api", "serve", "--size", "village", "--port", str(port)]
    service = subprocess.Popen(
        [*command, "--database", f"sqlite:///{tmp_path}/demo.db"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(port, service)
        result = subprocess.run(
            ["bash", "-c", script(README)],
            cwd=tmp_path,
            env={**os.environ, "API": f"http://127.0.0.1:{port}/api/v1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        service.terminate()
        service.wait(30)
    assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"
    states = re.findall(r'^{"state":"(\w+)"', result.stdout, re.MULTILINE)
    assert states == ["shown", "go_ahead", "introduced", "accepted", "started", "ended"]
    assert '"end_code":"ended_agreed"' in result.stdout
    assert "Person: Person " in result.stdout
    assert '"purpose":"matching"' in result.stdout


def wait_until_ready(port: int, service: subprocess.Popen[bytes]) -> None:
    """Wait until the service says that it is ready."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and service.poll() is None:
        try:
            if Browser(port).get("/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the service is not ready; it ended with code {service.poll()}")
