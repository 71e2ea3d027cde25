"""Recalling what people have judged."""

from __future__ import annotations

import numpy as np

from models.linking.bridge import JudgedHeads
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


def test_what_is_right_for_another_text_is_told_of_and_not_for_the_text_itself() -> None:
    judged = Judged(["Kok", "Køkkenchef", "Tømrer"], [{2: 1.0, 3: 1.0}, {3: 1.0}, {1: 1.0, 4: 0.0}])
    elements = np.array([1, 2, 3, 4])
    assert judged.right_elsewhere(elements).tolist() == [True, True, True, False]
    # 3 is right for Køkkenchef too.
    assert judged.right_elsewhere(elements, own=0).tolist() == [True, False, True, False]


def test_of_equal_labels_the_one_that_is_right_for_an_unlike_title_comes_last() -> None:
    # Both are called the same; B, which would be first by its id, is what a bookkeeper was found to be.
    ranker = TextRanker().fit(["A", "B", "C"], ["økonomichef", "økonomichef", "bogholder"])
    assert [one.element for one in next(ranker.rank(["Økonomichef"]))][:2] == ["B", "A"]
    ranker.learn(["Bogholder"], [{"B": 1.0, "C": 1.0}])
    assert [one.element for one in next(ranker.rank(["Økonomichef"]))][:2] == ["A", "B"]


def test_heads_are_counted_from_a_judged_text_to_what_is_right_for_it() -> None:
    heads = JudgedHeads(
        [["mekanik"], ["mekanik"], ["kok"], [""]], [["montør", "mekanik"], ["reparatør"], ["chef"], ["chef"]]
    )
    # Two judged texts have the head; each other head is right for one of them: 1 / (2 + 1). The same head is left out.
    assert heads.chances("mekanik") == {"montør": 1 / 3, "reparatør": 1 / 3}
    # Without itself one is left: 1 / (1 + 1).
    assert heads.chances("mekanik", own=0) == {"reparatør": 1 / 2}
    assert heads.chances("mekanik", own=2) == heads.chances("mekanik")
    assert heads.chances("montør") == heads.chances("") == {}


def test_a_head_that_was_judged_to_stand_for_another_is_found_with_new_words() -> None:
    corpus = {"A": "montør, kraner", "B": "mekanikus, kraner", "C": "montør, cykler", "D": "montør, biler"}
    ranker = TextRanker().fit(list(corpus), list(corpus.values()))
    assert [one.element for one in next(ranker.rank(["Mekaniker, kraner"]))][:2] == ["B", "A"]
    ranker.learn(["Mekaniker, cykler", "Mekaniker, biler"], [{"C": 1.0}, {"D": 1.0}])
    assert [one.element for one in next(ranker.rank(["Mekaniker, kraner"]))][:2] == ["A", "B"]
