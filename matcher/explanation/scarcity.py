"""What is scarce, and what one more of it would be worth: the list of what to go out and find."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from matcher.domain.plan import ResourceKind, ResourceUse
from matcher.explanation.trace import ResourceWorth
from matcher.explanation.wording import PRICED, counted, one_more, percent, unit_price, worth

if TYPE_CHECKING:
    from matcher.pipeline import Planned

_LABELS = {
    ResourceKind.PLACE: "Pladser i {subject}",
    ResourceKind.OPENING_HOURS: "Timer i stillinger i {subject}",
    ResourceKind.TASK_HOURS: "Timer i opgaven »{subject}«",
    ResourceKind.EQUIPMENT: "{subject}",
    ResourceKind.ROOM_HOURS: "{subject}",
    ResourceKind.WORKPLACE_SUPPORT: "{subject}, arbejdsstedernes egen",
    ResourceKind.OFFER: "{subject}",
    ResourceKind.BUDGET: "Puljen {subject}",
    ResourceKind.RATIO: "Plads under rimelighedskravet",
}


def resources_worth_finding(planned: Planned, limit: int = 20) -> tuple[ResourceWorth, ...]:
    """Scarce resources by kind and subject: the weightiest of every kind first, then the next of every kind.

    Weight is how much of the plan's value is tied up in them; taking turns keeps places from crowding out support.

    A price bounds what the plan's value would rise by with one unit more, all else equal.
    """
    groups: dict[tuple[ResourceKind, str], list[ResourceUse]] = defaultdict(list)
    for use in planned.plan.resources:
        if use.price > PRICED:
            groups[use.resource.kind, _subject(planned, use)].append(use)
    ranked = sorted(groups.items(), key=lambda group: (-_tied(group[1]), group[0]))
    seen: Counter[ResourceKind] = Counter()
    turns = []
    for place, ((kind, _), _) in enumerate(ranked):
        turns.append((seen[kind], place))
        seen[kind] += 1
    found = [ranked[place] for _, place in sorted(turns)[:limit]]
    return tuple(_worth(planned, kind, subject, uses) for (kind, subject), uses in found)


def _tied(uses: list[ResourceUse]) -> float:
    return sum(use.price * use.used for use in uses)


def _subject(planned: Planned, use: ResourceUse) -> str:
    """Accommodation or task; the sector for an opening's own; the owner where each stands alone."""
    resource = use.resource
    if resource.kind in (ResourceKind.PLACE, ResourceKind.OPENING_HOURS):
        facts = planned.world.facts
        return facts.workplace_by_id[facts.opening_by_id[resource.owner].workplace].sector
    if resource.kind in (ResourceKind.OFFER, ResourceKind.BUDGET):
        return resource.owner
    return resource.subject


def _worth(planned: Planned, kind: ResourceKind, subject: str, uses: list[ResourceUse]) -> ResourceWorth:
    highest = max(uses, key=lambda use: (use.price, use.resource.id))
    unit = highest.resource.unit
    label = _LABELS[kind].format(subject=_name(planned, kind, subject, highest))
    price = unit_price(unit, highest.price)
    placed = planned.plan.placements
    usual = sum(p.worth.total for p in placed) / len(placed) if placed else 0.0
    share = f", svarende til {percent(price / usual)} af en gennemsnitlig placering" if usual > 0 else ""
    many = "" if len(uses) == 1 else f" {counted(len(uses), 'ressource', 'ressourcer')} af denne slags er knappe;"
    where = "" if len(uses) == 1 else f" ({highest.resource.label})"
    return ResourceWorth(
        kind=kind,
        subject=subject,
        label=label,
        unit=unit,
        resources=len(uses),
        total_price=sum(use.price for use in uses),
        tied=_tied(uses),
        highest_price=highest.price,
        highest_id=highest.resource.id,
        highest_label=highest.resource.label,
        sentence=f"{label}:{many} {one_more(unit)} er værd op til {worth(price)}{share}{where}.",
    )


def _name(planned: Planned, kind: ResourceKind, subject: str, use: ResourceUse) -> str:
    catalogue = planned.world.catalogue
    if kind in (ResourceKind.PLACE, ResourceKind.OPENING_HOURS):
        return catalogue.sectors[subject].danish.lower()
    if kind is ResourceKind.TASK_HOURS:
        return catalogue.tasks[subject].danish
    if kind in (ResourceKind.EQUIPMENT, ResourceKind.ROOM_HOURS, ResourceKind.WORKPLACE_SUPPORT):
        return catalogue.accommodations[subject].danish
    return use.resource.label
