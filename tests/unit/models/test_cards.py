"""The card holds what the run found, and says so where it found nothing."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from models.cards import barely_ahead_of, beaten_by, card, moved
from models.saving import SavedModel, load, save
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


def ahead(low: float, value: float, high: float) -> SavedModel:
    """A model so far ahead of the experts and of the base rate."""
    model = trained()
    metrics: dict[str, Any] = dict(model.metrics)
    own = metrics["brier"]["model"]["value"]
    metrics["brier"] = {
        **metrics["brier"],
        **{name: {**metrics["brier"][name], "value": own + value} for name in OTHERS},
    }
    metrics["ahead_of"] = {name: {"value": value, "low": low, "high": high, "n": 90} for name in OTHERS}
    return replace(model, metrics=metrics)


OTHERS = ("experts", "base_rate")


def test_being_ahead_by_what_chance_may_give_is_said_to_be_that() -> None:
    unsure, sure, behind = ahead(-0.01, 0.001, 0.012), ahead(0.002, 0.01, 0.018), ahead(-0.02, -0.01, 0.001)
    assert len(barely_ahead_of(unsure)) == 2
    assert "bedre end eksperternes vægte alene og samme tal til alle (andelen hidtil), kan være tilf" in card(unsure)
    assert "0,001 (-0,010–0,012)" in card(unsure)
    for clear in (sure, behind):
        assert barely_ahead_of(clear) == []
        assert "tilfældigt: intervallet" not in card(clear)
    assert beaten_by(behind) and not beaten_by(unsure)


def test_a_model_from_before_that_was_measured_claims_nothing_of_it() -> None:
    model = trained()
    older = replace(model, metrics={name: of for name, of in model.metrics.items() if name != "ahead_of"})
    assert barely_ahead_of(older) == []
    assert "| eksperternes vægte alene |" in card(older)


def test_what_the_outcomes_moved_the_most_is_said_in_a_sentence() -> None:
    """The truth is 1.5 where experts say 0.5, and 0.2 where they say 0.5."""
    first, second, _, _ = trained(4_000).posterior.evidence()
    after = [f"{row.posterior_mean:.2f}".replace(".", ",") for row in (first, second)]
    assert moved(trained(4_000), {"wanted": "Ønsket", "near": "Nær"}) == (
        f"Efter forløbene vejer »Ønsket« (0,50 → {after[0]}) tungere og »idle« (0,30 → 0,00) "
        f"og »Nær« (0,50 → {after[1]}) lettere, end eksperterne skønnede."
    )


def test_with_no_outcomes_nothing_has_been_moved() -> None:
    none = Outcomes(np.empty((0, 3)), np.empty(0, "M8[D]"), np.empty(0, "M8[D]"), DAY, np.empty(0))
    assert moved(train(none, PRIOR)) == "Forløbene har ikke flyttet nogen vægt langt fra eksperternes skøn."


def test_a_weight_that_is_held_at_nothing_is_named() -> None:
    rows = trained(4_000).posterior.evidence()
    held = [row.feature for row in rows[:-1] if row.posterior_mean == 0.0]
    text = card(trained(4_000), {"idle": "Ventetid"})
    assert held == ["idle"]
    assert "Holdt på 0, fordi forløbene peger imod den beskrevne retning: »Ventetid«." in text
