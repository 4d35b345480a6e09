"""Workbooks that are broken in one known way each, or unusual and yet sound.

Every function is deterministic and returns the bytes of a file. ``REFUSED`` are files that cannot
be used, ``FAULTY`` have something wrong with their sheets or headers, ``SOUND`` must read like the
plain workbook. Written part by part, since no writer makes these mistakes on demand.

    python tests/corpus/make_corpus.py FOLDER      writes them all
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

OFFICE = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
SCORES = ("96.31", "80.48", "88.82", "85.83", "89.93", "92.83", "84.12", "84.12", "85.2", "62.95")

Grid = Mapping[str, str | int | float]
"""Cells by address; str is text, int and float are numbers, a str beginning with ``<`` is XML."""


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, cells, and raw XML before and behind ``sheetData``."""

    name: str
    cells: Grid
    before: str = ""
    behind: str = ""
    state: str = ""
    rows: Mapping[int, str] = field(default_factory=dict)


def letters(column: int) -> str:
    return (
        chr(64 + column)
        if column <= 26
        else letters((column - 1) // 26) + chr(65 + (column - 1) % 26)
    )


def grid(rows: list[list[str | int | float]]) -> dict[str, str | int | float]:
    return {
        f"{letters(column)}{number}": value
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value != ""
    }


def offices(**changes: object) -> Sheet:
    headers: list[str | int | float] = ["ชื่อหน่วยงาน", "ชื่อย่อ", "ปีงบประมาณที่ประเมิน", "ปีงบประมาณของแผน"]
    return replace(
        Sheet("หน่วยงาน", grid([headers, [OFFICE, "สพป.ภูเก็ต", 2562, 2563]])),
        **changes,  # type: ignore[arg-type]
    )


def scores(**changes: object) -> Sheet:
    headers = ["ชื่อหน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "IIT", "EIT", "OIT"]
    headers += ["คะแนนรวม", "ระดับ"]
    numbers = [float(score) for score in SCORES]
    row = [OFFICE, *numbers, 26.48, 26.11, 29.63, 82.22, "B"]
    return replace(Sheet("คะแนน", grid([list(headers), row])), **changes)  # type: ignore[arg-type]


def measures(**changes: object) -> Sheet:
    headers: list[str | int | float] = ["ชื่อหน่วยงาน", "ตัวชี้วัด", "ผู้รับผิดชอบ", "มาตรการในการพัฒนา"]
    rows: list[list[str | int | float]] = [headers, [OFFICE, 10, "กลุ่มอำนวยการ", "ประเมินความเสี่ยง"]]
    return replace(Sheet("มาตรการ", grid(rows)), **changes)  # type: ignore[arg-type]


def change(sheet: Sheet, **cells: str | int | float) -> Sheet:
    """The sheet with cells put in place (or taken away, with "")."""
    new = {**sheet.cells, **cells}
    return replace(sheet, cells={address: value for address, value in new.items() if value != ""})


def styled(sheet: Sheet, style: int, *addresses: str) -> Sheet:
    """The sheet with cells in a style of ``STYLES``: 2 a date, 3 a percentage, 4 struck out."""
    cells = {address: cell_xml(address, sheet.cells[address], style) for address in addresses}
    return change(sheet, **cells)


def move(sheet: Sheet, rows: int) -> Sheet:
    """The sheet with everything so many rows further down."""

    def moved(address: str) -> str:
        name, number = re.fullmatch("([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]
        return f"{name}{int(number) + rows}"

    return replace(sheet, cells={moved(a): value for a, value in sheet.cells.items()})


# --- parts --------------------------------------------------------------------------------------


def cell_xml(address: str, value: str | int | float, style: int = 0) -> str:
    """One cell: text inline, a number as it is; XML as given."""
    head = f'<c r="{address}"' + (f' s="{style}"' if style else "")
    if isinstance(value, str):
        if value.startswith("<"):
            return value
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"{head}><v>{value}</v></c>"


def sheet_xml(sheet: Sheet, cell: Callable[[str, str | int | float], str] = cell_xml) -> str:
    by_row: dict[int, list[tuple[int, str]]] = {}
    for address, value in sheet.cells.items():
        name, number = re.fullmatch("([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]
        order = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(name)))
        by_row.setdefault(int(number), []).append((order, cell(address, value)))
    rows = "".join(
        f'<row r="{number}"{sheet.rows.get(number, "")}>'
        + "".join(xml for _, xml in sorted(by_row[number]))
        + "</row>"
        for number in sorted(by_row)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{REL}">'
        f"{sheet.before}<sheetData>{rows}</sheetData>{sheet.behind}</worksheet>"
    )


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="[$-D07041E]d mmmm yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="164"/>'
    '<xf numFmtId="10"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
)


def make_parts(*sheets: Sheet, extra_workbook: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook by name, ready to be spoilt."""
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"'
        + (f' state="{sheet.state}"' if sheet.state else "")
        + "/>"
        for n, sheet in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{types}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets>'
        f"{extra_workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId900" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": sheet_xml(sheet)
            for n, sheet in enumerate(sheets, start=1)
        },
    }


def pack(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in a zip container with fixed times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, part)
    return stream.getvalue()


def plain() -> bytes:
    """A sound workbook of one office."""
    return pack(make_parts(offices(), scores(), measures()))


def with_sheets(*sheets: Sheet, extra_workbook: str = "") -> bytes:
    return pack(make_parts(*sheets, extra_workbook=extra_workbook))


def with_part(name: str, edit: Callable[[str], str | bytes]) -> bytes:
    """The plain workbook with one part edited."""
    parts = make_parts(offices(), scores(), measures())
    parts[name] = edit(str(parts[name]))
    return pack(parts)


# --- files that cannot be used: name -> (bytes, code) -------------------------------------------


def ole(stream: str) -> bytes:
    """The head of an OLE container with one stream in its directory."""
    sector = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    return sector + f"{stream}\0".encode("utf-16-le").ljust(512, b"\0")


def truncated(share: float) -> bytes:
    data = plain()
    return data[: int(len(data) * share)]


def bad_checksum() -> bytes:
    data = bytearray(pack(make_parts(offices(), scores()), zipfile.ZIP_STORED))
    where = data.find(b"<worksheet")
    data[where + 400] ^= 0x01
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the central directory that point at the same bytes."""
    parts = make_parts(offices(), scores())
    parts["xl/one.xml"] = parts["xl/two.xml"] = "<same/>"
    data = pack(parts)
    first = data.find(b"PK\x03\x04", data.find(b"xl/worksheets/sheet2.xml") + 1)
    second = data.find(b"PK\x03\x04", first + 4)
    central = data.rfind(b"PK\x01\x02")
    patched = bytearray(data)
    assert patched[central + 42 : central + 46] == second.to_bytes(4, "little")
    patched[central + 42 : central + 46] = first.to_bytes(4, "little")
    return bytes(patched).replace(b"xl/two.xml", b"xl/one.xml", 1)


def quoted() -> bytes:
    """One entry that reaches over the header of the next, as the densest zip bombs do."""
    data = bytearray(pack(make_parts(offices(), scores()), zipfile.ZIP_STORED))
    central = data.find(b"PK\x01\x02")
    size = int.from_bytes(data[central + 20 : central + 24], "little") + 60
    for where in (central + 20, central + 24):
        data[where : where + 4] = size.to_bytes(4, "little")
    return bytes(data)


def renamed_inside() -> bytes:
    """The directory calls a part by one name, its own header by another."""
    data = plain()
    where = data.find(b"xl/worksheets/sheet2.xml")
    return data[:where] + b"xl/worksheets/sheet9.xml" + data[where + 24 :]


def encrypted_entry() -> bytes:
    data = bytearray(plain())
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 0x01
    return bytes(data)


def lying_size() -> bytes:
    """The directory says a part is small; inflated it is not."""
    data = bytearray(plain())
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (40).to_bytes(4, "little")
    return bytes(data)


def bomb(size: int) -> bytes:
    parts = make_parts(offices(), scores())
    parts["xl/media/image1.png"] = bytes(size)
    return pack(parts)


def lone_zip(**parts: str | bytes) -> bytes:
    return pack({name.replace("__", "/").replace("_dot_", "."): p for name, p in parts.items()})


def doctype(declaration: str, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    return with_part(part, lambda xml: xml.replace("?>", "?>" + declaration, 1))


def nested(depth: int) -> bytes:
    inner = "<x>" * depth + "</x>" * depth
    return with_part(
        "xl/worksheets/sheet2.xml", lambda xml: xml.replace("<sheetData>", inner + "<sheetData>")
    )


def twice(name: str) -> bytes:
    """A container holding one part twice."""
    stream = io.BytesIO()
    parts = make_parts(offices(), scores())
    with zipfile.ZipFile(stream, "w") as archive:
        for each in (*parts, name):
            info = zipfile.ZipInfo(each if each not in archive.namelist() else each.upper())
            archive.writestr(info, parts[each])
    return stream.getvalue()


def in_sheet(old: str, new: str, number: int = 2) -> bytes:
    """The plain workbook with a piece of one sheet's XML replaced."""

    def edit(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new, 1)

    return with_part(f"xl/worksheets/sheet{number}.xml", edit)


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
CSV = "ชื่อหน่วยงาน,ตัวชี้วัดที่ 1\nสพป.ภูเก็ต,96.31\n"

REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty-file": (lambda: b"", "file-empty"),
    "zeros": (lambda: bytes(5000), "file-damaged"),
    "password": (lambda: ole("EncryptedPackage"), "file-password"),
    "old-xls": (lambda: ole("Workbook"), "file-xls"),
    "older-xls": (lambda: ole("Book"), "file-xls"),
    "old-doc": (lambda: ole("WordDocument"), "file-not-workbook"),
    "csv-utf8": (lambda: CSV.encode(), "file-csv"),
    "csv-tis620": (lambda: CSV.encode("cp874"), "file-csv"),
    "csv-utf16": (lambda: CSV.encode("utf-16"), "file-csv"),
    "html": (lambda: b"\n<HTML><table><tr><td>1</td></tr></table>", "file-html"),
    "html-bom": (lambda: b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "file-html"),
    "xml-2003": (lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "file-xml"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\n", "file-pdf"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-not-workbook"),
    "docx": (
        lambda: lone_zip(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}),
        "file-word",
    ),
    "ods": (
        lambda: lone_zip(
            mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<o/>"
        ),
        "file-ods",
    ),
    "xlsb": (
        lambda: lone_zip(**{"[Content_Types].xml": "<Types/>", "xl__workbook.bin": b"\x83\x01"}),
        "file-xlsb",
    ),
    "zip-of-workbooks": (lambda: lone_zip(scores_dot_xlsx=plain()), "file-zipped"),
    "zip-of-photos": (lambda: lone_zip(a_dot_jpg=b"\xff\xd8"), "file-not-workbook"),
    "empty-zip": (lambda: pack({}), "file-not-workbook"),
    "cut-at-half": (lambda: truncated(0.5), "file-damaged"),
    "cut-at-the-end": (lambda: truncated(0.99), "file-damaged"),
    "bad-checksum": (bad_checksum, "file-damaged"),
    "overlapping-entries": (overlapping, "file-damaged"),
    "encrypted-entry": (encrypted_entry, "file-password"),
    "lying-size": (lying_size, "file-damaged"),
    "quoted-entries": (quoted, "file-damaged"),
    "entry-with-another-name": (renamed_inside, "file-damaged"),
    "sheet-outside-the-container": (
        lambda: with_part(
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace("worksheets/sheet2.xml", "../../../../etc/passwd"),
        ),
        "file-damaged",
    ),
    "sheet-on-the-network": (
        lambda: with_part(
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace(
                'Target="worksheets/sheet2.xml"',
                'Target="http://localhost/sheet2.xml" TargetMode="External"',
            ),
        ),
        "file-damaged",
    ),
    "date-that-is-a-number": (lambda: in_sheet('<c r="C2">', '<c r="C2" t="d">'), "file-damaged"),
    "utf-7": (lambda: in_sheet("UTF-8", "UTF-7"), "file-damaged"),
    "bomb-by-ratio": (lambda: bomb(8 * 1024 * 1024), "file-expands"),
    "bomb-by-size": (lambda: bomb(120 * 1024 * 1024), "file-expands"),
    "too-many-entries": (
        lambda: pack({**make_parts(offices()), **{f"x/{n}": b"" for n in range(2100)}}),
        "file-expands",
    ),
    "part-twice": (lambda: twice("xl/worksheets/sheet2.xml"), "file-damaged"),
    "part-outside": (
        lambda: pack({**make_parts(offices()), "../evil.xml": "<x/>"}),
        "file-damaged",
    ),
    "part-with-root": (lambda: pack({**make_parts(offices()), "/etc/x": "<x/>"}), "file-damaged"),
    "entities": (lambda: doctype(LAUGHS), "file-unsafe-xml"),
    "external-entity": (lambda: doctype(EXTERNAL), "file-unsafe-xml"),
    "doctype-in-styles": (
        lambda: with_part("xl/styles.xml", lambda xml: "<!DOCTYPE styleSheet>" + xml),
        "file-unsafe-xml",
    ),
    "nested-deeply": (lambda: nested(5000), "file-unsafe-xml"),
    "many-attributes": (
        lambda: in_sheet("<row r", "<row " + " ".join(f'a{n}="1"' for n in range(200)) + " r"),
        "file-unsafe-xml",
    ),
    "xml-cut-short": (
        lambda: with_part("xl/worksheets/sheet2.xml", lambda xml: xml[:900]),
        "file-damaged",
    ),
    "unknown-encoding": (
        lambda: with_part(
            "xl/workbook.xml", lambda x: '<?xml version="1.0" encoding="no-such"?>' + x
        ),
        "file-damaged",
    ),
    "sheet-part-missing": (
        lambda: pack(
            {n: p for n, p in make_parts(offices(), scores()).items() if "sheet2" not in n}
        ),
        "file-damaged",
    ),
    "two-sheets-one-part": (
        lambda: with_part(
            "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("sheet2.xml", "sheet1.xml")
        ),
        "file-damaged",
    ),
    "workbook-part-missing": (
        lambda: pack({n: p for n, p in make_parts(offices()).items() if n != "xl/workbook.xml"}),
        "file-not-workbook",
    ),
    "cell-twice": (lambda: in_sheet('r="C2"', 'r="B2"'), "file-damaged"),
    "cell-in-another-row": (lambda: in_sheet('r="C2"', 'r="C7"'), "file-damaged"),
    "cell-without-column": (lambda: in_sheet('r="C2"', 'r="2"'), "file-damaged"),
    "cell-beyond-last-column": (lambda: in_sheet('r="P2"', 'r="ZZZ2"'), "file-damaged"),
    "row-zero": (lambda: in_sheet('<row r="2"', '<row r="0"'), "file-damaged"),
    "cell-of-unknown-type": (lambda: in_sheet('<c r="C2">', '<c r="C2" t="zz">'), "file-damaged"),
    "string-index-beyond": (lambda: in_sheet('<c r="C2">', '<c r="C2" t="s">'), "file-damaged"),
    "merge-without-range": (
        lambda: with_sheets(
            offices(), scores(behind='<mergeCells><mergeCell ref="x"/></mergeCells>')
        ),
        "file-damaged",
    ),
}
"""Fault -> how to make it, and the code it must be refused with."""


# --- something wrong with sheets or headers: name -> (bytes, code, address) ---------------------

SUM = '<c r="O2"><f>SUM(L2:N2)</f><v>82.22</v></c>'


def linked() -> bytes:
    """A formula that points to another workbook, beside a table's column that only looks so."""
    foreign = "<c r='{0}2'><f>{1}</f><v>96.31</v></c>"
    sheet = change(
        scores(), B2=foreign.format("B", "'[1]ผล 2562'!$B$4"), C2=foreign.format("C", "Table1[1]")
    )
    parts = make_parts(offices(), sheet)
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>",
        f'<Relationship Id="x" Type="{REL}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        "</Relationships>",
    )
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    return pack(parts)


