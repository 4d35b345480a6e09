"""Draw the two Word templates anew: ``python tools/make_templates.py [FOLDER]``.

The record of how templates/announcement.docx and templates/report.docx came to be. From then on
they are Word files that an office edits in Word; running this again overwrites such edits.

A template reads like an announcement: sample words of an invented office stand in Word's content
controls, whose tags say what the program puts there, and small coloured notes say of each block
when it is printed. See ita_docs/word/controls.py for what becomes of them.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from frame_marks import mark_frames
from word_parts import (
    DECLARATION,
    EMU_PER_CM,
    LANDSCAPE_WIDTH,
    OFFICE,
    USUAL_LINKS,
    W15,
    A,
    C,
    R,
    W,
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

from ita_docs.documents import MEASURES
from ita_docs.ooxml.package import pack, write_package

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
TITLE = MEASURES.title
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
EMBLEM_CM, SIGNATURE_CM = (3, 3), (5, 1.6)
CHART_CM = {"cpi": (15, 6.2), "history": (15, 5.4), "indicators": (15, 6.4)}
UNNUMBERED = '<w:id w:val=""/>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# What a field stands for, as Word shows it above the field, and a sample.
FIELDS = {
    "title": ("ชื่อเอกสาร", TITLE),
    "checklist.code": ("รหัสข้อในแบบตรวจ OIT", "O25"),
    "body.assessed": ("ประเภทหน่วยงานที่ประเมิน", "สำนักงานเขตพื้นที่การศึกษา"),
    "body.level": ("ระดับของหน่วยงาน", "เขตพื้นที่"),
    "office.name": ("ชื่อหน่วยงาน", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"),
    "office.lead": (
        "ชื่อหน่วยงาน ตามด้วยคำกริยา",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑ ",
    ),
    "result_year": ("ปีงบประมาณที่ประเมิน", "๒๕๖๘"),
    "plan_year": ("ปีงบประมาณของแผน", "๒๕๖๙"),
    "level": ("ระดับ", "ผ่าน"),
    "total": ("คะแนนรวม", "๘๗.๔๑"),
    "target": ("ค่าเป้าหมาย", "๘๕"),
    "indicator_count": ("จำนวนตัวชี้วัดทั้งหมด", "๑๐"),
    "instrument.code": ("ชื่อย่อของเครื่องมือ", "IIT"),
    "instrument.weighted_score": ("คะแนนของเครื่องมือ", "๒๖.๔๘"),
    "indicator.number": ("เลขที่ตัวชี้วัด", "๒"),
    "indicator.name": ("ชื่อตัวชี้วัด", "การใช้งบประมาณ"),
    "indicator.score": ("คะแนนของตัวชี้วัด", "๘๔.๖๐"),
    "weak.count": ("จำนวนตัวชี้วัดในรายการ", "๓"),
    "overview.total": ("คะแนนรวม เลขอารบิก", "87.41"),
    "overview.level": ("ระดับ", "ผ่าน"),
    "charts.history.years": ("ปีแรก - ปีสุดท้ายของแผนภูมิ", "๒๕๖๓ - ๒๕๖๘"),
    "improve.count": ("จำนวนตัวชี้วัดในรายการ", "๓"),
    "results.past_year": ("ปีก่อนปีที่ประเมิน", "๒๕๖๗"),
    **{
        f"{group}.{part}": (alias, "")
        for group in ("row", "results.total")
        for part, alias in (
            ("label", "เครื่องมือ"),
            ("name", "ตัวชี้วัดหรือเครื่องมือ"),
            ("past", "คะแนนปีก่อน"),
            ("score", "คะแนน"),
            ("difference", "ผลต่าง"),
            ("target", "ค่าเป้าหมาย"),
        )
    },
    "row.order": ("ลำดับที่", "๑"),
    "row.indicator": ("ชื่อตัวชี้วัด", "การใช้งบประมาณ"),
    "line": ("ข้อความทีละบรรทัด", ""),
    "signature.announced_on": ("วันที่ประกาศ", "๑ ตุลาคม พ.ศ. ๒๕๖๘"),
    "signature.name": ("ชื่อผู้ลงนาม", "นายสมมติ ตัวอย่าง"),
}
# Header, what stands in a cell, its sample, its paragraph style, the width in twips on a landscape
# page, and the flag of a column that comes and goes. The widths keep their proportions: those that
# every table has, with ระยะเวลา and การรายงานผล, are seven tenths of the page.
COLUMNS = (
    ("ที่", "row.order", "", "ItaTableNumber", 420, None),
    (None, "row.indicator", "", "ItaTableText", 1330, None),
    (
        "ผู้รับผิดชอบ",
        "row.responsible",
        "กลุ่มบริหารงานการเงินและสินทรัพย์",
        "ItaTableItem",
        1540,
        None,
    ),
    (
        "มาตรการในการพัฒนา",
        "row.steps",
        "ประชาสัมพันธ์แผนการใช้จ่ายงบประมาณให้ผู้มีส่วนได้ส่วนเสียทราบ",
        "ItaTableStep",
        3290,
        None,
    ),
    (
        "วิธีดำเนินการ",
        "row.method",
        "เผยแพร่แผนการใช้จ่ายภายในเดือนตุลาคม",
        "ItaTableMethod",
        1960,
        "plan.has_method",
    ),
    ("ผู้กำกับติดตาม", "row.monitor", "ทีมบริหาร", "ItaTableItem", 1260, None),
    (
        "ระยะเวลา",
        "row.time_frame",
        "ตุลาคม ๒๕๖๘ - กันยายน ๒๕๖๙",
        "ItaTableText",
        980,
        "plan.has_time_frame",
    ),
    (
        "ตัวชี้วัดความสำเร็จ",
        "row.success",
        "เผยแพร่ครบสี่ไตรมาส",
        "ItaTableItem",
        1190,
        "plan.has_success",
    ),
    (
        "งบประมาณ",
        "row.budget",
        "๑๕,๐๐๐ บาท",
        "ItaTableText",
        1051,
        "plan.has_budget",
    ),
    (
        "การรายงานผล",
        "row.reporting",
        "ต่อที่ประชุมผู้บริหารทุกไตรมาส",
        "ItaTableText",
        982,
        "plan.has_reporting",
    ),
)
URGENT = "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน"
IMPROVE = "ประเด็นที่จะต้องพัฒนาให้ดีขึ้น"
# The flag of a class of points, its note, what its measures are for, and the head of its column.
CLASSES = (
    ("weak", "มีจุดอ่อน", "เพื่อพัฒนาและยกระดับตัวชี้วัดที่เป็นจุดอ่อน", "ประเด็นตัวชี้วัดที่เป็นจุดอ่อน"),
    ("urgent", "แยกสองประเภท: จุดอ่อน", f"เพื่อแก้ไข{URGENT}", "ประเด็นที่จะต้องแก้ไขโดยเร่งด่วน"),
    ("improve", "ตัวที่ได้คะแนนน้อยที่สุด", f"เพื่อยกระดับ{IMPROVE}", IMPROVE),
)
TABLE_TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"
TABLE_DESCRIPTION = "ตารางมาตรการในการพัฒนาตัวชี้วัด แถวละหนึ่งตัวชี้วัด บอกผู้รับผิดชอบ มาตรการ และผู้กำกับติดตาม"

RESULT_WIDTHS = (900, 3671, 1150, 1150, 1050, 1150)
RESULT_TITLE = "ผลการประเมินรายตัวชี้วัด"
RESULT_DESCRIPTION = "ตารางคะแนนของสิบตัวชี้วัด คะแนนของสามเครื่องมือ และคะแนนรวม เทียบกับปีก่อนและค่าเป้าหมาย"


# --- pieces ---------------------------------------------------------------------------------------


def number_controls(xml: str, first: int) -> str:
    """Give every content control an identifier of its own, counted from ``first``."""
    numbers = count(first)
    return re.sub(UNNUMBERED, lambda _: f'<w:id w:val="{next(numbers)}"/>', xml)


def text(words: str, style: str = "") -> str:
    """A run of words; a tab in them is Word's."""
    format_ = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' * bool(style)
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in words.split("\t")
    )
    return f"<w:r>{format_}{pieces}</w:r>"


