"""A workbook as a zip archive: is it what it says it is, and does it stay within reason when it is unpacked?

Nothing is unpacked to disk, and nothing in it is run. Everything is read through once before the reader opens it, since
that reader trusts the archive: a few hundred bytes can declare a sheet of 17 billion cells.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from matcher.files.source.cell_scan import MOST_CELLS, CellScan, longest_string, referred_text
from matcher.files.source.ods_scan import largest_sheet
from matcher.files.source.parts import sheet_parts
from matcher.files.source.refusal import (
    binary_workbook,
    damaged,
    has_macros,
    has_password,
    not_a_workbook,
    too_large,
    too_wide,
)

LARGEST = 2**30
"""Bytes a workbook may unpack to; the synthetic Denmark of 100,000 candidates takes about 560 MiB."""
LARGEST_RATIO = 200
"""A large member that shrinks more than this when packed is no workbook: real sheets shrink 10 to 40 times."""
LARGE_MEMBER = 10 * 2**20
MOST_MEMBERS = 10_000
LARGEST_SHARED = 2**32
"""Bytes of text a workbook may hold once every cell has its own copy of the shared strings."""
_SHARED_STRINGS = "sharedStrings.xml"
_CHUNK = 2**20
_LOCAL_HEADER = struct.Struct("<4s22xHH")


@dataclass(frozen=True)
class Archive:
    """What was found in a workbook that may be opened.

    Attributes
    ----------
    failed
        For each sheet name the (row, column) of cells with a failed formula, both from 0, and what they show.
    """

    failed: Mapping[str, Mapping[tuple[int, int], str]]


def check_archive(path: Path) -> Archive:
    """Read a zip workbook through without keeping it.

    Raises
    ------
    MatcherError
        In one sentence, when it is damaged, no workbook, has macros or a password, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise damaged(path) from error
    _check_kind(path, {member.filename.lower() for member in members})
    _check_sizes(path, members)
    index: dict[str, bytes] = {}
    scans: dict[str, CellScan] = {}
    with path.open("rb") as file:
        for member in members:
            if _is_index(member.filename):
                index[member.filename] = b"".join(_unpacked(path, file, member))
            scan = _scanned(_unpacked(path, file, member), exact=False)
            if scan.too_wide:
                scan = _scanned(_unpacked(path, file, member), exact=True)
            if scan.endless:
                raise damaged(path)
            if scan.too_wide:
                raise too_wide(path, scan.rows, scan.columns)
            scans[member.filename] = scan
        _check_text(path, index)
        if largest_sheet(index.get("content.xml", b"")) > MOST_CELLS:
            raise too_large(path)
        shared = next((index[name] for name in index if name.endswith(_SHARED_STRINGS)), b"")
        if longest_string(shared) * max((scan.shared for scan in scans.values()), default=0) > LARGEST_SHARED:
            pieces = (piece for member in members for piece in _unpacked(path, file, member))
            if referred_text(shared, pieces) > LARGEST_SHARED:
                raise too_large(path)
    return Archive({name: scans[part].failed for name, part in sheet_parts(index).items() if part in scans})


def _scanned(pieces: Iterable[bytes], *, exact: bool) -> CellScan:
    scan = CellScan(exact=exact)
    for piece in pieces:
        scan.feed(piece)
    scan.finish()
    return scan


def _check_kind(path: Path, names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name or name.startswith("basic/") for name in names):
        raise has_macros(path)
    if "xl/workbook.bin" in names:
        raise binary_workbook(path)
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise not_a_workbook(path)


def _check_sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise has_password(path)
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > LARGEST or packed > path.stat().st_size:
        raise too_large(path)
    if len({member.filename for member in members}) < len(members):
        raise damaged(path)
    for member in members:
        if member.file_size > LARGE_MEMBER and member.file_size > LARGEST_RATIO * member.compress_size:
            raise too_large(path)


def _unpacked(path: Path, file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes; refuses one that unpacks to another size than it declares.

    `zipfile` itself stops at the declared size and would not see the rest, which the reader then unpacks.
    """
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise damaged(path)
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    left, seen = member.compress_size, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    if inflate is None and member.compress_type != zipfile.ZIP_STORED:
        raise damaged(path)
    checksum = 0
    while left:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            raise damaged(path)
        left -= len(packed)
        while packed:
            try:
                piece = inflate.decompress(packed, _CHUNK) if inflate else packed
            except zlib.error as error:
                raise damaged(path) from error
            packed = inflate.unconsumed_tail if inflate else b""
            seen += len(piece)
            if seen > member.file_size:
                raise too_large(path)
            checksum = zlib.crc32(piece, checksum)
            yield piece
    if seen != member.file_size or checksum != member.CRC:
        raise damaged(path)


def _is_index(name: str) -> bool:
    return name.endswith(("workbook.xml", ".rels", _SHARED_STRINGS, "content.xml", "[Content_Types].xml"))


def _check_text(path: Path, contents: Mapping[str, bytes]) -> None:
    kinds = contents.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds:
        raise has_macros(path)
    if any(b"<!DOCTYPE" in content or b"<!ENTITY" in content for content in contents.values()):
        raise damaged(path)
