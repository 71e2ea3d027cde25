"""Ctrl+C while a plan is sought gives the best until then; at any other time, and again, it ends the program."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from matcher.commands.planning import make
from matcher.domain.plan import PlanStatus
from matcher.terminal.plan_view import status_sentence
from matcher.terminal.progress import Watch
from matcher.terminal.stopping import SAID, Stopping
from tests.municipality import asta, helper, municipality

SOUGHT = "Finder den bedste plan"


@pytest.fixture(autouse=True)
def as_from_a_terminal() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Pressed(Watch):
    """Ctrl+C is pressed when a stage of that title begins."""

    def __init__(self, title: str) -> None:
        super().__init__(shown=False)
        self.title = title

    def begin(self, title: str) -> None:
        super().begin(title)
        if title == self.title:
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_while_the_plan_is_sought_gives_the_best_until_then(capsys: pytest.CaptureFixture[str]) -> None:
    facts = municipality(candidates=(asta(), asta(id="bo")), openings=(helper(), helper(id="kok")))
    plan = make(facts, None, Pressed(SOUGHT), stoppable=True).plan
    assert plan.status in (PlanStatus.FEASIBLE, PlanStatus.OPTIMAL) and plan.placements
    assert SAID in capsys.readouterr().err
    assert status_sentence(plan).startswith("Stoppet") == plan.stopped
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("title", ["Vurderer hvert par", "Samler planen"])
def test_ctrl_c_at_another_stage_ends_the_program(title: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(municipality(), None, Pressed(title), stoppable=True)


def test_a_plan_that_is_only_a_means_is_not_stopped_half_way() -> None:
    with pytest.raises(KeyboardInterrupt):
        make(municipality(), None, Pressed(SOUGHT))


def test_the_second_ctrl_c_ends_the_program() -> None:
    with Stopping() as stopping:
        stopping.listen(True)
        signal.raise_signal(signal.SIGINT)
        assert stopping.asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_process_that_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Stopping() as stopping:
        stopping.listen(True)
        signal.raise_signal(signal.SIGINT)
        assert not stopping.asked()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
