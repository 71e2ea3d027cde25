"""What a text speaks of, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from matcher.taxonomy.candidates import Linked
from matcher.taxonomy.esco import ReleaseSize
from matcher.taxonomy.phrases import LinkKind
from matcher.terminal.tables import heading, indented, lines, table

_KINDS = {
    LinkKind.TASK: "opgave",
    LinkKind.DEMAND: "krav",
    LinkKind.NEED: "hensyn",
    LinkKind.OCCUPATION: "stilling",
    LinkKind.ISCO: "ISCO-gruppe",
    LinkKind.SKILL: "kompetence",
}
_NO_RELEASE = "Stillinger og kompetencer: giv mappen med en ESCO-udgivelse med --esco eller BROBYGGER_ESCO."
_NO_SKILLS = "Kompetencer i danske tekster: ESCO-udgivelsen har ingen danske navne på dem (skills_da.csv)."


def show_reading(console: Console, written: str, found: Linked, release: ReleaseSize | None) -> None:
    """Print links in the order of the text, what to ask, and what was not looked for."""
    heading(console, "Teksten taler om")
    rows = [
        (
            _KINDS[link.kind],
            f"{link.code}/{link.part}" if link.part else link.code,
            Text(link.name) + Text("  ikke" if link.absent else "", style="bold"),
            f"»{' '.join(written[link.start : link.end].split())}«",
            f"{link.confidence:.2f}".replace(".", ","),
        )
        for link in found.links
    ]
    if rows:
        console.print(indented(table(("slags", "kode", "navn", "ordene", "sikkerhed"), rows, right=(4,))))
    else:
        lines(console, ["Intet, der kan siges med sikkerhed."])
    if found.asks:
        heading(console, "Spørg")
        lines(console, [one.question for one in found.asks])
    missing = _NO_RELEASE if release is None else "" if release.danish_skills else _NO_SKILLS
    if missing:
        heading(console, "Ikke ledt efter")
        lines(console, [missing])
    console.print()
