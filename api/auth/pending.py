"""A sign-in under way at the identity provider: what this browser was sent off with, closed to everybody but us."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken

from api.auth.identity_provider import MixedUp
from matcher.settings import Settings

SECONDS = 600
"""How long it may take."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One sign-in under way.

    Attributes
    ----------
    state, nonce, verifier
        What ties the browser, the ID token and the code to it.
    wanted
        The path she wants to go to afterwards.
    """

    state: str
    nonce: str
    verifier: str
    wanted: str

    @classmethod
    def begin(cls, wanted: str) -> Pending:
        """A new one."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32), wanted)

    def closed(self, settings: Settings, now: datetime) -> str:
        """As a cookie that can neither be read nor made by anybody else."""
        return _fernet(settings).encrypt_at_time(json.dumps(asdict(self)).encode(), int(now.timestamp())).decode()

    @classmethod
    def opened(cls, cookie: str, settings: Settings, now: datetime) -> Pending:
        """From the cookie.

        Raises
        ------
        MixedUp
            When there is none, it is not ours, or it is more than ten minutes old.
        """
        try:
            plain = _fernet(settings).decrypt_at_time(cookie.encode(), SECONDS, int(now.timestamp()))
            return cls(**json.loads(plain))
        except (InvalidToken, ValueError, TypeError):
            raise MixedUp("cookie") from None


def _fernet(settings: Settings) -> Fernet:
    key = hmac.new(settings.signing_key.encode(), b"brobygger/pending", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
