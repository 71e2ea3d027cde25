"""Tasks and the scales of demand."""

from __future__ import annotations

from matcher.catalogue.loader import load_catalogue
from matcher.domain.task import Task

CATALOGUE = load_catalogue()
TASKS = {task.danish: task for task in CATALOGUE.tasks.values()}


def possible(**limits: float) -> list[Task]:
    return [task for task in TASKS.values() if all(dict(task.demands)[axis] <= high for axis, high in limits.items())]


def test_every_task_has_a_number_for_every_axis_within_its_scale() -> None:
    for task in TASKS.values():
        assert [axis for axis, _ in task.demands] == list(CATALOGUE.axes)
        assert all(0 <= number <= CATALOGUE.axes[axis].high for axis, number in task.demands)


def test_there_are_at_least_eighty_tasks_with_names_of_their_own() -> None:
    assert len(CATALOGUE.tasks) >= 80
    assert len({task.danish for task in CATALOGUE.tasks.values()}) == len(CATALOGUE.tasks)
    assert len({task.english for task in CATALOGUE.tasks.values()}) == len(CATALOGUE.tasks)


def test_every_task_has_three_to_eight_words() -> None:
    assert {task.id for task in TASKS.values() if not 3 <= len(task.words) <= 8} == set()


def test_every_axis_is_used_by_some_task_and_spared_by_another() -> None:
    for axis in CATALOGUE.axes:
        numbers = {dict(task.demands)[axis] for task in TASKS.values()}
        assert min(numbers) == 0 < max(numbers)


def test_a_person_who_must_not_lift_stand_or_look_at_a_screen_still_finds_work() -> None:
    names = {task.danish for task in possible(lift_kg=4, standing_min=30, screen_min=60)}
    assert len(names) >= 10
    assert "Lægge tøj sammen og sortere linned" in names
    assert "Fylde hylder op" not in names
    assert "Indtaste data" not in names


def test_a_person_who_needs_quiet_and_no_customers_still_finds_work_without_a_screen() -> None:
    names = {task.danish for task in possible(noise=0, customer=0, screen_min=60)}
    assert len(names) >= 8
    assert "Lægge i kuverter og frankere" in names
    assert "Betjene kassen" not in names


def test_work_at_home_exists_and_is_work_at_a_screen() -> None:
    home = possible(on_site=0)
    assert len(home) >= 5
    assert all(dict(task.demands)["screen_min"] >= 300 for task in home)


def test_axes_that_needs_refer_to_are_scaled_as_the_needs_count() -> None:
    for accommodation, axis, unit in (
        ("PHY-01", "lift_kg", "kg"),
        ("PHY-04", "standing_min", "min"),
        ("PHY-07", "repetitive_min", "min/h"),
        ("SEN-06", "screen_min", "min/day"),
        ("SOC-04", "customer", "step"),
    ):
        assert CATALOGUE.accommodations[accommodation].axes == (axis,)
        assert CATALOGUE.accommodations[accommodation].amount_unit == CATALOGUE.axes[axis].unit == unit
