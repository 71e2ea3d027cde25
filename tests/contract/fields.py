"""Every field of the domain, a change of it, and the stages that must notice.

A field that is missing here fails the contract test with its name: nobody adds an attribute and forgets to carry it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from matcher.domain import (
    Answer,
    Binding,
    BindingKind,
    Budget,
    Candidate,
    Clause,
    ClauseUnit,
    Competence,
    CompetenceKind,
    DanishLevel,
    Employer,
    EmployerKind,
    Facts,
    GoAhead,
    Identity,
    Necessity,
    Need,
    NeedSource,
    Opening,
    OpeningTask,
    Outcome,
    Provider,
    Provision,
    Scheme,
    Settings,
    SupportOffer,
    Transport,
    Week,
    Wish,
    WishSubject,
    Workplace,
)
from tests.municipality import (
    CATALOGUE,
    DAY,
    FIRST,
    SECOND,
    THIRD,
    WEEKDAYS,
    asta,
    bakery,
    easy,
    helper,
    offer,
    with_tables,
)

SECTORS = list(CATALOGUE.sectors)
CERTIFICATE = next(iter(CATALOGUE.certificates))
SOME_WEEK = Week.parse("ma-on 09:00-12:00")
SOON = DAY + timedelta(days=30)

NEEDS = (
    Need("SEN-01", Necessity.MUST, source=NeedSource.PLAN, review=DAY),
    Need("SOC-02", Necessity.MUST, 1.0),
    Need("SCH-11", Necessity.MUST, windows=Week.parse("ti 08:00-09:00")),
    Need("PHY-09", Necessity.MUST, parts=frozenset({"lift"})),
)
PROVISIONS = (
    Provision("SEN-01", Answer.YES, verified=DAY),
    Provision("SOC-02", Answer.YES, hours=2.0),
    Provision("PHY-09", Answer.YES, parts=frozenset({"lift"})),
    Provision("SOC-05", Answer.YES, amount=4.0),
    Provision("PHY-03", Answer.YES, count=1),
)
BASE = Facts(
    settings=Settings(DAY, assumptions=("Antagelse: intet er rigtigt.",)),
    candidates=(
        asta(
            needs=NEEDS,
            wishes=(Wish(WishSubject.TASK, FIRST, True), Wish(WishSubject.EMPLOYER, "filialen", True)),
            waiting_since=date(2025, 1, 1),
            competences=(Competence(CompetenceKind.TEXT, "bagning", 12.0),),
            text="Jeg kan godt lide at bage",
        ),
    ),
    employers=(
        Employer("bager", "Bager Bo", EmployerKind.PRIVATE),
        Employer("filialen", "Den Anden", EmployerKind.SOCIAL),
    ),
    workplaces=(bakery(provisions=PROVISIONS), bakery(id="filialen", name="Filialen", employer="filialen")),
    openings=(helper(places=2, hours_total=20.0, tasks=(easy(FIRST, 10.0, core=True), easy(SECOND, 5.0))),),
    offers=(
        offer(cost_per_hour=10.0, budget="pulje", postcode="7000", radius_km=20.0),
        offer(id="borde", accommodations=frozenset({"PHY-03"}), hours_per_week=None, count=2),
    ),
    budgets=(Budget("pulje", "Puljen", 50_000.0), Budget("anden", "Anden pulje", 1.0)),
    clauses=(Clause("k", "Kontrakt", "bager", ClauseUnit.PERSON_WEEKS, 2.0),),
    bindings=(Binding("asta", "hjælper", BindingKind.PIN, "aftalt"),),
    go_aheads=(GoAhead("asta", "hjælper", DAY),),
    outcomes=(
        Outcome("asta", "bageriet", Scheme.FLEKSJOB, date(2025, 1, 1), date(2025, 6, 1), 5.0, frozenset({THIRD})),
    ),
    identities=(Identity("asta", name="Asta Andersen", sex="kvinde", birth_year=1980),),
)

ENGINE = frozenset({"files", "engine"})
"""Read from files and noticed by a column, a resource, a floor or a problem."""
WORDS = frozenset({"files", "words"})
"""Read from files and noticed by an explanation or a plan's table, never by the plan itself."""
KEPT = frozenset({"files"})
"""Read from files and kept for the municipality: given to no stage, on purpose."""
ENGINE_ONLY = frozenset({"engine"})


