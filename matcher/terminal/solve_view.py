"""The answer to an assignment problem, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from matcher.terminal.numbers import brief, clipped, percent, seconds, whole
from matcher.terminal.tables import facts, heading, indented, lines, table

_SHOWN = 20
_STATUS = {
    "optimal": "bevist bedst mulig",
    "feasible": "gyldig, men ikke bevist bedst",
    "infeasible": "kan ikke lade sig gøre",
    "unknown": "ingen plan fundet inden for tiden",
}


def show_answer(console: Console, answer: Mapping[str, Any]) -> None:
    """Status, value, bound, gap and time; the options chosen, the prices, what is short, what cannot hold together."""
    heading(console, "Svar")
    times = answer["seconds"]
    facts(
        console,
        [
            ("Status", Text(f"{answer['status']}: {_STATUS[answer['status']]}", style="bold")),
            ("Værdi", brief(answer["objective"], 6)),
            ("Grænse", brief(answer["bound"], 6)),
            ("Gab", percent(answer["gap"], 4)),
            ("Metode", str(answer["method"])),
            (
                "Tid",
                f"{seconds(times['total'])} (læse {seconds(times['read'])}, opstille {seconds(times['build'])}, "
                f"løse {seconds(times['solve'])})",
            ),
            ("Valgt", f"{whole(len(answer['chosen']))} muligheder"),
        ],
    )
    if answer["chosen"]:
        shown = [str(option) for option in answer["chosen"][:_SHOWN]]
        rest = len(answer["chosen"]) - len(shown)
        lines(console, [", ".join(shown) + (f" … og {whole(rest)} til (--json viser alle)" if rest else "")], mark=" ")
    prices = sorted(((price, name) for name, price in answer["prices"].items() if price > 0), reverse=True)
    if prices:
        heading(console, f"{whole(len(prices))} ressourcer med en pris")
        rows = [(clipped(name, 70), brief(price, 6)) for price, name in prices[:_SHOWN]]
        console.print(indented(table(("Ressource", "Pris"), rows, right=(1,))))
    short = [(name, amount) for name, amount in answer["short"].items() if amount > 0]
    if short:
        heading(console, "Mindstekrav, der ikke er nået")
        lines(console, [f"{name}: mangler {brief(amount, 6)}" for name, amount in short[:_SHOWN]])
    if answer["conflict"]:
        heading(console, "Disse krav kan ikke holde sammen")
        lines(console, answer["conflict"], style="red")
    console.print()
