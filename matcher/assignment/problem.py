"""The assignment problem as arrays, checked when it is built.

Options k = 0..K-1 are ways to place a candidate; each consumes resources and may count towards floors. Ids live
outside, in :class:`Labels`: inside there are only indices.

    maximise    sum_k value_k x_k - sum_g penalty_g short_g
    subject to  sum_{k of c} x_k <= max_options_c                 each candidate
                sum_{k of c} hours_k x_k <= candidate_hours_c     each candidate
                sum_k uses_kr x_k <= capacity_r                   each resource
                sum_k floors_kg x_k + short_g >= at_least_g       each floor (short_g = 0 where the penalty is infinite)
                x_k + x_l <= 1                                    each conflict
                x_k in {0, 1}, pinned = 1, forbidden = 0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.domain.errors import MatcherError

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


class ProblemError(MatcherError, ValueError):
    """The arrays do not describe a problem; the message names the array and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of what the indices of a :class:`Problem` stand for, in the order of the indices.

    Attributes
    ----------
    candidates, options, resources, floors
        One id each; text, or whole numbers where the problem came without names.
    openings
        As the others; empty where openings have no names.
    """

    candidates: Sequence[str | int]
    options: Sequence[str | int]
    resources: Sequence[str | int]
    floors: Sequence[str | int]
    openings: Sequence[str | int] = ()

    @classmethod
    def numbered(cls, problem: Problem) -> Labels:
        """Name everything by its index."""
        return cls(
            range(problem.candidate_count),
            range(problem.option_count),
            range(problem.resource_count),
            range(problem.floor_count),
        )

    def require_fit(self, problem: Problem) -> None:
        """Refuse labels that were made for another problem."""
        for name, ids, count in (
            ("candidates", self.candidates, problem.candidate_count),
            ("options", self.options, problem.option_count),
            ("resources", self.resources, problem.resource_count),
            ("floors", self.floors, problem.floor_count),
        ):
            if len(ids) != count:
                raise ProblemError(f"Labels: {name} har {len(ids)} navne, men problemet har {count}.")


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Who can be placed where, what it is worth and what it consumes.

    Build it with :meth:`of`, which fills in what may be left out and converts; the constructor only checks.

    Attributes
    ----------
    candidate
        int32[K], the candidate of each option.
    opening
        int32[K], the opening of each option, or -1. Says what belongs together to people; it is no rule of its own.
    value
        float64[K], any finite number. An option of no or negative value is chosen only when pinned or needed for a
        floor.
    uses
        CSR K x R, amounts >= 0.
    capacity
        float64[R], >= 0, in the unit of the resource.
    max_options
        int32[C], how many options a candidate may hold.
    hours
        float64[K], weekly hours of each option.
    candidate_hours
        float64[C], most weekly hours of each candidate; infinite where there is no limit.
    floors
        CSR K x G, how much an option counts towards each floor, >= 0.
    at_least
        float64[G], >= 0.
    penalty
        float64[G], lost for each unit missing; infinite for a floor that must be met.
    conflicts
        int32[n, 2], pairs of options that exclude each other.
    pinned, forbidden
        int32[], options that must and that may not be chosen.
    """

    candidate: Ints
    opening: Ints
    value: Floats
    uses: sp.csr_matrix
    capacity: Floats
    max_options: Ints
    hours: Floats
    candidate_hours: Floats
    floors: sp.csr_matrix
    at_least: Floats
    penalty: Floats
    conflicts: Ints
    pinned: Ints
    forbidden: Ints

    def __post_init__(self) -> None:
        options, candidates = len(self.value), len(self.max_options)
        _require_array("value", self.value, np.float64, (options,))
        _require_array("candidate", self.candidate, np.int32, (options,))
        _require_array("opening", self.opening, np.int32, (options,))
        _require_array("hours", self.hours, np.float64, (options,))
        _require_array("max_options", self.max_options, np.int32, (candidates,))
        _require_array("candidate_hours", self.candidate_hours, np.float64, (candidates,))
        _require_array("capacity", self.capacity, np.float64, (len(self.capacity),))
        _require_array("at_least", self.at_least, np.float64, (len(self.at_least),))
        _require_array("penalty", self.penalty, np.float64, (len(self.at_least),))
        _require_array("conflicts", self.conflicts, np.int32, (len(self.conflicts), 2))
        _require_array("pinned", self.pinned, np.int32, (len(self.pinned),))
        _require_array("forbidden", self.forbidden, np.int32, (len(self.forbidden),))
        _require_sparse("uses", self.uses, (options, len(self.capacity)))
        _require_sparse("floors", self.floors, (options, len(self.at_least)))

        _require("value", self.value, np.isfinite(self.value), "er ikke et endeligt tal")
        for name, array in (("hours", self.hours), ("capacity", self.capacity), ("at_least", self.at_least)):
            _require(name, array, np.isfinite(array) & (array >= 0), "er ikke et endeligt tal på mindst 0")
        for name, array in (("candidate_hours", self.candidate_hours), ("penalty", self.penalty)):
            _require(name, array, array >= 0, "er ikke et tal på mindst 0")
        _require("max_options", self.max_options, self.max_options >= 0, "er negativ")
        _require_index("candidate", self.candidate, candidates)
        _require("opening", self.opening, self.opening >= -1, "er mindre end -1")
        for name, indices in (("conflicts", self.conflicts), ("pinned", self.pinned), ("forbidden", self.forbidden)):
            _require_index(name, indices, options)
        same = self.conflicts[:, 0] == self.conflicts[:, 1]
        if same.any():
            raise ProblemError(f"conflicts[{int(np.argmax(same))}]: en mulighed kan ikke være i konflikt med sig selv.")
        _require_once("pinned", self.pinned)
        _require_once("forbidden", self.forbidden)
        both = np.intersect1d(self.pinned, self.forbidden)
        if len(both):
            raise ProblemError(f"Mulighed {both[0]} er både i pinned og forbidden; vælg én af dem.")

    @classmethod
    def of(
        cls,
        *,
        candidate: npt.ArrayLike,
        value: npt.ArrayLike,
        uses: Any,
        capacity: npt.ArrayLike,
        opening: npt.ArrayLike | None = None,
        max_options: npt.ArrayLike | None = None,
        hours: npt.ArrayLike | None = None,
        candidate_hours: npt.ArrayLike | None = None,
        floors: Any | None = None,
        at_least: npt.ArrayLike = (),
        penalty: npt.ArrayLike | None = None,
        conflicts: npt.ArrayLike = (),
        pinned: npt.ArrayLike = (),
        forbidden: npt.ArrayLike = (),
    ) -> Problem:
        """Build a problem from anything array-like, with the usual values for what is left out.

        Left out, ``opening`` is -1, ``max_options`` 1, ``hours`` 0, ``candidate_hours`` unlimited and ``penalty``
        infinite (every floor hard). ``uses`` and ``floors`` may be dense or any SciPy sparse matrix; an amount given
        twice is added up.

        Raises
        ------
        ProblemError
            Naming the first array, entry and reason that make it no problem.
        """
        worth = _floats("value", value)
        owner = _ints("candidate", candidate)
        limits = None if candidate_hours is None else _floats("candidate_hours", candidate_hours)
        most = None if max_options is None else _ints("max_options", max_options)
        if most is not None:
            candidates = len(most)
        elif limits is not None:
            candidates = len(limits)
        else:
            candidates = int(owner.max(initial=-1)) + 1
        room, least = _floats("capacity", capacity), _floats("at_least", at_least)
        pairs = _ints("conflicts", conflicts)
        return cls(
            candidate=owner,
            opening=np.full(len(worth), -1, np.int32) if opening is None else _ints("opening", opening),
            value=worth,
            uses=_sparse("uses", uses, (len(worth), len(room))),
            capacity=room,
            max_options=np.ones(candidates, np.int32) if most is None else most,
            hours=np.zeros(len(worth)) if hours is None else _floats("hours", hours),
            candidate_hours=np.full(candidates, np.inf) if limits is None else limits,
            floors=_sparse("floors", floors, (len(worth), len(least))),
            at_least=least,
            penalty=np.full(len(least), np.inf) if penalty is None else _floats("penalty", penalty),
            conflicts=pairs.reshape(-1, 2) if pairs.size == 0 else pairs,
            pinned=_ints("pinned", pinned),
            forbidden=_ints("forbidden", forbidden),
        )

    @property
    def option_count(self) -> int:
        """K, the number of options."""
        return len(self.value)

    @property
    def candidate_count(self) -> int:
        """C, the number of candidates, those without options included."""
        return len(self.max_options)

    @property
    def resource_count(self) -> int:
        """R, the number of resources."""
        return len(self.capacity)

    @property
    def floor_count(self) -> int:
        """G, the number of floors."""
        return len(self.at_least)


