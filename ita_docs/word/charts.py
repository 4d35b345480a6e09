"""Refill a chart: what depends on the drawing alone is worked out once per chart and kept.

One module, though long: the marks that compiling leaves are those that refilling takes up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NotRequired, TypedDict
from xml.sax.saxutils import escape

from lxml import etree

from ita_docs.ooxml.package import Form, Member, PackageError, pack
from ita_docs.word.chart_workbook import (
    CellRange,
    DataSheet,
    find_columns,
    load_data_sheet,
    parse_range,
    unsupported,
)

_NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MARK = re.compile("<!--ita:([a-z0-9]+)-->")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDEST_GAP = 500
"""The schema's limit for c:gapWidth, per cent of a column."""
_TALLEST = 7_200_000
"""EMU: 20 cm, what a page has beside a heading and the lines around it."""
_LETTERS = 50
"""Letters and marks of a line of a label beside bars, which get half of the chart's width."""
_SIZE, _LINE = 1000, 165
"""The size of labels that the chart does not say, in hundredths of a point, and EMU of a line of
TH Sarabun for each hundredth (1.3 times the size)."""
# What comes behind c:tickLblSkip in a category axis (ECMA-376, 21.2.2.25).
_BEHIND_SKIP = ("tickMarkSkip", "noMultiLvlLbl", "extLst")


