"""The texts for the candidate and the consultant."""

from __future__ import annotations

import re
from datetime import date

import pytest

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import Facts, GoAhead, Necessity, Need, Scheme, Wish, WishSubject
from matcher.explanation import (
    candidate_text,
    consultant_text,
    explain_left_out,
    explain_one,
    explain_placement,
    explain_unfilled,
)
from matcher.explanation.candidate import to_you
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, FIRST, asta, bakery, helper, municipality, must, offers_it

WEIGHTS = load_weights()
JARGON = ("borger", "CPR:", "dualpris", "værdi", "pris ", "score", "vægt", "log-odds", "ressource", "pct", "algoritme")


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def test_the_whole_text_for_a_candidate() -> None:
    person = asta(
        intensity=0.8,
        needs=(must("SAF-02"), Need("SEN-01", Necessity.NICE)),
        wishes=(Wish(WishSubject.TASK, FIRST, wanted=True),),
    )
    made = planned(municipality(candidates=(person,), workplaces=(bakery(provisions=(offers_it("SAF-02"),)),)))
    text = candidate_text(explain_placement(made, made.plan.placements[0]), "Mette Holm")
    task = CATALOGUE.tasks[FIRST].danish
    assert text == "\n".join(
        [
            "Et forslag til dig: »Hjælper« hos Bageriet",
            "",
            "Det er kun et forslag. Det er Mette Holm, der tager stilling sammen med dig. Ingen maskine bestemmer.",
            "",
            "Arbejdet:",
            "- Du arbejder 8 timer om ugen.",
            "- Du er på arbejdspladsen i 10 timer, fordi der er plads til dit tempo.",
            "- Timerne ligger inden for mandag til fredag kl. 8-14.",
            "- Turen tager cirka 10 minutter hver vej.",
            "",
            "Dine opgaver:",
            f"- {task}: 8 timer om ugen",
            "",
            "Dine hensyn:",
            "- Rusfrit og alkoholfrit miljø: det er på plads.",
            "- Rolige omgivelser, lav støj: det ved vi ikke endnu.",
            "",
            f"Du har selv ønsket: {task}.",
            "",
            "Hvorfor netop dette forslag?",
            "Vi har lagt en plan for mange på én gang, så pladserne gør mest mulig gavn for alle.",
            "Det er din eneste mulighed lige nu. Ændrer dine timer, hensyn eller ønsker sig, kan der komme andre.",
            "Vi har set på dine timer, dine tider, dine hensyn, dine ønsker, hvad du har prøvet, hvor langt du kan "
            "rejse, og hvor længe du har ventet. Vi har ikke set på dit navn, dit CPR-nummer, dit køn, din alder, "
            "hvor du kommer fra, eller hvorfor du har dine hensyn.",
            "",
            "Det kan du gøre:",
            "- Du kan sige nej. Du behøver ikke give en grund. Sig det til Mette Holm.",
            "- Er noget forkert om dig, så sig det. Så bliver det rettet, og vi regner igen.",
            "- Virksomheden får ikke noget at vide om dig, før du har sagt ja. Den får kun at vide, hvad arbejdet skal "
            "tage hensyn til, aldrig hvorfor.",
            "- Du kan bede om at se alt, hvad forslaget bygger på, og hvem der har set det.",
        ]
    )


def test_every_text_for_a_candidate_is_plain_danish_about_you() -> None:
    made = planned(make_municipality("village", 2, CATALOGUE))
    placements = [explain_placement(made, proposal) for proposal in made.plan.placements]
    without = [explain_left_out(made, candidate) for candidate in made.plan.left_out]
    pairs = [
        explain_one(made.world, row.id, made.world.openings.rows[n % 20].id, WEIGHTS)
        for n, row in enumerate(made.pairs.rows[:25])
    ]
    texts = [*map(candidate_text, placements), *map(candidate_text, without), *map(candidate_text, pairs)]
    for text in texts:
        own = re.sub(r"»[^«]*«|- [^:\n]*: (?=ca\. |\d|en halv)", "", text)
        assert not [word for word in JARGON if word in own], own
        assert re.search(r"[A-Z]{3}-\d\d|\b[BSVA]\d{5}\b", text) is None
        assert "Du kan sige nej. Du behøver ikke give en grund." in text
        assert ", der tager stilling sammen med dig" in text or "Stillingen" in text
        assert "  " not in text and ".." not in text and "None" not in text


def test_a_left_out_candidate_is_told_what_would_help_and_what_to_answer() -> None:
    facts = municipality(
        candidates=(asta(commute_max=None),),
        openings=(helper(), helper(id="lukket", title="Bud", schemes=frozenset({Scheme.ORDINARY}))),
    )
    text = candidate_text(explain_left_out(planned(facts), "asta"))
    assert "Vi har set på 2 stillinger. Ingen af dem passer lige nu." in text
    assert "- Arbejdspladsen tager ikke imod din ordning: 1 stilling." in text
    assert "- »Bud« hos Bageriet bliver mulig, hvis" in text
    assert "Svar gerne på det her:\n- Hvor mange minutter kan du højst rejse hver vej?" in text


