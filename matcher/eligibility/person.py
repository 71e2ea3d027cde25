"""Hard rules about the journey, language, certificates, dates and the candidate's own no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.columns.encoding import NO_DAY, UNKNOWN
from matcher.columns.need import amount_of
from matcher.domain import BindingKind, DanishLevel, Necessity, Need, Transport, WishSubject
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict
from matcher.eligibility.block import Block
from matcher.eligibility.rule import ASK, NO, YES, HardRule, Pair, number, set_candidate, set_opening

LONGEST = 240.0
"""Minutes one way beyond which nobody is asked to travel, whatever limit is or is not known."""


def _commute(block: Block) -> NDArray[np.uint8]:
    c = block.candidates
    limit = c.commute_max[:, None]
    known = ~np.isnan(limit) & c.modes_known[:, None]
    with np.errstate(invalid="ignore"):
        too_far = (block.commute > limit) | (block.commute > LONGEST)
    return np.where(too_far, NO, np.where(known, YES, ASK)).astype(np.uint8)


def _tell_commute(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_commute(pair.block)[0, 0]))
    taken = float(pair.block.commute[0, 0])
    if verdict is Verdict.YES:
        return []
    if verdict is Verdict.NO:
        limit = float(np.fmin(pair.block.candidates.commute_max[0], LONGEST))
        minutes = float(np.ceil(taken))
        stated = pair.candidate.commute_max
        changes: tuple[Change, ...] = ()
        if not np.isfinite(taken) or taken > LONGEST:
            nearer = pair.workplace.postcode
            changes += (set_candidate(pair, "postcode", nearer, f"borgeren bor nærmere (i {nearer})"),)
            minutes = limit
        elif stated is not None and stated < minutes:
            changes += (
                set_candidate(pair, "commute_max", minutes, f"borgeren kan rejse {number(minutes)} minutter hver vej"),
            )
        journey = amount_of(pair.candidate, "SCH-13", pair.world.catalogue, {Necessity.MUST}, None)
        if journey is not None and journey < minutes:
            needs = tuple(
                Need(n.accommodation, n.necessity, minutes, n.parts, n.windows, n.source, n.review)
                if n.accommodation == "SCH-13"
                else n
                for n in pair.candidate.needs
            )
            changes += (
                set_candidate(pair, "needs", needs, f"hensynet til transport tillader {number(minutes)} minutter"),
            )
        far = "ikke mulig" if not np.isfinite(taken) else f"{number(np.ceil(taken))} minutter hver vej"
        sentence = f"Rejsen er {far}; borgerens grænse er {number(limit)} minutter."
        return [Reason("commute", Verdict.NO, sentence, changes=changes)]
    reasons = []
    if np.isnan(pair.block.candidates.commute_max[0]):
        reasons.append(
            Reason(
                "commute",
                Verdict.ASK,
                f"Det er ikke oplyst, hvor langt borgeren kan rejse; turen er ca. {number(np.ceil(taken))} "
                "minutter hver vej.",
                "Spørg borgeren: Hvor mange minutter kan du højst rejse hver vej?",
                pair.candidate.id,
                changes=(set_candidate(pair, "commute_max", LONGEST, "borgeren kan rejse så langt"),),
            )
        )
    if not pair.block.candidates.modes_known[0]:
        reasons.append(
            Reason(
                "commute",
                Verdict.ASK,
                "Det er ikke oplyst, hvordan borgeren kan komme på arbejde.",
                "Spørg borgeren: Kan du komme frem til fods, på cykel, med bus eller tog, eller i bil?",
                pair.candidate.id,
                changes=(set_candidate(pair, "transport", frozenset(Transport), "borgeren kan køre i bil"),),
            )
        )
    return reasons


def _language(block: Block) -> NDArray[np.uint8]:
    c, o = block.candidates, block.openings
    shared = (c.languages[:, None] & o.languages[None, :]) != 0
    enough = np.maximum(c.danish, 0)[:, None] >= o.danish[None, :]
    fluent = c.danish[:, None] == DanishLevel.FLUENT.rank
    unknown = (o.danish[None, :] == UNKNOWN) & ~fluent
    unknown |= (c.danish[:, None] == UNKNOWN) & (o.danish[None, :] > 0)
    return np.where(shared, YES, np.where(unknown, ASK, np.where(enough, YES, NO))).astype(np.uint8)


def _tell_language(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_language(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    wanted, has = pair.opening.danish, pair.candidate.danish
    if verdict is Verdict.NO:
        assert wanted is not None and has is not None
        return [
            Reason(
                "language",
                Verdict.NO,
                f"Stillingen kræver dansk på niveau »{wanted}«; borgeren har »{has}«, og de har intet andet "
                "sprog til fælles.",
                changes=(set_opening(pair, "danish", has, f"stillingen kan klares med dansk på niveau »{has}«"),),
            )
        ]
    reasons = []
    if wanted is None:
        reasons.append(
            Reason(
                "language",
                Verdict.ASK,
                "Det er ikke oplyst, hvor meget dansk stillingen kræver.",
                f"Spørg {pair.workplace.name}: Hvor meget dansk kræver »{pair.opening.title}« (intet, basis, "
                "godt, flydende)?",
                pair.workplace.id,
                changes=(set_opening(pair, "danish", has or DanishLevel.NONE, _at_most(has)),),
            )
        )
    else:
        reasons.append(
            Reason(
                "language",
                Verdict.ASK,
                "Det er ikke oplyst, hvor meget dansk borgeren kan.",
                "Spørg borgeren: Hvor meget dansk taler og læser du?",
                pair.candidate.id,
                changes=(set_candidate(pair, "danish", wanted, f"borgeren har dansk på niveau »{wanted}«"),),
            )
        )
    return reasons


def _at_most(has: DanishLevel | None) -> str:
    return f"stillingen højst kræver dansk på niveau »{has}«" if has else "stillingen ikke kræver dansk"


def _certificates(block: Block) -> NDArray[np.uint8]:
    c, o = block.candidates, block.openings
    missing = (o.certificates[None, :] & ~c.certificates[:, None]) != 0
    return np.where(missing, np.where(c.certificates_known[:, None], NO, ASK), YES).astype(np.uint8)


def _tell_certificates(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_certificates(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    held = pair.candidate.certificates or frozenset()
    missing = sorted(pair.opening.certificates - held)
    names = ", ".join(pair.world.catalogue.certificates[code].danish for code in missing)
    change = set_candidate(pair, "certificates", held | pair.opening.certificates, f"borgeren har {names}")
    if verdict is Verdict.NO:
        return [
            Reason("certificates", Verdict.NO, f"Borgeren mangler {names}, som stillingen kræver.", changes=(change,))
        ]
    return [
        Reason(
            "certificates",
            Verdict.ASK,
            f"Stillingen kræver {names}; det er ikke oplyst, om borgeren har det.",
            f"Spørg borgeren: Har du {names}?",
            pair.candidate.id,
            changes=(change,),
        )
    ]


def first_day(block: Block) -> NDArray[np.int32]:
    """int32 [N]: the first day she is free and her grant is in force; `NO_DAY` when neither is set."""
    c = block.candidates
    if "scheme_decided" not in block.world.rules:
        return c.available_from
    return np.maximum(c.available_from, c.grant_from)


def _dates(block: Block) -> NDArray[np.uint8]:
    o = block.openings
    first = first_day(block)
    set_both = (first[:, None] != NO_DAY) & (o.latest_start[None, :] != NO_DAY)
    late = set_both & (first[:, None] > o.latest_start[None, :])
    day = block.world.facts.settings.day.toordinal()
    over = (o.latest_start != NO_DAY) & (o.latest_start < day)
    return np.where(late | over[None, :], NO, YES).astype(np.uint8)


def _tell_dates(pair: Pair) -> list[Reason]:
    if _dates(pair.block)[0, 0] == YES:
        return []
    latest = pair.opening.latest_start
    assert latest is not None
    granted = pair.candidate.grant_from if "scheme_decided" in pair.world.rules else None
    first = max(filter(None, (pair.candidate.available_from, granted, pair.world.facts.settings.day)))
    return [
        Reason(
            "dates",
            Verdict.NO,
            f"Stillingen skal begynde senest {latest:%d-%m-%Y}; borgeren kan tidligst {first:%d-%m-%Y}.",
            changes=(set_opening(pair, "latest_start", first, f"stillingen kan begynde {first:%d-%m-%Y}"),),
        )
    ]


def _own_no(block: Block) -> NDArray[np.uint8]:
    c, o = block.candidates, block.openings
    refused = c.not_wanted_sector[:, o.sector]
    refused |= block.pairs_matrix(c.not_wanted_workplace, o.workplace)
    refused |= block.pairs_matrix(c.not_wanted_employer, o.employer)
    return np.where(refused, NO, YES).astype(np.uint8)


def _tell_own_no(pair: Pair) -> list[Reason]:
    targets = {
        WishSubject.SECTOR: pair.workplace.sector,
        WishSubject.WORKPLACE: pair.workplace.id,
        WishSubject.EMPLOYER: pair.employer.id,
    }
    names = {
        WishSubject.SECTOR: f"branchen {pair.world.catalogue.sectors[pair.workplace.sector].danish}",
        WishSubject.WORKPLACE: pair.workplace.name,
        WishSubject.EMPLOYER: pair.employer.name,
    }
    return [
        Reason(
            "own_no",
            Verdict.NO,
            f"Borgeren har selv sagt nej til {names[wish.subject]}.",
            subject=str(wish.subject),
            changes=(
                Change(
                    "candidates",
                    pair.candidate.id,
                    ChangeKind.DROP_WISH,
                    "wishes",
                    wish,
                    f"borgeren selv siger ja til {names[wish.subject]}",
                ),
            ),
        )
        for wish in pair.candidate.wishes
        if not wish.wanted and targets.get(wish.subject) == wish.target
    ]


def _forbidden(block: Block) -> NDArray[np.uint8]:
    verdict = block.none()
    rows = {c.id: n for n, c in enumerate(block.candidates.rows)}
    for binding in block.world.bindings:
        place = block.openings.place.get(binding.opening)
        if binding.kind is BindingKind.FORBID and binding.candidate in rows and place is not None:
            verdict[rows[binding.candidate], place] = NO
    return verdict


def _tell_forbidden(pair: Pair) -> list[Reason]:
    return [
        Reason(
            "forbidden",
            Verdict.NO,
            f"Konsulenten har udelukket parret{f': {b.reason}' if b.reason else ''}.",
            changes=(
                Change(
                    "bindings",
                    pair.candidate.id,
                    ChangeKind.DROP_FORBID,
                    "",
                    pair.opening.id,
                    "konsulenten ophæver udelukkelsen",
                ),
            ),
        )
        for b in pair.world.bindings
        if b.kind is BindingKind.FORBID and b.candidate == pair.candidate.id and b.opening == pair.opening.id
    ][:1]


PERSON_RULES = (
    HardRule("commute", "Transport", _commute, _tell_commute),
    HardRule("language", "Sprog", _language, _tell_language),
    HardRule("certificates", "Beviser og attester", _certificates, _tell_certificates),
    HardRule("dates", "Start", _dates, _tell_dates),
    HardRule("own_no", "Borgerens eget nej", _own_no, _tell_own_no),
    HardRule("forbidden", "Udelukket af konsulenten", _forbidden, _tell_forbidden),
)
