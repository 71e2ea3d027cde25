"""Candidates: the one door to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import replace as altered
from typing import Any

from matcher.domain import Candidate, CompetenceKind, Identity, Wish, WishSubject
from matcher.services.access import Reach, reach_of, related, require_relation
from matcher.services.caller import Role
from matcher.services.codes import fresh, require_code, require_codes, require_need, require_postcode, require_text
from matcher.services.employers import require_employer
from matcher.services.errors import IdTaken, Incomplete, Malformed, NotHere, Outdated
from matcher.services.fields import CANDIDATE_FIELDS, IDENTITY_FIELDS, Group, Sight, masked_cpr, sight, visible
from matcher.services.outgrown import is_smaller, tell_of_outgrown
from matcher.services.relations import begin_relation
from matcher.services.unit import Unit, new_id
from matcher.services.workplaces import require_workplaces
from matcher.store.coding import to_plain
from matcher.store.facts import identity_version, load_identities, load_one, save_identities, save_rows


@dataclass(frozen=True, slots=True)
class SeenCandidate:
    """What one caller sees of one candidate.

    Attributes
    ----------
    id, version
        Of the row.
    values
        Plain values by name, only those the caller may read.
    """

    id: str
    version: int
    values: dict[str, Any]


def read(unit: Unit, candidate: str) -> SeenCandidate:
    """One candidate, as the caller may see her; the look is logged. An auditor sees what she has to check, no name."""
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    reach = reach_of(unit, candidate)
    if reach is Reach.NONE and unit.caller.role is not Role.AUDITOR:
        raise NotHere
    unit.record("read", "candidate", candidate, subjects={candidate}, reach=reach.value)
    found = load_one(unit.connection, "candidates", candidate)
    if found is None:
        raise NotHere
    return _seen(unit, *found, reach, load_identities(unit.connection, unit.cipher, [candidate]).get(candidate))


def read_cpr(unit: Unit, candidate: str) -> str | None:
    """The whole CPR number of one candidate: a look of its own in the log."""
    require_relation(unit, candidate)
    unit.record("reveal", "cpr", candidate, subjects={candidate})
    identity = load_identities(unit.connection, unit.cipher, [candidate]).get(candidate)
    return None if identity is None else identity.cpr


def read_identity(unit: Unit, candidate: str) -> SeenCandidate:
    """Who a candidate is, as the caller may see it; the look is logged. Version 0 when nobody has said."""
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    reach = reach_of(unit, candidate)
    if reach is Reach.NONE and unit.caller.role is not Role.AUDITOR:
        raise NotHere
    unit.record("read", "identity", candidate, subjects={candidate}, reach=reach.value)
    if load_one(unit.connection, "candidates", candidate) is None:
        raise NotHere
    return _seen_identity(unit, candidate, reach)


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[SeenCandidate], str | None]:
    """The caller's own candidates, sorted by id, and where the next page begins."""
    unit.require(Role.CONSULTANT)
    mine = sorted(candidate for candidate in related(unit) if candidate > after)
    page = mine[:limit]
    unit.record("list", "candidate", "", subjects=set(page), after=after, count=len(page))
    identities = load_identities(unit.connection, unit.cipher, page)
    found = []
    for candidate in page:
        row = load_one(unit.connection, "candidates", candidate)
        if row is not None:
            found.append(_seen(unit, *row, Reach.RELATION, identities.get(candidate)))
    return found, page[-1] if len(mine) > limit else None


def key_for(wanted: str | None) -> str:
    """The id of a candidate to be entered: the one that is wanted, or a new one."""
    return new_id("bo") if wanted is None else wanted


def create(unit: Unit, candidate: Candidate, identity: Identity | None) -> SeenCandidate:
    """A new candidate, whose case the caller takes.

    An id in use is refused in the same words whether she who has it is within reach or not. That somebody has it cannot
    be hidden, for two may not have one id; so the try is in the log as a look at her, and whoever leaves the id out
    learns nothing.

    Raises
    ------
    IdTaken
        When the id is in use.
    """
    unit.require(Role.CONSULTANT)
    _ = unit.purpose
    _check(unit, candidate, None)
    # Looked for while it is written: whoever enters the same id at the same moment may have come between.
    if save_rows(unit.connection, "candidates", [candidate], unit.now).new == 0:
        raise IdTaken("candidate", candidate.id)
    if identity is not None:
        save_identities(unit.connection, [identity], unit.cipher, unit.now)
    begin_relation(unit, candidate.id, unit.caller.account)
    unit.record("create", "candidate", candidate.id, subjects={candidate.id})
    return _seen(unit, candidate, 1, Reach.RELATION, identity)


