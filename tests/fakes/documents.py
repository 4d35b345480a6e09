"""Word documents with everything the PDF room has to cope with, made without a template."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHART_ALT = "แผนภูมิแท่งแสดงผลคะแนน ITA ปีปัจจุบันและ ๕ ปีย้อนหลัง"
PICTURE_ALT = "ตราสัญลักษณ์ของหน่วยงาน"
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
PARAGRAPHS = (
    "จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสำนักงานเขตพื้นที่การศึกษาออนไลน์ "
    "ประจำปีงบประมาณ ๒๕๖๒ สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต มีผลการประเมินระดับ B "
    "ได้คะแนนที่ ๘๒.๒๒ มีคะแนนเฉลี่ยแต่ละด้านดังนี้",
    "ผู้อำนวยการกองคลังของเทศบาลตำบลเสม็ดใต้ น้ำใจ กำลัง ปู่ ย่า ตั้ง ญี่ปุ่น R&D <กอง> ที่นี่",
    "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนน ๖๒.๙๕",
)
HEADINGS = ("ที่", "ประเด็นตัวชี้วัด", "มาตรการในการพัฒนา")


def make_png(width: int = 40, height: int = 40) -> bytes:
    """A small picture: a red square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\x00" + b"\xc0\x20\x20" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def set_thai_font(properties: Any, *, points: int = 16) -> None:
    """Give run properties the complex-script font, size and language that Thai needs."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), "TH SarabunPSK")
    for tag in ("w:sz", "w:szCs"):
        size = properties.find(qn(tag))
        if size is None:
            size = parse_xml(f"<{tag} {W}/>")
            properties.append(size)
        size.set(qn("w:val"), str(points * 2))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = parse_xml(f"<w:lang {W}/>")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:bidi"), "th-TH")


def add_page_number(paragraph: Paragraph, instruction: str = r"PAGE \* ThaiArabic") -> None:
    """Write ``- { PAGE } -`` as Word does: a field of five runs."""
    paragraph.alignment = 1
    paragraph.add_run("- ")
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>๒</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {W}>{piece}</w:r>"))
    paragraph.add_run(" -")


def add_chart(document: WordDocument, *, number_format: str = "[$-D00041E]0.00") -> None:
    """A native column chart with its embedded workbook, Thai digits and alternative text."""
    data = CategoryChartData(number_format=number_format)
    data.categories = ["๒๕๖๐", "๒๕๖๑", "๒๕๖๒"]
    data.add_series("คะแนนรวม", (71.5, 85.77, 82.22))
    xml = ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data).xml.encode()
    xml = xml.replace(b'<c:autoTitleDeleted val="0"/>', b"")
    title = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1600" b="1"/></a:pPr><a:r>'
        '<a:rPr lang="th-TH" sz="1600" b="1"><a:latin typeface="TH SarabunPSK"/>'
        '<a:cs typeface="TH SarabunPSK"/></a:rPr><a:t>ภาพรวมผลคะแนน ITA</a:t></a:r></a:p>'
        '</c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/>'
    ).encode()
    xml = xml.replace(b"<c:chart>", b"<c:chart>" + title, 1)
    labels = (
        f'<c:dLbls><c:numFmt formatCode="{number_format}" sourceLinked="0"/><c:spPr/>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1400"><a:latin typeface="TH SarabunPSK"/>'
        '<a:cs typeface="TH SarabunPSK"/></a:defRPr></a:pPr><a:endParaRPr lang="th-TH"/></a:p>'
        '</c:txPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    ).encode()
    xml = xml.replace(b"<c:cat>", labels + b"<c:cat>", 1)
    package = document.part.package
    chart = Part(
        PackURI("/word/charts/chart1.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        xml,
        package,
    )
    workbook = Part(
        PackURI("/word/embeddings/chart1.xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        CategoryWorkbookWriter(data).xlsx_blob,
        package,
    )
    chart.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    rid = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    paragraph = document.add_paragraph()
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    paragraph.add_run()._r.append(
        parse_xml(
            f'<w:drawing {W} xmlns:wp="{a}/wordprocessingDrawing">'
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            '<wp:extent cx="5040000" cy="2520000"/>'
            f'<wp:docPr id="9" name="chart" descr="{CHART_ALT}"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic xmlns:a="{a}/main"><a:graphicData uri="{a}/chart">'
            f'<c:chart xmlns:c="{a}/chart" xmlns:r="{r}" r:id="{rid}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    )


def add_table(document: WordDocument, rows: int, tall: str = "") -> None:
    """A ruled table whose heading row is repeated on each page; ``tall`` is in its first row."""
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    for number in range(1, rows + 1):
        cells = table.add_row().cells
        cells[0].text = str(number).translate({48 + d: 0x0E50 + d for d in range(10)})
        cells[1].text = "การป้องกันการทุจริต"
        cells[2].text = "ดำเนินการประเมินความเสี่ยงและวางมาตรการป้องกันความเสี่ยง"
        if tall and number == 1:
            first, *others = tall.split("\n")
            cells[2].text = first
            for line in others:
                cells[2].add_paragraph(line)


def make_announcement(
    *,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    rows: int = 25,
    chart: bool = True,
    picture: bool = True,
    instruction: str = r"PAGE \* ThaiArabic",
    tall: str = "",
) -> bytes:
    """Two pages and more: header page number, justified Thai, table, chart, picture."""
    document = Document()
    set_thai_font(document.styles["Normal"].element.get_or_add_rPr())
    document.core_properties.title = TITLE
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    add_page_number(section.header.paragraphs[0], instruction)
    if picture:
        document.add_picture(io.BytesIO(make_png()), width=Cm(3))
        drawing = document.paragraphs[-1]._p.find(f".//{qn('wp:docPr')}")
        assert drawing is not None
        drawing.set("descr", PICTURE_ALT)
    document.add_paragraph(TITLE)
    for text in paragraphs:
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.first_line_indent = Pt(71)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:jc {W} w:val="thaiDistribute"/>'))
    if chart:
        add_chart(document)
    add_table(document, rows, tall)
    document.add_paragraph("ประกาศ ณ วันที่ ๓๐ กันยายน พ.ศ. ๒๕๖๓")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_plain(*words: str) -> bytes:
    """A one-page document without chart, picture or table; quick to make."""
    return make_announcement(paragraphs=words, rows=0, chart=False, picture=False)
