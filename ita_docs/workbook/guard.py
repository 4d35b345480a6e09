"""The guard before any parser: only a sound, bounded container of XML parts gets past it."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from ita_docs.problems import InputError, Location
from ita_docs.workbook.kinds import find_wrong_kind, find_wrong_package
from ita_docs.workbook.limits import MIB, STRANGERS, Limits

MAX_ENTRIES = 2000
MAX_RATIO = 250
"""Largest inflated : packed ratio of the whole container; sheets of real scores stay below 30."""

_PIECE = 256 * 1024
# Not blocking: opening a named pipe that nobody writes to would wait for ever.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip


class Package:
    """A container that passed the guard: its parts are read by name, bounded by the limits."""

    def __init__(self, file: str, data: bytes, limits: Limits = STRANGERS) -> None:
        self.file = file
        self.limits = limits
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _READ_ERRORS as error:
            raise InputError("file-damaged", Location(file)) from error
        entries = self._archive.infolist()
        self._check_table(entries, data)
        self._entries = {entry.filename.lower(): entry for entry in entries}

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in small letters: the container standard ignores case."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises InputError where it is absent or damaged."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The same piece by piece, so that a large part is never whole in memory."""
        at = Location(self.file, part=name)
        entry = self._entries.get(name.lower())
        if entry is None:
            raise InputError("file-damaged", at)
        left = self.limits.part
        try:
            with self._archive.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise InputError("file-expands", Location(self.file))
                    yield piece
        except _READ_ERRORS as error:
            raise InputError("file-damaged", at) from error

    def _check_table(self, entries: list[zipfile.ZipInfo], data: bytes) -> None:
        at = Location(self.file)
        total = sum(entry.file_size for entry in entries)
        if (
            len(entries) > MAX_ENTRIES
            or total > self.limits.total
            or any(entry.file_size > self.limits.part for entry in entries)
            or total > MAX_RATIO * len(data)
        ):
            raise InputError("file-expands", at)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise InputError("file-password", at)
        names = [entry.filename.lower() for entry in entries]
        if len(set(names)) < len(names) or not all(map(_is_plain_name, names)):
            raise InputError("file-damaged", at)
        if _overlap(entries, data):
            raise InputError("file-damaged", at)


def read_package(path: Path, limits: Limits = STRANGERS) -> Package:
    """Read a workbook file into memory and check its container.

    Raises InputError, whose code names what the file is instead (a folder, a password-protected
    or old workbook, a .csv …) or what is wrong with it.
    """
    data = _read_bytes(path, limits.file)
    at = Location(path.name)
    if not data:
        raise InputError("file-empty", at)
    wrong = find_wrong_kind(data)
    if wrong is not None:
        raise InputError(wrong, at)
    package = Package(path.name, data, limits)
    if "[content_types].xml" not in package.names or "_rels/.rels" not in package.names:
        mimetype = package.read("mimetype") if "mimetype" in package.names else b""
        raise InputError(find_wrong_package(package.names, mimetype), at)
    return package


def _read_bytes(path: Path, most: int) -> bytes:
    at = Location(path.name or str(path))
    if path.name.startswith("~$"):
        raise InputError("file-lock", at)
    try:
        handle = os.open(path, _OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError("file-missing", at) from error
    except OSError as error:
        code = "file-is-folder" if path.is_dir() else "file-unreadable"
        raise InputError(code, at) from error
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise InputError("file-is-folder" if stat.S_ISDIR(mode) else "file-not-regular", at)
        data = _read_up_to(handle, most + 1)
    except OSError as error:
        raise InputError("file-unreadable", at) from error
    finally:
        os.close(handle)
    if len(data) > most:
        raise InputError("file-too-large", at, limit=most // MIB)
    return data


def _read_up_to(handle: int, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while size < limit and (piece := os.read(handle, min(MIB, limit - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _is_plain_name(name: str) -> bool:
    """A part's name that stays inside the container: no root, drive, backslash or ``..``."""
    pieces = name.rstrip("/").split("/")
    return not ("\\" in name or ":" in name or "\0" in name or {"", ".", ".."} & set(pieces))


def _overlap(entries: list[zipfile.ZipInfo], data: bytes) -> bool:
    """Whether two entries share bytes, or one reaches past the central directory.

    Some builds of Python 3.11 lack zipfile's own check of this.
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        header = data[start : start + 30]
        if start < end or len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            return True
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = start + 30 + lengths + entry.compress_size
    return end > len(data)
