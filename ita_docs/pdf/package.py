"""A .docx as a package of parts: read, change some parts, put together again."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from ita_docs.ooxml import package
from ita_docs.ooxml.relationships import (
    RELATIONSHIPS,
    Relationship,
    list_relationships,
    name_relationships,
    resolve,
)
from ita_docs.ooxml.scanning import XmlError
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
CP_RELATIONSHIP = f"{_OFFICE}/package/2006/relationships/metadata/core-properties"
CP_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CP = f"{{{_OFFICE}/package/2006/metadata/core-properties}}"
IMAGE = f"{_OFFICE}/officeDocument/2006/relationships/image"

_RELATIONSHIPS = "_rels/.rels"


def read_parts(docx: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name, in the order of the package.

    Raises `ConversionError` for bytes that are no Word document: LibreOffice would typeset
    them as text and call it a success.
    """
    try:
        parts = package.read_parts(docx)
    except package.PackageError as error:
        raise ConversionError("pdf-docx-unreadable", reason=error) from error
    for name in ("word/document.xml", "[Content_Types].xml", _RELATIONSHIPS):
        if name not in parts:
            raise ConversionError("pdf-docx-unreadable", reason=name)
    return parts


def read_relationships(parts: Mapping[str, bytes], part: str) -> list[Relationship]:
    """The relationships of a part; of the package itself for an empty name.

    Raises `ConversionError` when they are no XML.
    """
    name = name_relationships(part)
    try:
        return list_relationships(parts[name]) if name in parts else []
    except XmlError as error:
        raise ConversionError("pdf-docx-unreadable", reason=f"{name}: {error}") from error


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
    core = _name_core_part(parts)
    if core is None:
        return ""
    return (parse_part(core, parts[core]).findtext(f"{DC}{name}") or "").strip()


def _name_core_part(parts: Mapping[str, bytes]) -> str | None:
    """The part that holds the document's properties."""
    for relationship in read_relationships(parts, ""):
        if relationship.type == CP_RELATIONSHIP:
            name = resolve("", relationship.target)
            return name if name in parts else None
    return None


def write_keywords(parts: Mapping[str, bytes], keywords: str) -> dict[str, bytes]:
    """The parts with these keywords alone in the document's properties, which are made if need be.

    Raises `ConversionError` when the properties are no XML.
    """
    changed = dict(parts)
    core = _name_core_part(parts)
    if core is None:
        core = "docProps/core-made.xml"
        root = etree.Element(f"{CP}coreProperties", nsmap={"cp": CP.strip("{}")})
        _add_entry(
            changed, _RELATIONSHIPS, f"{{{RELATIONSHIPS}}}Relationship",
            Id="rIdCoreMade", Type=CP_RELATIONSHIP, Target=core,
        )  # fmt: skip
        _add_entry(
            changed, "[Content_Types].xml", f"{CONTENT_TYPES}Override",
            PartName=f"/{core}", ContentType=CP_TYPE,
        )  # fmt: skip
    else:
        root = parse_part(core, parts[core])
    for old in root.findall(f"{CP}keywords"):
        root.remove(old)
    etree.SubElement(root, f"{CP}keywords").text = keywords
    changed[core] = write_part(root)
    return changed


def _add_entry(parts: dict[str, bytes], name: str, tag: str, **attributes: str) -> None:
    root = parse_part(name, parts[name])
    etree.SubElement(root, tag, attributes)
    parts[name] = write_part(root)
