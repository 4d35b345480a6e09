"""What a native Word chart shows, read from its part: type, numbers, words, colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ita_docs.pdf.chart_styles import TextStyle, read_fill, read_style
from ita_docs.pdf.package import A, C
from ita_docs.problems import ConversionError

_DEFAULT_GAP_WIDTH = 150
_TYPES = ("barChart", "lineChart", "pieChart")
_LINE_COLOUR = "868686"
_GROUPINGS = (None, "clustered", "standard")
"""Series beside or across each other; stacked ones are not drawn here."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers; ``numbers`` holds None where a category has none."""

    name: str
    numbers: tuple[float | None, ...]
    colour: str
    point_colours: Mapping[int, str]
    labels: bool
    label_format: str
    label_style: TextStyle


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The axis of the numbers; limits and steps are None where the program chooses."""

    shown: bool
    minimum: float | None
    maximum: float | None
    step: float | None
    gridlines: bool
    grid_colour: str
    number_format: str
    style: TextStyle
    title: str


@dataclass(frozen=True, slots=True)
class CategoryAxis:
    """The axis of the names; ``downwards`` turns their order round."""

    shown: bool
    downwards: bool
    line_colour: str
    style: TextStyle
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as its part describes it; ``kind`` is column, bar, line or pie."""

    kind: str
    title: str
    title_style: TextStyle
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    gap_width: int
    value_axis: ValueAxis
    category_axis: CategoryAxis
    legend: bool
    legend_style: TextStyle


def read_chart(root: etree._Element, theme: Mapping[str, str]) -> Chart:
    """Read a chart part; ``theme`` gives the document's theme colours (RRGGBB) by name.

    Raises `ConversionError` for a chart of a type that is not drawn here, rather than draw it
    as another.
    """
    area = root.find(f".//{C}plotArea")
    plots = [] if area is None else [node for node in area if _is_plot(node)]
    if area is None or len(plots) != 1 or etree.QName(plots[0]).localname not in _TYPES:
        names = ", ".join(etree.QName(plot).localname for plot in plots) or "-"
        raise ConversionError("pdf-drawn-incompletely", engine="rdocx", detail=names)
    (plot,) = plots
    grouping = _read_value(plot, "grouping")
    if grouping not in _GROUPINGS:
        raise ConversionError("pdf-drawn-incompletely", engine="rdocx", detail=grouping)
    rows = plot.findall(f"{C}ser")
    base = read_style(root.find(f"{C}txPr"), theme, TextStyle())
    legend = root.find(f".//{C}legend")
    gap = plot.find(f"{C}gapWidth")
    return Chart(
        kind=_name_kind(plot),
        title=_read_title(root.find(f"{C}chart"), rows),
        title_style=_read_title_style(root, theme, base),
        categories=_read_categories(rows),
        series=tuple(_read_series(row, place, plot, theme, base) for place, row in enumerate(rows)),
        gap_width=_DEFAULT_GAP_WIDTH if gap is None else int(gap.get("val", _DEFAULT_GAP_WIDTH)),
        value_axis=_read_value_axis(area.find(f"{C}valAx"), rows, theme, base),
        category_axis=_read_category_axis(area, theme, base),
        legend=legend is not None,
        legend_style=read_style(None if legend is None else legend.find(f"{C}txPr"), theme, base),
    )


