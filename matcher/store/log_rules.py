"""Whether the rows of the log that have been emptied were emptied by rule, and only those.

Two kinds of rows speak of the log itself. A *seal* holds, in the digest of a range of rows, the number, the time and
the class of each; every row is in one range, and is sealed when it is a day old. A *record* of a deletion says which
class, up to which time, which rows. Both are ordinary rows of the chain: a row that is emptied can neither be dated
back nor be called something else, for its seal has been in the chain, and under the anchors, since long before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from matcher.store.log_classes import DELETE, LEAST_DAYS, SEAL, LogClass, class_of

SLACK = timedelta(days=1)
"""How much later than the rows after it a seal or a record may be dated: a call takes its time, and clocks differ."""
LEAST = timedelta(days=LEAST_DAYS)
BLANK: Mapping[str, Any] = {
    **dict.fromkeys("actor role organisation action noun object outcome request software subjects".split(), ""),
    "purpose": None,
    "detail": {},
}
"""What stands in an emptied row in place of what was there."""


class Digest(Protocol):
    """A hash that is still being worked out."""

    def update(self, data: bytes, /) -> None:
        """Take in more."""

    def hexdigest(self) -> str:
        """What it is so far."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says: the digest of the rows from first to last."""

    number: int
    at: datetime
    first: int
    last: int
    digest: str


@dataclass(slots=True)
class Record:
    """What a record of a deletion says, and what has been found of it.

    Attributes
    ----------
    kind
        The class of the rows.
    until
        They are from before this moment.
    days
        How long the municipality kept that class then.
    first, last, rows, digest
        The lowest and highest number, how many they are, and the digest of their numbers.
    """

    number: int
    at: datetime
    kind: str
    until: datetime
    days: int
    first: int
    last: int
    rows: int
    digest: str
    found: int = field(default=0, init=False)
    seen: Digest = field(default_factory=hashlib.sha256, init=False)


def sealed(row: Mapping[str, Any]) -> bytes:
    """What of a row a seal holds, before and after the row has been emptied."""
    if "at" not in row:
        return b"?"
    kind = class_of(row["action"], row["noun"]) if row["emptied"] is None else row["retention"]
    return f"{row['number']} {stamp(row['at'])} {kind}\n".encode()


