"""Why: one structured trace for each result, and three texts read off it."""

from matcher.explanation.candidate import candidate_text
from matcher.explanation.competing import options_for, options_of
from matcher.explanation.conditions import TouchedNeed, touched_needs
from matcher.explanation.consultant import consultant_text
from matcher.explanation.employer import employer_text
from matcher.explanation.left_out import explain_left_out, explain_unfilled
from matcher.explanation.one_pair import explain_one
from matcher.explanation.placement import explain_placement
from matcher.explanation.plain import as_plain
from matcher.explanation.questions import questions_worth_asking
from matcher.explanation.scarcity import resources_worth_finding
from matcher.explanation.trace import (
    LeftOutTrace,
    PairTrace,
    PlacementTrace,
    QuestionWorth,
    ResourceWorth,
    UnfilledTrace,
)

__all__ = [
    "LeftOutTrace",
    "PairTrace",
    "PlacementTrace",
    "QuestionWorth",
    "ResourceWorth",
    "TouchedNeed",
    "UnfilledTrace",
    "as_plain",
    "candidate_text",
    "consultant_text",
    "employer_text",
    "explain_left_out",
    "explain_one",
    "explain_placement",
    "explain_unfilled",
    "options_for",
    "options_of",
    "questions_worth_asking",
    "resources_worth_finding",
    "touched_needs",
]