def _ints(name: str, given: npt.ArrayLike) -> Ints:
    """Convert to int32; numbers that are not whole or too large are refused."""
    array = np.asarray(given)
    if array.size == 0:
        return np.zeros(array.shape, np.int32)
    if array.dtype.kind not in "iu":
        raise ProblemError(f"{name}: indeholder ikke hele tal, men {array.dtype}.")
    if array.min() < np.iinfo(np.int32).min or array.max() > np.iinfo(np.int32).max:
        raise ProblemError(f"{name}: indeholder tal ud over 32 bit.")
    return np.ascontiguousarray(array, np.int32)


def _floats(name: str, given: npt.ArrayLike) -> Floats:
    """Convert numbers to float64; anything else is refused."""
    array = np.asarray(given)
    if array.size and array.dtype.kind not in "iuf":
        raise ProblemError(f"{name}: indeholder ikke tal, men {array.dtype}.")
    return np.ascontiguousarray(array, np.float64)


def _sparse(name: str, given: Any, shape: tuple[int, int]) -> sp.csr_matrix:
    """Convert to a canonical CSR matrix of float64 without stored zeros."""
    if given is None:
        return sp.csr_matrix(shape, dtype=np.float64)
    try:
        matrix = sp.csr_matrix(given, dtype=np.float64, copy=True)
    except (TypeError, ValueError) as problem:
        raise ProblemError(f"{name}: er ikke en matrix af tal.") from problem
    if matrix.nnz == 0 and 0 in matrix.shape and 0 in shape:  # a dense empty list has lost its other dimension
        return sp.csr_matrix(shape, dtype=np.float64)
    matrix.sum_duplicates()
    if (matrix.data != 0).all():
        return matrix
    matrix.eliminate_zeros()
    return matrix


