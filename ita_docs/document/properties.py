"""The properties that Word shows under File > Info, written from data and never the clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ita_docs.model import FiscalYear

CORE_PART = "docProps/core.xml"
CUSTOM_PART = "docProps/custom.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """Title, office, the plan's fiscal year, and what the document was made by.

    ``dated`` becomes both the created and the modified date: the date of the announcement, or
    None for the first day of the plan's fiscal year.
    """

    title: str
    office: str
    year: FiscalYear
    program_version: str
    framework_sha256: str
    dated: datetime.date | None = None


def render_core_properties(properties: DocumentProperties) -> bytes:
    """The part docProps/core.xml."""
    dated = properties.dated or datetime.date(properties.year.ce - 1, 10, 1)
    moment = f"{dated.isoformat()}T00:00:00Z"
    office = escape(properties.office)
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
        '2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title>"
        f"<dc:subject>ITA ปีงบประมาณ พ.ศ. {properties.year}</dc:subject>"
        f"<dc:creator>{office}</dc:creator>"
        f"<cp:keywords>ITA; {properties.year}; {office}</cp:keywords>"
        f"<cp:lastModifiedBy>{office}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "<dc:language>th-TH</dc:language></cp:coreProperties>"
    ).encode()


def render_custom_properties(properties: DocumentProperties) -> bytes:
    """The part docProps/custom.xml: program version, framework hash and fiscal year."""
    texts = {
        "ita-docs version": properties.program_version,
        "ita-docs framework sha256": properties.framework_sha256,
        "ita-docs fiscal year": str(properties.year),
    }
    entries = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(texts.items(), start=2)
    )
    return (
        f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes">{entries}</Properties>'
    ).encode()
