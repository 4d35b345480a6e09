"""One worksheet read into cells: stored values, exact addresses, and what hides or merges them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from ita_docs.errors import InputError, Location
from ita_docs.model import Cell
from ita_docs.workbook.guard import Package
from ita_docs.workbook.parts import MAX_TEXT, Parts, SheetPart, unescape
from ita_docs.workbook.xmlscan import scan_xml

MAX_CELLS = 100_000
"""Cells with content of all the sheets read; 245 offices with ten measures each fill 16,000."""
MAX_COLUMN_RANGES = 20_000
"""Descriptions of column widths in one sheet; it has 16,384 columns."""
MAX_MERGED = 20_000
"""Merged ranges in one sheet; a form has some ten."""
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# ASCII only: int() and float() would also take Thai digits, underscores, "nan" and "inf".
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)
_INDEX = re.compile(r"[0-9]{1,9}")
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells merged into one: columns and rows, both ends included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        first = f"{get_column_letter(self.first_column)}{self.first_row}"
        return f"{first}:{get_column_letter(self.last_column)}{self.last_row}"


@dataclass(slots=True)
class Sheet:
    """A worksheet's cells with content by row and column (both from 1), and what is hidden."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def is_column_hidden(self, column: int) -> bool:
        """Whether the column's width is folded away."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_sheet(
    package: Package, sheet: SheetPart, parts: Parts, most_cells: int = MAX_CELLS
) -> Sheet:
    """Read one worksheet. Cells that carry formatting alone are not there.

    Values: str, int, float, bool, datetime, or None for a formula whose result was never stored;
    an error value is its text (``#REF!``). A number in a date format that is no calendar day
    stays a number. Raises InputError where the sheet is damaged or too large.
    """
    reader = _SheetReader(package.file, Sheet(sheet.name), parts, most_cells)
    at = Location(package.file, sheet=sheet.name)
    scan_xml(package.read(sheet.part), at, reader.start, reader.end, reader.text)
    rows = reader.sheet.rows
    reader.sheet.rows = {number: dict(sorted(rows[number].items())) for number in sorted(rows)}
    return reader.sheet


@dataclass(slots=True)
class _SheetReader:
    """Takes the worksheet's elements one by one.

    Cells without content are the bulk of a formatted sheet, so nothing is worked out for a cell
    until it turns out to hold something.
    """

    file: str
    sheet: Sheet
    parts: Parts
    most_cells: int
    section: str = ""
    row: int = 0
    column: int = 0
    count: int = 0
    cell: dict[str, str] = field(default_factory=dict)
    child: str = ""
    leaf: str = ""
    phonetic: bool = False
    formula: bool = False
    stored: list[str] | None = None
    inline: list[str] = field(default_factory=list)
    length: int = 0
    column_ranges: int = 0

    def start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        self.leaf = name
        if depth == 2:
            self.section = name
        elif depth == 3:
            if self.section == "sheetData" and name == "row":
                self._start_row(attributes)
            elif self.section == "mergeCells" and name == "mergeCell":
                self._add_merged(attributes.get("ref", ""))
            elif self.section == "cols" and name == "col":
                self._add_column(attributes)
        elif self.section == "sheetData":
            if depth == 4:
                self._start_cell(name, attributes)
            elif depth == 5:
                self.child = name
                if name == "f":
                    self.formula = True
                elif name == "v":
                    self.stored = []
            elif name == "rPh":
                self.phonetic = True

    def text(self, text: str) -> None:
        if self.child == "v" and self.stored is not None:
            self.stored.append(text)
            self._measure(text)
        elif self.child == "is" and self.leaf == "t" and not self.phonetic:
            self.inline.append(text)
            self._measure(text)

    def _measure(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise InputError("file-expands", Location(self.file, self.sheet.name))

    def end(self, name: str, depth: int) -> None:
        self.leaf = ""
        if depth == 4:
            if self.section == "sheetData" and name == "c":
                if self.formula or self.stored is not None or self.inline:
                    self._end_cell()
                self.inline.clear()
        elif depth == 5:
            self.child = ""
        elif name == "rPh":
            self.phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = self._integer(attributes.get("r"), self.row + 1, _MAX_ROW)
        self.column, self.cell = 0, {}
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0"):
            self.sheet.hidden_rows.add(self.row)

    def _start_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" and "r" not in attributes:
            self._set_column()
            self.column += 1
        self.cell, self.formula, self.stored, self.length = attributes, False, None, 0

    def _set_column(self) -> None:
        """The column of the cell read last, from its address where it has one."""
        address = self.cell.get("r")
        if address is not None:
            match = _ADDRESS.fullmatch(address)
            if match is None or int(match.group(2)) != self.row:
                raise self._damaged()
            self.column = _column_number(match.group(1))
        if self.column > _MAX_COLUMN:
            raise self._damaged()

    def _end_cell(self) -> None:
        self._set_column()
        kind = self.cell.get("t", "n")
        if kind == "inlineStr":
            value: object = unescape("".join(self.inline))
        elif self.stored is None:
            value = None
        else:
            value = self._value(kind, "".join(self.stored))
        if self.formula and self.parts.recalculates:
            value = None
        if not self.formula and (value is None or value == ""):
            return
        cells = self.sheet.rows.setdefault(self.row, {})
        self.count += 1
        if self.column in cells:
            raise self._damaged()
        if self.count > self.most_cells:
            at = Location(self.file, self.sheet.name)
            raise InputError("sheet-too-large", at, limit=f"{MAX_CELLS:,}")
        cells[self.column] = Cell(value, self._at(), self.formula, self._format())

    def _value(self, kind: str, text: str) -> object:
        if kind == "str":
            return unescape(text)
        text = text.strip()
        if not text:
            return None
        if kind == "s":
            index = int(text) if _INDEX.fullmatch(text) else len(self.parts.strings)
            if index >= len(self.parts.strings):
                raise self._damaged()
            return self.parts.strings[index]
        if kind == "n":
            return self._number(text)
        if kind == "b" and text.lower() in ("0", "1", "false", "true"):
            return text.lower() in _TRUE
        if kind == "e" and text.startswith("#"):
            return text
        date = _iso_date(text) if kind == "d" else None
        if date is None:
            raise self._damaged()
        return date

    def _number(self, text: str) -> object:
        if not _NUMBER.fullmatch(text):
            return text
        number = float(text) if set(text) & set(".eE") else int(text)
        if not _is_day_format(self._format()) or not 1 <= number < 2_958_466:
            return number
        epoch = MAC_EPOCH if self.parts.from_1904 else WINDOWS_EPOCH
        try:
            date = from_excel(number, epoch)
        except (OverflowError, ValueError):
            return number
        return date if isinstance(date, datetime.datetime) else number

    def _format(self) -> str:
        style = self.cell.get("s", "0")
        formats = self.parts.formats
        # A style that is not there is no reason to refuse a number.
        index = int(style) if style.isdecimal() and len(style) < 6 else len(formats)
        return formats[index] if index < len(formats) else "General"

    def _add_merged(self, reference: str) -> None:
        ends = [_ADDRESS.fullmatch(end) for end in reference.split(":")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            raise self._damaged()
        merged = MergedRange(
            _column_number(first.group(1)), int(first.group(2)),
            _column_number(last.group(1)), int(last.group(2)),
        )  # fmt: skip
        if len(self.sheet.merged) >= MAX_MERGED:
            raise InputError("file-expands", Location(self.file, self.sheet.name))
        if len(ends) == 2:
            self.sheet.merged.append(merged)

    def _add_column(self, attributes: dict[str, str]) -> None:
        self.column_ranges += 1
        if self.column_ranges > MAX_COLUMN_RANGES:
            raise InputError("file-expands", Location(self.file, self.sheet.name))
        if attributes.get("hidden") in _TRUE or attributes.get("width") in ("0", "0.0"):
            first = self._integer(attributes.get("min"), 1, _MAX_COLUMN)
            last = self._integer(attributes.get("max"), first, _MAX_COLUMN)
            self.sheet.hidden_columns.append((first, last))

    def _integer(self, text: str | None, default: int, limit: int) -> int:
        number = int(text) if text is not None and _INDEX.fullmatch(text) else default
        if number > limit or number < 1 or (text is not None and not _INDEX.fullmatch(text)):
            raise self._damaged()
        return number

    def _at(self) -> Location:
        cell = f"{get_column_letter(self.column)}{self.row}"
        return Location(self.file, self.sheet.name, cell)

    def _damaged(self) -> InputError:
        inside = 1 <= self.column <= _MAX_COLUMN and self.row >= 1
        at = self._at() if inside else Location(self.file, self.sheet.name)
        return InputError("file-damaged", at)


@lru_cache(maxsize=1024)
def _is_day_format(code: str) -> bool:
    return bool(is_date_format(code)) and not is_timedelta_format(code)


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _iso_date(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
