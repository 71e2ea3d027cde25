"""Hard rules of law: scheme, grant, ratio, net expansion, earlier and related employers. Each reads its dated rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.columns.encoding import NO_DAY, UNKNOWN
from matcher.columns.workplaces import counts_in_heads, ratio_limit
from matcher.domain import LegalRule, Scheme, Workplace
from matcher.domain.reason import Change, Reason, Verdict
from matcher.eligibility.block import Block
from matcher.eligibility.ratio import counted_candidates, ratio_use, schemes_of
from matcher.eligibility.rule import ASK, NO, YES, HardRule, Pair, number, set_candidate, set_opening, set_workplace

FORBIDDING = ("block", "cap")
"""Effects of a legal rule that make a pair impossible; ``warn`` and ``inform`` are for the explanation."""


def scheme_words(scheme: Scheme) -> str:
    """A scheme as it stands in a sentence."""
    return "ordinær ansættelse" if scheme is Scheme.ORDINARY else str(scheme)


def concerned(block: Block, rule: str) -> NDArray[np.bool_]:
    """bool [N]: candidates whose scheme a forbidding legal rule concerns; nobody when it is not in force or warns."""
    found = block.world.rules.get(rule)
    if found is None or dict(found.parameters).get("effect") not in FORBIDDING:
        return np.zeros(block.shape[0], dtype=bool)
    rows: NDArray[np.bool_] = schemes_of(found)[block.candidates.scheme] & (block.candidates.scheme != UNKNOWN)
    return rows


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
                changes=(set_candidate(pair, "scheme", wanted, f"borgeren er visiteret til {scheme_words(wanted)}"),),
            )
        ]
    if scheme in pair.opening.schemes:
        return []
    return [
        Reason(
            "scheme",
            Verdict.NO,
            f"Stillingen tager ikke imod {scheme_words(scheme)}; den tager imod "
            f"{', '.join(scheme_words(s) for s in sorted(pair.opening.schemes))}.",
            changes=(
                set_opening(
                    pair, "schemes", pair.opening.schemes | {scheme}, f"stillingen tager imod {scheme_words(scheme)}"
                ),
            ),
        )
    ]


def _grant(block: Block) -> NDArray[np.uint8]:
    day = block.world.facts.settings.day.toordinal()
    c, o = block.candidates, block.openings
    first = np.maximum(np.where(o.start == NO_DAY, day, o.start), day)[None, :]
    first = np.maximum(first, np.maximum(c.available_from, day)[:, None])
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
    verdict = block.none()
    rows = np.flatnonzero(counted_candidates(block.world, block.candidates.scheme))
    if len(rows):
        at = block.openings.workplace
        room = block.world.workplaces.ratio_room[at][None, :]
        unknown = np.isnan(block.world.workplaces.ratio_limit[at])[None, :]
        used = _least_ratio_use(block)[rows]
        with np.errstate(invalid="ignore"):
            fits = used <= room + 1e-9
        verdict[rows] = np.where(fits, YES, np.where(unknown | np.isnan(room), ASK, NO))
    return verdict


def _least_ratio_use(block: Block) -> NDArray[np.float64]:
    return ratio_use(block.world, block.least_hours * block.candidates.presence_per_hour[:, None])


def _tell_ratio(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_ratio(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    rule = pair.world.rules["ratio"]
    heads = counts_in_heads(rule)
    unit = "personer" if heads else "årsværk"
    place = pair.workplace
    used = float(_least_ratio_use(pair.block)[0, 0])
    changes = _room_under_the_ratio(pair, rule, used)
    if verdict is Verdict.ASK:
        return [
            Reason(
                "ratio",
                Verdict.ASK,
                f"Rimelighedskravet kan ikke beregnes for {place.name}: antal ordinært ansatte eller støttede mangler.",
                f"Spørg {place.name}: Hvor mange ordinært ansatte ({unit}) har I haft i gennemsnit de sidste "
                "4 måneder, "
                "og hvor mange er hos jer i praktik eller løntilskud?",
                place.id,
                "ratio",
                changes,
            )
        ]
    at = pair.block.openings.workplace[0]
    limit, room = (
        float(column[at]) for column in (pair.world.workplaces.ratio_limit, pair.world.workplaces.ratio_room)
    )
    return [
        Reason(
            "ratio",
            Verdict.NO,
            f"Rimelighedskravet: {place.name} har plads til {number(room)} {unit} mere af {number(limit)}; "
            f"stillingen bruger mindst {number(used)}.",
            subject="ratio",
            changes=changes,
        )
    ]


def _room_under_the_ratio(pair: Pair, rule: LegalRule, used: float) -> tuple[Change, ...]:
    """Enough ordinary staff for those who are there and one more; where those are not counted, that there are none."""
    heads = counts_in_heads(rule)
    staff, already = ("ordinary_heads", "subsidised_heads") if heads else ("ordinary_fte", "subsidised_fte")
    unit, place = "personer" if heads else "årsværk", pair.workplace
    now = getattr(place, already)
    changes: tuple[Change, ...] = ()
    if now is None:
        changes += (set_workplace(pair, already, 0.0, f"{place.name} ikke i forvejen har nogen på ordningerne"),)
    needed = next(n for n in range(100_000) if ratio_limit(n, rule) >= (now or 0.0) + used - 1e-9)
    known = getattr(place, staff)
    if needed > 0 and (known is None or known < needed):
        sentence = f"{place.name} har mindst {needed} ordinært ansatte ({unit})"
        changes += (set_workplace(pair, staff, float(needed), sentence),)
    return changes


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
    enough = f"{place.name} har mindst lige så mange ansatte nu som i gennemsnit de sidste 12 måneder"
    if before is None:
        before = 0.0 if now is None else now
        changes.append(set_workplace(pair, "staff_12_months", before, enough))
    if now is None or now < before:
        changes.append(set_workplace(pair, "staff_now", before, enough))
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


def _why_no_expansion(place: Workplace) -> str:
    if place.vacancy_by_dismissal:
        return "stillingen er blevet ledig ved en afskedigelse eller opsigelse de sidste 3 måneder"
    return "der er færre ansatte nu end i gennemsnit de sidste 12 måneder"


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
                    pair, "previous_employers", later, f"{pair.employer.name} ikke er borgerens seneste arbejdsgiver"
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
                    f"{pair.employer.name} ikke er ejet af borgerens ægtefælle eller samlever",
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
