"""What every test runs under: the same random numbers each time, and no network."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import postgres_database as postgres_database
from tests.databases import postgres_server as postgres_server
from tests.project import ROOT

# The same examples on every run, so that a red test is red for everybody. HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile(
    "repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse connections that leave the machine.

    Guards against a library that fetches a model, a font or a time zone on first use: it works at the developer's
    desk and fails on a municipal server without a way out.
    """
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to connect to {address[0]}; nothing may need the network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Give the path of a real data set kept beside the project, or skip where it is absent.

    The folder is ``../shared/data`` or what ``BROBYGGER_DATA`` names.
    """
    folder = Path(os.environ.get("BROBYGGER_DATA", ROOT.parent / "shared" / "data"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"{name} is not in ../shared/data (it is not ours to ship); set BROBYGGER_DATA to its folder")
        return path

    return find
