"""What was read may be sent back whole: its read-only values say nothing new, and are refused when they do."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from pydantic import BaseModel, Field

from api.shapes import Id, Shape
from matcher.services.errors import Malformed

M = TypeVar("M", bound=BaseModel)
ID = "Read-only: may be sent back as it was read; another than the address names is refused."
VERSION = "Read-only: may be sent back as it was read; another than If-Match names is refused."


class ReadBack(Shape):
    """A body that may hold the read-only values of the answer it was read as."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"id", "version"})

    id: Id | None = Field(None, description=ID)
    version: int | None = Field(None, ge=0, le=2**31 - 1, description=VERSION)

    def unchanged(self, now: M, version: int) -> M:
        """Give the answer, once it is sure that no read-only value is another than the row's.

        Parameters
        ----------
        now
            The row after the change, as the caller may see it.
        version
            The version the call means to change.

        Raises
        ------
        Malformed
            When one is: what the caller means to change is changed elsewhere, or not at all.
        """
        for name in sorted(self.READ_ONLY & self.model_fields_set):
            right = version if name == "version" else getattr(now, name, None)
            if getattr(self, name) != right:
                raise Malformed("Kan ikke ændres her; send det, som det blev læst, eller udelad det", name)
        return now
