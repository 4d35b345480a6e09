"""Draw the Word template of the covering memo anew: ``python tools/make_memo.py [FOLDER]``.

The record of how templates/memo.docx came to be, as make_templates.py is of the others: the same
paper and styles, with the three of its own that the form of a บันทึกข้อความ asks for.
"""

from __future__ import annotations

import sys
from pathlib import Path

from frame_marks import mark_frames
from make_templates import (
    WORD,
    block,
    content_types,
    control,
    document,
    note_mark,
    page,
    paragraph,
    picture_drawing,
    relationships,
    text,
    transparent_picture,
)
from word_parts import (
    DECLARATION,
    OFFICE,
    TEXT_WIDTH,
    USUAL_LINKS,
    R,
    empty_header,
    font_table,
    numbering,
    page_number_header,
    settings,
    style,
    styles,
    tab_stops,
    theme,
)

from ita_docs.documents import MEMO
from ita_docs.ooxml.package import pack, write_package

EMBLEM_CM = (1.5, 1.5)
OFFICE_NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"
# What a field stands for, as Word shows it above the field, and a sample.
FIELDS = {
    "title": ("ชื่อประกาศ", MEMO.title),
    "office.name": ("ชื่อหน่วยงาน", OFFICE_NAME),
    "office.lead": ("ชื่อหน่วยงาน ตามด้วยคำกริยา", f"{OFFICE_NAME} "),
    "addressee": ("ตำแหน่งของผู้ลงนาม", f"ผู้อำนวยการ{OFFICE_NAME}"),
    "result_year": ("ปีงบประมาณที่ประเมิน", "๒๕๖๗"),
    "plan_year": ("ปีงบประมาณของมาตรการ", "๒๕๖๘"),
    "total": ("คะแนนรวม", "๘๒.๒๒"),
    "level": ("ระดับ", "ผ่าน"),
    "target": ("ค่าเป้าหมาย", "๘๕"),
    "weak.count": ("จำนวนตัวชี้วัด", "๒"),
    "indicator.number": ("เลขที่ตัวชี้วัด", "๒"),
    "indicator.name": ("ชื่อตัวชี้วัด", "การใช้งบประมาณ"),
    "indicator.score": ("คะแนน", "๘๐.๔๘"),
    "proposer.name": ("ชื่อผู้เสนอ", "." * 50),
    "proposer.position": ("ตำแหน่งผู้เสนอ", "." * 60),
    "signature.name": ("ชื่อผู้ลงนาม", "นายสมมติ ตัวอย่าง"),
    "line": ("ข้อความทีละบรรทัด", f"ผู้อำนวยการ{OFFICE_NAME}"),
}
DOTS = "." * 40


def field(path: str) -> str:
    """Sample words with the field that they stand for."""
    alias, sample = FIELDS[path]
    return control(alias, path, text(sample, "ItaField"), block=False)


def label(words: str) -> str:
    """The name of a line of the form: bold."""
    return text(words, "ItaStrong")


def indicators() -> str:
    """The weak indicators, a line each."""
    return block(
        "for indicator in weak.indicators",
        "ทุกตัวชี้วัด",
        paragraph(
            "ItaList1",
            "ตัวชี้วัดที่ ",
            field("indicator.number"),
            " ",
            field("indicator.name"),
            "\tได้ ",
            field("indicator.score"),
            " คะแนน",
        ),
    )


def head() -> str:
    """The form's head: emblem and name, whose it is, number and date, subject, addressee."""
    emblem = control(
        "มีตรา หรือเว้นที่ไว้",
        "if emblem.shown",
        note_mark("⟦มีตรา หรือเว้นที่ไว้⟧ ")
        + picture_drawing(10, "ตราครุฑ", "emblem", EMBLEM_CM, "rIdEmblem"),
        block=False,
    )
    return (
        paragraph("ItaMemoTitle", emblem, text("\tบันทึกข้อความ"))
        + paragraph("ItaMemoLine", label("ส่วนราชการ  "), field("office.name"))
        + paragraph("ItaMemoLine", label("ที่  "), DOTS, label("\tวันที่  "), DOTS)
        + paragraph(
            "ItaMemoRule",
            label("เรื่อง  "),
            "ขอความเห็นชอบและลงนามประกาศ",
            field("title"),
            " ประจำปีงบประมาณ พ.ศ. ",
            field("plan_year"),
        )
        + paragraph("ItaMemoLine", label("เรียน  "), field("addressee"))
    )