def control(alias: str, tag: str, content: str, *, block: bool) -> str:
    """A content control; Word draws tags around a block and a frame around a field."""
    look = '<w15:appearance w15:val="tags"/>' * block
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(tag)}/>"
        f"{UNNUMBERED}{look}</w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def field(path: str, sample: str = "", *, strong: bool = False) -> str:
    """Sample words with the field that they stand for."""
    alias, usual = FIELDS[path]
    weight = "<w:b/><w:bCs/>" * strong
    words = escape(sample or usual)
    run = (
        f'<w:r><w:rPr><w:rStyle w:val="ItaField"/>{weight}</w:rPr>'
        f'<w:t xml:space="preserve">{words}</w:t></w:r>'
    )
    return control(alias, path, run, block=False)


def block(tag: str, note: str, *content: str) -> str:
    """What is printed under a condition, or for each of a list, with a note that says so."""
    inside = "".join(content)
    mark = note_mark(f"⟦{note}⟧ ")
    start = inside.index("<w:p>")
    place = inside.index("</w:pPr>", start) + len("</w:pPr>")
    return control(note, tag, inside[:place] + mark + inside[place:], block=True)


def note_mark(words: str) -> str:
    """A note in a frame of its own: LibreOffice would show it as large as the text otherwise."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="หมายเหตุ"/>{UNNUMBERED}</w:sdtPr><w:sdtContent>'
        f"{text(words, 'ItaMark')}</w:sdtContent></w:sdt>"
    )


def paragraph(style: str, *content: str, loose: bool = False) -> str:
    """A paragraph of words and ready-made pieces (which begin with ``<``).

    ``loose`` says that it does not stay with what follows, whatever its style says.
    """
    runs = "".join(piece if piece.startswith("<") else text(piece) for piece in content)
    apart = '<w:keepNext w:val="0"/>' * loose
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{apart}</w:pPr>{runs}</w:p>'


def inline(
    identifier: int, name: str, alt_text: str, size: tuple[float, float], graphic: str
) -> str:
    width, height = (round(side * EMU_PER_CM) for side in size)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{identifier}" name={quoteattr(name)} descr={quoteattr(alt_text)}/>'
        f"<wp:cNvGraphicFramePr/><a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart_drawing(identifier: int, name: str, chart_name: str, relationship: str) -> str:
    graphic = f'<a:graphicData uri="{C}"><c:chart r:id="{relationship}"/></a:graphicData>'
    return inline(
        identifier, name, f"{{{{ charts.{chart_name}.alt_text }}}}", CHART_CM[chart_name], graphic
    )


def picture_drawing(
    identifier: int, name: str, slot: str, size: tuple[float, float], relationship: str
) -> str:
    """A transparent picture that keeps the place of the office's own."""
    width, height = (round(side * EMU_PER_CM) for side in size)
    graphic = (
        f'<a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{identifier}" name="{slot}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return inline(identifier, name, f"{{{{ {slot}.alt_text }}}}", size, graphic)


# --- sections of the document ---------------------------------------------------------------------


def result_section() -> str:
    """What the office scored: the paragraph, the instruments, the indicators, the weak ones."""
    start = ("ตัวชี้วัดที่ ", field("indicator.number"), " ", field("indicator.name"), "\tได้คะแนน ")
    all_of_them = ("จากผลคะแนนทั้ง ", field("indicator_count"), " ตัวชี้วัด พบว่า ")
    above = ("ทุกตัวชี้วัดได้คะแนนตั้งแต่ ", field("target"), " ขึ้นไป ")
    strong = (
        "ตัวชี้วัดที่ ",
        field("indicator.number", "๑"),
        " ",
        field("indicator.name", "การปฏิบัติหน้าที่"),
        "\tได้คะแนน ",
    )
    return (
        paragraph(
            "ItaLeadIn",
            "จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของ",
            field("body.assessed"),
            "ออนไลน์ ประจำปีงบประมาณ ",
            field("result_year"),
            " ",
            field("office.name"),
            " มีผลการประเมินระดับ ",
            field("level"),
            " ได้คะแนนที่ ",
            field("total"),
            " มีคะแนนเฉลี่ยแต่ละด้านดังนี้",
        )
        + block(
            "for instrument in instruments",
            "ทุกด้าน",
            paragraph(
                "ItaList1",
                "ด้าน ",
                field("instrument.code"),
                "\tได้คะแนน ",
                field("instrument.weighted_score"),
            ),
        )
        + paragraph("ItaLeadIn", "และเมื่อพิจารณาแยกตามรายตัวชี้วัด พบว่า มีคะแนนดังนี้")
        + block(
            "for instrument in instruments",
            "ทุกด้าน",
            paragraph("ItaList1Head", "ด้าน ", field("instrument.code")),
            block(
                "for indicator in instrument.indicators",
                "ทุกตัวชี้วัด",
                block(
                    "if not indicator.weak",
                    "ไม่ต่ำกว่าเป้าหมาย",
                    paragraph("ItaList2", *strong, field("indicator.score", "๙๖.๓๑")),
                ),
                block(
                    "if indicator.weak",
                    "ต่ำกว่าเป้าหมาย",
                    paragraph("ItaList2", *start, field("indicator.score", strong=True)),
                ),
            ),
        )
        + block(
            "if weak.none",
            "ไม่มีจุดอ่อน",
            paragraph("ItaBody", *all_of_them, *above, "ไม่มีตัวชี้วัดที่เป็นจุดอ่อน"),
        )
        + block(
            "if weak.lowest",
            "ไม่มีจุดอ่อน และใช้ตัวที่ได้คะแนนน้อยที่สุด",
            paragraph(
                "ItaLeadIn",
                *all_of_them,
                *above,
                f"โดยมี{IMPROVE} ซึ่งเป็นตัวชี้วัดที่ได้คะแนนน้อยที่สุด จำนวน ",
                field("weak.count"),
                " ตัวชี้วัด ได้แก่",
            ),
        )
        + block(
            "if weak.below_target",
            "มีจุดอ่อน",
            block(
                "if not weak.two_classes",
                "จุดอ่อนประเภทเดียว",
                paragraph(
                    "ItaLeadIn",
                    *all_of_them,
                    "มีจำนวน ",
                    field("weak.count"),
                    " ตัวชี้วัดที่ได้คะแนนน้อยกว่า ",
                    field("target"),
                    " ได้แก่",
                ),
            ),
            block(
                "if weak.two_classes",
                "แยกสองประเภท",
                paragraph(
                    "ItaLeadIn",
                    *all_of_them,
                    f"มี{URGENT} ซึ่งได้คะแนนน้อยกว่า ",
                    field("target"),
                    " จำนวน ",
                    field("weak.count"),
                    " ตัวชี้วัด ได้แก่",
                ),
            ),
        )
        + block(
            "for indicator in weak.indicators",
            "ทุกตัวชี้วัดในรายการ",
            paragraph("ItaList1", *start, field("indicator.score")),
        )
        + block(
            "if improve.present",
            "แยกสองประเภท และมีตัวที่ได้คะแนนน้อยที่สุดในตัวที่เหลือ",
            paragraph(
                "ItaLeadIn",
                f"และมี{IMPROVE} ซึ่งเป็นตัวชี้วัดที่ได้คะแนนน้อยที่สุดในตัวชี้วัดที่เหลือ จำนวน ",
                field("improve.count"),
                " ตัวชี้วัด ได้แก่",
            ),
            block(
                "for indicator in improve.indicators",
                "ทุกตัวชี้วัดในรายการ",
                paragraph(
                    "ItaList1",
                    *start[:1],
                    field("indicator.number", "๑"),
                    " ",
                    field("indicator.name", "การปฏิบัติหน้าที่"),
                    "\tได้คะแนน ",
                    field("indicator.score", "๙๖.๓๑"),
                ),
            ),
        )
    )


def overview_section() -> str:
    """The block that the assessment's web page shows, with its Arabic digits, and the charts."""
    return (
        paragraph("ItaHeading", "ภาพรวมระดับ", field("body.level"))
        + paragraph("ItaOverview", field("office.name"))
        + paragraph(
            "ItaOverview", "คะแนนที่ได้ ", field("overview.total"), " ระดับ ", field("overview.level")
        )
        + results_block()
        + block(
            "if charts.indicators.present",
            "แผนภูมิสิบตัวชี้วัด ลบกรอบนี้ได้",
            paragraph("ItaChartHeading", "แผนภูมิคะแนนรายตัวชี้วัด"),
            paragraph("ItaChartNote", "เส้นประ คือ ค่าเป้าหมาย ", field("target"), " คะแนน"),
            paragraph(
                "ItaChart",
                chart_drawing(14, "แผนภูมิคะแนนรายตัวชี้วัด", "indicators", "rIdChart3"),
            ),
        )
        + block(
            "if charts.cpi.present",
            "มีคะแนน CPI",
            paragraph(
                "ItaChartHeading",
                "คะแนนตามดัชนีการรับรู้การทุจริต (Corruption Perceptions Index: CPI)",
            ),
            paragraph("ItaChart", chart_drawing(11, "แผนภูมิ CPI", "cpi", "rIdChart1")),
        )
        + block(
            "if charts.history.present",
            "มีผลตั้งแต่สองปี",
            paragraph(
                "ItaChartHeading",
                "ภาพรวมผลคะแนน ITA ปีงบประมาณ พ.ศ. ",
                field("charts.history.years"),
            ),
            paragraph("ItaChartNote", "เส้นประ คือ ค่าเป้าหมาย ", field("target"), " คะแนน"),
            paragraph("ItaChart", chart_drawing(12, "แผนภูมิคะแนน ITA", "history", "rIdChart2")),
        )
    )


def results_block() -> str:
    """The table of results: by indicator, beneath them the instruments, and the total."""
    return block(
        "if results.present",
        "ตารางผลการประเมิน ลบกรอบนี้ได้",
        paragraph("ItaChartHeading", "ผลการประเมินรายตัวชี้วัด ปีงบประมาณ พ.ศ. ", field("result_year")),
        draw_table(
            RESULT_WIDTHS,
            RESULT_TITLE,
            RESULT_DESCRIPTION,
            result_row(
                paragraph("ItaTableHeading", "เครื่องมือ"),
                paragraph("ItaTableHeading", "ตัวชี้วัด"),
                paragraph("ItaTableHeading", "ปี ", field("results.past_year")),
                paragraph("ItaTableHeading", "ปี ", field("result_year")),
                paragraph("ItaTableHeading", "ผลต่าง"),
                paragraph("ItaTableHeading", "ค่าเป้าหมาย"),
                head=True,
            ),
            block("for row in results.indicators", "ทุกตัวชี้วัด", result_fields("row", "IIT")),
            block(
                "for row in results.instruments",
                "ทุกเครื่องมือ",
                result_fields("row", "IIT", "คะแนน IIT (เต็ม ๓๐)", "๒๖.๔๘", "-"),
            ),
            result_fields("results.total", "รวม", "คะแนนรวม (เต็ม ๑๐๐)", "๘๗.๔๑", "-", last=True),
        ),
    )


def result_fields(
    group: str,
    label: str,
    name: str = "๑. การปฏิบัติหน้าที่",
    score: str = "๙๖.๓๑",
    target: str = "๘๕",
    *,
    last: bool = False,
) -> str:
    """A row of the table of results; the last does not hold what stands below the table."""
    samples = {"label": label, "name": name, "past": score, "score": score, "target": target}
    samples["difference"] = "+๐.๐๐"
    cells = {
        part: paragraph(
            "ItaResultText" if part == "name" else "ItaResult",
            field(f"{group}.{part}", samples[part], strong=last),
            loose=last,
        )
        for part in ("label", "name", "past", "score", "difference", "target")
    }
    return result_row(*cells.values())


def result_row(*cells: str, head: bool = False) -> str:
    """A row whose cells of the year before and of the difference come and go."""
    made = [
        cell(width, content, middle=head)
        for width, content in zip(RESULT_WIDTHS, cells, strict=True)
    ]
    for place in (2, 4):
        made[place] = block("if results.compared", "มีคะแนนรายตัวชี้วัดของปีก่อน", made[place])
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * head}</w:trPr>{''.join(made)}</w:tr>"


