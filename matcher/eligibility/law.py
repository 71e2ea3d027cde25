"""Hard rules of law: scheme, grant, ratio, net expansion, earlier and related employers. Each reads its dated rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.columns.encoding import NO_DAY, SCHEMES, UNKNOWN
from matcher.columns.workplaces import counts_in_heads
from matcher.domain import FULL_TIME_HOURS, LegalRule, Scheme
from matcher.domain.reason import Change, Reason, Verdict
from matcher.eligibility.block import Block
from matcher.eligibility.rule import ASK, NO, YES, HardRule, Pair, number, set_candidate, set_opening, set_workplace

FORBIDDING = ("block", "cap")
"""Effects of a legal rule that make a pair impossible; ``warn`` and ``inform`` are for the explanation."""


def concerned(block: Block, rule: str) -> NDArray[np.bool_]:
    """bool [N]: candidates whose scheme a forbidding legal rule concerns; nobody when it is not in force or warns."""
    found = block.world.rules.get(rule)
    if found is None or dict(found.parameters).get("effect") not in FORBIDDING:
        return np.zeros(block.shape[0], dtype=bool)
    rows: NDArray[np.bool_] = schemes_of(found)[block.candidates.scheme] & (block.candidates.scheme != UNKNOWN)
    return rows


def schemes_of(rule: LegalRule) -> NDArray[np.bool_]:
    """bool by scheme: those a rule concerns; all when it names none."""
    return np.array([not rule.schemes or scheme in rule.schemes for scheme in SCHEMES], dtype=bool)


def counts_in_ratio(rule: LegalRule | None, scope: LegalRule | None) -> NDArray[np.bool_]:
    """bool by scheme: those that take up room under the ratio (DOMAIN R6, R8).

    The scope rule decides, when it is in force; its parameter ``fleksjob_counts`` adds fleksjob.
    """
    if rule is None:
        return np.zeros(len(SCHEMES), dtype=bool)
    counted = schemes_of(scope if scope is not None and scope.schemes else rule)
    counted = counted.copy()
    if scope is not None:
        counted[SCHEMES.index(Scheme.FLEKSJOB)] = bool(dict(scope.parameters).get("fleksjob_counts", False))
    return counted


def ratio_use(block: Block, hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Room under the ratio that so many hours take: a full-time fraction, or one when heads are counted."""
    rule = block.world.rules.get("ratio")
    if rule is not None and counts_in_heads(rule):
        return np.ones_like(hours)
    return hours / FULL_TIME_HOURS


def _scheme(block: Block) -> NDArray[np.uint8]:
    c, o = block.candidates, block.openings
    accepted = (o.schemes[None, :] >> np.maximum(c.scheme, 0).astype(np.int64)[:, None]) & 1 > 0
    return np.where(c.scheme[:, None] == UNKNOWN, ASK, np.where(accepted, YES, NO)).astype(np.uint8)


def _tell_scheme(pair: Pair) -> list[Reason]:
    scheme = pair.candidate.scheme
    if scheme is None:
        wanted = sorted(pair.opening.schemes)[0]
        return [
            Reason(
                "scheme",
                Verdict.ASK,
                "Kommunen har ikke afgjort, hvilken ordning borgeren kan ansættes under.",
                "Spørg sagsbehandleren: Hvilken ordning er borgeren visiteret til?",
                pair.candidate.id,
                changes=(set_candidate(pair, "scheme", wanted, f"borgeren er visiteret til {wanted}"),),
            )
        ]
    if scheme in pair.opening.schemes:
        return []
    return [
        Reason(
            "scheme",
            Verdict.NO,
            f"Stillingen tager ikke imod {scheme}; den tager imod {', '.join(sorted(pair.opening.schemes))}.",
            changes=(set_opening(pair, "schemes", pair.opening.schemes | {scheme}, f"stillingen tager imod {scheme}"),),
        )
    ]


def _grant(block: Block) -> NDArray[np.uint8]:
    day = block.world.facts.settings.day.toordinal()
    c, o = block.candidates, block.openings
    first = np.maximum(np.where(o.start == NO_DAY, day, o.start), day)[None, :]
    first = np.maximum(first, np.where(c.available_from == NO_DAY, day, c.available_from)[:, None])
    over = (c.grant_to != NO_DAY)[:, None] & (c.grant_to[:, None] < first) & concerned(block, "scheme_decided")[:, None]
    return np.where(over, NO, YES).astype(np.uint8)