MERGE_NAMES = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
MERGE_SCORES = '<mergeCells count="1"><mergeCell ref="B2:C2"/></mergeCells>'
MERGE_ALL = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def merge(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{a}"/>' for a in areas) + "</mergeCells>"


FOOTERS: tuple[tuple[str, str, dict[str, str | int | float], str], ...] = (
    ("average", "ค่าเฉลี่ย", {"B5": 85.5, "O5": 84}, "'คะแนน'!A5"),
    ("average-of-the-country", "คะแนนเฉลี่ยระดับประเทศ", {"O5": 93.82}, "'คะแนน'!A5"),
    ("sum", "รวม", {"B5": 855}, "'คะแนน'!A5"),
    ("sum-in-english", "Total:", {"B5": 855}, "'คะแนน'!A5"),
    ("note", "หมายเหตุ : ข้อมูล ณ วันที่ 1 ตุลาคม 2563", {}, "'คะแนน'!A5"),
    ("source", "ที่มา สำนักงาน ป.ป.ช.", {}, "'คะแนน'!A5"),
    ("merged", "รวมทั้งสิ้น", {"behind": merge("A5:C5"), "D5": 1}, "'คะแนน'!A5"),
)
"""Rows below a table that are no office's: text, other cells, and where."""


def footer(text: str, behind: str = "", **cells: str | int | float) -> bytes:
    return with_sheets(offices(), change(scores(behind=behind), A5=text, **cells), measures())


FAULTY: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "no-scores-sheet": (lambda: with_sheets(offices()), "sheet-missing", ""),
    "no-offices-sheet": (lambda: with_sheets(scores()), "sheet-missing", ""),
    "scores-sheet-twice": (
        lambda: with_sheets(offices(), scores(), scores(name="ผลคะแนน")),
        "sheet-repeated",
        "'ผลคะแนน'",
    ),
    "sheet-copied-by-google": (
        lambda: with_sheets(offices(), scores(), scores(name="สำเนาของคะแนน")),
        "sheet-copy",
        "'สำเนาของคะแนน'",
    ),
    "sheet-copied-by-libreoffice": (
        lambda: with_sheets(offices(), scores(), scores(name="คะแนน_2")),
        "sheet-copy",
        "'คะแนน_2'",
    ),
    "copied-sheet": (
        lambda: with_sheets(offices(), scores(), scores(name="คะแนน (2)")),
        "sheet-copy",
        "'คะแนน (2)'",
    ),
    "misspelt-sheet": (
        lambda: with_sheets(offices(), scores(), measures(name="มาตราการ")),
        "sheet-misspelt",
        "'มาตราการ'",
    ),
    "other-sheet": (
        lambda: with_sheets(offices(), scores(), Sheet("งบประมาณ", grid([["รายการ", 1]]))),
        "sheet-unknown",
        "'งบประมาณ'",
    ),
    "hidden-sheet": (
        lambda: with_sheets(offices(), scores(state="hidden")),
        "sheet-hidden",
        "'คะแนน'",
    ),
    "very-hidden-sheet": (
        lambda: with_sheets(offices(), scores(state="veryHidden")),
        "sheet-hidden",
        "'คะแนน'",
    ),
    "no-header-row": (
        lambda: with_sheets(offices(), move(scores(), 12)),
        "header-row-missing",
        "'คะแนน'",
    ),
    "header-taken-away": (
        lambda: with_sheets(offices(), change(scores(), D1="", D2="")),
        "header-missing",
        "'คะแนน'!1:1",
    ),
    "header-twice": (
        lambda: with_sheets(offices(), change(scores(), Q1="ตัวชี้วัดที่ ๓")),
        "header-repeated",
        "'คะแนน'!Q1",
    ),
    "header-unknown": (
        lambda: with_sheets(offices(), change(scores(), Q1="จำนวนผู้ตอบ")),
        "header-unknown",
        "'คะแนน'!Q1",
    ),
    "header-misspelt": (
        lambda: with_sheets(offices(), change(scores(), O1="คะแนนรวมม")),
        "header-misspelt",
        "'คะแนน'!O1",
    ),
    "indicator-with-another-name": (
        lambda: with_sheets(offices(), change(scores(), B1="ตัวชี้วัดที่ 1 การใช้งบประมาณ")),
        "header-missing",
        "'คะแนน'!1:1",
    ),
    "indicator-of-last-year": (
        lambda: with_sheets(offices(), change(scores(), B1="ตัวชี้วัดที่ 1 (ปีก่อน)")),
        "header-missing",
        "'คะแนน'!1:1",
    ),
    "data-without-header": (
        lambda: with_sheets(offices(), change(scores(), R2=77)),
        "column-unheaded",
        "'คะแนน'!R2",
    ),
    "hidden-row": (
        lambda: with_sheets(offices(), scores(rows={2: ' hidden="1"'})),
        "row-hidden",
        "'คะแนน'!2:2",
    ),
    "hidden-column": (
        lambda: with_sheets(
            offices(), scores(before='<cols><col min="3" max="4" width="9" hidden="1"/></cols>')
        ),
        "column-hidden",
        "'คะแนน'!C:C",
    ),
    "merged-scores": (
        lambda: with_sheets(offices(), scores(behind=MERGE_SCORES)),
        "cells-merged",
        "'คะแนน'!B2:C2",
    ),
    "merged-names": (
        lambda: with_sheets(
            offices(), scores(), change(measures(behind=MERGE_NAMES), B3=7, D3="ปรับปรุงเว็บไซต์")
        ),
        "cells-merged",
        "'มาตรการ'!A2:A3",
    ),
    "whole-sheet-merged": (
        lambda: with_sheets(offices(), scores(behind=MERGE_ALL)),
        "cells-merged",
        "'คะแนน'!A1:XFD1048576",
    ),
    "bands-merged-over-empty-headers": (
        lambda: with_sheets(
            offices(),
            change(
                move(scores(behind='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'), 1),
                A1="ชื่อหน่วยงาน",
                A2="",
            ),
        ),
        "cells-merged",
        "'คะแนน'!A1:C1",
    ),
    "direction-mark-in-a-header": (
        lambda: with_sheets(offices(), change(scores(), C1="ตัวชี้วัดที่ 2\u200f", D1="\u202aตัวชี้วัดที่ 3")),
        "header-bidi",
        "'คะแนน'!C1",
    ),
    "row-struck-out": (
        lambda: with_sheets(offices(), styled(scores(), 4, *(f"{c}2" for c in "ABCDEFGHIJKLMNOP"))),
        "row-struck",
        "'คะแนน'!2:2",
    ),
    "saved-before-it-was-calculated": (
        lambda: with_sheets(
            offices(),
            change(scores(), O2=SUM),
            extra_workbook='<calcPr calcMode="manual" calcCompleted="0"/>',
        ),
        "results-pending",
        "'คะแนน'!O2",
    ),
    "formula-of-another-workbook": (linked, "results-of-other-workbook", "'คะแนน'!B2"),
    "no-rows": (
        lambda: with_sheets(
            offices(), scores(cells={a: v for a, v in scores().cells.items() if a.endswith("1")})
        ),
        "table-empty",
        "'คะแนน'",
    ),
    "blank-sheet": (lambda: with_sheets(offices(), Sheet("คะแนน", {})), "table-empty", "'คะแนน'"),
    **{
        f"footer-{name}": (lambda text=text, cells=cells: footer(text, **cells), "row-left-out", at)
        for name, text, cells, at in FOOTERS
    },
}
"""Fault -> how to make it, the code it must give, and where (without the file's name)."""


