"""Old Excel files (.xls), read by xlrd: values, formats, errors and merged cells.

Why xlrd and not python-calamine: docs/decisions/0115-other-kinds-of-files.md.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Limits
from ita_docs.workbook.plain_rows import Stored
from ita_docs.workbook.sheet import SheetRow
from ita_docs.workbook.whole_sheet import WholeSheet


def open_sheets(file: str, data: bytes, _: Limits) -> Iterator[WholeSheet]:
    """The worksheets of an old Excel file. Raises InputError for a damaged or protected one."""
    at = Location(file)
    try:
        # Its remarks would go to standard output, where the reading process answers.
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        code = "file-password" if "encrypted" in str(error).lower() else "file-damaged"
        raise InputError(code, at) from error
    except Exception as error:  # xlrd meets damaged files with whatever error comes first
        raise InputError("file-damaged", at) from error
    for sheet in book.sheets():
        merged = [
            (first_row + 1, first_column + 1, last_row, last_column)
            for first_row, last_row, first_column, last_column in sheet.merged_cells
        ]
        yield WholeSheet(sheet.name, _read_rows(book, sheet, at), merged, sheet.visibility != 0)


def _read_rows(book: Any, sheet: Any, at: Location) -> Iterator[SheetRow]:
    try:
        for row in range(sheet.nrows):
            cells = {
                column + 1: _read_cell(book, cell)
                for column, cell in enumerate(sheet.row(row))
                if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
            }
            if cells:
                yield row + 1, cells
    except (IndexError, KeyError, ValueError, TypeError) as error:
        raise InputError("file-damaged", at) from error


def _read_cell(book: Any, cell: Any) -> Stored:
    number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    value: object = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(cell.value, "#N/A")
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(cell.value)
    elif cell.ctype == xlrd.XL_CELL_DATE:
        try:
            value = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            value = cell.value
    elif isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return value, (False, number_format, None, None)
