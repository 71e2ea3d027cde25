"""The resources there are, and their positions in the assignment's columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.columns.workplaces import counts_in_heads
from matcher.domain import Booking, Kind
from matcher.domain.plan import Resource, ResourceKind


@dataclass(frozen=True)
class Resources:
    """All resources and where to find them.

    Attributes
    ----------
    rows
        The resources, in the order of the assignment's columns.
    place, opening_hours
        int32 [M]: position for each opening; -1 where hours are not shared.
    task_hours
        int32 [T]: position for each task row; -1 where the task is not shared.
    own
        int32 [W, A]: the workplace's own equipment or support, -1 when it has none.
    offer, budget
        int32 [S] and int32 [B].
    ratio
        int32 [W]: room under the ratio, -1 when it cannot be counted.
    """

    rows: tuple[Resource, ...]
    place: NDArray[np.int32]
    opening_hours: NDArray[np.int32]
    task_hours: NDArray[np.int32]
    own: NDArray[np.int32]
    offer: NDArray[np.int32]
    budget: NDArray[np.int32]
    ratio: NDArray[np.int32]

    @property
    def capacity(self) -> NDArray[np.float64]:
        """float64 [R]."""
        return np.array([row.capacity for row in self.rows], dtype=np.float64)


def find_resources(world: World) -> Resources:
    """Every resource of the municipality."""
    rows: list[Resource] = []

    def add(resource: Resource) -> int:
        rows.append(resource)
        return len(rows) - 1

    openings = world.openings
    place = [
        add(
            Resource(
                f"place:{o.id}", ResourceKind.PLACE, o.id, "", f"Plads i »{o.title}« ({o.id})", "pladser", o.places
            )
        )
        for o in openings.rows
    ]
    shared = openings.places > 1
    hours = [
        add(
            Resource(
                f"hours:{o.id}",
                ResourceKind.OPENING_HOURS,
                o.id,
                "",
                f"Timer i »{o.title}« ({o.id})",
                "timer/uge",
                o.hours_total,
            )
        )
        if shared[m]
        else -1
        for m, o in enumerate(openings.rows)
    ]
    tasks = list(world.catalogue.tasks.values())
    task_hours = []
    for t, m in enumerate(openings.task_opening):
        task, o = tasks[openings.task[t]], openings.rows[m]
        task_hours.append(
            add(
                Resource(
                    f"task:{o.id}:{task.id}",
                    ResourceKind.TASK_HOURS,
                    o.id,
                    task.id,
                    f"»{task.danish}« i »{o.title}« ({o.id})",
                    "timer/uge",
                    float(openings.task_hours[t]),
                )
            )
            if shared[m]
            else -1
        )
    own = _own(world, add)
    offer = [
        add(
            Resource(
                f"offer:{s.id}",
                ResourceKind.OFFER,
                s.id,
                "",
                s.name,
                "timer/uge" if s.hours_per_week is not None else "stk.",
                _offer_capacity(world, place),
            )
        )
        for place, s in enumerate(world.offers.rows)
    ]
    names = {b.id: b.name for b in world.facts.budgets}
    budget = [
        add(Resource(f"budget:{b}", ResourceKind.BUDGET, b, "", names[b], "kr.", float(world.offers.budget_amount[i])))
        for i, b in enumerate(world.offers.budgets)
    ]
    unit = "personer" if "ratio" in world.rules and counts_in_heads(world.rules["ratio"]) else "årsværk"
    ratio = [
        add(
            Resource(
                f"ratio:{w.id}", ResourceKind.RATIO, w.id, "ratio", f"Rimelighedskrav, {w.name}", unit, float(room)
            )
        )
        if np.isfinite(room)
        else -1
        for w, room in zip(world.workplaces.rows, world.workplaces.ratio_room, strict=True)
    ]
    return Resources(
        rows=tuple(rows),
        place=np.array(place, dtype=np.int32),
        opening_hours=np.array(hours, dtype=np.int32),
        task_hours=np.array(task_hours, dtype=np.int32),
        own=own,
        offer=np.array(offer, dtype=np.int32),
        budget=np.array(budget, dtype=np.int32),
        ratio=np.array(ratio, dtype=np.int32),
    )


def _offer_capacity(world: World, place: int) -> float:
    """Hours or pieces an offer holds; pieces without a number of their own are limited by their budget alone."""
    if world.offers.rows[place].hours_per_week is not None:
        return float(world.offers.hours[place])
    count = float(world.offers.count[place])
    return count if np.isfinite(count) else float(len(world.facts.candidates))


def _own(world: World, add: Callable[[Resource], int]) -> NDArray[np.int32]:
    """Positions of the workplaces' own equipment, rooms and support people."""
    own = np.full(world.workplaces.answer.shape, -1, dtype=np.int32)
    for a, accommodation in enumerate(world.catalogue.accommodations.values()):
        if not accommodation.consumed:
            continue
        if accommodation.kind is Kind.SUPPORT_HOURS:
            kind, unit, supply = ResourceKind.WORKPLACE_SUPPORT, "timer/uge", world.workplaces.hours[:, a]
        elif accommodation.booking is Booking.BY_HOUR:
            kind, unit = ResourceKind.ROOM_HOURS, "timer/uge"
            supply = world.workplaces.count[:, a] * world.workplaces.hours[:, a]
        else:
            kind, unit, supply = ResourceKind.EQUIPMENT, "stk.", world.workplaces.count[:, a]
        for w in np.flatnonzero((world.workplaces.answer[:, a] == 1) & (supply > 0)):
            workplace = world.workplaces.rows[w]
            own[w, a] = add(
                Resource(
                    f"own:{workplace.id}:{accommodation.id}",
                    kind,
                    workplace.id,
                    accommodation.id,
                    f"{accommodation.danish}, {workplace.name}",
                    unit,
                    float(supply[w]),
                )
            )
    return own
