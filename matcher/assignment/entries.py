"""One list of a JSON problem, turned into columns; every refusal names the entry and the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import numpy as np
import scipy.sparse as sp

from matcher.assignment.problem import Floats, Ints, ProblemError

_MISSING = object()


class Entries:
    """The list ``name`` of a document: objects with an ``id`` each.

    Ids are text or whole numbers and are compared as text, since the keys of a JSON object always are.

    Parameters
    ----------
    name
        The field of the document.
    document
        The decoded JSON.
    fields
        The fields an entry may have.
    optional
        Whether the whole list may be left out.
    """

    def __init__(self, name: str, document: dict[str, Any], fields: set[str], *, optional: bool = False) -> None:
        self.name = name
        listed = document.get(name, [] if optional else _MISSING)
        if listed is _MISSING:
            raise ProblemError(f"feltet '{name}' mangler.")
        if not isinstance(listed, list):
            raise ProblemError(f"feltet '{name}' skal være en liste.")
        self._entries: list[dict[str, Any]] = listed
        self._index: dict[str, int] = {}
        for position, entry in enumerate(listed):
            if not isinstance(entry, dict):
                raise ProblemError(f"{name}[{position}] skal være et objekt med et 'id'.")
            if not fields.issuperset(entry):
                self._refuse(position, sorted(set(entry) - fields)[0], "findes ikke i formatet")
            text = self._id(position, entry.get("id", _MISSING))
            if self._index.setdefault(text, position) != position:
                self._refuse(position, "id", f"er det samme som {name}[{self._index[text]}]")
        self.ids: tuple[str | int, ...] = tuple(entry["id"] for entry in listed)

    def __len__(self) -> int:
        return len(self._entries)

    def _refuse(self, position: int, field: str, reason: str) -> NoReturn:
        known = self._entries[position].get("id")
        who = f" ('{known}')" if isinstance(known, str | int) and field != "id" else ""
        raise ProblemError(f"{self.name}[{position}]{who}: feltet '{field}' {reason}.")

    def _id(self, position: int, given: object) -> str:
        if given is _MISSING:
            self._refuse(position, "id", "mangler")
        if isinstance(given, bool) or not isinstance(given, str | int) or given == "":
            self._refuse(position, "id", f"er {given!r}, men skal være en tekst eller et helt tal")
        return str(given)

    def numbers(self, field: str, *, missing: float | None = None, least: float | None = None) -> Floats:
        """Read a column of finite numbers; null or left out gives ``missing``, if there is such a value."""
        column = np.empty(len(self))
        for position, entry in enumerate(self._entries):
            given = entry.get(field)
            if given is None and missing is not None:
                column[position] = missing
            else:
                column[position] = self._number(position, field, given, least)
        return column

    def whole_numbers(self, field: str, *, missing: int) -> Ints:
        """Read a column of whole numbers of at least 0."""
        column = self.numbers(field, missing=float(missing), least=0.0)
        for position in np.flatnonzero((column != np.round(column)) | (column > np.iinfo(np.int32).max)):
            self._refuse(int(position), field, f"er {column[position]}, men skal være et helt tal")
        return column.astype(np.int32)

    def _number(self, position: int, field: str, given: object, least: float | None) -> float:
        if given is None:
            self._refuse(position, field, "mangler")
        if isinstance(given, bool) or not isinstance(given, int | float):
            self._refuse(position, field, f"er {given!r}, men skal være et tal")
        try:
            number = float(given)
        except OverflowError:
            number = np.inf
        if not np.isfinite(number):
            self._refuse(position, field, "er ikke et endeligt tal")
        if least is not None and number < least:
            self._refuse(position, field, f"er {number:g}, men skal være mindst {least:g}")
        return number

    def references(self, field: str, others: Entries) -> Ints:
        """Read a column that names an entry of another list."""
        column = np.empty(len(self), np.int32)
        for position, entry in enumerate(self._entries):
            if entry.get(field) is None:
                self._refuse(position, field, "mangler")
            found = others._index.get(str(entry[field]))
            if found is None:
                self._refuse(position, field, f"er {entry[field]!r}, men det findes ikke i '{others.name}'")
            column[position] = found
        return column

    def labelled(self, field: str) -> tuple[Ints, tuple[str | int, ...]]:
        """Read a column of free names: their numbers in order of appearance (-1 for null) and the names."""
        column = np.full(len(self), -1, np.int32)
        names: dict[str, int] = {}
        shown: list[str | int] = []
        for position, entry in enumerate(self._entries):
            given = entry.get(field)
            if given is None:
                continue
            if isinstance(given, bool) or not isinstance(given, str | int):
                self._refuse(position, field, f"er {given!r}, men skal være en tekst, et helt tal eller null")
            if str(given) not in names:
                names[str(given)] = len(names)
                shown.append(given)
            column[position] = names[str(given)]
        return column, tuple(shown)

    def amounts(self, field: str, others: Entries) -> sp.csr_matrix:
        """Read objects ``{id of another list: amount >= 0}`` as a matrix with one row for each entry."""
        indptr, indices, data = [0], [], []
        for position, entry in enumerate(self._entries):
            given = entry.get(field)
            if given is None:
                given = {}
            if not isinstance(given, dict):
                self._refuse(position, field, "skal være et objekt med mængder")
            for key, amount in given.items():
                found = others._index.get(key)
                if found is None:
                    self._refuse(position, field, f"nævner '{key}', som ikke findes i '{others.name}'")
                indices.append(found)
                data.append(self._number(position, f"{field}.{key}", amount, 0.0))
            indptr.append(len(indices))
        return sp.csr_matrix(
            (np.array(data, np.float64), np.array(indices, np.int32), np.array(indptr, np.int32)),
            shape=(len(self), len(others)),
        )

    def listed(self, field: str, document: dict[str, Any]) -> Ints:
        """Read a list in the document that names entries of this one."""
        return np.array(
            [self._find(field, position, given) for position, given in enumerate(_list(field, document))], np.int32
        )

    def pairs(self, field: str, document: dict[str, Any]) -> Ints:
        """Read a list of pairs in the document that name entries of this one."""
        found = []
        for position, pair in enumerate(_list(field, document)):
            if not isinstance(pair, list) or len(pair) != 2:
                raise ProblemError(f"{field}[{position}] skal være et par af muligheder.")
            found.append([self._find(field, position, given) for given in pair])
        return np.array(found, np.int32).reshape(-1, 2)

    def _find(self, field: str, position: int, given: object) -> int:
        found = None if isinstance(given, bool) else self._index.get(str(given))
        if found is None:
            raise ProblemError(f"{field}[{position}] nævner {given!r}, som ikke findes i '{self.name}'.")
        return found


def _list(field: str, document: dict[str, Any]) -> Iterable[Any]:
    listed = document.get(field)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise ProblemError(f"feltet '{field}' skal være en liste.")
    return listed
