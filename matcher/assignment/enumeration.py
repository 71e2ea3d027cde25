"""The two loops over the bundles of a group: find the best, list the nearly best.

Both walk the options of a group from the most to the least worth, depth first, and turn back where what is still to
come cannot reach far enough. They are written for the compiler (see ``compiled.py``): plain loops, no calls but
NumPy's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Members = npt.NDArray[np.int32]


def find_best(
    start: Indices,
    reduced: Floats,
    hours: Floats,
    most: Indices,
    limit: Floats,
    clash_start: Indices,
    clash: Indices,
    patience: int,
    best: Floats,
    members: Members,
) -> tuple[int, bool]:
    """Write the worth of each group's best bundle into ``best`` and its options into ``members``.

    A group that takes more than ``patience`` steps gets an upper bound in ``best``.

    Returns
    -------
    How many groups ran out of patience, and whether none did.
    """
    width = members.shape[1]
    tired = 0
    place = np.zeros(width + 1, np.int64)
    held = np.zeros(width + 1, np.int64)
    worth = np.zeros(width + 1)
    spent = np.zeros(width + 1)
    for g in range(len(start) - 1):
        low, high = start[g], start[g + 1]
        best[g] = 0.0
        members[g, :] = -1
        if most[g] == 1:
            for k in range(low, high):
                if reduced[k] > best[g]:
                    best[g] = reduced[k]
                    members[g, 0] = k
            continue
        order = low + np.argsort(-reduced[low:high])
        count = 0
        while count < len(order) and reduced[order[count]] > 0.0:
            count += 1
        ahead = np.zeros(count + 1)
        for i in range(count):
            ahead[i + 1] = ahead[i] + reduced[order[i]]
        steps = 0
        depth = 0
        place[0] = -1
        while depth >= 0:
            place[depth] += 1
            i = place[depth]
            reach = min(i + most[g] - depth, count)
            if i >= count or worth[depth] + ahead[reach] - ahead[i] <= best[g]:
                depth -= 1
                continue
            steps += 1
            if steps > patience:
                best[g] = ahead[min(most[g], count)]
                tired += 1
                break
            k = order[i]
            if spent[depth] + hours[k] > limit[g] * (1.0 + 1e-9):
                continue
            fits = True
            for d in range(depth):
                for other in range(clash_start[k], clash_start[k + 1]):
                    if clash[other] == held[d]:
                        fits = False
                        break
                if not fits:
                    break
            if not fits:
                continue
            held[depth] = k
            if worth[depth] + reduced[k] > best[g]:
                best[g] = worth[depth] + reduced[k]
                for d in range(width):
                    members[g, d] = held[d] if d <= depth else -1
            if depth + 1 < most[g]:
                worth[depth + 1] = worth[depth] + reduced[k]
                spent[depth + 1] = spent[depth] + hours[k]
                place[depth + 1] = i
                depth += 1
    return tired, tired == 0


def find_near(
    start: Indices,
    reduced: Floats,
    hours: Floats,
    most: Indices,
    limit: Floats,
    clash_start: Indices,
    clash: Indices,
    least: Floats,
    each: int,
    group: Indices,
    members: Members,
) -> tuple[int, bool]:
    """List the bundles of each group worth at least ``least`` into ``group`` and ``members``.

    Returns
    -------
    How many were listed, and whether all were: neither ``each`` of a group nor the length of the arrays was reached.
    """
    width = members.shape[1]
    total = 0
    complete = True
    place = np.zeros(width + 1, np.int64)
    held = np.zeros(width + 1, np.int64)
    worth = np.zeros(width + 1)
    spent = np.zeros(width + 1)
    for g in range(len(start) - 1):
        low, high = start[g], start[g + 1]
        order = low + np.argsort(-reduced[low:high])
        count = len(order)
        ahead = np.zeros(count + 1)
        for i in range(count):
            ahead[i + 1] = ahead[i] + max(0.0, reduced[order[i]])
        listed = 0
        depth = 0
        place[0] = -1
        while depth >= 0:
            place[depth] += 1
            i = place[depth]
            reach = min(i + most[g] - depth, count)
            if i >= count or worth[depth] + max(ahead[reach] - ahead[i], reduced[order[i]]) < least[g]:
                depth -= 1
                continue
            k = order[i]
            if spent[depth] + hours[k] > limit[g] * (1.0 + 1e-9):
                continue
            fits = True
            for d in range(depth):
                for other in range(clash_start[k], clash_start[k + 1]):
                    if clash[other] == held[d]:
                        fits = False
                        break
                if not fits:
                    break
            if not fits:
                continue
            held[depth] = k
            if worth[depth] + reduced[k] >= least[g]:
                if listed >= each or total >= len(group):
                    complete = False
                    break
                group[total] = g
                for d in range(width):
                    members[total, d] = held[d] if d <= depth else -1
                total += 1
                listed += 1
            if depth + 1 < most[g]:
                worth[depth + 1] = worth[depth] + reduced[k]
                spent[depth + 1] = spent[depth] + hours[k]
                place[depth + 1] = i
                depth += 1
        if total >= len(group) and not complete:
            break
    return total, complete