class ChartData(TypedDict):
    """What a chart shows: the series' name, a label per point, and the points as decimal text.

    An empty point is a gap above its label. ``target`` is where the line across is drawn, in a
    chart that was drawn with one: dashed gridlines of the value axis.
    """

    series: str
    labels: list[str]
    points: list[str]
    target: NotRequired[str]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A chart worked out: its XML as a form, and the names of what goes into it.

    ``gap`` is the gap between columns as drawn (per cent of a column), ``drawn`` the number of
    points drawn; ``own`` holds what was formatted for one point only, with the point's index.
    ``unit`` is the step of the value axis as drawn; ``sheet`` is None for a chart without a
    workbook.
    """

    form: Form
    names: tuple[str, ...]
    prefix: str
    labels: CellRange
    points: CellRange
    name: CellRange | None
    number_format: str
    gap: int
    own: tuple[tuple[int, str], ...]
    unit: str
    sheet: DataSheet | None

    @property
    def drawn(self) -> int:
        return self.points.last - self.points.first + 1


def refill_chart(chart: Member, workbook: Member | None, data: ChartData) -> tuple[Member, ...]:
    """The chart part and its embedded workbook with these numbers, any count from one up.

    ``workbook`` is None for a chart that has none. Raises TemplateError
    (``template-chart-unsupported``) when the chart is not one series over one column of labels and
    one column of points, and ValueError for numbers that no chart can show.
    """
    labels, points = tuple(data["labels"]), tuple(data["points"])
    return _refill(chart, workbook, data["series"], labels, points, data.get("target", ""))


# A country's chart says the same of every office; an office's own are never asked for again.
@lru_cache(maxsize=8)
def _refill(
    chart: Member,
    workbook: Member | None,
    series: str,
    labels: tuple[str, ...],
    points: tuple[str, ...],
    target: str,
) -> tuple[Member, ...]:
    pattern = _load_pattern(chart, workbook)
    if not any(points) or len(points) != len(labels):
        raise ValueError(f"{len(labels)} labels for {len(points)} points")
    for point in (*points, target):
        if point and not _NUMBER.fullmatch(point):
            raise ValueError(f"not a decimal number: {point!r}")
    texts = _fill(pattern, series, labels, points, target)
    drawn = pattern.form.fill(chart.name, texts)
    if workbook is None or pattern.sheet is None:
        return (drawn,)
    filled = pattern.sheet.fill(series, labels, points)
    return drawn, pack(workbook.name, filled, level=0)


def grow_chart(chart: Member, height: int, labels: Sequence[str]) -> int:
    """The height (EMU) for bars with these labels: as drawn, and more where they would be crowded.

    Every bar has its label beside it. One more bar than drawn adds half the room that a bar has,
    a label of two lines pushes its neighbours away, and no chart grows beyond `_TALLEST`. Columns
    stand side by side and do not grow.
    """
    #   drawn with 6 bars    12 bars      7 bars, one with a label of two lines
    #   6.2 cm               9.3 cm       7 x 1.5 lines of 0.64 cm, and the axis
    drawn, line = _measure_bars(chart)
    if not drawn:
        return height
    lines = [-(-len(label) // _LETTERS) or 1 for label in labels]
    beside = max((one + other for one, other in pairwise(lines)), default=0)
    crowded = len(labels) * beside * line // 2 + 2 * line
    more = height + height * max(0, len(labels) - drawn) // drawn // 2
    return max(height, min(_TALLEST, max(more, crowded if max(lines, default=1) > 1 else 0)))


@lru_cache(maxsize=16)
def _measure_bars(chart: Member) -> tuple[int, int]:
    """How many bars the chart was drawn with, and the height of a line of their labels in EMU.

    0 bars for a chart of another kind.
    """
    root = _parse(chart)
    kind = root.find(".//c:barChart/c:barDir", _NS)
    points = root.find(".//c:barChart/c:ser/c:val//c:ptCount", _NS)
    size = root.find(".//c:catAx/c:txPr//a:defRPr", _NS)
    if kind is None or kind.get("val") != "bar" or points is None:
        return 0, 0
    hundredths = int(size.get("sz", _SIZE)) if size is not None else _SIZE
    return int(points.get("val", "0")), hundredths * _LINE


def _parse(chart: Member) -> etree._Element:
    return etree.fromstring(
        chart.content(), etree.XMLParser(resolve_entities=False, no_network=True)
    )


def _fill(
    pattern: _Pattern, series: str, labels: Sequence[str], points: Sequence[str], target: str
) -> list[str]:
    count = len(points)
    filled = {
        "name": _name_cache(pattern, series),
        "labels": _cache(pattern, "cat", "str", pattern.labels.formula(count), labels),
        "points": _cache(pattern, "val", "num", pattern.points.formula(count), points),
        "gap": f'<{pattern.prefix}gapWidth val="{_gap(pattern, count)}"/>',
        # One step from nought: the only line between the edges of the chart is the target's.
        "unit": f'<{pattern.prefix}majorUnit val="{target or pattern.unit}"/>',
    }
    for number, (point, xml) in enumerate(pattern.own):
        filled[f"own{number}"] = xml if point < count else ""
    return [filled[name] for name in pattern.names]


def _name_cache(pattern: _Pattern, series: str) -> str:
    if pattern.name is None:
        return ""
    return _cache(pattern, "tx", "str", pattern.name.formula(1), [series])


def _cache(pattern: _Pattern, tag: str, kind: str, formula: str, texts: Sequence[str]) -> str:
    c = pattern.prefix
    points = "".join(
        f'<{c}pt idx="{index}"><{c}v>{escape(text)}</{c}v></{c}pt>'
        for index, text in enumerate(texts)
        if text or kind == "str"
    )
    code = ""
    if kind == "num":
        code = f"<{c}formatCode>{escape(pattern.number_format)}</{c}formatCode>"
    return (
        f"<{c}{tag}><{c}{kind}Ref><{c}f>{escape(formula)}</{c}f><{c}{kind}Cache>{code}"
        f'<{c}ptCount val="{len(texts)}"/>{points}</{c}{kind}Cache></{c}{kind}Ref></{c}{tag}>'
    )


def _gap(pattern: _Pattern, count: int) -> int:
    """The gap that keeps a column about as wide as drawn, however few the points.

    Without this a chart of one year is one block across the page.
    """
    wide = round(pattern.drawn * (100 + pattern.gap) / count) - 100
    return min(_WIDEST_GAP, max(pattern.gap, wide))


@lru_cache(maxsize=16)
def _load_pattern(chart: Member, workbook: Member | None) -> _Pattern:
    try:
        root = _parse(chart)
        found = root.findall(".//c:plotArea/*/c:ser", _NS)
        if len(found) != 1:
            raise unsupported(f"{len(found)} data series instead of one")
        return _work_out(root, found[0], workbook.content() if workbook else None)
    except (etree.XMLSyntaxError, PackageError, ValueError) as error:
        raise unsupported(str(error)) from error


def _work_out(root: etree._Element, series: etree._Element, workbook: bytes | None) -> _Pattern:
    labels, points, name = _find_ranges(series, workbook)
    number_format = series.findtext("c:val/c:numRef/c:numCache/c:formatCode", "General", _NS)
    gap = series.find("../c:gapWidth", _NS)
    own = _take_out_own(series)
    _show_every_label(root)
    if name is not None:
        _mark(series.find("c:tx", _NS), "name")
    _mark(series.find("c:cat", _NS), "labels")
    _mark(series.find("c:val", _NS), "points")
    _mark(gap, "gap")
    unit = _find_target_unit(root)
    _mark(unit, "unit")
    pieces = _MARK.split(_DECLARATION + etree.tostring(root, encoding="unicode"))
    return _Pattern(
        form=Form(pieces[::2]),
        names=tuple(pieces[1::2]),
        prefix=f"{series.prefix}:" if series.prefix else "",
        labels=labels,
        points=points,
        name=name,
        number_format=number_format,
        gap=int(gap.get("val", "150").rstrip("%")) if gap is not None else 0,
        own=own,
        unit=unit.get("val", "") if unit is not None else "",
        sheet=load_data_sheet(workbook, labels, points, name) if workbook else None,
    )


def _find_target_unit(root: etree._Element) -> etree._Element | None:
    """The step of a value axis whose gridlines are dashed: they are drawn for the target."""
    for axis in root.iterfind(".//c:valAx", _NS):
        dash = axis.find("c:majorGridlines/c:spPr/a:ln/a:prstDash", _NS)
        if dash is not None and dash.get("val", "solid") != "solid":
            return axis.find("c:majorUnit", _NS)
    return None


def _show_every_label(root: etree._Element) -> None:
    """Say that no label of the category axis is left out, unless the designer said which are.

    Word and LibreOffice leave out every second of twelve, and most beside a long one. LibreOffice
    obeys beside bars only where the labels are said to lie level.
    """
    for axis in root.iterfind(".//c:catAx", _NS):
        if axis.find("c:tickLblSkip", _NS) is None:
            behind = [axis.find(f"c:{name}", _NS) for name in _BEHIND_SKIP]
            follows = next((element for element in behind if element is not None), None)
            skip = etree.Element(f"{{{_NS['c']}}}tickLblSkip", val="1")
            axis.insert(len(axis) if follows is None else axis.index(follows), skip)
        side, body = axis.find("c:axPos", _NS), axis.find("c:txPr/a:bodyPr", _NS)
        if side is not None and side.get("val") in ("l", "r") and body is not None:
            body.set("rot", body.get("rot", "0"))


def _find_ranges(
    series: etree._Element, workbook: bytes | None
) -> tuple[CellRange, CellRange, CellRange | None]:
    """The cells of labels, points and name."""
    #   saved by Word          Sheet1!$A$2:$A$7    Sheet1!$B$2:$B$7    Sheet1!$B$1
    #   saved by LibreOffice   categories          0                   label 0
    #                          -> the workbook's only column of labels, and of points
    #   without a workbook     anything            -> as if they stood in Sheet1, A2 and B2 on
    formulas = [series.find(f"c:{tag}//c:f", _NS) for tag in ("cat", "val", "tx")]
    said = [formula.text or "" for formula in formulas if formula is not None]
    if workbook is None:
        drawn = len(series.findall("c:val//c:pt", _NS)) or 1
        title = CellRange("Sheet1", "B", 1, 1) if formulas[2] is not None else None
        last = drawn + 1
        return CellRange("Sheet1", "A", 2, last), CellRange("Sheet1", "B", 2, last), title
    if said and not any("!" in formula for formula in said):
        return find_columns(workbook)
    labels, points, name = (_range(series, tag) for tag in ("cat", "val", "tx"))
    if labels is None or points is None:
        raise unsupported("labels or points without a range of cells")
    if labels.sheet != points.sheet or labels.first != points.first:
        raise unsupported("labels and points not side by side")
    return labels, points, name


def _take_out_own(series: etree._Element) -> tuple[tuple[int, str], ...]:
    """What is formatted for single points: it goes where the point goes."""
    own = []
    found = [*series.findall("c:dPt", _NS), *series.findall("c:dLbls/c:dLbl", _NS)]
    for number, element in enumerate(found):
        point = element.find("c:idx", _NS)
        index = int(point.get("val", "0")) if point is not None else 0
        own.append((index, etree.tostring(element, encoding="unicode", with_tail=False)))
        _mark(element, f"own{number}")
    return tuple(own)


def _range(series: etree._Element, tag: str) -> CellRange | None:
    formula = series.find(f"c:{tag}//c:f", _NS)
    return parse_range(formula.text or "") if formula is not None else None


def _mark(element: etree._Element | None, name: str) -> None:
    """Put a mark where an element was; the chart's XML is later cut at the marks."""
    # <c:ser>…<c:tx>…</c:tx>…<c:dPt>…</c:dPt><c:cat>…</c:cat><c:val>…</c:val></c:ser><c:gapWidth/>
    #         <!--ita:name-->…<!--ita:own0--><!--ita:labels--><!--ita:points-->   <!--ita:gap-->
    #
    # pieces  <c:ser>…      …        ""        ""         </c:ser>       …
    # names           name     own0     labels    points           gap
    # An office's series name, labels, points (for own0 perhaps nothing) go between the pieces.
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.replace(element, etree.Comment(f"ita:{name}"))
