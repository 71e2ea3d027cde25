"""Any measure by group: with how many, with its interval, and "too small" instead of a number under 30.

A group is a label for each row; the empty label means that it is not known. Such rows are counted, and belong to no
group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluation.estimate import TOO_SMALL, Estimate, Indices, require, same_length

Labels = NDArray[np.str_]
JOIN = " × "
"""Between the labels of an intersection."""


@dataclass(frozen=True, slots=True)
class GroupMeasure:
    """A measure of one group.

    Attributes
    ----------
    label
        The group.
    n
        Its rows.
    estimate
        None when they are too few to say.
    """

    label: str
    n: int
    estimate: Estimate | None

    @property
    def too_small(self) -> bool:
        """Whether the group is too small for a number."""
        return self.estimate is None


@dataclass(frozen=True, slots=True)
class ByGroup:
    """A measure of every group.

    Attributes
    ----------
    groups
        Sorted by label.
    missing
        Rows whose group is not known.
    """

    groups: tuple[GroupMeasure, ...]
    missing: int

    def of(self, label: str) -> GroupMeasure:
        """The measure of one group."""
        return next(group for group in self.groups if group.label == label)


def by_group(group: Sequence[str] | Labels, measure: Callable[[Indices], Estimate], fewest: int = TOO_SMALL) -> ByGroup:
    """Measure each group apart.

    Parameters
    ----------
    group
        The label of each row; empty when not known.
    measure
        Takes the positions of a group's rows, e.g. ``lambda rows: auc(y[rows], score[rows])``.
    fewest
        Rows a number is said of.
    """
    row = as_labels(group)
    found = []
    for label in known_labels(row):
        inside = np.flatnonzero(row == label)
        found.append(GroupMeasure(label, len(inside), measure(inside) if len(inside) >= fewest else None))
    return ByGroup(tuple(found), int((row == "").sum()))


def intersections(*kinds: Sequence[str] | Labels) -> Labels:
    """The groups that several kinds of group make together, e.g. sex and age; not known where one of them is not."""
    require(len(kinds) >= 1, "at least one kind of group is needed")
    rows = [as_labels(kind) for kind in kinds]
    same_length(**{f"kind {n}": row for n, row in enumerate(rows)})
    joined = [JOIN.join(parts) if all(parts) else "" for parts in zip(*(row.tolist() for row in rows), strict=True)]
    return as_labels(joined)


def as_labels(group: Sequence[str] | Labels) -> Labels:
    """Labels as one row of text."""
    row = np.asarray(group, dtype=np.str_)
    require(row.ndim == 1, "one label for each row is needed")
    return row


def known_labels(row: Labels) -> list[str]:
    """The groups there are, sorted."""
    return [label for label in np.unique(row).tolist() if label]
