"""A plan's summary on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from matcher.domain.plan import Plan, PlanStatus
from matcher.explanation.trace import QuestionWorth, ResourceWorth
from matcher.summary import SMALL, Summary
from matcher.terminal.numbers import brief, clipped, decimal, percent, seconds, whole
from matcher.terminal.tables import bars, facts, heading, indented, lines, table

STAGES = {
    "read": "læse filen",
    "columns": "indeksere",
    "eligibility": "vurdere hvert par",
    "options": "bygge muligheder",
    "problem": "opstille problemet",
    "assignment": "finde den bedste plan",
    "check": "efterprøve planen",
    "plan": "samle planen",
    "questions": "finde spørgsmål",
    "explain": "forklare planen",
    "write": "skrive regnearket",
}
"""What each stage does, in Danish."""
_SHOWN = 8
_FEW = 5
_LONGEST = 110


def status_sentence(plan: Plan) -> str:
    """What is proven about the plan, and that somebody stopped the search for a better one."""
    stopped = "Stoppet, før tiden var gået. " if plan.stopped else ""
    return stopped + _proven(plan)


def _proven(plan: Plan) -> str:
    match plan.status:
        case PlanStatus.OPTIMAL:
            return "Bevist bedst mulig."
        case PlanStatus.FEASIBLE:
            return f"Gyldig; ingen plan kan være mere end {percent(plan.gap, 2)} bedre."
        case PlanStatus.INFEASIBLE:
            return "Kan ikke lade sig gøre: de faste krav udelukker hinanden."
        case PlanStatus.UNKNOWN:
            return "Ingen plan fundet inden for tiden; giv den længere tid med --time-limit."


def bound_sentence(plan: Plan) -> str:
    """What the bound holds for when only some pairs were kept."""
    return (
        f"Der er {whole(plan.eligible)} mulige par; planen har valgt mellem de bedste {whole(plan.kept)} af dem, og "
        "grænsen er bevist for dem. En plan over alle par kunne være bedre; hvor meget, er ikke bevist."
    )


def show_plan(
    console: Console,
    plan: Plan,
    summary: Summary,
    questions: Sequence[QuestionWorth],
    finds: Sequence[ResourceWorth],
    stages: Sequence[tuple[str, float]],
) -> None:
    """Everything a municipality must know of a plan before it looks at a single placement."""
    show_summary(console, plan, summary, questions, finds)
    _warnings(console, plan, summary)
    _seconds(console, stages)


def show_summary(
    console: Console,
    plan: Plan,
    summary: Summary,
    questions: Sequence[QuestionWorth],
    finds: Sequence[ResourceWorth],
) -> None:
    """What the plan gives, to whom, what is scarce, and what is worth asking."""
    _head(console, plan, summary)
    _worth(console, summary)
    _left_out(console, summary)
    _scarce(console, summary, finds)
    _questions(console, questions)
    _clauses(console, plan)


def show_no_plan(console: Console, plan: Plan, stages: Sequence[tuple[str, float]]) -> None:
    """The status of a plan that does not exist, and the rules that cannot hold together."""
    heading(console, "Ingen plan")
    facts(console, [("Status", f"{plan.status.value}. {status_sentence(plan)}")])
    if plan.conflict:
        heading(console, "Disse krav kan ikke holde sammen")
        lines(console, plan.conflict, style="red")
    _pins(console, plan)
    _seconds(console, stages)


def _head(console: Console, plan: Plan, summary: Summary) -> None:
    heading(console, "Planen")
    share = summary.placed / summary.candidates if summary.candidates else None
    people = f"{whole(summary.placed)} af {whole(summary.candidates)} borgere ({percent(share)})"
    if summary.placements != summary.placed:
        people += f", {whole(summary.placements)} placeringer"
    facts(
        console,
        [
            ("Status", Text(f"{plan.status.value}. {status_sentence(plan)}", style="bold")),
            ("Værdi", f"{decimal(plan.objective, 4)}   grænse {decimal(plan.bound, 4)}   gab {percent(plan.gap, 2)}"),
            ("Metode", f"{plan.method}; {whole(plan.options)} muligheder for {whole(plan.kept)} par"),
            (
                "Par",
                f"{whole(plan.pairs)} i alt; {whole(plan.eligible)} mulige, {whole(plan.askable)} venter på et svar",
            ),
            ("Placeret", people),
            ("Pladser", f"{whole(summary.filled)} af {whole(summary.places)} i {whole(summary.openings)} stillinger"),
            (
                "Timer",
                f"{brief(summary.hours, 1)} effektive timer om ugen (ønsket af alle: {brief(summary.hours_wanted, 1)})",
            ),
        ],
    )
    if summary.thinned:
        lines(console, [bound_sentence(plan)], mark="!", style="yellow")


def _worth(console: Console, summary: Summary) -> None:
    heading(console, "De tre bundlinjer (gennemsnit af en placering, fra 0 til 1)")
    bars(
        console,
        [
            (
                f"{line.words} (vægt {percent(line.weight)})",
                line.mean,
                f"{decimal(line.mean)}   i alt {decimal(line.total, 1)}",
            )
            for line in summary.lines
        ],
    )


def _left_out(console: Console, summary: Summary) -> None:
    left = sum(people for _, people in summary.left_out)
    if left:
        heading(console, f"Ikke placeret: {whole(left)} borgere efter vigtigste grund")
        shown, rest = summary.left_out[:_SHOWN], summary.left_out[_SHOWN:]
        rows = [(reason, people / left, whole(people)) for reason, people in shown]
        if rest:
            others = sum(people for _, people in rest)
            rows.append((f"{len(rest)} andre grunde", others / left, whole(others)))
        bars(console, rows, style="magenta")
    heading(console, "Placeret efter ønskede timer om ugen")
    bars(
        console,
        [
            (
                f"{band.label} timer",
                band.share,
                f"{percent(band.share)} af {whole(band.people)}"
                if band.share is not None
                else f"for få (under {SMALL})",
            )
            for band in summary.bands
        ],
        style="green",
    )


def _scarce(console: Console, summary: Summary, finds: Sequence[ResourceWorth]) -> None:
    if not summary.scarce:
        return
    heading(console, "Det knappe: hvad én mere højst er værd for planen")
    rows = [
        (
            clipped(use.resource.label, 60),
            use.resource.kind.value,
            f"{brief(use.used, 1)} af {brief(use.resource.capacity, 1)} {use.resource.unit}",
            decimal(use.price, 4),
        )
        for use in summary.scarce[:_SHOWN]
    ]
    console.print(indented(table(("Ressource", "Slags", "Brugt", "Pris"), rows, right=(3,))))
    if len(summary.scarce) > _SHOWN:
        lines(console, [f"… og {whole(len(summary.scarce) - _SHOWN)} andre ressourcer med en pris."], mark=" ")
    if finds:
        heading(console, "Værd at finde mere af")
        lines(console, [find.sentence for find in finds[:_FEW]])


def _questions(console: Console, questions: Sequence[QuestionWorth]) -> None:
    if questions:
        heading(console, "Værd at spørge om")
        lines(console, [question.sentence for question in questions[:_FEW]])


def _clauses(console: Console, plan: Plan) -> None:
    if plan.clauses:
        heading(console, "Sociale klausuler")
        bars(
            console,
            [
                (
                    c.clause,
                    c.planned / c.wanted if c.wanted > 0 else 1.0,
                    f"{brief(c.planned, 1)} af {brief(c.wanted, 1)} {c.unit}"
                    + (f", mangler {brief(c.missing, 1)}" if c.missing > 0 else ""),
                )
                for c in plan.clauses
            ],
        )


def _pins(console: Console, plan: Plan) -> None:
    if plan.broken_pins:
        heading(console, "Fastholdte par, som planen ikke kan holde")
        lines(console, [f"{c} i {o}: {sentence}" for c, o, sentence in plan.broken_pins], mark="!", style="red")


def _warnings(console: Console, plan: Plan, summary: Summary) -> None:
    _pins(console, plan)
    if summary.unverified:
        heading(console, "Regler, der er brugt, men ikke er efterset mod gældende ret")
        lines(
            console,
            [f"{rule.id} ({rule.version}): {clipped(rule.danish, _LONGEST)}" for rule in summary.unverified],
            style="yellow",
        )
    if plan.assumptions:
        heading(console, f"{whole(len(plan.assumptions))} antagelser i filen uden kilde eller fra offentlige tal")
        lines(console, [clipped(sentence, _LONGEST) for sentence in plan.assumptions[:3]])
        if len(plan.assumptions) > 3:
            lines(console, [f"… og {len(plan.assumptions) - 3} til; de står alle i planens regneark."], mark=" ")


def _seconds(console: Console, stages: Sequence[tuple[str, float]]) -> None:
    heading(console, f"Tid: {seconds(sum(spent for _, spent in stages))} i alt")
    words = " · ".join(f"{STAGES.get(name, name)} {seconds(spent)}" for name, spent in stages)
    lines(console, [words], mark=" ")
    console.print()
