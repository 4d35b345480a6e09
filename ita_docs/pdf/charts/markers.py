"""The signs at the points of a line."""

from __future__ import annotations

from ita_docs.pdf.charts.canvas import Canvas, Point
from ita_docs.pdf.charts.series_reading import Marker

_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle": ((0, -1), (1, 1), (-1, 1)),
}


def draw_marker(canvas: Canvas, marker: Marker, centre: Point) -> None:
    """One sign around a point."""
    radius = marker.size / 2
    if marker.form == "circle":
        canvas.circle(centre, radius, marker.fill, None)
        return
    corners = [(centre[0] + x * radius, centre[1] + y * radius) for x, y in _CORNERS[marker.form]]
    canvas.shape(corners, marker.fill, None)
