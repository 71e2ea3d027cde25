"""Known failures end in one Danish sentence and a code."""

from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner, Result

from matcher.domain.errors import MatcherError
from matcher.terminal.program import Command, Program, tell


def run(*words: str) -> Result:
    app = typer.Typer(cls=Program, name="prøve", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

    @app.command(cls=Command)
    def count(
        file: Annotated[str, typer.Argument(metavar="FILE", help="Hvad der tælles.")],
        times: Annotated[int, typer.Option("--times", min=1, metavar="TAL", help="Hvor tit.")] = 1,
    ) -> None:
        """Tæl noget."""
        if file == "known":
            raise MatcherError("Filen er væk; find den")
        if file == "disk":
            raise PermissionError(13, "Permission denied", "plan.xlsx")
        if file == "refused":
            raise typer.Exit(1)
        if file == "stopped":
            raise KeyboardInterrupt
        if file == "bug":
            raise RuntimeError("en fejl hos os")
        typer.echo(f"{file} {times}")

    @app.command(cls=Command)
    def rest() -> None:
        """Hvil."""

    return CliRunner().invoke(app, list(words), prog_name="prøve")


def test_what_works_writes_its_answer_and_ends_with_0() -> None:
    result = run("count", "x", "--times", "3")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "x 3\n", "")


def test_a_broken_promise_is_one_sentence_on_stderr_and_code_2() -> None:
    result = run("count", "known")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "Filen er væk; find den.\n")


def test_a_file_that_the_system_refuses_is_one_sentence_and_code_2() -> None:
    result = run("count", "disk")
    assert (result.exit_code, result.stderr) == (2, "plan.xlsx kan ikke bruges: der er ikke adgang.\n")


def test_an_answer_of_no_keeps_its_own_code() -> None:
    assert run("count", "refused").exit_code == 1


def test_stopping_is_said_and_has_its_own_code() -> None:
    result = run("count", "stopped")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Afbrudt.\n")


def test_a_fault_of_our_own_is_not_hidden() -> None:
    assert isinstance(run("count", "bug").exception, RuntimeError)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["coumt"], "Kommandoen »coumt« findes ikke (mente du »count«?); se »prøve --help«."),
        (["count"], "Der mangler FILE; se »prøve count --help«."),
        (["count", "x", "y"], "»y« er for meget på linjen; se »prøve count --help«."),
        (["count", "x", "--tims", "2"], "Tilvalget --tims findes ikke (mente du »--times«?); se »prøve count --help«."),
        (["count", "x", "--times", "a"], "--times kan ikke bruges: skriv et helt tal; se »prøve count --help«."),
        (["count", "x", "--times", "0"], "--times kan ikke bruges: skriv mindst 1; se »prøve count --help«."),
        (
            ["count", "x", "--times"],
            "Tilvalget --times mangler en værdi eller har en for meget; se »brobygger --help«.",
        ),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_one_danish_sentence(words: list[str], sentence: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [sentence]


def test_help_is_danish_and_names_arguments_options_and_commands() -> None:
    whole = run("--help").stdout
    assert "Brug: prøve KOMMANDO" in whole and "Kommandoer:" in whole and "Tæl noget." in whole
    one = run("count", "--help").stdout
    assert "Brug: prøve count [TILVALG] FILE" in one
    assert "Hvad der tælles." in one and "--times TAL" in one and "Vis denne hjælp." in one
    assert "Usage" not in whole + one and "Options" not in whole + one


def test_no_words_at_all_shows_the_help_and_ends_with_2() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Kommandoer:" in result.stderr


def test_what_is_told_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell("id \x1b[31mrød\x07\x9b2J")
    assert capsys.readouterr().err == "id [31mrød2J\n"
