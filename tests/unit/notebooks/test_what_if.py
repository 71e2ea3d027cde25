"""What is told of a what-if: few people give no numbers, and where the prices set no limit that is said."""

from dataclasses import replace

from matcher.evaluating.scenarios import Compared
from matcher.notebooks.pictures import what_if as pictures
from matcher.notebooks.showing import Note
from matcher.notebooks.what_if import SILENT, compared_table, gains_say

LINES = {"people": 6.0, "company": 5.0, "society": 4.0}
AS_IT_IS = Compared("Som det er", 24, 180.0, 24, LINES, 0, 0.0, 0.0, 0.0, None)


def test_lines_of_fewer_than_ten_people_are_hidden_though_more_have_a_placement() -> None:
    few = replace(AS_IT_IS, valued=9)
    assert compared_table([AS_IT_IS]).rows[0] == ("Som det er", "24", "180", "6,0", "5,0", "4,0", "–")
    assert compared_table([few]).rows[0] == ("Som det er", "24", "180", "skjult", "skjult", "skjult", "–")
    # The picture shows every plan beside the first: hidden of one, hidden of all.
    for some in ([few, AS_IT_IS], [AS_IT_IS, few]):
        assert isinstance(pictures.lines(some), Note)
    assert not isinstance(pictures.lines([AS_IT_IS, AS_IT_IS]), Note)


def test_a_gain_is_told_also_where_the_prices_set_no_limit() -> None:
    more = replace(AS_IT_IS, name="Flere timer", gain=1.5, gain_low=1.0, gain_high=2.0)
    said = gains_say([AS_IT_IS, more, replace(more, at_most=1.75)]).text.splitlines()
    assert said == [
        f"- **Flere timer:** planens værdi stiger med 1,50; priserne {SILENT}.",
        "- **Flere timer:** planens værdi stiger med 1,50; priserne sagde på forhånd højst omkring 1,75.",
    ]
    assert isinstance(pictures.gains([AS_IT_IS, more]), Note)
    unlike = replace(more, gain=None, gain_low=None, gain_high=None)
    assert "kan ikke sammenlignes" in gains_say([AS_IT_IS, unlike]).text
