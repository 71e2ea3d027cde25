"""Ranking labels: what is alike, what is known to mean the same, what is learnt, and how equals are ordered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.linking.bridge import HeadBridge, WordBridge
from models.linking.edits import Letters, edit_likeness, ends_alike
from models.linking.features import COLUMN, FEATURES
from models.linking.ranker import ACROSS, UNTRAINED, Ranked, TextRanker
from models.linking.senses import Senses
from models.linking.vectors import VectorsError, WordVectors
from models.linking.weighing import Asked, as_weights, learn_weights

CORPUS = {
    "E1": ["museumsdirektør"],
    "E2": ["museumstekniker"],
    "E3": ["kok", "køkkenchef"],
    "E4": ["rengøringsassistent"],
    "E5": ["bager"],
    "E6": ["konditor"],
    "E7": ["sygeplejerske"],
    "E8": ["skolechef", "skoleleder"],
}
SENSES = Senses(
    labels=(
        ("museumsdirektør", "museum director"),
        ("skolechef", "skoleleder", "skoledirektør", "head of school"),
        ("salgschef", "salgsleder", "salgsdirektør", "sales manager"),
        ("driftschef", "driftsleder", "driftsdirektør"),
        ("bager", "baker"),
        ("museumstekniker", "museum technician"),
        ("Ledelse af museer og skoler",),
    ),
    glosses=(
        "leder et museum",
        "leder en skole",
        "leder salget",
        "leder driften",
        "bager brød",
        "passer samlinger",
        "",
    ),
    broader=((0, 6), (1, 6)),
)


def fitted(senses: Senses | None = None, vectors: WordVectors | None = None) -> TextRanker:
    rows = [(element, text) for element, texts in CORPUS.items() for text in texts]
    return TextRanker(senses, vectors).fit([row[0] for row in rows], [row[1] for row in rows])


def first(ranker: TextRanker, query: str) -> str:
    return next(iter(ranker.rank([query])))[0].element


@pytest.mark.parametrize(
    ("query", "element"),
    [
        ("Rengøringsass. (m/k)", "E4"),
        ("rengøringsasistent", "E4"),
        ("Kokke", "E3"),
        ("Køkkenchef", "E3"),
        ("SYGEPLEJERSKER", "E7"),
        ("Bagerlærling", "E5"),
        ("skole-leder", "E8"),
    ],
)
def test_a_title_is_found_however_it_is_written(query: str, element: str) -> None:
    assert first(fitted(), query) == element


def test_titles_side_by_side_are_both_found() -> None:
    assert {one.element for one in next(iter(fitted().rank(["Bager/konditor"], top=2)))} == {"E5", "E6"}


def test_an_element_stands_once_with_its_best_label() -> None:
    (found,) = fitted().rank(["køkkenchef"])
    assert [one.element for one in found].count("E3") == 1
    assert found[0].element == "E3"


def test_equal_scores_are_ordered_by_id_descending() -> None:
    ranker = TextRanker().fit(["A", "C", "B"], ["kok", "kok", "kok"])
    (found,) = ranker.rank(["kok"])
    assert [one.element for one in found] == ["C", "B", "A"]
    assert len({one.score for one in found}) == 1


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [(element, text) for element, texts in CORPUS.items() for text in texts]
    turned = TextRanker(SENSES).fit([row[0] for row in rows[::-1]], [row[1] for row in rows[::-1]])
    queries = ["museumsleder", "kokke", "xyz"]
    assert list(turned.rank(queries)) == list(fitted(SENSES).rank(queries))


def test_no_more_than_asked_for_and_scores_fall() -> None:
    for found in fitted(SENSES).rank(["museumsleder", "chef", "q"], top=3):
        assert len(found) == 3
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert all(isinstance(one, Ranked) for one in found)


def test_a_query_without_a_word_is_ranked_without_a_fault() -> None:
    assert len(next(iter(fitted(SENSES).rank(["???"])))) == len(CORPUS)


def test_what_means_the_same_leads_to_the_other_word() -> None:
    assert first(fitted(), "museumsleder") in {"E1", "E2"}
    assert first(fitted(SENSES), "museumsleder") == "E1"


def test_another_language_is_reached_over_labels_that_mean_the_same() -> None:
    ranker = TextRanker(SENSES, weights=ACROSS).fit(["x", "y", "z"], ["museum director", "baker", "sales manager"])
    assert [first(ranker, query) for query in ("museumsdirektør", "bagere", "salgsleder")] == ["x", "y", "z"]


def test_the_dictionary_is_learnt_from_labels_that_mean_the_same() -> None:
    labels = [["røde huse", "red houses"], ["røde biler", "red cars"], ["blå huse", "blue houses"]]
    bridge = WordBridge(str.split).fit(labels, [pair[1] for pair in labels])
    table = bridge.table_.toarray()
    chance = dict(zip(bridge.targets_, table[bridge.sources_["røde"]], strict=True))
    assert max(chance, key=lambda word: chance[word]) == "red"
    assert table.sum(axis=1).max() <= 1.0 + 1e-6


def test_heads_that_stand_for_each_other_are_counted() -> None:
    bridge = HeadBridge().fit([["a chef", "b leder"], ["c chef", "d direktør"]], lambda label: label.split()[-1])
    # chef has 2 senses and one with leder: 1 / (2 + 1).
    assert bridge.chance_["chef", "leder"] == pytest.approx(1 / 3)
    assert ("leder", "direktør") not in bridge.chance_


def test_examples_move_the_weights_towards_what_they_show() -> None:
    # Two queries whose right text is the one with the larger »gloss«, against the letters.
    row = np.zeros((2, len(FEATURES)), dtype=np.float32)
    row[0, COLUMN["gram3"]], row[1, COLUMN["gloss"]] = 0.6, 0.5
    asked = [Asked(row, np.array([0.0, 1.0], dtype=np.float32))] * 20
    prior = as_weights({"gram3": 2.0, "gloss": 1.0})
    learnt = learn_weights(asked, prior, pull=0.1)
    assert (row @ prior)[0] > (row @ prior)[1]
    assert (row @ learnt)[1] > (row @ learnt)[0]


def test_without_a_telling_example_the_weights_stay() -> None:
    prior = as_weights(UNTRAINED)
    nothing = Asked(np.ones((3, len(FEATURES)), dtype=np.float32), np.zeros(3, dtype=np.float32))
    assert (learn_weights([nothing], prior, pull=1.0) == prior).all()
    assert (fitted().learn(["kok"], [{}]).weights_ == prior).all()


def test_cross_validation_learns_from_the_other_queries_alone() -> None:
    # One query only: nothing is left to learn from, so trained and untrained are the same.
    found = fitted().cross_validate(["kok"], [{"E3": 1.0}], folds=2)
    before, after = found.before, found.after
    assert before.tolist() == after.tolist() == [1.0]


def test_an_unknown_feature_and_an_empty_corpus_are_refused() -> None:
    with pytest.raises(ValueError, match="no feature"):
        as_weights({"grams": 1.0})
    with pytest.raises(ValueError, match="at least one row"):
        TextRanker().fit([], [])
    with pytest.raises(ValueError, match="one gloss"):
        Senses((("a",),), ())
    with pytest.raises(ValueError, match="without labels"):
        Senses(((),), ("",))
    with pytest.raises(ValueError, match="one of the senses"):
        Senses((("a",),), ("",), ((0, 1),))


@pytest.mark.parametrize(
    ("left", "right", "share"),
    [("kok", "kok", 1.0), ("kok", "kak", 2 / 3), ("", "abc", 0.0), ("abc", "", 0.0), ("kitten", "sitting", 4 / 7)],
)
def test_edits_are_counted_as_levenshtein_does(left: str, right: str, share: float) -> None:
    places = np.array([[0]])
    likeness = edit_likeness(Letters([left]), Letters([right]), places, np.ones((1, 1), dtype=np.float32))
    assert likeness[0, 0] == pytest.approx(share)


def test_common_ends_are_counted_from_both_sides() -> None:
    begins, ends = ends_alike(Letters(["skolechef"]), Letters(["skoleleder", "driftschef"]), np.array([[0, 1]]))
    # skole|chef and skole|leder share five letters; skole|chef and drifts|chef four.
    assert (begins.tolist(), ends.tolist()) == ([[5, 0]], [[0, 4]])


def test_word_vectors_of_a_local_file_count(tmp_path: Path) -> None:
    (tmp_path / "vectors.txt").write_text("4 2\nsmed 1 0\nbager 0 1\nkonditor 0.1 1\n_væ 1 0.1\n", encoding="utf-8")
    vectors = WordVectors.read(tmp_path)
    assert vectors.of(["smed", "værktøj"])[1] == pytest.approx(np.array([1.0, 0.1]) / np.hypot(1.0, 0.1))
    assert not vectors.of(["ukendt"]).any()
    ranker = TextRanker(vectors=vectors).fit(["x", "y"], ["konditor", "smedje"])
    assert first(ranker, "bager") == "x"


def test_word_vectors_as_arrays_are_the_same(tmp_path: Path) -> None:
    np.savez(tmp_path / "vectors.npz", words=np.array(["smed", "bager"]), vectors=np.array([[1.0, 0.0], [0.0, 2.0]]))
    assert WordVectors.read(tmp_path).of(["bager"])[0].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("a 1 2\nb 1\n", "række 2: der er 1 tal, ikke 2"), ("a 1 x\n", "række 1: et af tallene"), ("", "filen er tom")],
)
def test_a_vector_file_that_cannot_be_right_is_named_with_its_row(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "vectors.txt").write_text(text, encoding="utf-8")
    with pytest.raises(VectorsError, match=said):
        WordVectors.read(tmp_path)


def test_a_folder_without_vectors_and_pickled_arrays_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VectorsError, match=r"hverken vectors\.npz eller vectors\.txt"):
        WordVectors.read(tmp_path)
    np.savez(tmp_path / "vectors.npz", words=np.array(["a"], dtype=object), vectors=np.ones((1, 2)))
    with pytest.raises(VectorsError, match="kan ikke læses"):
        WordVectors.read(tmp_path)