def replace(unit: Unit, candidate: Candidate, version: int) -> SeenCandidate:
    """Give a candidate other facts.

    Raises
    ------
    Outdated
        When somebody has changed her since that version.
    """
    require_relation(unit, candidate.id)
    found = load_one(unit.connection, "candidates", candidate.id, lock=True)
    if found is None:
        raise NotHere
    old, current = found
    if current != version:
        raise Outdated
    _check(unit, candidate, old)
    save_rows(unit.connection, "candidates", [candidate], unit.now)
    if is_smaller(old, candidate):
        tell_of_outgrown(unit, candidates=[candidate.id])
    changed = [f.name for f in fields(Candidate) if getattr(old, f.name) != getattr(candidate, f.name)]
    unit.record("change", "candidate", candidate.id, subjects={candidate.id}, fields=changed)
    identity = load_identities(unit.connection, unit.cipher, [candidate.id]).get(candidate.id)
    return _seen(unit, candidate, current + bool(changed), Reach.RELATION, identity)


def change_identity(unit: Unit, candidate: str, said: Mapping[str, Any], version: int | None) -> SeenCandidate:
    """Give a candidate another name, CPR number, sex, year of birth or belief of the caseworker.

    Parameters
    ----------
    said
        New values by name; None removes one, what is not named stays as it is.
    version
        Of the identity that is changed; 0 or None when nobody has said who she is.

    Raises
    ------
    Incomplete, Outdated
        When the version is missing, or somebody has changed the identity since.
    """
    require_relation(unit, candidate)
    # The candidate is there also before her identity is: two who say it first wait for each other.
    if load_one(unit.connection, "candidates", candidate, lock=True) is None:
        raise NotHere
    current = identity_version(unit.connection, candidate)
    if version is None and current:
        raise Incomplete("Der står allerede, hvem hun er: send ETag fra sidste læsning som If-Match for at ændre det")
    if (version or 0) != current:
        raise Outdated
    old = load_identities(unit.connection, unit.cipher, [candidate]).get(candidate, Identity(candidate))
    new = altered(old, **said)
    save_identities(unit.connection, [new], unit.cipher, unit.now)
    changed = [f.name for f in fields(Identity) if getattr(old, f.name) != getattr(new, f.name)]
    unit.record("change", "identity", candidate, subjects={candidate}, fields=changed)
    return _seen_identity(unit, candidate, Reach.RELATION)


def _seen_identity(unit: Unit, candidate: str, reach: Reach) -> SeenCandidate:
    identity = load_identities(unit.connection, unit.cipher, [candidate]).get(candidate, Identity(candidate))
    values = _visible_identity(unit.caller.role, reach, identity)
    return SeenCandidate(candidate, identity_version(unit.connection, candidate), values)


def _visible_identity(role: Role, reach: Reach, identity: Identity) -> dict[str, Any]:
    values = visible(to_plain(identity), IDENTITY_FIELDS, role, reach)
    if sight(role, reach, Group.CPR) is Sight.MASKED:
        values["cpr"] = masked_cpr(identity.cpr)
    return values


def _seen(unit: Unit, candidate: Candidate, version: int, reach: Reach, identity: Identity | None) -> SeenCandidate:
    role = unit.caller.role
    values = visible(to_plain(candidate), CANDIDATE_FIELDS, role, reach)
    if identity is not None:
        values |= _visible_identity(role, reach, identity)
    return SeenCandidate(candidate.id, version, values)


def _check(unit: Unit, candidate: Candidate, old: Candidate | None) -> None:
    """Refuse codes and references that lead nowhere: the engine would find them only when a plan is made.

    What stood there before has been let in before, perhaps by an import that only warned of it.
    """
    before = old or Candidate(candidate.id, None, candidate.postcode, 0.5, 0.5, 0.5)
    require_postcode(candidate.postcode)
    require_text(candidate.text, "text")
    require_codes("languages", candidate.languages, "languages", before.languages)
    require_codes("certificates", candidate.certificates, "certificates", before.certificates)
    for field, need in fresh(candidate.needs, before.needs, "needs"):
        require_need(need, field)
    for field, wish in fresh(candidate.wishes, before.wishes, "wishes"):
        _check_wish(unit, wish, f"{field}.target")
    for field, competence in fresh(candidate.competences, before.competences, "competences"):
        if competence.kind is CompetenceKind.TASK:
            require_code("tasks", competence.value, f"{field}.value")
        else:
            require_text(competence.value, f"{field}.value")
    for name in ("previous_employers", "related_employers"):
        for employer in sorted(set(getattr(candidate, name)) - set(getattr(before, name))):
            require_employer(unit, employer, name)
    subjects = [(wish.subject, wish.target) for wish in candidate.wishes]
    if len(set(subjects)) < len(subjects):
        raise Malformed("Det samme ønske står to gange", "wishes")


def _check_wish(unit: Unit, wish: Wish, field: str) -> None:
    match wish.subject:
        case WishSubject.TASK:
            require_code("tasks", wish.target, field)
        case WishSubject.SECTOR:
            require_code("sectors", wish.target, field)
        case WishSubject.EMPLOYER:
            require_employer(unit, wish.target, field)
        case WishSubject.WORKPLACE:
            require_workplaces(unit, [wish.target], field)