def plan_section() -> str:
    """The lead-in and the table of measures, or what an office without weak indicators says."""
    made = (field("office.lead"), "ได้จัดทำมาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใส ")
    # In the paragraph, for around a section's end LibreOffice spoils the headers of the section.
    turn = control(
        "ตารางเกินห้าคอลัมน์ ขึ้นหน้าแนวนอน",
        "if plan.wide",
        note_mark("⟦ตารางเกินห้าคอลัมน์ ขึ้นหน้าแนวนอน⟧"),
        block=False,
    )
    style = f'<w:pPr><w:pStyle w:val="ItaNothing"/>{page(wide=False)}</w:pPr>'
    return (
        block(
            "if weak.none",
            "ไม่มีจุดอ่อน",
            paragraph(
                "ItaLeadIn",
                field("office.lead"),
                "จะรักษาระดับและขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงานอย่างต่อเนื่อง",
            ),
        )
        + f"<w:p>{style}{turn}</w:p>"
        + block(
            "if not weak.none",
            "มีรายการตัวชี้วัด",
            block(
                "for group in plan.groups",
                "ทุกประเภท ตารางละประเภท",
                *(
                    block(
                        f"if group.{flag}",
                        note,
                        paragraph("ItaTableLeadIn", *made, f"{purpose}ดังนี้"),
                    )
                    for flag, note, purpose, _ in CLASSES
                ),
                table(),
            ),
        )
    )


