"""The command's own manners: help and usage errors in Danish, known failures as one sentence with exit code 2."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from matcher.domain.errors import MatcherError

REFUSED = 1
"""Exit code when the answer is no: rows were refused, no plan keeps the rules."""
FAILED = 2
"""Exit code of a known failure: what was asked cannot be done, and one sentence says why."""
INTERRUPTED = 130
"""Exit code when the user stops the command."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def tell(sentence: str) -> None:
    """Write a line to the user on stderr, without anything that could steer the terminal."""
    sys.stderr.write(_CONTROL.sub("", sentence) + "\n")
    sys.stderr.flush()


def help_text(ctx: Any, formatter: Any, command: Any) -> None:
    """Write a command's help in Danish: use, text, arguments, options and commands."""
    arguments = [p for p in command.get_params(ctx) if p.param_type_name == "argument"]
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option" and not p.hidden]
    commands = getattr(command, "commands", {})
    pieces = ["[TILVALG]", *(str(p.metavar or p.name.upper()) for p in arguments)] if not commands else ["KOMMANDO …"]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Brug: ")
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(command.help)
    rows = [(str(p.metavar or p.name.upper()), str(p.help or "")) for p in arguments]
    for title, listed in (
        ("Argumenter", rows),
        ("Tilvalg", [_option_row(p) for p in options]),
        ("Kommandoer", [(name, str(inner.short_help or inner.help or "")) for name, inner in commands.items()]),
    ):
        if listed:
            with formatter.section(title):
                formatter.write_dl(listed)
    if commands:
        formatter.write_paragraph()
        formatter.write_text(f"»{ctx.command_path} KOMMANDO --help« viser resten.")


def _option_row(option: Any) -> tuple[str, str]:
    if "--help" in option.opts:
        return "--help", "Vis denne hjælp."
    names = ", ".join([*option.opts, *option.secondary_opts])
    return (names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"), str(option.help or "")


class Command(TyperCommand):
    """One command, with its help in Danish."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        help_text(ctx, formatter, self)


class Group(TyperGroup):
    """Several commands under one word, with their help in Danish."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        help_text(ctx, formatter, self)


class Program(Group):
    """The whole program: whatever a command raises on purpose ends in one sentence on stderr."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader of our output that has left (``head``) has seen what it wanted."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
            return answer
        except BrokenPipeError:
            # Python writes what is left when it ends; it goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program; the code it ends with is given to the shell, or returned when not standalone."""
        _allow_any_letter()
        try:
            answer = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
            code = answer if isinstance(answer, int) else 0
            if code == INTERRUPTED:
                tell("Afbrudt.")
        except MatcherError as error:
            code = _failed(str(error))
        except typer.TyperException as error:
            code = _failed(usage_sentence(error))
        except typer.Abort:
            tell("Afbrudt.")
            code = INTERRUPTED
        except MemoryError:
            code = _failed("Der er ikke hukommelse nok til så stor en fil; prøv en mindre eller en større maskine.")
        except OSError as error:
            if error.filename is None and error.errno != errno.ENOSPC:
                raise
            code = _failed(f"{error.filename or 'Disken'} kan ikke bruges: {reason_in_danish(error)}.")
        if standalone_mode:
            sys.exit(code)
        return code


def _allow_any_letter() -> None:
    """Let a terminal that knows few letters show a question mark for the others, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")


def _failed(sentence: str) -> int:
    tell(sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")
    return FAILED


def reason_in_danish(error: OSError) -> str:
    """Why the system refused a file, in a few Danish words."""
    known = {
        errno.ENOENT: "filen eller mappen findes ikke",
        errno.EACCES: "der er ikke adgang",
        errno.EPERM: "der er ikke adgang",
        errno.EROFS: "disken kan kun læses",
        errno.EISDIR: "det er en mappe",
        errno.ENOTDIR: "en del af stien er ikke en mappe",
        errno.ENOSPC: "disken er fuld",
        errno.EEXIST: "det findes i forvejen",
        errno.ENAMETOOLONG: "navnet er for langt",
    }
    return known.get(error.errno or 0, (error.strerror or "ukendt fejl").lower())


def usage_sentence(error: Any) -> str:
    """One Danish sentence for a command line that cannot be understood, by what the parser calls its error."""
    ctx = getattr(error, "ctx", None)
    where = f"; se »{ctx.command_path if ctx is not None else 'brobygger'} --help«"
    message = str(getattr(error, "message", error))
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return message
        case "MissingParameter":
            return f"Der mangler {_name_of(error.param)}{where}"
        case "NoSuchOption":
            return f"Tilvalget {error.option_name} findes ikke{_meant(error.possibilities or ())}{where}"
        case "BadOptionUsage":
            return f"Tilvalget {error.option_name} mangler en værdi eller har en for meget{where}"
        case "BadParameter":
            return f"{_name_of(error.param)} kan ikke bruges: {_value_in_danish(message)}{where}"
    if found := re.fullmatch(r"No such command '(.+)'\..*", message, re.DOTALL):
        known = list(ctx.command.commands) if ctx is not None else []
        return f"Kommandoen »{found[1]}« findes ikke{_meant(get_close_matches(found[1], known))}{where}"
    if found := re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", message, re.DOTALL):
        return f"»{found[1]}« er for meget på linjen{where}"
    if message == "Missing command.":
        return f"Der mangler en kommando{where}"
    return f"Kommandolinjen kan ikke forstås ({message}){where}"


def _meant(near: Sequence[str]) -> str:
    words = " eller ".join(f"»{word}«" for word in near)
    return f" (mente du {words}?)" if words else ""


def _name_of(param: Any) -> str:
    if param is None:
        return "En værdi"
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name.upper())


_VALUES = (
    (r".*valid int.*", "skriv et helt tal"),
    (r".*valid (?:float|number).*", "skriv et tal med punktum som decimaltegn"),
    (r".*finite number.*", "skriv et endeligt tal"),
    (r".*greater than or equal to (\S+)", "skriv mindst {0}"),
    (r".*less than or equal to (\S+)", "skriv højst {0}"),
    (r".*'(.*)' is not one of (.*?)\.?", "»{0}« er ikke en af {1}"),
)
"""What the parser says of a value, and how a Dane says it."""


def _value_in_danish(message: str) -> str:
    for pattern, danish in _VALUES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return danish.format(*found.groups())
    return message
