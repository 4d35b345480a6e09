"""Draw the two Word templates anew: ``python tools/make_templates.py [FOLDER]``.

The record of how templates/announcement.docx and templates/report.docx came to be. From then on
they are Word files that an office edits in Word; running this again overwrites such edits.
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from word_parts import (
    DECLARATION,
    EMU_PER_CM,
    OFFICE,
    TEXT_WIDTH,
    A,
    C,
    R,
    W,
    chart,
    chart_workbook,
    empty_header,
    font_table,
    page_number_header,
    settings,
    styles,
    theme,
)

from ita_docs.ooxml.package import pack, write_package

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
EMBLEM_CM = 3
CHART_CM = {"cpi": (15, 6.2), "history": (15, 5.8)}
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"

# Header, placeholders of the cell, width in twips, paragraph style, and the flag of a column that
# comes and goes. The widths keep their proportions when columns go.
COLUMNS = (
    ("ที่", "{{ row.order }}", 400, "ItaTableNumber", None),
    (
        "{% if weak.lowest %}ประเด็นตัวชี้วัดที่ต้องการพัฒนา{% else %}ประเด็นตัวชี้วัดที่เป็นจุดอ่อน{% endif %}",
        "{{ row.indicator }}",
        1230,
        "ItaTableText",
        None,
    ),
    ("ผู้รับผิดชอบ", "row.responsible", 1250, "ItaTableText", None),
    ("มาตรการในการพัฒนา", "row.steps", 2480, "ItaTableText", None),
    ("ผู้กำกับติดตาม", "row.monitor", 1160, "ItaTableText", None),
    ("ระยะเวลา", "row.time_frame", 1290, "ItaTableText", "plan.has_time_frame"),
    ("การรายงานผล", "row.reporting", 1181, "ItaTableText", "plan.has_reporting"),
)
CONTROL_CELL = 20


def paragraph(style: str, text: str = "", content: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}{content}</w:p>'


def tag(text: str) -> str:
    return paragraph("Normal", text)


def when(condition: str, *content: str) -> str:
    return tag(f"{{%p if {condition} %}}") + "".join(content) + tag("{%p endif %}")


def each(loop: str, *content: str) -> str:
    return tag(f"{{%p for {loop} %}}") + "".join(content) + tag("{%p endfor %}")


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


def emblem_drawing(identifier: int, relationship: str) -> str:
    side = EMBLEM_CM * EMU_PER_CM
    graphic = (
        f'<a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{identifier}" name="emblem"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return inline(identifier, "ตราครุฑ", "{{ emblem.alt_text }}", (EMBLEM_CM, EMBLEM_CM), graphic)


def result_section() -> str:
    """What the office scored: the paragraph, the instruments, the indicators, the weak ones."""
    indicator = "- ตัวชี้วัดที่ {{ indicator.number }} {{ indicator.name }} ได้คะแนน {{ indicator.score }}"
    all_of_them = "จากผลคะแนนทั้ง {{ indicator_count }} ตัวชี้วัด พบว่า "
    above = "ทุกตัวชี้วัดได้คะแนนตั้งแต่ {{ target }} ขึ้นไป "
    return (
        paragraph(
            "ItaLeadIn",
            "จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสำนักงานเขตพื้นที่การศึกษาออนไลน์ "
            "ประจำปีงบประมาณ {{ result_year }} {{ office.name }} มีผลการประเมินระดับ {{ level }} "
            "ได้คะแนนที่ {{ total }} มีคะแนนเฉลี่ยแต่ละด้านดังนี้",
        )
        + each(
            "instrument in instruments",
            paragraph(
                "ItaList1", "- ด้าน {{ instrument.code }} ได้คะแนน {{ instrument.weighted_score }}"
            ),
        )
        + paragraph("ItaLeadIn", "และเมื่อพิจารณาแยกตามรายตัวชี้วัด พบว่า มีคะแนนดังนี้")
        + each(
            "instrument in instruments",
            paragraph("ItaList1Head", "- ด้าน {{ instrument.code }}"),
            each("indicator in instrument.indicators", paragraph("ItaList2", indicator)),
        )
        + tag("{%p if weak.none %}")
        + paragraph("ItaBody", f"{all_of_them}{above}ไม่มีตัวชี้วัดที่เป็นจุดอ่อน")
        + tag("{%p else %}")
        + when(
            "weak.lowest",
            paragraph(
                "ItaLeadIn",
                f"{all_of_them}{above}โดยมีตัวชี้วัดที่ได้คะแนนน้อยที่สุด "
                "จำนวน {{ weak.count }} ตัวชี้วัด ได้แก่",
            ),
        )
        + when(
            "weak.below_target",
            paragraph(
                "ItaLeadIn",
                f"{all_of_them}มีจำนวน {{{{ weak.count }}}} ตัวชี้วัด"
                "ที่ได้คะแนนน้อยกว่า {{ target }} ได้แก่",
            ),
        )
        + each("indicator in weak.indicators", paragraph("ItaList1", indicator))
        + tag("{%p endif %}")
    )


def overview_section() -> str:
    """The block that the assessment's web page shows, with its Arabic digits, and the charts."""
    return (
        paragraph("ItaHeading", "ภาพรวมระดับเขตพื้นที่")
        + paragraph("ItaOverview", "{{ office.name }}")
        + paragraph("ItaOverview", "คะแนนที่ได้ {{ overview.total }} ระดับ {{ overview.level }}")
        + when(
            "charts.cpi.present",
            paragraph(
                "ItaChartHeading",
                "คะแนนตามดัชนีการรับรู้การทุจริต (Corruption Perceptions Index: CPI)",
            ),
            paragraph("ItaChart", content=chart_drawing(11, "แผนภูมิ CPI", "cpi", "rIdChart1")),
        )
        + when(
            "charts.history.present",
            paragraph(
                "ItaChartHeading", "ภาพรวมผลคะแนน ITA ปีงบประมาณ พ.ศ. {{ charts.history.years }}"
            ),
            paragraph(
                "ItaChart", content=chart_drawing(12, "แผนภูมิคะแนน ITA", "history", "rIdChart2")
            ),
        )
    )