def table() -> str:
    heads, cells = [], []
    for head, path, sample, style, width, flag in COLUMNS:
        heading = paragraph("ItaTableHeading", head) if head else indicator_heading()
        row = [cell(width, heading, middle=True), cell(width, fill_cell(path, sample, style))]
        if flag:
            row = [block(f"if {flag}", "ถ้ากรอก", made) for made in row]
        heads.append(row[0])
        cells.append(row[1])
    widths = [width for *_, width, _ in COLUMNS]
    assert sum(widths) == LANDSCAPE_WIDTH
    return draw_table(
        widths,
        TABLE_TITLE,
        TABLE_DESCRIPTION,
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>",
        block(
            "for row in group.rows",
            "ทุกแถว",
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>",
        ),
    )


def draw_table(widths: Sequence[int], title: str, description: str, *rows: str) -> str:
    """A table of fixed columns with the words for those who do not see it."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ItaTable"/><w:tblW w:w="{sum(widths)}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/>"
        f"<w:tblDescription w:val={quoteattr(description)}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def indicator_heading() -> str:
    return "".join(
        block(f"if group.{flag}", note, paragraph("ItaTableHeading", head))
        for flag, note, _, head in CLASSES
    )


def fill_cell(path: str, sample: str, style: str) -> str:
    """A field, or the paragraphs of a list with a dash where it is empty."""
    if not sample:
        return paragraph(style, field(path))
    return block(f"for line in {path}", "ทุกบรรทัด", paragraph(style, field("line", sample))) + block(
        f"if not {path}", "ถ้าว่าง", paragraph("ItaTableNumber", "-")
    )


def cell(width: int, content: str, *, middle: bool = False) -> str:
    align = '<w:vAlign w:val="center"/>' * middle
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{align}</w:tcPr>{content}</w:tc>'


def checklist_item() -> str:
    return block(
        "if checklist.shown",
        "สั่งให้พิมพ์รหัสข้อ",
        paragraph(
            "ItaSubject", "(แบบตรวจการเปิดเผยข้อมูลสาธารณะ OIT ข้อ ", field("checklist.code"), ")"
        ),
    )


def announcement() -> str:
    """The form of a ประกาศ: emblem, title, text, date, signature."""
    name = ("(", field("signature.name"), ")")
    return (
        block(
            "if emblem.shown",
            "มีตรา หรือเว้นที่ไว้",
            paragraph("ItaEmblem", picture_drawing(10, "ตราครุฑ", "emblem", EMBLEM_CM, "rIdEmblem")),
        )
        + paragraph("ItaTitle", "ประกาศ", field("office.name"))
        + paragraph("ItaSubject", "เรื่อง ", field("title"))
        + checklist_item()
        + paragraph("ItaSubjectRule", "ประจำปีงบประมาณ พ.ศ. ", field("plan_year"))
        + result_section()
        + overview_section()
        + plan_section()
        + paragraph("ItaClosing", "จึงประกาศให้ทราบโดยทั่วกัน")
        + paragraph("ItaDate", "ประกาศ ณ วันที่ ", field("signature.announced_on"))
        + block(
            "if signature.drawn",
            "มีรูปลายมือชื่อ",
            paragraph(
                "ItaSignature",
                picture_drawing(13, "ลายมือชื่อ", "signature", SIGNATURE_CM, "rIdSignature"),
            ),
            paragraph("ItaSignerUnder", *name),
        )
        + block("if not signature.drawn", "ลงนามด้วยปากกา", paragraph("ItaSigner", *name))
        + block(
            "for line in signature.position",
            "ทุกบรรทัดของตำแหน่ง",
            paragraph(
                "ItaPosition",
                field("line", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"),
            ),
        )
    )


def report() -> str:
    """The plain titled form of the source; a body cannot end with a table."""
    return (
        paragraph("ItaTitle", field("title"))
        + checklist_item()
        + paragraph("ItaSubject", field("office.name"))
        + paragraph("ItaSubjectRule", "ประจำปีงบประมาณ พ.ศ. ", field("plan_year"))
        + result_section()
        + overview_section()
        + plan_section()
        + paragraph("ItaNothing")
    )


# --- the package ----------------------------------------------------------------------------------


def page(*, wide: bool) -> str:
    """A section: A4, margins of 3 cm left and 2 cm on the other sides; the first is portrait."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    headers = '<w:headerReference w:type="default" r:id="rIdHeader1"/>'
    headers += '<w:headerReference w:type="first" r:id="rIdHeader2"/>'
    if wide:
        headers = '<w:headerReference w:type="default" r:id="rIdHeader3"/>'
    return (
        f'<w:sectPr>{headers}<w:pgSz {size}/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        'w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'' if wide else '<w:titlePg/>'}</w:sectPr>"
    )


