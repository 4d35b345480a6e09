"""The guard of every container: a sound zip within its bounds, or the one bound that it broke.

What is compared before anything is unpacked, and once more while it is:

    in the zip's table        must be
    ------------------        --------------------------------------------------------
    offsets and sizes         inside the file, no two entries sharing a byte
    names                     plain, each once, and the same in front of the part itself
    sizes unpacked            within the bounds: of one part, of all, of all : the file
    flags, way of packing     not encrypted; stored or deflated
    bytes as they come        as many as the table says, with its checksum

``Breach`` says which of these failed. The rooms name the problem code: what is too large for a
workbook is another sentence for a template.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from io import BytesIO

_PIECE = 256 * 1024
_LOCAL_HEADER = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_NAME = 0x800
_TABLE_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    ValueError, RuntimeError,
)  # fmt: skip


class Breach(StrEnum):
    """Which bound a container broke."""

    ENTRIES = auto()
    PART = auto()
    TOTAL = auto()
    RATIO = auto()
    UNDERSTATED = auto()
    """A part unpacks to more than the table says."""
    ENCRYPTED = auto()
    DAMAGED = auto()
    """No zip at all, or one that its table contradicts; the error's reason says how."""


class ContainerError(Exception):
    """A container that must not be read: the bound that it broke, why, and in which part."""

    def __init__(self, breach: Breach, reason: str, part: str | None = None) -> None:
        super().__init__(f"{part}: {reason}" if part else reason)
        self.breach = breach
        self.reason = reason
        self.part = part


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that a container may hold: entries, bytes of one part and of all (unpacked), and
    the ratio of all that it unpacks to its own size.

    ``backslashes`` lets names be written with them, as some programs do and Excel accepts; they
    are then read as the slashes that they stand for.
    """

    entries: int
    part: int
    total: int
    ratio: int
    backslashes: bool = False


class Container:
    """A zip whose table is sound and within the bounds: its parts are read by name.

    Raises ContainerError, here for the table and in ``stream`` for a part. The container standard
    ignores case: two names that differ in it alone are one part.
    """

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        self._data = memoryview(data)
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                entries = archive.infolist()
        except _TABLE_ERRORS as error:
            raise ContainerError(Breach.DAMAGED, str(error)) from error
        _check_sizes(entries, len(data), bounds)
        if bounds.backslashes:
            for entry in entries:
                entry.filename = entry.filename.replace("\\", "/")
        _check_names(entries)
        _check_places(entries, data)
        self._entries = {entry.filename.lower(): entry for entry in entries}

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in small letters."""
        return frozenset(self._entries)

    @property
    def spelled_names(self) -> list[str]:
        """The parts' names as they are spelled, in the order of the table."""
        return [entry.filename for entry in self._entries.values()]

    def read(self, name: str) -> bytes:
        """The bytes of one part."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The same piece by piece, so that a large part is never whole in memory."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise ContainerError(Breach.DAMAGED, f"no {name}", name)
        start = _find_data(entry, self._data)
        packed = self._data[start : start + entry.compress_size]
        size = checksum = 0
        try:
            for piece in _unpack(packed, deflated=entry.compress_type == zipfile.ZIP_DEFLATED):
                size += len(piece)
                if size > entry.file_size:
                    raise ContainerError(Breach.UNDERSTATED, f"{name} unpacks to more", name)
                checksum = zlib.crc32(piece, checksum)
                yield piece
        except zlib.error as error:
            raise ContainerError(Breach.DAMAGED, str(error), name) from error
        if size != entry.file_size or checksum != entry.CRC:
            raise ContainerError(Breach.DAMAGED, f"{name} is damaged", name)


def _unpack(packed: memoryview, *, deflated: bool) -> Iterator[bytes]:
    """The bytes of a member in pieces of a bounded size, whatever they unpack to.

    A stream that breaks off gives what there is: its size or checksum then tells.
    """
    if not deflated:
        for place in range(0, len(packed), _PIECE):
            yield bytes(packed[place : place + _PIECE])
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), _PIECE):
        yield stream.decompress(packed[place : place + _PIECE], _PIECE)
        while stream.unconsumed_tail:
            yield stream.decompress(stream.unconsumed_tail, _PIECE)
    while not stream.eof and (piece := stream.decompress(b"", _PIECE)):
        yield piece


def _check_sizes(entries: list[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    for breach, amount, most in (
        (Breach.ENTRIES, len(entries), bounds.entries),
        (Breach.PART, largest, bounds.part),
        (Breach.TOTAL, total, bounds.total),
        (Breach.RATIO, total, bounds.ratio * size),
    ):
        if amount > most:
            raise ContainerError(breach, f"{amount:,} where {most:,} are the most")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ContainerError(Breach.ENCRYPTED, "encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise ContainerError(Breach.DAMAGED, "packed in another way than Office packs")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise ContainerError(Breach.DAMAGED, "two parts of one name")
    if not all(map(_is_plain_name, names)):
        raise ContainerError(Breach.DAMAGED, "a part's name leads outside the file")


def _is_plain_name(name: str) -> bool:
    """A part's name that stays inside the container: no root, drive, backslash or ``..``."""
    pieces = name.removesuffix("/").split("/")
    return not ("\\" in name or ":" in name or "\0" in name or {"", ".", ".."} & set(pieces))


def _check_places(entries: list[zipfile.ZipInfo], data: bytes) -> None:
    """No two entries share bytes, none reaches past the file, each is called by one name.

    Some builds of Python 3.11 lack zipfile's own check of this. The densest zip bombs have one
    entry that reaches over the headers of the others.
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        header = data[start : start + _LOCAL_HEADER]
        if start < end or len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise ContainerError(Breach.DAMAGED, "parts overlap")
        length = int.from_bytes(header[26:28], "little")
        name = data[start + _LOCAL_HEADER : start + _LOCAL_HEADER + length]
        encoding = "utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"
        if name.decode(encoding, "replace") != entry.orig_filename:
            raise ContainerError(Breach.DAMAGED, "a part has two names")
        end = _find_data(entry, data) + entry.compress_size
    if end > len(data):
        raise ContainerError(Breach.DAMAGED, "cut short")


def _find_data(entry: zipfile.ZipInfo, data: bytes | memoryview) -> int:
    """Where a member's bytes begin: behind its own header, name and extra field."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return entry.header_offset + _LOCAL_HEADER + lengths
