"""The tables of a web page, as Excel shows the page: rows of cells, texts outside them as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePath

from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Limits
from ita_docs.workbook.letters import decode_letters
from ita_docs.workbook.plain_rows import TYPED, Stored
from ita_docs.workbook.sheet import SheetRow
from ita_docs.workbook.whole_sheet import MAX_COLUMNS, MAX_ROWS, MergedBox, WholeSheet

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center", "hr"]
)
_SILENT = frozenset({"script", "style", "title", "head", "comment", "select", "template"})


def open_sheets(file: str, data: bytes, limits: Limits) -> Iterator[WholeSheet]:
    """The page as one sheet, named like the file."""
    at = Location(file)
    declared = _CHARSET.search(data[:4096])
    text = decode_letters(data, at, declared[1].decode() if declared else None)
    page = _Page(limits.cells, at)
    page.feed(text)
    page.close()
    page.end_row()
    yield WholeSheet(PurePath(file).stem, iter(page.rows), page.merged)


class _Page(HTMLParser):
    """Collects cells. A nested table's rows follow those of the table it stands in.

    <tr><td rowspan=2>a<td>b     a b      the slot under a is taken: c goes to the second
    <tr><td>c                    . c      column, and A1:A2 counts as merged
    """

    def __init__(self, most_cells: int, at: Location) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[SheetRow] = []
        self.merged: list[MergedBox] = []
        self._at = at
        self._most = self._left = most_cells
        self._number = 1
        self._cells: dict[int, Stored] = {}
        self._text: list[str] = []
        self._silent = 0
        self._cell: tuple[int, int] | None = None  # column span and row span of the open cell
        self._in_row = False
        self._column = 1
        self._taken: dict[int, int] = {}  # column -> last row that a cell from above reaches

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens: what was open before it and cannot hold it ends."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._text.append("\n")
        elif tag in ("td", "th"):
            self._end_cell()
            self._in_row = True
            named = dict(attrs)
            self._cell = _span(named.get("colspan")), _span(named.get("rowspan"))
        elif tag == "tr":
            self.end_row()
            self._in_row = True
        elif tag == "table":
            self.end_row()
            self._taken.clear()
        elif tag in _BLOCKS:
            self._end_block()
        elif tag == "body":
            self._silent = 0

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag == "table":
            self.end_row()
            self._taken.clear()
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Text, a part of the open cell or of the page around the tables."""
        if not self._silent:
            self._text.append(data.replace("\n", " ").replace("\r", " "))

    def end_row(self) -> None:
        """Close the row, or the text outside tables, which is a row of its own."""
        self._end_cell()
        if not self._in_row:
            self._put(self._take_text())
        if self._in_row or self._cells:
            if self._cells:
                self.rows.append((self._number, dict(sorted(self._cells.items()))))
            self._number += 1
            if self._number > MAX_ROWS:
                raise InputError("file-expands", self._at)
        self._cells = {}
        self._column = 1
        self._in_row = False

    def _end_block(self) -> None:
        if self._cell is not None:
            self._text.append("\n")
        elif not self._in_row:
            self.end_row()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        across, down = self._cell
        self._cell = None
        while self._taken.get(self._column, 0) >= self._number:
            self._column += 1
        first = self._column
        self._put(self._take_text())
        self._column = first + across
        if self._column > MAX_COLUMNS:
            raise InputError("file-expands", self._at)
        if across > 1 or down > 1:
            last = self._number + down - 1
            self._left -= across  # slots are work too
            self.merged.append((self._number, first, last, first + across - 1))
            for column in range(first, first + across):
                self._taken[column] = last

    def _put(self, text: str) -> None:
        if not text:
            return
        self._left -= 1
        if self._left < 0:
            raise InputError("sheet-too-large", self._at, limit=f"{self._most:,}")
        self._cells[self._column] = (text, TYPED)

    def _take_text(self) -> str:
        lines = "".join(self._text).split("\n")
        self._text = []
        return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _span(text: str | None) -> int:
    number = (text or "").strip()
    return (
        min(max(int(number), 1), 1000)
        if number.isascii() and number.isdigit() and len(number) < 6
        else 1
    )
