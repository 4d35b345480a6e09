"""A chart drawn: title, legend and axes around the plot, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ita_docs.pdf.charts.axes import draw_axes, lay_out_axes
from ita_docs.pdf.charts.box import Box
from ita_docs.pdf.charts.canvas import Canvas, Drawing, get_line_height, measure
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.markers import draw_marker
from ita_docs.pdf.charts.pie import draw_pie
from ita_docs.pdf.charts.plots import draw_labels, draw_series
from ita_docs.pdf.charts.reading import Chart, Legend
from ita_docs.pdf.charts.series_reading import Marker, Series
from ita_docs.pdf.charts.styles import Pen
from ita_docs.pdf.charts.words import break_words, draw_beside, draw_centred

_MARGIN = 0.02
"""Around everything, in parts of the width and the height."""
_KEY, _GAP = 0.6, 0.5
"""The sides of a legend's key, and the space beside it, in parts of the size of its words."""


def draw_chart(chart: Chart, width: float, height: float) -> Drawing:
    """Draw the chart in so many points. Raises `NotDrawnError` where there is no room for it."""
    if not chart.series or not chart.categories:
        raise NotDrawnError("ser")
    canvas = Canvas(width, height)
    canvas.area(0, 0, width, height, chart.area.fill, chart.area.pen)
    box = Box(width * _MARGIN, height * _MARGIN, width * (1 - _MARGIN), height * (1 - _MARGIN))
    box = _draw_title(canvas, chart, box)
    if chart.legend is not None:
        box = _draw_legend(canvas, chart, chart.legend, box)
    if chart.kind == "pie":
        draw_pie(canvas, chart, box)
        return canvas.finish()
    layout = lay_out_axes(chart, box, width, height)
    plot = layout.plot
    canvas.area(
        plot.left, plot.top, plot.width, plot.height, chart.plot_area.fill, chart.plot_area.pen
    )
    draw_axes(canvas, chart, layout, behind=True)
    draw_series(canvas, chart, layout)
    draw_axes(canvas, chart, layout, behind=False)
    draw_labels(canvas, chart, layout)
    return canvas.finish()


def _draw_title(canvas: Canvas, chart: Chart, box: Box) -> Box:
    if not chart.title:
        return box
    block = break_words(chart.title, chart.title_style, box.width)
    draw_centred(canvas, block, (box.left + box.right) / 2, box.top)
    return replace(box, top=box.top + block.text_height)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a legend: its words, and what stands before them."""

    text: str
    fill: str | None
    edge: Pen | None
    pen: Pen | None
    marker: Marker | None


def _draw_legend(canvas: Canvas, chart: Chart, legend: Legend, box: Box) -> Box:
    style, line = legend.style, get_line_height(legend.style)
    entries = _list_entries(chart)
    key = style.size * _KEY * (3 if any(entry.pen for entry in entries) else 1)
    gap = style.size * _GAP
    widths = [key + gap / 2 + measure(entry.text, style) for entry in entries]
    if legend.side in ("l", "r"):
        wide, high = max(widths), line * len(entries)
        left = box.left if legend.side == "l" else box.right - wide
        places = [(left, (box.top + box.bottom - high) / 2 + line * n) for n in range(len(entries))]
        if legend.side == "l":
            rest = replace(box, left=box.left + wide + gap)
        else:
            rest = replace(box, right=box.right - wide - gap)
    else:
        rows = _part(widths, gap * 2, box.width)
        high = line * len(rows)
        top = box.top if legend.side == "t" else box.bottom - high
        places = []
        for number, row in enumerate(rows):
            left = (box.left + box.right - sum(row) - gap * 2 * (len(row) - 1)) / 2
            for width in row:
                places.append((left, top + number * line))
                left += width + gap * 2
        if legend.side == "t":
            rest = replace(box, top=box.top + high)
        else:
            rest = replace(box, bottom=box.bottom - high)
    if rest.width <= 0 or rest.height <= 0:
        raise NotDrawnError("legend")
    for entry, (left, top) in zip(entries, places, strict=True):
        _draw_key(canvas, entry, left, top + line / 2, key, style.size * _KEY)
        block = break_words(entry.text, style, box.width)
        draw_beside(
            canvas,
            replace(block, lines=(entry.text,)),
            left + key + gap / 2,
            top + line / 2,
            left=False,
        )
    return rest


def _list_entries(chart: Chart) -> list[_Entry]:
    first = chart.series[0]
    if chart.kind == "pie":
        return [
            _Entry(name, fill, edge, None, None)
            for name, fill, edge in zip(chart.categories, first.fills, first.edges, strict=True)
        ]
    return [_make_entry(one) for one in chart.series]


def _make_entry(series: Series) -> _Entry:
    name = " ".join(series.name.split())
    if series.kind == "line":
        return _Entry(name, None, None, series.pen, series.marker)
    fill = series.fills[0] if series.fills else None
    return _Entry(name, fill, series.edges[0] if series.edges else None, None, None)


def _draw_key(
    canvas: Canvas, entry: _Entry, left: float, middle: float, width: float, height: float
) -> None:
    if entry.pen is not None:
        canvas.line([(left, middle), (left + width, middle)], entry.pen)
    if entry.marker is not None:
        draw_marker(canvas, entry.marker, (left + width / 2, middle))
    if entry.fill is not None:
        left += (width - height) / 2
        canvas.area(left, middle - height / 2, height, height, entry.fill, entry.edge)


def _part(widths: list[float], gap: float, most: float) -> list[list[float]]:
    """The entries in rows that are not wider than that."""
    rows: list[list[float]] = [[]]
    for width in widths:
        if rows[-1] and sum(rows[-1]) + gap * len(rows[-1]) + width > most:
            rows.append([])
        rows[-1].append(width)
    return rows
