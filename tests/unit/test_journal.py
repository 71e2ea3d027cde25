"""Whoever speaks in a process does so in one form, a line for each event, and repeats nothing that was sent."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from matcher.journal import LogFormat
from tests.project import ROOT

SPEAKERS = """
import logging, sys
from matcher.journal import LogFormat, install
install(LogFormat(sys.argv[1]))
install(LogFormat(sys.argv[1]))
logging.getLogger("brobygger.access").info('{"route": "/candidates", "status": 200}')
logging.getLogger("uvicorn.error").info("Started\\nserver")
logging.getLogger("alembic.runtime.migration").info("Running upgrade")
logging.getLogger("httpx2").info("not told")
logging.getLogger("somebody").warning("told")
try:
    raise ValueError("010190-1234")
except ValueError:
    logging.getLogger("brobygger.api").error("a fault", exc_info=True)
"""


def said(form: LogFormat) -> list[str]:
    done = subprocess.run([sys.executable, "-c", SPEAKERS, form], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "010190" not in done.stderr
    return done.stderr.splitlines()


def test_every_event_is_one_line_of_json_whoever_speaks() -> None:
    events = [json.loads(line) for line in said(LogFormat.JSON)]
    assert [event["logger"] for event in events] == [
        "brobygger.access",
        "uvicorn.error",
        "alembic.runtime.migration",
        "somebody",
        "brobygger.api",
    ]
    assert all({"at", "level", "logger"} <= set(event) for event in events)
    assert (events[0]["route"], events[0]["status"]) == ("/candidates", 200)
    assert events[1]["message"] == "Started\nserver"
    assert (events[-1]["message"], events[-1]["error"]) == ("a fault", "ValueError")


def test_or_one_plain_line() -> None:
    lines = said(LogFormat.PLAIN)
    assert len(lines) == 5
    assert lines[0].endswith(" info brobygger.access route=/candidates status=200")
    assert lines[1].endswith(" info uvicorn.error Started server")
    assert " error brobygger.api a fault error=ValueError where=" in lines[-1]


def test_another_form_there_is_not() -> None:
    with pytest.raises(ValueError, match="xml"):
        LogFormat("xml")
