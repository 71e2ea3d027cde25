"""Legal rules that apply to a pair, each in its dated version, and what a person must look at because of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from matcher.catalogue.wording import decimal_comma
from matcher.columns import World
from matcher.columns.encoding import SCHEMES
from matcher.columns.workplaces import counts_in_heads
from matcher.domain import Candidate, Clause, LegalRule, Necessity, Provider, Scheme
from matcher.domain.plan import MeasureSource
from matcher.eligibility.needs import ASSISTANCE, assistance_hours
from matcher.eligibility.ratio import counts_in_ratio, ratio_use
from matcher.eligibility.rule import Pair
from matcher.explanation.pieces import MeasureTrace, Notice, RuleTrace
from matcher.explanation.wording import hours_words

WARNING, DOCUMENT, REVIEW = "advarsel", "dokumentation", "eftersyn"
"""The three kinds of notice."""
_DAYS_PER_YEAR = 365.25
_UNVERIFIED = " Reglen er ikke efterset mod gældende ret."


def rules_applied(
    pair: Pair, clauses: Sequence[Clause] = (), hours: float | None = None, measures: Sequence[MeasureTrace] = ()
) -> tuple[RuleTrace, ...]:
    """Every legal rule in force that the pair is judged or arranged by, sorted by id.

    Parameters
    ----------
    clauses
        The municipality's social clauses; a pair's own world has none.
    hours
        Effective hours of the option; None when there is none.
    measures
        Its measures.
    """
    found = []
    for rule in sorted(pair.world.rules.values(), key=lambda rule: rule.id):
        if rule.id == "social_clause":
            how = _clause(pair, clauses)
        else:
            how = _HOW[rule.id](pair, rule, hours, measures) if rule.id in _HOW else None
        if how:
            found.append(traced(rule, how))
    return tuple(found)


def traced(rule: LegalRule, how: str = "") -> RuleTrace:
    """A legal rule as it is shown: version, source, and whether it has been checked."""
    return RuleTrace(
        id=rule.id,
        version=rule.version,
        words=rule.danish,
        how=how,
        effect=str(dict(rule.parameters).get("effect", "")),
        source=rule.source,
        verified=rule.verified,
        note=rule.note,
    )


_How = Callable[[Pair, LegalRule, float | None, Sequence[MeasureTrace]], str | None]


def _for_scheme(words: Callable[[Pair, LegalRule], str]) -> _How:
    """The rule applies when it concerns the candidate's scheme."""

    def how(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
        scheme = pair.candidate.scheme
        return words(pair, rule) if scheme is not None and (not rule.schemes or scheme in rule.schemes) else None

    return how


def _ratio(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
    if not counts(pair):
        return None
    at = pair.block.openings.workplace[0]
    limit, room = (float(a[at]) for a in (pair.world.workplaces.ratio_limit, pair.world.workplaces.ratio_room))
    unit = "personer" if counts_in_heads(rule) else "årsværk"
    if np.isnan(room):
        return f"Kan ikke beregnes for {pair.workplace.name}: tal mangler."
    used = ""
    if hours is not None:
        presence = np.array(hours * float(pair.block.candidates.presence_per_hour[0]))
        used = f" Stillingen bruger {decimal_comma(float(ratio_use(pair.world, presence)))}."
    return f"{pair.workplace.name} har plads til {decimal_comma(room)} af {decimal_comma(limit)} {unit}.{used}"


def _ratio_scope(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
    scheme = pair.candidate.scheme
    if "ratio" not in pair.world.rules or scheme is None:
        return None
    if counts(pair):
        return f"{str(scheme).capitalize()} tæller med i rimelighedskravet."
    return "Fleksjob tæller ikke med i rimelighedskravet." if scheme is Scheme.FLEKSJOB else None


def counts(pair: Pair) -> bool:
    """True when the candidate's scheme takes up room under the ratio."""
    scheme, rules = pair.candidate.scheme, pair.world.rules
    return scheme is not None and bool(
        counts_in_ratio(rules.get("ratio"), rules.get("ratio_scope"))[SCHEMES.index(scheme)]
    )


def _assistance(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
    need = pair.candidate.need(ASSISTANCE)
    if need is None or need.necessity is not Necessity.MUST:
        return None
    if hours is None:
        most = float(assistance_hours(pair.block)[0, 0])
    else:
        most = hours * rule.number("hours") / rule.number("full_time")
    return f"Ved stillingens timer kan der højst gives {hours_words(most, 'om ugen')}."


def _retention(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
    if pair.candidate.scheme is not Scheme.FLEKSJOB or pair.candidate.latest_employer != pair.employer.id:
        return None
    return f"{pair.employer.name} er borgerens seneste arbejdsgiver; undersøg, om det er et fastholdelsesfleksjob."


def _mentor(pair: Pair, rule: LegalRule, hours: float | None, measures: Sequence[MeasureTrace]) -> str | None:
    given = [m for m in measures if m.source is MeasureSource.OFFER and m.given_by == _GIVERS[Provider.MUNICIPALITY]]
    hours_given = sum(m.amount for m in given if m.unit == "timer/uge")
    return f"Forslaget bruger {hours_words(hours_given, 'om ugen')} af kommunens støtte." if hours_given else None


def _separate(pair: Pair, rule: LegalRule) -> str:
    return "Borgeren kan have flere job; to job på samme arbejdssted skal have forskellige opgaver."


def _duration(pair: Pair, rule: LegalRule) -> str:
    public = pair.employer.kind.is_public
    months = rule.number("public_months" if public else "private_months")
    whose = "offentlig" if public else "privat"
    return f"{pair.employer.name} er en {whose} arbejdsgiver: højst {decimal_comma(months)} måneder."


def _subsidy(pair: Pair, rule: LegalRule) -> str:
    if pair.employer.kind.is_public:
        return ""
    return f"{pair.employer.name} er en privat arbejdsgiver; hold øje med tilskuddet."


def _net(pair: Pair, rule: LegalRule) -> str:
    now, before = pair.workplace.staff_now, pair.workplace.staff_12_months
    if now is None or before is None:
        return f"Tal for {pair.workplace.name} mangler."
    return f"{pair.workplace.name} har {decimal_comma(now)} ansatte nu og havde {decimal_comma(before)} i gennemsnit."


def _earlier(pair: Pair, rule: LegalRule) -> str:
    same = pair.candidate.latest_employer == pair.employer.id
    return f"{pair.employer.name} er {'' if same else 'ikke '}borgerens seneste arbejdsgiver."


def _clause(pair: Pair, clauses: Sequence[Clause]) -> str | None:
    contracts = [
        c.contract
        for c in clauses
        if c.employer == pair.employer.id and (not c.workplaces or pair.workplace.id in c.workplaces)
    ]
    return f"Arbejdsstedet er omfattet af klausulen i {', '.join(contracts)}." if contracts else None


def _related(pair: Pair, rule: LegalRule) -> str:
    related = pair.employer.id in pair.candidate.related_employers
    return f"Borgerens ægtefælle eller samlever ejer {'' if related else 'ikke '}{pair.employer.name}."


_GIVERS = {
    Provider.MUNICIPALITY: "kommunen",
    Provider.VOLUNTEER: "frivillige",
    Provider.EMPLOYER: "virksomheden",
}
_HOW: dict[str, _How] = {
    "scheme_decided": _for_scheme(lambda pair, rule: f"Borgeren er visiteret til {pair.candidate.scheme}."),
    "no_minimum_hours": _for_scheme(lambda pair, rule: "Også meget få timer om ugen er et muligt job."),
    "ratio": _ratio,
    "ratio_scope": _ratio_scope,
    "net_expansion": _for_scheme(_net),
    "internship_latest_employer": _for_scheme(_earlier),
    "internship_seasonal": _for_scheme(lambda pair, rule: "Kommunen skønner, om opgaven er kortvarig og sæsonpræget."),
    "wage_subsidy_duration": _for_scheme(_duration),
    "sheltered_latest_employer": _for_scheme(_earlier),
    "sheltered_related_employer": _for_scheme(_related),
    "sheltered_subsidy": _for_scheme(_subsidy),
    "sheltered_follow_up": _for_scheme(lambda pair, rule: "Skriv opfølgningen i kalenderen, når forløbet begynder."),
    "disjoint_functions": _for_scheme(lambda pair, rule: _separate(pair, rule) if pair.candidate.max_jobs > 1 else ""),
    "assistance_cap": _assistance,
    "flex_grant_period": _for_scheme(lambda pair, rule: _grant_words(pair)),
    "retention_flexjob": _retention,
    "employer_questions": lambda pair, rule, hours, measures: "Virksomheden får kun vilkår at vide, aldrig årsager.",
    "mentor_budget": _mentor,
}


def given_by(provider: Provider) -> str:
    """Who gives a support offer, in words."""
    return _GIVERS[provider]


def _grant_words(pair: Pair) -> str:
    c = pair.candidate
    if c.grant_from is None:
        return "Bevillingens første dag er ikke oplyst."
    until = "" if c.grant_to is None else f" til {c.grant_to:%d-%m-%Y}"
    return f"Bevillingen løber fra {c.grant_from:%d-%m-%Y}{until}."


def notices_for(pair: Pair) -> tuple[Notice, ...]:
    """Warnings of rules that only warn, documents to obtain, and needs whose review is overdue."""
    return (*_warnings(pair), *_documents(pair), *reviews_of(pair.world, pair.candidate))


def _warnings(pair: Pair) -> list[Notice]:
    found = []
    c, rules = pair.candidate, pair.world.rules
    seasonal = rules.get("internship_seasonal")
    if seasonal is not None and c.scheme in seasonal.schemes and pair.opening.seasonal is not False:
        known = (
            "er oplyst som en kortvarig sæsonopgave"
            if pair.opening.seasonal
            else "kan være en sæsonopgave; det er ikke oplyst"
        )
        found.append(_warning(seasonal, f"»{pair.opening.title}« {known}. {seasonal.danish}"))
    retention = rules.get("retention_flexjob")
    if retention is not None and _retention(pair, retention, None, ()):
        found.append(_warning(retention, f"{pair.employer.name} er borgerens seneste arbejdsgiver. {retention.danish}"))
    grant = rules.get("flex_grant_period")
    ends = _last_day(pair)
    if grant is not None and c.scheme in grant.schemes and c.grant_from is not None:
        alert = c.grant_from + timedelta(days=round(grant.number("alert_years") * _DAYS_PER_YEAR))
        if alert <= ends:
            years = decimal_comma(grant.number("alert_years"))
            sentence = (
                f"Fleksjobbet er bevilget {c.grant_from:%d-%m-%Y}; efter {years} år ({alert:%d-%m-%Y}) skal det være "
                "vurderet, om betingelserne stadig er opfyldt."
            )
            found.append(_warning(grant, sentence))
    if c.grant_to is not None and c.grant_to <= ends:
        weeks = pair.world.facts.settings.weeks
        found.append(
            Notice(WARNING, "", f"Bevillingen udløber {c.grant_to:%d-%m-%Y}, inden planens {weeks} uger er gået.")
        )
    return found


def _warning(rule: LegalRule, sentence: str) -> Notice:
    return Notice(WARNING, rule.id, sentence if rule.verified else sentence + _UNVERIFIED)


def _last_day(pair: Pair) -> date:
    return pair.world.facts.settings.day + timedelta(weeks=pair.world.facts.settings.weeks)


def _documents(pair: Pair) -> list[Notice]:
    if not counts(pair):
        return []
    place = pair.workplace
    missing = []
    if place.ratio_evidence is None:
        missing.append("en dateret optælling af ordinært ansatte og støttede")
    if place.employer_statement is not True:
        missing.append("arbejdsgiverens skriftlige erklæring")
    if place.union_statement is not True:
        missing.append("den skriftlige erklæring fra en repræsentant for de ansatte")
    return [Notice(DOCUMENT, "ratio", f"Rimelighedskravet for {place.name} mangler {what}.") for what in missing]


def reviews_of(world: World, candidate: Candidate) -> list[Notice]:
    """Needs that should have been looked at again before the plan's day."""
    day = world.facts.settings.day
    names = world.catalogue.accommodations
    return [
        Notice(
            REVIEW,
            need.accommodation,
            f"Hensynet »{names[need.accommodation].danish}« skulle være gennemgået {need.review:%d-%m-%Y}.",
        )
        for need in sorted(candidate.needs, key=lambda need: need.accommodation)
        if need.review is not None and need.review < day
    ]
