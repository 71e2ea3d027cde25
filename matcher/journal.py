"""What a process says of itself: a line for each event, JSON or plain, whoever in it speaks; never a person's data."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

_OURS = ("brobygger", "uvicorn.error", "alembic.runtime.migration")
"""Whose events are told from INFO on; everybody else's from WARNING on."""


class LogFormat(StrEnum):
    """How an event is written."""

    JSON = "json"
    PLAIN = "plain"


class JsonLines(logging.Formatter):
    """One JSON object a line; a line break in a message cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as JSON."""
        return json.dumps(_event(record), ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for a reader: moment, level, who speaks, and the rest, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as one line of text."""
        said = _event(record)
        begin = [
            said.pop("at"),
            said.pop("level"),
            said.pop("logger"),
            *([said.pop("message")] if "message" in said else []),
        ]
        line = " ".join([*map(str, begin), *(f"{name}={value}" for name, value in said.items())])
        return line.replace("\r", " ").replace("\n", " ")


def _event(record: logging.LogRecord) -> dict[str, Any]:
    said: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    message = record.getMessage()
    try:
        said |= json.loads(message) if message.startswith("{") else {"message": message}
    except ValueError:
        said["message"] = message
    if record.exc_info and record.exc_info[1] is not None:
        # The kind and the place of a fault, not its message: that may hold what somebody sent.
        error = record.exc_info[1]
        said["error"] = type(error).__name__
        said["where"] = _place(error)
    return said


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno} {code.co_name}"


class _Handler(logging.StreamHandler[Any]):
    """Ours, so that it is not put there twice."""


def install(form: LogFormat) -> None:
    """Write the events of this process to standard error, all in one form."""
    handler = _Handler()
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else PlainLines())
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, _Handler)), handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.INFO)
