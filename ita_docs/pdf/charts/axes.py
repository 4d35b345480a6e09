"""The axes of a chart: where the plot lies, and the words and lines around it.

One module, since the plot leaves room for the words, and the words stand where the plot ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ita_docs.pdf.charts.axis_reading import Axis
from ita_docs.pdf.charts.box import Box
from ita_docs.pdf.charts.canvas import Canvas, Point, get_line_height, measure
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.reading import Chart
from ita_docs.pdf.charts.scale import Scale, choose_scale
from ita_docs.pdf.charts.styles import Pen, format_number
from ita_docs.pdf.charts.words import (
    Block,
    draw_beside,
    draw_centred,
    draw_turned,
    draw_upwards,
    fit_words,
    set_below,
)

_ASIDE = 0.3
"""The space between an axis and its words, in parts of their size."""
_WIDEST = 0.5
"""Words beside bars take at most this part of the chart's width."""
_TICK = 3.0
_LEAST_PLOT = 12.0
"""Points that a plot has at least in width and height."""
_LINES_A_STEP, _WIDTHS_A_STEP = 1.8, 1.6
"""The room for a number along the axis, in line heights and in widths of the widest one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is: the plot and what is around it, the scale, the words along the sides.

    ``sideways`` is the layout of bars: numbers run to the right, names downwards or upwards.
    """

    outer: Box
    plot: Box
    scale: Scale
    sideways: bool
    downwards: bool
    count: int
    between: bool
    names: list[Block]
    numbers: list[Block]

    def locate(self, place: float, number: float) -> Point:
        """The point of a number at a place along the names: 0 the first edge, 1 the last."""
        along = 1 - place if self.downwards != self.sideways else place
        part = self.scale.locate(number)
        if self.sideways:
            return self.plot.left + part * self.plot.width, self.plot.top + along * self.plot.height
        return self.plot.left + along * self.plot.width, self.plot.bottom - part * self.plot.height

    def find_middle(self, order: int) -> float:
        """The place of a category's middle along the names."""
        if self.between:
            return (order + 0.5) / self.count
        return order / max(1, self.count - 1)


def lay_out_axes(chart: Chart, box: Box, width: float, height: float) -> Layout:
    """Find the plot within the box: what the words along the axes leave of it.

    ``width`` and ``height`` are the chart's own. Raises `NotDrawnError` where nothing is left.
    """
    sideways = chart.kind == "bar"
    numbers, names = chart.value_axis, chart.category_axis
    values = [n for one in chart.series for n in one.numbers if n is not None]
    from_nought = any(one.kind == "bar" for one in chart.series)
    count = len(chart.categories)
    place = chart.place
    if place is not None:
        box = Box(
            place.left * width,
            place.top * height,
            (place.left + place.width) * width,
            (place.top + place.height) * height,
        )
    fixed = place is not None and place.inner
    outer = box
    if not fixed:
        box = _leave_titles(chart, box)
    room = box.width if sideways else box.height
    scale = _choose_scale(numbers, values, room, sideways=sideways, from_nought=from_nought)
    shown = numbers.shown and numbers.words != "none"
    ticks = [
        Block((format_number(tick, numbers.number_format),), numbers.style)
        for tick in (scale.ticks if shown else ())
    ]
    wide = max((block.width for block in ticks), default=0.0)
    between = numbers.between or from_nought
    layout = Layout(outer, box, scale, sideways, names.downwards, count, between, [], ticks)
    if not sideways and not fixed:
        box = _leave(box, "left" if _is_near(numbers, names) else "right", wide, numbers)
    blocks = _set_names(chart, box, sideways=sideways)
    if not fixed:
        if sideways:
            aside = max((block.width for block in blocks), default=0.0)
            box = _leave(box, "right" if names.words == "high" else "left", aside, names)
            below = max((block.height for block in ticks), default=0.0)
            box = _leave(box, "bottom" if _is_near(numbers, names) else "top", below, numbers)
            # The last number stands half beyond the end of its axis.
            box = replace(box, right=box.right - wide / 2)
        else:
            below = max((block.height for block in blocks), default=0.0)
            box = _leave(box, "top" if names.words == "high" else "bottom", below, names)
            box = replace(box, top=box.top + (get_line_height(numbers.style) / 2 if ticks else 0))
            box = _leave_turned(replace(layout, plot=box, names=blocks))
    if box.width < _LEAST_PLOT or box.height < _LEAST_PLOT:
        raise NotDrawnError(f"{box.width:.0f} x {box.height:.0f} pt")
    return replace(layout, plot=box, names=blocks)


