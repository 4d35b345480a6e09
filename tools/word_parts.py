"""The parts that every Word template needs before it says a word: styles, theme, settings, charts.

Thai is complex script to Word: size, bold and font have attributes of their own (szCs, bCs, cs),
and a template that leaves them out falls back to another face at another size.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.word.lost_frames import FIRST_PAGE, name_frame

FONT = "TH SarabunPSK"
TEXT_WIDTH = 9071  # twips: A4 (210 mm) less margins of 30 and 20 mm
LANDSCAPE_WIDTH = 14003
SCORE_TAB = 8504  # 15 cm: where scores end
# Lists that begin anew, one for each indicator's measures and one for its method, by their look.
SPARE_LISTS = {3: range(101, 141), 4: range(141, 181)}
INDENT = 1417  # 2.5 cm
EMU_PER_CM = 360_000

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = f"{OFFICE}/relationships"
USUAL_LINKS = [
    ("rIdStyles", f"{R}/styles", "styles.xml"),
    ("rIdNumbering", f"{R}/numbering", "numbering.xml"),
    ("rIdSettings", f"{R}/settings", "settings.xml"),
    ("rIdFonts", f"{R}/fontTable", "fontTable.xml"),
    ("rIdTheme", f"{R}/theme", "theme/theme1.xml"),
]
"""What the document of every template is related to: id, type, target."""
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
LANGUAGES = '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'


def run_properties(points: float, *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    size = round(points * 2)
    return (
        f'<w:rPr>{FONTS}{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{LANGUAGES}</w:rPr>'
    )


def style(
    identifier: str,
    name: str,
    *,
    based_on: str = "Normal",
    points: float = 16,
    bold: bool = False,
    align: str = "left",
    before: int = 0,
    after: int = 0,
    indent: str = "",
    keep_next: bool = False,
    keep_lines: bool = False,
    line: str = "",
    border: str = "",
    tabs: str = "",
    item: tuple[int, int] | None = None,
    outline: int | None = None,
) -> str:
    """A paragraph style; the properties come in the schema's order.

    ``item`` is the list that its paragraphs belong to and their level.
    """
    keep = "<w:keepNext/>" * keep_next + "<w:keepLines/>" * keep_lines + "<w:widowControl/>"
    if item:
        keep += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" {line or _SINGLE}/>'
    custom = ' w:customStyle="1"' * identifier.startswith("Ita")
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identifier}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/><w:qFormat/>'
        f"<w:pPr>{keep}{border}{tabs}{spacing}{indent}"
        f'<w:jc w:val="{align}"/>{level}</w:pPr>{run_properties(points, bold=bold)}</w:style>'
    )


def tab_stops(*stops: tuple[str, int]) -> str:
    inside = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in stops)
    return f"<w:tabs>{inside}</w:tabs>"


_SINGLE = 'w:line="240" w:lineRule="auto"'


def paragraph_styles() -> str:
    side = (TEXT_WIDTH - 3400) // 2
    right_half = '<w:ind w:left="2552"/>'
    score = tab_stops(("right", SCORE_TAB))
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="6" w:color="auto"/></w:pBdr>'
    signature = {"align": "center", "indent": right_half, "keep_next": True, "keep_lines": True}
    text = {"align": "thaiDistribute", "indent": f'<w:ind w:firstLine="{INDENT}"/>'}
    return "".join(
        (
            # Word's own, for its navigation and for those who look for "Heading 1".
            style("Title", "Title", bold=True, align="center", keep_next=True),
            style("Heading1", "heading 1", bold=True, keep_next=True, outline=0),
            style("Heading2", "heading 2", bold=True, keep_next=True, outline=1),
            style("ItaEmblem", "ITA ตราครุฑ", align="center", after=80, keep_next=True),
            style(
                "ItaTitle",
                "ITA ชื่อเอกสาร",
                based_on="Title",
                bold=True,
                align="center",
                keep_next=True,
                outline=0,
            ),
            style("ItaSubject", "ITA เรื่อง", bold=True, align="center", keep_next=True),
            style(
                "ItaSubjectRule",
                "ITA เรื่องกับเส้นคั่น",
                bold=True,
                align="center",
                after=160,
                keep_next=True,
                indent=f'<w:ind w:left="{side}" w:right="{side}"/>',
                border=rule,
            ),
            style("ItaBody", "ITA เนื้อความ", before=120, **text),
            style("ItaLeadIn", "ITA เนื้อความนำรายการ", before=120, keep_next=True, **text),
            style(
                "ItaTableLeadIn", "ITA เนื้อความนำตาราง", before=120, after=80, keep_next=True, **text
            ),
            style("ItaList1", "ITA รายการชั้นที่ ๑", tabs=score, item=(1, 0)),
            style(
                "ItaList1Head",
                "ITA หัวรายการชั้นที่ ๑",
                based_on="ItaList1",
                tabs=score,
                keep_next=True,
            ),
            style("ItaList2", "ITA รายการชั้นที่ ๒", tabs=score, item=(1, 1)),
            style(
                "ItaHeading",
                "ITA หัวข้อ",
                based_on="Heading1",
                bold=True,
                align="center",
                before=240,
                keep_next=True,
                outline=1,
            ),
            style("ItaOverview", "ITA ภาพรวม", align="center", keep_next=True),
            style(
                "ItaChartHeading",
                "ITA หัวข้อแผนภูมิ",
                based_on="Heading2",
                bold=True,
                align="center",
                before=160,
                after=60,
                keep_next=True,
                outline=2,
            ),
            style("ItaChartNote", "ITA หมายเหตุแผนภูมิ", points=14, align="center", keep_next=True),
            style("ItaChart", "ITA แผนภูมิ", align="center"),
            style(
                "ItaTableHeading",
                "ITA หัวตาราง",
                points=14,
                bold=True,
                align="center",
                keep_next=True,
                keep_lines=True,
            ),
            style("ItaTableText", "ITA ข้อความในตาราง", points=14, keep_lines=True),
            style("ItaTableItem", "ITA รายชื่อในตาราง", points=14, keep_lines=True, item=(2, 0)),
            style("ItaTableStep", "ITA มาตรการในตาราง", points=14, keep_lines=True, item=(3, 0)),
            style(
                "ItaTableMethod", "ITA วิธีดำเนินการในตาราง", points=14, keep_lines=True, item=(4, 0)
            ),
            style("ItaTableNumber", "ITA ลำดับในตาราง", points=14, align="center", keep_lines=True),
            style("ItaResult", "ITA ผลการประเมิน", points=14, align="center", keep_next=True),
            style("ItaResultText", "ITA ชื่อในผลการประเมิน", points=14, keep_next=True),
            style("ItaClosing", "ITA คำลงท้าย", before=240, keep_next=True, **text),
            style("ItaDate", "ITA วันที่ประกาศ", before=240, **signature),
            # Three lines and a half for the pen.
            style("ItaSigner", "ITA ชื่อผู้ลงนาม", before=1480, **signature),
            style("ItaSignature", "ITA รูปลายมือชื่อ", before=360, **signature),
            style("ItaSignerUnder", "ITA ชื่อใต้รูปลายมือชื่อ", **signature),
            style("ItaPosition", "ITA ตำแหน่ง", **signature),
            style(
                "ItaPageNumber",
                "ITA เลขหน้า",
                tabs=tab_stops(("center", TEXT_WIDTH // 2), ("right", TEXT_WIDTH)),
            ),
            style(
                "ItaPageNumberWide",
                "ITA เลขหน้าแนวนอน",
                tabs=tab_stops(("center", LANDSCAPE_WIDTH // 2), ("right", LANDSCAPE_WIDTH)),
            ),
            style("ItaNothing", "ITA ไม่มีข้อความ", points=1, line='w:line="20" w:lineRule="exact"'),
        )
    )


def character_styles() -> str:
    """Sample words, notes to the template's author, and what stands out."""
    looks = (
        ("ItaField", "ITA ช่องเติม", '<w:color w:val="1F4E79"/>'),
        (
            "ItaMark",
            "ITA หมายเหตุแม่แบบ",
            '<w:color w:val="C55A11"/><w:sz w:val="14"/><w:szCs w:val="14"/>',
        ),
        ("ItaStrong", "ITA เน้น", "<w:b/><w:bCs/>"),
    )
    return "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for identifier, name, look in looks
    )


