"""The municipality's identity provider, spoken to by OpenID Connect: code with PKCE, and an ID token that is checked.

Nothing is fetched before somebody signs in, and the packages that fetch and check are imported then.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from matcher.domain import MatcherError
from matcher.services.errors import NotAllowed, NotSignedIn, Unavailable
from matcher.services.sessions import same
from matcher.settings import Mode, Settings

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Never `none`, and never one whose key is a shared secret: a public key could be passed off as it."""
LEEWAY = 60.0
"""Seconds that two clocks may differ."""
OLDEST = 600.0
"""Seconds since an ID token was issued."""
_KEPT = 3600.0
_SECONDS = 5.0
_MOST_BYTES = 1_000_000
_DOWN = "Kommunens login svarer ikke. Prøv igen om lidt."
_FORGED = "Kommunens login kan ikke bekræftes. Prøv igen; sker det igen, så sig det til den, der driver systemet."


class MixedUp(MatcherError):
    """The answer does not belong to the sign-in that this browser began."""

    def __init__(self, why: str) -> None:
        super().__init__("Dit login blev afbrudt eller varede for længe. Begynd forfra.")
        self.why = why


class IdentityProvider:
    """One provider, with what it says about itself and its keys kept for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer
        self._client = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._https = settings.mode is Mode.PRODUCTION
        self._lock = threading.Lock()
        self._about: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, list[dict[str, Any]]] | None = None

    @property
    def is_set(self) -> bool:
        """Whether the municipality has said which provider it is."""
        return bool(self._issuer and self._client)

    def address(self, *, back_to: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        said = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": back_to,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(said)}"

    def claims(self, code: str, *, back_to: str, nonce: str, verifier: str, now: float) -> dict[str, Any]:
        """Change a code for the verified claims about somebody.

        Raises
        ------
        MixedUp
            When the ID token answers another sign-in.
        NotSignedIn
            When the code is refused, or the token is not from the provider.
        NotAllowed
            When it is meant for somebody else, or too old.
        Unavailable
            When the provider does not answer, or nothing that can be read.
        """
        said = {"grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": verifier}
        answer = self._fetch(self._endpoint("token_endpoint"), said)
        token = answer.get("id_token")
        if not isinstance(token, str) or len(token) > _MOST_BYTES:
            raise NotSignedIn(_FORGED)
        return self._checked(self._opened(token), nonce, now)

    def _checked(self, claims: dict[str, Any], nonce: str, now: float) -> dict[str, Any]:
        if claims.get("iss") != self._issuer:
            raise NotSignedIn(_FORGED)
        audience = claims.get("aud")
        others = audience if isinstance(audience, list) else [audience]
        party = claims.get("azp")
        if self._client not in others or (party is None and len(others) > 1) or party not in (None, self._client):
            raise NotAllowed("Dit login er til et andet system. Begynd forfra.")
        expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
        starts = issued if claims.get("nbf") is None else _moment(claims, "nbf")
        if expires + LEEWAY <= now or issued + OLDEST + LEEWAY <= now or max(issued, starts) - LEEWAY > now:
            raise NotAllowed("Dit login er udløbet. Begynd forfra.")
        said = claims.get("nonce")
        if not isinstance(said, str) or not same(said, nonce):
            raise MixedUp("nonce")
        return claims

    def _opened(self, token: str) -> dict[str, Any]:
        """The claims of a token whose signature one of the provider's keys has made."""
        from joserfc import jws
        from joserfc.errors import JoseError
        from joserfc.jwk import import_key

        try:
            header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
            algorithm, name = header["alg"], header.get("kid")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NotSignedIn(_FORGED) from None
        if algorithm not in ALGORITHMS:
            raise NotSignedIn(_FORGED)
        try:
            key = import_key(self._key(name, algorithm))
            payload = jws.deserialize_compact(token, key, algorithms=[algorithm]).payload
            claims = json.loads(payload)
        except (JoseError, ValueError, TypeError, KeyError):
            raise NotSignedIn(_FORGED) from None
        if not isinstance(claims, dict):
            raise NotSignedIn(_FORGED)
        return claims

    def _key(self, name: object, algorithm: str) -> Any:
        """The provider's key of that name; fetched once more when it is not known, since keys are changed."""
        for fresh in (False, True):
            fitting = [key for key in self._published(fresh=fresh) if _fits(key, name, algorithm)]
            if len(fitting) == 1:
                return fitting[0]
        raise NotSignedIn(_FORGED)

    def _published(self, *, fresh: bool) -> list[dict[str, Any]]:
        with self._lock:
            kept = self._keys
        if kept is not None and not fresh and kept[0] > time.monotonic():
            return kept[1]
        found = self._fetch(self._endpoint("jwks_uri")).get("keys")
        keys = [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []
        with self._lock:
            self._keys = (time.monotonic() + _KEPT, keys)
        return keys

    def _endpoint(self, name: str) -> str:
        found = self._metadata().get(name)
        if not isinstance(found, str) or urlsplit(found).scheme not in (
            ("https",) if self._https else ("https", "http")
        ):
            raise Unavailable(_DOWN)
        return found

    def _metadata(self) -> Mapping[str, Any]:
        with self._lock:
            kept = self._about
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        found = self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self._issuer:
            raise Unavailable("Kommunens login er sat forkert op. Sig det til den, der driver systemet.")
        with self._lock:
            self._about = (time.monotonic() + _KEPT, found)
        return found

    def _fetch(self, address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask the provider; with a form as the client that we are."""
        import httpx2

        try:
            with httpx2.Client(timeout=_SECONDS, headers={"Accept": "application/json"}) as client:
                if form is None:
                    answer = client.get(address)
                else:
                    answer = client.post(address, **self._shown(form))
        except (httpx2.HTTPError, httpx2.InvalidURL):
            raise Unavailable(_DOWN) from None
        if form is not None and 400 <= answer.status_code < 500:
            raise NotSignedIn(_FORGED)
        if answer.status_code != 200 or len(answer.content) > _MOST_BYTES:
            raise Unavailable(_DOWN)
        try:
            found = answer.json()
        except ValueError:
            raise Unavailable(_DOWN) from None
        if not isinstance(found, dict):
            raise Unavailable(_DOWN)
        return found

    def _shown(self, form: dict[str, str]) -> dict[str, Any]:
        """The form with our name and secret, in the way the provider wants them."""
        ways = self._metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways:
            return {"data": {**form, "client_id": self._client, "client_secret": self._secret}}
        # Both are form-encoded before they are put together (RFC 6749, 2.3.1).
        name, secret = (urlencode({"": word})[1:] for word in (self._client, self._secret))
        return {"data": form, "auth": (name, secret)}


def _fits(key: Mapping[str, Any], name: object, algorithm: str) -> bool:
    kind = "EC" if algorithm.startswith("ES") else "RSA"
    return (
        key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (name is None or key.get("kid") == name)
    )


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Seconds since 1970; a token without is no token."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotSignedIn(_FORGED)
    return float(value)
