"""Encrypting what must not be read in a copy of the database: CPR numbers, and files that hold them."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from matcher.domain import MatcherError


class Cipher:
    """Closes and opens values with a key that is not in the database.

    Parameters
    ----------
    keys
        Secrets of any length, the present one first; values closed with an older one can still be opened.
    """

    def __init__(self, *keys: str) -> None:
        if not keys:
            raise ValueError("a cipher needs a key")
        self.pseudonym_key = _derived(keys[-1], b"pseudonyms").decode()
        """Makes pseudonyms nobody without it can work out; of the oldest key, so that a new one changes no name."""
        self._fernet = MultiFernet([Fernet(_derived(key, b"cpr")) for key in keys])

    def close(self, value: str | None) -> str | None:
        """The value encrypted; None stays None. The same value gives another text every time."""
        return None if value is None else self._fernet.encrypt(value.encode()).decode()

    def open(self, value: str | None) -> str | None:
        """The value as it was.

        Raises
        ------
        MatcherError
            When it was closed with a key that is not here.
        """
        return None if value is None else self._opened(value.encode(), "Et CPR-nummer").decode()

    def close_file(self, content: bytes) -> bytes:
        """A file encrypted: a workbook holds CPR numbers in the clear."""
        return self._fernet.encrypt(content)

    def open_file(self, content: bytes) -> bytes:
        """The file as it was.

        Raises
        ------
        MatcherError
            When it was closed with a key that is not here.
        """
        return self._opened(content, "En fil")

    def _opened(self, closed: bytes, what: str) -> bytes:
        try:
            return self._fernet.decrypt(closed)
        except InvalidToken:
            raise MatcherError(
                f"{what} kan ikke læses med den nøgle, der er sat; sæt BROBYGGER_DATA_KEY til nøglen fra før"
            ) from None


def _derived(key: str, use: bytes) -> bytes:
    """32 bytes for one use, so that one secret never serves two."""
    return base64.urlsafe_b64encode(hmac.new(key.encode(), b"brobygger/" + use, hashlib.sha256).digest())
