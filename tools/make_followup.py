"""Draw the Word template of the follow-up report anew: ``python tools/make_followup.py [FOLDER]``.

The record of how templates/followup.docx came to be, as make_templates.py is of the others: the
same paper, styles and signature, and a landscape table of eight columns.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from frame_marks import mark_frames
from make_templates import (
    SIGNATURE_CM,
    WORD,
    block,
    cell,
    checklist_item,
    content_types,
    control,
    document,
    inline,
    note_mark,
    page,
    paragraph,
    picture_drawing,
    relationships,
    transparent_picture,
)
from word_parts import (
    DECLARATION,
    LANDSCAPE_WIDTH,
    OFFICE,
    USUAL_LINKS,
    C,
    R,
    chart,
    chart_workbook,
    empty_header,
    font_table,
    numbering,
    page_number_header,
    settings,
    styles,
    theme,
)

from ita_docs.documents import FOLLOWUP
from ita_docs.ooxml.package import pack, write_package
from ita_docs.schema import STATUSES

CHART_CM = (13, 4.2)
OFFICE_NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"
# What a field stands for, as Word shows it above the field, and a sample.
FIELDS = {
    "title": ("ชื่อรายงาน", FOLLOWUP.title),
    "office.name": ("ชื่อหน่วยงาน", OFFICE_NAME),
    "office.lead": ("ชื่อหน่วยงาน ตามด้วยคำกริยา", f"{OFFICE_NAME} "),
    "measures_year": ("ปีงบประมาณของมาตรการ", "๒๕๖๘"),
    "counts.total": ("จำนวนรายการ", "๖"),
    "counts.done": ("จำนวนที่แล้วเสร็จ", "๔"),
    "counts.under_way": ("จำนวนที่อยู่ระหว่างดำเนินการ", "๑"),
    "counts.not_begun": ("จำนวนที่ยังไม่ได้ดำเนินการ", "๑"),
    "budget.total": ("งบประมาณที่ใช้รวม", "๑๗,๘๕๐ บาท"),
    "row.order": ("ลำดับที่", "๑"),
    "row.indicator_number": ("เลขที่ตัวชี้วัด", "๒"),
    "row.indicator": ("ชื่อตัวชี้วัด", "การใช้งบประมาณ"),
    "row.status": ("สถานะ", STATUSES[next(iter(STATUSES))][0]),
    "row.budget": ("งบประมาณที่ใช้", "๑๔,๒๕๐ บาท"),
    "line": ("ข้อความทีละบรรทัด", ""),
    "signature.announced_on": ("วันที่", "........ เดือน .................... พ.ศ. ........"),
    "signature.name": ("ชื่อผู้ลงนาม", "นายสมมติ ตัวอย่าง"),
}
WIDTHS = (500, 1350, 2500, 2950, 1500, 1250, 2250, 1703)
TABLE_DESCRIPTION = (
    "ตารางผลการดำเนินการ แถวละหนึ่งรายการ บอกตัวชี้วัด มาตรการ ผล ช่วงเวลาและสถานะ งบประมาณ "
    "ปัญหาและข้อเสนอแนะ และหลักฐาน"
)


def field(path: str, sample: str = "") -> str:
    """Sample words with the field that they stand for."""
    alias, usual = FIELDS[path]
    run = (
        '<w:r><w:rPr><w:rStyle w:val="ItaField"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(sample or usual)}</w:t></w:r>'
    )
    return control(alias, path, run, block=False)


def lines(path: str, sample: str, style: str = "ItaTableText") -> str:
    """The paragraphs of a list; the caller says what stands where it is empty."""
    return block(f"for line in {path}", "ทุกบรรทัด", paragraph(style, field("line", sample)))


def summary() -> str:
    """The title, which year's measures, and how many rows there are of each status."""
    year = field("measures_year")
    return (
        paragraph("ItaTitle", field("title"))
        + checklist_item()
        + paragraph("ItaSubject", field("office.name"))
        + paragraph("ItaSubjectRule", "ประจำปีงบประมาณ พ.ศ. ", year)
        + paragraph(
            "ItaLeadIn",
            "ตามที่ได้ประกาศมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ",
            year,
            " นั้น ",
            field("office.lead"),
            "ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว จำนวน ",
            field("counts.total"),
            " รายการ สรุปตามสถานะได้ดังนี้",
        )
        + "".join(
            paragraph("ItaList1", f"{names[0]}\tจำนวน ", field(f"counts.{key}"), " รายการ")
            for names, key in zip(
                STATUSES.values(), ("done", "under_way", "not_begun"), strict=True
            )
        )
        + block(
            "if budget.stated",
            "มีแถวที่กรอกงบประมาณ",
            paragraph("ItaBody", "งบประมาณที่ใช้รวมทั้งสิ้น ", field("budget.total")),
        )
        + block(
            "if charts.statuses.present",
            "มีแผนภูมิ",
            paragraph("ItaHeading", "จำนวนรายการตามสถานะการดำเนินการ"),
            paragraph("ItaChart", chart_drawing()),
        )
        + f'<w:p><w:pPr><w:pStyle w:val="ItaNothing"/>{page(wide=False)}</w:pPr>'
        # A note, for LibreOffice takes an empty paragraph away and the first page's header with it.
        + note_mark("⟦ตารางขึ้นหน้าแนวนอน⟧")
        + "</w:p>"
    )