def _tell_grant(pair: Pair) -> list[Reason]:
    if _grant(pair.block)[0, 0] == YES:
        return []
    ends = pair.candidate.grant_to
    assert ends is not None
    day = pair.world.facts.settings.day
    first = max(filter(None, (day, pair.opening.start, pair.candidate.available_from)))
    return [
        Reason(
            "grant",
            Verdict.NO,
            f"Bevillingen udløber {ends:%d-%m-%Y}, før stillingen kan begynde {first:%d-%m-%Y}.",
            subject="scheme_decided",
            changes=(
                set_candidate(pair, "grant_to", first, f"bevillingen forlænges til {first:%d-%m-%Y} eller senere"),
            ),
        )
    ]


def _ratio(block: Block) -> NDArray[np.uint8]:
    rules = block.world.rules
    counted = counts_in_ratio(rules.get("ratio"), rules.get("ratio_scope"))
    concerned_rows = counted[block.candidates.scheme] & (block.candidates.scheme != UNKNOWN)
    verdict = block.none()
    rows = np.flatnonzero(concerned_rows)
    if len(rows):
        room = block.world.workplaces.ratio_room[block.openings.workplace][None, :]
        used = ratio_use(block, np.maximum(block.hours, block.least_hours))[rows]
        verdict[rows] = np.where(np.isnan(room), ASK, np.where(used <= room + 1e-9, YES, NO))
    return verdict


