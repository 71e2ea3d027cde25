"""Rules that cannot hold together, as data and as a Danish sentence."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from matcher.assignment.problem import Labels

SHOWN = 8
"""How many names a sentence lists before it only counts the rest."""


class Rule(enum.StrEnum):
    """The kinds of rule that a plan must keep."""

    MAX_OPTIONS = "max_options"
    HOURS = "hours"
    CAPACITY = "capacity"
    CONFLICT = "conflict"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Clash:
    """One rule that must be broken, and what it stands against.

    Attributes
    ----------
    rule
        The kind of the rule.
    index
        Candidate, resource or floor that the rule belongs to; -1 for a conflict between two options.
    limit
        What the rule allows (or, for a floor, asks).
    amount
        What the pins need, or the most that the floor can reach.
    pins
        Pinned options that take part.
    resources, floors
        Capacities and other hard floors that take part: without any one of them the floor could be met. The candidates'
        own limits and conflicts always count.
    complete
        False when time ran out before the list was cut down to what is needed.
    """

    rule: Rule
    index: int
    limit: float
    amount: float
    pins: tuple[int, ...] = ()
    resources: tuple[int, ...] = ()
    floors: tuple[int, ...] = ()
    complete: bool = True

    def sentence(self, labels: Labels) -> str:
        """Say it in Danish."""
        pins = listed([labels.options[k] for k in self.pins])
        limit, amount = number(self.limit), number(self.amount)
        match self.rule:
            case Rule.MAX_OPTIONS:
                who = labels.candidates[self.index]
                return f"Borger '{who}' må højst have {limit} valg, men {amount} er fastholdt: {pins}."
            case Rule.HOURS:
                who = labels.candidates[self.index]
                return f"Borger '{who}' kan højst have {limit} timer, men de fastholdte valg {pins} kræver {amount}."
            case Rule.CAPACITY:
                what = labels.resources[self.index]
                return f"Ressourcen '{what}' har {limit}, men de fastholdte valg {pins} bruger {amount}."
            case Rule.CONFLICT:
                return f"De fastholdte valg {pins} udelukker hinanden."
            case Rule.FLOOR:
                return self._floor_sentence(labels)

    def _floor_sentence(self, labels: Labels) -> str:
        against = []
        if self.resources:
            against.append("kapaciteten af " + listed([labels.resources[r] for r in self.resources]))
        if self.floors:
            against.append("mindstekravet " + listed([labels.floors[g] for g in self.floors]))
        if self.pins:
            against.append("de fastholdte valg " + listed([labels.options[k] for k in self.pins]))
        name, limit, amount = labels.floors[self.index], number(self.limit), number(self.amount)
        reach = f"Mindstekravet '{name}' er {limit}, men der kan højst nås {amount}"
        if not against:
            return reach + ", også når der ses bort fra kapacitet, andre mindstekrav og fastholdte valg."
        return reach + ", når dette også skal holde: " + "; ".join(against) + "."


def listed(names: list[str | int]) -> str:
    """List names in quotes, with Danish "og"; long lists end with a count."""
    quoted = [f"'{name}'" for name in names[:SHOWN]]
    if len(names) > SHOWN:
        quoted.append(f"{len(names) - SHOWN} til")
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " og " + quoted[-1] if quoted else "(ingen)"


def number(amount: float) -> str:
    """Write an amount the Danish way, with no more decimals than it has."""
    return f"{amount:.6f}".rstrip("0").rstrip(".").replace(".", ",")
