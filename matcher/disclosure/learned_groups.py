"""How good a model is by group, without what says too much of few people: it is sealed with the model only so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.disclosure.crossed_kinds import Counted, Counts, tells_of_few
from matcher.disclosure.small_numbers import SMALL, publish
from matcher.evaluating.reading import CROSSED, KINDS
from models.cards import outdone_by


def without_small_groups(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The measures with small groups, and what would give them away, hidden.

    Of a kind of group the table of placements by group (the unknown last) and by whether they lasted is cut by
    `publish`. A group of which a cell is hidden has no number but, where that may be seen, how many they are; a
    group under thirty says only that. Two kinds taken together, e.g. sex and age, are left out whole where one of
    their groups would be hidden, or those of whom one of the two is not known: the two kinds stand beside it, and what
    they have more than the groups shown would tell it.

    Where under ten of all lasted, or under ten did not, no number is kept that rests on who did: the scores of whoever
    says one number to everybody are equations in the two unknowns, an area is a fraction of so many pairs. What they
    come to, who is at least as good (``outdone_by``) and whether the calibration is off, is said all the same.
    """
    found = dict(metrics)
    if metrics.get("lasted") is not None and too_few_either_way(metrics["lasted"]["value"], metrics["lasted"]["n"]):
        found |= _verdicts_alone(metrics)
    elif (censored := metrics.get("brier_with_censored")) is not None:
        # Beyond those whose fate was known whatever it was, they are who ended early of those that began too late.
        ended_early = censored["n"] - metrics["tried_on"]
        found["brier_with_censored"] = None if 0 < ended_early < SMALL else censored
    if "groups" in metrics:
        groups = metrics["groups"]
        found["groups"] = {kind: _kind(one) for kind, one in groups.items()}
        for kind, parts in CROSSED.items():
            names = [KINDS[name] for name in (kind, *parts)]
            if groups.keys() >= {*names} and tells_of_few(*(_counts(groups[name]) for name in names)):
                found["groups"][names[0]] = {"missing": None, "of": {}, "left_out": True}
    return found


def too_few_either_way(share: float, n: int) -> bool:
    """Whether under ten of n lasted, or under ten did not, when so large a share did."""
    many = round(share * n)
    return min(many, n - many) < SMALL


def _verdicts_alone(metrics: Mapping[str, Any]) -> dict[str, Any]:
    nothing = {
        name: dict.fromkeys(metrics[name]) for name in ("brier", "ahead_of", "log_loss", "auc") if name in metrics
    }
    if (error := metrics.get("calibration_error")) is not None:
        nothing["calibration_error"] = dict.fromkeys(error) | {name: error[name] for name in ("above_noise", "n")}
    return nothing | {"lasted": None, "brier_with_censored": None, "outdone_by": outdone_by(metrics)}


def _counts(one: Mapping[str, Any]) -> Counts:
    return Counts({label: _counted(row) for label, row in one["of"].items()}, _counted(one["missing"]))


def _counted(row: Mapping[str, Any]) -> Counted:
    return row["many_lasted"], row["n"] - row["many_lasted"]


def _kind(one: Mapping[str, Any]) -> dict[str, Any]:
    table = publish([_counted(row) for row in (*one["of"].values(), one["missing"])])
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
