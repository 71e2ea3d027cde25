"""A plan can be written piece by piece: each placement and each person left out alone."""

from __future__ import annotations

from matcher.explanation import explain_left_out
from matcher.files.plan_content import NEAR, explained_placement, gather
from matcher.files.plan_json import left_out_document, placement_document, plan_document
from matcher.pipeline import make_plan
from matcher.summary import main_reasons
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, helper, municipality


def test_the_pieces_are_those_of_the_whole_document() -> None:
    facts = municipality(candidates=(asta(), asta(id="bo"), asta(id="cille")), openings=(helper(), helper(id="anden")))
    made = make_plan(facts, CATALOGUE, load_weights())
    whole = plan_document(gather(made, facts, (), ()))
    placed = [placement_document(proposal, *explained_placement(made, proposal)) for proposal in made.plan.placements]
    reasons = main_reasons(made)
    left_out = [left_out_document(explain_left_out(made, c, NEAR), reasons[c]) for c in made.plan.left_out]
    assert (len(placed), len(left_out)) == (2, 1)
    assert (whole["placements"], whole["left_out"]) == (placed, left_out)
