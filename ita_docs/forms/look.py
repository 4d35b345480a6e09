"""How a form looks: its font, colours and cell formats, and the ways to write into it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from ita_docs.sections import parse_toml
from ita_docs.spreadsheet import PlainFormulas, clean_text
from ita_docs.thai import MONTHS

FONT = "TH Sarabun New"
"""The font of government documents, as the documents have it."""
SIZE = 16
ROW_HEIGHT = 24.0
"""Points; a line of the font at its size."""
LETTERS = 0.98
"""Thai letters in the width of one digit, with room for the indent and for breaking words."""

RED, AMBER, GREEN = "#F8C9C4", "#FCE4B0", "#D5E8D4"
_EDGE = {"border": 1, "border_color": "#BFBFBF"}
_BASE = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
_INPUT = {**_BASE, **_EDGE, "locked": False}
_LIVE = {**_BASE, **_EDGE, "bg_color": "#EDEDED", "font_color": "#404040"}
_HEAD = {**_BASE, **_EDGE, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "plain": _BASE,
    "wrap": {**_BASE, "text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "bold": {**_BASE, "bold": True},
    "title": {**_BASE, "bold": True, "font_size": SIZE + 6},
    "link": {**_BASE, "font_color": "#0B5394", "underline": 1, "align": "left", "indent": 1},
    "label": {**_BASE, **_EDGE, "bold": True, "indent": 1, "bg_color": "#F2F2F2"},
    "label required": {**_BASE, **_EDGE, "bold": True, "indent": 1, "bg_color": "#DDEBF7"},
    "fixed": {**_BASE, **_EDGE, "indent": 1, "bg_color": "#F2F2F2"},
    "number": {**_BASE, **_EDGE, "align": "center", "bg_color": "#F2F2F2"},
    "head required": {**_HEAD, "bg_color": "#DDEBF7"},
    "head optional": {**_HEAD, "bg_color": "#F2F2F2"},
    "head live": {**_HEAD, "bg_color": "#D9D9D9", "font_color": "#404040"},
    # Typed into a cell of format @ a text stays what it is: names and dates, never numbers.
    "text": {**_INPUT, "text_wrap": True, "num_format": "@", "align": "left", "indent": 1},
    "year": {**_INPUT, "num_format": "0", "align": "left", "indent": 1},
    "score": {**_INPUT, "num_format": "0.00"},
    "choice": {**_INPUT, "text_wrap": True, "align": "left", "indent": 1},
    "live": {**_LIVE, "align": "center"},
    "live score": {**_LIVE, "num_format": "0.00"},
    "live count": {**_LIVE, "num_format": "0", "align": "center"},
    "change": {**_LIVE, "num_format": "+0.00;-0.00;0.00"},
    "red": {"bg_color": RED, "font_color": "#8B0000"},
    "amber": {"bg_color": AMBER, "font_color": "#6B2400", "bold": True},
    "green": {"bg_color": GREEN, "font_color": "#1E4620"},
    "legend red": {**_BASE, **_EDGE, "bg_color": RED},
    "legend amber": {**_BASE, **_EDGE, "bg_color": AMBER},
    "legend green": {**_BASE, **_EDGE, "bg_color": GREEN},
    "legend live": {**_LIVE},
}

_SORTABLE = {
    "sort": True,
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "format_cells": True,
}


@cache
def load_words() -> Mapping[str, Any]:
    """The words of the form, by section."""
    return parse_toml((files("ita_docs.forms") / "words.toml").read_bytes())


class Pen:
    """Writes into the workbook of a form."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = {name: book.add_format(dict(look)) for name, look in _FORMATS.items()}

    def add_sheet(self, name: str, *, landscape: bool = True) -> Any:
        """A sheet for A4, one page wide, its labels locked without a password."""
        sheet = self.book.add_worksheet(name, PlainFormulas)
        sheet.set_default_row(ROW_HEIGHT)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f'&L&"{FONT}"&12&A&R&"{FONT}"&12&P/&N')
        sheet.protect("", _SORTABLE)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: object, style: str) -> None:
        """A value as it stands, or an empty cell of that style; a date is written in Thai."""
        look = self.formats[style]
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            sheet.write_number(row, column, value, look)
        elif isinstance(value, datetime.date):
            month = MONTHS[value.month - 1]
            sheet.write_string(row, column, f"{value.day} {month} {value.year + 543}", look)
        else:
            sheet.write_string(row, column, clean_text(str(value)), look)

    def write_formula(
        self, sheet: Any, row: int, column: int, formula: str, style: str, result: object = ""
    ) -> None:
        """A formula with its result: a true one, or none, so that every program works it out.

        XlsxWriter would store 0, and LibreOffice would show that.
        """
        stored = "" if result is None else result
        sheet.write_formula(row, column, formula, self.formats[style], stored)

    def mark(
        self, sheet: Any, cells: tuple[int, int, int, int], condition: str, style: str
    ) -> None:
        """Colour cells (first row, first column, last row, last column) where a condition holds."""
        rule = {"type": "formula", "criteria": f"={condition}", "format": self.formats[style]}
        sheet.conditional_format(*cells, {**rule, "stop_if_true": True})

    def quieten(self, sheet: Any, area: str) -> None:
        """Take away Excel's green corners: nothing is wrong with formulas side by side."""
        sheet.ignore_errors({"formula_range": area, "formula_differs": area})

    def offer(
        self, sheet: Any, cells: tuple[int, int, int, int], hint: str, **rule: object
    ) -> None:
        """A drop-down or a bound for cells, with a hint that shows when one is chosen."""
        shown = {"input_message": hint} if hint else {}
        sheet.data_validation(*cells, {"validate": "any", **shown, **rule})
