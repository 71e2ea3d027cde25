"""The program over a pool of bundles: one column for each bundle, rows for groups, resources and floors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matcher.assignment.bounds import Prices
from matcher.assignment.bundles import Pool
from matcher.assignment.core import Core, Indices
from matcher.assignment.highs import Program
from matcher.assignment.problem import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PoolProgram:
    """A program and how to read its answers.

    Attributes
    ----------
    program
        Columns: the bundles, then what is short on each floor. Rows: groups that have a choice, rows of the core,
        floors.
    core, pool
        What it was built from.
    group_rows
        How many of the rows are groups.
    """

    program: Program
    core: Core
    pool: Pool
    group_rows: int

    def prices(self, dual: Floats) -> Prices:
        """Read the prices from the duals."""
        rows = len(self.core.capacity)
        of_rows, of_floors = dual[self.group_rows : self.group_rows + rows], dual[self.group_rows + rows :]
        return Prices.within(self.core, of_rows, -of_floors)

    def options(self, x: Floats) -> Indices:
        """Read the chosen options from a whole solution."""
        return self.pool.options(x[: len(self.pool)] > 0.5)

    def solution(self, chosen: Indices, pool_places: Indices) -> Floats:
        """Write a plan as a solution: the places of its bundles in the pool, and what is short."""
        x = np.zeros(len(self.program.worth))
        x[pool_places] = 1.0
        x[len(self.pool) :] = np.minimum(self.core.short(chosen), self.program.most[len(self.pool) :])
        return x


def pool_program(core: Core, pool: Pool, penalty: Floats) -> PoolProgram:
    """Build the program of a pool.

    Parameters
    ----------
    core
        The core; conflicts inside a group are kept by the bundles themselves.
    pool
        The bundles to choose among; at most one of each group.
    penalty
        float64[G], the price of missing a unit of each floor; infinite forbids it.
    """
    holds = pool.matrix(core)
    program, groups = assembled(
        pool.group, holds @ core.value, holds @ core.uses, holds @ core.counts, core.capacity, core.at_least, penalty
    )
    return PoolProgram(program, core, pool, groups)


def assembled(
    group: Indices,
    worth: Floats,
    uses: sp.csr_matrix,
    counts: sp.csr_matrix,
    capacity: Floats,
    at_least: Floats,
    penalty: Floats,
) -> tuple[Program, int]:
    """Put a program together from its columns; see :func:`pool_program`.

    Parameters
    ----------
    group, worth
        [n], of each column.
    uses, counts
        CSR n x R and n x G.
    capacity, at_least, penalty
        [R], [G] and [G].

    Returns
    -------
    The program and how many of its rows are groups (those with one column need none).
    """
    columns, rows, floors = len(worth), len(capacity), len(at_least)
    _, place = np.unique(group, return_inverse=True)
    choice = np.bincount(place) > 1
    row_of = np.cumsum(choice) - 1
    several = np.flatnonzero(choice[place])
    groups = int(choice.sum())
    convexity = sp.csr_matrix((np.ones(len(several)), (row_of[place[several]], several)), shape=(groups, columns))
    matrix = sp.vstack([convexity, uses.T, counts.T], format="csc")
    short = sp.csc_matrix(
        (np.ones(floors), (groups + rows + np.arange(floors), np.arange(floors))), shape=(matrix.shape[0], floors)
    )
    forbidden = np.isinf(penalty)
    program = Program(
        worth=np.concatenate([worth, np.where(forbidden, 0.0, -penalty)]),
        most=np.concatenate([np.ones(columns), np.where(forbidden, 0.0, at_least)]),
        matrix=sp.hstack([matrix, short], format="csc"),
        lower=np.concatenate([np.full(groups + rows, -np.inf), at_least]),
        upper=np.concatenate([np.ones(groups), capacity, np.full(floors, np.inf)]),
        whole=np.concatenate([np.ones(columns, bool), np.zeros(floors, bool)]),
    )
    return program, groups