@dataclass(frozen=True)
class Field:
    """One field: another value of it, and the stages that must notice."""

    noun: type
    name: str
    value: Any
    stages: frozenset[str]


def _changed(facts: Facts, field: Field) -> Facts:
    """The facts with the field changed in the first row of its noun."""
    if field.noun is Settings:
        return replace(facts, settings=replace(facts.settings, **{field.name: field.value}))
    candidate, workplace, opening = facts.candidates[0], facts.workplaces[0], facts.openings[0]
    inside = {Need: "needs", Wish: "wishes", Competence: "competences"}
    if field.noun in inside:
        rows = getattr(candidate, inside[field.noun])
        inner: dict[str, Any] = {inside[field.noun]: _first_changed(rows, field)}
        changed = replace(candidate, **inner)
        return replace(facts, candidates=(changed, *facts.candidates[1:]))
    if field.noun is Provision:
        place = replace(workplace, provisions=_first_changed(workplace.provisions, field))
        return replace(facts, workplaces=(place, *facts.workplaces[1:]))
    if field.noun is OpeningTask:
        return replace(facts, openings=(replace(opening, tasks=_first_changed(opening.tasks, field)),))
    rows = getattr(facts, TABLES[field.noun])
    return with_tables(facts, **{TABLES[field.noun]: _first_changed(rows, field)})


def _first_changed(rows: tuple[Any, ...], field: Field) -> tuple[Any, ...]:
    """The rows with the field changed in the first row that shows it at work."""
    place = WHICH.get((field.noun, field.name), 0)
    return tuple(replace(row, **{field.name: field.value}) if n == place else row for n, row in enumerate(rows))


TABLES: dict[type, str] = {
    Candidate: "candidates",
    Employer: "employers",
    Workplace: "workplaces",
    Opening: "openings",
    SupportOffer: "offers",
    Budget: "budgets",
    Clause: "clauses",
    Binding: "bindings",
    GoAhead: "go_aheads",
    Outcome: "outcomes",
    Identity: "identities",
}
NESTED: tuple[type, ...] = (Need, Wish, Competence, Provision, OpeningTask)
WHICH = {
    (Need, "amount"): 1,
    (Need, "windows"): 2,
    (Need, "parts"): 3,
    (Wish, "subject"): 1,
    (SupportOffer, "count"): 1,
    (Provision, "hours"): 1,
    (Provision, "parts"): 2,
    (Provision, "amount"): 3,
    (Provision, "count"): 4,
    (OpeningTask, "core"): 1,
}
"""The row, where another than the first shows the field at work."""

IDS = {
    (Candidate, "id"),
    (Employer, "id"),
    (Workplace, "id"),
    (Opening, "id"),
    (SupportOffer, "id"),
    (Budget, "id"),
    (Clause, "id"),
    (Identity, "candidate"),
    (GoAhead, "candidate"),
    (GoAhead, "opening"),
    (Binding, "candidate"),
    (Binding, "opening"),
    (Outcome, "candidate"),
}
"""Ids and references to the one row there is: every stage is keyed by them, the round trip of files shows it."""
PARTS = {
    (Candidate, "needs"),
    (Candidate, "wishes"),
    (Candidate, "competences"),
    (Workplace, "provisions"),
    (Opening, "tasks"),
}
"""Fields that hold nouns of their own, whose fields are listed each."""


def changed_facts(field: Field) -> Facts:
    """The base facts with that field changed."""
    return _changed(BASE, field)


