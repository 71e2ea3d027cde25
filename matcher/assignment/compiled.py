"""Compile the few loops that arrays cannot express."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

WORTH_COMPILING = 20_000
"""Steps below which plain Python is done before the compiler is even loaded."""


def compiled(kernel: Callable[..., Any], steps: int | None = None) -> Callable[..., Any]:
    """Give the compiled form of a kernel, or the kernel itself for a few steps.

    Parameters
    ----------
    kernel
        A function of arrays and numbers that calls nothing but NumPy.
    steps
        How many steps it will make, about; many when left out.
    """
    return kernel if steps is not None and steps < WORTH_COMPILING else _compiled(kernel)


@cache
def _compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    import numba

    try:
        made: Callable[..., Any] = numba.njit(cache=True)(kernel)
    except RuntimeError:  # nowhere to keep it between runs: a read-only installation without a home folder
        made = numba.njit(kernel)
    return made
