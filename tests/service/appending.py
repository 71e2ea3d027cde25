"""A row of the log, and a process that appends many. Light: every process of the test imports it anew."""

from datetime import UTC, datetime

from matcher.store import audit, open_store

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def an_entry(number: int) -> audit.Entry:
    return audit.Entry(
        actor=f"ac_{number}",
        role="consultant",
        organisation="Kolding Kommune",
        purpose="matching",
        action="read",
        noun="candidate",
        object=f"B{number}",
        outcome="done",
        request=f"req_{number}",
        software="1",
        detail={"count": number, "fields": ["text"]},
        subjects=frozenset({f"B{number}", "B9"}),
    )


def append_often(url: str, first: int, times: int) -> None:
    """One or two rows in a transaction, again and again."""
    store = open_store(url, pool=2)
    for n in range(times):
        with store.writing() as connection:
            audit.append(connection, [an_entry(first + n)] * (1 + n % 2), MORNING)
    store.close()