def document(body: str) -> str:
    text = (
        f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" '
        f'xmlns:pic="{PIC}" xmlns:c="{C}" xmlns:mc="{MC}" xmlns:w15="{W15}" mc:Ignorable="w15">'
        f"<w:body>{number_controls(body, 1)}{page(wide=True)}</w:body></w:document>"
    )
    return mark_frames(text, 1)


def transparent_picture() -> bytes:
    """A fully transparent PNG of one pixel, which keeps a picture's space."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2L5B", 1, 1, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(5), 9))
        + chunk(b"IEND", b"")
    )


def relationships(entries: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>'
        for identifier, kind, target in entries
    )
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{inside}</Relationships>'
    )


def content_types(parts: dict[str, str]) -> str:
    kinds = {
        "word/document.xml": f"{WORD}.document.main+xml",
        "word/styles.xml": f"{WORD}.styles+xml",
        "word/numbering.xml": f"{WORD}.numbering+xml",
        "word/settings.xml": f"{WORD}.settings+xml",
        "word/fontTable.xml": f"{WORD}.fontTable+xml",
        "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    } | parts
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
    )
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="xlsx" ContentType="{sheet}"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )


def package(body: str, *, pictures: bool) -> bytes:
    """The whole .docx around a body."""
    series = {"cpi": "คะแนน CPI", "history": "คะแนน ITA", "indicators": "คะแนนตัวชี้วัด"}
    labels = {
        "cpi": [f"รายการที่ {digit}" for digit in "๑๒๓๔๕๖"],
        "history": [f"๒๕๖{digit}" for digit in "๓๔๕๖๗๘"],
        "indicators": [
            f"{digit} ตัวชี้วัด" for digit in ["๑", "๒", "๓", "๔", "๕", "๖", "๗", "๘", "๙", "๑๐"]
        ],
    }
    core = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:language>th-TH</dc:language></cp:coreProperties>"
    )
    app = (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>"
        "</Properties>"
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relationships(
            [
                ("rId1", f"{R}/officeDocument", "word/document.xml"),
                (
                    "rId2",
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                    "core-properties",
                    "docProps/core.xml",
                ),
                ("rId3", f"{R}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/document.xml": document(body),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": mark_frames(
            page_number_header(number_controls(draft(), 901), "ItaPageNumber"), 901
        ),
        "word/header2.xml": mark_frames(empty_header(number_controls(draft(), 911)), 911),
        "word/header3.xml": mark_frames(
            page_number_header(number_controls(draft(), 921), "ItaPageNumberWide"), 921
        ),
        "docProps/core.xml": core,
        "docProps/app.xml": app,
    }
    links = [
        *USUAL_LINKS,
        ("rIdHeader1", f"{R}/header", "header1.xml"),
        ("rIdHeader2", f"{R}/header", "header2.xml"),
        ("rIdHeader3", f"{R}/header", "header3.xml"),
    ]
    kinds = {f"word/header{number}.xml": f"{WORD}.header+xml" for number in (1, 2, 3)}
    drawn = {
        "cpi": chart("bar", series["cpi"], labels["cpi"], 60),
        "history": chart("col", series["history"], labels["history"], 80, target=85),
        "indicators": chart("bar", series["indicators"], labels["indicators"], 40, target=85),
    }
    for number, name in enumerate(drawn, start=1):
        part = f"word/charts/chart{number}.xml"
        parts[part] = drawn[name]
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = relationships(
            [("rId1", f"{R}/package", f"../embeddings/chart{number}.xlsx")]
        )
        parts[f"word/embeddings/chart{number}.xlsx"] = chart_workbook(series[name], labels[name])
        kinds[part] = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
        links.append((f"rIdChart{number}", f"{R}/chart", f"charts/chart{number}.xml"))
    if pictures:
        for name in ("emblem", "signature"):
            parts[f"word/media/{name}.png"] = transparent_picture()
            links.append((f"rId{name.title()}", f"{R}/image", f"media/{name}.png"))
    parts["word/_rels/document.xml.rels"] = relationships(links)
    everything = {"[Content_Types].xml": content_types(kinds)} | parts
    return write_package(
        pack(name, part if isinstance(part, bytes) else part.encode())
        for name, part in everything.items()
    )


def draft() -> str:
    """The word that stands at the right of the header of a draft."""
    mark = note_mark("⟦ร่าง⟧")
    return control("มาตรการที่ยังไม่ยืนยัน", "if draft", mark + text("\tร่าง", "ItaStrong"), block=False)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    for name, body, pictures in (("announcement", announcement, True), ("report", report, False)):
        (folder / f"{name}.docx").write_bytes(package(body(), pictures=pictures))


if __name__ == "__main__":
    main()
