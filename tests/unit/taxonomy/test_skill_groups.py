"""Groups of skills: learnt from a few examples and from the words of the groups."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.taxonomy.skill_groups import SkillTagger, load_skill_groups
from models.tagging import TextClassifier


def test_the_groups_are_those_of_esco() -> None:
    groups = load_skill_groups()
    assert [group for group in groups if group[0] == "S"] == [f"S{number}" for number in range(1, 9)]
    assert groups["S1"].danish == "Kommunikation, samarbejde og kreativitet"
    assert all(group.words and group.english for group in groups.values())


def test_a_span_like_the_words_of_a_group_is_named_without_an_example_of_it() -> None:
    tagger = SkillTagger().fit(["noget helt andet"], ["S8"])
    found = tagger.tag(["gode samarbejdsevner", "flydende i engelsk", "rengøring af kontorer"])
    assert [tagged.group for tagged in found[:2]] == ["S1", "L1"]
    assert found[2].group in {"S6", "K10"}
    assert all(0.0 < tagged.confidence < 1.0 for tagged in found)


def test_an_example_is_worth_more_than_nothing() -> None:
    assert SkillTagger().fit(["kryptonit"] * 3, ["K05"] * 3).tag(["kryptonit"])[0].group == "K05"


def test_words_left_out_are_not_learnt_from() -> None:
    plain, strict = SkillTagger().fit(["x"], ["S1"]), SkillTagger().fit(["x"], ["S1"], leave_out=["Førstehjælp"])
    sure = plain.tag(["førstehjælp"])[0]
    assert sure.group == "S3"
    assert strict.tag(["førstehjælp"])[0].confidence < sure.confidence


def test_chances_sum_to_one_and_weights_count() -> None:
    texts, labels = ["rød bil", "rød bil", "blå båd"], ["a", "b", "c"]
    even = TextClassifier().fit(texts, labels).predict_proba(["rød bil", "", "ukendt"])
    assert even.sum(axis=1) == pytest.approx(1.0)
    assert even[0, 0] == pytest.approx(even[0, 1], abs=1e-4)
    uneven = TextClassifier().fit(texts, labels, weights=[5.0, 1.0, 1.0])
    assert uneven.predict(["rød bil"]) == ["a"]
    assert np.isfinite(uneven.coef_).all()


def test_the_answer_is_that_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    texts = ["rød bil", "røde biler", "blå båd", "både og bil", "grøn cykel", "cykler"]
    labels = ["a", "a", "b", "b", "c", "c"]
    union = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        TfidfVectorizer(token_pattern=r"\w+"),
    )
    peer = make_pipeline(union, LogisticRegression(C=10.0, tol=1e-8, max_iter=1000)).fit(texts, labels)
    own = TextClassifier(pull=0.1).fit(texts, labels)
    asked = ["rød cykel", "en båd"]
    assert own.predict_proba(asked) == pytest.approx(peer.predict_proba(asked), abs=0.02)


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one text"):
        TextClassifier().fit([], [])


def test_few_and_many_examples_are_learnt_from_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["rød bil", "røde biler", "blå båd", "både og bil", "grøn cykel", "rød bil"]
    labels = ["a", "a", "b", "b", "c", "a"]
    few = TextClassifier().fit(texts, labels).predict_proba(["rød cykel", "en båd"])
    monkeypatch.setattr("models.tagging._FEW", 0)
    assert few == pytest.approx(TextClassifier().fit(texts, labels).predict_proba(["rød cykel", "en båd"]), abs=1e-3)
