"""Around every call: an id, the headers that browsers obey, a limit to the body, a line in the log, the numbers."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.gate import Gate, Shut

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
        begun, shut = False, None
        digest, size, gate = hashlib.sha256(), 0, Gate(scope)

        async def receiving() -> Message:
            nonlocal size, shut
            message = await receive()
            if message["type"] == "http.request":
                body = message.get("body", b"")
                size += len(body)
                try:
                    await gate.let_in(size)
                except Shut as refusal:
                    shut = refusal
                    raise
                digest.update(body)
                state["body_digest"] = digest.hexdigest()
            return message

        async def sending(message: Message) -> None:
            if shut is not None and not begun:
                # The framework takes a body that ends early for one that cannot be read.
                raise shut
            await saying(message)

        async def saying(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                own = {name for name, _ in message.get("headers", [])}
                more = [header for header in self._headers if header[0] not in own]
                message["headers"] = [*message.get("headers", []), *more, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await gate.let_in(gate.announced)
            await self._app(scope, receiving, sending)
        except Shut as refusal:
            if not begun:
                await refusal.answer(scope, receive, saying)
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
