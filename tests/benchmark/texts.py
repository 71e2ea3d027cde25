"""Ranking 10,000 texts against 10,000 by `brobygger link`, and the Shows on Danish text, beside scikit-learn.

The texts are invented titles: compounds of Danish parts, drawn with a fixed seed; queries are other inflections and
orders of the same. The command is run as a process of its own, files read and written included; the peer is
scikit-learn's character TF-IDF on the same files. MELO and kompetencer are measured where the data are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np

from tests.benchmark.row import Row
from tests.integration.kompetencer import cross_validated, ours, plain_characters, plain_words, read_spans
from tests.integration.melo import by_character_tfidf, by_run, read_melo
from tests.project import ROOT

TEXTS, TOP = 10_000, 100
MOST_SECONDS = 20.0
"""On two cores."""
_FRONT = (
    "rengørings køkken kontor butiks lager have gartneri cykel bager kantine hotel skole børne ældre pleje trafik"
    " maskin træ metal tekstil grafisk regnskabs salgs indkøbs marketing it data netværks bygnings vvs el kloak vej"
    " skov landbrugs fiske slagter mejeri apoteker laboratorie tandlæge dyre sports musik museums biblioteks film"
).split()
_HEAD = (
    "assistent medhjælper medarbejder leder chef konsulent tekniker montør operatør inspektør rådgiver vejleder"
    " instruktør koordinator sekretær specialist arbejder mester kontrollant planlægger"
).split()
_TAIL = ("", "", " i produktion", " ved kommunen", " inden for salg", " for børn og unge", ", offentlig", " (m/k)")
_FIRST = ("", "", "teknisk ", "ledende ", "faglig ", "social- og ", "adm. ")


def _titles(seed: int) -> list[str]:
    random = np.random.default_rng(seed)

    def one(words: tuple[str, ...] | list[str]) -> str:
        return words[int(random.integers(len(words)))]

    return [
        f"{one(_FIRST)}{one(_FRONT)}{one(_FRONT) if random.random() < 0.3 else ''}{one(_HEAD)}{one(_TAIL)}"
        for _ in range(TEXTS)
    ]


def rows() -> Iterator[Row]:
    """The lines of the table."""
    ours, peer = ranking()
    yield Row(
        f"brobygger link, {TEXTS:,} texts against {TEXTS:,}, on {os.cpu_count()} cores",
        f"{ours:.1f} s, start and files included",
        f"character TF-IDF {peer:.1f} s; under {MOST_SECONDS:.0f} s",
        f"{peer / ours:.2f} × as fast",
        ours < MOST_SECONDS,
    )
    yield from shows()


def ranking() -> tuple[float, float]:
    """Seconds of the command, and of character TF-IDF with the best hundred of each query."""
    queries, corpus = _titles(1), _titles(2)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("queries.tsv", "corpus.tsv", "run.tsv")]
        for path, texts in zip(paths, (queries, corpus), strict=False):
            rows = (f"{path.stem[0]}{number}\t{text}\n" for number, text in enumerate(texts))
            path.write_text("".join(rows), encoding="utf-8")
        command = [sys.executable, "-c", "from matcher.cli import main; main()", "link", str(paths[0]), str(paths[1])]
        start = perf_counter()
        subprocess.run([*command, "--top", str(TOP), "--out", str(paths[2])], cwd=ROOT, check=True, capture_output=True)
        seconds = perf_counter() - start
        assert len(paths[2].read_text(encoding="utf-8").splitlines()) == TEXTS * TOP
    return seconds, _character_tfidf(queries, corpus)


def _character_tfidf(queries: list[str], corpus: list[str]) -> float:
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = perf_counter()
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=True)
    by_gram = vectorizer.fit_transform(corpus).T.tocsr()
    asked = vectorizer.transform(queries)
    for first in range(0, TEXTS, 500):
        likeness = (asked[first : first + 500] @ by_gram).toarray()
        best = np.argpartition(-likeness, TOP - 1, axis=1)[:, :TOP]
        np.take_along_axis(best, np.argsort(-np.take_along_axis(likeness, best, axis=1), axis=1), axis=1)
    return perf_counter() - start


def shows() -> Iterator[Row]:
    """Lines for the data sets that are there."""
    folder = Path(os.environ.get("BROBYGGER_DATA", ROOT.parent / "shared" / "data"))
    titles, spans = folder / "melo" / "dnk_q_da_c_da", folder / "kompetencer" / "2_da_train.tsv"
    if titles.is_dir() and (folder / "esco").is_dir():
        melo = read_melo(titles)
        rest = ~melo.word_for_word
        floor = by_character_tfidf(melo)
        with tempfile.TemporaryDirectory() as out:
            untrained, trained = by_run(titles, Path(out), folder / "esco", train=True)
        yield Row(
            "MELO, Danish titles to ESCO: MRR, all / no label word for word",
            f"learnt {trained.mean():.3f} / {trained[rest].mean():.3f}, untrained {untrained.mean():.3f} / "
            f"{untrained[rest].mean():.3f}",
            f"character TF-IDF {floor.mean():.3f} / {floor[rest].mean():.3f}",
            f"{trained.mean() - floor.mean():+.3f} / {trained[rest].mean() - floor[rest].mean():+.3f}",
        )
    if spans.is_file():
        pieces, groups = read_spans(spans)
        own = cross_validated(ours, pieces, groups).all
        words, characters = (cross_validated(method, pieces, groups).all for method in (plain_words, plain_characters))
        yield Row(
            "kompetencer, skills in Danish adverts: weighted F1",
            f"{own:.3f}",
            f"scikit-learn {words:.3f} by words, {characters:.3f} by characters",
            f"{own - max(words, characters):+.3f}",
        )
