"""A chart drawn as a picture, for an engine that cannot draw it with Thai digits itself."""

from __future__ import annotations

import io
import logging
import threading
from functools import cache
from typing import Any

from ita_docs.pdf.chart_reading import Chart, Series
from ita_docs.pdf.chart_styles import TextStyle, format_number
from ita_docs.pdf.fonts import get_fonts_folder

DOTS_PER_INCH = 220
_HEADROOM = 1.12
_DRAWING = threading.Lock()
"""matplotlib's settings are one for the whole process."""


def draw_chart(chart: Chart, width: float, height: float) -> bytes:
    """Draw the chart as a PNG of ``width`` x ``height`` inches."""
    matplotlib = _load_matplotlib()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    with _DRAWING, matplotlib.rc_context(matplotlib.rcParamsDefault):
        figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
        canvas: Any = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        if chart.kind == "pie":
            _draw_pie(axes, chart)
        else:
            _draw_series(axes, chart)
            _draw_axes(axes, chart)
        if chart.title:
            axes.set_title(chart.title, **_style(chart.title_style))
        if chart.legend and chart.kind != "pie":
            axes.legend(prop=_get_font(chart.legend_style), frameon=False)
        canvas.draw()
        size = canvas.get_width_height()
        picture = Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba())).convert("RGB")
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return stream.getvalue()


@cache
def _load_matplotlib() -> Any:
    """Import matplotlib; where it may not keep a cache it says so, which is no one's concern."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl

    return mpl


def _get_font(style: TextStyle) -> Any:
    from matplotlib.font_manager import FontProperties

    file = "THSarabunNew-Bold.ttf" if style.bold else "THSarabunNew-Regular.ttf"
    return FontProperties(fname=get_fonts_folder() / file, size=style.size)


def _style(style: TextStyle) -> dict[str, Any]:
    return {"fontproperties": _get_font(style), "color": f"#{style.colour}"}


def _draw_series(axes: Any, chart: Chart) -> None:
    places = range(len(chart.categories))
    count = max(len(chart.series), 1)
    # Word's gap is in percent of one bar, and lies between the groups.
    width = 1 / (count + chart.gap_width / 100)
    for order, series in enumerate(chart.series):
        heights = [number if number is not None else float("nan") for number in series.numbers]
        shift = (order - (count - 1) / 2) * width
        colours = [f"#{series.point_colours.get(place, series.colour)}" for place in places]
        if chart.kind == "line":
            axes.plot(places, heights, color=f"#{series.colour}", marker="o", label=series.name)
            _label_points(axes, series, [float(place) for place in places])
            continue
        draw = axes.barh if chart.kind == "bar" else axes.bar
        bars = draw(
            [place + shift for place in places], heights, width, color=colours, label=series.name
        )
        if series.labels:
            # The plate under the words keeps grid lines out of them.
            plate = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
            words = _format_labels(series)
            axes.bar_label(bars, words, padding=2, bbox=plate, **_style(series.label_style))


def _format_labels(series: Series) -> list[str]:
    return [
        "" if number is None else format_number(number, series.label_format)
        for number in series.numbers
    ]


def _label_points(axes: Any, series: Series, places: list[float]) -> None:
    if not series.labels:
        return
    for place, number, text in zip(places, series.numbers, _format_labels(series), strict=True):
        if number is not None:
            axes.annotate(
                text,
                (place, number),
                textcoords="offset points",
                xytext=(0, 6),
                ha="center",
                **_style(series.label_style),
            )


def _draw_axes(axes: Any, chart: Chart) -> None:
    """Names and numbers along the axes, limits, and the lines behind the bars."""
    sideways = chart.kind == "bar"
    names, numbers = (axes.yaxis, axes.xaxis) if sideways else (axes.xaxis, axes.yaxis)
    names.set_ticks(range(len(chart.categories)), chart.categories)
    names.set_tick_params(length=0)
    (axes.set_ylim if sideways else axes.set_xlim)(-0.5, len(chart.categories) - 0.5)
    _set_limits(axes, chart, sideways)
    value_axis, category_axis = chart.value_axis, chart.category_axis
    numbers.set_major_formatter(
        lambda number, _place: format_number(number, value_axis.number_format)
    )
    numbers.set_tick_params(length=0)
    for axis, spec in ((names, category_axis), (numbers, value_axis)):
        for label in axis.get_ticklabels():
            label.set(**_style(spec.style), visible=spec.shown)
        if spec.title:
            axis.set_label_text(spec.title, **_style(spec.style))
    if value_axis.gridlines:
        numbers.grid(visible=True, color=f"#{value_axis.grid_colour}", linewidth=0.5)
        axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == ("left" if sideways else "bottom"))
        spine.set_color(f"#{category_axis.line_colour}")
    if category_axis.downwards:
        names.set_inverted(True)


def _set_limits(axes: Any, chart: Chart, sideways: bool) -> None:
    numbers = [n for series in chart.series for n in series.numbers if n is not None]
    spec = chart.value_axis
    low = min([0.0, *numbers]) if spec.minimum is None else spec.minimum
    high = max([0.0, *numbers]) * _HEADROOM or 1.0
    high = high if spec.maximum is None else spec.maximum
    (axes.set_xlim if sideways else axes.set_ylim)(low, high)
    if spec.step:
        from matplotlib.ticker import MultipleLocator

        axis = axes.xaxis if sideways else axes.yaxis
        axis.set_major_locator(MultipleLocator(spec.step))


def _draw_pie(axes: Any, chart: Chart) -> None:
    if not chart.series:
        return
    series = chart.series[0]
    labels = _format_labels(series) if series.labels else [""] * len(series.numbers)
    colours = [
        f"#{rgb}" if (rgb := series.point_colours.get(place)) else None
        for place in range(len(series.numbers))
    ]
    names = [
        f"{name}\n{label}".strip() for name, label in zip(chart.categories, labels, strict=True)
    ]
    axes.pie(
        [number or 0.0 for number in series.numbers],
        labels=names,
        colors=colours if all(colours) else None,
        startangle=90,
        counterclock=False,
        textprops=_style(series.label_style),
    )
