"""The synthetic municipality: drawn from published distributions, every assumption declared in the facts themselves."""

from matcher.demo.municipality import CANDIDATES, assumption_sentences, make_municipality
from matcher.demo.places import Size

__all__ = ["CANDIDATES", "Size", "assumption_sentences", "make_municipality"]
