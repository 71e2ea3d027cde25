"""What is known of a pair, as numbers in [0, 1] with a name and a meaning."""

from matcher.features.names import FEATURE_NAMES, FEATURES, FORBIDDEN, Feature
from matcher.features.pair import pair_features
from matcher.features.words import candidate_words, opening_words

__all__ = [
    "FEATURES",
    "FEATURE_NAMES",
    "FORBIDDEN",
    "Feature",
    "candidate_words",
    "opening_words",
    "pair_features",
]