def numbering() -> str:
    """The lists: dashes in the text, dashes in the table, and numerals that begin anew."""

    def level(number: int, kind: str, sign: str, left: int, hanging: int, points: int) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left + hanging}" w:hanging="{hanging}"/></w:pPr>'
            f"{run_properties(points)}</w:lvl>"
        )

    looks = (
        level(0, "bullet", "-", INDENT, 170, 16) + level(1, "bullet", "-", INDENT + 425, 170, 16),
        level(0, "bullet", "-", 0, 142, 14),
        level(0, "thaiNumbers", "%1.", 0, 284, 14),
        level(0, "thaiNumbers", "%1.", 0, 284, 14),
    )
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{look}</w:abstractNum>"
        for number, look in enumerate(looks, start=1)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(looks) + 1)
    ) + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{look}"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for look, numbers in SPARE_LISTS.items()
        for number in numbers
    )
    return f'{DECLARATION}<w:numbering xmlns:w="{W}">{abstracts}{lists}</w:numbering>'


def styles() -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault>{run_properties(16)}'
        "</w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
        f'<w:spacing w:after="0" {_SINGLE}/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/>{run_properties(16)}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        f"{paragraph_styles()}{character_styles()}"
        '<w:style w:type="table" w:customStyle="1" w:styleId="ItaTable">'
        '<w:name w:val="ITA ตารางมาตรการ"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def settings() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:applyBreakingRules/>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:bidi="th-TH"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    # The other name lets Word use TH Sarabun New, of the same widths, where PSK is not installed.
    return (
        f'{DECLARATION}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}">'
        '<w:altName w:val="TH Sarabun New"/><w:panose1 w:val="020B0500040200020003"/>'
        '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>"
    )


