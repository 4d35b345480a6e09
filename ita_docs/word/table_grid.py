"""The columns of a table after some of them came or went, and their width on the page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import cast

from lxml import etree

from ita_docs.ooxml.wordml import P, W

_TR, _TC = f"{{{W}}}tr", f"{{{W}}}tc"
_GRID, _COLUMN, _W = f"{{{W}}}tblGrid", f"{{{W}}}gridCol", f"{{{W}}}w"
_TABLE_WIDTH = f"{{{W}}}tblPr/{{{W}}}tblW"
_SECTION = f"{{{W}}}sectPr"
_SECTIONS_BEHIND = etree.XPath(
    "(following-sibling::w:p/w:pPr/w:sectPr | following-sibling::w:sectPr)[1]",
    namespaces={"w": W},
)
_SPANS = etree.XPath("boolean(w:tr/w:tc/w:tcPr/w:gridSpan)", namespaces={"w": W})
_PAGE, _MARGINS = f"{{{W}}}pgSz", f"{{{W}}}pgMar"
_CELL_WIDTH, _SPAN, _VAL = f"{{{W}}}tcW", f"{{{W}}}gridSpan", f"{{{W}}}val"


def fit_columns(table: etree._Element) -> bool:
    """Give a table whose columns came or went a grid of the ones it has, as wide as before.

    docxtpl drops grid columns from the right, whichever cells went, and leaves the cells' widths.
    Tells whether the table is whole: it has rows, they have cells, and these end with paragraphs.
    """
    cells = [list(row.iterchildren(_TC)) for row in table.iterchildren(_TR)]
    whole = bool(cells) and all(
        row and all(len(cell) and cell[-1].tag == P for cell in row) for row in cells
    )
    grid = table.find(_GRID)
    if grid is not None and (len(grid) != max(map(len, cells), default=0) or _SPANS(table)):
        _fit_grid(grid, [[_measure(cell) for cell in row] for row in cells])
    return whole


def _fit_grid(grid: etree._Element, rows: list[list[tuple[etree._Element | None, int]]]) -> None:
    old = [_number(column.get(_W)) for column in grid]
    widest = max(rows, key=lambda row: sum(span for _, span in row), default=[])
    count = sum(span for _, span in widest)
    if not count or count == len(old):
        return
    average = sum(old) / len(old) if old else 0.0
    shares: list[float] = []
    for width, span in widest:
        share = _number(width.get(_W)) if width is not None else 0.0
        shares += [share / span if share > 0 else average] * span
    scale = sum(old) / (sum(shares) or 1.0)
    # Round the edges and not the widths, so that the widths add up to the table's.
    edges = [round(edge) for edge in accumulate((share * scale for share in shares), initial=0.0)]
    del grid[count:]
    for _ in range(count - len(old)):
        etree.SubElement(grid, _COLUMN)
    for column, (left, right) in zip(grid, pairwise(edges), strict=True):
        column.set(_W, str(right - left))
    for row in rows:
        start = 0
        for width, span in row:
            if width is not None:
                width.set(_W, str(edges[start + span] - edges[start]))
            start += span


def fit_to_page(table: etree._Element, narrowest: int = 0) -> None:
    """Make a table that is wider than the text around it as wide as that.

    A table drawn for a landscape page may come to stand on a portrait one. What is no wider than
    the ``narrowest`` section (twips) is wide enough for none.
    """
    #   drawn for 257 mm      page of 160 mm      columns 10, 34, 39 … mm -> 6, 21, 24 … mm
    grid = table.find(_GRID)
    widths = [_number(column.get(_W)) for column in grid] if grid is not None else []
    if grid is None or sum(widths) <= narrowest:
        return
    room = _find_room(table)
    if not 0 < room < sum(widths):
        return
    scale = room / sum(widths)
    edges = [round(edge) for edge in accumulate((width * scale for width in widths), initial=0.0)]
    for column, (left, right) in zip(grid, pairwise(edges), strict=True):
        column.set(_W, str(right - left))
    whole = table.find(_TABLE_WIDTH)
    if whole is not None and _number(whole.get(_W)) > room:
        whole.set(_W, str(room))
    for row in table.iterchildren(_TR):
        start = 0
        for cell in row.iterchildren(_TC):
            width, span = _measure(cell)
            end = min(start + span, len(widths))
            if width is not None:
                width.set(_W, str(edges[end] - edges[start]))
            start = end


def _find_room(table: etree._Element) -> int:
    """The width of the text (twips) where a table of the body stands; 0 where nothing says it."""
    sections = cast("list[etree._Element]", _SECTIONS_BEHIND(table))
    return _measure_section(sections[0]) if sections else 0


def find_narrowest(root: etree._Element) -> int:
    """The width of the text (twips) in the narrowest section of a part; 0 where one is unknown."""
    return min(map(_measure_section, root.iter(_SECTION)), default=0)


def _measure_section(section: etree._Element) -> int:
    page, margins = section.find(_PAGE), section.find(_MARGINS)
    if page is None or margins is None:
        return 0
    sides = (margins.get(f"{{{W}}}{side}") for side in ("left", "right", "gutter"))
    return round(_number(page.get(_W)) - sum(map(_number, sides)))


def _number(text: str | None) -> float:
    """A width in twips; 0 for one that says something else (a percentage, "auto")."""
    try:
        return float(text or "0")
    except ValueError:
        return 0.0


def _measure(cell: etree._Element) -> tuple[etree._Element | None, int]:
    """A cell's width element, and how many columns of the grid it spans."""
    width, span = None, 1
    # The properties, where there are any, come first in a cell (ECMA-376, 17.4.65).
    for child in cell[0] if len(cell) else ():
        if child.tag == _CELL_WIDTH:
            width = child
        elif child.tag == _SPAN:
            span = int(child.get(_VAL, "1"))
    return width, span
