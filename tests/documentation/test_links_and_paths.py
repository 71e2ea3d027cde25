"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from tests.project import ROOT, text_of, tracked, tracked_files

DOCUMENTS = tracked(".md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"<!--.*?-->", "", text_of(document), flags=re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (ROOT / document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_path_in_backticks_exists(document: Path) -> None:
    # Guards against a recipe in CONTRIBUTING that sends a newcomer to a file that was moved.
    if not (ROOT / "matcher" / "cli.py").is_file():
        pytest.skip("the layout is still being built")
    paths = re.findall(r"`((?:matcher|models|api|tests|notebooks|docs)/[\w./-]*)`", text_of(document))
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_files_that_people_expect_are_at_the_root() -> None:
    expected = {
        "README.md",
        "CONTRIBUTING.md",
        "DECISIONS.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE",
        "Makefile",
        "publiccode.yml",
        "pyproject.toml",
        "requirements.lock",
        "requirements-dev.lock",
    }
    assert expected <= set(map(str, tracked_files()))


@pytest.mark.parametrize(
    "recipe",
    [
        "candidate attribute",
        "feature",
        "hard rule",
        "shared resource",
        "value line",
        "solver method",
        "command",
        "legal rule with a new date",
    ],
)
def test_contributing_has_the_recipe(recipe: str) -> None:
    assert re.search(rf"^### To add a {recipe}\b", text_of(Path("CONTRIBUTING.md")), re.MULTILINE)


def test_decisions_are_short_numbered_and_complete() -> None:
    # Guards against a log that nobody reads: context, decision, consequence, about ten lines each.
    entries = re.split(r"^## ", text_of(Path("DECISIONS.md")), flags=re.MULTILINE)[1:]
    assert [entry.split(".")[0] for entry in entries] == [str(number) for number in range(1, len(entries) + 1)]
    for entry in entries:
        title = entry.splitlines()[0]
        assert [word for word in ("*Context.*", "*Decision.*", "*Consequence.*") if word not in entry] == [], title
        assert len(entry.strip().splitlines()) <= 14, title


def test_the_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", text_of(Path("CHANGELOG.md")), re.MULTILINE)
    assert headings[0] == "Unreleased"
