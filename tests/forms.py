"""Small Word templates for the tests, made from the words of their body."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, TypedDict
from xml.sax.saxutils import escape
from zipfile import ZipFile

from lxml import etree

from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.word import DocumentProperties, Template, load_template, refill_chart, render_document

TEMPLATES = Path(__file__).parents[1] / "templates"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {
    "w": W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
PROPERTIES = DocumentProperties("เรื่อง", "สพป.ตัวอย่าง", FiscalYear(2563), "1.0", "ab" * 32)


class Row(TypedDict):
    name: str
    lines: list[str]


class Charts(TypedDict):
    pass


class Small(TypedDict):
    """A small schema."""

    title: str
    wide: bool
    rows: list[Row]
    charts: Charts


SMALL: dict[str, Any] = {
    "title": "หนึ่ง",
    "wide": True,
    "rows": [{"name": "ก", "lines": ["x", "y"]}, {"name": "ข", "lines": []}],
    "charts": {},
}


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def make_docx(body: str, **parts: str) -> bytes:
    """The report template with another body; ``parts`` replace parts by name without .xml."""
    members = read_package((TEMPLATES / "report.docx").read_bytes())
    kept = {name: part for name, part in members.items() if "chart" not in name}
    paper = "" if "<w:sectPr" in body else f"<w:sectPr>{A4}</w:sectPr>"
    kept["word/document.xml"] = pack(
        "word/document.xml",
        f'<w:document xmlns:w="{W}"><w:body>{body}{paper}</w:body></w:document>'.encode(),
    )
    for name in ("word/header1.xml", "word/header2.xml", "word/header3.xml"):
        header = etree.fromstring(members[name].content())
        for control in header.findall(".//w:sdt", NS):
            control.getparent().remove(control)
        kept[name] = pack(name, etree.tostring(header))
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        root = etree.fromstring(members[listing].content())
        for entry in list(root):
            if "chart" in (entry.get("PartName") or entry.get("Target") or ""):
                root.remove(entry)
        kept[listing] = pack(listing, etree.tostring(root))
    for name, content in parts.items():
        kept[f"word/{name}.xml"] = pack(f"word/{name}.xml", content.encode())
    return write_package(kept.values())


def load_small(folder: Path, body: str, schema: Any = Small, **parts: str) -> Template:
    path = folder / "template.docx"
    path.write_bytes(make_docx(body, **parts))
    return load_template(str(path), schema=schema, refill=refill_chart)


def render_small(folder: Path, body: str, context: dict[str, Any] | None = None) -> etree._Element:
    """The rendered document part."""
    docx = render_document(load_small(folder, body), context or SMALL, properties=PROPERTIES)
    return read_part(docx, "word/document.xml")


def make_picture(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A black PNG of this size, with more chunks behind its header."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", checksum)

    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * height))
    made = ((b"IHDR", header), *chunks, (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in made)


def read_part(docx: bytes, part: str) -> etree._Element:
    with ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read(part))


def read_names(docx: bytes) -> list[str]:
    with ZipFile(BytesIO(docx)) as package:
        assert package.testzip() is None
        return package.namelist()


def read_words(root: etree._Element) -> list[str]:
    """The text of each paragraph."""
    return ["".join(node.itertext()) for node in root.iter(f"{{{W}}}p")]
