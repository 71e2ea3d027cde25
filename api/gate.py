"""How long a body may be, and of whom: a stranger is asked who she is before much of what she sends is read."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api import errors
from api.call import sign_in_of
from matcher.services.errors import NotSignedIn

MOST_BYTES = 1024 * 1024
"""Of a body: the longest that says something is a tenth of it."""
MOST_BYTES_OF_A_FILE = 64 * 1024 * 1024
"""A workbook of a region is 20 MB."""
MOST_BYTES_OF_A_STRANGER = 64 * 1024
"""Whoever signs in sends less than one."""
FILES = ("POST", "/api/v1/imports")
"""The one call that takes a file."""
_CLOSE = {"Connection": "close"}


class Shut(Exception):
    """No more of the body is read.

    Attributes
    ----------
    answer
        What is said instead.
    """

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class Gate:
    """What lets in the body of one call, piece by piece."""

    def __init__(self, scope: Scope) -> None:
        self._request = Request(scope)
        self._most = MOST_BYTES_OF_A_FILE if (scope["method"], scope["path"]) == FILES else MOST_BYTES
        self._known = False

    @property
    def announced(self) -> int:
        """How long the body is going to be, as far as the call says."""
        said = Headers(scope=self._request.scope).get("content-length", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0

    async def let_in(self, size: int) -> None:
        """Let in a body of that length.

        Raises
        ------
        Shut
            When it is too long, or too long for somebody who is not signed in.
        """
        if size > self._most:
            raise Shut(self._too_large())
        if size > MOST_BYTES_OF_A_STRANGER and not self._known:
            try:
                await run_in_threadpool(sign_in_of, self._request, None, counts=False)
            except NotSignedIn as refusal:
                raise Shut(errors.problem(self._request, 401, "not_signed_in", str(refusal), headers=_CLOSE)) from None
            except sa.exc.OperationalError:
                raise Shut(errors.problem(self._request, 503, "unavailable", errors.DOWN, headers=_CLOSE)) from None
            self._known = True

    def _too_large(self) -> Response:
        detail = f"Kaldet er for stort; højst {self._most // 1024 // 1024} MB."
        return errors.problem(self._request, 413, "too_large", detail, headers=_CLOSE)