def _is_plot(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and etree.QName(node).localname.endswith("Chart")


def _name_kind(plot: etree._Element) -> str:
    name = etree.QName(plot).localname
    if name != "barChart":
        return name.removesuffix("Chart")
    return "bar" if _read_value(plot, "barDir") == "bar" else "column"


def _read_value(node: etree._Element | None, path: str) -> str | None:
    found = None if node is None else node.find("/".join(C + step for step in path.split("/")))
    return None if found is None else found.get("val")


def _is_on(node: etree._Element | None, path: str) -> bool:
    found = None if node is None else node.find("/".join(C + step for step in path.split("/")))
    return found is not None and found.get("val", "1") in ("1", "true")


def _read_number(node: etree._Element | None, path: str) -> float | None:
    value = _read_value(node, path)
    return None if value is None else float(value)


def _read_text(node: etree._Element | None) -> str:
    if node is None:
        return ""
    paragraphs = node.iterfind(f".//{A}p")
    lines = ("".join(text.text or "" for text in p.iter(f"{A}t")) for p in paragraphs)
    return "\n".join(line for line in lines if line)


def _read_title(chart: etree._Element | None, rows: list[etree._Element]) -> str:
    title = None if chart is None else chart.find(f"{C}title")
    if title is None:
        return ""
    if text := _read_text(title.find(f"{C}tx")):
        return text
    # A title without words of its own shows the name of the only series.
    return _read_name(rows[0]) if len(rows) == 1 else ""


def _read_title_style(root: etree._Element, theme: Mapping[str, str], base: TextStyle) -> TextStyle:
    title = root.find(f"{C}chart/{C}title")
    start = TextStyle(base.size * 1.2, bold=True, colour=base.colour)
    if title is None:
        return start
    style = read_style(title.find(f"{C}txPr"), theme, start)
    return read_style(title.find(f"{C}tx/{C}rich"), theme, style)


def _read_series(
    row: etree._Element,
    place: int,
    plot: etree._Element,
    theme: Mapping[str, str],
    base: TextStyle,
) -> Series:
    accent = theme[f"accent{place % 6 + 1}"]
    shape = row.find(f"{C}spPr")
    line = None if shape is None else shape.find(f"{A}ln")
    points = {
        int(_read_value(point, "idx") or 0): read_fill(point.find(f"{C}spPr"), theme)
        for point in row.iterfind(f"{C}dPt")
    }
    labels = row.find(f"{C}dLbls")
    labels = plot.find(f"{C}dLbls") if labels is None else labels
    cache = row.find(f"{C}val/{C}numRef/{C}numCache/{C}formatCode")
    own = None if labels is None else labels.find(f"{C}numFmt")
    linked = own is None or own.get("sourceLinked") in ("1", "true")
    source = (cache.text or "General") if cache is not None else "General"
    return Series(
        name=_read_name(row),
        numbers=_read_numbers(row),
        colour=read_fill(shape, theme) or read_fill(line, theme) or accent,
        point_colours={index: rgb for index, rgb in points.items() if rgb},
        labels=_is_on(labels, "showVal"),
        label_format=source if linked or own is None else own.get("formatCode", "General"),
        label_style=read_style(None if labels is None else labels.find(f"{C}txPr"), theme, base),
    )


def _read_name(row: etree._Element) -> str:
    return "".join(node.text or "" for node in row.iterfind(f"{C}tx//{C}v"))


def _read_points(node: etree._Element | None) -> dict[int, str]:
    points = [] if node is None else node.iter(f"{C}pt")
    return {int(point.get("idx", "0")): point.findtext(f"{C}v") or "" for point in points}


def _count_points(row: etree._Element) -> int:
    counts = row.iterfind(f".//{C}ptCount")
    return max((int(count.get("val", "0")) for count in counts), default=0)


def _read_numbers(row: etree._Element) -> tuple[float | None, ...]:
    points = _read_points(row.find(f"{C}val"))
    return tuple(
        float(points[index]) if points.get(index) else None for index in range(_count_points(row))
    )


def _read_categories(rows: list[etree._Element]) -> tuple[str, ...]:
    if not rows:
        return ()
    points = _read_points(rows[0].find(f"{C}cat"))
    return tuple(points.get(index, str(index + 1)) for index in range(_count_points(rows[0])))


def _read_value_axis(
    axis: etree._Element | None,
    rows: list[etree._Element],
    theme: Mapping[str, str],
    base: TextStyle,
) -> ValueAxis:
    own = None if axis is None else axis.find(f"{C}numFmt")
    cache = rows[0].findtext(f"{C}val//{C}formatCode") if rows else None
    linked = own is None or own.get("sourceLinked") in ("1", "true")
    grid = None if axis is None else axis.find(f"{C}majorGridlines")
    code = cache or "General" if linked or own is None else own.get("formatCode", "General")
    return ValueAxis(
        shown=axis is not None and not _is_on(axis, "delete"),
        minimum=_read_number(axis, "scaling/min"),
        maximum=_read_number(axis, "scaling/max"),
        step=_read_number(axis, "majorUnit"),
        gridlines=grid is not None,
        grid_colour=_read_line(grid, theme),
        number_format=code,
        style=read_style(None if axis is None else axis.find(f"{C}txPr"), theme, base),
        title="" if axis is None else _read_text(axis.find(f"{C}title")),
    )


def _read_category_axis(
    area: etree._Element, theme: Mapping[str, str], base: TextStyle
) -> CategoryAxis:
    axis = area.find(f"{C}catAx")
    return CategoryAxis(
        shown=axis is not None and not _is_on(axis, "delete"),
        downwards=_read_value(axis, "scaling/orientation") == "maxMin",
        line_colour=_read_line(axis, theme),
        style=read_style(None if axis is None else axis.find(f"{C}txPr"), theme, base),
        title="" if axis is None else _read_text(axis.find(f"{C}title")),
    )


def _read_line(node: etree._Element | None, theme: Mapping[str, str]) -> str:
    """The colour of an axis or grid line."""
    line = None if node is None else node.find(f"{C}spPr/{A}ln")
    return read_fill(line, theme) or _LINE_COLOUR
