"""An axis of a chart: its limits and steps, its lines, and the words along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from ita_docs.pdf.charts.elements import (
    find,
    is_on,
    read_format,
    read_number,
    read_text,
    read_value,
)
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.series_reading import Series
from ita_docs.pdf.charts.styles import Pen, TextStyle, read_pen, read_style
from ita_docs.pdf.package import A, C

_USUAL = Pen("868686")
_DEGREE = 60_000
_UNTURNED = (None, "0", "-60000000")


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of the numbers, or that of the names.

    Limits and step are None where the program chooses. ``downwards`` turns its direction round,
    ``crosses`` says where it crosses the other one: min, max or autoZero. ``words`` is
    where they stand: nextTo, low, high or none. ``turn`` is in degrees clockwise; None means that
    words which do not fit may be turned. ``every`` is how many of the names are shown: 2 for every
    second.
    """

    shown: bool
    minimum: float | None
    maximum: float | None
    step: float | None
    downwards: bool
    crosses: str
    between: bool
    grid: Pen | None
    pen: Pen | None
    ticks: str
    words: str
    turn: float | None
    every: int
    number_format: str
    style: TextStyle
    title: str
    title_style: TextStyle
    title_turned: bool


def read_axis(
    area: etree._Element,
    name: str,
    series: Sequence[Series],
    theme: Mapping[str, str],
    base: TextStyle,
) -> Axis:
    """Read the only axis of that name, ``valAx`` or ``catAx``, of the plot.

    Raises `NotDrawnError` where there are several, or where it is measured in a way not known here.
    """
    axes = area.findall(f"{C}{name}")
    if len(axes) > 1:
        raise NotDrawnError(f"{len(axes)} {name}")
    axis = axes[0] if axes else None
    numbers = name == "valAx"
    downwards = read_value(axis, "scaling/orientation") == "maxMin"
    crosses = read_value(axis, "crosses") or "autoZero"
    if crosses not in ("autoZero", "min", "max" if numbers else "min") or (numbers and downwards):
        raise NotDrawnError(f"{name}/crosses={crosses}")
    grid = find(axis, "majorGridlines")
    if grid is not None and not numbers:
        raise NotDrawnError("catAx/majorGridlines")
    style = read_style(find(axis, "txPr"), theme, base)
    title = find(axis, "title")
    return Axis(
        shown=axis is not None and not is_on(axis, "delete"),
        minimum=read_number(axis, "scaling/min"),
        maximum=read_number(axis, "scaling/max"),
        step=read_number(axis, "majorUnit"),
        downwards=downwards,
        crosses=crosses,
        between=read_value(axis, "crossBetween") != "midCat",
        grid=None if grid is None else read_pen(grid.find(f"{C}spPr"), theme, _USUAL),
        pen=read_pen(find(axis, "spPr"), theme, _USUAL),
        ticks=read_value(axis, "majorTickMark") or "cross",
        words=read_value(axis, "tickLblPos") or "nextTo",
        turn=_read_turn(find(axis, "txPr")),
        every=max(1, int(read_number(axis, "tickLblSkip") or 1)),
        number_format=read_format(axis, series[0].source_format if series else "General"),
        style=style,
        title=read_text(title),
        title_style=_read_title_style(title, theme, style),
        title_turned=_is_title_turned(title, axis),
    )


def _read_turn(words: etree._Element | None) -> float | None:
    body = None if words is None else words.find(f"{A}bodyPr")
    if body is None or body.get("rot") is None or body.get("rot") == "-60000000":
        return None
    if body.get("vert", "horz") != "horz":
        raise NotDrawnError(f"vert={body.get('vert')}")
    return int(body.get("rot", "0")) / _DEGREE


def _read_title_style(
    title: etree._Element | None, theme: Mapping[str, str], style: TextStyle
) -> TextStyle:
    if find(title, "layout/manualLayout") is not None:
        raise NotDrawnError("title/manualLayout")
    bold = TextStyle(style.size, bold=True, italic=style.italic, colour=style.colour)
    return read_style(find(title, "tx/rich"), theme, read_style(find(title, "txPr"), theme, bold))


def _is_title_turned(title: etree._Element | None, axis: etree._Element | None) -> bool:
    """Whether the title runs upwards beside its axis, which is usual at the left and the right."""
    bodies = [] if title is None else title.findall(f".//{A}bodyPr")
    upright = read_value(axis, "axPos") in ("l", "r")
    for body in bodies:
        turn = body.get("rot")
        if body.get("vert", "horz") != "horz" or turn not in (*_UNTURNED, "-5400000"):
            raise NotDrawnError(f"rot={turn}")
        if turn in ("0", "-5400000"):
            return turn != "0"
    return upright
