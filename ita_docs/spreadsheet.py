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
from typing import Any

import xlsxwriter
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ita_docs.problems import Lang

_LONGEST_TEXT = 32_000  # Excel holds 32,767 in a cell
_LONGEST_LINK = 2_000  # Excel: 2,079
_MOST_LINKS = 65_000  # Excel: 65,530 in a sheet
# As Excel writes them in a link's target; other letters, Thai too, stay as they are.
_ESCAPES = str.maketrans({char: f"%{ord(char):02x}" for char in '%"<>[]^`{}# ?'})


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
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in ("=", "+", "-", "@") else text


class Link(Url):  # type: ignore[misc]
    """A link to a file beside the workbook, written with ``/`` so that it works everywhere.

    XlsxWriter would write ``\\``, which only Windows takes for a folder.
    """

    def __init__(self, path: str, anchor: str = "") -> None:
        self._path = path.translate(_ESCAPES)
        if path.startswith("//"):
            self._path = f"file:{self._path}"
        elif path.startswith("/") or path[1:3] == ":/":
            self._path = f"file:///{self._path.lstrip('/')}"
        super().__init__(f"external:./{self._path}" + (f"#{anchor}" if anchor else ""))

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

    def add_sheet(self, name: str, heads: Sequence[tuple[str, float]]) -> Any:
        """A sheet with its header row, frozen and filtered."""
        sheet = self.book.add_worksheet(name)
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
            if len(shown.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
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
        target = clean_text(path or "")
        anchor = clean_text(anchor)
        if (
            not target
            or target != path  # a name that cannot be written leads nowhere
            or len(target.translate(_ESCAPES)) > _LONGEST_LINK
            or sheet.hlink_count >= _MOST_LINKS
        ):
            self.write_text(sheet, row, column, text)
            return
        link = Link(target, anchor)
        link.text = neutralise(clean_text(text))[: _LONGEST_TEXT // 2]
        sheet.write_url(row, column, link, self.formats["link"])
