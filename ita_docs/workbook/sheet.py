"""One worksheet, row by row: stored values, exact addresses, and what hides or merges them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

from openpyxl.utils.cell import get_column_letter

from ita_docs.ooxml.scanning import XmlBounds, XmlFault, feed, open_parser, refuse
from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Package, naming_faults
from ita_docs.workbook.layout import MAX_ROW, Layout, read_index
from ita_docs.workbook.parsed_cell import ParsedCell, hide_zero
from ita_docs.workbook.parts import Parts, SheetPart
from ita_docs.workbook.plain_rows import (
    LONGEST,
    MAX_COLUMN,
    ROW_END,
    PlainRow,
    Stored,
    match_row,
    number_column,
    read_cells,
)

_LETTERS = re.compile(r"[A-Z]{1,3}")
_BOUNDS = XmlBounds()

SheetRow = tuple[int, dict[int, Stored]]
"""A row's number and its cells with content by column, both from 1."""


class Sheet:
    """A worksheet being read.

    ``read_rows`` gives its rows; once they are all read, ``layout`` says what hides or merges
    them and ``count`` how many cells have content. Cells that carry formatting alone are not
    there. ``struck_rows`` are rows with a cell struck out, ``first_formula`` and ``first_link``
    the first cell with a formula and with one that points to another workbook, and ``bare`` the
    texts of cells without their raised and lowered runs.
    """

    def __init__(self, package: Package, part: SheetPart, parts: Parts, most_cells: int) -> None:
        self.file = package.file
        self.name = part.name
        self.layout = Layout()
        self.count = 0
        self.struck_rows: set[int] = set()
        self.first_formula: str | None = None
        self.first_link: str | None = None
        self.bare: dict[tuple[int, int], str] = {}
        self._package = package
        self._part = part.part
        self._parts = parts
        self._most_cells = most_cells
        self._most_elements = package.limits.elements
        self._rows: list[SheetRow] = []
        self._parser = open_parser()
        # Bytes given to the parser, and the place in them behind the row's end that it saw last.
        self._fed, self._row_end = 0, -1
        self._is_utf8 = True
        # Where the pass is: the element last begun, the section of the sheet, row, cell and child.
        self._depth = self._elements = 0
        self._section = ""
        self._row, self._row_text = 0, "0"
        self._column = 0
        self._cells: dict[int, Stored] = {}
        self._cell = ParsedCell(parts)

    def read_rows(self) -> Iterator[SheetRow]:
        """The rows with content, in the order of their numbers.

        Raises InputError where the sheet is damaged or too large, or where its rows are out of
        order and the limits want them in order.
        """
        self._parser.XmlDeclHandler = self._declare
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        last = 0
        pieces = self._take_plain_rows(self._package.stream(self._part))
        with naming_faults(Location(self.file, self.name)):
            for _ in feed(self._parser, pieces):
                if self._package.limits.in_order:
                    for number, cells in self._rows:
                        if number <= last:
                            at = Location(self.file, self.name, f"{number}:{number}")
                            raise InputError("rows-out-of-order", at)
                        last = number
                        yield number, cells
                    self._rows.clear()
        yield from self._merge_rows()

    def _take_plain_rows(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What of a sheet is left to the parser: everything but its plain rows.

        A row is looked for only where the parser has just seen a row's end, and nothing after it:
        never inside a comment, say.
        """
        rest = b""
        for chunk in chunks:
            data, place = rest + chunk, 0
            while True:
                while self._is_between_rows():
                    row = match_row(data, place)
                    if row is None or not self._take_row(row):
                        break
                    place = row.end
                end = data.find(ROW_END, place) + len(ROW_END)
                if end < len(ROW_END):
                    break
                self._fed += end - place
                yield data[place:end]
                place = end
            rest = data[place:]
            if len(rest) > LONGEST:
                self._fed += len(rest)
                yield rest
                rest = b""
            yield b""  # a pause, in which the rows are taken
        yield rest

    # Which of the two readers takes what, in   <sheetData><row r="1">…</row><row r="2">…
    #
    #   bytes                     parser at     plain row?   goes to
    #   …<sheetData><row r="1">   mid-row       not asked    the parser, to the next </row>
    #   <row r="2">…</row>        a row's end   yes          _take_row; the parser never sees it
    #   <row r="3"><c><f>…</row>  a row's end   no           the parser, to the next </row>
    #   <!-- <row r="4">…</row>   a comment     not asked    the parser: _row_end lags behind _fed
    #   </sheetData>…             a row's end   no           the parser, to the end
    #
    # The parser counts only the bytes that it was given, so that _row_end == _fed says that it
    # stands right behind a row, wherever that is in the file.

    def _is_between_rows(self) -> bool:
        return self._fed == self._row_end and self._is_utf8

    def _take_row(self, row: PlainRow) -> bool:
        """Take a plain row; False when something is odd about it and the parser must say what."""
        cells = read_cells(row, self._parts)
        number = int(row.number)
        if (
            cells is None
            or number > MAX_ROW
            or self.count + len(cells) > self._most_cells
            or self._elements + row.elements > self._most_elements
        ):
            return False
        self.count += len(cells)
        self._elements += row.elements
        self._row = number
        if cells:
            if self.layout.hides_zeros:
                cells = {column: hide_zero(cell) for column, cell in cells.items()}
            self._rows.append((number, cells))
        return True

    def _merge_rows(self) -> Iterator[SheetRow]:
        """The rows read, put in order; cells of one row may come in several pieces."""
        whole: dict[int, dict[int, Stored]] = {}
        for number, cells in self._rows:
            known = whole.setdefault(number, cells)
            if known is not cells:
                for column in known.keys() & cells.keys():
                    self._row, self._column = number, column
                    self._damaged()
                known.update(cells)
        for number in sorted(whole):
            yield number, dict(sorted(whole[number].items()))

    # --- what the parser calls; a cell is worked out once it turns out to hold something

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._is_utf8 = (encoding or "utf-8").lower() == "utf-8"

    # depth   1          2           3        4        5            6 and below
    #         worksheet  sheetData   row      c        v f is       t r rPh …
    #                    mergeCells  mergeCell
    #                    cols        col
    #                    sheetViews  sheetView
    #
    # What stands deeper than 3 outside sheetData is passed over: it is no cell.

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        self._elements += 1
        if self._elements > self._most_elements:
            refuse(XmlFault.EXPANDS)
        if depth > _BOUNDS.depth or len(attributes) > _BOUNDS.attributes:
            refuse(XmlFault.UNSAFE)
        if ":" in name:
            name = name.rpartition(":")[2]
        if depth > 3 and self._section != "sheetData":
            return
        if depth >= 5:
            self._cell.open(name, attributes, child=depth == 5)
        elif depth == 4:
            if name == "c" and "r" not in attributes:
                self._set_column()
                self._column += 1
            self._cell.begin(attributes)
        elif depth == 3:
            if self._section == "sheetData" and name == "row":
                self._start_row(attributes)
            elif self._section == "mergeCells" and name == "mergeCell":
                self.layout.add_merged(attributes.get("ref", ""))
            elif self._section == "cols" and name == "col":
                self.layout.add_columns(attributes)
            elif self._section == "sheetViews" and name == "sheetView":
                self.layout.add_view(attributes)
        elif depth == 2:
            self._section = name

    def _text(self, text: str) -> None:
        if self._depth >= 5:
            self._cell.add(text)

    def _end(self, name: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if depth >= 5:
            self._cell.close(name.rpartition(":")[2], child=depth == 5)
        elif depth == 4:
            if (
                self._section == "sheetData"
                and self._cell.holds_something
                and name.rpartition(":")[2] == "c"
            ):
                self._end_cell()
        elif depth == 3:
            self._row_end = self._parser.CurrentByteIndex + len(ROW_END)
            if self._cells:
                self._rows.append((self._row, self._cells))
                self._cells = {}

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = read_index(attributes.get("r"), self._row + 1, MAX_ROW)
        self._row_text = str(self._row)
        self._column = 0
        self._cell.begin({})
        self.layout.add_row(self._row, attributes)

    def _set_column(self) -> None:
        """The column of the cell read last, from its address where it has one."""
        address = self._cell.attributes.get("r")
        if address is not None:
            letters = address.removesuffix(self._row_text)
            if len(letters) == len(address) or not _LETTERS.fullmatch(letters):
                self._damaged()
            self._column = number_column(letters)
        if self._column > MAX_COLUMN:
            self._damaged()

    def _end_cell(self) -> None:
        self._set_column()
        try:
            cell = self._cell.read()
        except ValueError:
            self._damaged()
        if cell is None:
            return
        self.count += 1
        if self._column in self._cells:
            self._damaged()
        if self.count > self._most_cells:
            limit = f"{self._package.limits.cells:,}"
            raise InputError("sheet-too-large", Location(self.file, self.name), limit=limit)
        self._cells[self._column] = hide_zero(cell) if self.layout.hides_zeros else cell
        if cell[1][2] == "struck":
            self.struck_rows.add(self._row)
        if self._cell.bare is not None:
            self.bare[self._row, self._column] = self._cell.bare
        if self._cell.has_formula:
            at = f"{get_column_letter(self._column)}{self._row}"
            self.first_formula = self.first_formula or at
            if self.first_link is None and self._cell.is_linked:
                self.first_link = at

    def _damaged(self) -> NoReturn:
        inside = 1 <= self._column <= MAX_COLUMN and self._row >= 1
        cell = f"{get_column_letter(self._column)}{self._row}" if inside else None
        raise InputError("file-damaged", Location(self.file, self.name, cell))