def body() -> str:
    """What was assessed, which indicators are weak, what is asked of the addressee."""
    year = field("plan_year")
    weak = ("คะแนน จำนวน ", field("weak.count"), " ตัวชี้วัด ดังนี้")
    return (
        paragraph(
            "ItaBody",
            "ตามที่",
            field("office.lead"),
            "ได้รับการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ",
            "ประจำปีงบประมาณ พ.ศ. ",
            field("result_year"),
            " มีผลคะแนนรวม ",
            field("total"),
            " คะแนน อยู่ในระดับ ",
            field("level"),
            " นั้น",
        )
        + block(
            "if weak.below_target",
            "มีตัวชี้วัดต่ำกว่าค่าเป้าหมาย",
            paragraph("ItaLeadIn", "มีตัวชี้วัดที่ได้คะแนนน้อยกว่า ", field("target"), " ", *weak)
            + indicators(),
        )
        + block(
            "if weak.lowest",
            "ไม่มีตัวชี้วัดต่ำกว่าค่าเป้าหมาย แต่เลือกตัวที่ต่ำสุด",
            paragraph(
                "ItaLeadIn",
                "ทุกตัวชี้วัดได้คะแนนตั้งแต่ ",
                field("target"),
                " คะแนนขึ้นไป ตัวชี้วัดที่ได้คะแนนน้อยที่สุด จำนวน ",
                field("weak.count"),
                " ตัวชี้วัด ดังนี้",
            )
            + indicators(),
        )
        + block(
            "if weak.none",
            "ไม่มีตัวชี้วัดที่ต้องมีมาตรการ",
            paragraph("ItaBody", "ทุกตัวชี้วัดได้คะแนนตั้งแต่ ", field("target"), " คะแนนขึ้นไป"),
        )
        + paragraph(
            "ItaBody",
            "จึงได้จัดทำประกาศ",
            field("title"),
            " ประจำปีงบประมาณ พ.ศ. ",
            year,
            " ดังที่แนบมาพร้อมนี้",
        )
        + paragraph("ItaClosing", "จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบ ขอได้โปรดลงนามในประกาศดังกล่าว")
    )


def signatures() -> str:
    """Who hands it in, and the order of whoever signs the announcement."""
    return (
        paragraph("ItaSigner", "(", field("proposer.name"), ")")
        + paragraph("ItaPosition", field("proposer.position"))
        + paragraph("ItaMemoOrder", label("ความเห็น/ข้อสั่งการ  "), "." * 100)
        + paragraph("ItaSigner", "(", field("signature.name"), ")")
        + block(
            "for line in signature.position",
            "ทุกบรรทัดของตำแหน่ง",
            paragraph("ItaPosition", field("line")),
        )
    )


def memo_styles() -> str:
    """The form's own: 29 points for its name, and lines whose second half begins at a tab."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="6" w:color="auto"/></w:pBdr>'
    half = tab_stops(("left", TEXT_WIDTH // 2))
    own = (
        style(
            "ItaMemoTitle",
            "ITA บันทึกข้อความ",
            based_on="Title",
            points=29,
            bold=True,
            after=80,
            keep_next=True,
            tabs=tab_stops(("center", TEXT_WIDTH // 2)),
            outline=0,
        ),
        style("ItaMemoLine", "ITA บรรทัดหัวบันทึก", tabs=half, keep_next=True),
        style("ItaMemoRule", "ITA เรื่องของบันทึก", border=rule, after=120, keep_next=True),
        style("ItaMemoOrder", "ITA ข้อสั่งการ", before=360, keep_next=True),
    )
    return styles().replace("</w:styles>", "".join(own) + "</w:styles>")


def package() -> bytes:
    """The whole .docx."""
    core = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{MEMO.heading}{MEMO.title}</dc:title><dc:language>th-TH</dc:language>"
        "</cp:coreProperties>"
    )
    app = (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>"
        "</Properties>"
    )
    metadata = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            {f"word/header{number}.xml": f"{WORD}.header+xml" for number in (1, 2)}
        ),
        "_rels/.rels": relationships(
            [
                ("rId1", f"{R}/officeDocument", "word/document.xml"),
                ("rId2", f"{metadata}/core-properties", "docProps/core.xml"),
                ("rId3", f"{R}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/document.xml": document(head() + body() + signatures()).replace(
            page(wide=True), page(wide=False)
        ),
        "word/styles.xml": memo_styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": mark_frames(page_number_header("", "ItaPageNumber"), 901),
        "word/header2.xml": empty_header(""),
        "docProps/core.xml": core,
        "docProps/app.xml": app,
        "word/media/emblem.png": transparent_picture(),
        "word/_rels/document.xml.rels": relationships(
            [
                *USUAL_LINKS,
                ("rIdHeader1", f"{R}/header", "header1.xml"),
                ("rIdHeader2", f"{R}/header", "header2.xml"),
                ("rIdEmblem", f"{R}/image", "media/emblem.png"),
            ]
        ),
    }
    return write_package(
        pack(name, part if isinstance(part, bytes) else part.encode())
        for name, part in parts.items()
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    (folder / "memo.docx").write_bytes(package())


if __name__ == "__main__":
    main()
