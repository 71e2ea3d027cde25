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
HeldOut = Annotated[
    Path | None,
    typer.Option(
        "--held-out",
        metavar="HELD.tsv",
        help="Skriv også de dømte tekster, hver fundet efter det, der blev lært af de andre.",
        show_default=False,
    ),
]
Untrained = Annotated[
    Path | None,
    typer.Option(
        "--untrained",
        metavar="UNTRAINED.tsv",
        help="Skriv også de dømte tekster, som de findes uden at lære.",
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
    held_out: HeldOut = None,
    untrained: Untrained = None,
    esco: Esco = None,
    embeddings: Embeddings = None,
) -> None:
    """Find for hver tekst de elementer i et korpus, der ligner mest: titler, opgaver, kompetencer, på dansk først."""
    from matcher.commands.targets import require_target
    from matcher.domain.errors import MatcherError
    from matcher.taxonomy.linking import learnt_sentence, load_ranker, queries_across
    from matcher.taxonomy.pairs import by_query, ids_of, read_judged, read_texts, write_run
    from matcher.terminal.program import tell
    from matcher.terminal.progress import Watch

    if train is None and (held_out or untrained):
        raise MatcherError("--held-out og --untrained skriver de dømte tekster; giv dem med --train")
    for target in filter(None, (out, held_out, untrained)):
        for source in (queries, corpus, *filter(None, (train,))):
            require_target(target, source=source)
    with Watch() as watch:
        watch.begin("Læser filerne")
        asked, among = read_texts(queries, repeated=False), read_texts(corpus, repeated=True)
        judged = None if train is None else read_judged(train, asked, among)
        ranker = load_ranker(esco, embeddings, across=queries_across(asked.texts, among.texts))
        watch.begin("Læser korpusset")
        ranker.fit(among.ids, among.texts)
        if judged is not None:
            watch.begin("Lærer af de dømte par")
            texts, right = by_query(judged)
            known = set(asked.texts)
            if others := [text for text in judged if text not in known]:
                told = f"{len(others)} af {len(judged)} forespørgsler i {train} står ikke i {queries}"
                tell(f"{told}; de er læst som tekster, fx »{others[0]}«")
            found = ranker.cross_validate(texts, right, top=top)
            ranker.learn(texts, right)
            tell(learnt_sentence(found.before, found.after))
            for path, ranked in ((held_out, found.trained), (untrained, found.untrained)):
                if path is not None:
                    write_run(path, ids_of(texts, asked), ranked)
        watch.begin("Sammenligner")
        rows = write_run(out, asked.ids, ranker.rank(asked.texts, top))
    tell(f"Svaret er skrevet: {out} ({rows} rækker)")