FOOTER_NAMES = [f"footer-{name}" for name, _, _, _ in FOOTERS]

# --- unusual and sound: name -> bytes ----------------------------------------------------------


def shared_strings() -> bytes:
    """As Excel writes text: an index into shared strings, some rich, some with a phonetic guide."""
    strings: list[str] = []

    def cell(address: str, value: str | int | float) -> str:
        if not isinstance(value, str):
            return cell_xml(address, value)
        half = len(value) // 2
        strings.append(
            f"<si><r><t>{value[:half]}</t></r><r><rPr><b/></rPr>"
            f'<t xml:space="preserve">{value[half:]}</t></r>'
            '<rPh sb="0" eb="1"><t>kana</t></rPh></si>'
        )
        return f'<c r="{address}" t="s"><v>{len(strings) - 1}</v></c>'

    sheets = (offices(), scores(), measures())
    parts = make_parts(*sheets)
    for number, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(sheet, cell)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>",
        f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
    )
    return pack(parts)


def strict() -> bytes:
    """As Excel saves "Strict Open XML": the same elements in other namespaces."""
    parts = make_parts(offices(), scores(), measures())
    return pack(
        {
            name: str(part)
            .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(REL, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            for name, part in parts.items()
        }
    )


def without_addresses() -> bytes:
    """Cells and rows without their addresses, counted from the left and the top."""
    parts = make_parts(offices(), scores(), measures())
    return pack(
        {
            name: re.sub(r'<(c|row) r="[A-Z0-9]+"', r"<\1", str(part)) if "sheet" in name else part
            for name, part in parts.items()
        }
    )


def wrong_dimension() -> bytes:
    return with_sheets(offices(), scores(before='<dimension ref="A1:A1"/>'), measures())


def rows_out_of_order() -> bytes:
    def edit(xml: str) -> str:
        rows = re.findall("<row.*?</row>", xml)
        return re.sub("<row.*</row>", lambda _: "".join(reversed(rows)), xml)

    return with_part("xl/worksheets/sheet2.xml", edit)


def formulas_with_results() -> bytes:
    def edit(xml: str) -> str:
        xml = xml.replace('<c r="O2">', '<c r="O2"><f>SUM(L2:N2)</f>')
        return xml.replace('<c r="B2">', '<c r="B2"><f t="shared" ref="B2:C2" si="0">1+1</f>')

    return with_part("xl/worksheets/sheet2.xml", edit)


def formatting_only_rows() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 3000)
    )
    return in_sheet("</sheetData>", rows + "</sheetData>")


