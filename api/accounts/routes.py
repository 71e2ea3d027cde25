"""`/accounts`: who may come in, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.accounts.schemas import (
    AccountBody,
    AccountOut,
    AccountPage,
    CreatedAccount,
    NewAccount,
    PasswordBody,
    PasswordOut,
)
from api.call import AdministratorCall
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from matcher.services import accounts
from matcher.services.unit import Unit

router = APIRouter(prefix="/accounts", tags=["accounts"])
Key = Annotated[Id, Path(description="Id of the account.")]


@router.get("", response_model=AccountPage, responses=READS)
def read_accounts(call: AdministratorCall, limit: Limit = 50, after: After = "") -> Response:
    """Every account."""

    def page(unit: Unit) -> AccountPage:
        items, following = accounts.read_list(unit, limit, after)
        return AccountPage(items=[AccountOut.of(account) for account in items], next=following)

    return call.read(page)


@router.post("", response_model=CreatedAccount, status_code=201, responses=WRITES)
def create_account(body: NewAccount, call: AdministratorCall) -> Response:
    """Make a local account, where there are such."""
    return call.write(
        lambda unit: CreatedAccount.made(
            *accounts.create(unit, call.settings, body.username, body.said(), body.password)
        ),
        201,
        keep=False,
    )


@router.get("/{account}", response_model=AccountOut, responses=READS)
def read_account(account: Key, call: AdministratorCall) -> Response:
    """One account."""
    return call.read(lambda unit: AccountOut.of(accounts.read(unit, account)))


@router.put("/{account}", response_model=AccountOut, responses=WRITES)
def replace_account(account: Key, body: AccountBody, call: AdministratorCall) -> Response:
    """Change an account or close it; its sign-ins end at once. If-Match says which version is meant."""
    return call.write(lambda unit: AccountOut.of(accounts.replace(unit, account, body.said(), call.expected_version)))


@router.post("/{account}/password", response_model=PasswordOut, responses=WRITES)
def set_password(account: Key, body: PasswordBody, call: AdministratorCall) -> Response:
    """Give a local account another password; its sign-ins end at once."""
    return call.write(
        lambda unit: PasswordOut(password=accounts.set_password(unit, call.settings, account, body.password)),
        keep=False,
    )


@router.delete("/{account}/sessions", status_code=204, responses=WRITES)
def end_sessions(account: Key, call: AdministratorCall) -> Response:
    """End every sign-in of an account, at once."""
    return call.write(lambda unit: accounts.end_sessions(unit, account))
