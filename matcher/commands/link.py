"""`brobygger link QUERIES.tsv CORPUS.tsv --out RUN.tsv`: rank the elements of any corpus for any texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Queries = Annotated[
    Path,
    typer.Argument(metavar="QUERIES.tsv", help="Tekster, der skal findes: id, tabulator, tekst.", show_default=False),
]
Corpus = Annotated[
    Path,
    typer.Argument(
        metavar="CORPUS.tsv",
        help="Det, der findes iblandt: id, tabulator, tekst. Et id må stå i flere rækker.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", metavar="RUN.tsv", help="Svaret i trec-format: forespørgsel 0 element plads tal mærke."),
]
Top = Annotated[int, typer.Option("--top", min=1, max=10_000, metavar="ANTAL", help="Elementer pr. tekst (100).")]
Train = Annotated[
    Path | None,
    typer.Option(
        "--train",
        metavar="PAIRS.tsv",
        help="Dømte par at lære af: id eller tekst, tabulator, element, og evt. relevans (0 er forkert).",
        show_default=False,
    ),
]
Esco = Annotated[
    Path | None,
    typer.Option("--esco", metavar="FOLDER", help="Mappe med en ESCO-udgivelses CSV-filer.", show_default=False),
]
Embeddings = Annotated[
    Path | None,
    typer.Option(
        "--embeddings",
        metavar="FOLDER",
        help="Mappe med ordvektorer: vectors.npz eller vectors.txt. Hentes aldrig; alt virker uden.",
        show_default=False,
    ),
]


def link(
    queries: Queries,
    corpus: Corpus,
    out: Out,
    top: Top = 100,
    train: Train = None,
    esco: Esco = None,
    embeddings: Embeddings = None,
) -> None:
    """Find for hver tekst de elementer i et korpus, der ligner mest: titler, opgaver, kompetencer, på dansk først."""
    from matcher.commands.targets import require_target
    from matcher.taxonomy.linking import learnt_sentence, load_ranker, queries_across
    from matcher.taxonomy.pairs import by_query, read_judged, read_texts, write_run
    from matcher.terminal.program import tell
    from matcher.terminal.progress import Watch

    for source in (queries, corpus, *filter(None, (train,))):
        require_target(out, source=source)
    with Watch() as watch:
        watch.begin("Læser filerne")
        asked, among = read_texts(queries, repeated=False), read_texts(corpus, repeated=True)
        judged = None if train is None else read_judged(train, asked, among)
        ranker = load_ranker(esco, embeddings, across=queries_across(asked.texts, among.texts))
        watch.begin("Læser korpusset")
        ranker.fit(among.ids, among.texts)
        if judged is not None:
            watch.begin("Lærer af de dømte par")
            before, after = ranker.cross_validate(*by_query(judged))
            ranker.learn(*by_query(judged))
            tell(learnt_sentence(before, after))
        watch.begin("Sammenligner")
        rows = write_run(out, asked.ids, ranker.rank(asked.texts, top))
    tell(f"Svaret er skrevet: {out} ({rows} rækker)")
