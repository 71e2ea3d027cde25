"""A small OpenID provider on this machine for tests: it signs in whomever it is told to, and can be told to misbehave.

Discovery, a page that sends the browser straight back with a code, the token endpoint (client secret and PKCE are
checked; a code works once), and its keys. It shares no code with the client in `api/auth/identity_provider.py`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT = "brobygger"
SECRET = "en hemmelighed: kun til prøver%"
EMPLOYEE: dict[str, Any] = {
    "sub": "u-1",
    "name": "Lis Larsen",
    "roles": ["consultant"],
    "organisation": "Kolding Kommune",
    "acr": "https://data.gov.dk/concept/core/nsis/loa/Substantial",
}


@cache
def rsa_key(name: str) -> RSAKey:
    """A key, made once for all tests."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@cache
def ec_key(name: str) -> ECKey:
    """A key, made once for all tests."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


class IdentityProvider:
    """One provider.

    Attributes
    ----------
    who
        Claims about whoever signs in; a test changes them.
    more
        Claims that go over everything else, to misbehave: ``{"aud": "somebody else"}``; None takes one out.
    key, algorithm
        What signs; ``none`` signs nothing.
    published
        The keys it shows.
    down
        Answers every call with 500.
    calls
        How often each path was asked for.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.who = dict(EMPLOYEE)
        self.more: dict[str, Any] = {}
        self.key: RSAKey | ECKey = rsa_key("first")
        self.algorithm = "RS256"
        self.published: list[RSAKey | ECKey] = [rsa_key("first")]
        self.down = False
        self.issuer_shown = ""
        self.forged: Callable[[dict[str, Any]], str] | None = None
        self.calls: dict[str, int] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def stop(self) -> None:
        """Answer no more: connections are refused from now on."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, asked: dict[str, str], shown: str) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body."""
        self.calls[path] = self.calls.get(path, 0) + 1
        if self.down:
            return 500, {}, {}
        match method, path:
            case "GET", "/.well-known/openid-configuration":
                return 200, {}, self._about()
            case "GET", "/keys":
                return 200, {}, {"keys": [key.as_dict(private=False) for key in self.published]}
            case "GET", "/authorize":
                return self._authorize(asked)
            case "POST", "/token":
                return self._token(asked, shown)
        return 404, {}, {}

    def _about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer_shown or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _authorize(self, asked: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        whole = asked["client_id"] == CLIENT and asked["response_type"] == "code" and "openid" in asked["scope"].split()
        if not whole or asked["code_challenge_method"] != "S256":
            return 400, {}, {}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return 302, {"Location": f"{asked['redirect_uri']}?{back}"}, {}

    def _token(self, asked: dict[str, str], shown: str) -> tuple[int, dict[str, str], Any]:
        name, _, secret = base64.b64decode(shown.removeprefix("Basic ")).decode().partition(":")
        if (unquote(name), unquote(secret.replace("+", " "))) != (CLIENT, SECRET):
            return 401, {}, {"error": "invalid_client"}
        begun = self._codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            begun is None
            or asked.get("grant_type") != "authorization_code"
            or begun["code_challenge"] != challenge
            or begun["redirect_uri"] != asked.get("redirect_uri")
        ):
            return 400, {}, {"error": "invalid_grant"}
        now = int(self.clock().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        claims |= self.who | self.more
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {}, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.forged is not None:
            return self.forged(claims)
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def _respond(self, method: str, body: str) -> None:
                found = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(body or found.query).items()}
                shown = self.headers.get("Authorization", "")
                status, headers, answer = provider.answer(method, found.path, asked, shown)
                content = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self) -> None:
                self._respond("GET", "")

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                self._respond("POST", self.rfile.read(length).decode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler

    @contextmanager
    def running(self) -> Iterator[IdentityProvider]:
        """Answer calls meanwhile."""
        self._thread.start()
        try:
            yield self
        finally:
            self.stop()


def unsigned(claims: dict[str, Any]) -> str:
    """A token whose header says that nobody signed it."""
    parts = [{"alg": "none", "kid": "first"}, claims]
    return ".".join([*(_part(part) for part in parts), ""])


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """A token whose shared secret is the key that everybody can read."""
    signed = ".".join(_part(part) for part in ({"alg": "HS256", "kid": "first"}, claims))
    code = hmac.new(rsa_key("first").as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"


def changed_after_signing(claims: dict[str, Any]) -> str:
    """A token with other claims than the signed ones."""
    head, _, tail = jwt.encode({"alg": "RS256", "kid": "first"}, claims, rsa_key("first")).split(".")
    return ".".join([head, _part({**claims, "roles": ["administrator"]}), tail])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
