"""A pie: its slices, and what is written at them."""

from __future__ import annotations

import math

from ita_docs.pdf.charts.box import Box
from ita_docs.pdf.charts.canvas import Canvas
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.reading import Chart
from ita_docs.pdf.charts.series_reading import Labels, Series
from ita_docs.pdf.charts.styles import format_number
from ita_docs.pdf.charts.words import Block, draw_centred

_LEAST_RADIUS = 12.0
_INSIDE = {"ctr": 0.55, "inEnd": 0.8}
"""How far from the middle a label inside of its slice stands, in parts of the radius."""
_BEYOND = 0.3


def draw_pie(canvas: Canvas, chart: Chart, box: Box) -> None:
    """The slices, clockwise from the first one's angle.

    Raises `NotDrawnError` for numbers below 0.
    """
    if len(chart.series) != 1:
        raise NotDrawnError(f"{len(chart.series)} pies")
    series = chart.series[0]
    numbers = [number or 0.0 for number in series.numbers]
    total = sum(numbers)
    if min(numbers) < 0 or not total:
        raise NotDrawnError("pieChart")
    blocks = [_set_label(chart, series, order, total) for order in range(len(numbers))]
    outside = [b for b, one in zip(blocks, series.labels, strict=True) if b and _is_outside(one)]
    wide = max((block.width + block.style.size * _BEYOND for block in outside), default=0.0)
    high = max((block.height for block in outside), default=0.0)
    radius = min(box.width / 2 - wide, box.height / 2 - high)
    if radius < _LEAST_RADIUS:
        raise NotDrawnError(f"{radius:.0f} pt")
    centre = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    angle, places = chart.first_angle, []
    for order, number in enumerate(numbers):
        turn = 360 * number / total
        if number:
            canvas.slice(
                centre, radius, angle, angle + turn, series.fills[order], series.edges[order]
            )
        places.append(math.radians(angle + turn / 2))
        angle += turn
    for block, label, place in zip(blocks, series.labels, places, strict=True):
        if block is None or label is None:
            continue
        sine, cosine = math.sin(place), math.cos(place)
        far = radius * _INSIDE.get(label.position, 1.0)
        if _is_outside(label):
            # So far out that the words do not reach over the edge where they stand askew to it.
            far += block.width / 2 * abs(sine) + block.height / 2 * abs(cosine)
            far += label.style.size * _BEYOND / 2
        x, y = centre[0] + far * sine, centre[1] - far * cosine
        x = min(max(x, block.width / 2), canvas.width - block.width / 2)
        y = min(max(y, block.height / 2), canvas.height - block.height / 2)
        draw_centred(canvas, block, x, y - block.height / 2)


def _is_outside(label: Labels | None) -> bool:
    return label is not None and label.position not in _INSIDE


def _set_label(chart: Chart, series: Series, order: int, total: float) -> Block | None:
    label, number = series.labels[order], series.numbers[order]
    if label is None or not number:
        return None
    percent = label.number_format if "%" in label.number_format else "0%"
    texts = {
        "category": " ".join(chart.categories[order].split()),
        "value": format_number(number, label.number_format),
        "percent": format_number(number / total, percent),
    }
    shown = [texts[name] for name in label.shown]
    lines = shown if "\n" in label.separator else [label.separator.join(shown)]
    return Block(tuple(lines), label.style)
