"""What an employer is told: never a need that the job does not touch, never anything about the person."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.catalogue.wording import condition
from matcher.columns import World, make_world
from matcher.columns.need import need_amount, parts_needed
from matcher.demo import make_municipality
from matcher.domain import Answer, Candidate, Facts, Identity, Necessity, Need, Opening, OpeningTask, Provision, Week
from matcher.explanation import employer_text, explain_one, explain_placement, touched_needs
from matcher.explanation.trace import PairTrace
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, bakery, helper, municipality, offer
from tests.property.invented import TASKS, need_lists, weeks

WEIGHTS = load_weights()
PSEUDONYM = "Person 7K3QXM"
SECRETS = ("borger-4711", "Karla Hemmelig", "6092", "13-07", "2024-07-13", "010203")
"""Who she is, where she lives and how long she has waited."""
SUPPORT = frozenset({"SOC-02", "SOC-03", "WRK-06"})
NEVER = ("værdi", "pris", "chance", "score", "vægt", "borger", "prioritet", "sagsbehandler", "ledig", "anden stilling")


def generous(code: str) -> Provision:
    """As much of it as anybody could need."""
    accommodation = CATALOGUE.accommodations[code]
    most = accommodation.amount_low if accommodation.provision_amount_is == "at_most" else accommodation.amount_high
    amount = most if accommodation.provision_amount_is else None
    return Provision(code, Answer.YES, amount=amount, count=5, hours=50.0)


@st.composite
def arranged(draw: st.DrawFn) -> Facts:
    """Karla with any needs, at a workplace that offers everything, with optional tasks of any kind."""
    needs = draw(need_lists(most=8))
    tasks = draw(st.lists(st.sampled_from(TASKS), min_size=2, max_size=5, unique=True))
    karla = asta(
        id="borger-4711",
        postcode="6092",
        commute_max=240.0,
        intensity=draw(st.sampled_from((1.0, 0.7, 0.5))),
        hours_min=0.5,
        availability=draw(st.sampled_from((Week.parse("ma-fr 08:00-16:00"),)) | weeks()),
        waiting_since=date(2024, 7, 13),
        needs=needs,
    )
    work = helper(
        hours_min=0.5,
        hours_total=30.0,
        windows=draw(st.sampled_from((Week.parse("ma-fr 07:00-15:00"), Week.parse("lø-sø 09:00-20:00"))) | weeks()),
        tasks=tuple(OpeningTask(task, 6.0) for task in tasks),
    )
    provisions = tuple(generous(need.accommodation) for need in needs if draw(st.integers(0, 9)))
    return municipality(
        candidates=(karla,),
        workplaces=(bakery(provisions=provisions),),
        openings=(work,),
        offers=(
            offer(accommodations=frozenset({"SOC-02", "SOC-03", "WRK-06"}), hours_per_week=60, hours_per_person=37),
        ),
        identities=(Identity("borger-4711", name="Karla Hemmelig", cpr="0102031234", birth_year=1980),),
    )


def told_of(need: Need) -> set[str]:
    """Every way in which a text could name a need."""
    row = CATALOGUE.accommodations[need.accommodation]
    words = condition(CATALOGUE, row, need_amount(need, row), parts_needed(need, row))
    return {row.id, row.danish, row.english, row.employer_must_offer, row.question, words, *row.icf}


def require_no_leak(text: str, candidate: Candidate, opening: Opening, touched: dict[str, str]) -> None:
    """Nothing but the conditions of what is touched, and the employer's own words for its work."""
    rest = text.lower()
    for told in (*touched.values(), *(CATALOGUE.tasks[part.task].danish for part in opening.tasks), opening.title):
        rest = rest.replace(told.lower(), "")
    for need in candidate.needs:
        assert not [words for words in told_of(need) if words.lower() in rest], need
    assert not [word for word in NEVER if word in rest]
    assert candidate.id not in text and candidate.postcode not in text
    assert PSEUDONYM in text


def without_untouched(facts: Facts, candidate: Candidate, touched: dict[str, str]) -> Facts:
    """The same facts, with none of her needs but the touched ones."""
    kept = tuple(n for n in candidate.needs if n.accommodation in touched and n.necessity is Necessity.MUST)
    plainer = replace(candidate, needs=kept)
    return replace(facts, candidates=tuple(plainer if c is candidate else c for c in facts.candidates))


def touched_of(world: World, candidate: str, opening: str) -> dict[str, str]:
    return {need.accommodation: need.told for need in touched_needs(world, candidate, opening)}


@settings(max_examples=150)
@given(facts=arranged())
def test_an_employer_is_told_of_no_need_that_the_job_does_not_touch(facts: Facts) -> None:
    world = make_world(facts, CATALOGUE)
    trace = explain_one(world, "borger-4711", "hjælper", WEIGHTS)
    assume(trace.possible is not None)
    text = employer_text(trace, PSEUDONYM)
    (karla,) = facts.candidates
    touched = touched_of(world, karla.id, "hjælper")
    require_no_leak(text, karla, facts.openings[0], touched)
    assert not [secret for secret in SECRETS if secret in text]
    plainer = make_world(without_untouched(facts, karla, touched), CATALOGUE)
    assert employer_text(explain_one(plainer, karla.id, "hjælper", WEIGHTS), PSEUDONYM) == text


@cache
def village() -> Planned:
    return make_plan(make_municipality("village", 3, CATALOGUE), CATALOGUE, WEIGHTS)


def test_no_placement_of_a_village_tells_an_employer_too_much() -> None:
    planned = village()
    names = {identity.candidate: identity.name for identity in make_municipality("village", 3, CATALOGUE).identities}
    untouched = 0
    for proposal in planned.plan.placements:
        candidate = planned.world.facts.candidate_by_id[proposal.candidate]
        trace = explain_placement(planned, proposal)
        text = employer_text(trace, PSEUDONYM)
        touched = touched_of(planned.world, candidate.id, proposal.opening)
        require_no_leak(text, candidate, planned.world.facts.opening_by_id[proposal.opening], touched)
        assert str(names[candidate.id]) not in text
        numbers = [trace.value.total, trace.value.lasts, *(r.price for r in trace.resources if r.price)]
        assert not [n for n in numbers if f"{n:.2f}".replace(".", ",") in text]
        untouched += len(candidate.needs) - len(touched)
    assert len(planned.plan.placements) > 10 and untouched > 10


def test_two_who_differ_only_in_what_the_job_does_not_touch_look_the_same_to_the_employer() -> None:
    planned = village()
    facts, changed = planned.world.facts, 0
    for proposal in planned.plan.placements[::3]:
        candidate = facts.candidate_by_id[proposal.candidate]
        touched = touched_of(planned.world, candidate.id, proposal.opening)
        plainer = make_world(without_untouched(facts, candidate, touched), CATALOGUE)
        texts = [told_by(explain_one(w, candidate.id, proposal.opening, WEIGHTS)) for w in (planned.world, plainer)]
        assert texts[0] == texts[1]
        changed += len(touched) < len(candidate.needs)
    assert changed > 3


def told_by(trace: PairTrace) -> str:
    return employer_text(trace, PSEUDONYM)


def test_the_pseudonym_is_all_there_is_of_a_person() -> None:
    planned = village()
    trace = explain_placement(planned, planned.plan.placements[0])
    first, second = employer_text(trace, "Person A"), employer_text(trace, "Person B")
    assert first.replace("Person A", "Person B") == second
    assert re.search(r"[A-Z]{3}-\d\d", first) is None
