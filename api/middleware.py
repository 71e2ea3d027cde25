"""Around every call: an id, the headers that browsers obey, a limit to the body, a line in the log, the numbers."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": a browser would then say Origin: null of our own forms. To others it says nothing all the same.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MOST_BYTES = 1024 * 1024
"""Of a body: the longest that says something is a tenth of it."""
MOST_BYTES_OF_A_FILE = 64 * 1024 * 1024
"""A workbook of a region is 20 MB."""
FILES = ("POST", "/api/v1/imports")
"""The one call that takes a file."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_ACCESS = logging.getLogger("brobygger.access")


class Metrics:
    """Numbers about the calls, for ``/metrics``; nothing in them is about anybody."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "brobygger_calls_total", "Calls answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "brobygger_call_seconds",
            "Seconds to the end of the answer.",
            ("method", "route"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=self.registry,
        )


def most_bytes(scope: Scope) -> int:
    """How long the body of that call may be."""
    return MOST_BYTES_OF_A_FILE if (scope["method"], scope["path"]) == FILES else MOST_BYTES


class _TooLarge(Exception):
    """The body is longer than it may be."""


class Surroundings:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, https: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        if https:
            self._headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and see it out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = f"req_{secrets.token_hex(8)}"
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        started, status = time.perf_counter(), 500
        begun = over = False
        digest, size, most = hashlib.sha256(), 0, most_bytes(scope)

        async def receiving() -> Message:
            nonlocal size, over
            message = await receive()
            if message["type"] == "http.request":
                body = message.get("body", b"")
                size += len(body)
                if size > most:
                    over = True
                    raise _TooLarge
                digest.update(body)
                state["body_digest"] = digest.hexdigest()
            return message

        async def sending(message: Message) -> None:
            nonlocal status, begun
            if over and not begun and message.get("status") != 413:
                # The framework takes a body that ends early for one that cannot be read.
                raise _TooLarge
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                own = {name for name, _ in message.get("headers", [])}
                more = [header for header in self._headers if header[0] not in own]
                message["headers"] = [*message.get("headers", []), *more, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            if _announced(scope) > most:
                raise _TooLarge
            await self._app(scope, receiving, sending)
        except _TooLarge:
            if not begun:
                await _too_large(scope, most)(scope, receive, sending)
        except Exception as error:
            # Here, and not in the framework's outermost layer, so that a fault too has its headers.
            answer = errors.fault(Request(scope), error)
            if not begun:
                await answer(scope, receive, sending)
        finally:
            self._note(scope, status, time.perf_counter() - started, request_id)

    def _note(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        # Anybody may call with a method of her own invention.
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.calls.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        # The route, not the path: an id in a path is somebody's.
        line = {
            "request": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        _ACCESS.info(json.dumps(line))


def _announced(scope: Scope) -> int:
    """How long the body is going to be, as far as the call says."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def _too_large(scope: Scope, most: int) -> Response:
    detail = f"Kaldet er for stort; højst {most // 1024 // 1024} MB."
    return errors.problem(Request(scope), 413, "too_large", detail, headers={"Connection": "close"})