def _tell_ratio(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_ratio(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    rule = pair.world.rules["ratio"]
    heads = counts_in_heads(rule)
    unit = "personer" if heads else "årsværk"
    staff, already = ("ordinary_heads", "subsidised_heads") if heads else ("ordinary_fte", "subsidised_fte")
    place = pair.workplace
    used = float(ratio_use(pair.block, np.maximum(pair.block.hours, pair.block.least_hours))[0, 0])
    if verdict is Verdict.ASK:
        known_staff = getattr(place, staff)
        limit = pair.block.world.workplaces.ratio_limit[pair.block.openings.workplace[0]]
        changes: tuple[Change, ...] = ()
        if known_staff is None:
            changes += (set_workplace(pair, staff, 20.0, f"{place.name} har mindst 20 ordinært ansatte ({unit})"),)
            limit = 4.0
        now = getattr(place, already)
        if now is None or now > limit - used:
            changes += (set_workplace(pair, already, 0.0, f"{place.name} ikke i forvejen har personer på ordningerne"),)
        return [
            Reason(
                "ratio",
                Verdict.ASK,
                f"Rimelighedskravet kan ikke beregnes for {place.name}: antal ordinært ansatte eller støttede mangler.",
                f"Spørg {place.name}: Hvor mange ordinært ansatte ({unit}) har I haft i gennemsnit de sidste "
                "4 måneder, og hvor "
                "mange er hos jer i praktik eller løntilskud?",
                place.id,
                "ratio",
                changes,
            )
        ]
    limit = float(pair.block.world.workplaces.ratio_limit[pair.block.openings.workplace[0]])
    room = float(pair.block.world.workplaces.ratio_room[pair.block.openings.workplace[0]])
    fewer = float(np.floor((limit - used) * 1000) / 1000)
    return [
        Reason(
            "ratio",
            Verdict.NO,
            f"Rimelighedskravet: {place.name} har plads til {number(room)} {unit} mere af {number(limit)}; "
            "stillingen bruger "
            f"{number(used)}.",
            subject="ratio",
            changes=(
                set_workplace(
                    pair, already, max(0.0, fewer), f"{place.name} havde færre på ordningerne ({number(fewer)} {unit})"
                ),
            )
            if fewer >= 0
            else (set_workplace(pair, staff, 500.0, f"{place.name} havde flere ordinært ansatte"),),
        )
    ]


def _net_expansion(block: Block) -> NDArray[np.uint8]:
    rows = concerned(block, "net_expansion")
    w, at = block.world.workplaces, block.openings.workplace
    known = ~np.isnan(w.staff_now) & ~np.isnan(w.staff_12_months) & (w.vacancy_by_dismissal != UNKNOWN)
    with np.errstate(invalid="ignore"):
        broken = (w.staff_now < w.staff_12_months) | (w.vacancy_by_dismissal == 1)
    by_opening = np.where(broken, NO, np.where(known, YES, ASK))[at]
    return np.where(rows[:, None], by_opening[None, :], YES).astype(np.uint8)


def _tell_net_expansion(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_net_expansion(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    place = pair.workplace
    changes: list[Change] = []
    now, before = place.staff_now, place.staff_12_months
    if before is None:
        before = 0.0 if now is None else now
        changes.append(set_workplace(pair, "staff_12_months", before, "gennemsnittet for 12 måneder er oplyst"))
    if now is None or now < before:
        changes.append(set_workplace(pair, "staff_now", before, f"{place.name} har mindst {number(before)} ansatte nu"))
    if place.vacancy_by_dismissal is not False:
        changes.append(
            set_workplace(pair, "vacancy_by_dismissal", False, "stillingen ikke er blevet ledig ved en afskedigelse")
        )
    if verdict is Verdict.ASK:
        return [
            Reason(
                "net_expansion",
                Verdict.ASK,
                f"Kravet om merbeskæftigelse kan ikke afgøres for {place.name}: der mangler tal for ansatte "
                "eller for, hvordan "
                "stillingen blev ledig.",
                f"Spørg {place.name}: Hvor mange er ansat nu og i gennemsnit de sidste 12 måneder, og er "
                "stillingen blevet ledig "
                "ved en afskedigelse de sidste 3 måneder?",
                place.id,
                "net_expansion",
                tuple(changes),
            )
        ]
    return [
        Reason(
            "net_expansion",
            Verdict.NO,
            f"Kravet om merbeskæftigelse er ikke opfyldt på {place.name}: der er færre ansatte end de "
            "sidste 12 måneders gennemsnit, "
            "eller stillingen er blevet ledig ved en afskedigelse.",
            subject="net_expansion",
            changes=tuple(changes),
        )
    ]


def _at_latest_employer(block: Block, rule: str) -> NDArray[np.bool_]:
    c, o = block.candidates, block.openings
    same = (c.latest_employer[:, None] == o.employer[None, :]) & (c.latest_employer != UNKNOWN)[:, None]
    found: NDArray[np.bool_] = same & concerned(block, rule)[:, None]
    return found


def _latest_employer(block: Block) -> NDArray[np.uint8]:
    same = _at_latest_employer(block, "internship_latest_employer") | _at_latest_employer(
        block, "sheltered_latest_employer"
    )
    return np.where(same, NO, YES).astype(np.uint8)


def _tell_latest_employer(pair: Pair) -> list[Reason]:
    if _latest_employer(pair.block)[0, 0] == YES:
        return []
    rule = "internship_latest_employer"
    if not _at_latest_employer(pair.block, rule)[0, 0]:
        rule = "sheltered_latest_employer"
    earlier = pair.candidate.previous_employers
    later = tuple(e for e in earlier if e != pair.employer.id)
    return [
        Reason(
            "latest_employer",
            Verdict.NO,
            f"{pair.employer.name} er borgerens seneste arbejdsgiver; det er ikke tilladt for {pair.candidate.scheme}.",
            subject=rule,
            changes=(
                set_candidate(
                    pair, "previous_employers", later, f"{pair.employer.name} ikke var borgerens seneste arbejdsgiver"
                ),
            ),
        )
    ]


def _related_employer(block: Block) -> NDArray[np.uint8]:
    related = block.pairs_matrix(block.candidates.related_employer, block.openings.employer)
    related &= concerned(block, "sheltered_related_employer")[:, None]
    return np.where(related, NO, YES).astype(np.uint8)


def _tell_related_employer(pair: Pair) -> list[Reason]:
    if _related_employer(pair.block)[0, 0] == YES:
        return []
    others = pair.candidate.related_employers - {pair.employer.id}
    return [
        Reason(
            "related_employer",
            Verdict.NO,
            f"{pair.employer.name} ejes af borgerens ægtefælle eller samlever; det er ikke tilladt for "
            f"{pair.candidate.scheme}.",
            subject="sheltered_related_employer",
            changes=(
                set_candidate(
                    pair,
                    "related_employers",
                    others,
                    f"{pair.employer.name} ikke var ejet af borgerens ægtefælle eller samlever",
                ),
            ),
        )
    ]


LAW_RULES = (
    HardRule("scheme", "Ordning", _scheme, _tell_scheme, "scheme_decided"),
    HardRule("grant", "Bevillingens periode", _grant, _tell_grant, "scheme_decided"),
    HardRule("ratio", "Rimelighedskravet", _ratio, _tell_ratio, "ratio"),
    HardRule("net_expansion", "Merbeskæftigelse", _net_expansion, _tell_net_expansion, "net_expansion"),
    HardRule(
        "latest_employer", "Seneste arbejdsgiver", _latest_employer, _tell_latest_employer, "internship_latest_employer"
    ),
    HardRule(
        "related_employer",
        "Ægtefælles virksomhed",
        _related_employer,
        _tell_related_employer,
        "sheltered_related_employer",
    ),
)
