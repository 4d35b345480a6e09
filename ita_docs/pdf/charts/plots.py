"""What is in the plot: bars, lines, and the numbers at them."""

from __future__ import annotations

from collections.abc import Iterator

from ita_docs.pdf.charts.axes import Layout
from ita_docs.pdf.charts.canvas import Canvas, Point, centre_base, get_line_height, measure
from ita_docs.pdf.charts.markers import draw_marker
from ita_docs.pdf.charts.reading import Chart
from ita_docs.pdf.charts.series_reading import Labels, Series
from ita_docs.pdf.charts.styles import format_number

_ASIDE = 0.2
"""The space between a point and its label, in parts of the label's size."""
_PLATE = 1.0


def draw_series(canvas: Canvas, chart: Chart, layout: Layout) -> None:
    """All bars, then the lines over them."""
    for number, series in enumerate(_list_bars(chart)):
        for order, corners in _iter_bars(chart, layout, series, number):
            (left, top), (right, bottom) = corners
            fill, edge = series.fills[order], series.edges[order]
            canvas.area(left, top, right - left, bottom - top, fill, edge)

    for series in chart.series:
        if series.kind == "line":
            _draw_line(canvas, chart, layout, series)


def draw_labels(canvas: Canvas, chart: Chart, layout: Layout) -> None:
    """What is written at the points, over everything else."""
    bars = _list_bars(chart)
    for number, series in enumerate(bars):
        for order, (start, end) in _iter_bars(chart, layout, series, number, sorted_corners=False):
            label = series.labels[order]
            if label is not None:
                _draw_bar_label(canvas, layout, label, _write(chart, series, order), start, end)
    for series in chart.series:
        if series.kind == "line":
            for order, point in enumerate(_list_points(chart, layout, series)):
                label = series.labels[order] if order < len(series.labels) else None
                if point is not None and label is not None:
                    _draw_point_label(canvas, label, _write(chart, series, order), point)


def _list_bars(chart: Chart) -> list[Series]:
    return [one for one in chart.series if one.kind == "bar"]


def _iter_bars(
    chart: Chart, layout: Layout, series: Series, number: int, *, sorted_corners: bool = True
) -> Iterator[tuple[int, tuple[Point, Point]]]:
    """Each bar of a series with its place among the names, and two corners.

    The corners are upper left and lower right, or those of the foot and the end.
    """
    #   |<-- 1/n of the names' side -->|      bar    1 / (bars - overlaps + gap)
    #   |  ____ ____                   |      gap    half of it before the first bar
    #   | |####|####|                  |      overlap 0.5: the second begins at the first's middle
    count = len(_list_bars(chart))
    wide = 1 / (count - (count - 1) * chart.overlap + chart.gap) / layout.count
    foot = min(max(0.0, layout.scale.low), layout.scale.high)
    for order, value in enumerate(series.numbers[: layout.count]):
        if value is None:
            continue
        start = order / layout.count + wide * (chart.gap / 2 + number * (1 - chart.overlap))
        one, other = layout.locate(start, foot), layout.locate(start + wide, value)
        if sorted_corners:
            upper = (min(one[0], other[0]), min(one[1], other[1]))
            yield order, (upper, (max(one[0], other[0]), max(one[1], other[1])))
        else:
            yield order, (one, other)


def _write(chart: Chart, series: Series, order: int) -> str:
    label, number = series.labels[order], series.numbers[order]
    assert label is not None
    assert number is not None
    texts = {
        "category": " ".join(chart.categories[order].split()),
        "value": format_number(number, label.number_format),
    }
    return label.separator.join(texts[name] for name in label.shown if name in texts)


def _draw_bar_label(
    canvas: Canvas, layout: Layout, label: Labels, text: str, foot: Point, end: Point
) -> None:
    """The label of a bar from its foot to its end, which may lie to the left or below."""
    aside = label.style.size * _ASIDE
    length = measure(text, label.style)
    along = 0 if layout.sideways else 1
    half = (length if layout.sideways else get_line_height(label.style)) / 2
    outwards = 1.0 if end[along] >= foot[along] else -1.0
    if end[along] == foot[along]:
        outwards = 1.0 if layout.sideways else -1.0
    if layout.sideways:
        half += aside
    middle = {
        "outEnd": end[along] + outwards * half,
        "inEnd": end[along] - outwards * half,
        "inBase": foot[along] + outwards * half,
    }.get(label.position, (foot[along] + end[along]) / 2)
    across = (foot[1 - along] + end[1 - along]) / 2
    x, y = (middle, across) if layout.sideways else (across, middle)
    _draw_label(canvas, label, text, x, y)


def _draw_point_label(canvas: Canvas, label: Labels, text: str, point: Point) -> None:
    size = label.style.size
    right = measure(text, label.style) / 2 + size * (_ASIDE + 0.2)
    down = get_line_height(label.style) / 2 + size * _ASIDE
    shift = {"r": (right, 0), "l": (-right, 0), "t": (0, -down), "b": (0, down)}
    x, y = shift.get(label.position, (0, 0))
    _draw_label(canvas, label, text, point[0] + x, point[1] + y)


def _draw_label(canvas: Canvas, label: Labels, text: str, x: float, y: float) -> None:
    """A label around a point, moved into the chart where it would stand out of it."""
    wide, high = measure(text, label.style), get_line_height(label.style)
    x = min(max(x, wide / 2), canvas.width - wide / 2)
    y = min(max(y, high / 2), canvas.height - high / 2)
    left, top = x - wide / 2 - _PLATE, y - high / 2
    canvas.area(left, top, wide + 2 * _PLATE, high, label.fill, label.pen)
    canvas.words(x - wide / 2, centre_base(y, label.style), text, label.style)


def _list_points(chart: Chart, layout: Layout, series: Series) -> list[Point | None]:
    """The points of a line; None where there is no number, or where blanks are drawn as nought."""
    numbers = [series.numbers[n] if n < len(series.numbers) else None for n in range(layout.count)]
    if chart.blanks == "zero":
        numbers = [0.0 if number is None else number for number in numbers]
    return [
        None if number is None else layout.locate(layout.find_middle(order), number)
        for order, number in enumerate(numbers)
    ]


def _draw_line(canvas: Canvas, chart: Chart, layout: Layout, series: Series) -> None:
    points = _list_points(chart, layout, series)
    if series.pen is not None:
        for piece in _join(points, over_gaps=chart.blanks == "span"):
            if len(piece) > 1:
                canvas.line(piece, series.pen)
    if series.marker is not None:
        for point in points:
            if point is not None:
                draw_marker(canvas, series.marker, point)


def _join(points: list[Point | None], *, over_gaps: bool) -> list[list[Point]]:
    """The pieces of a line between its gaps."""
    pieces: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            pieces[-1].append(point)
        elif not over_gaps:
            pieces.append([])
    return pieces
