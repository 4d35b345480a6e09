"""The guard before any parser: how much of a workbook is read at most, what kind of file it is,
and its container, bounded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ita_docs.files import is_folder, quote_path
from ita_docs.ooxml.guard import Bounds, Breach, Container, ContainerError
from ita_docs.ooxml.scanning import XmlError, XmlFault
from ita_docs.problems import InputError, Location

MIB = 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 250
"""Largest inflated : packed ratio of the whole container; sheets of real scores stay below 30."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one workbook; sizes in bytes, ``seconds`` of waiting for the reading process.

    ``file`` as it lies on the disk, ``part`` and ``total`` unpacked; ``elements`` of one part;
    ``cells`` with content (or fields of rows) in all the sheets read; ``memory`` of the process.
    With ``in_order`` the rows of a sheet are passed on as they come, so that they must come in
    the order of their numbers, as every spreadsheet program writes them.
    """

    file: int
    part: int
    total: int
    elements: int
    cells: int
    seconds: float
    memory: int
    in_order: bool = False


STRANGERS = Limits(
    file=20 * MIB,
    part=48 * MIB,
    total=96 * MIB,
    elements=500_000,
    cells=100_000,
    seconds=20.0,
    memory=224 * MIB,
)
"""For what comes by mail: some 1,900 offices, refused within 5 s and 256 MiB whatever it holds.

A workbook of all 245 offices is a tenth of the file, has some 40,000 elements in its largest
part and 16,000 cells with ten measures each; the largest that passes takes some 3 s.
"""

LARGE = Limits(
    file=512 * MIB,
    part=2048 * MIB,
    total=4096 * MIB,
    elements=40_000_000,
    cells=8_000_000,
    seconds=60.0,
    memory=1024 * MIB,
    in_order=True,
)
"""For a workbook that the user vouches for (``--large``): 29,000 schools with ten measures each
have some 3.5 million cells. ``seconds`` are those between two batches of rows."""

# Not blocking: opening a named pipe that nobody writes to would wait for ever.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BREACHES = {
    Breach.ENTRIES: "file-expands",
    Breach.PART: "file-expands",
    Breach.TOTAL: "file-expands",
    Breach.RATIO: "file-expands",
    Breach.ENCRYPTED: "file-password",
}
"""What a broken bound of the container is to a workbook's owner; all else is ``file-damaged``."""
_XML_FAULTS = {XmlFault.UNSAFE: "file-unsafe-xml", XmlFault.EXPANDS: "file-expands"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_STARTS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<style")


class Package:
    """A container that passed the guard: its parts are read by name, bounded by the limits."""

    def __init__(self, file: str, content: bytes, limits: Limits = STRANGERS) -> None:
        self.file = file
        self.limits = limits
        bounds = Bounds(MAX_ENTRIES, limits.part, limits.total, MAX_RATIO, backslashes=True)
        with naming_faults(Location(file)):
            self._container = Container(content, bounds)
        self.names = self._container.names
        """The parts' names in small letters: the container standard ignores case."""

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises InputError where it is absent or damaged."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The same piece by piece, so that a large part is never whole in memory."""
        with naming_faults(Location(self.file, part=name)):
            yield from self._container.stream(name)


@contextmanager
def naming_faults(at: Location) -> Iterator[None]:
    """What the container or the XML inside gets wrong becomes an InputError with this address."""
    try:
        yield
    except ContainerError as error:
        raise InputError(_BREACHES.get(error.breach, "file-damaged"), at) from error
    except XmlError as error:
        raise InputError(_XML_FAULTS.get(error.fault, "file-damaged"), at) from error


def read_package(path: Path, limits: Limits = STRANGERS) -> Package:
    """Read a workbook file into memory and check its container.

    Raises InputError, whose code names what the file is instead (a folder, a password-protected
    or old workbook, a .csv …) or what is wrong with it.
    """
    content = read_bytes(path, limits.file)
    at = Location(path.name)
    if not content:
        raise InputError("file-empty", at)
    wrong = find_wrong_kind(content)
    if wrong is not None:
        raise InputError(wrong, at, command=_command(path))
    package = Package(path.name, content, limits)
    if "[content_types].xml" not in package.names or "_rels/.rels" not in package.names:
        raise InputError(find_wrong_package(package), at, command=_command(path))
    return package


def _command(path: Path) -> str:
    """What makes a form of a file that is no .xlsx; whoever knows more of its path says it all."""
    return f"ita-docs import {quote_path(path.name)}"


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file, at most so many. Raises InputError saying what else it is."""
    at = Location(path.name or str(path))
    if path.name.startswith("~$"):
        raise InputError("file-lock", at)
    try:
        handle = os.open(path, _OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError("file-missing", at) from error
    except OSError as error:
        code = "file-is-folder" if is_folder(path) else "file-unreadable"
        raise InputError(code, at) from error
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise InputError("file-is-folder" if stat.S_ISDIR(mode) else "file-not-regular", at)
        content = _read_up_to(handle, most + 1)
    except OSError as error:
        raise InputError("file-unreadable", at) from error
    finally:
        os.close(handle)
    if len(content) > most:
        raise InputError("file-too-large", at, limit=most // MIB)
    return content


def _read_up_to(handle: int, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while size < limit and (piece := os.read(handle, min(MIB, limit - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


# --- what a file is, told by its first bytes and not by its name, so that the cure fits ----------


def find_wrong_kind(content: bytes) -> str | None:
    """The problem code of a file that is no zip container, or None when it is one.

    Old Excel files and password-protected workbooks are both OLE containers; the names in the
    container's directory (UTF-16) tell them apart.
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if content.startswith(_OLE):
        if _has_stream(content, "EncryptedPackage"):
            return "file-password"
        if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
            return "file-xls"
        return "file-not-workbook"
    if content.startswith(b"%PDF-"):
        return "file-pdf"
    if not content.strip(b"\x00"):
        return "file-damaged"
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return "file-html"
    if start.startswith(b"<?xml"):
        return "file-html" if b"<html" in start else "file-xml"
    return "file-csv" if _is_text(content[:65536]) else "file-not-workbook"


def find_wrong_package(package: Package) -> str:
    """The problem code of a zip container that holds no Excel workbook."""
    mimetype = package.read("mimetype") if "mimetype" in package.names else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "file-ods"
    if "xl/workbook.bin" in package.names:
        return "file-xlsb"
    if "word/document.xml" in package.names:
        return "file-word"
    if any(name.endswith(".xlsx") for name in package.names):
        return "file-zipped"
    return "file-not-workbook"


def _has_stream(content: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in content


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in content:
        return False
    # Thai text comes as UTF-8 or as one byte per letter (TIS-620), where bytes over 0x7f are
    # letters; control characters other than white space do not occur in either.
    return not any(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in content)
