"""The whole `brobygger` command: the engine's commands, and the one that serves them over HTTP."""

from __future__ import annotations

from api.commands.serve import serve
from matcher.cli import app
from matcher.terminal.program import Command

__all__ = ["app", "main"]

app.command(cls=Command)(serve)


def main() -> None:
    """Run the command line."""
    app()
