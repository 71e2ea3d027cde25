"""Watching a job as it goes: server-sent events until its end.

Nothing is held open between two looks: each is a short reading transaction in a thread of its own. A look asks anew
whether the caller is signed in and may see the job. The stream ends when the job does, when the client goes away, and
after some minutes in any case; a browser then comes back by itself.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.call import Call
from api.jobs.schemas import JobOut
from matcher.domain import MatcherError
from matcher.services.errors import TooMany
from matcher.services.jobs import SeenJob
from matcher.services.unit import Unit

MEDIA_TYPE = "text/event-stream"
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events `progress` while it goes on, and `end` at its end; the data of each is a job.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}
"""What to write into the OpenAPI document."""
EVERY = 0.5
"""Seconds between two looks."""
QUIET = 15.0
"""Seconds without news before a comment shows that the connection lives."""
LONGEST = 600.0
"""Seconds after which a stream ends in any case."""
AT_ONCE = 10
"""Streams of one account at once."""
_open: Counter[str] = Counter()


def watch(call: Call, look: Callable[[Unit], SeenJob]) -> StreamingResponse:
    """Answer with a job's progress.

    Parameters
    ----------
    look
        Reads the job for this caller, or refuses; asked at every look.

    Raises
    ------
    TooMany
        When the caller watches too many already.
    """
    job = _look(call, look)
    if _open[call.caller.account] >= AT_ONCE:
        raise TooMany("Du følger for mange på én gang; luk nogle af siderne.", int(QUIET))
    # X-Accel-Buffering: a proxy in between passes every event on at once.
    return StreamingResponse(events(call, look, job), media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})


async def events(call: Call, look: Callable[[Unit], SeenJob], job: SeenJob) -> AsyncIterator[str]:
    """What is sent, one event or comment at a time."""
    account = call.caller.account
    _open[account] += 1
    try:
        begun = spoken = time.monotonic()
        said = ""
        yield "retry: 1000\n\n"
        while True:
            news = _event(job)
            if news != said:
                said, spoken = news, time.monotonic()
                yield news
            elif time.monotonic() - spoken >= QUIET:
                spoken = time.monotonic()
                yield ": \n\n"
            if job.over or time.monotonic() - begun >= LONGEST or await call.request.is_disconnected():
                return
            await asyncio.sleep(EVERY)
            try:
                job = await run_in_threadpool(_look_again, call, look)
            except MatcherError:
                return
    finally:
        _open[account] -= 1


def _look_again(call: Call, look: Callable[[Unit], SeenJob]) -> SeenJob:
    if not call.is_still_in():
        raise MatcherError("Login er slut")
    return _look(call, look)


def _look(call: Call, look: Callable[[Unit], SeenJob]) -> SeenJob:
    with call.services.unit(call.caller, writes=False) as unit:
        return look(unit)


def _event(job: SeenJob) -> str:
    name = "end" if job.over else "progress"
    data = json.dumps(JobOut.of(job).model_dump(mode="json"), ensure_ascii=False)
    return f"event: {name}\ndata: {data}\n\n"
