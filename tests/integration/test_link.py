"""`brobygger link`: any corpus, any queries, a run file, and every bad row named."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from matcher.taxonomy.linking import queries_across
from tests.command_line import failure, run

QUERIES = "q1\tBagere\nq2\tRengøringsass. (m/k)\nq3\tSnedker/tømrer\n"
CORPUS = "e1\tbager\ne2\trengøringsassistent\ne3\ttømrer\ne4\tsnedker\ne1\tbrødbager\ne5\tæbleplukker\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    queries, corpus = tmp_path / "queries.tsv", tmp_path / "corpus.tsv"
    queries.write_text(QUERIES, encoding="utf-8")
    corpus.write_text(CORPUS, encoding="utf-8")
    return queries, corpus, tmp_path / "run.tsv"


def rows(path: Path) -> list[list[str]]:
    return [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_run_file_is_what_trec_eval_reads(files: tuple[Path, Path, Path]) -> None:
    queries, corpus, out = files
    result = run("link", queries, corpus, "--top", "3", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Svaret er skrevet" in result.stderr
    found = rows(out)
    assert len(found) == 3 * 3
    for query in ("q1", "q2", "q3"):
        own = [row for row in found if row[0] == query]
        assert [row[3] for row in own] == ["1", "2", "3"]
        # Ranked as trec_eval sorts: by the score as it is written, equal ones by id, descending.
        assert own == sorted(sorted(own, key=lambda row: row[2], reverse=True), key=lambda row: -float(row[4]))
        assert len({row[2] for row in own}) == 3
    assert all(row[1] == "0" and row[5] == "brobygger" and re.fullmatch(r"-?\d+\.\d{6}", row[4]) for row in found)
    best = {row[0]: row[2] for row in reversed(found)}
    assert best["q1"] == "e1" and best["q2"] == "e2" and best["q3"] in {"e3", "e4"}


def test_the_same_files_give_the_same_run(files: tuple[Path, Path, Path]) -> None:
    queries, corpus, out = files
    run("link", queries, corpus, "--out", out)
    first = out.read_bytes()
    corpus.write_text("".join(reversed(CORPUS.splitlines(keepends=True))), encoding="utf-8")
    run("link", queries, corpus, "--out", out)
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    "pairs",
    [
        "q1\te5\nq2\te2\n",
        "Bagere\te5\t1\nq2\te2\t2\nq1\te1\t0\n",
        "q1\t0\te5\t1\nq2\t0\te2\t1\n",
    ],
)
def test_judged_pairs_are_learnt_from(files: tuple[Path, Path, Path], tmp_path: Path, pairs: str) -> None:
    queries, corpus, out = files
    train = tmp_path / "pairs.tsv"
    train.write_text(pairs, encoding="utf-8")
    result = run("link", queries, corpus, "--out", out, "--train", train)
    assert result.exit_code == 0
    assert "Lært af 2 dømte tekster. Hvor godt det er, kan ikke måles på så få" in result.stderr
    assert "MRR" not in result.stderr
    assert "læst som tekster" not in result.stderr
    assert "e5" in [row[2] for row in rows(out) if row[0] == "q1"][:2]


def test_a_judged_query_that_is_not_among_those_asked_is_told_of(
    files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    # Guards against a misspelt id that is learned from as if it were a title, unseen.
    queries, corpus, out = files
    train = tmp_path / "pairs.tsv"
    train.write_text("q1\te5\nq99\te2\n", encoding="utf-8")
    told = run("link", queries, corpus, "--out", out, "--train", train).stderr
    assert f"1 af 2 forespørgsler i {train} står ikke i {queries}; de er læst som tekster, fx »q99«" in told


def test_what_learning_came_to_is_said_from_ten_judged_texts_on(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    queries, corpus, out = files
    train = tmp_path / "pairs.tsv"
    train.write_text("q1\te5\n", encoding="utf-8")
    assert "Lært af 1 dømt tekst. " in run("link", queries, corpus, "--out", out, "--train", train).stderr
    train.write_text("".join(f"tekst {chr(97 + n)}\te5\n" for n in range(10)), encoding="utf-8")
    told = run("link", queries, corpus, "--out", out, "--train", train).stderr
    assert "Lært af 10 dømte tekster" in told and "(MRR)" in told and "ikke var med til at lære" in told


def test_judged_texts_are_written_as_found_without_themselves(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    queries, corpus, out = files
    train, held, untrained = tmp_path / "pairs.tsv", tmp_path / "held.tsv", tmp_path / "untrained.tsv"
    train.write_text("q1\te5\nsmed\te4\n", encoding="utf-8")
    also = ("--held-out", held, "--untrained", untrained)
    assert run("link", queries, corpus, "--out", out, "--train", train, *also).exit_code == 0
    assert {row[0] for row in rows(held)} == {row[0] for row in rows(untrained)} == {"q1", "dømt2"}
    # What q1 was judged to be is known to whoever learnt from q1, and to nobody else.
    best = {path: next(row[2] for row in rows(path) if row[0] == "q1") for path in (out, held, untrained)}
    assert best[untrained] == "e1" and best[held] == "e1"
    assert "giv dem med --train" in failure("link", queries, corpus, "--out", out, "--held-out", held)


def test_a_release_and_word_vectors_are_used(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    queries, corpus, out = files
    queries.write_text("q\tkonditor\n", encoding="utf-8")
    (tmp_path / "occupations_da.csv").write_text(
        "conceptUri,iscoGroup,preferredLabel,altLabels,description\nuri:1,7512,bager,konditor,bager brød\n",
        encoding="utf-8",
    )
    run("link", queries, corpus, "--out", out, "--esco", tmp_path)
    assert rows(out)[0][2] == "e1"
    vectors = tmp_path / "vectors"
    vectors.mkdir()
    np.savez(
        vectors / "vectors.npz",
        words=np.array(["konditor", "æbleplukker", "bager"]),
        vectors=np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
    )
    run("link", queries, corpus, "--out", out, "--embeddings", vectors)
    assert rows(out)[0][2] == "e5"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("queries", "q1\tkok\nq2\n", "queries.tsv, række 2: rækken har 1 felter; skriv id, tabulator og tekst"),
        (
            "queries",
            "q1\tkok\nq1\tbager\n",
            "queries.tsv, række 2: »q1« står også i række 1; hvert id skal stå én gang",
        ),
        ("queries", "\n", "queries.tsv er tom; skriv mindst én række med id, tabulator og tekst"),
        ("queries", "q 1\tkok\n", "queries.tsv, række 1: »q 1« er ikke et id; skriv et uden mellemrum"),
        ("corpus", "e1\tkok\ne2\t \n", "corpus.tsv, række 2: teksten er tom; skriv en, eller fjern rækken"),
        ("corpus", "e1\tkok\tny\n", "corpus.tsv, række 1: rækken har 3 felter; skriv id, tabulator og tekst"),
        ("pairs", "q1\te9\n", "pairs.tsv, række 1: elementet »e9« er ikke i korpusset; ret id'et, eller fjern rækken"),
        ("pairs", "q1\te1\tja\n", "pairs.tsv, række 1: relevansen »ja« er ikke et tal fra 0 og op"),
        ("pairs", "q1\te1\t0\n", "pairs.tsv: ingen række siger, at et par er rigtigt; der er intet at lære af"),
        ("pairs", "q1\n", "pairs.tsv, række 1: rækken har 1 felter; skriv forespørgsel, element og relevans"),
    ],
)
def test_a_bad_row_is_named(files: tuple[Path, Path, Path], tmp_path: Path, name: str, text: str, said: str) -> None:
    queries, corpus, out = files
    (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    train: list[str | Path] = ["--train", tmp_path / "pairs.tsv"] if name == "pairs" else []
    assert failure("link", queries, corpus, "--out", out, *train).endswith(f"{said}.")
    assert not out.exists()


def test_bytes_of_another_encoding_and_files_that_are_not_there_are_named(files: tuple[Path, Path, Path]) -> None:
    queries, corpus, out = files
    corpus.write_bytes("e1\tkok\ne2\tæble\n".encode("latin-1"))
    assert "corpus.tsv, række 2: kan ikke læses som UTF-8" in failure("link", queries, corpus, "--out", out)
    assert "findes ikke" in failure("link", queries, corpus.with_name("x.tsv"), "--out", out)
    assert "er den fil, der læses" in failure("link", queries, corpus, "--out", queries)
    assert "er ikke en mappe" in failure("link", queries, queries, "--out", out, "--esco", corpus)
    assert "hverken vectors.npz eller vectors.txt" in failure(
        "link", queries, queries, "--out", out, "--embeddings", queries.parent
    )


def test_two_languages_are_noticed_by_their_letters() -> None:
    danish, english = ["kok", "læge", "smed"], ["cook", "doctor", "smith"]
    assert queries_across(danish, english) and queries_across(english, danish)
    assert not queries_across(danish, danish) and not queries_across(english, english)