def chart_drawing() -> str:
    graphic = f'<a:graphicData uri="{C}"><c:chart r:id="rIdChart1"/></a:graphicData>'
    alt_text = "{{ charts.statuses.alt_text }}"
    return inline(11, "แผนภูมิจำนวนรายการตามสถานะ", alt_text, CHART_CM, graphic)


def table() -> str:
    """The table of what was done: eight columns, a heading on every page, no row cut."""
    columns = (
        ("ที่", paragraph("ItaTableNumber", field("row.order"))),
        (
            "ตัวชี้วัด",
            paragraph("ItaTableText", field("row.indicator_number"), ". ", field("row.indicator")),
        ),
        (
            "มาตรการ",
            lines("row.measures", "เปิดเผยแผนและผลการใช้จ่ายงบประมาณ", "ItaTableStep")
            + block("if not row.measures", "ถ้าว่าง", paragraph("ItaTableText")),
        ),
        (
            "ผลการดำเนินการ",
            lines("row.outcome", "เผยแพร่แล้วครบสี่ไตรมาส ชี้แจงบุคลากรสองครั้ง ผู้เข้าร่วม ๙๖ คน")
            + block("if not row.outcome", "ถ้าว่าง", paragraph("ItaTableText")),
        ),
        (
            "ช่วงเวลา/สถานะ",
            lines("row.period", "ต.ค. ๒๕๖๗ - ก.ย. ๒๕๖๘")
            + paragraph("ItaTableText", field("row.status")),
        ),
        ("งบประมาณ", paragraph("ItaTableText", field("row.budget"))),
        (
            "ปัญหา/ข้อเสนอแนะ",
            lines("row.concerns", "ข้อเสนอแนะ: ทำสรุปหนึ่งหน้าที่อ่านง่าย")
            + block("if not row.concerns", "ถ้าว่าง", paragraph("ItaTableText")),
        ),
        (
            "หลักฐาน",
            lines("row.evidence", "รายงานรายไตรมาส")
            + block("if not row.evidence", "ถ้าว่าง", paragraph("ItaTableText")),
        ),
    )
    assert sum(WIDTHS) == LANDSCAPE_WIDTH
    heads = "".join(
        cell(width, paragraph("ItaTableHeading", head), middle=True)
        for width, (head, _) in zip(WIDTHS, columns, strict=True)
    )
    cells = "".join(
        cell(width, content) for width, (_, content) in zip(WIDTHS, columns, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ItaTable"/><w:tblW w:w="{LANDSCAPE_WIDTH}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="ผลการดำเนินการตามมาตรการ"/>'
        f"<w:tblDescription w:val={quoteattr(TABLE_DESCRIPTION)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        + block(
            "for row in report.rows",
            "ทุกแถว",
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>",
        )
        + "</w:tbl>"
    )


