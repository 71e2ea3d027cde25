"""An account as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from api.auth.schemas import Secret
from api.shapes import Id, Page, Shape, readable
from matcher.services.accounts import Account, Particulars
from matcher.services.caller import Role
from matcher.services.passwords import LEAST

Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(readable)]
Username = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{1,99}$", examples=["kim"])]
_EXAMPLE: dict[str, Any] = {
    "name": "Kim Konsulent",
    "role": "consultant",
    "organisation": "Kolding Kommune",
    "active": True,
}


class AccountBody(Shape):
    """Who somebody is and what she may do."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    role: Role
    organisation: Line
    employer: Id | None = Field(None, description="Whose workplaces she answers for; for the role employer alone.")
    active: bool = Field(True, description="False closes the account.")

    def said(self) -> Particulars:
        """As the service takes it."""
        return Particulars(self.name, self.role, self.organisation, self.employer, self.active)


class NewAccount(AccountBody):
    """A local account to be made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"username": "kim", **_EXAMPLE}]})

    username: Username
    password: Secret | None = Field(None, description=f"{LEAST} characters or more; invented when left out.")


class PasswordBody(Shape):
    """Another password."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"password": "kajak-radise-torv-4"}]})

    password: Secret | None = Field(None, description=f"{LEAST} characters or more; invented when left out.")


class PasswordOut(Shape):
    """A password that was invented here; there is none when one was given."""

    password: str | None = Field(description="Given once; kept nowhere.")


class AccountOut(Shape):
    """One account."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "id": "ac_4f1d2c3b4a596877",
                    "username": "kim",
                    **_EXAMPLE,
                    "employer": None,
                    "demo": False,
                    "outside": False,
                    "created_at": "2026-11-24T09:00:00Z",
                    "version": 1,
                }
            ]
        },
    )

    id: str
    username: str | None = Field(description="Name to sign in with; none for an account from outside.")
    name: str
    role: Role
    organisation: str
    employer: str | None
    active: bool
    demo: bool
    outside: bool = Field(description="Whether an identity provider vouches for her and says her role.")
    created_at: datetime
    version: int

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """From what the service gives."""
        return cls(**{name: getattr(account, name) for name in cls.model_fields})


class CreatedAccount(AccountOut):
    """An account that has been made."""

    password: str | None = Field(description="When it was invented here; given once, kept nowhere.")

    @classmethod
    def made(cls, account: Account, password: str | None) -> CreatedAccount:
        """From what the service gives."""
        return cls(**AccountOut.of(account).model_dump(), password=password)


class AccountPage(Page):
    """Accounts."""

    items: list[AccountOut]
