"""Word documents printed on plain pages, all their words in order, or some of them left out.

Read and written without a library, since the programs that stand for an engine start often. The
pages are to be read, not to be looked at: whatever the letter, its shape is that of a digit.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
LINES_PER_PAGE = 30
LETTERS_PER_LINE = 80
FOREIGN = "ประกาศของหน่วยงานอื่นซึ่งไม่มีในเอกสารฉบับนี้และไม่ควรถูกส่งมอบไปพร้อมกัน"
FACE = "AAAAAA+THSarabunNew"
FONT_FILE = Path(__file__).parents[2] / "ita_docs" / "fonts" / "ITAThaiDigits.ttf"


def make_text_pdf(
    pages: Sequence[Sequence[str]],
    keywords: str = "",
    face: str = FACE,
    pictures: Sequence[bytes] = (),
) -> bytes:
    """A PDF of these lines, page by page, whose codes of letters are those of Unicode.

    ``pictures`` are rows of dots, three bytes each, that stand on every page.
    """
    objects = [
        b"",  # the catalogue and the tree of pages, when their numbers are known
        b"",
        f"<< /Keywords {write_text(keywords)} >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{face} /Encoding /Identity-H"
        " /DescendantFonts [5 0 R] /ToUnicode 8 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{face} /FontDescriptor 6 0 R /DW 300"
        " /CIDToGIDMap 9 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0 >> >>".encode(),
        f"<< /Type /FontDescriptor /FontName /{face} /Flags 4 /ItalicAngle 0 /StemV 80 /Ascent 800"
        " /Descent -200 /CapHeight 700 /FontBBox [0 0 1000 1000] /FontFile2 7 0 R >>".encode(),
        write_stream(FONT_FILE.read_bytes()),
        write_stream(build_cmap()),
        write_stream(b"\x00\x02" * 0x10000),
    ]
    kids = []
    shown = ""
    for number, dots in enumerate(pictures):
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {len(dots) // 3} /Height 1"
            f" /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length {len(dots)} >>\nstream\n"
        )
        objects.append(head.encode() + dots + b"\nendstream")
        shown += f" /Im{number} {len(objects)} 0 R"
    for lines in pages:
        drawn = (
            f"BT /F1 8 Tf 20 {820 - 25 * place} Td {write_text(line, mark='')} Tj ET"
            for place, line in enumerate(lines)
        )
        placed = (f"q 9 0 0 9 0 0 cm /Im{number} Do Q" for number in range(len(pictures)))
        objects.append(write_stream("\n".join((*drawn, *placed)).encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << /F1 4 0 R >> /XObject <<{shown} >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return write_objects(objects)


def build_cmap() -> bytes:
    rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    blocks = (rows[start : start + 100] for start in range(0, 256, 100))
    ranges = (f"{len(rows)} beginbfrange\n" + "\n".join(rows) + "\nendbfrange" for rows in blocks)
    return (
        "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "\n".join(ranges)
        + "\nendcmap end"
    ).encode()


def write_text(text: str, mark: str = "FEFF") -> str:
    return f"<{mark}{text.encode('utf-16-be').hex()}>"


def write_stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    head = f"<< /Filter /FlateDecode /Length {len(packed)} /Length1 {len(data)} >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def write_objects(objects: Sequence[bytes]) -> bytes:
    """The whole file: every object at its place, the table of places, the trailer."""
    stream = io.BytesIO()
    stream.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(stream.tell())
        stream.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = stream.tell()
    stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    stream.writelines(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    stream.write(trailer % (len(objects) + 1, table))
    return stream.getvalue()


def print_document(
    docx: bytes, fault: str = "", face: str = FACE, keywords: str | None = None
) -> bytes:
    """The PDF of a Word document, with all its words; or, by ``fault``, without some.

    ``tableless`` leaves the tables out, ``cut`` the end of a long paragraph, ``unnumbered`` the
    headers, ``short`` the last page; ``foreign`` adds a page that is not the document's, and
    ``unmarked`` forgets its keywords. ``keywords`` are written in the place of its own.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = ET.fromstring(parts["word/document.xml"])
    if fault == "tableless":
        for holder in list(body.iter()):
            for table in holder.findall(f"{W}tbl"):
                holder.remove(table)
    lines: list[str] = []
    for paragraph in body.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        wrapped = re.findall(f".{{1,{LETTERS_PER_LINE}}}", text)
        lines += wrapped[:1] if fault == "cut" else wrapped
    pages = [
        lines[start : start + LINES_PER_PAGE] for start in range(0, len(lines), LINES_PER_PAGE)
    ] or [[]]
    if fault == "short":
        pages = pages[:-1] or [["-"]]
    if fault == "foreign":
        pages.append([FOREIGN] * 5)
    headers = {} if fault == "unnumbered" else read_headers(parts, body)
    on_first = "default" if body.find(f".//{W}titlePg") is None else "first"
    numbered = [
        [
            *(
                header.replace("#", str(number))
                for header in headers.get(on_first if number == 1 else "default", ())
            ),
            *page,
        ]
        for number, page in enumerate(pages, start=1)
    ]
    if keywords is None:
        core = ET.fromstring(parts.get("docProps/core.xml", b"<none/>"))
        keywords = "" if fault == "unmarked" else core.findtext(KEYWORDS) or ""
    pictures = [
        dots
        for name, content in sorted(parts.items())
        if name.endswith(".png") and len(dots := read_row(content)) == 12
    ]
    return make_text_pdf(numbered, keywords, face, pictures)


def read_row(png: bytes) -> bytes:
    """The dots of a picture of one row, as stand where the program draws a chart; else nothing."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    if (width, height) != (4, 1):
        return b""
    at = png.index(b"IDAT")
    length = int.from_bytes(png[at - 4 : at], "big")
    return zlib.decompress(png[at + 4 : at + 4 + length])[1:]


def read_headers(parts: dict[str, bytes], body: ET.Element) -> dict[str, list[str]]:
    """The lines of each kind of header (``default``, ``first``), ``#`` for the page's number."""
    relations = ET.fromstring(parts.get("word/_rels/document.xml.rels", b"<none/>"))
    targets = {relation.get("Id"): f"word/{relation.get('Target')}" for relation in relations}
    headers: dict[str, list[str]] = {}
    for reference in body.iter(f"{W}headerReference"):
        name = targets.get(reference.get(f"{R}id"), "")
        kind = reference.get(f"{W}type", "default")
        if name in parts and kind not in headers:
            headers[kind] = read_lines(parts[name])
    return headers


def read_lines(header: bytes) -> list[str]:
    lines = []
    for paragraph in ET.fromstring(header).iter(f"{W}p"):
        text = ""
        for node in paragraph.iter():
            if node.tag == f"{W}fldChar":
                text += {"begin": "\x01", "end": "\x02"}.get(node.get(f"{W}fldCharType", ""), "")
            elif node.tag in (f"{W}t", f"{W}instrText"):
                text += node.text or ""
        if text:
            lines.append(re.sub("\x01[^\x02]*\x02", "#", text))
    return lines
