"""Let the solver use one method, whatever it would choose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from matcher.assignment import flow, solver

METHODS = ["flow", "exact", "pool"]
MAKE_A_PLAN_OF_ANYTHING = ["exact", "pool"]


@contextmanager
def only(method: str) -> Iterator[None]:
    """Use one method inside the block; ``flow`` only where it applies."""
    small = -1 if method == "pool" else 10**9
    applies = flow.applies if method == "flow" else lambda _core: False
    with patch.object(solver, "SMALL", small), patch.object(flow, "applies", applies):
        yield