def english() -> bytes:
    heads = {"A1": "Office", "L1": "iit", "O1": "TOTAL SCORE", "P1": "Level"}
    heads |= {f"{letters(n + 1)}1": f"Indicator {n}" if n % 2 else f"I{n}" for n in range(1, 11)}
    return with_sheets(
        change(offices(name="Offices"), A1="Office name", B1="Short name", C1="Fiscal year"),
        change(scores(name="scores"), **heads),
        change(measures(name="Measures"), A1="Office", B1="Indicator", D1="Measures"),
    )


def mistyped_thai() -> bytes:
    """What looks right and is typed otherwise: เเ, decomposed ำ, zero-width and other spaces."""
    heads = {
        "A1": "ชื่อ\u200bหน่วยงาน ",
        "B1": "ตัวชี้วัด ที่\u00a0๑",
        "C1": "ตัวชี้วัดที่ ๒ การใช้งบประมาณ",
        "D1": "ตัวชี้วัดที่ 3\n(การใช้อํานาจ)",
        "E1": "การใช้ทรัพย์สินของทางราชการ",
        "O1": "คะเเนนรวม",
    }
    return with_sheets(offices(), change(scores(name=" คะเเนน "), **heads), measures())


def title_above() -> bytes:
    title = "ผลการประเมิน ITA"
    merged = '<mergeCells><mergeCell ref="A1:P1"/></mergeCells>'
    moved = change(move(scores(behind=merged), 3), A1=title)
    return with_sheets(offices(), moved, measures())