def draw_axes(canvas: Canvas, chart: Chart, layout: Layout, *, behind: bool) -> None:
    """What lies ``behind`` the bars, the grid; or what lies before them, lines and words."""
    if behind:
        if (grid := chart.value_axis.grid) is not None:
            axis = chart.category_axis
            foot = _find_crossing(axis, layout.scale) if axis.shown and axis.pen else None
            for tick in layout.scale.ticks:
                # A dashed line under the axis itself would show at its sides.
                if tick != foot:
                    canvas.line([layout.locate(0, tick), layout.locate(1, tick)], grid)
        return
    _draw_category_axis(canvas, chart, layout)
    _draw_value_axis(canvas, chart, layout)
    _draw_titles(canvas, chart, layout)


def _choose_scale(
    axis: Axis, values: list[float], room: float, *, sideways: bool, from_nought: bool
) -> Scale:
    """The scale whose numbers have room beside each other."""
    line = get_line_height(axis.style)
    scale = choose_scale(
        axis, values, max(1, int(room / (_LINES_A_STEP * line))), from_nought=from_nought
    )
    if sideways and axis.step is None:
        widest = max(measure(format_number(n, axis.number_format), axis.style) for n in scale.ticks)
        most = max(1, int(room / (_WIDTHS_A_STEP * max(widest, axis.style.size))))
        scale = choose_scale(axis, values, min(10, most), from_nought=from_nought)
    return scale


def _is_near(numbers: Axis, names: Axis) -> bool:
    """Whether the numbers stand at the left, or below bars, as they usually do."""
    #   names run        numbers cross at    numbers stand
    #   from below up    their beginning     below           bars as Word draws them by itself
    #   downwards        their beginning     above
    #   downwards        their end (max)     below           bars read from the top
    if numbers.words in ("low", "high"):
        return (numbers.words == "low") != names.downwards
    return (numbers.crosses == "max") == names.downwards


def _leave(box: Box, side: str, room: float, axis: Axis) -> Box:
    """The box without the room that an axis' words take at one side."""
    if not axis.shown or axis.words == "none" or not room:
        return box
    room += axis.style.size * _ASIDE + (_TICK if axis.ticks in ("out", "cross") else 0)
    sign = 1 if side in ("left", "top") else -1
    return replace(box, **{side: getattr(box, side) + sign * room})


def _set_names(chart: Chart, box: Box, *, sideways: bool) -> list[Block]:
    axis = chart.category_axis
    if not axis.shown or axis.words == "none":
        return []
    texts = [name if order % axis.every == 0 else "" for order, name in enumerate(chart.categories)]
    if sideways:
        if axis.turn:
            raise NotDrawnError(f"rot={axis.turn:g}")
        return fit_words(texts, axis.style, box.width * _WIDEST)
    step = box.width / max(1, len(texts)) * axis.every
    return set_below(texts, axis.style, step - axis.style.size * _ASIDE / 2, axis.turn)


def _leave_titles(chart: Chart, box: Box) -> Box:
    for axis, side in _list_titles(chart):
        box = replace(
            box, **{side: _shift(box, side, get_line_height(axis.title_style) * _count(axis))}
        )
    return box


def _count(axis: Axis) -> int:
    return axis.title.count("\n") + 1


def _leave_turned(layout: Layout) -> Box:
    """The plot moved inwards where a turned name would begin, or end, beyond the chart's edge."""
    plot, outer = layout.plot, layout.outer
    left, right = plot.left, plot.right
    for order, block in enumerate(layout.names):
        along, wide = layout.find_middle(order), block.width
        along = 1 - along if layout.downwards else along
        if block.turn < 0 and along < 1:
            left = max(left, (outer.left + wide - along * right) / (1 - along))
        elif block.turn > 0 and along > 0:
            right = min(right, (outer.right - wide - (1 - along) * left) / along)
    return replace(plot, left=left, right=right)


def _shift(box: Box, side: str, room: float) -> float:
    edge = float(getattr(box, side))
    return edge + room if side in ("left", "top") else edge - room


