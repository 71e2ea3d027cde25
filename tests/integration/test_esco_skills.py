"""Show: skills of a real ESCO release in texts, by `brobygger read --esco`.

No Danish names of skills are public here, so this is measured on the 13,492 English ones (ESCO 1.2.0, from the table
of occupations and skills). Two figures: how often a skill's own name, read as a text, is linked to it; and the first
hundred links in pieces of English adverts (kompetencer), which ``pytest -s`` prints to be judged by eye: of those we
read 86 as right.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from matcher.taxonomy.linker import Linker, load_linker
from matcher.taxonomy.phrases import LinkKind
from tests.integration.kompetencer import read_spans
from tests.integration.melo import english_release

EVERY = 25
LINKS = 100


@pytest.mark.slow
def test_a_skill_is_found_by_its_name_among_all_others(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    names = _english_skills(shared_data("esco"), tmp_path)
    linker = load_linker(tmp_path)
    assert linker.release is not None and linker.release.skills >= 0.95 * len(names)
    asked = names[::EVERY]
    linked = sum(any(link.name == name for link in linker.link(name).links) for name in asked)
    _say(f"\nof {len(asked)} names of skills {linked / len(asked):.3f} are linked to their skill")
    assert linked >= 0.95 * len(asked)
    spans, _ = read_spans(shared_data("kompetencer/1_en_train.tsv"))
    found = list(islice(_links(linker, list(dict.fromkeys(spans))), LINKS))
    assert len(found) == LINKS
    for line in found:
        _say(line)


def _links(linker: Linker, spans: list[str]) -> Iterator[str]:
    for span in spans:
        for link in linker.link(span).links:
            if link.kind is LinkKind.SKILL:
                assert span[link.start : link.end].startswith(link.words[0])
                yield f"  {link.confidence:.2f} {link.name} <- {span}"


def _english_skills(esco: Path, folder: Path) -> list[str]:
    """Write a release with English skills into a folder; give their names."""
    english_release(esco, folder)
    with gzip.open(esco / "occupation_skills_long_en_1.2.0.derived.csv.gz", "rt", encoding="utf-8") as table:
        names = sorted({row["skill_label_en"] for row in csv.DictReader(table)})
    with (folder / "skills_en.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["conceptUri", "preferredLabel", "altLabels"])
        out.writerows([f"skill:{number}", name, ""] for number, name in enumerate(names))
    return names


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
