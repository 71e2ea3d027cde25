"""A ranker with what is known on this machine: an ESCO release, word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.domain.errors import MatcherError
from matcher.taxonomy.esco import read_esco
from matcher.taxonomy.senses import senses_of
from models.linking.ranker import ACROSS, UNTRAINED, TextRanker
from models.linking.vectors import VectorsError, WordVectors

_DANISH = frozenset("æøå")
_MANY, _FEW = 0.05, 0.01
_FEWEST = 10
"""Judged texts, one for each part that is left out: a mean of fewer would say nothing."""


def load_ranker(esco: Path | None, embeddings: Path | None, across: bool = False) -> TextRanker:
    """A ranker that knows what the folders hold; without them it knows the corpus alone.

    Parameters
    ----------
    esco
        Folder with an ESCO release.
    embeddings
        Folder with word vectors.
    across
        Whether queries and corpus are in two languages: then what the release says means the same counts most.

    Raises
    ------
    MatcherError
        When a folder cannot be used.
    """
    senses = None if esco is None else senses_of(read_esco(esco))
    try:
        vectors = None if embeddings is None else WordVectors.read(embeddings)
    except VectorsError as fault:
        raise MatcherError(str(fault)) from fault
    return TextRanker(senses, vectors, ACROSS if across and senses is not None else UNTRAINED)


def queries_across(queries: Sequence[str], corpus: Sequence[str]) -> bool:
    """Whether one of them is in Danish and the other is not: æ, ø and å in a twentieth of one, in none of the other."""
    shares = sorted(
        sum(not _DANISH.isdisjoint(text.casefold()) for text in texts) / max(len(texts), 1)
        for texts in (queries, corpus)
    )
    return shares[0] < _FEW and shares[1] >= _MANY


def learnt_sentence(before: NDArray[np.float64], after: NDArray[np.float64]) -> str:
    """What learning came to, measured on texts that each time were left out of it; of too few that nothing is."""
    if len(after) < _FEWEST:
        texts = "1 dømt tekst" if len(after) == 1 else f"{len(after)} dømte tekster"
        return f"Lært af {texts}. Hvor godt det er, kan ikke måles på så få: der skal mindst {_FEWEST} til."
    return (
        f"Lært af {len(after)} dømte tekster. Den første rigtige står i gennemsnit (MRR) på {_three(after.mean())}, "
        f"målt på tekster, der ikke var med til at lære; uden læring {_three(before.mean())}."
    )


def _three(value: np.floating) -> str:
    return f"{value:.3f}".replace(".", ",")
