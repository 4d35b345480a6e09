"""The guard before any parser: a template's file and zip, bounded, before a part of it is read."""

from __future__ import annotations

from pathlib import Path

from ita_docs.files import TooLargeError, read_bounded
from ita_docs.ooxml.guard import Bounds, Breach, Container, ContainerError
from ita_docs.ooxml.scanning import XmlBounds, XmlError, XmlFault, check_xml
from ita_docs.problems import Location, TemplateError, Value
from ita_docs.word.reasons import explain_file

MIB = 1024 * 1024
MAX_FILE = 10 * MIB
"""Largest template read (bytes); the built-in ones have 22 kB, one with photographs some MB."""
MAX_XML = 2 * MIB
"""Largest XML part (bytes); the built-in templates' body has 21 kB."""
_BOUNDS = Bounds(entries=500, part=16 * MIB, total=32 * MIB, ratio=250)
"""The ratio of the built-in templates is 4."""
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii"})
_XML_BOUNDS = XmlBounds(depth=120, attributes=200, elements=100_000, encodings=_ENCODINGS)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises OSError, or TemplateError (``template-too-large``)."""
    try:
        return read_bounded(path, MAX_FILE)
    except TooLargeError as error:
        limit = MAX_FILE // MIB
        raise TemplateError("template-too-large", Location(path.name), limit=limit) from error


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
        container = Container(content, _BOUNDS)
        for name in container.spelled_names:
            part = container.read(name)
            if name.lower().endswith((".xml", ".rels")):
                _check_xml(part, Location(at.file, part=_join(at, name)))
    except ContainerError as error:
        if error.breach is Breach.DAMAGED:
            raise _unreadable(at, explain_file(content, error.reason)) from error
        code = "template-not-docx" if error.breach is Breach.ENCRYPTED else "template-expands"
        raise TemplateError(code, at) from error


def _check_xml(part: bytes, at: Location) -> None:
    if len(part) > MAX_XML:
        raise TemplateError("template-expands", at)
    try:
        check_xml(part, _XML_BOUNDS)
    except XmlError as error:
        if error.fault is XmlFault.DAMAGED:
            raise _unreadable(at, str(error)) from error
        raise TemplateError("template-unsafe-xml", at) from error


def _unreadable(at: Location, reason: Value) -> TemplateError:
    return TemplateError("template-unreadable", at, reason=reason)


def _join(at: Location, name: str) -> str:
    return f"{at.part}/{name}" if at.part else name
