"""How good a model is by group, without what says too much of few people: it is sealed with the model only so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.services.small_numbers import SMALL, publish


def without_small_groups(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The measures with small groups, and what would give them away, hidden.

    Of a kind of group the table of placements by group (the unknown last) and by whether they lasted is cut by
    `publish`. A group of which a cell is hidden has no number but, where that may be seen, how many they are; a
    group under thirty says only that. How many lasted of all is hidden when it, or how many did not, is under ten.
    """
    found = dict(metrics)
    if metrics.get("lasted") is not None:
        many, n = metrics["lasted"]["value"] * metrics["lasted"]["n"], metrics["lasted"]["n"]
        found["lasted"] = None if min(round(many), n - round(many)) < SMALL else metrics["lasted"]
    if "groups" in metrics:
        found["groups"] = {kind: _kind(one) for kind, one in metrics["groups"].items()}
    return found


def _kind(one: Mapping[str, Any]) -> dict[str, Any]:
    counted = [*one["of"].values(), one["missing"]]
    table = publish([(row["many_lasted"], row["n"] - row["many_lasted"]) for row in counted])
    of = {}
    # Where a large group must hide for a small one, the small one may not be told from it either.
    for (label, row), n, cells in zip(one["of"].items(), table.rows[:-1], table.cells[:-1], strict=True):
        large = row["brier"] is not None
        hidden = None in cells and (large or _hides_a_large_one(one, table.rows))
        measured = {name: row[name] for name in ("brier", "said", "lasted")}
        if hidden or not large:
            measured = dict.fromkeys(measured)
        of[label] = {"n": n if large else None, "hidden": hidden, **measured}
    return {"missing": table.rows[-1], "of": of}


def _hides_a_large_one(one: Mapping[str, Any], totals: tuple[int | None, ...]) -> bool:
    return any(row["brier"] is not None and n is None for row, n in zip(one["of"].values(), totals, strict=False))
