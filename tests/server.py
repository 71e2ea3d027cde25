"""The real API in a process of its own, to be asked over HTTP and to be killed."""

from __future__ import annotations

import http.client
import json
import os
import socket
import time
from collections.abc import Mapping
from typing import Any, Self

from tests.nursery import Child, start_api
from tests.office import KEY

_STARTS_WITHIN = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """An API over a database, on a port of its own.

    Parameters
    ----------
    database
        URL of a database that is ready.
    settings
        More variables of its environment.
    """

    def __init__(self, database: str, **settings: str) -> None:
        self.port = free_port()
        self._environment = {
            **os.environ,
            "BROBYGGER_DATABASE": database,
            "BROBYGGER_DATA_KEY": KEY,
            "BROBYGGER_CALLS_PER_MINUTE": "1000000",
            **settings,
        }
        self._process: Child | None = None

    def start(self) -> Self:
        """Start it and wait until it answers."""
        self._process = start_api(self._environment, self.port)
        deadline = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < deadline:
            if not self._process.is_alive:
                raise AssertionError("the API ended before it answered")
            try:
                if Browser(self.port).get("/readyz")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the API does not answer")

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


class Browser:
    """A client with one connection that stays open.

    Parameters
    ----------
    token
        Of the sign-in; None for nobody.
    """

    def __init__(self, port: int, token: str | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Brobygger-Purpose": "matching", "Content-Type": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and body of the answer, read as JSON where it is."""
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, {**self._headers, **(headers or {})})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        is_json = (answer.headers.get_content_type() or "").endswith("json")
        return answer.status, json.loads(text) if is_json and text else text

    def get(self, path: str) -> tuple[int, Any]:
        """Ask for something."""
        return self.call("GET", path)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Send something."""
        return self.call("POST", path, body)
