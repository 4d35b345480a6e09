"""Workbooks that the program writes: the one door to XlsxWriter, and how a report writes its cells.

Everything typed by somebody is written as text, never as a formula, and in a report neutralised
besides, so that it stays text when the sheet is saved as CSV.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any

import xlsxwriter
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ita_docs.problems import Lang

_LONGEST_TEXT = 32_000  # Excel holds 32,767 in a cell
_LONGEST_LINK = 2_000  # Excel: 2,079
_MOST_LINKS = 65_000  # Excel: 65,530 in a sheet
# As Excel writes them in a link's target; other letters, Thai too, stay as they are.
_ESCAPES = str.maketrans({char: f"%{ord(char):02x}" for char in '%"<>[]^`{}# ?'})


_COLUMNS = tuple(xl_col_to_name(column) for column in range(200))
"""The letters of the columns that a report may have."""

# What a page and a sheet cannot hold; line ends and tabs they can. Matched, not translated:
# on a page of 29,000 offices that is the difference between seconds and none.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def open_book(title: str, created: datetime.datetime, **options: Any) -> Any:
    """A new workbook, written in memory; ``close_book`` gives its bytes.

    ``created`` is a fixed moment (UTC, without a zone): a file made twice is the same. ``options``
    are XlsxWriter's.
    """
    book = xlsxwriter.Workbook(BytesIO(), {"in_memory": True, **options})
    book.set_properties({"title": title, "created": created})
    return book


class PlainFormulas(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas name no function younger than Excel 2010.

    XlsxWriter looks through every formula for each of a hundred younger functions, to mark them;
    with the long formulas of a form of 1,000 offices that would take ten seconds.
    """

    def _prepare_formula(self, formula: str, _expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Filled(Worksheet):  # type: ignore[misc]
    """A sheet of texts and numbers alone that holds each row as it will stand in the file.

    XlsxWriter keeps an object for every cell until the end: some 100 MB for a sheet of 29,000
    offices, and half of the time that it takes. Each row is filled once, and no chart is drawn of
    its cells.

    # write_string(1, 0, "สพป.ตรัง เขต 1", text) ─┐
    # write_number(1, 6, Decimal("85.00"), points) ─┴─ {0: '<c r="A2" s="2" t="s">…', 6: …}
    # write_string(2, …) ── row 1 is whole ── '<c r="A2" …</c><c r="G2" …</c>', columns 1 to 7
    """

    def __init__(self) -> None:
        super().__init__()
        self._row = -1
        self._cells: dict[int, str] = {}
        self._rows: dict[int, tuple[int, int, str]] = {}

    def write_string(self, row: int, column: int, text: str, look: Any) -> None:
        """A text in a cell; rows and columns count from 0."""
        index = self.str_table._get_shared_string_index(text)
        self._hold(row, column, f' s="{look._get_xf_index()}" t="s"><v>{index}</v></c>')

    _write_string = write_string  # as links write theirs

    def write_number(self, row: int, column: int, number: Decimal | int, look: Any) -> None:
        """A number in a cell. Raises ValueError for one that is none."""
        if not isfinite(number):
            raise ValueError(number)
        self._hold(row, column, f' s="{look._get_xf_index()}"><v>{number:.16G}</v></c>')

    def _hold(self, row: int, column: int, rest: str) -> None:
        if row != self._row:
            self._end_row()
            if row in self._rows:
                raise ValueError(f"row {row} is whole")
            self._row = row
        self._cells[column] = rest

    def _end_row(self) -> None:
        cells, number = self._cells, self._row + 1
        if cells:
            columns = sorted(cells)
            self._check_dimensions(self._row, columns[0])
            self._check_dimensions(self._row, columns[-1])
            text = "".join([f'<c r="{_COLUMNS[one]}{number}"{cells[one]}' for one in columns])
            self._rows[self._row] = columns[0] + 1, columns[-1] + 1, text
            self._cells = {}

    def _assemble_xml_file(self) -> None:
        self._end_row()
        super()._assemble_xml_file()

    def _write_rows(self) -> None:
        numbers = sorted(self._rows)
        spans: dict[int, tuple[int, int]] = {}
        for number in numbers:  # what Excel says of every 16 rows
            first, last, _ = self._rows[number]
            least, most = spans.get(number // 16, (first, last))
            spans[number // 16] = min(least, first), max(most, last)
        for number in numbers:
            least, most = spans[number // 16]
            text = self._rows.pop(number)[2]
            self.fh.write(f'<row r="{number + 1}" spans="{least}:{most}">{text}</row>')


def close_book(book: Any) -> bytes:
    """The .xlsx of a workbook that is whole."""
    book.close()
    content: bytes = book.filename.getvalue()
    return content


def name_column(column: int) -> str:
    """A column's letters from its number from 0: 1 is B."""
    letters: str = xl_col_to_name(column)
    return letters


def name_cell(row: int, column: int) -> str:
    """A cell's address from its row and column, both from 0: (3, 1) is B4."""
    return f"{name_column(column)}{row + 1}"


def clean_text(text: str) -> str:
    """A text that a page and a sheet can hold; what they cannot is shown by a sign for it.

    A control character becomes its picture (U+2400 and on), a half of a surrogate pair U+FFFD.
    """
    return _UNFIT.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def neutralise(text: str) -> str:
    """A text that no spreadsheet takes for a formula: ``=1+1`` becomes ``'=1+1``.

    Full-width signs count too: some spreadsheets read them as the plain ones.
    """
    first = text.lstrip()[:1]
    if not ("a" <= first <= "z" or "\u0e00" <= first <= "\u0e7f"):
        first = unicodedata.normalize("NFKC", first)
    return f"'{text}" if first in ("=", "+", "-", "@") else text


class Link(Url):  # type: ignore[misc]
    """A link to a file beside the workbook, written with ``/`` so that it works everywhere.

    XlsxWriter would write ``\\``, which only Windows takes for a folder.
    """

    # What Url works out of an address is known of these; working it out of every one of 60,000
    # takes as long as the rest of their sheet.
    _link_type = UrlTypes.EXTERNAL
    _original_url = _link = _relationship_link = _tip = ""
    _is_object_link = False
    _rel_index = 0

    def __init__(self, path: str, text: str, anchor: str = "") -> None:
        self._path = path.translate(_ESCAPES)
        if path.startswith("//"):
            self._path = f"file:{self._path}"
        elif path.startswith("/") or path[1:3] == ":/":
            self._path = f"file:///{self._path.lstrip('/')}"
        self._text = text
        self._anchor = anchor

    @property
    def fits(self) -> bool:
        """Whether Excel takes a link so long."""
        return max(len(self._path), len(self._anchor)) <= _LONGEST_LINK

    def _target(self) -> str:
        return self._path


class Paper:
    """The workbook in the making: its formats and the ways to write a cell."""

    def __init__(self, book: Any, words: Mapping[str, str], lang: Lang) -> None:
        self.book = book
        self.words = words
        self.lang = lang
        base = {"font_name": "Tahoma", "font_size": 10, "valign": "top"}
        points = {**base, "num_format": "0.00"}
        link = {**base, "font_color": "#0B5394", "underline": 1}
        weak = {"bg_color": "#F9D8A8", "font_color": "#6B2400", "bold": True}
        self.formats = {
            name: book.add_format(properties)
            for name, properties in {
                "text": base,
                "wrap": {**base, "text_wrap": True},
                "head": {
                    **base,
                    "bold": True,
                    "text_wrap": True,
                    "bg_color": "#E3ECF4",
                    "bottom": 1,
                },
                "title": {**base, "bold": True, "font_size": 12},
                "points": points,
                "weak": {**points, **weak},
                "share": {**base, "num_format": "0.0"},
                "link": link,
                "error": {**base, "bold": True, "font_color": "#9C1C1C"},
            }.items()
        }

    def add_sheet(
        self, name: str, heads: Sequence[tuple[str, float]], *, drawn: bool = False
    ) -> Any:
        """A sheet with its header row, frozen and filtered; ``drawn`` for one with charts."""
        sheet = self.book.add_worksheet(name, None if drawn else Filled)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            self.write_text(sheet, 0, column, head, "head")
        return sheet

    def write_text(
        self, sheet: Any, row: int, column: int, text: str | None, style: str = "text"
    ) -> None:
        """A text, cut where Excel would refuse it; an empty cell stays empty."""
        if text:
            shown = neutralise(clean_text(text))
            longest = _LONGEST_TEXT
            if len(shown) > longest // 2 and len(shown.encode("utf-16-le")) // 2 > longest:
                shown = shown[: _LONGEST_TEXT // 2] + "…"
            sheet.write_string(row, column, shown, self.formats[style])

    def write_number(
        self, sheet: Any, row: int, column: int, value: Decimal | int | None, style: str = "text"
    ) -> None:
        """A number; an empty cell without one."""
        if value is not None:
            sheet.write_number(row, column, value, self.formats[style])

    def write_link(
        self, sheet: Any, row: int, column: int, text: str, path: str | None, anchor: str = ""
    ) -> None:
        """A text that opens a file; the text alone where Excel would refuse the link."""
        # A name that cannot be written leads nowhere.
        if path and clean_text(path) == path and sheet.hlink_count < _MOST_LINKS:
            shown = neutralise(clean_text(text))[: _LONGEST_TEXT // 2]
            link = Link(path, shown, clean_text(anchor))
            if link.fits:
                sheet.write_url(row, column, link, self.formats["link"])
                return
        self.write_text(sheet, row, column, text)
