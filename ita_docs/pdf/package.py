"""A .docx as a package of parts: read, change some parts, put together again."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from ita_docs.ooxml import package
from ita_docs.problems import ConversionError

_OFFICE = "http://schemas.openxmlformats.org"
W = f"{{{_OFFICE}/wordprocessingml/2006/main}}"
A = f"{{{_OFFICE}/drawingml/2006/main}}"
C = f"{{{_OFFICE}/drawingml/2006/chart}}"
WP = f"{{{_OFFICE}/drawingml/2006/wordprocessingDrawing}}"
PIC = f"{{{_OFFICE}/drawingml/2006/picture}}"
R = f"{{{_OFFICE}/officeDocument/2006/relationships}}"
CONTENT_TYPES = f"{{{_OFFICE}/package/2006/content-types}}"
DC = "{http://purl.org/dc/elements/1.1/}"
IMAGE = f"{_OFFICE}/officeDocument/2006/relationships/image"


def read_parts(docx: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name, in the order of the package.

    Raises `ConversionError` for bytes that are no Word document: LibreOffice would typeset
    them as text and call it a success.
    """
    try:
        parts = package.read_parts(docx)
    except package.PackageError as error:
        raise ConversionError("pdf-docx-unreadable", reason=error) from error
    if "word/document.xml" not in parts:
        raise ConversionError("pdf-docx-unreadable", reason="word/document.xml")
    return parts


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Put the parts together; uncompressed, since the copy lives for one conversion."""
    return package.write_package(
        package.pack(name, content, level=0) for name, content in parts.items()
    )


def parse_part(name: str, data: bytes) -> etree._Element:
    """Parse the XML of a part; it loads nothing from elsewhere and expands no entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ConversionError("pdf-docx-unreadable", reason=f"{name}: {error}") from error


def write_part(root: etree._Element) -> bytes:
    """The XML of a part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def is_text_part(name: str) -> bool:
    """Say whether the part holds paragraphs or their styles."""
    folder, file = posixpath.split(name)
    return folder == "word" and file.endswith(".xml")


def read_title(parts: Mapping[str, bytes]) -> str:
    """The title in the document's properties, or an empty string."""
    return _read_property(parts, "title")


def read_creator(parts: Mapping[str, bytes]) -> str:
    """The author in the document's properties, or an empty string."""
    return _read_property(parts, "creator")


def _read_property(parts: Mapping[str, bytes], name: str) -> str:
    core = "docProps/core.xml"
    if core not in parts:
        return ""
    return (parse_part(core, parts[core]).findtext(f"{DC}{name}") or "").strip()
