"""One sheet of a copy: cells take another style, and those that are not there are put in.

    asked for   in the sheet                                  -> what is put in
    B2          <c r="B2" s="5">…                                s="41", the rest as it was
    D2          <c r="C2"/>        ▲ <c r="E2"/>                 <c r="D2" s="42"/> at ▲
    D9          <row r="8">…</row> ▲ <row r="12">                <row r="9"><c r="D9" s="42"/></row>
    3:3         <row r="3"><c …/><c …/></row>                    every cell that is there

One pass finds the places; nothing else of the sheet is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ita_docs.model import name_column, number_column
from ita_docs.ooxml.outline import UTF8, Node, Splices, check_encoding, read_tag, write_attributes
from ita_docs.ooxml.scanning import XmlBounds, XmlFault, feed, open_parser, refuse

T = TypeVar("T")

_BOUNDS = XmlBounds(elements=40_000_000)
_MOST_KEPT = 400_000
"""Places that are remembered of one sheet."""
_TRUE = frozenset({"1", "true"})
_BEHIND_DRAWING = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "AlternateContent",
})  # fmt: skip
"""What stands behind a sheet's drawing of comments (CT_Worksheet)."""


@dataclass(slots=True)
class _Row:
    """A row that is asked for: its tag, where it closes, and its cells: column, place, style."""

    start: int
    attributes: dict[str, str]
    close: int = 0
    cells: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet that are not as the others: first, last, style, width."""

    spans: tuple[tuple[int, int, int, float], ...] = ()
    usual: float = 8.43

    def find_style(self, column: int) -> int:
        """The style of a column's empty cells."""
        return next((style for a, b, style, _ in self.spans if a <= column <= b), 0)

    def find_width(self, column: int) -> float:
        """The width of a column, in letters."""
        return next((width for a, b, _, width in self.spans if a <= column <= b), self.usual)


