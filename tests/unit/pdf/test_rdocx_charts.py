"""Charts drawn as pictures show what the chart part says, or are refused."""

from __future__ import annotations

import io

import pytest
from lxml import etree
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from ita_docs.pdf.chart_drawing import DOTS_PER_INCH, draw_chart
from ita_docs.pdf.chart_reading import Chart, read_chart
from ita_docs.pdf.chart_styles import format_number, read_theme
from ita_docs.problems import ConversionError

THEME = read_theme(None)
THAI = "[$-D00041E]0.00"
LABELS = f'<c:dLbls><c:numFmt formatCode="{THAI}" sourceLinked="0"/><c:showVal val="1"/></c:dLbls>'


def make_chart(
    kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED, *changes: tuple[str, str]
) -> etree._Element:
    data = CategoryChartData(number_format="0.00")
    data.categories = ["๒๕๖๑", "๒๕๖๒", "๒๕๖๓"]
    data.add_series("คะแนนรวม", (71.5, None, 82.22))
    xml = ChartXmlWriter(kind, data).xml
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new, 1)
    return etree.fromstring(xml.encode())


def read(kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED, *changes: tuple[str, str]) -> Chart:
    return read_chart(make_chart(kind, *changes), THEME)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (82.22, THAI, "๘๒.๒๒"),
        (0.125, "0.00", "0.13"),
        (85, "General", "85"),
        (85.5, "General", "85.5"),
        (100, "[$-D00041E]0", "๑๐๐"),
        (36, '0.00" คะแนน"', "36.00"),
        (0.5, "0%", "50%"),
        (62.95, "[$-D07041E]0.0", "๖๓.๐"),
    ],
)
def test_numbers_are_written_as_their_format_says(number: float, code: str, text: str) -> None:
    assert format_number(number, code) == text


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (XL_CHART_TYPE.COLUMN_CLUSTERED, "column"),
        (XL_CHART_TYPE.BAR_CLUSTERED, "bar"),
        (XL_CHART_TYPE.LINE_MARKERS, "line"),
        (XL_CHART_TYPE.PIE, "pie"),
    ],
)
def test_type_names_and_numbers_are_read_and_drawn(kind: XL_CHART_TYPE, name: str) -> None:
    chart = read(kind)
    assert chart.kind == name
    assert chart.categories == ("๒๕๖๑", "๒๕๖๒", "๒๕๖๓")
    assert chart.series[0].numbers == (71.5, None, 82.22)
    assert chart.series[0].name == "คะแนนรวม"
    picture = Image.open(io.BytesIO(draw_chart(chart, 4.0, 2.0)))
    assert picture.size == (4 * DOTS_PER_INCH, 2 * DOTS_PER_INCH)
    assert picture.mode == "RGB"
    assert len(picture.convert("L").getcolors() or []) > 2


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.AREA, XL_CHART_TYPE.DOUGHNUT, XL_CHART_TYPE.RADAR])
def test_a_type_that_is_not_drawn_is_refused_by_name(kind: XL_CHART_TYPE) -> None:
    with pytest.raises(ConversionError) as caught:
        read(kind)
    assert caught.value.code == "pdf-drawn-incompletely"
    assert caught.value.values["detail"].endswith("Chart")


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.COLUMN_STACKED, XL_CHART_TYPE.BAR_STACKED_100])
def test_stacked_bars_are_refused_rather_than_drawn_side_by_side(kind: XL_CHART_TYPE) -> None:
    with pytest.raises(ConversionError):
        read(kind)


def test_a_part_without_a_plot_is_refused() -> None:
    with pytest.raises(ConversionError):
        read_chart(etree.fromstring("<a/>"), THEME)


def test_colours_come_from_the_series_the_point_or_the_theme() -> None:
    assert read().series[0].colour == "4472C4"
    fill = '<c:spPr><a:solidFill><a:srgbClr val="123456"/></a:solidFill></c:spPr>'
    point = fill.replace("123456", "ABCDEF")
    chart = read(
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        ("<c:cat>", f"{fill}<c:dPt><c:idx val='2'/>{point}</c:dPt><c:cat>"),
    )
    assert chart.series[0].colour == "123456"
    assert chart.series[0].point_colours == {2: "ABCDEF"}
    picture = Image.open(io.BytesIO(draw_chart(chart, 3.0, 2.0)))
    seen = {colour for _, colour in picture.getcolors(1 << 20) or []}
    assert {(0x12, 0x34, 0x56), (0xAB, 0xCD, 0xEF)} <= seen


def test_labels_and_limits_are_the_designers() -> None:
    chart = read(
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        ("<c:cat>", LABELS + "<c:cat>"),
        ("<c:majorGridlines/>", '<c:majorGridlines/><c:majorUnit val="20"/>'),
    )
    assert chart.series[0].labels
    assert chart.series[0].label_format == THAI
    assert chart.value_axis.step == 20
    assert chart.value_axis.gridlines
    assert not read().series[0].labels


def test_a_drawing_is_the_same_from_run_to_run() -> None:
    chart = read(XL_CHART_TYPE.COLUMN_CLUSTERED, ("<c:cat>", LABELS + "<c:cat>"))
    assert draw_chart(chart, 3.0, 2.0) == draw_chart(chart, 3.0, 2.0)


def test_a_chart_of_one_bar_does_not_fill_the_picture() -> None:
    data = CategoryChartData()
    data.categories = ["๒๕๖๒"]
    data.add_series("คะแนนรวม", (82.22,))
    xml = ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data).xml.encode()
    chart = read_chart(etree.fromstring(xml), THEME)
    picture = Image.open(io.BytesIO(draw_chart(chart, 4.0, 2.0)))
    row = [picture.getpixel((x, picture.height // 2)) for x in range(picture.width)]
    bar = row.count((0x44, 0x72, 0xC4))
    assert 0.2 < bar / picture.width < 0.6


def test_theme_colours_are_read_and_the_unsaid_are_offices_own() -> None:
    theme = etree.fromstring(
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:themeElements><a:clrScheme name="x"><a:accent1><a:srgbClr val="010203"/></a:accent1>'
        '<a:dk1><a:sysClr val="windowText" lastClr="111111"/></a:dk1></a:clrScheme>'
        "</a:themeElements></a:theme>"
    )
    colours = read_theme(theme)
    assert colours["accent1"] == "010203"
    assert colours["dk1"] == "111111"
    assert colours["accent2"] == "ED7D31"