def plan_section() -> str:
    """The lead-in and the table of measures, or what an office without weak indicators says."""
    made = "{{ office.lead }}ได้จัดทำมาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใส "
    return (
        tag("{%p if weak.none %}")
        + paragraph(
            "ItaLeadIn",
            "{{ office.lead }}จะรักษาระดับและขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใส"
            "ภายในหน่วยงานอย่างต่อเนื่อง",
        )
        + tag("{%p else %}")
        + when(
            "weak.lowest",
            paragraph("ItaLeadIn", f"{made}เพื่อพัฒนาและยกระดับตัวชี้วัดที่ได้คะแนนน้อยที่สุดดังนี้"),
        )
        + when(
            "not weak.lowest",
            paragraph("ItaLeadIn", f"{made}เพื่อพัฒนาและยกระดับตัวชี้วัดที่เป็นจุดอ่อนดังนี้"),
        )
        + paragraph("ItaAfterTable")
        + table()
        + paragraph("ItaAfterTable")
        + tag("{%p endif %}")
    )


def table() -> str:
    heads, cells, grid = [], [], []
    for head, content, width, style, flag in COLUMNS:
        columns = [
            (cell(width, paragraph("ItaTableHeading", head), middle=True), lines(content, style))
        ]
        if flag:
            grid.append(CONTROL_CELL)
            heads.append(control_cell(f"{{%tc if {flag} %}}"))
            cells.append(control_cell(f"{{%tc if {flag} %}}"))
        for heading, text in columns:
            grid.append(width)
            heads.append(heading)
            cells.append(cell(width, text))
        if flag:
            grid.append(CONTROL_CELL)
            heads.append(control_cell("{%tc endif %}"))
            cells.append(control_cell("{%tc endif %}"))
    total = sum(grid)
    assert total == TEXT_WIDTH, f"the columns are {total} twips wide"
    spanning = (
        f'<w:tc><w:tcPr><w:tcW w:w="{total}" w:type="dxa"/><w:gridSpan w:val="{len(grid)}"/>'
        "</w:tcPr>"
    )
    loop = spanning + tag("{%tr for row in plan.rows %}") + "</w:tc>"
    end = spanning + tag("{%tr endfor %}") + "</w:tc>"
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ItaTable"/><w:tblW w:w="{total}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns_xml}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>"
        f"<w:tr>{loop}</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr><w:tr>{end}</w:tr></w:tbl>"
    )


def lines(content: str, style: str) -> str:
    """The paragraphs of a cell: one per line of a list, a dash where the list is empty."""
    if content.startswith("{{"):
        return paragraph(style, content)
    return (
        tag(f"{{%p for line in {content} %}}")
        + paragraph(style, "{{ line }}")
        + tag("{%p else %}")
        + paragraph("ItaTableNumber", "-")
        + tag("{%p endfor %}")
    )


def cell(width: int, content: str, *, middle: bool = False) -> str:
    align = '<w:vAlign w:val="center"/>' * middle
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{align}</w:tcPr>{content}</w:tc>'


