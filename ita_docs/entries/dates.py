"""Dates as offices type them: Excel's own, ``๑๕ มกราคม ๒๕๖๓``, ``15 ม.ค. 2563``, ``15/1/2563``."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from ita_docs.entries.cells import is_blank, judge_year, read_stored
from ita_docs.entries.shown import Fault, judge_runs, read_shown_text, show_value
from ita_docs.model import Cell, FiscalYear
from ita_docs.ooxml.number_formats import find_date_parts
from ita_docs.thai import MONTHS, match_key

_SHORT_MONTHS = ("มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค")
_MONTH_NUMBERS = {
    match_key(name): number
    for names in (MONTHS, _SHORT_MONTHS)
    for number, name in enumerate(names, start=1)
}
_FIGURES = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{1,4})")
_WORDS = re.compile(r"(?:วันที่)?([0-9]{1,2})(?:เดือน)?([^0-9]+?)(?:พศ)?([0-9]{1,4})")
_SPLIT_DIGITS = re.compile(r"[0-9๐-๙]\s+[0-9๐-๙]")


def read_date(cell: Cell) -> datetime.date | Fault | None:
    """A date; None for a cell that says that there is none.

    A year of the Buddhist Era kept in an Excel date is taken as what was meant. A year of two
    digits or of the Common Era in a text is a fault that suggests the Buddhist year.
    """
    value = read_stored(cell)
    if isinstance(value, Fault):
        return value
    if is_blank(value):
        return None
    if runs := judge_runs(cell):
        return runs
    if isinstance(value, datetime.date):
        return _of_excel(value, cell.number_format)
    if isinstance(value, str):
        text = read_shown_text(cell)
        return text if isinstance(text, Fault) else _of_text(text)
    return Fault("date-not-a-date", {"typed": show_value(value)})


def _of_excel(value: datetime.date, code: str) -> datetime.date | Fault:
    parts = find_date_parts(code)
    if parts is not None and not parts.whole:
        typed = {"typed": f"{value:%d/%m/%Y}", "format": show_value(code)}
        return Fault("date-not-shown-whole", typed)
    if parts is not None and parts.buddhist and value.year > 2400:
        # Shown as a year of the Buddhist Era already, 543 later than what is stored.
        shown = f"{value.day}/{value.month}/{value.year + 543}"
        return Fault("date-not-a-date", {"typed": shown})
    year = value.year - 543 if value.year > 2400 else value.year
    date = _make_date(year, value.month, value.day)
    # Excel's first days are bare numbers that were formatted as dates.
    if date is None or not 1957 <= date.year < 2157:
        return Fault("date-not-a-date", {"typed": show_value(value)})
    return date


def _of_text(text: str) -> datetime.date | Fault:
    date = _parse(text)
    return Fault("date-not-a-date", {"typed": show_value(text)}) if date is None else date


def _parse(text: str) -> datetime.date | Fault | None:
    key = match_key(text)
    if _SPLIT_DIGITS.search(text.strip()):
        return None
    if figures := _FIGURES.fullmatch(key):
        day, month, year = int(figures[1]), int(figures[3]), figures[4]
    elif words := _WORDS.fullmatch(key.replace(".", "")):
        day, month, year = int(words[1]), _MONTH_NUMBERS.get(words[2], 0), words[3]
    else:
        return None
    judged = judge_year(Decimal(year), text)
    if isinstance(judged, FiscalYear):
        return _make_date(judged.ce, month, day)
    if judged.code == "year-not-buddhist-era":
        return Fault("date-not-buddhist-era", judged.values)
    return None


def _make_date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
