"""A saved model is the same to the last bit, or it is refused with a sentence."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cards import card
from models.posterior import Posterior
from models.saving import SavedModel, UnreadableModel, fingerprint, load, read_card, save
from tests.unit.models.trained import trained

MODEL = replace(trained(), card=card(trained(), {"wanted": "Ønsket"}))
CONTENT = save(MODEL)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def test_a_model_is_the_same_to_the_last_bit_when_it_is_read_again() -> None:
    again = load(CONTENT)
    assert save(again) == CONTENT
    for name in ("prior_mean", "prior_sd", "mean", "centre", "covariance", "directions", "speaking"):
        assert getattr(again.posterior, name).tobytes() == getattr(MODEL.posterior, name).tobytes()
    assert again.checksum == MODEL.checksum == json.loads(CONTENT)["checksum"]
    x = np.random.default_rng(1).random((100, 3))
    assert again.posterior.probability(x).tobytes() == MODEL.posterior.probability(x).tobytes()
    assert again.posterior.interval(x).tobytes() == MODEL.posterior.interval(x).tobytes()


@given(st.lists(FLOATS, min_size=3, max_size=3), st.floats(1e-300, 1e300), st.floats(1e-9, 1e9))
def test_every_number_survives(mean: list[float], sd: float, spread: float) -> None:
    posterior = Posterior(
        features=("a", "æ"),
        prior_mean=np.zeros(3),
        prior_sd=np.full(3, sd),
        mean=np.array(mean),
        centre=np.array(mean),
        covariance=np.diag(np.full(3, spread)),
        directions=np.zeros(2, dtype=np.int64),
        speaking=np.array([1, 2, 3]),
    )
    again = load(save(SavedModel(posterior, (13.0,)))).posterior
    assert again.mean.tobytes() == posterior.mean.tobytes()
    assert again.prior_sd.tobytes() == posterior.prior_sd.tobytes()
    assert again.features == ("a", "æ")


@pytest.mark.parametrize("step", range(7))
def test_a_changed_byte_is_refused_with_a_sentence(step: int) -> None:
    for place in range(step, len(CONTENT), 7):
        changed = CONTENT[:place] + bytes([CONTENT[place] ^ 0x01]) + CONTENT[place + 1 :]
        with pytest.raises(UnreadableModel, match="Modelfilen"):
            load(changed)


@pytest.mark.parametrize("byte", [b"e", b"E", b"9", b".", b"-", b"\\", b'"', b"}", b"\xed", b"\x00"])
def test_whatever_a_byte_is_changed_to_it_is_refused_with_a_sentence(byte: bytes) -> None:
    # Among them a number that grows beyond all numbers, and a letter that is none.
    for place in range(len(CONTENT)):
        if CONTENT[place : place + 1] != byte:
            with pytest.raises(UnreadableModel, match="Modelfilen"):
                load(CONTENT[:place] + byte + CONTENT[place + 1 :])


@pytest.mark.parametrize(("old", "new"), [(b"0.5", b"1e999"), (b'"card":"', b'"card":"\\ud800')])
def test_what_nothing_can_be_saved_as_is_refused_with_a_sentence(old: bytes, new: bytes) -> None:
    assert old in CONTENT
    with pytest.raises(UnreadableModel, match="Modelfilen"):
        load(CONTENT.replace(old, new, 1))


@pytest.mark.parametrize(
    "content", [b"", CONTENT[:-1], CONTENT[:100], CONTENT + b" ", b"\xff\xfe", b"[]", b"{}", b"NaN"]
)
def test_a_file_that_is_no_model_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableModel, match="Modelfilen"):
        load(content)


def test_another_number_with_its_checksum_made_anew_is_still_refused_when_it_makes_no_sense() -> None:
    # A weight against its direction: whoever writes one by hand cannot turn a documented direction round.
    from models.saving import _sealed

    document = json.loads(CONTENT)
    said = document.pop("card")
    del document["checksum"], document["card_checksum"]
    document["posterior"]["mean"][0] = -1.0
    with pytest.raises(UnreadableModel, match="against its direction"):
        load(_sealed(document, said))


def test_the_card_is_the_same_to_the_last_byte_when_it_is_read_again_with_its_model() -> None:
    again = load(CONTENT)
    assert again.card == MODEL.card == card(again, {"wanted": "Ønsket"})
    assert read_card(MODEL.card.encode(), again) == MODEL.card


@pytest.mark.parametrize("step", range(7))
def test_a_changed_byte_of_the_card_is_refused_with_a_sentence(step: int) -> None:
    content = MODEL.card.encode()
    for place in range(step, len(content), 7):
        changed = content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :]
        with pytest.raises(UnreadableModel, match="Modelkortet"):
            read_card(changed, MODEL)
    for wrong in (b"", content[:-1], content + b"\n", content.replace(b"\n", b"\r\n")):
        with pytest.raises(UnreadableModel, match=f"modellen {MODEL.checksum[:12]}"):
            read_card(wrong, MODEL)


def test_a_card_is_not_put_beside_another_model() -> None:
    other = trained(300)
    both = json.loads(CONTENT), json.loads(save(replace(other, card=card(other))))
    with pytest.raises(UnreadableModel, match="Modelkortet"):
        read_card(both[1]["card"].encode(), MODEL)
    for name in ("card", "card_checksum"):
        both[0][name] = both[1][name]
        with pytest.raises(UnreadableModel, match="kontrolsummen"):
            load(json.dumps(both[0], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n")


def test_the_fingerprint_follows_the_data_and_not_the_order_of_the_names() -> None:
    x = np.array([[1.0, 2.0]])
    assert fingerprint(a=x, b=["æ"]) == fingerprint(b=["æ"], a=x)
    assert fingerprint(a=x, b=["æ"]) != fingerprint(a=x, b=["e"])
    assert fingerprint(a=x) != fingerprint(a=x.T)


def test_a_number_that_is_none_cannot_be_saved() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        save(SavedModel(MODEL.posterior, (13.0,), metrics={"brier": float("nan")}))
