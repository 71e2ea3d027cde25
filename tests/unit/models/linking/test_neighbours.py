"""Recalling what people have judged."""

from __future__ import annotations

import numpy as np

from models.linking.features import COLUMN
from models.linking.neighbours import Judged
from models.linking.ranker import TextRanker

JUDGED = ["Souschef, institution for ældre", "Kok", "Tømrer"]
RIGHT = [{4: 1.0}, {2: 1.0, 3: 0.0}, {1: 1.0}]


def test_a_text_like_a_judged_one_recalls_its_elements() -> None:
    (found,) = Judged(JUDGED, RIGHT).recall(["Souschef, ældre"])
    assert set(found) == {4} and 0.3 < found[4] < 1.0


def test_an_element_that_was_wrong_is_not_recalled() -> None:
    (found,) = Judged(JUDGED, RIGHT).recall(["Kok"])
    assert set(found) == {2}
    assert np.isclose(found[2], 1.0)


def test_a_text_does_not_answer_for_itself_while_learning() -> None:
    # Guards against weights that trust memory because every example remembers itself.
    assert Judged(JUDGED, RIGHT).recall(JUDGED, own=[0, 1, 2])[1] == {}


def test_a_judged_element_is_a_candidate_though_no_letter_is_alike() -> None:
    ranker = TextRanker().fit(["A", "B", "C"], ["værtinde", "maler", "smed"])
    ranker.learn(["Kustode på museum", "Kustode", "maler"], [{"A": 1.0}, {"A": 1.0}, {"B": 1.0}])
    (found,) = ranker.rank(["Kustode, slot"])
    assert found[0].element == "A"
    assert ranker.weights_[COLUMN["judged"]] > 0