FIELDS: tuple[Field, ...] = (
    Field(Settings, "day", DAY + timedelta(days=1), ENGINE),
    Field(Settings, "weeks", 30, ENGINE),
    Field(Settings, "rules", (("ratio", False),), ENGINE),
    Field(Settings, "parameters", (("ratio", "first_ratio", 4.0),), ENGINE),
    Field(Settings, "assumptions", ("Antagelse: alt er rigtigt.",), WORDS),
    Field(Candidate, "scheme", Scheme.INTERNSHIP, ENGINE),
    Field(Candidate, "postcode", "7000", ENGINE),
    Field(Candidate, "hours_min", 5.0, ENGINE),
    Field(Candidate, "hours_target", 7.0, ENGINE),
    Field(Candidate, "hours_max", 13.0, ENGINE),
    Field(Candidate, "intensity", 0.5, ENGINE),
    Field(Candidate, "presence_max", 20.0, ENGINE),
    Field(Candidate, "availability", SOME_WEEK, ENGINE),
    Field(Candidate, "max_jobs", 2, ENGINE),
    Field(Candidate, "commute_max", 31.0, ENGINE),
    Field(Candidate, "transport", frozenset({Transport.CAR}), ENGINE),
    Field(Candidate, "danish", DanishLevel.FLUENT, ENGINE),
    Field(Candidate, "languages", frozenset({"en"}), ENGINE),
    Field(Candidate, "certificates", frozenset({CERTIFICATE}), ENGINE),
    Field(Candidate, "available_from", SOON, ENGINE),
    Field(Candidate, "waiting_since", date(2024, 1, 1), ENGINE),
    Field(Candidate, "grant_from", date(2022, 5, 1), ENGINE),
    Field(Candidate, "grant_to", date(2030, 1, 1), ENGINE),
    Field(Candidate, "previous_employers", ("bager",), ENGINE),
    Field(Candidate, "related_employers", frozenset({"bager"}), ENGINE),
    Field(Candidate, "wants_growth", True, ENGINE),
    Field(Candidate, "text", "Jeg vil helst ordne planter", ENGINE),
    Field(Need, "accommodation", "SEN-05", ENGINE),
    Field(Need, "necessity", Necessity.SHOULD, ENGINE),
    Field(Need, "amount", 1.5, ENGINE),
    Field(Need, "parts", frozenset({"step_free"}), ENGINE),
    Field(Need, "windows", Week.parse("on 08:00-09:00"), ENGINE),
    Field(Need, "source", NeedSource.CANDIDATE, WORDS),
    Field(Need, "review", date(2026, 1, 1), WORDS),
    Field(Wish, "subject", WishSubject.WORKPLACE, ENGINE),
    Field(Wish, "target", SECOND, ENGINE),
    Field(Wish, "wanted", False, ENGINE),
    Field(Competence, "kind", CompetenceKind.OCCUPATION, KEPT),
    Field(Competence, "value", "havearbejde", ENGINE),
    Field(Competence, "months", 24.0, KEPT),
    Field(Identity, "name", "Asta Bentsen", KEPT),
    Field(Identity, "cpr", "0101801234", KEPT),
    Field(Identity, "sex", "mand", KEPT),
    Field(Identity, "birth_year", 1990, KEPT),
    Field(Identity, "caseworker_confidence", 0.5, KEPT),
    Field(Employer, "name", "Bager Ib", WORDS),
    Field(Employer, "kind", EmployerKind.MUNICIPAL, WORDS),
    Field(Employer, "cvr", "12345678", KEPT),
    Field(Employer, "registered_social", True, KEPT),
    Field(Provision, "accommodation", "SEN-05", ENGINE),
    Field(Provision, "answer", Answer.NO, ENGINE),
    Field(Provision, "amount", 3.0, ENGINE),
    Field(Provision, "count", 2, ENGINE),
    Field(Provision, "hours", 3.0, ENGINE),
    Field(Provision, "parts", frozenset({"lift", "step_free"}), ENGINE),
    Field(Provision, "verified", date(2026, 5, 1), WORDS),
    Field(Workplace, "employer", "filialen", ENGINE),
    Field(Workplace, "name", "Brødhuset", WORDS),
    Field(Workplace, "postcode", "7000", ENGINE),
    Field(Workplace, "sector", SECTORS[1], ENGINE),
    Field(Workplace, "p_number", "1234567890", KEPT),
    Field(Workplace, "ordinary_fte", 30.0, ENGINE),
    Field(Workplace, "ordinary_heads", 40.0, KEPT),
    Field(Workplace, "subsidised_fte", 1.0, ENGINE),
    Field(Workplace, "subsidised_heads", 2.0, KEPT),
    Field(Workplace, "ratio_evidence", DAY, WORDS),
    Field(Workplace, "employer_statement", True, WORDS),
    Field(Workplace, "union_statement", True, WORDS),
    Field(Workplace, "staff_now", 21.0, ENGINE),
    Field(Workplace, "staff_12_months", 19.0, ENGINE),
    Field(Workplace, "vacancy_by_dismissal", True, ENGINE),
    Field(OpeningTask, "task", THIRD, ENGINE),
    Field(OpeningTask, "hours", 11.0, ENGINE),
    Field(OpeningTask, "core", True, ENGINE),
    Field(OpeningTask, "demands", (("lift_kg", 3.0),), ENGINE),
    Field(Opening, "workplace", "filialen", ENGINE),
    Field(Opening, "title", "Bagerhjælp", ENGINE),
    Field(Opening, "places", 3, ENGINE),
    Field(Opening, "hours_min", 4.0, ENGINE),
    Field(Opening, "hours_max", 9.0, ENGINE),
    Field(Opening, "hours_total", 19.0, ENGINE),
    Field(Opening, "windows", SOME_WEEK, ENGINE),
    Field(Opening, "shortest_shift", 2.0, ENGINE),
    Field(Opening, "schemes", frozenset({Scheme.FLEKSJOB}), ENGINE),
    Field(Opening, "danish", DanishLevel.FLUENT, ENGINE),
    Field(Opening, "languages", frozenset({"en"}), ENGINE),
    Field(Opening, "certificates", frozenset({CERTIFICATE}), ENGINE),
    Field(Opening, "start", SOON, ENGINE),
    Field(Opening, "latest_start", SOON, ENGINE),
    Field(Opening, "growth", True, ENGINE),
    Field(Opening, "seasonal", True, ENGINE),
    Field(Opening, "text", "Kom og bag med os", ENGINE),
    Field(SupportOffer, "name", "Mentorkorpset", WORDS),
    Field(SupportOffer, "provider", Provider.VOLUNTEER, WORDS),
    Field(SupportOffer, "accommodations", frozenset({"SOC-01"}), ENGINE),
    Field(SupportOffer, "hours_per_week", 6.0, ENGINE),
    Field(SupportOffer, "hours_per_person", 2.0, ENGINE),
    Field(SupportOffer, "count", 3, ENGINE),
    Field(SupportOffer, "cost_per_hour", 20.0, ENGINE),
    Field(SupportOffer, "cost_each", 20.0, ENGINE),
    Field(SupportOffer, "budget", "anden", ENGINE),
    Field(SupportOffer, "postcode", "1050", ENGINE),
    Field(SupportOffer, "radius_km", 1.0, ENGINE),
    Field(SupportOffer, "schemes", frozenset({Scheme.ORDINARY}), ENGINE),
    Field(SupportOffer, "starts", SOON, ENGINE),
    Field(SupportOffer, "ends", date(2026, 1, 1), ENGINE),
    Field(Budget, "name", "Mentorpuljen", WORDS),
    Field(Budget, "amount", 40_000.0, ENGINE),
    Field(Clause, "contract", "Rengøring 2026", WORDS),
    Field(Clause, "employer", "filialen", ENGINE),
    Field(Clause, "unit", ClauseUnit.HOURS, ENGINE),
    Field(Clause, "quantity", 3.0, ENGINE),
    Field(Clause, "delivered", 1.0, ENGINE),
    Field(Clause, "workplaces", frozenset({"filialen"}), ENGINE),
    Field(Clause, "starts", SOON, ENGINE),
    Field(Clause, "ends", SOON, ENGINE),
    Field(Clause, "schemes", frozenset({Scheme.ORDINARY}), ENGINE),
    Field(Clause, "evidence", "lønsedler", WORDS),
    Field(Clause, "penalty", 2.0, ENGINE),
    Field(Binding, "kind", BindingKind.FORBID, ENGINE),
    Field(Binding, "reason", "aftalt med borgeren", WORDS),
    Field(GoAhead, "given", date(2026, 11, 1), WORDS),
    Field(GoAhead, "withdrawn", DAY, WORDS),
    Field(Outcome, "workplace", "filialen", KEPT),
    Field(Outcome, "scheme", Scheme.ORDINARY, KEPT),
    Field(Outcome, "started", date(2025, 2, 1), KEPT),
    Field(Outcome, "ended", date(2025, 7, 1), KEPT),
    Field(Outcome, "hours", 6.0, KEPT),
    Field(Outcome, "tasks", frozenset({SECOND}), ENGINE),
)

__all__ = [
    "BASE",
    "ENGINE",
    "FIELDS",
    "IDS",
    "KEPT",
    "NESTED",
    "PARTS",
    "TABLES",
    "WEEKDAYS",
    "WORDS",
    "Field",
    "changed_facts",
]
