"""What the one who runs Brobygger sets, by environment variables that begin with ``BROBYGGER_``."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from matcher.domain import MatcherError
from matcher.journal import LogFormat
from matcher.store.log_classes import LEAST_DAYS

_DEMO_KEY = "demo: beskytter intet"
_LEAST_KEY, _LEAST_DIFFERENT = 32, 8
_ROLES = ("consultant", "employer", "evaluator", "administrator", "auditor")
_SEE = "Hver indstilling og hvad den må være, står i docs/running.md."
_KEEP = re.compile(r"keep_\w+_days")
Days = Annotated[int, Field(ge=LEAST_DAYS, le=36_500)] | Literal["forever"]
"""How long a class of rows of the log is kept."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _can_be_random(key: str) -> bool:
    """Whether it is long enough and of enough different characters; random ones nearly always are."""
    return len(key) >= _LEAST_KEY and len(set(key)) >= _LEAST_DIFFERENT and key != _DEMO_KEY


class Mode(StrEnum):
    """What it is run for."""

    DEMO = "demo"
    PRODUCTION = "production"


class Assurance(StrEnum):
    """How sure a sign-in is of who somebody is (NSIS levels), in rising order."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for high."""
        return list(Assurance).index(self)


class Settings(BaseSettings):
    """Every setting. In production no secret has a default.

    Attributes
    ----------
    mode
        ``demo`` has marked accounts and listens to this machine alone; ``production`` needs its secrets and an identity
        provider.
    database
        ``sqlite:///file.db`` or ``postgresql://…``.
    data_key
        Encrypts CPR numbers. Several, separated by commas: the first closes, all open.
    secret
        Signs links and the short state of a sign-in.
    public_url
        Where browsers reach it, e.g. ``https://brobygger.kommune.dk``.
    host, port
        Where it listens.
    local_accounts
        Whether accounts with a password may sign in; None means in the demo only. A password counts as ``low``.
    session_hours, idle_minutes
        How long a sign-in lasts at most, and how long without a call.
    calls_per_minute
        Most calls of one account in a minute.
    oidc_issuer, oidc_client_id, oidc_client_secret
        The identity provider.
    oidc_role_claim, oidc_organisation_claim, oidc_employer_claim, oidc_assurance_claim
        Names of claims.
    oidc_roles
        From the provider's role to ours: ``{"jobkonsulent": "consultant"}``.
    oidc_assurances
        From the provider's level to ours; by default ours and those of the Danish national standard are known.
    least_assurance
        Below it nobody comes in.
    lease_seconds
        How long a worker that says nothing keeps its job.
    reminder_days, silence_days
        After how many days an employer is reminded, and the waiting ends, when nothing else is set.
    link_days
        How long a link to a shortlist lasts.
    suggest_beside
        Whether suggestions are worked out in a process beside each one that answers calls: sooner where many ask at
        once and there is a second core. `brobygger serve` says so where nobody else has.
    esco
        Folder with an ESCO release of the municipality's own. Without one texts are read for tasks, demands and needs.
    keep_looks_days, keep_matching_days, keep_sign_ins_days, keep_rest_days
        How long rows of the log are kept, by class (`matcher.store.log_classes`): a number of days, or ``forever``.
    log_format
        How the processes write what they say of themselves: ``json`` or ``plain``, one line for each event.
    """

    model_config = SettingsConfigDict(env_prefix="BROBYGGER_", env_file=None, extra="ignore")

    mode: Mode = Mode.DEMO
    database: str = "sqlite:///brobygger.db"
    data_key: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    local_accounts: bool | None = None
    session_hours: float = Field(default=10.0, gt=0, le=24)
    idle_minutes: float = Field(default=60.0, gt=0)
    calls_per_minute: int = Field(default=1200, ge=1)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_role_claim: str = "roles"
    oidc_organisation_claim: str = "organisation"
    oidc_employer_claim: str = "employer"
    oidc_assurance_claim: str = "acr"
    oidc_roles: dict[str, str] = Field(default_factory=dict)
    oidc_assurances: dict[str, str] = Field(default_factory=dict)
    least_assurance: Assurance = Assurance.SUBSTANTIAL
    lease_seconds: float = Field(default=30.0, ge=1)
    reminder_days: int = Field(default=7, ge=1)
    silence_days: int = Field(default=14, ge=1)
    link_days: int = Field(default=14, ge=1, le=90)
    suggest_beside: bool = False
    esco: str = ""
    keep_looks_days: Days = LEAST_DAYS
    keep_matching_days: Days = 3 * 365
    keep_sign_ins_days: Days = LEAST_DAYS
    keep_rest_days: Days = 3 * 365
    log_format: LogFormat = LogFormat.JSON

    @property
    def has_local_accounts(self) -> bool:
        """Whether accounts with a password may sign in."""
        return self.mode is Mode.DEMO if self.local_accounts is None else self.local_accounts

    @property
    def data_keys(self) -> tuple[str, ...]:
        """The keys for CPR numbers, the present one first."""
        given = tuple(key.strip() for key in self.data_key.get_secret_value().split(",") if key.strip())
        return given or (_DEMO_KEY,)

    @property
    def esco_folder(self) -> Path | None:
        """Where the municipality's ESCO release lies; None where it has none."""
        return Path(self.esco) if self.esco.strip() else None

    @property
    def signing_key(self) -> str:
        """The key for links and states."""
        return self.secret.get_secret_value() or _DEMO_KEY

    def problems(self) -> tuple[str, ...]:
        """Everything that keeps it from starting, one sentence each; empty when it may start."""
        if self.mode is Mode.DEMO:
            if self.host in _LOOPBACK:
                return ()
            return (
                "I demo-tilstand lytter Brobygger kun på denne maskine: sæt BROBYGGER_HOST til 127.0.0.1, "
                "eller sæt BROBYGGER_MODE til production",
            )
        found = [
            f"BROBYGGER_{name} mangler eller er for kort eller ensformig: skriv mindst {_LEAST_KEY} tilfældige tegn"
            for name, keys in (("DATA_KEY", self.data_key), ("SECRET", self.secret))
            if not all(_can_be_random(key) for key in keys.get_secret_value().split(","))
        ]
        address = urlsplit(self.public_url)
        if address.scheme != "https" or not address.netloc or address.path.strip("/"):
            found.append(
                "BROBYGGER_PUBLIC_URL mangler eller kan ikke bruges: skriv adressen, som browsere bruger; "
                "den begynder med https:// og har ingen sti"
            )
        if self.secret.get_secret_value() and self.secret.get_secret_value() in self.data_keys:
            found.append("BROBYGGER_DATA_KEY og BROBYGGER_SECRET er ens: brug to forskellige")
        if not self.has_local_accounts:
            found += [
                f"BROBYGGER_{name} mangler: sæt kommunens login, eller sæt BROBYGGER_LOCAL_ACCOUNTS til true"
                for name, value in (
                    ("OIDC_ISSUER", self.oidc_issuer),
                    ("OIDC_CLIENT_ID", self.oidc_client_id),
                    ("OIDC_CLIENT_SECRET", self.oidc_client_secret.get_secret_value()),
                )
                if not value
            ]
        if self.has_local_accounts and self.least_assurance.rank > Assurance.LOW.rank:
            found.append(
                f"BROBYGGER_LEAST_ASSURANCE kræver {self.least_assurance.value}, men en adgangskode regnes for low: "
                "sæt BROBYGGER_LOCAL_ACCOUNTS til false, eller sæt BROBYGGER_LEAST_ASSURANCE til low"
            )
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            found.append("BROBYGGER_OIDC_ISSUER skal begynde med https://")
        for name, said, known in (
            ("OIDC_ROLES", self.oidc_roles, _ROLES),
            ("OIDC_ASSURANCES", self.oidc_assurances, tuple(Assurance)),
        ):
            if set(said.values()) - set(known):
                found.append(f"BROBYGGER_{name} nævner noget, der ikke findes; skriv kun {', '.join(known)}")
        return tuple(found)

    def require_startable(self) -> None:
        """Refuse to start while something is missing.

        Raises
        ------
        MatcherError
            With every sentence of `problems` on a line of its own.
        """
        problems = self.problems()
        if problems:
            lines = "".join(f"\n- {problem}" for problem in problems)
            raise MatcherError(f"Brobygger kan ikke starte:{lines}\n{_SEE}")


def load_settings(**given: Any) -> Settings:
    """The settings of this process; what is given goes before the environment.

    Raises
    ------
    MatcherError
        Naming the variable that cannot be used, or that is none and seems to say how long the log is kept.
    """
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    # A name that is spelled wrongly would not be seen, and what was to be kept would be deleted.
    named = {
        name.lower().removeprefix("brobygger_") for name in os.environ if name.upper().startswith("BROBYGGER_KEEP")
    }
    if unknown := sorted(named - Settings.model_fields.keys()):
        lines = "".join(f"\n- BROBYGGER_{name.upper()} findes ikke" for name in unknown)
        raise MatcherError(f"Indstillinger, der ikke kan bruges:{lines}\n{_SEE}")
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = sorted({str(e["loc"][0]).lower() for e in error.errors() if e["loc"]})
        lines = "".join(f"\n- BROBYGGER_{name.upper()} skal være {_allowed(name)}" for name in wrong)
        raise MatcherError(f"Indstillinger, der ikke kan bruges:{lines}\n{_SEE}") from None
    except SettingsError as error:
        # A value that is to be JSON and is none; only the name is told, the value may be a secret.
        found = re.search(r'field "(\w+)"', str(error))
        name = found[1] if found else ""
        lines = f"\n- BROBYGGER_{name.upper()} skal være {_allowed(name)}"
        raise MatcherError(f"Indstillinger, der ikke kan bruges:{lines}\n{_SEE}") from None


def _allowed(name: str) -> str:
    """What a setting may be, in words."""
    if _KEEP.fullmatch(name):
        return f"et helt antal dage, mindst {LEAST_DAYS}, eller forever"
    field = Settings.model_fields.get(name)
    kind = None if field is None else field.annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return " eller ".join(kind)
    if kind in (int, float) and field is not None:
        limits = {type(m).__name__: getattr(m, type(m).__name__.lower()) for m in field.metadata}
        words = {"Ge": "mindst", "Gt": "over", "Le": "højst", "Lt": "under"}
        bounds = [f"{words[one]} {limit:g}" for one, limit in limits.items() if one in words]
        return ", ".join(["et helt tal" if kind is int else "et tal", *bounds])
    if kind == bool | None:
        return "true eller false"
    if kind == dict[str, str]:
        return 'JSON som {"jobkonsulent": "consultant"}'
    return "tekst"