def _list_titles(chart: Chart) -> list[tuple[Axis, str]]:
    numbers, names = chart.value_axis, chart.category_axis
    sides = ("bottom", "left") if chart.kind == "bar" else ("left", "bottom")
    found = zip((numbers, names), sides, strict=True)
    return [(axis, side) for axis, side in found if axis.shown and axis.title]


def _draw_titles(canvas: Canvas, chart: Chart, layout: Layout) -> None:
    plot, outer = layout.plot, layout.outer
    for axis, side in _list_titles(chart):
        block = Block(tuple(axis.title.split("\n")), axis.title_style)
        if side == "bottom":
            middle = (plot.left + plot.right) / 2
            draw_centred(canvas, block, middle, outer.bottom - block.text_height)
        elif axis.title_turned:
            draw_upwards(canvas, block, (plot.top + plot.bottom) / 2, outer.left)
        else:
            raise NotDrawnError("title/rot=0")


def _draw_category_axis(canvas: Canvas, chart: Chart, layout: Layout) -> None:
    axis, plot, scale = chart.category_axis, layout.plot, layout.scale
    if not axis.shown:
        return
    foot = _find_crossing(axis, scale)
    if axis.pen is not None:
        canvas.line([layout.locate(0, foot), layout.locate(1, foot)], axis.pen)
        edges = [n / layout.count for n in range(layout.count + 1)] if layout.between else []
        _draw_ticks(
            canvas,
            axis,
            axis.pen,
            [layout.locate(e, foot) for e in edges],
            down=not layout.sideways,
        )
    level = {"low": scale.low, "high": scale.high}.get(axis.words, foot)
    aside = axis.style.size * _ASIDE + (_TICK if axis.ticks in ("out", "cross") else 0)
    for order, block in enumerate(layout.names):
        x, y = layout.locate(layout.find_middle(order), level)
        if layout.sideways:
            left = axis.words != "high"
            draw_beside(canvas, block, x - aside if left else x + aside, y, left=left)
        elif axis.words == "high":
            draw_centred(canvas, block, x, plot.top - aside - block.text_height)
        elif block.turn:
            draw_turned(canvas, block, x, y + aside)
        else:
            draw_centred(canvas, block, x, y + aside)


def _draw_value_axis(canvas: Canvas, chart: Chart, layout: Layout) -> None:
    axis, plot = chart.value_axis, layout.plot
    if not axis.shown:
        return
    near = _is_near(axis, chart.category_axis)
    aside = axis.style.size * _ASIDE + (_TICK if axis.ticks in ("out", "cross") else 0)
    points = [layout.locate(0, tick) for tick in layout.scale.ticks]
    if layout.sideways:
        line = plot.bottom if near else plot.top
        points = [(x, line) for x, _ in points]
    else:
        line = plot.left if near else plot.right
        points = [(line, y) for _, y in points]
    if axis.pen is not None:
        ends = [layout.locate(0, end) for end in (layout.scale.low, layout.scale.high)]
        ends = [(x, line) if layout.sideways else (line, y) for x, y in ends]
        canvas.line(ends, axis.pen)
        _draw_ticks(canvas, axis, axis.pen, points, down=layout.sideways)
    for block, (x, y) in zip(layout.numbers, points, strict=False):
        if layout.sideways:
            top = y + aside if near else y - aside - block.text_height
            draw_centred(canvas, block, x, top)
        else:
            draw_beside(canvas, block, x - aside if near else x + aside, y, left=near)


def _find_crossing(axis: Axis, scale: Scale) -> float:
    """The number at which the names' axis stands: nought where it is on the scale."""
    if axis.crosses == "min":
        return scale.low
    return min(max(0.0, scale.low), scale.high)


def _draw_ticks(canvas: Canvas, axis: Axis, pen: Pen, points: list[Point], *, down: bool) -> None:
    """Short lines across an axis: outwards is down, or to the left."""
    out = _TICK if axis.ticks in ("out", "cross") else 0.0
    inside = _TICK if axis.ticks in ("in", "cross") else 0.0
    if not out and not inside:
        return
    for x, y in points:
        if down:
            canvas.line([(x, y - inside), (x, y + out)], pen)
        else:
            canvas.line([(x - out, y), (x + inside, y)], pen)
