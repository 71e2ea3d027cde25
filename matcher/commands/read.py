"""`brobygger read TEXT`: what a free text speaks of, with the words that say so, and what to ask."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.commands.arguments import Json

if TYPE_CHECKING:
    from matcher.taxonomy.candidates import Link, Linked
    from matcher.taxonomy.esco import ReleaseSize

Text = Annotated[
    str, typer.Argument(metavar="TEXT", help="Teksten, eller en fil, den står i (UTF-8).", show_default=False)
]

Esco = Annotated[
    Path | None,
    typer.Option(
        "--esco",
        metavar="FOLDER",
        help="Mappe med en ESCO-udgivelses CSV-filer; ellers BROBYGGER_ESCO. Hentes aldrig.",
        show_default=False,
    ),
]


def read(text: Text, esco: Esco = None, json: Json = False) -> None:
    """Læs et opslag eller et ønske: hvilke opgaver, krav og hensyn (med ESCO også titler og kompetencer), og spørg."""
    from matcher.settings import load_settings
    from matcher.taxonomy.linker import load_linker
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with Watch() as watch:
        watch.begin("Læser teksten")
        written = _written(text)
        linker = load_linker(esco or load_settings().esco_folder)
        found = linker.link(written)
    if json:
        print_json(reading_document(found, linker.release))
    else:
        from matcher.terminal.reading_view import show_reading

        show_reading(screen(), written, found, linker.release)


def reading_document(found: Linked, release: ReleaseSize | None) -> dict[str, Any]:
    """What was found as a document with a stable order of keys; the text itself is not in it.

    `release` is how much of an ESCO release was looked for; None without one.
    """
    return {
        "format": "brobygger-read/1",
        "links": [_link(link) for link in found.links],
        "asks": [
            {
                "question": one.question,
                "start": one.start,
                "end": one.end,
                "words": list(one.words),
                "candidates": [_link(link) for link in one.candidates],
            }
            for one in found.asks
        ],
        "esco": None if release is None else asdict(release),
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "kind": link.kind.value,
        "code": link.code,
        "part": link.part,
        "name": link.name,
        "absent": link.absent,
        "start": link.start,
        "end": link.end,
        "words": list(link.words),
        "confidence": link.confidence,
    }


_ENDINGS = (".txt", ".md", ".csv", ".tsv", ".rtf", ".odt", ".doc", ".docx", ".pdf", ".htm", ".html")


def _written(text: str) -> str:
    """The text itself, or what is in the file of that name.

    Raises
    ------
    MatcherError
        When the file cannot be read, or there is no text.
    """
    from matcher.domain.errors import MatcherError
    from matcher.taxonomy.linker import LONGEST

    path = Path(text)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        # A long text is no name of a file.
        is_file = False
    if is_file:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as fault:
            raise MatcherError(f"{path} kan ikke læses som UTF-8; gem filen igen som UTF-8") from fault
        except OSError as fault:
            raise MatcherError(f"{path} kan ikke læses; se, om det er en fil, du har adgang til") from fault
    elif _is_name_of_file(text):
        raise MatcherError(f"Filen {text} findes ikke; ret navnet, eller skriv selve teksten")
    if not text.strip():
        raise MatcherError("Teksten er tom; skriv nogle ord, eller giv en fil med tekst")
    if len(text) > LONGEST:
        raise MatcherError(f"Teksten er på {len(text)} tegn; der læses højst {LONGEST}. Del den i flere")
    return text


def _is_name_of_file(text: str) -> bool:
    """Whether a text of one word looks like a file of text: read as words, a misspelt name would say nothing."""
    return len(text.split()) == 1 and text.casefold().endswith(_ENDINGS)
