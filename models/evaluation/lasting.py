"""Whether placements last, said and seen, by group: only ever measured by, never learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.calibration import brier
from models.evaluation.estimate import TOO_SMALL, Floats, mean, same_length, share
from models.evaluation.groups import as_labels, known_labels


def lasting_by_group(
    kinds: Mapping[str, Sequence[str]], lasted: NDArray[np.bool_], said: Floats, seed: int = 0
) -> dict[str, Any]:
    """How good what was said is in each group, as plain values.

    Parameters
    ----------
    kinds
        Labels [n] by kind of group, "" where not known.
    lasted, said
        [n]: whether it lasted, and the probability that was said of it.
    seed
        For bootstrap intervals. Each group begins anew with it, so its numbers rest on its own rows alone.

    Returns
    -------
    dict
        By kind: ``missing`` and ``of`` by label, each with ``n`` and ``many_lasted`` (how many of them lasted); a
        group also ``brier``, ``said`` and ``lasted``, None under `TOO_SMALL` rows.
    """
    found: dict[str, Any] = {}
    for kind in sorted(kinds):
        row = as_labels(kinds[kind])
        same_length(labels=row, lasted=lasted, said=said)
        groups = {label: np.flatnonzero(row == label) for label in known_labels(row)}
        found[kind] = {
            "missing": _counted(lasted[row == ""]),
            "of": {label: _measured(lasted[rows], said[rows], seed) for label, rows in groups.items()},
        }
    return found


def _counted(lasted: NDArray[np.bool_]) -> dict[str, Any]:
    return {"n": len(lasted), "many_lasted": int(lasted.sum())}


def _measured(lasted: NDArray[np.bool_], said: Floats, seed: int) -> dict[str, Any]:
    found = _counted(lasted)
    if len(lasted) < TOO_SMALL:
        return found | dict.fromkeys(("brier", "said", "lasted"))
    return found | {
        "brier": brier(lasted, said, np.random.default_rng(seed)).as_dict(),
        "said": mean(said).as_dict(),
        "lasted": share(found["many_lasted"], len(lasted)).as_dict(),
    }
