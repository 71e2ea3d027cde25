"""What other weights would have given, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from matcher.terminal.numbers import UNKNOWN, decimal, percent, whole
from matcher.terminal.tables import facts as named
from matcher.terminal.tables import heading, indented, lines, table

_RESULTS = {
    "started": "Begyndt: foreslået fra listen og begyndt inden 13 uger",
    "lasted": "Varet: begyndt og varet 13 uger",
}
_READING = (
    "Tallene er forløb for hver liste, med 95 % interval. IPS vægter det, der skete, med hvor meget oftere de andre "
    "vægte ville have vist det der; den dobbelt robuste lægger til, hvad en model venter af resten.",
    "Det, der kom af en stilling, regnes kun for at afhænge af stillingen og dens plads. De samme stillinger med de "
    "samme timer og opgaver er sat i en anden rækkefølge, med priserne og planens forslag, som de var.",
    "Stillinger bytter kun plads, når de er næsten lige meget værd. Så tallene kan kun sige noget om vægte, der ordner "
    "dem, der stod lige, anderledes.",
)


def show_choices(console: Console, found: Mapping[str, Any]) -> None:
    """Both results, each with its estimates or why nothing can be said; then how to read it."""
    heading(console, f"Andre vægte på de viste lister: {found['weights']}")
    if found["left_out"] != 0:
        many = f"under {10}" if found["left_out"] is None else whole(found["left_out"])
        lines(console, [f"{many} lister er gemt på en måde, der ikke kan regnes om, og er ikke med"])
    for name, words in _RESULTS.items():
        heading(console, words)
        _show(console, found["results"][name])
    heading(console, "Sådan læses det")
    lines(console, list(_READING))
    console.print()


def _show(console: Console, one: Mapping[str, Any]) -> None:
    if one["lists"] is not None:
        rows = [("Lister", f"{whole(one['lists'])} for {whole(one['people'])} borgere")]
        if one["logged"] is not None:
            rows += [
                ("Lister, hvor alt er prøvet", percent(one["overlap"])),
                ("Aldrig prøvet", percent(one["unsupported"], 1)),
                ("Svarer til egne lister", whole(one["effective"])),
            ]
        named(console, rows)
    if not one["told"]:
        if one["logged"] is not None:
            lines(console, [f"Som listerne var: {_interval(one['logged'])}"])
        lines(console, [f"De andre vægte: kan ikke afgøres. {one['why']}"])
        return
    estimates = [
        ("Som listerne var", _interval(one["logged"]), UNKNOWN),
        ("De andre vægte (IPS)", _interval(one["ips"]), _interval(one["ips_gain"])),
        ("De andre vægte (dobbelt robust)", _interval(one["dr"]), _interval(one["dr_gain"])),
    ]
    console.print()
    console.print(indented(table(("", "Forløb for hver liste", "Forskel"), estimates, right=(1, 2))))


def _interval(estimate: Mapping[str, Any]) -> str:
    low, high = decimal(estimate["low"], 3), decimal(estimate["high"], 3)
    return f"{decimal(estimate['value'], 3)} ({low} til {high})"
