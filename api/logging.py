"""What the process says of itself: one line of JSON for each event, never a person's data."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line; a line break in a message cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as JSON."""
        said = {
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
        return json.dumps(said, ensure_ascii=False)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno} {code.co_name}"


def install(level: int = logging.INFO) -> None:
    """Write the events of this process to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    for name in ("brobygger", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