def with_furniture() -> bytes:
    """Pictures, comments, tables, charts, names, filters, rules: nothing of which is read."""
    behind = (
        '<autoFilter ref="A1:P2"/><conditionalFormatting sqref="B2"><cfRule type="zz" dxfId="99" '
        'priority="1"/></conditionalFormatting><dataValidations><dataValidation sqref="B2" '
        'type="decimal"><formula1>0</formula1></dataValidation></dataValidations><hyperlinks>'
        '<hyperlink ref="A1:XFD1048576" r:id="none"/></hyperlinks><drawing r:id="rId77"/>'
        '<legacyDrawing r:id="rId78"/><tableParts><tablePart r:id="rId79"/></tableParts>'
        '<extLst><ext uri="{x}"/></extLst>'
    )
    parts = make_parts(
        offices(),
        scores(behind=behind),
        measures(),
        extra_workbook='<definedNames><definedName name="x">#REF!</definedName></definedNames>',
    )
    parts["xl/vbaProject.bin"] = bytes(range(200))
    parts["xl/drawings/drawing1.xml"] = "<not-closed>"
    return pack(parts)


def plus_sheets() -> bytes:
    notes = Sheet("หมายเหตุ", grid([["ชื่อหน่วยงาน", "ตัวชี้วัดที่ 1"]]))
    return with_sheets(notes, offices(), scores(), measures(), replace(notes, name="คำชี้แจง 2"))


