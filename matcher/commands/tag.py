"""`brobygger tag SPANS.tsv --out GROUPS.tsv`: which of ESCO's groups of skills pieces of adverts speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Spans = Annotated[
    Path,
    typer.Argument(metavar="SPANS.tsv", help="Stykker af opslag: id, tabulator, tekst.", show_default=False),
]
Out = Annotated[
    Path,
    typer.Option("--out", metavar="GROUPS.tsv", help="Svaret: id, gruppe, sikkerhed, gruppens navn."),
]
Train = Annotated[
    Path | None,
    typer.Option(
        "--train",
        metavar="LABELLED.tsv",
        help="Mærkede stykker at lære af: tekst, tabulator, gruppe (S1, K04 …).",
        show_default=False,
    ),
]
HeldOut = Annotated[
    Path | None,
    typer.Option(
        "--held-out",
        metavar="HELD.tsv",
        help="Skriv også de mærkede stykker, hvert nævnt efter det, der blev lært af de andre; id er rækkens nummer.",
        show_default=False,
    ),
]


def tag(spans: Spans, out: Out, train: Train = None, held_out: HeldOut = None) -> None:
    """Nævn ESCO's gruppe af kompetencer for stykker af opslag: efter gruppernes egne ord og efter mærkede eksempler."""
    from matcher.commands.targets import require_target
    from matcher.domain.errors import MatcherError
    from matcher.taxonomy.pairs import Labelled, read_labelled, read_texts, write_groups
    from matcher.taxonomy.skill_groups import SkillTagger, cross_validate, learnt_sentence, load_skill_groups
    from matcher.terminal.program import tell
    from matcher.terminal.progress import Watch

    if train is None and held_out is not None:
        raise MatcherError("--held-out skriver de mærkede stykker; giv dem med --train")
    for target in filter(None, (out, held_out)):
        for source in filter(None, (spans, train)):
            require_target(target, source=source)
    names = {group.id: group.danish for group in load_skill_groups().values()}
    with Watch() as watch:
        watch.begin("Læser filerne")
        asked = read_texts(spans, repeated=False)
        labelled = Labelled((), ()) if train is None else read_labelled(train, names)
        if labelled.texts:
            watch.begin("Måler det, der kan læres")
            found = cross_validate(labelled.texts, labelled.groups)
            tell(learnt_sentence(labelled.texts, labelled.groups, found))
            if held_out is not None:
                write_groups(held_out, [str(number) for number in range(1, len(found.learnt) + 1)], found.learnt, names)
        watch.begin("Lærer og nævner")
        tagger = SkillTagger().fit(labelled.texts, labelled.groups)
        rows = write_groups(out, asked.ids, tagger.tag(asked.texts), names)
    tell(f"Svaret er skrevet: {out} ({rows} rækker)")
