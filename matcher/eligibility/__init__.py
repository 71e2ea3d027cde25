"""Hard rules: who can, who might if somebody asks, who cannot, and why."""

from matcher.eligibility.evaluate import (
    HARD_RULES,
    Counterfactual,
    counterfactual,
    explain_pair,
    judge,
    judged_blocks,
    pair_of,
    reasons_for,
)

__all__ = [
    "HARD_RULES",
    "Counterfactual",
    "counterfactual",
    "explain_pair",
    "judge",
    "judged_blocks",
    "pair_of",
    "reasons_for",
]
