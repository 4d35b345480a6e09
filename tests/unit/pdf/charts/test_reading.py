"""A chart part is read as it says, or refused by the name of what is not known."""

from __future__ import annotations

import pytest
from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.reading import read_chart
from tests.fakes.charts import (
    COLUMNS,
    LABELS,
    POINTS,
    THAI,
    THEME,
    YEARS,
    draw,
    make_chart,
    read_made,
)

FILL = '<c:spPr><a:solidFill><a:srgbClr val="123456"/></a:solidFill></c:spPr>'


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (XL_CHART_TYPE.COLUMN_CLUSTERED, "column"),
        (XL_CHART_TYPE.BAR_CLUSTERED, "bar"),
        (XL_CHART_TYPE.LINE_MARKERS, "line"),
        (XL_CHART_TYPE.PIE, "pie"),
    ],
)
def test_type_names_and_numbers_are_read(kind: XL_CHART_TYPE, name: str) -> None:
    chart = read_made(kind)
    assert chart.kind == name
    assert chart.categories == YEARS
    assert chart.series[0].numbers == POINTS
    assert chart.series[0].name == "คะแนนรวม"


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.AREA, XL_CHART_TYPE.DOUGHNUT, XL_CHART_TYPE.RADAR])
def test_a_type_that_is_not_drawn_is_refused_by_name(kind: XL_CHART_TYPE) -> None:
    with pytest.raises(NotDrawnError, match=r"Chart$"):
        read_made(kind)


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.COLUMN_STACKED, XL_CHART_TYPE.BAR_STACKED_100])
def test_stacked_bars_are_refused_rather_than_drawn_side_by_side(kind: XL_CHART_TYPE) -> None:
    with pytest.raises(NotDrawnError, match="tacked"):
        read_made(kind)


def test_a_part_without_a_plot_is_refused() -> None:
    with pytest.raises(NotDrawnError):
        read_chart(etree.fromstring("<a/>"), THEME)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<c:autoTitleDeleted", "<c:view3D/><c:autoTitleDeleted", "view3D"),
        ("<c:cat>", "<c:spPr><a:blipFill/></c:spPr><c:cat>", "blipFill"),
        ("<c:cat>", "<c:spPr><a:gradFill/></c:spPr><c:cat>", "gradFill"),
        ("<c:cat>", "<c:spPr><a:pattFill/></c:spPr><c:cat>", "pattFill"),
        ("<c:cat>", "<c:spPr><a:effectLst><a:glow/></a:effectLst></c:spPr><c:cat>", "glow"),
        ("<c:cat>", "<c:trendline/><c:cat>", "trendline"),
        ("<c:cat>", "<c:errBars/><c:cat>", "errBars"),
        ("<c:dispBlanksAs", "<c:userShapes/><c:dispBlanksAs", "userShapes"),
        ("<c:majorGridlines/>", "<c:majorGridlines/><c:minorGridlines/>", "minorGridlines"),
        ("<c:majorGridlines/>", "<c:majorGridlines/><c:dispUnits/>", "dispUnits"),
        ("<c:scaling/>", '<c:scaling><c:logBase val="10"/></c:scaling>', "logBase"),
        ("<c:catAx>", "<c:dateAx/><c:catAx>", "dateAx"),
        ("<c:catAx>", "<c:valAx/><c:catAx>", "2 valAx"),
        ('<c:minorTickMark val="none"/>', '<c:minorTickMark val="out"/>', "minorTickMark=out"),
        (
            "<c:cat>",
            LABELS.replace('<c:showSerName val="0"/>', '<c:showSerName val="1"/>') + "<c:cat>",
            "showSerName=1",
        ),
        ("<c:cat>", LABELS.replace(THAI, "0.00;[Red]-0.00") + "<c:cat>", "formatCode="),
    ],
)
def test_whatever_else_a_chart_says_is_refused_by_its_name(old: str, new: str, said: str) -> None:
    with pytest.raises(NotDrawnError, match=said):
        draw(read_made(COLUMNS, (old, new)))


