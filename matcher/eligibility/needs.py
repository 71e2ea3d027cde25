"""Hard rules about what the workplace offers: conditions, equipment and support hours, all three-valued."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.wording import amount_in_words
from matcher.columns.encoding import UNKNOWN
from matcher.columns.need import LANGUAGE, NeedColumns, need_amount, parts_needed
from matcher.domain import Accommodation, Answer, Booking, Kind, Need, Provision
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict
from matcher.eligibility.block import Block
from matcher.eligibility.rule import ASK, NO, YES, HardRule, Pair, number

ASSISTANCE = "SOC-03"
"""Personal assistance: the one support whose hours the law caps (DOMAIN R14)."""


def is_condition(accommodation: Accommodation) -> bool:
    """True for what the workplace simply is or is not; nothing is used up."""
    return not accommodation.consumed


_Places = slice | NDArray[np.integer]
_EVERY = slice(None)
Of = Callable[..., NDArray[np.uint8]]
"""`condition_verdict`, `own_verdict` or `consumed_verdict`."""


def condition_verdict(need: NeedColumns, block: Block, at: _Places = _EVERY) -> NDArray[np.uint8]:
    """uint8 [n, W]: whether each workplace, or each of those at some places, meets a condition for who needs it."""
    w, a = block.world.workplaces, need.place
    answer, amount, parts = w.answer[at, a], w.amount[at, a], w.parts[at, a]
    verdict = np.where(answer == 1, YES, np.where(answer == 0, NO, ASK))[None, :].repeat(len(need.candidate), axis=0)
    said_yes = answer[None, :] == 1
    if need.accommodation.provision_amount_is:
        wanted = need.amount[:, None]
        at_most = need.accommodation.provision_amount_is == "at_most"
        met = amount[None, :] <= wanted if at_most else amount[None, :] >= wanted
        by_number = np.where(np.isnan(amount)[None, :], ASK, np.where(met, YES, NO))
        verdict = np.where(said_yes & ~np.isnan(wanted), by_number, verdict)
    if need.accommodation.parts:
        here = parts[None, :] & need.parts[:, None]
        enough = here != 0 if need.accommodation.id == LANGUAGE else here == need.parts[:, None]
        missing = np.where(w.parts_named[at, a] | (need.accommodation.id != LANGUAGE), NO, ASK)
        verdict = np.where(said_yes & ~enough, missing[None, :], verdict)
    return verdict.astype(np.uint8)


def own_verdict(need: NeedColumns, block: Block, at: _Places = _EVERY) -> NDArray[np.uint8]:
    """uint8 [n, W]: whether the workplace's own equipment or support person meets the need."""
    w, a = block.world.workplaces, need.place
    answer = w.answer[at, a]
    if need.accommodation.kind is Kind.EQUIPMENT:
        supply = w.count[at, a] * w.hours[at, a] if need.accommodation.booking is Booking.BY_HOUR else w.count[at, a]
    else:
        supply = w.hours[at, a]
    wanted = demand_of(need)
    by_number = np.where(np.isnan(supply)[None, :], ASK, np.where(supply[None, :] >= wanted[:, None], YES, NO))
    verdict = np.where(answer[None, :] == 1, by_number, np.where(answer[None, :] == 0, NO, ASK))
    return verdict.astype(np.uint8)


def demand_of(need: NeedColumns) -> NDArray[np.float64]:
    """float64 [n]: how much of the supply one person takes: hours, or one piece."""
    return need.amount if given_as_hours(need.accommodation) else np.ones(len(need.candidate))


def given_as_hours(accommodation: Accommodation) -> bool:
    """True for support and for rooms booked by the hour; false for equipment that one person keeps."""
    return accommodation.kind is Kind.SUPPORT_HOURS or accommodation.booking is Booking.BY_HOUR


