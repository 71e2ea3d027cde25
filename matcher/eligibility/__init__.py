"""Hard rules: who can, who might if somebody asks, who cannot, and why."""

from matcher.eligibility.evaluate import (
    HARD_RULES,
    Counterfactual,
    counterfactual,
    explain_pair,
    judge,
    judge_near,
    judged_blocks,
    nearest_changes,
    pair_of,
    pair_with,
    questions_of,
    reasons_for,
    rules_in,
)

__all__ = [
    "HARD_RULES",
    "Counterfactual",
    "counterfactual",
    "explain_pair",
    "judge",
    "judge_near",
    "judged_blocks",
    "nearest_changes",
    "pair_of",
    "pair_with",
    "questions_of",
    "reasons_for",
    "rules_in",
]
