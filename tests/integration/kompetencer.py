"""Spans of Danish job adverts with their ESCO group of skills (kompetencer), and the peer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.linking.danish import plain

FOLDS = 5
SEEDS = (0, 1, 2)
SEEN = 40
"""The rows of the Danish file that were looked at when the words of the groups were written; the rest were not."""

Method = Callable[[list[str], list[str], list[str]], Sequence[str]]
"""Spans and groups to learn from, spans to name: their groups."""


@dataclass(frozen=True)
class Figures:
    """Weighted F1, mean of three cross-validations: over all rows, and over those nobody had looked at."""

    all: float
    unseen: float


def read_spans(path: Path) -> tuple[list[str], list[str]]:
    """Spans and groups of a tab-separated file."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row[0] for row in rows], [row[1] for row in rows]


def cross_validated(
    method: Method, spans: Sequence[str], groups: Sequence[str], seeds: Sequence[int] = SEEDS
) -> Figures:
    """Five folds over different spans: the same span is never on both sides."""
    from sklearn.metrics import f1_score

    texts = {text: place for place, text in enumerate(sorted(set(map(plain, spans))))}
    own = np.array([texts[plain(span)] for span in spans])
    every = np.array(groups)
    unseen = np.arange(len(spans)) >= SEEN
    found: list[tuple[float, float]] = []
    for seed in seeds:
        fold: NDArray[np.int64] = (np.random.default_rng(seed).permutation(len(texts)) % FOLDS)[own]
        named = np.empty(len(spans), dtype=object)
        for held in range(FOLDS):
            inside, outside = np.flatnonzero(fold != held).tolist(), np.flatnonzero(fold == held).tolist()
            named[outside] = method(
                [spans[i] for i in inside], [groups[i] for i in inside], [spans[i] for i in outside]
            )
        said = named.astype(str)
        found.append(
            (
                f1_score(every, said, average="weighted", zero_division=0),
                f1_score(every[unseen], said[unseen], average="weighted", zero_division=0),
            )
        )
    return Figures(*(float(value) for value in np.mean(found, axis=0)))


def plain_words(spans: list[str], groups: list[str], asked: list[str]) -> Sequence[str]:
    """scikit-learn as it comes: word TF-IDF and a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    answer: Sequence[str] = make_pipeline(TfidfVectorizer(), LinearSVC()).fit(spans, groups).predict(asked)
    return answer


def plain_characters(spans: list[str], groups: list[str], asked: list[str]) -> Sequence[str]:
    """scikit-learn with a little care: character n-grams within words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    answer: Sequence[str] = make_pipeline(vectorizer, LinearSVC()).fit(spans, groups).predict(asked)
    return answer


def ours(spans: list[str], groups: list[str], asked: list[str]) -> Sequence[str]:
    """The tagger as it is used."""
    from matcher.taxonomy.skill_groups import SkillTagger

    return [tagged.group for tagged in SkillTagger().fit(spans, groups).tag(asked)]


def ours_strict(spans: list[str], groups: list[str], asked: list[str]) -> Sequence[str]:
    """The tagger without any word of a group that is a span asked for."""
    from matcher.taxonomy.skill_groups import SkillTagger

    return [tagged.group for tagged in SkillTagger().fit(spans, groups, leave_out=asked).tag(asked)]
