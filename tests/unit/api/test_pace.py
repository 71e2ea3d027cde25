"""How fast one account, or one place, may call; and how much is remembered for it."""

from __future__ import annotations

import pytest

from api import pace
from api.pace import Pace, name_of
from matcher.services.errors import TooMany


def refused(limit: Pace, name: str) -> bool:
    try:
        limit.count(name)
    except TooMany:
        return True
    return False


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "address:192.0.2.7"),
        ("::ffff:192.0.2.7", "address:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "address:fe80::/64"),
        ("testclient", "address:testclient"),
    ],
)
def test_an_address_is_counted_with_those_its_owner_chooses_freely(address: str, name: str) -> None:
    assert name_of(address) == name


def test_whoever_changes_her_address_within_her_own_net_is_stopped_all_the_same() -> None:
    limit = Pace(3, lambda: 0.0)
    for n in range(3):
        limit.count_address(f"2001:db8::{n:x}")
    with pytest.raises(TooMany):
        limit.count_address("2001:db8::ffff")
    limit.count_address("2001:db8:0:1::1")


def test_a_bucket_fills_again_with_time() -> None:
    moment = [0.0]
    limit = Pace(60, lambda: moment[0])
    assert [refused(limit, "a") for _ in range(61)] == [False] * 60 + [True]
    moment[0] = 1.0
    assert [refused(limit, "a") for _ in range(2)] == [False, True]


def test_no_more_buckets_are_kept_than_there_is_room_for_and_the_busy_one_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "MOST_BUCKETS", 10)
    limit = Pace(2, lambda: 0.0)
    limit.count("busy")
    limit.count("busy")
    for n in range(100):
        limit.count(f"stranger{n}")
        assert refused(limit, "busy")
    assert len(limit._buckets) == 10
