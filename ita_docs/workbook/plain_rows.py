"""Rows in the plain form that spreadsheet programs write, taken apart without a parser's events.

Nearly all rows of a sheet have one form: numbers, references to shared strings, texts, no formula.
A row in exactly this form is well-formed whatever stands around it, and one expression reads it
several times as fast as a parser that calls back for every element. Every other row is the
parser's, which alone decides what is damaged.
"""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache
from typing import NamedTuple
from xml.parsers import expat

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from ita_docs.workbook.parts import Parts
from ita_docs.workbook.strings import MAX_TEXT, unescape
from ita_docs.workbook.styles import Manner

ROW_END = b"</row>"
MAX_COLUMN = 16_384
"""The last column of a worksheet."""
LONGEST = 1024 * 1024
"""Bytes in which the end of a row is looked for."""
_LONGEST_KEPT = 2000
"""Bytes; a name comes again in every sheet, a longer text does not."""

_ROW = re.compile(rb'[ \t\r\n]*<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[ !#-%\'-;=-~]*")*)>')
_CELL = re.compile(
    rb'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="(n|s|inlineStr)")?'
    rb"(?:/>|>(?:<v>([0-9.eE+-]{1,60})</v>"
    rb'|<is><t(?: xml:space="preserve")?>([^<\x00-\x1f]*)</t></is>)?</c>))'
)
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')

PlainCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""The whole cell, and of it: column letters, row, style, kind, stored value, inline text; b"" for
what is not there."""


Stored = tuple[object, Manner]
"""A cell's stored value, and how the cell holds it.

Values: str, int, float, bool, datetime, or None for a formula whose result was never stored; an
error value is its text (``#REF!``). A number in a date format that is no calendar day stays a
number.
"""
TYPED: Manner = (False, "General", None, None)
"""How a cell holds a value that was typed into it as it is."""
EMPTY: Stored = (None, TYPED)


class PlainRow(NamedTuple):
    """A row's number, its cells, where it ends in the bytes, and how many elements it has."""

    number: bytes
    cells: list[PlainCell]
    end: int
    elements: int


def match_row(data: bytes, place: int) -> PlainRow | None:
    """The row that begins at this place, when it is whole and plain from end to end."""
    head = _ROW.match(data, place)
    if head is None or not _is_plain(head[2]):
        return None
    first = head.end()
    last = data.find(ROW_END, first)
    cells = _CELL.findall(data, first, last) if last > 0 else []
    if sum([len(cell[0]) for cell in cells]) != last - first:
        return None
    elements = 1 + data.count(b"<", first, last) - data.count(b"</", first, last)
    return PlainRow(head[1], cells, last + len(ROW_END), elements)


def read_cells(row: PlainRow, parts: Parts) -> dict[int, Stored] | None:
    """The cells of a plain row by column; None when something is odd about one of them (struck
    out, say), and the parser must say what."""
    find_style, (strings, odd) = parts.styles.find, parts.strings
    cells: dict[int, Stored] = {}
    for _, letters, own_row, style, kind, stored, inline in row.cells:
        column = number_column(letters)
        if own_row != row.number or column in cells or column > MAX_COLUMN:
            return None
        manner, is_day, struck = find_style(style)
        if kind == b"inlineStr":
            text = read_text(inline)
            if text is None or len(text) > MAX_TEXT:
                return None
            value: object = unescape(text)
        elif not stored:
            continue
        elif kind == b"s":
            index = int(stored) if stored.isdigit() else len(strings)
            if index >= len(strings) or index in odd:
                return None
            value = strings[index]
        else:
            value = read_number(stored)
            if is_day:
                value = read_day(value, from_1904=parts.from_1904)
        if struck:
            return None
        if value != "":
            cells[column] = (value, manner)
    return cells


@lru_cache(maxsize=1024)
def _is_plain(attributes: bytes) -> bool:
    """Whether a row's other attributes are well-formed and do not hide it."""
    found = _ATTRIBUTE.findall(attributes)
    named = dict(found)
    return (
        len(named) == len(found)
        and b"r" not in named
        and named.get(b"hidden", b"0") in (b"0", b"false")
        and named.get(b"ht") not in (b"0", b"0.0")
    )


def read_text(raw: bytes) -> str | None:
    """The text between two tags as the parser reads it; None where it is not well-formed."""
    return _parse_kept(raw) if len(raw) <= _LONGEST_KEPT else _parse_text(raw)


def _parse_text(raw: bytes) -> str | None:
    pieces: list[str] = []
    parser = expat.ParserCreate("UTF-8")
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(b"<t>" + raw + b"</t>", True)
    except (expat.ExpatError, ValueError):
        return None
    return "".join(pieces)


_parse_kept = lru_cache(maxsize=20_000)(_parse_text)


# --- what stands in a cell, as the value that it stores -------------------------------------------

# ASCII only: int() and float() would also take Thai digits, underscores, "nan" and "inf".
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)


def read_value(kind: str, text: str, parts: Parts, *, is_day: bool) -> object:
    """The value of a cell from its kind (``t``) and what its ``v`` holds; Runs for a shared
    string whose runs are not alike.

    Raises ValueError where a cell says to be what it is not.
    """
    if kind == "str":
        return unescape(text)
    text = text.strip()
    if not text:
        return None
    if kind == "n":
        number = read_number(text.encode())
        return read_day(number, from_1904=parts.from_1904) if is_day else number
    if kind == "s" and text.isascii() and text.isdecimal() and len(text) < 10:
        index = int(text)
        if index < len(parts.strings.texts):
            return parts.strings.odd.get(index) or parts.strings.texts[index]
    if kind == "b" and text.lower() in ("0", "1", "false", "true"):
        return text.lower() in ("1", "true")
    if kind == "e":
        return text  # Err:502 of LibreOffice, #ERROR! of Google Sheets: any text is an error here
    date = read_iso_date(text) if kind == "d" else None
    if date is None:
        raise ValueError(kind)
    return date


@lru_cache(maxsize=20_000)
def read_number(stored: bytes) -> int | float | str:
    """The number that Excel stored; a text that Excel would not write as a number stays text."""
    text = stored.decode()
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if set(text) & set(".eE") else int(text)


@cache
def number_column(letters: str | bytes) -> int:
    """The number of a column of up to three letters: A is 1."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number


def read_iso_date(text: str) -> datetime.datetime | None:
    """The date of a cell that stores one as text (``t="d"``); None where it is none."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def read_day(number: int | float | str, *, from_1904: bool) -> object:
    """The day that a number in a date format shows; the number itself where it is none."""
    if isinstance(number, str) or not 1 <= number < 2_958_466:
        return number
    try:
        date = from_excel(number, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return number
    return date if isinstance(date, datetime.datetime) else number