def theme() -> str:
    colours = {
        "dk1": '<a:sysClr val="windowText" lastClr="000000"/>',
        "lt1": '<a:sysClr val="window" lastClr="FFFFFF"/>',
    } | {
        name: f'<a:srgbClr val="{value}"/>'
        for name, value in (
            ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "44546A"), ("accent2", "7F7F7F"),
            ("accent3", "A5A5A5"), ("accent4", "595959"), ("accent5", "8497B0"),
            ("accent6", "D0CECE"), ("hlink", "0563C1"), ("folHlink", "954F72"),
        )
    }  # fmt: skip
    scheme = "".join(f"<a:{name}>{value}</a:{name}>" for name, value in colours.items())
    faces = (
        f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface="{FONT}"/>'
        f'<a:font script="Thai" typeface="{FONT}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="ITA"><a:themeElements>'
        f'<a:clrScheme name="ITA">{scheme}</a:clrScheme><a:fontScheme name="ITA">'
        f"<a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="ITA"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def header(content: str) -> str:
    return (
        f'{DECLARATION}<w:hdr xmlns:w="{W}" xmlns:mc='
        '"http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:w15="{W15}" mc:Ignorable="w15">{content}</w:hdr>'
    )


def page_number_header(draft: str, style: str) -> str:
    """ "- ๒ -" in the middle: a PAGE field in Thai digits; what marks a draft at the right."""

    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    return header(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        + run('<w:tab/><w:t xml:space="preserve">- </w:t>')
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE \\* ThaiArabic </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>๒</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + run('<w:t xml:space="preserve"> -</w:t>')
        + draft
        + "</w:p>"
    )


def empty_header(draft: str) -> str:
    """The first page has no number; the tab leads to the middle, that of the draft to the right."""
    return header(
        '<w:p><w:pPr><w:pStyle w:val="ItaPageNumber"/></w:pPr>'
        f'<w:bookmarkStart w:id="919" w:name="{name_frame(919, "w", FIRST_PAGE)}"/>'
        f'<w:r><w:tab/></w:r><w:bookmarkEnd w:id="919"/>{draft}</w:p>'
    )


def chart_text(points: float, body: str = "") -> str:
    size = round(points * 100)
    return (
        f'<c:txPr><a:bodyPr{body}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="th-TH"/></a:p></c:txPr>'
    )


def chart(
    direction: str, series: str, labels: list[str], gap: int, *, target: int | None = None
) -> str:
    """A restrained column (``col``) or bar (``bar``) chart of 0-100 points with Thai digits.

    Every column carries its number. With a target there is one dashed line across, behind the
    columns, and their numbers stand inside of lighter columns, where no line strikes through.
    """
    count = len(labels)
    texts = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(label)}</c:v></c:pt>'
        for index, label in enumerate(labels)
    )
    numbers = "".join(f'<c:pt idx="{index}"><c:v>50</c:v></c:pt>' for index in range(count))
    grey = '<a:ln w="6350"><a:solidFill><a:srgbClr val="{}"/></a:solidFill></a:ln>'
    columns = direction == "col"
    # Bars are read from the top, so their axis runs downwards and its scale goes to the far end.
    order = "minMax" if columns else "maxMin"
    label_side, scale_side = ("b", "l") if columns else ("l", "b")
    crossing = "autoZero" if columns else "max"
    # LibreOffice shows every label beside bars only where they are said to lie level.
    level = "" if columns else ' rot="0" vert="horz"'
    colour, number_place, step, line = "accent1", "outEnd", 20, ""
    if target is not None:
        colour, number_place, step = "accent5", "inEnd", target
        line = (
            '<c:majorGridlines><c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="7F7F7F"/>'
            '</a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr></c:majorGridlines>'
        )
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="{direction}"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
        '<c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(series)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="[$-D00041E]0.00" '
        'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{chart_text(14)}<c:dLblPos val="{number_place}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${count + 1}</c:f><c:strCache>"
        f'<c:ptCount val="{count}"/>{texts}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${count + 1}</c:f><c:numCache>"
        f'<c:formatCode>0.00</c:formatCode><c:ptCount val="{count}"/>{numbers}</c:numCache>'
        f'</c:numRef></c:val></c:ser><c:gapWidth val="{gap}"/><c:axId val="111111111"/>'
        '<c:axId val="222222222"/></c:barChart>'
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation '
        f'val="{order}"/></c:scaling><c:delete val="0"/><c:axPos val="{label_side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{grey.format('7F7F7F')}</c:spPr>{chart_text(14, level)}"
        '<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="100"/><c:min val="0"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{scale_side}"/>{line}'
        '<c:numFmt formatCode="[$-D00041E]0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{chart_text(14)}<c:crossAx val="111111111"/>'
        f'<c:crosses val="{crossing}"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{step}"/>'
        '</c:valAx><c:spPr><a:noFill/></c:spPr></c:plotArea><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/>'
        f"</a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{chart_text(14)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def chart_workbook(series: str, labels: list[str]) -> bytes:
    """The workbook behind a chart, as python-pptx writes it, with a fixed date."""
    data = CategoryChartData(number_format="0.00")
    data.categories = labels
    data.add_series(series, [50] * len(labels))
    members = read_package(CategoryWorkbookWriter(data).xlsx_blob)
    core = members["docProps/core.xml"].content().decode()
    dated = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2020-01-01T00:00:00Z", core)
    members["docProps/core.xml"] = pack("docProps/core.xml", dated.encode())
    return write_package(members.values())
