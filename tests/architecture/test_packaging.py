"""What is installed is what was written and checked."""

import re
import tomllib
from pathlib import PurePath

import pytest

import api
import matcher
import models
from tests.project import PACKAGES, ROOT, text_of, tracked_files

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, set[str]]:
    """Read a lock: each package with its versions (more than one where they differ by Python version)."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", text_of(ROOT / name), re.MULTILINE):
        versions.setdefault(package, set()).add(version)
    return versions


def wanted(requirements: list[str]) -> set[str]:
    """Names of the packages in a list of requirements."""
    return {re.split(r"[^\w.-]", line)[0].lower() for line in requirements}


def test_every_data_file_is_in_the_wheel() -> None:
    # Guards against a catalogue that is found in the checkout and missing after installation.
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["*"]
    suffixes = {PurePath(pattern).suffix or PurePath(pattern).name for pattern in patterns}
    files = [path for path in tracked_files() if path.parts[0] in PACKAGES and path.suffix != ".py"]
    assert files
    assert [str(path) for path in files if path.suffix not in suffixes and path.name not in suffixes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    # Guards against a package that was changed on the way; pip refuses what does not match.
    entries = re.split(r"\n(?=[a-z0-9])", text_of(ROOT / name))
    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_every_dependency_is_locked() -> None:
    # Guards against an edit of pyproject.toml without `make lock`.
    project = PYPROJECT["project"]
    assert wanted(project["dependencies"]) <= locked("requirements.lock").keys()
    assert wanted(PYPROJECT["build-system"]["requires"]) <= locked("requirements.lock").keys()
    for extra in project["optional-dependencies"].values():
        assert wanted(extra) - {"brobygger"} <= locked("requirements-dev.lock").keys()


def test_the_tests_run_on_the_versions_that_users_get() -> None:
    # Guards against a test environment that proves a version nobody runs.
    development = locked("requirements-dev.lock")
    assert {package: development.get(package) for package in locked("requirements.lock")} == locked("requirements.lock")


def test_every_package_says_the_version_of_the_project() -> None:
    assert {matcher.__version__, models.__version__, api.__version__} == {PYPROJECT["project"]["version"]}
