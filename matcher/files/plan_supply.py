"""The sheets of a plan that are about the plan itself and what it draws on: overview, openings, resources, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from matcher.domain import LegalRule
from matcher.domain.plan import ClauseUse, PlanStatus, ResourceUse
from matcher.explanation.trace import QuestionWorth, UnfilledTrace
from matcher.files.plan_content import PlanContent
from matcher.files.plan_sheet import Column, PlanSheet, below
from matcher.summary import SMALL

_MOST = 5
_TOO_MANY = "Ikke forklaret her, fordi der er så mange; brug »brobygger shortlist« eller »brobygger why«."
_STATUS = {
    PlanStatus.OPTIMAL: "bevist bedst mulig",
    PlanStatus.FEASIBLE: "gyldig; højst gabet fra den bedste",
    PlanStatus.INFEASIBLE: "kan ikke lade sig gøre",
    PlanStatus.UNKNOWN: "ingen plan fundet inden for tiden",
}


def overview(content: PlanContent) -> PlanSheet:
    """Status, numbers, versions, assumptions, and what nobody has checked."""
    columns: tuple[Column[tuple[str, str, object]], ...] = (
        Column("Afsnit", lambda row: row[0], 24),
        Column("Emne", lambda row: row[1], 44, "wrap"),
        Column("Værdi", lambda row: row[2], 90, "wrap"),
    )
    return PlanSheet.of("Oversigt", columns, _overview(content))


def _overview(content: PlanContent) -> Iterator[tuple[str, str, object]]:
    plan, summary = content.planned.plan, content.summary
    yield "Plan", "Afgørelse", "Planen er et forslag. En navngiven medarbejder afgør hver placering."
    yield "Plan", "Status", f"{plan.status.value}: {_STATUS[plan.status]}"
    for name, value in (("Værdi", plan.objective), ("Bevist grænse", plan.bound), ("Gab", plan.gap)):
        yield "Plan", name, value
    yield "Plan", "Metode", plan.method
    if summary.thinned:
        words = "Kun hver borgers bedste par er med; grænsen er bevist for dem og ikke for alle par."
        yield "Plan", "Forbehold", words
    numbers = (
        ("Borgere", summary.candidates),
        ("Borgere med placering", summary.placed),
        ("Placeringer", summary.placements),
        ("Stillinger", summary.openings),
        ("Pladser", summary.places),
        ("Pladser besat", summary.filled),
        ("Effektive timer om ugen", summary.hours),
        ("Timer om ugen, som alle ønsker tilsammen", summary.hours_wanted),
        ("Par i alt", plan.pairs),
        ("Mulige par", plan.eligible),
        ("Par, der venter på svar", plan.askable),
        ("Par, planen har valgt mellem", plan.kept),
        ("Valgmuligheder", plan.options),
    )
    yield from (("Tal", name, number) for name, number in numbers)
    for line in summary.lines:
        yield "Bundlinjer", f"{line.words}, vægt", line.weight
        yield "Bundlinjer", f"{line.words}, gennemsnit af en placering", line.mean
        yield "Bundlinjer", f"{line.words}, i alt", line.total
    for reason, people in summary.left_out:
        yield "Ikke placeret", reason, people
    for band in summary.bands:
        share: object = f"for få (under {SMALL})" if band.share is None else band.share
        yield "Placeret efter ønskede timer", f"{band.label} timer om ugen", share
    for candidate, opening, sentence in plan.broken_pins:
        yield "Fastholdt, men ikke mulig", f"{candidate} i {opening}", sentence
    for candidate, opening in plan.held_otherwise:
        yield "Findes i forvejen", f"{candidate} i {opening}", "ikke længere mulig, som det er aftalt"
    if plan.stability is not None:
        stability = plan.stability
        yield "Offentliggjort før", "skulle blive stående", stability.wanted
        yield "Offentliggjort før", "bliver stående", len(stability.kept)
        for words, pairs in (("ændret", stability.changed), ("ikke længere mulig", stability.impossible)):
            yield from (("Offentliggjort før", f"{candidate} i {opening}", words) for candidate, opening in pairs)
    for rule in summary.unverified:
        yield "Regler, der ikke er efterset", f"{rule.id} ({rule.version})", rule.danish
    yield from (("Lavet med", name, version) for name, version in plan.versions)
    yield from (("Antagelser", "", sentence) for sentence in plan.assumptions)


def openings(content: PlanContent) -> PlanSheet:
    """One row for each opening with places left: why, what to ask, what would help."""
    columns: tuple[Column[UnfilledTrace], ...] = (
        Column("Stilling", lambda t: t.place.opening),
        Column("Titel", lambda t: t.place.title, 26),
        Column("Arbejdssted", lambda t: t.place.workplace_name, 26),
        Column("Virksomhed", lambda t: t.place.employer_name, 26),
        Column("Ledige pladser", lambda t: t.left, 9),
        Column("Kort sagt", lambda t: t.summary, 50, "wrap"),
        Column("Mulige borgere", lambda t: t.possible, 9),
        Column("Venter på svar", lambda t: t.waiting, 9),
        Column("Placeret et andet sted", lambda t: t.placed_elsewhere, 9),
        Column("Uden placering", lambda t: t.without, 9),
        Column(
            "Regler, der siger nej (borgere)",
            lambda t: below((f"{r.title}: {r.blocked}, alene {r.only}" for r in t.refused), _MOST),
            40,
            "wrap",
        ),
        Column("Kan åbnes ved", lambda t: below(t.loosen, _MOST), 60, "wrap"),
        Column("Spørg om", lambda t: below((f"{q.question} {q.sentence}" for q in t.questions), _MOST), 60, "wrap"),
        Column("Én mere af det knappe", lambda t: below((m.sentence for m in t.more), _MOST), 60, "wrap"),
    )
    explained = PlanSheet.of("Ledige stillinger", columns, content.unfilled)
    facts = content.planned.world.facts
    brief = []
    for opening, left in content.unexplained:
        row, workplace = facts.opening_by_id[opening], facts.workplace_by_id[facts.opening_by_id[opening].workplace]
        cells: list[object] = [None] * len(columns)
        cells[:6] = [opening, row.title, workplace.name, facts.employer_of(row).name, left, _TOO_MANY]
        brief.append(tuple(cells))
    return replace(explained, rows=explained.rows + tuple(brief))


def resources(content: PlanContent) -> PlanSheet:
    """Use and price of every resource, the dearest first."""
    columns: tuple[Column[ResourceUse], ...] = (
        Column("Id", lambda u: u.resource.id, 24),
        Column("Ressource", lambda u: u.resource.label, 60),
        Column("Slags", lambda u: u.resource.kind.value, 24),
        Column("Enhed", lambda u: u.resource.unit, 12),
        Column("I alt", lambda u: u.resource.capacity, 12, "two decimals"),
        Column("Brugt", lambda u: u.used, 12, "two decimals"),
        Column("Tilbage", lambda u: u.left, 12, "two decimals"),
        Column("Pris: hvad én mere højst er værd for planen", lambda u: u.price, 18),
    )
    uses = sorted(content.planned.plan.resources, key=lambda use: (-use.price * use.resource.capacity, use.resource.id))
    return PlanSheet.of("Ressourcer", columns, uses)


def questions(content: PlanContent) -> PlanSheet:
    """What is worth asking over the whole plan, the best first."""
    columns: tuple[Column[QuestionWorth], ...] = (
        Column("Spørg", lambda q: q.asked_name, 30),
        Column("Id", lambda q: q.asked),
        Column("Spørgsmål", lambda q: q.question, 70, "wrap"),
        Column("Borgere uden placering, der får en mulighed", lambda q: q.people, 14),
        Column("Stillinger med ledige pladser, der får en mulig borger", lambda q: q.openings, 14),
        Column("Par, der kun mangler dette svar", lambda q: q.pairs, 14),
        Column("Kort sagt", lambda q: q.sentence, 60, "wrap"),
    )
    return PlanSheet.of("Spørgsmål", columns, content.questions)


def clauses(content: PlanContent) -> PlanSheet:
    """How far each social clause is met."""
    facts = content.planned.world.facts
    by_id = {clause.id: clause for clause in facts.clauses}
    columns: tuple[Column[ClauseUse], ...] = (
        Column("Klausul", lambda c: c.clause),
        Column("Kontrakt", lambda c: by_id[c.clause].contract, 40),
        Column("Virksomhed", lambda c: facts.employer_by_id[by_id[c.clause].employer].name, 30),
        Column("Enhed", lambda c: c.unit),
        Column("Leveret før", lambda c: by_id[c.clause].delivered, 12, "two decimals"),
        Column("Mangler før planen", lambda c: c.wanted, 12, "two decimals"),
        Column("Fra planen", lambda c: c.planned, 12, "two decimals"),
        Column("Mangler stadig", lambda c: c.missing, 12, "two decimals"),
        Column("Dokumentation", lambda c: by_id[c.clause].evidence, 50, "wrap"),
    )
    return PlanSheet.of("Klausuler", columns, content.planned.plan.clauses)


def rules(content: PlanContent) -> PlanSheet:
    """Every rule of law in force, how many placements it was applied to, and whether it has been checked."""
    used = Counter(rule.id for trace in content.placements for rule in trace.rules)
    columns: tuple[Column[LegalRule], ...] = (
        Column("Regel", lambda r: r.id, 24),
        Column("Udgave", lambda r: r.version, 24),
        Column("Indhold", lambda r: r.danish, 70, "wrap"),
        Column("Placeringer, den er brugt på", lambda r: used[r.id], 12),
        Column("Efterset mod gældende ret", lambda r: r.verified, 12),
        Column("Bemærkning", lambda r: r.note, 60, "wrap"),
        Column("Kilde", lambda r: r.source, 60, "wrap"),
    )
    in_force = sorted(content.planned.world.rules.values(), key=lambda rule: rule.id)
    return PlanSheet.of("Regler", columns, in_force)
