"""Amounts by row and column, where most are nothing: as cheap to make for one person as for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_Ordered = tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]


@dataclass(frozen=True)
class Entries:
    """What stands where; several amounts in the same place are added.

    Attributes
    ----------
    row, column, amount
        int [n], int [n] and float64 [n].
    shape
        Numbers of rows and columns.
    """

    row: NDArray[Any]
    column: NDArray[Any]
    amount: NDArray[np.float64]
    shape: tuple[int, int]

    @cached_property
    def matrix(self) -> csr_matrix:
        """The same as a matrix; what the solver wants, and too dear to make for a few rows."""
        return csr_matrix((self.amount, (self.row, self.column)), shape=self.shape)

    @cached_property
    def _ordered(self) -> _Ordered:
        """Where each row begins, and columns (rising within each row) with their amounts."""
        if "matrix" in self.__dict__:
            return self.matrix.indptr, self.matrix.indices, self.matrix.data
        place = self.row.astype(np.int64) * self.shape[1] + self.column
        order = np.argsort(place, kind="stable")
        place, amount = place[order], self.amount[order]
        first = np.ones(len(place), dtype=bool)
        first[1:] = place[1:] != place[:-1]
        if not first.all():
            amount, place = np.add.reduceat(amount, np.flatnonzero(first)), place[first]
        row, column = np.divmod(place, self.shape[1])
        return np.searchsorted(row, np.arange(self.shape[0] + 1)), column, amount

    def of(self, row: int) -> list[tuple[int, float]]:
        """What is in one row: (column, amount), columns rising."""
        start, column, amount = self._ordered
        here = slice(start[row], start[row + 1])
        return list(zip(column[here].tolist(), amount[here].tolist(), strict=True))

    def times(self, each: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of each row, every amount times what its column has in `each`."""
        start, column, amount = self._ordered
        row = np.repeat(np.arange(self.shape[0]), np.diff(start))
        return np.bincount(row, weights=amount * each[column], minlength=self.shape[0]).astype(np.float64, copy=False)
