"""The guard before any parser: a template's file and zip, bounded, before a part of it is read."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from ita_docs.problems import Location, TemplateError

MIB = 1024 * 1024
MAX_FILE = 10 * MIB
"""Largest template read (bytes); the built-in ones have 22 kB, one with photographs some MB."""
MAX_ENTRIES = 500
MAX_XML = 2 * MIB
"""Largest XML part (bytes); the built-in templates' body has 21 kB."""
MAX_PART = 16 * MIB
MAX_TOTAL = 32 * MIB
MAX_RATIO = 250
"""Largest inflated : packed ratio of the whole container; the built-in templates have 4."""
MAX_DEPTH = 120
MAX_ATTRIBUTES = 200
MAX_ELEMENTS = 100_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii"})
# Not blocking: opening a named pipe that nobody writes to would wait for ever.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises OSError, or TemplateError (``template-too-large``)."""
    handle = os.open(path, _OPEN_FLAGS)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("not a regular file")
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise TemplateError("template-too-large", Location(path.name), limit=MAX_FILE // MIB)
    return content


def check_container(content: bytes, at: Location) -> None:
    """Let only a sound, bounded zip pass, whose XML parts are plain and well formed.

    ``at`` is the template, or the workbook inside one of its charts. Raises TemplateError
    (``template-too-large``, ``template-not-docx``, ``template-unreadable``,
    ``template-expands``, ``template-unsafe-xml``).
    """
    if len(content) > MAX_FILE:
        raise TemplateError("template-too-large", at, limit=MAX_FILE // MIB)
    if content.startswith(_OLD_OFFICE):
        raise TemplateError("template-not-docx", at)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        raise _unreadable(at, str(error)) from error
    _check_table(entries, content, at)
    for entry in entries:
        data = _inflate(entry, content, at)
        if entry.filename.lower().endswith((".xml", ".rels")):
            _check_xml(data, Location(at.file, part=_join(at, entry.filename)))


def _check_table(entries: list[zipfile.ZipInfo], content: bytes, at: Location) -> None:
    total = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or total > MAX_TOTAL
        or total > MAX_RATIO * len(content)
        or any(entry.file_size > MAX_PART for entry in entries)
    ):
        raise TemplateError("template-expands", at)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise TemplateError("template-not-docx", at)
    # The container standard ignores case: two names that differ in it alone are one part.
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise _unreadable(at, "two parts of one name")
    if not all(map(_is_plain_name, names)):
        raise _unreadable(at, "a part's name leads outside the file")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise _unreadable(at, "packed in another way than Word packs")
    if _overlap(entries, content):
        raise _unreadable(at, "parts overlap")


def _is_plain_name(name: str) -> bool:
    pieces = name.removesuffix("/").split("/")
    return not ("\\" in name or ":" in name or "\0" in name or {"", ".", ".."} & set(pieces))


def _overlap(entries: list[zipfile.ZipInfo], content: bytes) -> bool:
    """Whether two entries share bytes, or one reaches past the file.

    Some builds of Python 3.11 lack zipfile's own check of this.
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        if start < end or content[start : start + 4] != b"PK\x03\x04":
            return True
        end = _data_start(entry, content) + entry.compress_size
    return end > len(content)


def _data_start(entry: zipfile.ZipInfo, content: bytes) -> int:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return entry.header_offset + _LOCAL_HEADER + lengths


def _inflate(entry: zipfile.ZipInfo, content: bytes, at: Location) -> bytes:
    """A member's bytes, which must be as many as the zip's table says.

    zipfile stops reading at the size of the table, whatever the stream still holds.
    """
    start = _data_start(entry, content)
    data = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = stream.decompress(data, entry.file_size + 1)
        except zlib.error as error:
            raise _unreadable(at, str(error)) from error
        if len(data) > entry.file_size or stream.unconsumed_tail:
            raise TemplateError("template-expands", at)
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise _unreadable(at, f"{entry.filename} is damaged")
    return data


class _RefusedError(Exception):
    """Stops expat from inside a handler."""


def _check_xml(data: bytes, at: Location) -> None:
    """No DOCTYPE, no entities, limited size, depth, attributes and elements."""
    if len(data) > MAX_XML:
        raise TemplateError("template-expands", at)
    parser = expat.ParserCreate()
    depth = count = 0

    def refuse(*_: object) -> None:
        raise _RefusedError

    def start(_: str, attributes: list[str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS or len(attributes) > 2 * MAX_ATTRIBUTES:
            raise _RefusedError

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise _RefusedError

    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = declare
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except _RefusedError as error:
        raise TemplateError("template-unsafe-xml", at) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _unreadable(at, str(error)) from error


def _unreadable(at: Location, reason: str) -> TemplateError:
    return TemplateError("template-unreadable", at, reason=reason)


def _join(at: Location, name: str) -> str:
    return f"{at.part}/{name}" if at.part else name
