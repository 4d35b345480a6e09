"""The rows of numbers of a chart: how each is drawn, point by point, and what is written at it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from ita_docs.pdf.charts.elements import find, is_on, read_format, read_number, read_value
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.styles import (
    NO_FILL,
    Pen,
    TextStyle,
    read_fill,
    read_pen,
    read_style,
)
from ita_docs.pdf.package import C

_MOST_POINTS = 1000
_LINE_WIDTH = 2.25
_MARKER_SIZE = 5.0
_MARKERS = ("none", "circle", "square", "diamond", "triangle")
_USUAL_MARKERS = ("diamond", "square", "triangle", "circle")
_KINDS = {"barChart": "bar", "lineChart": "line", "pieChart": "pie"}
_SHOWN = {"showCatName": "category", "showVal": "value", "showPercent": "percent"}
_POSITIONS = {
    "bar": ("outEnd", "inEnd", "ctr", "inBase"),
    "line": ("r", "t", "b", "l", "ctr"),
    "pie": ("bestFit", "outEnd", "inEnd", "ctr"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written at a point: category, value and percent, and where (``c:dLblPos``)."""

    shown: tuple[str, ...]
    position: str
    number_format: str
    separator: str
    style: TextStyle
    fill: str
    pen: Pen | None


@dataclass(frozen=True, slots=True)
class Marker:
    """The sign at each point of a line: its form, size in points, and colour (RRGGBB)."""

    form: str
    size: float
    fill: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, drawn as bar, line or pie; None where a category has no number.

    ``fills``, ``edges`` and ``labels`` have one entry for each point; ``pen`` draws a line.
    """

    kind: str
    name: str
    numbers: tuple[float | None, ...]
    fills: tuple[str, ...]
    edges: tuple[Pen | None, ...]
    pen: Pen | None
    marker: Marker | None
    labels: tuple[Labels | None, ...]
    source_format: str


def read_series(
    row: etree._Element,
    place: int,
    plot: etree._Element,
    theme: Mapping[str, str],
    base: TextStyle,
) -> Series:
    """Read one row (``c:ser``), the one of that place in its chart."""
    kind = _KINDS[etree.QName(plot).localname]
    numbers = _read_numbers(row)
    source = row.findtext(f"{C}val/{C}numRef/{C}numCache/{C}formatCode")
    source = source or row.findtext(f"{C}val/{C}numLit/{C}formatCode") or "General"
    if is_on(row, "invertIfNegative") and min((n for n in numbers if n is not None), default=0) < 0:
        raise NotDrawnError("invertIfNegative")
    order = int(read_number(row, "idx") or 0) if find(row, "idx") is not None else place
    usual = theme[f"accent{order % 6 + 1}"]
    shape = row.find(f"{C}spPr")
    own_fill = read_fill(shape, theme)
    pen = read_pen(shape, theme, Pen(usual, _LINE_WIDTH) if kind == "line" else None)
    rows = len(plot.findall(f"{C}ser"))
    varied = kind != "line" and own_fill is None and rows == 1 and _varies(plot)
    fills = [
        theme[f"accent{point % 6 + 1}"] if varied else usual if own_fill is None else own_fill
        for point in range(len(numbers))
    ]
    edges = [pen] * len(numbers)
    for point in row.iterfind(f"{C}dPt"):
        index, own = int(read_number(point, "idx") or 0), point.find(f"{C}spPr")
        if kind == "line":
            raise NotDrawnError("lineChart/dPt")
        if own is not None and index < len(numbers):
            fill = read_fill(own, theme)
            fills[index] = fills[index] if fill is None else fill
            edges[index] = read_pen(own, theme, pen)
    return Series(
        kind=kind,
        name="".join(node.text or "" for node in row.iterfind(f"{C}tx//{C}v")),
        numbers=numbers,
        fills=tuple(fills),
        edges=tuple(edges),
        pen=pen,
        marker=_read_marker(row, plot, order, pen, theme) if kind == "line" else None,
        labels=_read_labels(row, plot, kind, source, theme, base, len(numbers)),
        source_format=source,
    )


def read_categories(plots: list[etree._Element]) -> tuple[str, ...]:
    """The names of the first row that has any; numbers from 1 where none has."""
    rows = [row for plot in plots for row in plot.iterfind(f"{C}ser")]
    count = max(map(_count_points, rows), default=0)
    for row in rows:
        if points := _read_points(row.find(f"{C}cat")):
            return tuple(points.get(index, "") for index in range(count))
    return tuple(str(index + 1) for index in range(count))


def _varies(plot: etree._Element) -> bool:
    """Whether the points of an only row have colours of their own: yes where nothing is said."""
    return find(plot, "varyColors") is None or is_on(plot, "varyColors")


def _read_points(node: etree._Element | None) -> dict[int, str]:
    points = [] if node is None else node.iter(f"{C}pt")
    return {int(point.get("idx", "0")): point.findtext(f"{C}v") or "" for point in points}


def _count_points(row: etree._Element) -> int:
    counts = [int(count.get("val", "0")) for count in row.iterfind(f".//{C}ptCount")]
    if max(counts, default=0) > _MOST_POINTS:
        raise NotDrawnError(f"ptCount={max(counts)}")
    return max(counts, default=0)


def _read_numbers(row: etree._Element) -> tuple[float | None, ...]:
    points = _read_points(row.find(f"{C}val"))
    numbers = tuple(
        float(points[index]) if points.get(index) else None for index in range(_count_points(row))
    )
    if not all(number is None or math.isfinite(number) for number in numbers):
        raise NotDrawnError("val")
    return numbers


def _read_marker(
    row: etree._Element,
    plot: etree._Element,
    order: int,
    pen: Pen | None,
    theme: Mapping[str, str],
) -> Marker | None:
    own = row.find(f"{C}marker")
    form = read_value(own, "symbol") or "auto"
    if own is None and not is_on(plot, "marker"):
        return None
    if form == "auto":
        form = _USUAL_MARKERS[order % len(_USUAL_MARKERS)]
    if form not in _MARKERS:
        raise NotDrawnError(f"symbol={form}")
    if form == "none":
        return None
    fill = read_fill(find(own, "spPr"), theme)
    usual = pen.colour if pen else theme[f"accent{order % 6 + 1}"]
    return Marker(form, read_number(own, "size") or _MARKER_SIZE, usual if fill is None else fill)


def _read_labels(
    row: etree._Element,
    plot: etree._Element,
    kind: str,
    source: str,
    theme: Mapping[str, str],
    base: TextStyle,
    count: int,
) -> tuple[Labels | None, ...]:
    """The labels of each point: those of the row or of the plot, and single ones of their own."""
    group = row.find(f"{C}dLbls")
    group = plot.find(f"{C}dLbls") if group is None else group
    if group is None:
        return (None,) * count
    usual = _read_label(group, kind, source, theme, base, None)
    labels = [usual] * count
    for single in group.iterfind(f"{C}dLbl"):
        index = int(read_number(single, "idx") or 0)
        if index >= count:
            continue
        if find(single, "tx") is not None or find(single, "layout/manualLayout") is not None:
            raise NotDrawnError("dLbl")
        labels[index] = _read_label(single, kind, source, theme, base, usual)
    return tuple(labels)


def _read_label(
    node: etree._Element,
    kind: str,
    source: str,
    theme: Mapping[str, str],
    base: TextStyle,
    usual: Labels | None,
) -> Labels | None:
    if is_on(node, "delete"):
        return None
    shown = tuple(_iter_shown(node, usual))
    if not shown:
        return None
    position = read_value(node, "dLblPos") or (usual.position if usual else _POSITIONS[kind][0])
    if position not in _POSITIONS[kind]:
        raise NotDrawnError(f"dLblPos={position}")
    if kind != "pie" and "percent" in shown:
        raise NotDrawnError("showPercent")
    shape = node.find(f"{C}spPr")
    own_format = find(node, "numFmt") is not None
    return Labels(
        shown,
        position,
        read_format(node, source) if own_format or usual is None else usual.number_format,
        node.findtext(f"{C}separator")
        or (usual.separator if usual else "; " if kind == "pie" else ", "),
        read_style(node.find(f"{C}txPr"), theme, usual.style if usual else base),
        read_fill(shape, theme) or (usual.fill if usual and shape is None else NO_FILL),
        read_pen(shape, theme, usual.pen if usual else None),
    )


def _iter_shown(node: etree._Element, usual: Labels | None) -> Iterator[str]:
    for tag, name in _SHOWN.items():
        if find(node, tag) is None:
            if usual and name in usual.shown:
                yield name
        elif is_on(node, tag):
            yield name
