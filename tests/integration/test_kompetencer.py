"""Show: skills in Danish adverts (kompetencer), beside plain scikit-learn in the same run.

Protocol: the 138 Danish spans given (the published test set is not public), five folds over different spans, mean of
three seeds, weighted F1. The groups' Danish words were written from the names of ESCO's groups with the first forty
spans in view; words that stood there were taken out again, the other 98 spans are reported apart, and a stricter figure
leaves out every word of a group that is a span asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.kompetencer import cross_validated, ours, ours_strict, plain_characters, plain_words, read_spans

MARGIN = 0.06


@pytest.mark.slow
def test_skills_are_named_better_than_by_plain_scikit_learn(shared_data: Callable[[str], Path]) -> None:
    spans, groups = read_spans(shared_data("kompetencer/2_da_train.tsv"))
    assert len(spans) == 138
    floors = [cross_validated(method, spans, groups) for method in (plain_words, plain_characters)]
    for method in (ours, ours_strict):
        figures = cross_validated(method, spans, groups)
        assert figures.all >= max(floor.all for floor in floors) + MARGIN
        assert figures.unseen >= max(floor.unseen for floor in floors) + MARGIN
