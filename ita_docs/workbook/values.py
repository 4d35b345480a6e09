"""What stands in a cell's XML, as the value that it stores."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

# ASCII only: int() and float() would also take Thai digits, underscores, "nan" and "inf".
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)


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