class SheetPlaces:
    """The places in one sheet's bytes that matter to a copy, found in one pass.

    ``wanted`` are the rows asked for, ``restyled`` the styles whose cells are looked for anywhere.
    Raises XmlError for a sheet that is not sound.
    """

    def __init__(
        self, content: bytes, wanted: Collection[int], restyled: Collection[int] = ()
    ) -> None:
        check_encoding(content)
        self.content = content
        self.rows: dict[int, _Row] = {}
        self.before: dict[int, int] = {}
        self.restyled: list[tuple[int, int, int, int]] = []
        self.views: list[tuple[int, dict[str, str]]] = []
        self.drawing: dict[str, str] | None = None
        self.columns = Columns()
        self.prefix = ""
        self.namespace = ""
        self._behind: int | None = None
        self._root_close = 0
        self._data: Node | None = None
        self._wanted = sorted(wanted)
        self._pointer = 0
        self._asked = frozenset(wanted)
        self._styles = frozenset(map(str, restyled))
        self._spans: list[tuple[int, int, int, float]] = []
        self._depth = self._elements = 0
        self._section = ""
        self._row = self._column = 0
        self._current: _Row | None = None
        self._parser = open_parser(UTF8)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        for _ in feed(self._parser, [content]):
            pass
        self._parser.StartElementHandler = self._parser.EndElementHandler = None
        self.columns = Columns(tuple(self._spans), self.columns.usual)

    @property
    def selected(self) -> bool:
        """Whether the sheet is one of those on top when the workbook opens."""
        return any(attributes.get("tabSelected") in _TRUE for _, attributes in self.views)

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        depth, name = self._depth, raw.rpartition(":")[2]
        if depth > _BOUNDS.depth or len(attributes) > _BOUNDS.attributes:
            refuse(XmlFault.UNSAFE)
        if self._elements > _BOUNDS.elements:
            refuse(XmlFault.EXPANDS)
        if depth == 4 and self._section == "sheetData" and name == "c":
            self._take_cell(attributes)
        elif depth == 3 and self._section == "sheetData" and name == "row":
            self._take_row(attributes)
        elif depth == 3:
            self._take_setting(name, attributes)
        elif depth == 2:
            self._take_section(name, attributes)
        elif depth == 1:
            self.prefix = raw.removesuffix(name)
            key = f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns"
            self.namespace = attributes.get(key, "")

    def _take_section(self, name: str, attributes: dict[str, str]) -> None:
        self._section = name
        place = self._parser.CurrentByteIndex
        if name == "sheetData":
            inner, empty = read_tag(self.content, place)
            self._data = Node(name, self.prefix, attributes, place, inner, inner, inner, empty)
        elif name == "legacyDrawing":
            self.drawing = attributes
        elif name == "sheetFormatPr":
            usual = _number(attributes.get("defaultColWidth"), 8.43)
            self.columns = Columns((), usual)
        elif name in _BEHIND_DRAWING and self._behind is None:
            self._behind = place

    def _take_setting(self, name: str, attributes: dict[str, str]) -> None:
        if self._section == "cols" and name == "col":
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            style, width = int(attributes.get("style", 0)), _number(attributes.get("width"), 8.43)
            self._keep(self._spans, (first, last, style, width))
        elif self._section == "sheetViews" and name == "sheetView":
            self._keep(self.views, (self._parser.CurrentByteIndex, attributes))

    def _take_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r") or self._row + 1)
        self._row, self._column = number, 0
        self._current = None
        if self._pointer < len(self._wanted) and number >= self._wanted[self._pointer]:
            place = self._parser.CurrentByteIndex
            while self._pointer < len(self._wanted) and number > self._wanted[self._pointer]:
                self.before[self._wanted[self._pointer]] = place
                self._pointer += 1
        if number in self._asked:
            self._current = _Row(self._parser.CurrentByteIndex, attributes)
            self.rows[number] = self._current

    def _take_cell(self, attributes: dict[str, str]) -> None:
        if self._current is None and not self._styles:
            return
        self._column = _column_of(attributes.get("r")) or self._column + 1
        style = attributes.get("s", "0")
        if self._current is not None:
            cell = (self._column, self._parser.CurrentByteIndex, int(style))
            self._keep(self._current.cells, cell)
        if style in self._styles:
            place = self._parser.CurrentByteIndex
            self._keep(self.restyled, (self._row, self._column, place, int(style)))

    def _keep(self, places: list[T], place: T) -> None:
        if len(places) >= _MOST_KEPT:
            refuse(XmlFault.EXPANDS)
        places.append(place)

    def _end(self, _raw: str) -> None:
        if self._depth == 3 and self._current is not None and self._section == "sheetData":
            self._current.close = self._parser.CurrentByteIndex
            self._current = None
        elif self._depth == 2 and self._section == "sheetData" and self._data is not None:
            if not self._data.empty:
                self._data.close = self._parser.CurrentByteIndex
                self._data.end = self.content.index(b">", self._data.close) + 1
            self._section = ""
        elif self._depth == 1:
            self._root_close = self._parser.CurrentByteIndex
        self._depth -= 1

    # --- what is put in ---------------------------------------------------------------------------

    def put_styles(
        self, splices: Splices, cells: Mapping[tuple[int, int], Callable[[int], int]]
    ) -> None:
        """Cells by row and column in another style, made of the one that they have."""
        new_rows: dict[int, str] = {}
        by_row: dict[int, dict[int, Callable[[int], int]]] = {}
        for number, column in sorted(cells):
            by_row.setdefault(number, {})[column] = cells[number, column]
        for number, wanted in by_row.items():
            row = self.rows.get(number)
            if row is None:
                inner = "".join(
                    self._write_cell(number, column, style(self.columns.find_style(column)))
                    for column, style in wanted.items()
                )
                new_rows[number] = f'<{self.prefix}row r="{number}">{inner}</{self.prefix}row>'
            else:
                self._put_in_row(splices, number, row, wanted)
        self._put_rows(splices, new_rows)

    def _put_in_row(
        self,
        splices: Splices,
        number: int,
        row: _Row,
        wanted: Mapping[int, Callable[[int], int]],
    ) -> None:
        here = {column: (place, style) for column, place, style in row.cells}
        inner, empty = read_tag(self.content, row.start)
        added = ""
        own = (
            int(row.attributes.get("s", 0)) if row.attributes.get("customFormat") in _TRUE else None
        )
        for column, style in wanted.items():
            if column in here:
                place, base = here[column]
                self.restyle(splices, place, style(base))
                continue
            base = own if own is not None else self.columns.find_style(column)
            piece = self._write_cell(number, column, style(base))
            behind = min(
                (place for other, (place, _) in here.items() if other > column), default=None
            )
            if behind is not None:
                splices.put(behind, piece)
            elif empty:
                added += piece
            else:
                splices.put(row.close, piece)
        outside = set(wanted) - set(here)
        tag = self.content[row.start : inner]
        if outside and "spans" in row.attributes:  # a hint that would no longer be true
            tag = write_attributes(tag, {"spans": None})
        if added:
            tag = tag.rstrip(b">").rstrip().removesuffix(b"/").rstrip() + b">"
            tag += f"{added}</{self.prefix}row>".encode()
        if tag != self.content[row.start : inner]:
            splices.replace(row.start, inner, tag)

    def _put_rows(self, splices: Splices, rows: Mapping[int, str]) -> None:
        if not rows or self._data is None:
            return
        for number, piece in rows.items():
            if number in self.before:
                splices.put(self.before[number], piece)
        last = "".join(piece for number, piece in rows.items() if number not in self.before)
        if last:
            splices.append(self._data, last)

    def restyle(self, splices: Splices, place: int, style: int) -> None:
        """The cell whose tag begins at a place, in another style."""
        inner, _ = read_tag(self.content, place)
        tag = write_attributes(self.content[place:inner], {"s": str(style)})
        splices.replace(place, inner, tag)

    def put_drawing(self, splices: Splices, relationship: str, namespace: str) -> None:
        """The sheet's drawing of comments, where it has none yet."""
        piece = f'<{self.prefix}legacyDrawing xmlns:r="{namespace}" r:id="{relationship}"/>'
        splices.put(self._behind if self._behind is not None else self._root_close, piece)

    def deselect(self, splices: Splices) -> None:
        """The sheet no longer on top: two of them at once would be typed into together."""
        for place, attributes in self.views:
            if attributes.get("tabSelected") in _TRUE:
                inner, _ = read_tag(self.content, place)
                tag = write_attributes(self.content[place:inner], {"tabSelected": None})
                splices.replace(place, inner, tag)

    def _write_cell(self, row: int, column: int, style: int) -> str:
        return f'<{self.prefix}c r="{name_column(column)}{row}" s="{style}"/>'


def _column_of(address: str | None) -> int:
    return number_column((address or "").rstrip("0123456789"))


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise
