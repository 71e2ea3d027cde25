"""A sign-in as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from api.shapes import Shape, readable
from matcher.services.caller import Caller, Role
from matcher.services.passwords import LEAST, MOST
from matcher.services.sign_in import Entered
from matcher.settings import Assurance

Secret = Annotated[str, Field(min_length=1, max_length=MOST), AfterValidator(readable)]


class Credentials(Shape):
    """The name and the password of a local account."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"username": "kim", "password": "brobygger-demo"}]}
    )

    username: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(readable)]
    password: Secret


class NewPassword(Shape):
    """One's own password, and another."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"current": "hest-sofa-lampe-7", "new": "kajak-radise-torv-4"}]},
    )

    current: Secret
    new: Secret = Field(description=f"{LEAST} characters or more.")


class SessionOut(Shape):
    """Who is signed in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "account": "ac_4f1d2c3b4a596877",
                    "name": "Kim Konsulent",
                    "role": "consultant",
                    "organisation": "Kolding Kommune",
                    "employer": None,
                    "demo": False,
                    "csrf": "s4Qv…",
                }
            ]
        },
    )

    account: str
    name: str
    role: Role
    organisation: str
    employer: str | None = Field(description="Whose workplaces she answers for, when she is an employer.")
    demo: bool = Field(description="Whether the account is one of the demo's.")
    csrf: str = Field(description="A browser that signs in by cookie sends it with every write, as `X-CSRF-Token`.")

    @classmethod
    def of(cls, caller: Caller, csrf: str, demo: bool) -> SessionOut:
        """From who calls."""
        return cls(**_who(caller), csrf=csrf, demo=demo)


class NewSession(SessionOut):
    """A sign-in that has begun."""

    token: str = Field(description="Send it as `Authorization: Bearer …`; it is given once.")
    assurance: Assurance = Field(description="How sure the sign-in is of who she is.")

    @classmethod
    def begun(cls, entered: Entered) -> NewSession:
        """From what the service gives."""
        return cls(
            **_who(entered.caller),
            csrf=entered.session.csrf,
            demo=entered.demo,
            token=entered.session.token,
            assurance=Assurance.LOW,
        )


def _who(caller: Caller) -> dict[str, Any]:
    return {
        "account": caller.account,
        "name": caller.name,
        "role": caller.role,
        "organisation": caller.organisation,
        "employer": caller.employer,
    }
