"""CSV and other delimited text: one sheet of texts, as Excel shows the file when it opens it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Limits
from ita_docs.workbook.letters import decode_letters
from ita_docs.workbook.plain_rows import TYPED
from ita_docs.workbook.sheet import SheetRow
from ita_docs.workbook.whole_sheet import MAX_COLUMNS, MAX_ROWS, WholeSheet

_MARKS = (",", "\t", ";", "|")
_TRIED_ROWS = 200


def open_sheets(file: str, data: bytes, _: Limits) -> Iterator[WholeSheet]:
    """The one sheet, named like the file. Raises InputError for letters that cannot be told."""
    at = Location(file)
    text = decode_letters(data, at)
    if "\0" in text:
        raise InputError("file-damaged", at)
    # "sep=;" in front tells Excel the mark; it is shown nowhere and is no row.
    told = text[:5].lower().removeprefix("sep=") if text[:4].lower() == "sep=" else ""
    if told.strip("\r\n"):
        text = text[5:].removeprefix("\r").removeprefix("\n")
    mark = told.strip("\r\n") or find_mark(text)
    yield WholeSheet(PurePath(file).stem, _read_rows(text, mark, at))


def find_mark(text: str) -> str:
    """What separates the columns: the mark under which the most lines have equally many of them.

    หน่วยงาน;IIT        with ,  1 and 2 columns    one line of two
    สพป.ตรัง;26,48      with ;  2 and 2 columns    two lines of two: this one
    """
    best, most = ",", 0
    for mark in _MARKS:
        try:
            widths = Counter(len(row) for row in islice(_split(text, mark), _TRIED_ROWS) if row)
        except csv.Error:
            continue
        widths.pop(1, None)
        alike = max(widths.values(), default=0)
        if alike > most:
            best, most = mark, alike
    return best


def _split(text: str, mark: str) -> Iterator[list[str]]:
    # Line breaks inside quotes belong to a cell, so that rows are counted as Excel counts them.
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def _read_rows(text: str, mark: str, at: Location) -> Iterator[SheetRow]:
    try:
        for number, row in enumerate(_split(text, mark), start=1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError("file-expands", at)
            if row:
                yield (
                    number,
                    {column: (cell, TYPED) for column, cell in enumerate(row, 1) if cell},
                )
    except csv.Error as error:
        raise InputError("file-damaged", at) from error
