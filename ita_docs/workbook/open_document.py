"""OpenDocument spreadsheets (.ods): content.xml in the one bounded pass that .xlsx parts get."""

from __future__ import annotations

from collections.abc import Iterator

from ita_docs.ooxml.scanning import XmlBounds, XmlFault, refuse, scan_xml
from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Package, naming_faults
from ita_docs.workbook.plain_rows import Stored, read_iso_date, read_number
from ita_docs.workbook.sheet import SheetRow
from ita_docs.workbook.strings import MAX_TEXT
from ita_docs.workbook.styles import Manner
from ita_docs.workbook.whole_sheet import MAX_COLUMNS, MAX_ROWS, MergedBox, WholeSheet

_CONTENT = "content.xml"
_SHEET_AT = ["document-content", "body", "spreadsheet", "table"]
_ROW_PARENTS = frozenset({"table", "table-rows", "table-row-group", "table-header-rows"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def open_sheets(package: Package) -> Iterator[WholeSheet]:
    """The sheets. Raises InputError where the document is damaged, protected or too large."""
    at = Location(package.file, part=_CONTENT)
    if _CONTENT not in package.names:
        raise InputError("file-damaged", at)
    if "meta-inf/manifest.xml" in package.names and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise InputError("file-password", Location(package.file))
    content = _Content(package)
    bounds = XmlBounds(elements=package.limits.elements)
    with naming_faults(at):
        scan_xml(package.stream(_CONTENT), content.start, content.end, content.text, bounds)
    hidden = content.hidden_styles
    for name, style, rows, merged in content.sheets:
        yield WholeSheet(name, iter(rows), merged, style in hidden)


class _Content:
    """Where the pass is, and the sheets so far.

        spreadsheet > table (a sheet) > [row groups] > table-row > table-cell > p (its text)

    Anything else inside a cell (notes, drawings) is passed over with all that it holds. A cell or
    row may stand for many (``number-columns-repeated``): empty ones are stepped over, those with
    content are written out, each counting against the limit.
    """

    def __init__(self, package: Package) -> None:
        self.sheets: list[tuple[str, str, list[SheetRow], list[MergedBox]]] = []
        self.hidden_styles: set[str] = set()
        self._left = package.limits.cells
        self._path: list[str] = []
        self._style = ""
        self._row, self._column = 1, 1
        self._rows_alike = 1
        self._cells: dict[int, Stored] = {}
        self._cell: dict[str, str] | None = None
        self._cell_depth = 0
        self._passed_over = 0
        self._lines: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        """An element opens."""
        del self._path[depth - 1 :]
        self._path.append(name)
        if self._passed_over:
            return
        if self._cell is not None:
            self._start_inside(name, attributes, depth)
        elif name == "table" and self._path == _SHEET_AT:
            style = attributes.get("table:style-name", "")
            self.sheets.append((attributes.get("table:name", ""), style, [], []))
            self._row = 1
        elif name == "table-row" and self._is_in_sheet() and self._path[-2] in _ROW_PARENTS:
            self._rows_alike = _count(attributes.get("table:number-rows-repeated"))
            self._column, self._cells = 1, {}
        elif name in _CELLS and self._is_in_sheet() and self._path[-2] == "table-row":
            self._cell, self._cell_depth = attributes, depth
            self._lines, self._length = [], 0
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self._style)

    def end(self, name: str, depth: int) -> None:
        """An element closes."""
        if self._passed_over:
            if depth == self._passed_over:
                self._passed_over = 0
            return
        if self._cell is not None:
            if depth == self._cell_depth:
                self._end_cell(self._cell)
                self._cell = None
        elif name == "table-row" and self._is_in_sheet() and self._path[-2] in _ROW_PARENTS:
            self._end_row()
        del self._path[depth - 1 :]

    def text(self, text: str) -> None:
        """Characters: those of a cell's paragraphs are kept."""
        if self._cell is None or self._passed_over or not self._lines:
            return
        if len(self._path) > self._cell_depth:
            self._add(text)

    def _is_in_sheet(self) -> bool:
        return self._path[:4] == _SHEET_AT

    def _start_inside(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if depth == self._cell_depth + 1:
            if name in ("p", "h"):
                self._lines.append("")
            else:
                self._passed_over = depth
        elif name in ("annotation", "note", "frame", "ruby-text"):
            self._passed_over = depth
        elif name == "s":
            self._add(" " * min(_count(attributes.get("text:c")), 100))
        elif name == "tab":
            self._add("\t")
        elif name == "line-break":
            self._lines.append("")

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_TEXT:
            refuse(XmlFault.EXPANDS)
        self._lines[-1] += text

    def _end_cell(self, attributes: dict[str, str]) -> None:
        alike = _count(attributes.get("table:number-columns-repeated"))
        across = _count(attributes.get("table:number-columns-spanned"))
        down = _count(attributes.get("table:number-rows-spanned"))
        if across > 1 or down > 1:
            last = self._row + down - 1, self._column + across - 1
            self.sheets[-1][3].append((self._row, self._column, *last))
        value = self._read_value(attributes)
        if value[0] not in (None, "") or value[1][0]:
            self._left -= alike
            if self._left < 0 or self._column + alike > MAX_COLUMNS + 1:
                refuse(XmlFault.EXPANDS)
            for column in range(self._column, self._column + alike):
                self._cells[column] = value
        self._column += alike

    def _read_value(self, attributes: dict[str, str]) -> Stored:
        kind = attributes.get("office:value-type", "")
        formula = "table:formula" in attributes
        shown = "\n".join(self._lines)
        stored = attributes.get("office:value", "").strip()
        manner: Manner = (formula, "General", None, None)
        if attributes.get("calcext:value-type") == "error":
            return shown or "#N/A", (formula, "General", "error", None)
        if kind in ("float", "percentage", "currency") and stored:
            code = "0%" if kind == "percentage" else "General"
            return read_number(stored.encode()), (formula, code, None, None)
        if kind == "date":
            date = read_iso_date(attributes.get("office:date-value", ""))
            return date if date is not None else shown, manner
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true", manner
        if kind == "string":
            return attributes.get("office:string-value", shown), manner
        return (shown or None), manner

    def _end_row(self) -> None:
        if self._cells:
            rows = self.sheets[-1][2]
            self._left -= len(self._cells) * (self._rows_alike - 1)
            if self._left < 0 or self._row + self._rows_alike > MAX_ROWS + 1:
                refuse(XmlFault.EXPANDS)
            for number in range(self._row, self._row + self._rows_alike):
                rows.append((number, self._cells))
        self._row += self._rows_alike


def _count(text: str | None) -> int:
    """How many a repeated or spanning element stands for."""
    return (
        min(int(text), MAX_ROWS)
        if text and text.isascii() and text.isdigit() and len(text) < 9
        else 1
    )
