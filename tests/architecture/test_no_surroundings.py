"""The project speaks of itself alone."""

import re

import pytest

from tests.project import ROOT, tracked_files

# Written in pieces so that this file does not find itself.
HOSTS = ["python" + "hosted", "pypi" + ".org", "registry." + "npmjs", "deb." + "debian", "crates" + ".io"]
FOLDERS = ["work", "root", "home", "opt"]
FORBIDDEN = re.compile(
    "|".join(map(re.escape, HOSTS)) + r"|(?:file://|(?<![\w./:-]))/(?:" + "|".join(FOLDERS) + r")/[\w.-]"
)


def test_no_file_names_a_machine_or_a_package_host() -> None:
    # Guards against locks and scripts that work on one desk only: a path under somebody's home, or a package server
    # that the municipality's network does not reach (it sets its own mirror in pip's configuration).
    found = []
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if b"\0" in content[:8000]:
            continue
        lines = content.decode("utf-8").splitlines()
        found += [f"{path}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if FORBIDDEN.search(line)]
    assert found == []


@pytest.mark.parametrize("line", ["see /ho" + "me/ane/a.csv", "file:///ro" + "ot/x", "https://py" + "pi.org/x"])
def test_a_planted_path_or_host_is_found(line: str) -> None:
    assert FORBIDDEN.search(line)


@pytest.mark.parametrize(
    "line", ["https://example.org/wo" + "rk/rules", "matcher/wo" + "rk/x.py", "home/wo" + "rk balance", "a / b"]
)
def test_an_innocent_line_passes(line: str) -> None:
    assert not FORBIDDEN.search(line)