BANDS = {"B1": "IIT", "G1": "EIT", "J1": "OIT"}
MERGED_BANDS = "".join(f'<mergeCell ref="{r}"/>' for r in ("B1:F1", "G1:I1", "J1:K1"))


def bands() -> bytes:
    """The instruments as bands merged above the indicators."""
    behind = f"<mergeCells>{MERGED_BANDS}</mergeCells>"
    return with_sheets(offices(), change(move(scores(behind=behind), 1), **BANDS), measures())


def bands_beside_merged_headers() -> bytes:
    """The same, where the other headers are merged downwards over both rows."""
    others = ("A", "L", "M", "N", "O", "P")
    merged = MERGED_BANDS + "".join(f'<mergeCell ref="{c}1:{c}2"/>' for c in others)
    heads = {f"{c}1": scores().cells[f"{c}1"] for c in others} | {f"{c}2": "" for c in others}
    sheet = move(scores(behind=f"<mergeCells>{merged}</mergeCells>"), 1)
    return with_sheets(offices(), change(sheet, **BANDS, **heads), measures())


def numbered_headers() -> bytes:
    """Headers typed as 1 to 10, which a format shows as ตัวชี้วัดที่ 1 to 10."""
    heads = {f"{letters(n + 1)}1": cell_xml(f"{letters(n + 1)}1", n, 1) for n in range(1, 11)}
    parts = make_parts(offices(), change(scores(), **heads), measures())
    parts["xl/styles.xml"] = STYLES.replace(
        "[$-D07041E]d mmmm yyyy", "&quot;ตัวชี้วัดที่ &quot;0"
    ).replace('<xf numFmtId="2"/>', '<xf numFmtId="164"/>')
    return pack(parts)


def footnotes_in_headers() -> bytes:
    """A raised number behind one header, an old word struck out in another."""
    raised = '<r><rPr><vertAlign val="superscript"/></rPr><t>1)</t></r>'
    struck = "<r><rPr><strike/></rPr><t>คะแนนเดิม </t></r>"
    heads = {
        "C1": f'<c r="C1" t="inlineStr"><is><r><t>ตัวชี้วัดที่ 2</t></r>{raised}</is></c>',
        "O1": f'<c r="O1" t="inlineStr"><is>{struck}<r><t>คะแนนรวม</t></r></is></c>',
    }
    return with_sheets(offices(), change(scores(), **heads), measures())


def runs_all_alike() -> bytes:
    """Texts in pieces that are all shown: bold, coloured, raised as a whole, white on a dark
    cell."""
    runs = (
        "<r><rPr><b/><color rgb='FFFFFFFF'/></rPr><t>สพป.</t></r>"
        "<r><rPr><color rgb='FFFFFF00'/></rPr><t>ภูเก็ต</t></r>"
    )
    raised = "<r><rPr><vertAlign val='superscript'/></rPr><t>กลุ่มอำนวยการ</t></r>"
    office = change(offices(), B2=f"<c r='B2' t='inlineStr'><is>{runs}</is></c>")
    measure = change(measures(), C2=f"<c r='C2' t='inlineStr'><is>{raised}</is></c>")
    plain_text = '<strike val="0"/><vertAlign val="baseline"/>'
    score = f"<c r='P2' t='inlineStr'><is><r><rPr>{plain_text}</rPr><t>B</t></r></is></c>"
    return with_sheets(office, change(scores(), P2=score), measure)


def backslashes() -> bytes:
    """As some programs on Windows name the parts, and what leads to them."""
    parts = make_parts(offices(), scores(), measures())
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("worksheets/", "worksheets\\")
    return pack({name.replace("/", "\\"): part for name, part in parts.items()})


def capital_part_names() -> bytes:
    parts = make_parts(offices(), scores(), measures())
    return pack({n.replace("worksheets/sheet2", "Worksheets/Sheet2"): p for n, p in parts.items()})


def numbering_column() -> bytes:
    """A column of running numbers and one of remarks beside the form's own."""
    return with_sheets(
        offices(), change(scores(), Q1="ลำดับที่", Q2=1, R1="หมายเหตุ", R2="-"), measures()
    )


