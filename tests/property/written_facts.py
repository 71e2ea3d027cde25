"""Hypothesis strategies for facts of every kind, with the awkward texts, ids and numbers a file must carry."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from matcher.catalogue.loader import load_catalogue
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
from matcher.files.kinds.text import ERROR_VALUE, Text, read_id
from matcher.files.vocabularies import make_vocabularies

CATALOGUE = load_catalogue()
WORDS = make_vocabularies(CATALOGUE)
AWKWARD = [
    "=1+1",
    "'=1",
    "+45 75 12 34 56",
    "-",
    "@a",
    '"citat"',
    "to\nlinjer",
    "cr\r\nlf",
    " blanke ",
    "æøåÆØÅ",
    "007",
    "a;b,c\td",
]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")

# Texts that a file may hold: not blank (blank is empty), and none that our own reading refuses.
texts = (
    st.sampled_from(AWKWARD) | st.text(LETTERS, max_size=40) | st.integers(1, 32_767).map(lambda length: "x" * length)
).filter(
    lambda text: bool(text.strip()) and Text().read(text, WORDS) == text and not ERROR_VALUE.fullmatch(text.strip())
)
GIVEN = [row.id for row in CATALOGUE.accommodations.values() if row.consumed]
maybe_text = st.just("") | texts
ids = (
    st.sampled_from(["007", "7", "B-1", "æ", "=1", "-1", "+4", "1e5", "'x", "0", "a b"])
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
    )
).filter(lambda id_: id_ == id_.strip() and read_id(id_) == id_ and not ERROR_VALUE.fullmatch(id_))
days = st.dates(date(1901, 1, 1), date(2100, 12, 31))
truths = st.none() | st.booleans()
later = st.dates(date(2026, 1, 1), date(2027, 1, 1))
weeks = st.integers(0, (1 << 336) - 1).map(Week) | st.sampled_from([Week(), Week.parse("ma-fr 08:00-14:00")])
certificates = st.frozensets(st.sampled_from(list(CATALOGUE.certificates)), max_size=3)
languages = st.frozensets(st.sampled_from(list(CATALOGUE.languages)), max_size=3)
nothing: st.SearchStrategy[frozenset[str] | None] = st.sampled_from([None, frozenset()])
schemes = st.frozensets(st.sampled_from(Scheme), max_size=3)
postcodes = st.sampled_from(list(CATALOGUE.postcodes))


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def periods(draw: st.DrawFn) -> tuple[date | None, date | None]:
    """Two dates in order, either of which may be missing."""
    first, last = sorted((draw(days), draw(days)))
    return draw(st.sampled_from([(first, last), (None, last), (first, None), (None, None)]))


@st.composite
def needs(draw: st.DrawFn) -> tuple[Need, ...]:
    found = []
    for id_ in draw(st.lists(st.sampled_from(list(CATALOGUE.accommodations)), unique=True, max_size=4)):
        row = CATALOGUE.accommodations[id_]
        amount = None
        if row.amount_name and (row.amount_default is None or draw(st.booleans())):
            low, high = row.amount_low, row.amount_high
            halves = st.integers(round(low * 2), round(high * 2)).map(lambda half: half / 2)
            amount = draw(halves if row.amount_unit == "clock" else numbers(low, high))
        parts = draw(st.frozensets(st.sampled_from(row.parts))) if row.parts else frozenset()
        windows = draw(maybe(weeks)) if id_ in ("SCH-06", "SCH-11") else None
        source = draw(maybe(st.sampled_from(NeedSource)))
        necessity = draw(st.sampled_from(Necessity))
        found.append(Need(id_, necessity, amount, parts, windows, source, draw(maybe(days))))
    return tuple(found)


@st.composite
def provisions(draw: st.DrawFn) -> tuple[Provision, ...]:
    found = []
    for id_ in draw(st.lists(st.sampled_from(list(CATALOGUE.accommodations)), unique=True, max_size=3)):
        answer = draw(st.sampled_from(Answer))
        low, high = {Answer.YES: (1, 100), Answer.NO: (0, 0), Answer.NOT_ASKED: (0, 100)}[answer]
        parts = CATALOGUE.accommodations[id_].parts
        found.append(
            Provision(
                id_,
                answer,
                draw(maybe(numbers(0, 10_000))),
                draw(maybe(st.integers(low, high))),
                draw(maybe(numbers(low, high))),
                draw(maybe(st.frozensets(st.sampled_from(parts))))
                if parts
                else draw(st.sampled_from([None, frozenset()])),
                draw(maybe(days)),
            )
        )
    return tuple(found)


@st.composite
def wishes(draw: st.DrawFn, employers: list[str], workplaces: list[str]) -> tuple[Wish, ...]:
    targets = {
        WishSubject.TASK: list(CATALOGUE.tasks),
        WishSubject.SECTOR: list(CATALOGUE.sectors),
        WishSubject.EMPLOYER: employers,
        WishSubject.WORKPLACE: workplaces,
    }
    pairs = [(subject, target) for subject, found in targets.items() for target in found]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3))
    return tuple(Wish(subject, target, draw(st.booleans())) for subject, target in chosen)


@st.composite
def competences(draw: st.DrawFn) -> Competence:
    kind = draw(st.sampled_from(CompetenceKind))
    value = draw(st.sampled_from(list(CATALOGUE.tasks)) if kind is CompetenceKind.TASK else texts)
    return Competence(kind, value, draw(maybe(numbers(0, 720))))


@st.composite
def candidates(draw: st.DrawFn, id_: str, employers: list[str], workplaces: list[str]) -> Candidate:
    low, middle, high = sorted(draw(st.tuples(*[numbers(0.5, 37)] * 3)))
    grant = draw(periods())
    return Candidate(
        id_,
        draw(maybe(st.sampled_from(Scheme))),
        draw(postcodes),
        low,
        middle,
        high,
        intensity=draw(numbers(0.01, 1)),
        presence_max=draw(maybe(numbers(0.5, 37))),
        availability=draw(maybe(weeks)),
        max_jobs=draw(st.integers(1, 5)),
        commute_max=draw(maybe(numbers(1, 240))),
        transport=draw(maybe(st.frozensets(st.sampled_from(Transport), min_size=1))),
        danish=draw(maybe(st.sampled_from(DanishLevel))),
        languages=draw(languages),
        certificates=draw(maybe(certificates)),
        available_from=draw(maybe(days)),
        waiting_since=draw(maybe(days)),
        grant_from=grant[0],
        grant_to=grant[1],
        previous_employers=tuple(draw(st.lists(ids, max_size=3))),
        related_employers=frozenset(draw(st.lists(ids, max_size=2))),
        wants_growth=draw(truths),
        text=draw(maybe_text),
        needs=draw(needs()),
        wishes=draw(wishes(employers, workplaces)),
        competences=tuple(draw(st.lists(competences(), max_size=2))),
    )


@st.composite
def openings(draw: st.DrawFn, id_: str, workplaces: list[str]) -> Opening:
    low, high, total = sorted(draw(st.tuples(*[numbers(0.5, 37)] * 3)))
    period = draw(periods())
    demands = st.lists(st.sampled_from(list(CATALOGUE.axes.values())), unique_by=lambda axis: axis.id, max_size=3)
    tasks = [
        OpeningTask(
            task,
            draw(numbers(0.5, 1_000)),
            draw(st.booleans()),
            tuple((axis.id, draw(numbers(0, axis.high))) for axis in draw(demands)),
        )
        for task in draw(st.lists(st.sampled_from(list(CATALOGUE.tasks)), unique=True, min_size=1, max_size=3))
    ]
    return Opening(
        id_,
        draw(st.sampled_from(workplaces)),
        draw(texts),
        draw(st.integers(1, 1_000)),
        low,
        high,
        total,
        windows=draw(maybe(weeks)),
        shortest_shift=draw(numbers(0.5, 12)),
        schemes=draw(schemes.filter(bool)),
        danish=draw(maybe(st.sampled_from(DanishLevel))),
        languages=draw(languages),
        certificates=draw(certificates),
        start=period[0],
        latest_start=period[1],
        growth=draw(truths),
        seasonal=draw(truths),
        text=draw(maybe_text),
        tasks=tuple(tasks),
    )


@st.composite
def supplies(draw: st.DrawFn) -> tuple[float | None, float | None, int | None]:
    """Hours a week, hours a person and pieces of a support offer: in hours or in pieces, not both."""
    in_hours = draw(st.booleans())
    hours = draw(maybe(numbers(0, 100_000))) if in_hours else None
    return hours, draw(maybe(numbers(0, 37))), None if in_hours else draw(maybe(st.integers(0, 100_000)))


@st.composite
def municipalities(draw: st.DrawFn) -> Facts:
    """Facts with every kind of row, referring to each other."""

    def some(low: int = 0, high: int = 2) -> list[str]:
        return draw(st.lists(ids, unique=True, min_size=low, max_size=high))

    staff = maybe(numbers(0, 100_000))
    rules = st.sampled_from([(rule, name) for rule, names in WORDS.rules.items() for name in names])
    employer_ids, workplace_ids, opening_ids, candidate_ids, budget_ids = some(1), some(1), some(), some(), some()
    employers = [
        Employer(
            id_, draw(texts), draw(st.sampled_from(EmployerKind)), draw(st.none() | st.just("01234567")), draw(truths)
        )
        for id_ in employer_ids
    ]
    workplaces = [
        Workplace(
            id_,
            draw(st.sampled_from(employer_ids)),
            draw(texts),
            draw(postcodes),
            draw(st.sampled_from(list(CATALOGUE.sectors))),
            draw(st.none() | st.just("0123456789")),
            draw(staff),
            draw(staff),
            draw(staff),
            draw(staff),
            draw(maybe(days)),
            draw(truths),
            draw(truths),
            draw(staff),
            draw(staff),
            draw(truths),
            draw(provisions()),
        )
        for id_ in workplace_ids
    ]
    offers = [
        SupportOffer(
            id_,
            draw(texts),
            draw(st.sampled_from(Provider)),
            draw(st.frozensets(st.sampled_from(GIVEN), min_size=1, max_size=3)),
            *draw(supplies()),
            draw(numbers(0, 10_000)),
            draw(numbers(0, 1_000_000)),
            draw(maybe(st.sampled_from(budget_ids))) if budget_ids else None,
            *draw(st.sampled_from([(None, None), ("6000", 2.5)])),
            draw(schemes),
            *draw(periods()),
        )
        for id_ in some()
    ]
    clauses = [
        Clause(
            id_,
            draw(texts),
            draw(st.sampled_from(employer_ids)),
            draw(st.sampled_from(ClauseUnit)),
            draw(numbers(0, 1e6)),
            draw(numbers(0, 1e6)),
            draw(st.frozensets(st.sampled_from(workplace_ids))),
            *draw(periods()),
            draw(schemes),
            draw(maybe_text),
            draw(maybe(numbers(0, 1e6))),
        )
        for id_ in some()
    ]
    pairs = [(candidate, opening) for candidate in candidate_ids for opening in opening_ids]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    identities = [
        Identity(
            id_,
            draw(maybe(texts)),
            draw(st.none() | st.just(f"010190-{number:04d}")),
            draw(maybe(st.sampled_from(["kvinde", "mand", "andet"]))),
            draw(maybe(st.integers(1900, 2100))),
            draw(maybe(numbers(0, 1))),
        )
        for number, id_ in enumerate(candidate_ids)
    ]
    switched = draw(st.lists(st.sampled_from(list(WORDS.rules)), unique=True, max_size=2))
    changed = draw(st.lists(rules, unique=True, max_size=2))
    return Facts(
        Settings(
            draw(days),
            draw(st.integers(1, 260)),
            tuple((rule, draw(st.booleans())) for rule in switched),
            tuple((rule, name, draw(numbers(-1e9, 1e9))) for rule, name in changed),
            tuple(draw(st.lists(texts, max_size=2))),
        ),
        tuple(draw(candidates(id_, employer_ids, workplace_ids)) for id_ in candidate_ids),
        tuple(employers),
        tuple(workplaces),
        tuple(draw(openings(id_, workplace_ids)) for id_ in opening_ids),
        tuple(offers),
        tuple(Budget(id_, draw(texts), draw(numbers(0, 1e10))) for id_ in budget_ids),
        tuple(clauses),
        tuple(Binding(*pair, draw(st.sampled_from(BindingKind)), draw(maybe_text)) for pair in chosen),
        tuple(
            GoAhead(*pair, date(2026, 1, 1), draw(maybe(st.dates(date(2026, 1, 1), date(2027, 1, 1)))))
            for pair in chosen
        ),
        tuple(
            Outcome(
                candidate,
                workplace_ids[0],
                draw(st.sampled_from(Scheme)),
                date(2025, 1, 1),
                draw(maybe(later)),
                draw(maybe(numbers(0, 37))),
                draw(st.frozensets(st.sampled_from(list(CATALOGUE.tasks)), max_size=3)),
            )
            for candidate in candidate_ids
        ),
        tuple(identity for identity in identities if identity != Identity(identity.candidate)),
    )