@pytest.mark.parametrize(
    "new",
    [
        '<c:extLst><c:ext uri="{C3380CC4-5D6E-409C-BE32-E72D297353CC}"><x:uniqueId xmlns:x="y"/>'
        "</c:ext></c:extLst>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006"><mc:Choice Requires="c14"><x:style xmlns:x="z" val="102"/></mc:Choice>'
        "</mc:AlternateContent>",
    ],
)
def test_what_later_offices_add_without_effect_is_let_pass(new: str) -> None:
    assert read_made(COLUMNS, ("<c:cat>", f"{new}<c:cat>")).categories == YEARS


def test_an_extension_that_shows_something_is_refused() -> None:
    new = '<c:extLst><c:ext><x:datalabelsRange xmlns:x="y"/></c:ext></c:extLst><c:cat>'
    with pytest.raises(NotDrawnError, match="datalabelsRange"):
        read_made(COLUMNS, ("<c:cat>", new))


def test_colours_come_from_the_series_the_point_or_the_theme() -> None:
    assert read_made().series[0].fills == ("4472C4",) * 3
    point = FILL.replace("123456", "ABCDEF")
    chart = read_made(COLUMNS, ("<c:cat>", f"{FILL}<c:dPt><c:idx val='2'/>{point}</c:dPt><c:cat>"))
    assert chart.series[0].fills == ("123456", "123456", "ABCDEF")


def test_one_row_may_have_a_colour_for_each_point() -> None:
    chart = read_made(COLUMNS, ('<c:varyColors val="0"/>', '<c:varyColors val="1"/>'))
    assert chart.series[0].fills == ("4472C4", "ED7D31", "A5A5A5")


def test_labels_limits_and_steps_are_the_designers() -> None:
    chart = read_made(
        COLUMNS,
        ("<c:cat>", LABELS + "<c:cat>"),
        ("<c:majorGridlines/>", '<c:majorGridlines/><c:majorUnit val="20"/>'),
    )
    label = chart.series[0].labels[0]
    assert label is not None
    assert label.number_format == THAI
    assert label.position == "outEnd"
    assert chart.value_axis.step == 20
    assert chart.value_axis.grid is not None
    assert read_made().series[0].labels == (None,) * 3


def test_one_label_may_be_left_out() -> None:
    single = '<c:dLbls><c:dLbl><c:idx val="0"/><c:delete val="1"/></c:dLbl>'
    chart = read_made(COLUMNS, ("<c:cat>", LABELS.replace("<c:dLbls>", single) + "<c:cat>"))
    assert [label is not None for label in chart.series[0].labels] == [False, True, True]


def test_a_line_over_columns_is_read_with_them() -> None:
    line = (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/><c:ser><c:idx val="1"/>'
        '<c:order val="1"/><c:tx><c:v>เป้าหมาย</c:v></c:tx><c:val><c:numLit>'
        '<c:ptCount val="3"/><c:pt idx="0"><c:v>85</c:v></c:pt><c:pt idx="1"><c:v>85</c:v></c:pt>'
        '<c:pt idx="2"><c:v>85</c:v></c:pt></c:numLit></c:val></c:ser>{axes}</c:lineChart><c:catAx>'
    )
    xml = etree.tostring(make_chart(), encoding="unicode")
    axes = "".join(f'<c:axId val="{part}"/>' for part in _list_axes(xml))
    chart = read_made(COLUMNS, ("<c:catAx>", line.format(axes=axes)))
    assert [one.kind for one in chart.series] == ["bar", "line"]
    assert chart.series[1].numbers == (85, 85, 85)
    with pytest.raises(NotDrawnError, match=r"barChart\+lineChart"):
        read_made(COLUMNS, ("<c:catAx>", line.format(axes='<c:axId val="9"/>')))


def _list_axes(xml: str) -> list[str]:
    plot = xml.partition("<c:barChart>")[2].partition("</c:barChart>")[0]
    return [part.partition('"')[0] for part in plot.split('<c:axId val="')[1:]]