def google_sheets() -> bytes:
    """As Google Sheets exports: a thousand formatted rows, no dimension, custom heights, names."""
    rows = "".join(
        f'<row r="{n}" ht="15.75" customHeight="1"><c r="A{n}" s="1"/></row>'
        for n in range(3, 1001)
    )
    before = (
        '<sheetPr><outlinePr summaryBelow="0"/></sheetPr><sheetViews><sheetView '
        'workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultColWidth="12.63"/>'
        '<cols><col customWidth="1" min="1" max="16" width="14"/></cols>'
    )
    sheet = scores(before=before, behind='<drawing r:id="rId1"/>')
    parts = make_parts(offices(), sheet, measures())
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(sheet).replace(
        "</sheetData>", rows + "</sheetData>"
    )
    return pack(parts)


def wps() -> bytes:
    """As WPS writes: its own namespaces and extension lists, entries with data descriptors."""
    space = 'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
    parts = make_parts(offices(), scores(), measures())
    parts["xl/worksheets/sheet2.xml"] = (
        str(parts["xl/worksheets/sheet2.xml"])
        .replace("<worksheet ", f"<worksheet {space} ")
        .replace(
            "</worksheet>", '<extLst><ext uri="{x}"><etc:sheet v="1"/></ext></extLst></worksheet>'
        )
    )
    stream = io.BytesIO()

    class Unseekable(io.RawIOBase):
        """Makes zipfile write sizes behind the data, where it cannot go back."""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return stream.write(data)  # type: ignore[arg-type]

    with zipfile.ZipFile(Unseekable(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return stream.getvalue()


def libreoffice_calc() -> bytes:
    """As LibreOffice writes: columns described to the last, a style on each, grouping, no spans."""
    before = (
        '<sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr><dimension '
        'ref="A1:P2"/><cols><col collapsed="false" customWidth="false" hidden="false" '
        'outlineLevel="0" max="16384" min="1" style="0" width="11.53"/></cols>'
    )
    rows = {
        2: ' customFormat="false" ht="12.8" hidden="false" customHeight="false" collapsed="false"'
    }
    tail = '<row r="1048576" customFormat="false" ht="12.8" hidden="false"/>'
    sheet = scores(before=before, rows=rows)
    parts = make_parts(offices(), sheet, measures(), extra_workbook='<calcPr iterate="false"/>')
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(sheet).replace(
        "</sheetData>", tail + "</sheetData>"
    )
    return pack(parts)


def excel() -> bytes:
    """As Excel writes: compatibility markup, revision ids, a theme, a calculation chain."""
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'mc:Ignorable="x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        'xr:uid="{00000000-0001-0000-0000-000000000000}"'
    )
    extra = '<calcPr calcId="191029"/><fileRecoveryPr repairLoad="1"/>'
    parts = make_parts(offices(), scores(), measures(), extra_workbook=extra)
    parts["xl/worksheets/sheet2.xml"] = (
        str(parts["xl/worksheets/sheet2.xml"])
        .replace("<worksheet ", f"<worksheet {spaces} ")
        .replace("<row ", '<row spans="1:16" x14ac:dyDescent="0.25" ')
        .replace("<sheetData>", '<dimension ref="A1:P2"/><sheetData>')
    )
    parts["xl/theme/theme1.xml"] = "<a:theme xmlns:a='a'/>"
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="O2" i="2"/></calcChain>'
    parts["docProps/app.xml"] = "<Properties/>"
    return pack(parts)


INDICATORS = [f"{letters(number + 1)}" for number in range(1, 11)]
"""The columns of the ten indicators."""
NAMES = [
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
]  # fmt: skip


def numbered_names() -> bytes:
    """The indicators by number and name: "2. การใช้งบประมาณ"."""
    forms = ["{}. {}", "{}.{}", "({}) {}", "{}) {}", "{} {}", "ตัวชี้วัดที่ {} {}"]
    heads = {
        f"{column}1": forms[i % len(forms)].format(i + 1, name)
        for i, (column, name) in enumerate(zip(INDICATORS, NAMES, strict=True))
    }
    return with_sheets(offices(), change(scores(), **heads), measures())


def numbers_under_a_heading() -> bytes:
    """Two rows: ชื่อหน่วยงาน and the rest over both, ตัวชี้วัด over the numbers 1 to 10."""
    sheet = scores(behind=merge("A1:A2", "B1:K1", *(f"{c}1:{c}2" for c in "LMNOP")))
    cells = move(sheet, 1).cells
    heads = {f"{c}1": cells.pop(f"{c}2") for c in ("A", *"LMNOP")} | {"B1": "ตัวชี้วัด"}
    numbers = {f"{column}2": number for number, column in enumerate(INDICATORS, 1)}
    return with_sheets(offices(), replace(sheet, cells=cells | heads | numbers), measures())


def numbers_under_a_title() -> bytes:
    """A heading of indicators above, and the whole header with bare Thai numbers below it."""
    numbers = {f"{column}2": "๑๒๓๔๕๖๗๘๙๐"[number] for number, column in enumerate(INDICATORS)}
    heads = numbers | {"K2": "๑๐", "B1": "คะแนนรายตัวชี้วัด"}
    return with_sheets(offices(), change(move(scores(), 1), **heads), measures())


def bands_above() -> bytes:
    """IIT, EIT and OIT merged above their indicators, whose row is the header."""
    heads = {"B1": "IIT", "G1": "EIT", "J1": "OIT", "L1": "คะแนนรวม"}
    moved = move(scores(behind=merge("B1:F1", "G1:I1", "J1:K1", "L1:P1")), 1)
    return with_sheets(offices(), change(moved, **heads), measures())


def header_of_two_rows() -> bytes:
    """The upper row has ชื่อหน่วยงาน and the published figures, the lower the indicators."""
    cells = move(scores(), 1).cells
    heads = {f"{c}1": cells.pop(f"{c}2") for c in ("A", *"LMNOP")} | {"B1": "รายตัวชี้วัด"}
    return with_sheets(offices(), replace(scores(), cells=cells | heads), measures())


def formatted(fonts: str, *codes: str) -> bytes:
    """The plain workbook with its scores in the number formats that a program writes, one after
    the other, its texts as shared strings in the program's fonts."""
    own = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(codes)
        if not code.isdecimal()
    )
    numbers = [int(code) if code.isdecimal() else 164 + n for n, code in enumerate(codes)]
    used = "".join(f'<xf numFmtId="{n}" fontId="0" applyFont="1"/>' for n in (0, *numbers))
    strings: list[str] = []
    sheets = (offices(), scores(), measures())
    parts = make_parts(*sheets)

    def cell(address: str, value: str | int | float) -> str:
        if isinstance(value, str):
            strings.append(f'<si><t xml:space="preserve">{escape(value)}</t></si>')
            return f'<c r="{address}" s="0" t="s"><v>{len(strings) - 1}</v></c>'
        style = 1 + ord(address[0]) % len(codes) if isinstance(value, float) else 0
        return cell_xml(address, value, style)

    for number, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(sheet, cell)
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><fonts>{fonts}</fonts>'
        f"<cellXfs>{used}</cellXfs></styleSheet>"
    )
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    link = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", f"{link}</Relationships>"
    )
    return pack(parts)