def control_cell(text: str) -> str:
    return cell(CONTROL_CELL, tag(text))


def announcement() -> str:
    """The form of a ประกาศ: emblem, title, text, date, signature."""
    return (
        paragraph("ItaEmblem", content=emblem_drawing(10, "rIdEmblem"))
        + paragraph("ItaTitle", "ประกาศ{{ office.name }}")
        + paragraph("ItaSubject", f"เรื่อง {TITLE}")
        + paragraph("ItaSubject", "ประจำปีงบประมาณ พ.ศ. {{ plan_year }}")
        + paragraph("ItaRule")
        + result_section()
        + overview_section()
        + plan_section()
        + paragraph("ItaClosing", "จึงประกาศให้ทราบโดยทั่วกัน")
        + paragraph("ItaDate", "ประกาศ ณ วันที่ {{ signature.announced_on }}")
        + paragraph("ItaSigner", "({{ signature.name }})")
        + each(
            "line in signature.position",
            when("not loop.last", paragraph("ItaPositionNext", "{{ line }}")),
            when("loop.last", paragraph("ItaPosition", "{{ line }}")),
        )
    )


def report() -> str:
    """The plain titled form of the source."""
    return (
        paragraph("ItaTitle", TITLE)
        + paragraph("ItaSubject", "ประจำปีงบประมาณ พ.ศ. {{ plan_year }}")
        + paragraph("ItaSubject", "{{ office.name }}")
        + paragraph("ItaRule")
        + result_section()
        + overview_section()
        + plan_section()
    )


def document(body: str) -> str:
    return (
        f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" '
        f'xmlns:pic="{PIC}" xmlns:c="{C}"><w:body>{body}<w:sectPr>'
        '<w:headerReference w:type="default" r:id="rIdHeader1"/>'
        '<w:headerReference w:type="first" r:id="rIdHeader2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        'w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
        "</w:body></w:document>"
    )


def transparent_picture() -> bytes:
    """A fully transparent PNG of one pixel, which keeps the emblem's space."""

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
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {
        "word/document.xml": f"{word}.document.main+xml",
        "word/styles.xml": f"{word}.styles+xml",
        "word/settings.xml": f"{word}.settings+xml",
        "word/fontTable.xml": f"{word}.fontTable+xml",
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


def package(body: str, *, emblem: bool) -> bytes:
    """The whole .docx around a body."""
    series = {"cpi": "คะแนน CPI", "history": "คะแนน ITA"}
    labels = {
        "cpi": [f"รายการที่ {digit}" for digit in "๑๒๓๔๕๖"],
        "history": [f"๒๕๖{digit}" for digit in "๑๒๓๔๕๖"],
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
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": page_number_header(),
        "word/header2.xml": empty_header(),
        "docProps/core.xml": core,
        "docProps/app.xml": app,
    }
    links = [
        ("rIdStyles", f"{R}/styles", "styles.xml"),
        ("rIdSettings", f"{R}/settings", "settings.xml"),
        ("rIdFonts", f"{R}/fontTable", "fontTable.xml"),
        ("rIdTheme", f"{R}/theme", "theme/theme1.xml"),
        ("rIdHeader1", f"{R}/header", "header1.xml"),
        ("rIdHeader2", f"{R}/header", "header2.xml"),
    ]
    kinds = {
        f"word/header{number}.xml": "application/vnd.openxmlformats-officedocument."
        "wordprocessingml.header+xml"
        for number in (1, 2)
    }
    for number, (name, direction, gap) in enumerate(
        (("cpi", "bar", 60), ("history", "col", 100)), start=1
    ):
        part = f"word/charts/chart{number}.xml"
        parts[part] = chart(direction, series[name], labels[name], gap)
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = relationships(
            [("rId1", f"{R}/package", f"../embeddings/chart{number}.xlsx")]
        )
        parts[f"word/embeddings/chart{number}.xlsx"] = chart_workbook(series[name], labels[name])
        kinds[part] = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
        links.append((f"rIdChart{number}", f"{R}/chart", f"charts/chart{number}.xml"))
    if emblem:
        parts["word/media/emblem.png"] = transparent_picture()
        links.append(("rIdEmblem", f"{R}/image", "media/emblem.png"))
    parts["word/_rels/document.xml.rels"] = relationships(links)
    everything = {"[Content_Types].xml": content_types(kinds)} | parts
    return write_package(
        pack(name, part if isinstance(part, bytes) else part.encode())
        for name, part in everything.items()
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    (folder / "announcement.docx").write_bytes(package(announcement(), emblem=True))
    (folder / "report.docx").write_bytes(package(report(), emblem=False))


if __name__ == "__main__":
    main()
