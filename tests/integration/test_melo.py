"""Show: Danish job titles to ESCO (MELO) by `brobygger link`, beside scikit-learn's character TF-IDF in the same run.

Protocol: half of MELO's Danish queries (367) against all corpus elements, the first hundred, MRR with trec_eval's rules
(equal scores by id, descending). Weights and memory are learnt by ten-fold cross-validation over queries (`held-out`);
which queries lie in one fold moves the figure by a hundredth, so without a release what is promised is also tried in
several other draws, of five folds and of ten. The untrained weights are fixed. They were chosen by hand with half the
queries in view, and which half was not written down: so both halves are told (rows of the file by turns). Word for
word: the query is a label of the corpus after punctuation and case are folded; the rest is told apart. ``pytest -s``
shows every figure.

The aim of .62 is on all of MELO's Danish queries, of which half is public here; it can be told of and not measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.linking.ranker import TextRanker
from tests.integration.melo import Melo, by_character_tfidf, by_run, english_release, read_melo, told

SLACK = 0.005
"""How far a figure may fall below what was measured: another numpy moves ties."""
UNTRAINED = {False: (0.624, 0.298), True: (0.629, 0.312)}
"""Whether with a release: measured over all queries and over those with no word-for-word label."""
MORE, MORE_APART = 0.015, 0.03
"""How much better than by characters what is learnt is to be, over all queries and over those."""
DRAWS = [(5, 1), (5, 2), (5, 3), (10, 1)]
"""Folds and seeds; the command draws ten by seed 0."""
ACROSS = 0.645
"""The same for English labels, untrained."""
FULL_SET = {"aim": 0.62, "floor": 0.581}
"""MRR on all queries, half of which are not public: what is aimed at, and what character TF-IDF was published with."""


@pytest.mark.slow
@pytest.mark.parametrize("with_esco", [False, True])
def test_danish_titles_are_found_more_often_than_by_characters_alone(
    shared_data: Callable[[str], Path], with_esco: bool, tmp_path: Path
) -> None:
    folder = shared_data("melo/dnk_q_da_c_da")
    melo = read_melo(folder)
    rest = ~melo.word_for_word
    assert (len(rest), int(rest.sum())) == (367, 129)
    floor = by_character_tfidf(melo)
    untrained, learnt = by_run(folder, tmp_path, shared_data("esco") if with_esco else None, train=True)
    title = f"Danish to Danish, {'with' if with_esco else 'without'} a release"
    _tell(title, melo, {"character TF-IDF": floor, "untrained": untrained, "learnt, held out": learnt})
    gain = learnt.mean() - floor.mean()
    _say(
        f"aim: {FULL_SET['aim']} on all of MELO's Danish queries, of which this is half; character TF-IDF finds "
        f"{FULL_SET['floor']} there and {floor.mean():.3f} here. The same gain there would be "
        f"{FULL_SET['floor'] + gain:.3f}: reckoned, not measured"
    )
    assert gain >= MORE
    assert learnt[rest].mean() >= floor[rest].mean() + MORE_APART
    # Without examples it is no worse than the floor, and better where no label is the query.
    assert untrained.mean() >= floor.mean()
    assert untrained[rest].mean() >= floor[rest].mean()
    for half in (0, 1):
        assert learnt[half::2].mean() >= floor[half::2].mean()
    every, apart = UNTRAINED[with_esco]
    assert untrained.mean() >= every - SLACK
    assert untrained[rest].mean() >= apart - SLACK


@pytest.mark.slow
def test_however_the_folds_are_drawn_what_is_learnt_finds_more_than_characters(
    shared_data: Callable[[str], Path],
) -> None:
    # Guards against a promise that one lucky draw keeps: ten folds once kept it and five, which learn less, did not.
    melo = read_melo(shared_data("melo/dnk_q_da_c_da"))
    rest = ~melo.word_for_word
    floor = by_character_tfidf(melo)
    ranker = TextRanker().fit(melo.elements, melo.labels)
    for folds, seed in DRAWS:
        found = ranker.cross_validate(melo.texts, melo.right, folds=folds, seed=seed)
        gain = found.after - floor
        _say(told(f"{folds} folds, draw {seed}", found.after, melo.word_for_word))
        assert gain.mean() >= MORE
        assert gain[rest].mean() >= MORE_APART
        for half in (0, 1):
            assert gain[half::2].mean() >= 0.0


@pytest.mark.slow
def test_english_labels_are_found_for_danish_titles_over_labels_that_mean_the_same(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    # No network and no neural weights: the labels of one occupation in two languages are a dictionary.
    folder = shared_data("melo/dnk_q_da_c_en")
    melo = read_melo(folder)
    release = tmp_path / "release"
    release.mkdir()
    floor = by_character_tfidf(melo)
    untrained, _ = by_run(folder, tmp_path, english_release(shared_data("esco"), release), train=False)
    _tell("Danish to English, with a release", melo, {"character TF-IDF": floor, "untrained": untrained})
    # Characters find only what is spelt alike in both languages.
    assert untrained.mean() >= floor.mean() + 0.48
    assert untrained.mean() >= ACROSS - SLACK
    for half in (0, 1):
        assert untrained[half::2].mean() >= floor[half::2].mean() + 0.42


def _tell(title: str, melo: Melo, found: dict[str, NDArray[np.float64]]) -> None:
    _say(f"\n{title}: MRR")
    for name, ranks in found.items():
        _say(told(name, ranks, melo.word_for_word))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
