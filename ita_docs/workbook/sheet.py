"""One worksheet, row by row: stored values, exact addresses, and what hides or merges them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

from openpyxl.utils.cell import get_column_letter

from ita_docs.ooxml.scanning import MAX_ATTRIBUTES, MAX_DEPTH, feed, open_parser, refuse
from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Package
from ita_docs.workbook.parts import MAX_TEXT, Parts, SheetPart, unescape
from ita_docs.workbook.plain_rows import LONGEST, ROW_END, PlainRow, match_row, read_text
from ita_docs.workbook.values import number_column, read_day, read_iso_date, read_number

MAX_COLUMN_RANGES = 20_000
"""Descriptions of column widths in one sheet; it has 16,384 columns."""
MAX_MERGED = 20_000
"""Merged ranges in one sheet; a form has some ten."""
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_INDEX = re.compile(r"[0-9]{1,9}")
_TRUE = frozenset({"1", "true"})

Stored = tuple[object, bool, str]
"""A cell's stored value, whether it is a formula, and its number format.

Values: str, int, float, bool, datetime, or None for a formula whose result was never stored; an
error value is its text (``#REF!``). A number in a date format that is no calendar day stays a
number.
"""
EMPTY: Stored = (None, False, "General")
SheetRow = tuple[int, dict[int, Stored]]
"""A row's number and its cells with content by column, both from 1."""


class MergedRange:
    """Cells merged into one: columns and rows, both ends included."""

    __slots__ = ("first_column", "first_row", "last_column", "last_row")

    def __init__(self, first: re.Match[str], last: re.Match[str]) -> None:
        self.first_column, self.first_row = number_column(first[1]), int(first[2])
        self.last_column, self.last_row = number_column(last[1]), int(last[2])

    def __str__(self) -> str:
        first = f"{get_column_letter(self.first_column)}{self.first_row}"
        return f"{first}:{get_column_letter(self.last_column)}{self.last_row}"


class Sheet:
    """A worksheet being read.

    ``read_rows`` gives its rows; once they are all read, ``merged``, ``hidden_rows``,
    ``hidden_columns`` say what hides them and ``count`` how many cells have content. Cells that
    carry formatting alone are not there.
    """

    def __init__(self, package: Package, part: SheetPart, parts: Parts, most_cells: int) -> None:
        self.file = package.file
        self.name = part.name
        self.merged: list[MergedRange] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.count = 0
        self._package = package
        self._part = part.part
        self._parts = parts
        self._most_cells = most_cells
        self._most_elements = package.limits.elements
        self._column_ranges = 0
        self._rows: list[SheetRow] = []
        self._parser = open_parser()
        # Bytes given to the parser, and the place in them behind the row's end that it saw last.
        self._fed, self._row_end = 0, -1
        self._is_utf8 = True
        # Where the pass is: the element last begun, the section of the sheet, row, cell and child.
        self._depth = self._elements = 0
        self._leaf = self._section = self._child = ""
        self._row, self._row_text = 0, "0"
        self._column = 0
        self._cells: dict[int, Stored] = {}
        self._cell: dict[str, str] = {}
        self._formula = self._phonetic = False
        self._stored: str | None = None
        self._inline: list[str] = []
        self._length = 0

    def is_column_hidden(self, column: int) -> bool:
        """Whether the column's width is folded away."""
        return any(first <= column <= last for first, last in self.hidden_columns)

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
        at = Location(self.file, self.name)
        pieces = self._take_plain_rows(self._package.stream(self._part))
        for _ in feed(self._parser, pieces, at):
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

    def _is_between_rows(self) -> bool:
        return self._fed == self._row_end and self._is_utf8

    def _take_row(self, row: PlainRow) -> bool:
        """Take a plain row; False when something is odd about it and the parser must say what."""
        number = int(row.number)
        find_format, strings = self._parts.find_format, self._parts.strings
        cells: dict[int, Stored] = {}
        for _, letters, own_row, style, kind, stored, inline in row.cells:
            column = number_column(letters)
            if own_row != row.number or column in cells or column > _MAX_COLUMN:
                return False
            number_format, is_day = find_format(style)
            if kind == b"inlineStr":
                text = read_text(inline)
                if text is None or len(text) > MAX_TEXT:
                    return False
                value: object = unescape(text)
            elif not stored:
                continue
            elif kind == b"s":
                index = int(stored) if stored.isdigit() else len(strings)
                if index >= len(strings):
                    return False
                value = strings[index]
            else:
                value = read_number(stored)
                if is_day:
                    value = read_day(value, from_1904=self._parts.from_1904)
            if value != "":
                cells[column] = (value, False, number_format)
        if (
            number > _MAX_ROW
            or self.count + len(cells) > self._most_cells
            or self._elements + row.elements > self._most_elements
        ):
            return False
        self.count += len(cells)
        self._elements += row.elements
        self._row = number
        if cells:
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

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        self._elements += 1
        if self._elements > self._most_elements:
            refuse("file-expands")
        if depth > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            refuse("file-unsafe-xml")
        if ":" in name:
            name = name.rpartition(":")[2]
        self._leaf = name
        if depth > 3 and self._section != "sheetData":
            return
        if depth == 5:
            self._child = name
            if name == "v":
                self._stored = ""
            elif name == "f":
                self._formula = True
        elif depth == 4:
            if name == "c" and "r" not in attributes:
                self._set_column()
                self._column += 1
            self._cell = attributes
            self._formula, self._stored, self._length = False, None, 0
        elif depth == 3:
            if self._section == "sheetData" and name == "row":
                self._start_row(attributes)
            elif self._section == "mergeCells" and name == "mergeCell":
                self._add_merged(attributes.get("ref", ""))
            elif self._section == "cols" and name == "col":
                self._add_column(attributes)
        elif depth == 2:
            self._section = name
        elif name == "rPh":
            self._phonetic = True

    def _text(self, text: str) -> None:
        if self._child == "v" and self._stored is not None:
            self._stored += text
        elif self._child == "is" and self._leaf == "t" and not self._phonetic:
            self._inline.append(text)
        else:
            return
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise InputError("file-expands", Location(self.file, self.name))

    def _end(self, name: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        self._leaf = ""
        if depth == 5:
            self._child = ""
        elif depth == 4:
            if self._stored is not None or self._formula or self._inline:
                if self._section == "sheetData" and name.rpartition(":")[2] == "c":
                    self._end_cell()
                self._inline.clear()
        elif depth == 3:
            self._row_end = self._parser.CurrentByteIndex + len(ROW_END)
            if self._cells:
                self._rows.append((self._row, self._cells))
                self._cells = {}
        elif name.endswith("rPh"):
            self._phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = self._integer(attributes.get("r"), self._row + 1, _MAX_ROW)
        self._row_text = str(self._row)
        self._column, self._cell = 0, {}
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0"):
            self.hidden_rows.add(self._row)

    def _set_column(self) -> None:
        """The column of the cell read last, from its address where it has one."""
        address = self._cell.get("r")
        if address is not None:
            letters = address.removesuffix(self._row_text)
            if len(letters) == len(address) or not _LETTERS.fullmatch(letters):
                self._damaged()
            self._column = number_column(letters)
        if self._column > _MAX_COLUMN:
            self._damaged()

    def _end_cell(self) -> None:
        self._set_column()
        kind = self._cell.get("t", "n")
        number_format, is_day = self._parts.find_format(self._cell.get("s", "0"))
        value: object = None
        if kind == "inlineStr":
            value = unescape("".join(self._inline))
        elif self._stored is not None:
            value = self._value(kind, self._stored, is_day)
        if self._formula and self._parts.recalculates:
            value = None
        if not self._formula and (value is None or value == ""):
            return
        self.count += 1
        if self._column in self._cells:
            self._damaged()
        if self.count > self._most_cells:
            limit = f"{self._package.limits.cells:,}"
            raise InputError("sheet-too-large", Location(self.file, self.name), limit=limit)
        self._cells[self._column] = (value, self._formula, number_format)

    def _value(self, kind: str, text: str, is_day: bool) -> object:
        if kind == "str":
            return unescape(text)
        text = text.strip()
        if not text:
            return None
        if kind == "n":
            number = read_number(text.encode())
            return read_day(number, from_1904=self._parts.from_1904) if is_day else number
        if kind == "s":
            index = int(text) if _INDEX.fullmatch(text) else len(self._parts.strings)
            if index >= len(self._parts.strings):
                self._damaged()
            return self._parts.strings[index]
        if kind == "b" and text.lower() in ("0", "1", "false", "true"):
            return text.lower() in _TRUE
        if kind == "e" and text.startswith("#"):
            return text
        date = read_iso_date(text) if kind == "d" else None
        if date is None:
            self._damaged()
        return date

    def _add_merged(self, reference: str) -> None:
        ends = [_ADDRESS.fullmatch(end) for end in reference.split(":")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            self._damaged()
        if len(self.merged) >= MAX_MERGED:
            raise InputError("file-expands", Location(self.file, self.name))
        if len(ends) == 2:
            self.merged.append(MergedRange(first, last))

    def _add_column(self, attributes: dict[str, str]) -> None:
        self._column_ranges += 1
        if self._column_ranges > MAX_COLUMN_RANGES:
            raise InputError("file-expands", Location(self.file, self.name))
        if attributes.get("hidden") in _TRUE or attributes.get("width") in ("0", "0.0"):
            first = self._integer(attributes.get("min"), 1, _MAX_COLUMN)
            last = self._integer(attributes.get("max"), first, _MAX_COLUMN)
            self.hidden_columns.append((first, last))

    def _integer(self, text: str | None, default: int, limit: int) -> int:
        number = int(text) if text is not None and _INDEX.fullmatch(text) else default
        if number > limit or number < 1 or (text is not None and not _INDEX.fullmatch(text)):
            self._damaged()
        return number

    def _damaged(self) -> NoReturn:
        inside = 1 <= self._column <= _MAX_COLUMN and self._row >= 1
        cell = f"{get_column_letter(self._column)}{self._row}" if inside else None
        raise InputError("file-damaged", Location(self.file, self.name, cell))
