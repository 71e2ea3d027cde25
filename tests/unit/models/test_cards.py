"""The card holds what the run found, and says so where it found nothing."""

import re

import numpy as np

from models.cards import card
from models.saving import load, save
from models.training import Outcomes, train
from tests.unit.models.trained import DAY, PRIOR, trained


def test_the_card_of_a_model_read_again_is_the_same_to_the_last_letter() -> None:
    model = trained()
    assert card(load(save(model))) == card(model)


def test_it_says_what_the_model_is_for_and_not_for() -> None:
    text = card(trained())
    for heading in ("til", "ikke er til", "har lært af", "Fra skøn til erfaring", "god den er", "Grænser"):
        assert re.search(rf"^## .*{heading}", text, re.MULTILINE), heading
    assert "rangordne mennesker" in text and "navngivet menneske beslutter" in text


def test_its_numbers_are_those_of_the_run() -> None:
    model = trained()
    text = card(model, {"wanted": "Ønsket"})
    brier = model.metrics["brier"]["model"]
    shown = f"{brier['value']:.3f} ({brier['low']:.3f}–{brier['high']:.3f})".replace(".", ",")
    assert f"| modellen | {shown} |" in text
    assert f"- {400} forløb, begyndt fra {model.data['first_began']}" in text
    first = model.posterior.evidence()[0]
    assert f"| Ønsket | 0,50 ± 0,50 | {first.posterior_mean:.2f} ± {first.posterior_sd:.2f}".replace(".", ",") in text


def test_a_small_group_and_a_small_count_are_not_shown() -> None:
    text = card(trained())
    assert "| småjob | under 30 | for lille | for lille | for lille |" in text
    few = card(trained(7))
    assert "- Under 10 forløb, begyndt fra" in few
    assert "For få senere forløb" in few


def test_with_no_outcomes_it_claims_nothing() -> None:
    none = Outcomes(np.empty((0, 3)), np.empty(0, "M8[D]"), np.empty(0, "M8[D]"), DAY, np.empty(0))
    text = card(train(none, PRIOR))
    assert "Ingen forløb: modellen er eksperternes skøn og intet andet." in text
    assert text.count("| for lidt |") == 4
    assert "Brier" not in text