def excel_formats() -> bytes:
    """What the buttons of a Thai Excel give: number, comma style, accounting, Thai digits."""
    font = '<font><sz val="11"/><color theme="1"/><name val="Tahoma"/><family val="2"/></font>'
    return formatted(
        font, "2", "4", "39", "40", "43", "0.00_ ;[Red]\\-0.00\\ ", "0.00_);[Red]\\(0.00\\)",
        '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', "[$-D00041E]0.00", "60", "62", "0.000",
        "#,##0.00;[Red]#,##0.00", "[$-187041E]#,##0.00;@",
    )  # fmt: skip


def google_formats() -> bytes:
    """What Google Sheets writes for number, currency rounded and its custom formats."""
    font = '<font><sz val="10.0"/><color rgb="FF000000"/><name val="Arial"/><scheme val="minor"/>'
    return formatted(
        font + "</font>", "#,##0.00", "0.00", "4", "#,##0.00_);(#,##0.00)", "0.0#",
        "#,##0.00;(#,##0.00)", "[$฿]#,##0.00", '0.00" คะแนน"',
    )  # fmt: skip


def wps_formats() -> bytes:
    """What WPS Spreadsheets writes, whose accounting formats have their numbers and a code."""
    font = '<font><sz val="11"/><color theme="1"/><name val="Calibri"/><charset val="134"/>'
    return formatted(
        font + '<scheme val="minor"/></font>', "0.00_ ", "0.00_);[Red]\\(0.00\\)",
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "#,##0.00_ ", "0.00;[Red]0.00",
        "0.00_ ;[Red]\\-0.00\\ ", "2", "43",
    )  # fmt: skip


def calc_formats() -> bytes:
    """What LibreOffice Calc writes in a Thai locale; ``written/calc.xlsx`` is by Calc itself."""
    font = '<font><sz val="10"/><name val="Arial"/><family val="2"/><charset val="222"/></font>'
    return formatted(
        font, "General", "0.00", "#,##0.00", "[$-41E]0.00",
        "[$฿-41E]#,##0.00;[RED]\\-[$฿-41E]#,##0.00", "0.00;[RED]\\-0.00", "[$-41E]t0.00",
    )  # fmt: skip


def written(name: str) -> Callable[[], bytes]:
    """A file as a program wrote it from the plain workbook."""
    return (Path(__file__).parent / "written" / name).read_bytes


SOUND: Mapping[str, Callable[[], bytes]] = {
    "plain": plain,
    "stored": lambda: pack(make_parts(offices(), scores(), measures()), zipfile.ZIP_STORED),
    "shared-strings": shared_strings,
    "strict": strict,
    "without-addresses": without_addresses,
    "wrong-dimension": wrong_dimension,
    "rows-out-of-order": rows_out_of_order,
    "formulas-with-results": formulas_with_results,
    "formatting-only-rows": formatting_only_rows,
    "english": english,
    "mistyped-thai": mistyped_thai,
    "title-above": title_above,
    "with-furniture": with_furniture,
    "plus-sheets": plus_sheets,
    "capital-part-names": capital_part_names,
    "numbering-column": numbering_column,
    "bands": bands,
    "bands-beside-merged-headers": bands_beside_merged_headers,
    "numbered-headers": numbered_headers,
    "footnotes-in-headers": footnotes_in_headers,
    "runs-all-alike": runs_all_alike,
    "backslashes": backslashes,
    "google-sheets": google_sheets,
    "wps": wps,
    "libreoffice": libreoffice_calc,
    "excel": excel,
    "excel-formats": excel_formats,
    "google-formats": google_formats,
    "wps-formats": wps_formats,
    "calc-formats": calc_formats,
    "written-by-calc": written("calc.xlsx"),
    "numbered-names": numbered_names,
    "numbers-under-a-heading": numbers_under_a_heading,
    "numbers-under-a-title": numbers_under_a_title,
    "bands-above": bands_above,
    "header-of-two-rows": header_of_two_rows,
}
"""Name -> how to make it; all read to the same values as ``plain``, without a problem."""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: make for name, (make, _) in REFUSED.items()}
    files |= {name: make for name, (make, _, _) in FAULTY.items()} | dict(SOUND)
    for name, make in files.items():
        data = make()
        (folder / f"{name}.xlsx").write_bytes(data)
        print(f"{name}.xlsx {len(data)} bytes, crc {zlib.crc32(data):08x}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
