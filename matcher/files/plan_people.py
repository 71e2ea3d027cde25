"""The sheets of a plan that are about people: placements, their texts, and those without one."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.plan import Proposal
from matcher.explanation.trace import LeftOutTrace, MeasureTrace, PlacementTrace, RuleTrace
from matcher.files.plan_content import PlanContent, Texts
from matcher.files.plan_sheet import Column, PlanSheet, below
from matcher.suggestions import pseudonym

_MOST = 5


@dataclass(frozen=True, slots=True)
class _Placed:
    proposal: Proposal
    trace: PlacementTrace
    texts: Texts
    name: str | None

    @property
    def price_of_place(self) -> float:
        """Price of the place alone."""
        return sum(r.price * r.amount for r in self.trace.resources if r.id == f"place:{self.proposal.opening}")

    @property
    def price(self) -> float:
        """Price of everything it uses."""
        return sum(r.price * r.amount for r in self.trace.resources)


def _placed(content: PlanContent) -> list[_Placed]:
    rows = zip(content.planned.plan.placements, content.placements, content.texts, strict=True)
    return [_Placed(proposal, trace, texts, content.names.get(proposal.candidate)) for proposal, trace, texts in rows]


def placements(content: PlanContent) -> PlanSheet:
    """One row for each placement: who, where, what, with what, what it is worth and what would have changed it."""
    columns: tuple[Column[_Placed], ...] = (
        Column("Borger", lambda p: p.proposal.candidate),
        Column("Navn", lambda p: p.name, 22),
        Column("Stilling", lambda p: p.proposal.opening),
        Column("Titel", lambda p: p.trace.place.title, 26),
        Column("Arbejdssted", lambda p: p.trace.place.workplace_name, 26),
        Column("Virksomhed", lambda p: p.trace.place.employer_name, 26),
        Column("Ordning", lambda p: p.trace.scheme),
        Column("Timer om ugen", lambda p: p.proposal.hours, 9, "two decimals"),
        Column("Til stede", lambda p: p.proposal.presence, 9, "two decimals"),
        Column("Tidsrum", lambda p: p.trace.time.windows, 26, "wrap"),
        Column("Minutter hver vej", lambda p: round(p.proposal.commute), 9),
        Column("Opgaver", lambda p: below(f"{t.words}: {_hours(t.hours)}" for t in p.trace.tasks), 34, "wrap"),
        Column("Støtte og hvor den kommer fra", lambda p: below(map(_measure, p.trace.measures)), 40, "wrap"),
        Column("Skal-hensyn og hvordan", lambda p: below(f"{n.words}: {n.how}" for n in p.trace.musts), 50, "wrap"),
        Column("Chance for at holde", lambda p: p.proposal.worth.lasts, 9, "percent"),
        Column("Mennesker", lambda p: p.proposal.worth.people, 10, "two decimals"),
        Column("Virksomheder", lambda p: p.proposal.worth.company, 10, "two decimals"),
        Column("Samfund", lambda p: p.proposal.worth.society, 10, "two decimals"),
        Column("Værdi i alt", lambda p: p.proposal.worth.total, 10, "two decimals"),
        Column("Pladsens pris", lambda p: p.price_of_place, 10, "two decimals"),
        Column("Pris i alt", lambda p: p.price, 10, "two decimals"),
        Column("Regler", lambda p: below(map(_rule, p.trace.rules)), 34, "wrap"),
        Column("Skal ses på", lambda p: below(n.sentence for n in p.trace.notices), 40, "wrap"),
        Column("Hvad der ville have ændret det", lambda p: p.trace.would_change, 50, "wrap"),
        Column("Fastholdt", lambda p: p.trace.pinned, 9),
        Column("Borgerens ja", lambda p: p.trace.go_ahead, 9),
        Column("Dæknavn", lambda p: _pseudonym(p) if p.trace.go_ahead else None, 16),
    )
    return PlanSheet.of("Placeringer", columns, _placed(content))


_WHO: tuple[Column[_Placed], ...] = (
    Column("Borger", lambda p: p.proposal.candidate),
    Column("Navn", lambda p: p.name, 22),
    Column("Stilling", lambda p: p.proposal.opening),
)


def consultant_texts(content: PlanContent) -> PlanSheet:
    """The whole reason for each placement, for the consultant, and what the employer would be told of it."""
    columns: tuple[Column[_Placed], ...] = (
        *_WHO,
        Column("Begrundelse", lambda p: p.texts.consultant, 110, "wrap"),
        Column("Det får virksomheden at vide, hvis borgeren siger ja", lambda p: p.texts.employer, 60, "wrap"),
    )
    return PlanSheet.of("Begrundelser", columns, _placed(content))


def candidate_texts(content: PlanContent) -> PlanSheet:
    """What the person herself may read, in plain Danish."""
    columns: tuple[Column[_Placed], ...] = (
        *_WHO,
        Column("Tekst til borgeren", lambda p: p.texts.candidate, 120, "wrap"),
    )
    return PlanSheet.of("Borgertekst", columns, _placed(content))


def employer_texts(content: PlanContent) -> PlanSheet:
    """What the employer may be told of those who have said yes to being shown there, and of nobody else.

    The sheet can be sent on as it is: it has a pseudonym for each person, and conditions.
    """
    columns: tuple[Column[_Placed], ...] = (
        Column("Virksomhed", lambda p: p.trace.place.employer_name, 26),
        Column("Arbejdssted", lambda p: p.trace.place.workplace_name, 26),
        Column("Stilling", lambda p: p.proposal.opening),
        Column("Dæknavn", _pseudonym, 16),
        Column("Tekst til virksomheden", lambda p: p.texts.employer, 120, "wrap"),
    )
    return PlanSheet.of("Virksomhedstekst", columns, [row for row in _placed(content) if row.trace.go_ahead])


def left_out(content: PlanContent) -> PlanSheet:
    """One row for each person without a placement: why, what to ask, what would help."""
    main = content.main_reasons
    columns: tuple[Column[LeftOutTrace], ...] = (
        Column("Borger", lambda t: t.candidate),
        Column("Navn", lambda t: content.names.get(t.candidate), 22),
        Column("Ordning", lambda t: t.scheme),
        Column("Vigtigste grund", lambda t: main[t.candidate], 30, "wrap"),
        Column("Kort sagt", lambda t: t.summary, 50, "wrap"),
        Column("Mulige stillinger", lambda t: t.possible, 10),
        Column("Venter på svar", lambda t: t.waiting, 10),
        Column(
            "Regler, der siger nej (stillinger)",
            lambda t: below((f"{r.title}: {r.blocked}, alene {r.only}" for r in t.refused), _MOST),
            40,
            "wrap",
        ),
        Column("Spørg om", lambda t: below((f"{q.question} {q.sentence}" for q in t.questions), _MOST), 60, "wrap"),
        Column(
            "Nærmest ved at være mulig",
            lambda t: below((f"{m.place.opening} {m.place.title}: {m.sentence}" for m in t.near_misses), _MOST),
            60,
            "wrap",
        ),
        Column(
            "Mulige, men ikke valgt",
            lambda t: below((f"{o.place.opening} {o.place.title}: {o.sentence}" for o in t.lost), _MOST),
            60,
            "wrap",
        ),
        Column("Én mere af det knappe", lambda t: below((m.sentence for m in t.more), _MOST), 60, "wrap"),
        Column("Skal ses på", lambda t: below(n.sentence for n in t.notices), 40, "wrap"),
    )
    return PlanSheet.of("Ikke placeret", columns, content.left_out)


def _pseudonym(placed: _Placed) -> str:
    return pseudonym(placed.proposal.candidate, placed.proposal.opening)


def _hours(hours: float) -> str:
    return f"{hours:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " t"


def _measure(measure: MeasureTrace) -> str:
    cost = f", {measure.cost:.0f} kr." if measure.cost else ""
    amount = _hours(measure.amount)[:-2]
    return f"{measure.words}: {amount} {measure.unit} fra {measure.given_by or measure.provider_name}{cost}"


def _rule(rule: RuleTrace) -> str:
    return f"{rule.id} ({rule.version})" + ("" if rule.verified else ", ikke efterset")
