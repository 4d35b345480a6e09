"""The properties that Word shows under File > Info, written from data and never the clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import Form, Member

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


def pack_core_properties(properties: DocumentProperties) -> Member:
    """The part docProps/core.xml."""
    dated = properties.dated or datetime.date(properties.year.ce - 1, 10, 1)
    moment = f"{dated.isoformat()}T00:00:00Z"
    title, office, year = escape(properties.title), escape(properties.office), str(properties.year)
    return _CORE.fill(CORE_PART, (title, year, office, year, office, office, moment, moment))


def pack_custom_properties(properties: DocumentProperties) -> Member:
    """The part docProps/custom.xml: program version, framework hash and fiscal year."""
    texts = properties.program_version, properties.framework_sha256, str(properties.year)
    return _CUSTOM.fill(CUSTOM_PART, map(escape, texts))


_CORE = Form(
    (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
        '2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>…</dc:title>"
        "<dc:subject>ITA ปีงบประมาณ พ.ศ. …</dc:subject>"
        "<dc:creator>…</dc:creator>"
        "<cp:keywords>ITA; …; …</cp:keywords>"
        "<cp:lastModifiedBy>…</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">…</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">…</dcterms:modified>'
        "<dc:language>th-TH</dc:language></cp:coreProperties>"
    ).split("…")
)
_ENTRIES = "".join(
    f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="ita-docs {name}">'
    "<vt:lpwstr>…</vt:lpwstr></property>"
    for number, name in enumerate(("version", "framework sha256", "fiscal year"), start=2)
)
_CUSTOM = Form(
    (
        f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes">{_ENTRIES}</Properties>'
    ).split("…")
)
