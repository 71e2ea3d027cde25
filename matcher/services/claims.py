"""What an identity provider says of somebody, turned into our words; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.domain import MatcherError
from matcher.services.caller import Role
from matcher.settings import Assurance, Settings

_MOST = 255
_NSIS = "https://data.gov.dk/concept/core/nsis/loa/"
ASSURANCES: Mapping[str, Assurance] = {level.value: level for level in Assurance} | {
    f"{_NSIS}{level.value.capitalize()}": level for level in Assurance if level is not Assurance.NONE
}
"""Levels known without setting anything: our own words and those of the Danish national standard (NSIS)."""
ROLES: Mapping[str, Role] = {role.value: role for role in Role if role is not Role.SYSTEM}


class UnusableClaims(MatcherError):
    """The provider vouches for somebody whom we cannot let in.

    Attributes
    ----------
    why
        Short word for the log.
    """

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who somebody is, as her provider says.

    Attributes
    ----------
    issuer, subject
        The provider, and its own id of her: together they never change.
    name, role, organisation
        In our words; organisation is empty where an employer has not said.
    employer
        Id or CVR number of hers; None for everybody else.
    assurance
        How sure the provider is of who she is.
    """

    issuer: str
    subject: str
    name: str
    role: Role
    organisation: str
    employer: str | None
    assurance: Assurance


def read_claims(claims: Mapping[str, Any], settings: Settings) -> Claimed:
    """Read verified claims.

    Raises
    ------
    UnusableClaims
        When the sign-in is not sure enough, has no role of ours or more than one, or lacks what the role needs.
    """
    issuer, subject = _word(claims.get("iss")), _word(claims.get("sub"))
    if not issuer or not subject:
        raise UnusableClaims("Kommunens login siger ikke, hvem du er. Sig det til den, der driver systemet.", "subject")
    assurance = _assurance(_found(claims, settings.oidc_assurance_claim), settings)
    if assurance.rank < settings.least_assurance.rank:
        raise UnusableClaims(
            "Dit login er ikke sikkert nok til dette system. Log ind med to faktorer, og prøv igen.", "assurance"
        )
    role = _role(_found(claims, settings.oidc_role_claim), settings)
    organisation = _word(_found(claims, settings.oidc_organisation_claim))
    employer = _word(_found(claims, settings.oidc_employer_claim)) if role is Role.EMPLOYER else ""
    if role is Role.EMPLOYER and not employer:
        raise UnusableClaims("Dit login siger ikke, hvilken virksomhed du handler for.", "employer")
    if role is not Role.EMPLOYER and not organisation:
        raise UnusableClaims("Dit login siger ikke, hvilken organisation du arbejder i.", "organisation")
    return Claimed(issuer, subject, _name(claims), role, organisation, employer or None, assurance)


def _role(said: Any, settings: Settings) -> Role:
    known = (
        {word: ROLES[role] for word, role in settings.oidc_roles.items() if role in ROLES}
        if settings.oidc_roles
        else ROLES
    )
    words = said if isinstance(said, list) else [said]
    found = {known[word] for word in words if isinstance(word, str) and word in known}
    if not found:
        raise UnusableClaims("Dit login giver ingen rolle i Brobygger. Bed om at få tildelt en.", "role")
    if len(found) > 1:
        raise UnusableClaims("Dit login giver flere roller i Brobygger. Bed om kun at have én.", "roles")
    return found.pop()


def _assurance(said: Any, settings: Settings) -> Assurance:
    """The level; what is not known is none."""
    if not isinstance(said, str):
        return Assurance.NONE
    if said in settings.oidc_assurances:
        return ASSURANCES.get(settings.oidc_assurances[said], Assurance.NONE)
    return ASSURANCES.get(said, Assurance.NONE)


def _name(claims: Mapping[str, Any]) -> str:
    both = f"{_word(claims.get('given_name'))} {_word(claims.get('family_name'))}".strip()
    return _word(claims.get("name")) or both or _word(claims.get("preferred_username")) or "Uden navn"


def _found(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by the way to it: ``realm_access.roles``."""
    if name in claims:
        return claims[name]
    here: Any = claims
    for part in name.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= _MOST and value.isprintable() else ""