def offer_fits(need: NeedColumns, block: Block) -> NDArray[np.bool_]:
    """bool [n, S]: offers that cover the need, are open to her scheme and hold enough for her alone."""
    offers, c = block.world.offers, block.candidates
    wanted = demand_of(need)[:, None]
    scheme = c.scheme[need.candidate][:, None]
    # A scheme not yet decided is asked about by its own rule.
    allowed = ((offers.schemes[None, :] >> np.maximum(scheme, 0)) & 1 > 0) | (scheme == UNKNOWN)
    if not given_as_hours(need.accommodation):
        enough = np.broadcast_to(offers.count[None, :] >= 1, allowed.shape)
        cost = np.broadcast_to(offers.cost_each[None, :], allowed.shape)
    else:
        enough = (offers.hours[None, :] >= wanted) & (offers.hours_per_person[None, :] >= wanted)
        weeks = block.world.facts.settings.weeks
        cost = offers.cost_each[None, :] + offers.cost_per_hour[None, :] * wanted * weeks
    money = np.append(offers.budget_amount, np.inf)[offers.budget]
    fits: NDArray[np.bool_] = offers.covers[None, :, need.place] & allowed & enough & (cost <= money[None, :])
    return fits


def consumed_verdict(need: NeedColumns, block: Block, at: _Places = _EVERY) -> NDArray[np.uint8]:
    """uint8 [n, W]: whether there is any way at all to meet a need for equipment or support hours."""
    own = own_verdict(need, block, at)
    fits = offer_fits(need, block)
    some = np.flatnonzero(fits.any(axis=0))
    from_offer = (fits[:, some].astype(np.float32) @ block.world.offers.reach[some][:, at]) > 0
    return np.where(from_offer, YES, own).astype(np.uint8)


def by_opening(of: Of, need: NeedColumns, block: Block) -> NDArray[np.uint8]:
    """uint8 [n, M]: what `of` says of each opening's workplace; where openings are few, of no other workplace."""
    at = block.openings.workplace
    return of(need, block, at) if len(at) < len(block.world.workplaces.rows) else of(need, block)[:, at]


def _over_needs(block: Block, kinds: tuple[Kind, ...]) -> NDArray[np.uint8]:
    verdict = block.none()
    for need in block.candidates.needs:
        kind = Kind.CONDITION if is_condition(need.accommodation) else need.accommodation.kind
        if kind in kinds:
            of = condition_verdict if kind is Kind.CONDITION else consumed_verdict
            verdict[need.candidate] = np.maximum(verdict[need.candidate], by_opening(of, need, block))
    return verdict


def _tell_needs(pair: Pair, kinds: tuple[Kind, ...], rule: str) -> list[Reason]:
    reasons = []
    for need in pair.block.candidates.needs:
        kind = Kind.CONDITION if is_condition(need.accommodation) else need.accommodation.kind
        if kind not in kinds:
            continue
        of = condition_verdict if kind is Kind.CONDITION else consumed_verdict
        verdict = Verdict(int(by_opening(of, need, pair.block)[0, 0]))
        if verdict is not Verdict.YES:
            reasons.append(_reason(pair, need.accommodation, verdict, rule))
    return reasons


def _reason(pair: Pair, accommodation: Accommodation, verdict: Verdict, rule: str) -> Reason:
    need = pair.candidate.need(accommodation.id)
    assert need is not None
    place = pair.workplace
    what = _with_parts(pair, need, accommodation)
    if verdict is Verdict.ASK:
        sentence = (
            f"Hensynet »{what}« skal være opfyldt, og {place.name} er ikke spurgt om det, eller svaret mangler et tal."
        )
        question = f"Spørg {place.name}: {accommodation.question}"
    else:
        sentence = f"Hensynet »{what}« skal være opfyldt, og det kan {place.name} ikke tilbyde."
        if accommodation.consumed:
            sentence += " Intet støttetilbud inden for rækkevidde har timer, stykker eller penge nok til det."
        question = ""
    return Reason(
        rule,
        verdict,
        sentence,
        question,
        place.id if question else "",
        accommodation.id,
        (_offer_it(pair, need, accommodation),),
    )


def describe(need: Need, accommodation: Accommodation) -> str:
    """A need in words: its name and its amount."""
    words = accommodation.danish
    amount = need_amount(need, accommodation)
    if amount is not None:
        words += f" ({amount_in_words(accommodation.amount_unit, amount)})"
    return words


def _with_parts(pair: Pair, need: Need, accommodation: Accommodation) -> str:
    """A need in words, with the parts that are meant when not all of them are."""
    words = describe(need, accommodation)
    if not need.parts or need.parts == set(accommodation.parts):
        return words
    named = [pair.world.catalogue.part_name(part) for part in accommodation.parts if part in need.parts]
    return f"{words}: {', '.join(named)}"


