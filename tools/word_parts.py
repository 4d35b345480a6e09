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

FONT = "TH SarabunPSK"
TEXT_WIDTH = 9071  # twips: A4 (210 mm) less margins of 30 and 20 mm
INDENT = 1417  # 2.5 cm
EMU_PER_CM = 360_000

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = f"{OFFICE}/relationships"
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
    outline: int | None = None,
) -> str:
    """A paragraph style; the properties come in the schema's order."""
    keep = "<w:keepNext/>" * keep_next + "<w:keepLines/>" * keep_lines
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" {line or _SINGLE}/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identifier}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{keep}{border}{spacing}{indent}"
        f'<w:jc w:val="{align}"/>{level}</w:pPr>{run_properties(points, bold=bold)}</w:style>'
    )


_SINGLE = 'w:line="240" w:lineRule="auto"'


def list_indent(left: int) -> str:
    """Room for a dash that hangs before the text."""
    return f'<w:ind w:left="{left + 170}" w:hanging="170"/>'


def paragraph_styles() -> str:
    side = (TEXT_WIDTH - 2400) // 2
    right_half = '<w:ind w:left="2552"/>'
    return "".join(
        (
            style("ItaEmblem", "ITA ตราครุฑ", align="center", after=80, keep_next=True),
            style("ItaTitle", "ITA ชื่อเอกสาร", bold=True, align="center", keep_next=True, outline=0),
            style("ItaSubject", "ITA เรื่อง", bold=True, align="center", keep_next=True),
            style(
                "ItaRule",
                "ITA เส้นคั่น",
                points=6,
                align="center",
                after=160,
                indent=f'<w:ind w:left="{side}" w:right="{side}"/>',
                border='<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
                "</w:pBdr>",
            ),
            style(
                "ItaBody",
                "ITA เนื้อความ",
                align="thaiDistribute",
                before=120,
                indent=f'<w:ind w:firstLine="{INDENT}"/>',
            ),
            style(
                "ItaLeadIn",
                "ITA เนื้อความนำรายการ",
                align="thaiDistribute",
                before=120,
                indent=f'<w:ind w:firstLine="{INDENT}"/>',
                keep_next=True,
            ),
            style("ItaList1", "ITA รายการชั้นที่ ๑", indent=list_indent(INDENT)),
            style("ItaList1Head", "ITA หัวรายการชั้นที่ ๑", indent=list_indent(INDENT), keep_next=True),
            style("ItaList2", "ITA รายการชั้นที่ ๒", indent=list_indent(INDENT + 425)),
            style(
                "ItaHeading",
                "ITA หัวข้อ",
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
                bold=True,
                align="center",
                before=160,
                after=60,
                keep_next=True,
                outline=2,
            ),
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
            style("ItaTableNumber", "ITA ลำดับในตาราง", points=14, align="center", keep_lines=True),
            style("ItaAfterTable", "ITA คั่นตาราง", points=4, keep_next=True),
            style(
                "ItaClosing",
                "ITA คำลงท้าย",
                align="thaiDistribute",
                before=240,
                indent=f'<w:ind w:firstLine="{INDENT}"/>',
                keep_next=True,
            ),
            style(
                "ItaDate",
                "ITA วันที่ประกาศ",
                align="center",
                before=240,
                indent=right_half,
                keep_next=True,
                keep_lines=True,
            ),
            # Three lines and a half for the pen.
            style(
                "ItaSigner",
                "ITA ชื่อผู้ลงนาม",
                align="center",
                before=1480,
                indent=right_half,
                keep_next=True,
                keep_lines=True,
            ),
            style("ItaPosition", "ITA ตำแหน่ง", align="center", indent=right_half, keep_lines=True),
            style(
                "ItaPositionNext",
                "ITA ตำแหน่งบรรทัดแรก",
                align="center",
                indent=right_half,
                keep_next=True,
                keep_lines=True,
            ),
            style("ItaPageNumber", "ITA เลขหน้า", align="center"),
        )
    )


def styles() -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault>{run_properties(16)}'
        f'</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" {_SINGLE}/></w:pPr>'
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
        f"{paragraph_styles()}"
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


def page_number_header() -> str:
    """ "- ๒ -" centred: a PAGE field in Thai digits."""

    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    return (
        f'{DECLARATION}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="ItaPageNumber"/></w:pPr>'
        + run('<w:t xml:space="preserve">- </w:t>')
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE \\* ThaiArabic </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>๒</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + run('<w:t xml:space="preserve"> -</w:t>')
        + "</w:p></w:hdr>"
    )


def empty_header() -> str:
    return (
        f'{DECLARATION}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="ItaPageNumber"/></w:pPr>'
        "</w:p></w:hdr>"
    )


def chart_text(points: float, body: str = "") -> str:
    size = round(points * 100)
    return (
        f'<c:txPr><a:bodyPr{body}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="th-TH"/></a:p></c:txPr>'
    )


def chart(direction: str, series: str, labels: list[str], gap: int) -> str:
    """A restrained column (``col``) or bar (``bar``) chart of 0-100 points with Thai digits.

    Without gridlines: every column carries its number, and lines would strike through some.
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
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="{direction}"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
        '<c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(series)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        '<c:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="[$-D00041E]0.00" '
        f'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{chart_text(14)}'
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
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
        f'<c:axPos val="{scale_side}"/>'
        '<c:numFmt formatCode="[$-D00041E]0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{chart_text(14)}<c:crossAx val="111111111"/>'
        f'<c:crosses val="{crossing}"/><c:crossBetween val="between"/><c:majorUnit val="20"/>'
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