def test_nobody_is_talked_out_of_her_own_no() -> None:
    person = asta(wishes=(Wish(WishSubject.SECTOR, bakery().sector, wanted=False),))
    trace = explain_left_out(planned(municipality(candidates=(person,))), "asta")
    assert trace.near_misses[0].sentence.startswith("Parret bliver muligt, hvis borgeren selv siger ja til branchen")
    assert "siger ja til" not in candidate_text(trace)


@pytest.mark.parametrize(
    ("said", "to_her"),
    [
        ("borgeren kan rejse 40 minutter hver vej", "du kan rejse 40 minutter hver vej"),
        ("arbejdet kan lægges i borgerens tider (ma 08:00-12:00)", "arbejdet kan lægges i dine tider (ma 08:00-12:00)"),
        ("borgeren er visiteret til fleksjob", "du er godkendt til fleksjob"),
        ("Bo ikke var borgerens seneste arbejdsgiver", "Bo ikke var din seneste arbejdsgiver"),
        ("ikke var ejet af borgerens ægtefælle eller samlever", "ikke var ejet af din ægtefælle eller samlever"),
        ("borgerens hensyn til arbejdstiden var færre", "dine hensyn til arbejdstiden var færre"),
    ],
)
def test_what_is_said_about_her_can_be_said_to_her(said: str, to_her: str) -> None:
    assert to_you(said) == to_her


def test_the_consultant_reads_everything() -> None:
    need = Need("SEN-01", Necessity.MUST, review=date(2026, 1, 1))
    other = helper(id="anden", title="Bud", growth=False)
    made = planned(
        municipality(
            candidates=(asta(scheme=Scheme.INTERNSHIP, needs=(need,)),),
            workplaces=(bakery(provisions=(offers_it("SEN-01"),)),),
            openings=(helper(), other),
            go_aheads=(GoAhead("asta", "hjælper", date(2026, 11, 1)),),
        )
    )
    text = consultant_text(explain_placement(made, made.plan.placements[0]))
    for words in (
        "»Hjælper« (hjælper) hos Bageriet, Bager Bo: borger asta",
        "Ordning: praktik. Borgeren har sagt ja til at blive vist.",
        "Forslaget er ikke en afgørelse: en navngiven medarbejder beslutter og begrunder.",
        "Rolige omgivelser, lav støj – opfyldt. Bageriet har svaret ja; svaret er uden dato.",
        "(gennemgås 01-01-2026, overskredet)",
        "8 effektive timer er 8 timer på arbejdspladsen om ugen",
        "Mennesker 0,",
        "Nærmest er »Bud« hos Bageriet",
        "Dokumentation: Rimelighedskravet for Bageriet mangler",
        "Eftersyn: Hensynet »Rolige omgivelser, lav støj« skulle være gennemgået 01-01-2026.",
        "[ratio, årsværk (28. december 2021)]",
        "Ikke efterset: ",
        "Ikke brugt: navn, CPR-nummer",
        "dag: 2026-11-23",
        "par pr. borger: alle",
    ):
        assert words in text, words


def test_the_texts_about_a_whole_village_have_no_holes() -> None:
    made = planned(make_municipality("village", 1, CATALOGUE))
    texts = [
        *(consultant_text(explain_placement(made, proposal)) for proposal in made.plan.placements),
        *(consultant_text(explain_left_out(made, candidate)) for candidate in made.plan.left_out[:10]),
        *(consultant_text(explain_unfilled(made, opening)) for opening, _ in made.plan.unfilled),
    ]
    assert len(texts) > 20
    for text in texts:
        assert "None" not in text and "nan" not in text.split() and "inf" not in text.split()
        assert "Lavet med\n" in text and "jobcenter" not in text.lower()
        assert not [line for line in text.splitlines() if line.rstrip() != line]


def test_a_pair_is_told_to_the_candidate_too() -> None:
    def text(facts: Facts) -> str:
        return candidate_text(explain_one(make_world(facts, CATALOGUE), "asta", "hjælper", WEIGHTS))

    assert "Stillingen passer til dig." in text(municipality())
    far = text(municipality(candidates=(asta(commute_max=5.0),)))
    assert "- Turen er for lang." in far and "Den bliver mulig, hvis du kan rejse 10 minutter hver vej." in far
    waiting = text(municipality(candidates=(asta(needs=(must("SEN-01"),), transport=None),)))
    assert "Stillingen passer måske. Vi mangler svar." in waiting
    assert "- Svar gerne: Kan du komme frem til fods" in waiting and "- Vi skal spørge: Er der roligt" in waiting
