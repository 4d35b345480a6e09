"""What a native Word chart shows, read from its part: kind, numbers, words, colours, places."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ita_docs.pdf.charts.axis_reading import Axis, read_axis
from ita_docs.pdf.charts.elements import find, is_on, read_number, read_text, read_value
from ita_docs.pdf.charts.known import PLOTS, NotDrawnError, refuse_unknown
from ita_docs.pdf.charts.series_reading import Series, read_categories, read_series
from ita_docs.pdf.charts.styles import Pen, TextStyle, read_fill, read_pen, read_style
from ita_docs.pdf.package import C

_DEFAULT_GAP_WIDTH = 150
_GROUPINGS = (None, "clustered", "standard")
"""Series beside or across each other; stacked ones are not drawn here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the designer put the plot, in parts of the chart's width and height.

    ``inner`` is the plot alone, without the words along its axes.
    """

    left: float
    top: float
    width: float
    height: float
    inner: bool


@dataclass(frozen=True, slots=True)
class Legend:
    """The names of the series: at the side t, b, l or r."""

    side: str
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Area:
    """What is painted under a part of the chart: a colour (RRGGBB), a line around it, or none."""

    fill: str | None
    pen: Pen | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as its part describes it; ``kind`` is column, bar, line or pie.

    Lines of a column chart stand among its series, over its columns. ``gap`` and ``overlap`` are
    in parts of a bar's width; ``blanks`` says what a missing point of a line is: gap, span, zero.
    """

    kind: str
    title: str
    title_style: TextStyle
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    gap: float
    overlap: float
    blanks: str
    first_angle: float
    value_axis: Axis
    category_axis: Axis
    legend: Legend | None
    area: Area
    plot_area: Area
    place: Place | None


def read_chart(root: etree._Element, theme: Mapping[str, str]) -> Chart:
    """Read a chart part; ``theme`` gives the document's theme colours (RRGGBB) by name.

    Raises `NotDrawnError` for a chart that is not drawn here, rather than draw it as another.
    """
    try:
        return _read(root, theme)
    except (ValueError, KeyError) as error:
        raise NotDrawnError(f"{error}") from error


def _read(root: etree._Element, theme: Mapping[str, str]) -> Chart:
    chart, area = root.find(f"{C}chart"), root.find(f".//{C}plotArea")
    if chart is None or area is None:
        raise NotDrawnError("-")
    plots = [node for node in area if _is_plot(node)]
    kind = _name_kind(plots)
    refuse_unknown(root)
    base = read_style(root.find(f"{C}txPr"), theme, TextStyle())
    series: list[Series] = []
    for plot in plots:
        series += (
            read_series(row, len(series) + place, plot, theme, base)
            for place, row in enumerate(plot.findall(f"{C}ser"))
        )
    value_axis, category_axis = (
        read_axis(area, name, series, theme, base) for name in ("valAx", "catAx")
    )
    bars = plots[0]
    gap = read_number(bars, "gapWidth")
    return Chart(
        kind=kind,
        title=_read_title(chart, series),
        title_style=_read_title_style(chart, theme, base),
        categories=read_categories(plots),
        series=tuple(sorted(series, key=lambda one: one.kind == "line")),
        gap=(_DEFAULT_GAP_WIDTH if gap is None else gap) / 100,
        overlap=(read_number(bars, "overlap") or 0) / 100,
        blanks=read_value(chart, "dispBlanksAs") or "zero",
        first_angle=read_number(bars, "firstSliceAng") or 0,
        value_axis=value_axis,
        category_axis=category_axis,
        legend=_read_legend(chart, theme, base),
        area=_read_area(root, theme, "FFFFFF"),
        plot_area=_read_area(area, theme, None),
        place=_read_place(area),
    )


def _is_plot(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and etree.QName(node).localname.endswith("Chart")


def _name_kind(plots: list[etree._Element]) -> str:
    """The kind of the chart; only columns may have a second plot, lines on the same axes."""
    names = [etree.QName(plot).localname for plot in plots]
    for plot, name in zip(plots, names, strict=True):
        if name not in PLOTS:
            raise NotDrawnError(name)
        if (grouping := read_value(plot, "grouping")) not in _GROUPINGS:
            raise NotDrawnError(f"{grouping}")
    axes = [sorted(node.get("val", "") for node in plot.iterfind(f"{C}axId")) for plot in plots]
    sideways = bool(plots) and read_value(plots[0], "barDir") == "bar"
    combined = names == ["barChart", "lineChart"] and axes[0] == axes[1] and not sideways
    if len(plots) != 1 and not combined:
        raise NotDrawnError("+".join(names) or "-")
    if names[0] != "barChart":
        return names[0].removesuffix("Chart")
    return "bar" if sideways else "column"


def _read_title(chart: etree._Element, series: list[Series]) -> str:
    title = chart.find(f"{C}title")
    if title is None or is_on(chart, "autoTitleDeleted"):
        return ""
    if find(title, "layout/manualLayout") is not None:
        raise NotDrawnError("title/manualLayout")
    # A title without words of its own shows the name of the only series.
    return read_text(title) or (series[0].name if len(series) == 1 else "")


def _read_title_style(
    chart: etree._Element, theme: Mapping[str, str], base: TextStyle
) -> TextStyle:
    title = chart.find(f"{C}title")
    start = TextStyle(base.size * 1.2, bold=True, colour=base.colour)
    if title is None:
        return start
    style = read_style(title.find(f"{C}txPr"), theme, start)
    return read_style(title.find(f"{C}tx/{C}rich"), theme, style)


def _read_legend(chart: etree._Element, theme: Mapping[str, str], base: TextStyle) -> Legend | None:
    legend = chart.find(f"{C}legend")
    if legend is None:
        return None
    if find(legend, "layout/manualLayout") is not None:
        raise NotDrawnError("legend/manualLayout")
    side = read_value(legend, "legendPos") or "r"
    if side not in ("t", "b", "l", "r"):
        raise NotDrawnError(f"legendPos={side}")
    return Legend(side, read_style(legend.find(f"{C}txPr"), theme, base))


def _read_area(node: etree._Element, theme: Mapping[str, str], usual: str | None) -> Area:
    shape = node.find(f"{C}spPr")
    fill = read_fill(shape, theme)
    return Area(usual if fill is None else fill, read_pen(shape, theme, None))


def _read_place(area: etree._Element) -> Place | None:
    layout = find(area, "layout/manualLayout")
    if layout is None:
        return None
    if any(read_value(layout, f"{edge}Mode") != "edge" for edge in "xy"):
        raise NotDrawnError("plotArea/manualLayout")
    sizes = [read_number(layout, name) for name in "xywh"]
    if any(read_value(layout, f"{size}Mode") == "edge" for size in "wh") or None in sizes:
        raise NotDrawnError("plotArea/manualLayout")
    left, top, width, height = (size or 0.0 for size in sizes)
    if not (math.isfinite(left + top + width + height) and width > 0 and height > 0):
        raise NotDrawnError("plotArea/manualLayout")
    return Place(left, top, width, height, read_value(layout, "layoutTarget") == "inner")