def signature() -> str:
    """The date, and who signs."""
    name = ("(", field("signature.name"), ")")
    drawing = picture_drawing(13, "ลายมือชื่อ", "signature", SIGNATURE_CM, "rIdSignature")
    return (
        paragraph("ItaDate", "รายงาน ณ วันที่ ", field("signature.announced_on"))
        + block(
            "if signature.drawn",
            "มีรูปลายมือชื่อ",
            paragraph("ItaSignature", drawing),
            paragraph("ItaSignerUnder", *name),
        )
        + block("if not signature.drawn", "ลงนามด้วยปากกา", paragraph("ItaSigner", *name))
        + block(
            "for line in signature.position",
            "ทุกบรรทัดของตำแหน่ง",
            paragraph("ItaPosition", field("line", f"ผู้อำนวยการ{OFFICE_NAME}")),
        )
    )


def followup() -> str:
    return (
        summary()
        + paragraph(
            "ItaTableLeadIn",
            "ผลการดำเนินการตามมาตรการประจำปีงบประมาณ พ.ศ. ",
            field("measures_year"),
            " รายละเอียดดังนี้",
        )
        + table()
        + signature()
    )


def count_chart(series: str, labels: list[str]) -> str:
    """Bars of whole numbers: no axis of values, whose steps would be halves of a thing."""
    drawn = chart("bar", series, labels, 60)
    drawn = drawn.replace("[$-D00041E]0.00", "[$-D00041E]0").replace(">0.00<", ">0<")
    drawn = drawn.replace('<c:max val="100"/>', "")
    drawn = re.sub(r'<c:majorUnit val="\d+"/>', "", drawn)
    head, axis = drawn.split("<c:valAx>")
    hidden = axis.replace('<c:delete val="0"/>', '<c:delete val="1"/>', 1)
    return f"{head}<c:valAx>{hidden}"


def package(body: str) -> bytes:
    """The whole .docx around a body."""
    series, labels = "จำนวนรายการ", [names[0] for names in STATUSES.values()]
    core = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{FOLLOWUP.title}</dc:title><dc:language>th-TH</dc:language></cp:coreProperties>"
    )
    app = (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>"
        "</Properties>"
    )
    properties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    links = [
        *USUAL_LINKS,
        *((f"rIdHeader{number}", f"{R}/header", f"header{number}.xml") for number in (1, 2, 3)),
        ("rIdChart1", f"{R}/chart", "charts/chart1.xml"),
        ("rIdSignature", f"{R}/image", "media/signature.png"),
    ]
    kinds = {f"word/header{number}.xml": f"{WORD}.header+xml" for number in (1, 2, 3)}
    kinds["word/charts/chart1.xml"] = (
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": relationships(
            [
                ("rId1", f"{R}/officeDocument", "word/document.xml"),
                ("rId2", f"{properties}/core-properties", "docProps/core.xml"),
                ("rId3", f"{R}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/document.xml": document(body),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": mark_frames(page_number_header("", "ItaPageNumber"), 901),
        "word/header2.xml": empty_header(""),
        "word/header3.xml": mark_frames(page_number_header("", "ItaPageNumberWide"), 921),
        "docProps/core.xml": core,
        "docProps/app.xml": app,
        "word/charts/chart1.xml": count_chart(series, labels),
        "word/charts/_rels/chart1.xml.rels": relationships(
            [("rId1", f"{R}/package", "../embeddings/chart1.xlsx")]
        ),
        "word/embeddings/chart1.xlsx": chart_workbook(series, labels),
        "word/media/signature.png": transparent_picture(),
        "word/_rels/document.xml.rels": relationships(links),
    }
    return write_package(
        pack(name, part if isinstance(part, bytes) else part.encode())
        for name, part in parts.items()
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    (folder / "followup.docx").write_bytes(package(followup()))


if __name__ == "__main__":
    main()
