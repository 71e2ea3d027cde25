"""`brobygger evaluate --plan`: what a plan of a workbook does, and for whom."""

from pathlib import Path

from tests.command_line import answer, failure, run


def test_a_plan_of_a_workbook_is_measured_and_nothing_is_written(village: Path) -> None:
    before = sorted(village.parent.iterdir())
    result = run("evaluate", "--plan", village)
    assert result.exit_code == 0, result.stderr
    for words in ("Planen ved siden af først til mølle", "Mennesker", "Påviseligt ringere stillet", "Ulighed (Gini)"):
        assert words in result.stdout
    assert sorted(village.parent.iterdir()) == before


def test_its_json_is_the_whole_evaluation_with_small_numbers_hidden(village: Path) -> None:
    found = answer("evaluate", "--plan", village, "--json")
    assert found["format"] == "brobygger-evaluation/1" and found["people"] == 60
    value = found["value"]
    assert value["first_come_first_served"] <= value["plan"] <= value["bound"] + 1e-6
    assert set(found["lines"]) == {"people", "company", "society"}
    counts = [
        group[name]
        for kind in found["groups"].values()
        for outcome in kind["outcomes"].values()
        for group in outcome["groups"]
        for name in ("n", "selected")
    ]
    assert None in counts and all(count is None or count >= 10 for count in counts)


def test_a_workbook_and_a_database_are_not_asked_for_at_once(village: Path) -> None:
    assert "--as" in failure("evaluate")
    assert "Med --plan måles et regneark" in failure("evaluate", "--plan", village, "--as", "ali")
    assert "findes ikke" in failure("evaluate", "--plan", village.with_name("ingen.xlsx"))
