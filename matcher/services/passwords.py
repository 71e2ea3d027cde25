"""Passwords: what one must look like, and how it is kept so that a copy of the database gives nobody's away."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matcher.services.errors import Malformed

LEAST = 12
MOST = 200
"""Characters of a password."""
DEMO_PASSWORD = "brobygger-demo"
"""Of every demo account; nobody else may have it."""
_DIFFERENT = 5
# Argon2id, above what OWASP asks for (46 MiB and one pass, or 19 MiB and two): about 100 ms of an ordinary core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)
"""A flood of sign-ins may not take more memory than four."""


def kept(password: str) -> str:
    """What the database keeps of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the stored one. Without one it takes the same work and is never."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_old(stored: str) -> bool:
    """Whether it was stored with other parameters than those in use now."""
    return _HASHER.check_needs_rehash(stored)


def invent() -> str:
    """A password of twenty letters and digits that nobody guesses: 118 bits, none that look alike."""
    return "".join(secrets.choice("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(20))


def require_good(password: str, username: str = "") -> None:
    """Refuse a password that is too easily guessed.

    Raises
    ------
    Malformed
        Saying why.
    """
    if not LEAST <= len(password) <= MOST:
        raise Malformed(f"Adgangskoden skal have {LEAST} til {MOST} tegn", "password")
    if not password.isprintable():
        raise Malformed("Adgangskoden må ikke have usynlige tegn", "password")
    if len(set(password)) < _DIFFERENT:
        raise Malformed(f"Adgangskoden skal have mindst {_DIFFERENT} forskellige tegn", "password")
    if password == DEMO_PASSWORD or (len(username) > 3 and username.casefold() in password.casefold()):
        raise Malformed("Adgangskoden er for let at gætte; vælg en anden", "password")


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
