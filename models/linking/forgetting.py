"""Emptying what is remembered of the words that were read. What compares texts has more: `spaces.forget_grams`."""

from __future__ import annotations

from models.linking.danish import stem, written_out
from models.linking.forms import folded, roots


def forget_words() -> None:
    """Empty it: for a text of somebody's own, of which nothing may outlive its reading."""
    for remembering in (folded, roots, stem, written_out):
        remembering.cache_clear()
