"""Words in Danish and English, alone and in lists."""

from __future__ import annotations

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain import DanishLevel, MatcherError, Scheme, Transport
from matcher.files.faults import Fault
from matcher.files.kinds import Cell, Code, Demands, IdOf, Postcode, Several, YesNo
from matcher.files.sheets.choices import DANISH, SCHEME, TRANSPORT
from matcher.files.vocabularies import make_vocabularies

WORDS = make_vocabularies(load_catalogue())
ACCOMMODATION = Code("accommodations", "unknown_accommodation")


def code_of(value: object) -> str:
    assert isinstance(value, Fault)
    return value.code


@pytest.mark.parametrize("text", ["småjob", "SMÅJOB", "Småjob ", "smaajob", "små-job", "small job", "SMALL_JOB"])
def test_a_choice_is_known_in_danish_and_english_whatever_the_spelling(text: str) -> None:
    assert SCHEME.read(text, WORDS) is Scheme.SMALL_JOB


def test_an_unknown_choice_is_refused_with_the_choices_and_the_nearest() -> None:
    found = SCHEME.read("flexsjob", WORDS)
    assert isinstance(found, Fault)
    assert found.sentence.endswith("praktik, skånejob eller ordinær. Mente du »fleksjob«?")


@pytest.mark.parametrize(
    "text", ["PHY-01", "phy-01", "Ingen tunge løft", "No heavy lifting", "PHY-01 Ingen tunge løft", "PHY-01 (løft)"]
)
def test_an_accommodation_is_known_by_id_and_by_both_names(text: str) -> None:
    assert ACCOMMODATION.read(text, WORDS) == "PHY-01"


@pytest.mark.parametrize("name", ["accommodations", "tasks", "sectors", "languages", "certificates", "parts", "axes"])
def test_every_word_that_we_write_reads_back(name: str) -> None:
    vocabulary = WORDS.of(name)
    for id_ in vocabulary.shown:
        assert vocabulary.find(vocabulary.display(id_)) == id_
        assert vocabulary.find(id_) == id_


@pytest.mark.parametrize(("text", "answer"), [("ja", True), ("Nej", False), ("SAND", True), ("0", False), ("x", True)])
def test_yes_and_no(text: str, answer: bool) -> None:
    assert YesNo().read(text, WORDS) is answer


def test_not_asked_is_neither_yes_nor_no() -> None:
    assert YesNo().read("ikke spurgt", WORDS) is None
    assert code_of(YesNo().read("måske", WORDS)) == "not_yes_no"


@pytest.mark.parametrize("cell", ["6000", 6000.0, "DK-6000", "6000 Kolding", " 6000 "])
def test_a_postcode_may_have_its_town(cell: Cell) -> None:
    assert Postcode().read(cell, WORDS) == "6000"


@pytest.mark.parametrize("text", ["bil; cykel", "bil, cykel", "bil\ncykel", "Car;Bicycle;"])
def test_a_list_is_divided_by_semicolons_or_commas(text: str) -> None:
    assert Several(TRANSPORT).read(text, WORDS) == {Transport.CAR, Transport.BICYCLE}


def test_a_name_with_a_comma_is_one_value() -> None:
    both = Several(ACCOMMODATION).read("Løftehjælp, vogn, arbejdsredskab; SOC-02", WORDS)
    assert both == {"PHY-08", "SOC-02"}


def test_asked_and_none_is_not_the_same_as_not_asked() -> None:
    asked = Several(Code("certificates", "unknown_certificate"), asked=True)
    assert asked.read("ingen", WORDS) == frozenset()
    assert asked.read("ikke spurgt", WORDS) is None
    assert asked.write(frozenset(), WORDS) == "ingen"
    # For Danish itself »ingen« is a level, not an empty list.
    assert DANISH.read("ingen", WORDS) is DanishLevel.NONE


def test_a_list_that_must_have_something_does_not_take_none() -> None:
    transport = Several(TRANSPORT, may_be_empty=False)
    assert code_of(transport.read("ingen", WORDS)) == "unknown_choice"
    assert transport.read("ikke spurgt", WORDS) is None


def test_the_first_wrong_value_of_a_list_is_named() -> None:
    found = Several(TRANSPORT).read("bil; færge", WORDS)
    assert isinstance(found, Fault)
    assert found.sentence.startswith("»færge« kendes ikke her")


def test_ids_in_a_list_keep_their_order_and_may_not_have_semicolons() -> None:
    ids = Several(IdOf("Virksomheder"), tuple)
    assert ids.read("V-2; V-1", WORDS) == ("V-2", "V-1")
    assert ids.write(("V-2", "V-1"), WORDS) == "V-2; V-1"
    with pytest.raises(MatcherError, match="indeholder semikolon"):
        ids.write(("a;b",), WORDS)


def test_demands_are_read_by_id_or_name_in_the_order_written() -> None:
    assert Demands().read("noise=0; Tungeste løft = 2,5", WORDS) == (("noise", 0.0), ("lift_kg", 2.5))
    assert Demands().write((("noise", 0.0), ("lift_kg", 2.5)), WORDS) == "noise=0; lift_kg=2,5"
    assert code_of(Demands().read("noise", WORDS)) == "demand_unreadable"
    assert code_of(Demands().read("noise=højt", WORDS)) == "not_a_number"