def _require_array(name: str, array: npt.NDArray[Any], kind: type, shape: tuple[int, ...]) -> None:
    if array.dtype != kind:
        raise ProblemError(f"{name}: skal være en tabel af {kind.__name__}, ikke {array.dtype}; brug Problem.of.")
    if array.shape != shape:
        raise ProblemError(f"{name}: har formen {array.shape}, men skal have {shape}.")


def _require_sparse(name: str, matrix: sp.csr_matrix, shape: tuple[int, int]) -> None:
    if not sp.issparse(matrix) or matrix.format != "csr" or matrix.dtype != np.float64:
        raise ProblemError(f"{name}: skal være en CSR-matrix af float64; brug Problem.of.")
    if matrix.shape != shape:
        raise ProblemError(f"{name}: har formen {matrix.shape}, men skal have {shape}.")
    wrong = ~(np.isfinite(matrix.data) & (matrix.data >= 0))
    if wrong.any():
        place = int(np.argmax(wrong))
        row = int(np.searchsorted(matrix.indptr, place, side="right")) - 1
        raise ProblemError(
            f"{name}[{row}, {matrix.indices[place]}]: {matrix.data[place]} er ikke et endeligt tal på mindst 0."
        )
    if not matrix.has_canonical_format:
        raise ProblemError(f"{name}: har usorterede eller gentagne indgange; brug Problem.of.")


def _require(name: str, array: npt.NDArray[Any], good: npt.NDArray[np.bool_], sentence: str) -> None:
    if not good.all():
        place = int(np.argmin(good))
        raise ProblemError(f"{name}[{place}]: {array[place]} {sentence}.")


def _require_index(name: str, array: Ints, count: int) -> None:
    good = (array >= 0) & (array < count)
    if not good.all():
        place = np.unravel_index(int(np.argmin(good)), array.shape)
        where = ", ".join(str(i) for i in place)
        raise ProblemError(f"{name}[{where}]: {array[place]} ligger ikke mellem 0 og {count - 1}.")


def _require_once(name: str, array: Ints) -> None:
    ids, counts = np.unique(array, return_counts=True)
    if (counts > 1).any():
        raise ProblemError(f"{name}: mulighed {ids[np.argmax(counts > 1)]} står der to gange.")
