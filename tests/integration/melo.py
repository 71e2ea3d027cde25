"""MELO's Danish job titles as `brobygger link` reads them, and the peer: scikit-learn's character TF-IDF.

MELO's files are tab-separated already: ``queries.tsv`` and ``corpus_elements.tsv`` hold id and text,
``annotations.tsv`` is trec's qrels. For Danish to English the shared folder has English names of occupations in a
table of its own; `english_release` writes them as the portal's ``occupations_en.csv`` beside the Danish files.
"""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.linking.danish import plain
from tests.command_line import run

TOP = 100


@dataclass(frozen=True)
class Melo:
    """Queries, corpus and right elements."""

    queries: list[str]
    texts: list[str]
    elements: list[str]
    labels: list[str]
    right: list[dict[str, float]]

    @property
    def word_for_word(self) -> NDArray[np.bool_]:
        """Whether a query is a label of the corpus, punctuation and case apart [queries]."""
        known = set(map(plain, self.labels))
        return np.array([plain(text) in known for text in self.texts])


def read_melo(folder: Path) -> Melo:
    """Read one of the two folders."""
    queries, corpus = _rows(folder / "queries.tsv"), _rows(folder / "corpus_elements.tsv")
    right: dict[str, dict[str, float]] = defaultdict(dict)
    for query, _, element, relevance in _rows(folder / "annotations.tsv"):
        right[query][element] = float(relevance)
    return Melo(
        [row[0] for row in queries],
        [row[1] for row in queries],
        [row[0] for row in corpus],
        [row[1] for row in corpus],
        [right[row[0]] for row in queries],
    )


def reciprocal(ranked: Iterable[Sequence[str]], right: Sequence[dict[str, float]]) -> NDArray[np.float64]:
    """Reciprocal rank of the first right element among the first hundred of each query."""
    found = []
    for elements, wanted in zip(ranked, right, strict=True):
        hits = (rank for rank, element in enumerate(elements[:TOP], 1) if wanted.get(element, 0.0) > 0)
        found.append(1.0 / next(hits, np.inf))
    return np.array(found)


def told(name: str, ranks: NDArray[np.float64], word_for_word: NDArray[np.bool_]) -> str:
    """One line for people: over all queries, over those with no word-for-word label, and over each half of the file."""
    cuts = {"all": ranks, "no label word for word": ranks[~word_for_word]}
    cuts |= {"1st, 3rd … query": ranks[0::2], "2nd, 4th … query": ranks[1::2]}
    return f"  {name:<18}" + ", ".join(f"{cut} {found.mean():.3f}" for cut, found in cuts.items())


def by_character_tfidf(melo: Melo) -> NDArray[np.float64]:
    """The floor: scikit-learn's character TF-IDF, n = 1-3, lower-cased; equal scores by id, descending."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=True)
    corpus = vectorizer.fit_transform(melo.labels)
    ids = np.array(melo.elements)
    descending = np.argsort(ids)[::-1]
    likeness = (vectorizer.transform(melo.texts) @ corpus.T).toarray()[:, descending]
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :TOP]
    return reciprocal((ids[descending[row]].tolist() for row in order), melo.right)


def by_run(folder: Path, out: Path, esco: Path | None, train: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What `brobygger link` gives for a folder of MELO: untrained, and of held-out queries when it learns."""
    melo = read_melo(folder)
    words: list[str | Path] = [folder / "queries.tsv", folder / "corpus_elements.tsv", "--top", str(TOP)]
    if esco is not None:
        words += ["--esco", esco]
    learnt: list[str | Path] = []
    if train:
        learnt = ["--train", folder / "annotations.tsv", "--held-out", out / "held", "--untrained", out / "untrained"]
    result = run("link", *words, "--out", out / "run", *learnt)
    assert result.exit_code == 0, result.stderr
    if not train:
        return _of_run(out / "run", melo), np.zeros(0)
    return _of_run(out / "untrained", melo), _of_run(out / "held", melo)


def _of_run(path: Path, melo: Melo) -> NDArray[np.float64]:
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, element, _, score, _ = line.split(" ")
        found[query].append((float(score), element))
    # As trec_eval reads it: by score, equal ones by id, descending; the rank in the file is not looked at.
    ranked = ([element for _, element in sorted(found[query], reverse=True)] for query in melo.queries)
    return reciprocal(ranked, melo.right)


def english_release(esco: Path, folder: Path) -> Path:
    """A release folder with the English names that the shared table has, made in `folder`."""
    for name in ("occupations_da.csv", "ISCOGroups_da.csv", "ISCOGroups_en.csv"):
        shutil.copy(esco / name, folder / name)
    with (
        (esco / "occupation_labels_da_en.derived.csv").open(encoding="utf-8") as read,
        (folder / "occupations_en.csv").open("w", encoding="utf-8", newline="") as write,
        (esco / "occupations_da.csv").open(encoding="utf-8-sig", newline="") as danish,
    ):
        group = {row["conceptUri"]: row["iscoGroup"] for row in csv.DictReader(danish)}
        out = csv.writer(write)
        out.writerow(["conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description"])
        for row in csv.DictReader(read):
            uri = row["occupation_uri"]
            out.writerow([uri, group.get(uri, row["isco_code"]), row["occupation_name"], "", ""])
    return folder


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