def stamp(moment: datetime) -> str:
    """A moment as it stands in hashes, seals and records."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def numbers_digest(numbers: Iterable[int]) -> str:
    """Digest of the numbers of the rows that a record empties."""
    found = hashlib.sha256()
    for number in numbers:
        found.update(f"{number}\n".encode())
    return found.hexdigest()


def _require_whole(*numbers: object) -> None:
    if any(type(number) is not int for number in numbers):
        raise ValueError(f"whole numbers are wanted, not {numbers}")


class Rules:
    """Looks at each row of the log in its order, knowing what the log says of itself.

    Parameters
    ----------
    rows
        The seals and records, by number; of one that cannot be read only the number.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._seals: list[Seal] = []
        self._records: dict[int, Record] = {}
        self.flaws: list[Flaw] = []
        """What is wrong with what the log says of itself."""
        for row in rows:
            self._read(row)
        self._place, self._digest = 0, hashlib.sha256()
        self._mark: Seal | Record | None = None
        self._marks: dict[int, Seal | Record] = {one.number: one for one in self._seals} | self._records

    def _read(self, row: Mapping[str, Any]) -> None:
        try:
            if row["action"] == SEAL:
                self._seal(Seal(row["number"], row["at"], **row["detail"]))
            elif row["action"] == DELETE:
                said = dict(row["detail"])
                until = datetime.fromisoformat(said.pop("until"))
                self._record(Record(row["number"], row["at"], row["object"], until, **said))
            else:
                raise ValueError
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            number = row["number"]
            if type(number) is int:
                self.flaws.append(Flaw(number, f"Række {number} siger noget om loggen, som ikke kan forstås"))

    def _seal(self, seal: Seal) -> None:
        _require_whole(seal.number, seal.first, seal.last)
        after = self._seals[-1].last if self._seals else 0
        if not after + 1 == seal.first <= seal.last < seal.number:
            self.flaws.append(Flaw(seal.number, f"Række {seal.number} forsegler ikke de rækker, den skulle"))
        self._seals.append(seal)

    def _record(self, record: Record) -> None:
        _require_whole(record.number, record.first, record.last, record.rows, record.days)
        days = timedelta(days=record.days)
        if record.until > record.at - max(days, LEAST):
            self.flaws.append(Flaw(record.number, f"Række {record.number} sletter mere, end fristen tillader"))
        self._records[record.number] = record

    def look(self, row: Mapping[str, Any], subjects: Collection[str]) -> list[Flaw]:
        """What is wrong with the row as far as seals and deletions go.

        Parameters
        ----------
        subjects
            The candidates that stand under the row.
        """
        number = row["number"]
        flaws = self._close(before=number)
        seal = self._seals[self._place] if self._place < len(self._seals) else None
        within = seal is not None and seal.first <= number
        if within:
            self._digest.update(sealed(row))
        if row.get("emptied") is not None:
            flaws += self._emptied(row, subjects, seal if within else None)
        mark = self._mark
        if mark is not None and "at" in row and row["at"] < mark.at - SLACK:
            flaws.append(
                Flaw(mark.number, f"Række {mark.number} er dateret senere end række {number}, der er skrevet efter")
            )
            self._mark = None
        self._mark = self._marks.get(number, self._mark)
        return flaws

    def end(self, now: datetime | None) -> list[Flaw]:
        """What is wrong when the last row has been looked at."""
        flaws = self._close(before=None)
        for record in self._records.values():
            if (record.found, record.seen.hexdigest()) != (record.rows, record.digest):
                said = f"Række {record.number} siger, at {record.rows} rækker er tømt, men det er ikke dem, der er"
                flaws.append(Flaw(record.number, said))
        if now is not None and self._mark is not None and self._mark.at > now + SLACK:
            flaws.append(Flaw(self._mark.number, f"Række {self._mark.number} er dateret senere end nu"))
        return flaws

    def _close(self, before: int | None) -> list[Flaw]:
        """The seals whose rows have all gone by."""
        flaws = []
        while self._place < len(self._seals):
            seal = self._seals[self._place]
            if before is not None and seal.last >= before:
                break
            if self._digest.hexdigest() != seal.digest:
                rows = f"En af rækkerne {seal.first} til {seal.last}"
                said = f"{rows} har et andet tidspunkt eller en anden art, end række {seal.number} forseglede"
                flaws.append(Flaw(seal.number, said))
            self._place, self._digest = self._place + 1, hashlib.sha256()
        return flaws

    def _emptied(self, row: Mapping[str, Any], subjects: Collection[str], seal: Seal | None) -> list[Flaw]:
        number, by = row["number"], row["emptied"]
        flaws = []
        if subjects or any(row[name] != blank for name, blank in BLANK.items()):
            flaws.append(f"Række {number} er tømt, men ikke helt")
        record = self._records.get(by) if type(by) is int else None
        if record is None:
            flaws.append(f"Række {number} er tømt, uden at nogen række i loggen siger det")
        else:
            record.found += 1
            record.seen.update(f"{number}\n".encode())
            covers = row["retention"] == record.kind != LogClass.KEPT and record.first <= number <= record.last < by
            if not (covers and row["at"] < record.until):
                flaws.append(f"Række {number} er tømt, men række {by} siger ikke, at den skulle")
            if row["at"] > record.at - LEAST:
                flaws.append(f"Række {number} er tømt, før der var gået seks måneder")
            if seal is None or seal.number >= by:
                flaws.append(f"Række {number} er tømt uden at have været forseglet")
        return [Flaw(number, sentence) for sentence in flaws]