def _offer_it(pair: Pair, need: Need, accommodation: Accommodation) -> Change:
    """The workplace says yes, with just enough of it."""
    before = pair.workplace.provision(accommodation.id)
    amount = need_amount(need, accommodation)
    is_hours = given_as_hours(accommodation)
    parts = set(before.parts or ()) | set(parts_needed(need, accommodation)) if accommodation.parts else None
    provision = Provision(
        accommodation.id,
        Answer.YES,
        amount=amount if accommodation.provision_amount_is else before.amount,
        count=max(before.count or 0, 1) if accommodation.kind is Kind.EQUIPMENT else before.count,
        hours=max(before.hours or 0.0, amount or 0.0) if is_hours else before.hours,
        parts=None if parts is None else frozenset(parts),
        verified=before.verified,
    )
    either = ", eller kommunen kan bevilge det" if accommodation.grantable else ""
    sentence = f"{pair.workplace.name} kan tilbyde »{_with_parts(pair, need, accommodation)}«{either}"
    return Change("workplaces", pair.workplace.id, ChangeKind.PROVISION, "provisions", provision, sentence)


def _assistance_cap(block: Block) -> NDArray[np.uint8]:
    cap = assistance_hours(block)
    verdict = block.none()
    for need in block.candidates.needs:
        if need.accommodation.id == ASSISTANCE:
            over = need.amount[:, None] > cap[need.candidate] + 1e-9
            verdict[need.candidate] = np.where(over, NO, YES)
    return verdict


def assistance_hours(block: Block) -> NDArray[np.float64]:
    """Most hours of personal assistance a week the law gives for the pair's hours, pro rata (DOMAIN R14)."""
    full = block.world.number("assistance_cap", "hours", np.inf)
    per = block.world.number("assistance_cap", "full_time", 37.0)
    return np.maximum(block.hours, block.least_hours) * full / per


def _tell_assistance_cap(pair: Pair) -> list[Reason]:
    if _assistance_cap(pair.block)[0, 0] == YES:
        return []
    need = pair.candidate.need(ASSISTANCE)
    assert need is not None
    wanted = need_amount(need, pair.world.catalogue.accommodations[ASSISTANCE]) or 0.0
    cap = float(assistance_hours(pair.block)[0, 0])
    hours = float(np.maximum(pair.block.hours, pair.block.least_hours)[0, 0])
    lower = tuple(
        Need(n.accommodation, n.necessity, np.floor(cap * 100) / 100, n.parts, n.windows, n.source, n.review)
        if n.accommodation == ASSISTANCE
        else n
        for n in pair.candidate.needs
    )
    return [
        Reason(
            "assistance_cap",
            Verdict.NO,
            f"Behovet for personlig assistance er {number(wanted)} timer om ugen, men ved {number(hours)} arbejdstimer "
            f"kan der højst gives {number(cap)} timer.",
            subject="assistance_cap",
            changes=(
                Change(
                    "candidates",
                    pair.candidate.id,
                    ChangeKind.SET,
                    "needs",
                    lower,
                    f"behovet for personlig assistance er højst {number(np.floor(cap * 100) / 100)} timer om ugen",
                ),
            ),
        )
    ]


NEED_RULES = (
    HardRule(
        "conditions",
        "Vilkår på arbejdsstedet",
        lambda block: _over_needs(block, (Kind.CONDITION,)),
        lambda pair: _tell_needs(pair, (Kind.CONDITION,), "conditions"),
    ),
    HardRule(
        "equipment",
        "Udstyr og rum",
        lambda block: _over_needs(block, (Kind.EQUIPMENT,)),
        lambda pair: _tell_needs(pair, (Kind.EQUIPMENT,), "equipment"),
    ),
    HardRule(
        "support",
        "Støttetimer",
        lambda block: _over_needs(block, (Kind.SUPPORT_HOURS,)),
        lambda pair: _tell_needs(pair, (Kind.SUPPORT_HOURS,), "support"),
    ),
    HardRule(
        "assistance_cap", "Loft over personlig assistance", _assistance_cap, _tell_assistance_cap, "assistance_cap"
    ),
)
