"""What a cell says, typed: numbers, years and lines of text, or the fault that keeps it unread.

A reader returns the value, None for a cell that says nothing, or a Fault. Nothing is guessed: a
text is a number when it shows one number in one system of digits, and is refused otherwise (0006).
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from ita_docs.entries.habits import SYMBOL_BULLETS, strip_bullet
from ita_docs.entries.shown import (
    ERROR_STARTS,
    STAND_INS,
    find_error,
    is_formula_zero,
    judge_number,
    judge_runs,
    read_number_text,
    read_shown_text,
    unsign_zero,
)
from ita_docs.entries.shown import Fault as Fault
from ita_docs.entries.shown import number_of_float as number_of_float
from ita_docs.entries.shown import show_value as show_value
from ita_docs.model import FULL_SCORE, Cell, FiscalYear
from ita_docs.problems import Digits
from ita_docs.thai import match_key

_APOSTROPHES = ("'", "\u2018", "\u2019")
_NO_DATA = frozenset(
    ["", "-", "--", "---", "–", "—", "n/a", "na", "n.a.", "none", "null", "nodata"]
    + [match_key(text) for text in ("ไม่มี", "ไม่มีข้อมูล", "ไม่มีคะแนน", "ไม่ได้ประเมิน")]
)
_make_year = lru_cache(maxsize=300)(FiscalYear)
_DASHES = frozenset(["", "-", "--", "---", "–", "—"])
# Seen nowhere and moving nothing: they may stand in a number. Signs that turn the direction of
# writing may not, since the number shown is then another one.
_ZERO_WIDTH = str.maketrans("", "", "\u200b\u200c\u200d\u200e\u2060\ufeff")
_NUMBER = re.compile(
    r"-?(?:[0-9]{1,9}(?:\.[0-9]{1,15})?"
    r"|[๐-๙]{1,9}(?:\.[๐-๙]{1,15})?"
    r"|[\uff10-\uff19]{1,9}(?:[.\uff0e][\uff10-\uff19]{1,15})?)"
)
_ARABIC = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙" + "".join(map(chr, range(0xFF10, 0xFF1A))) + "\uff0e", "0123456789" * 2 + "."
)
# Thai, Latin, digits and the usual signs: nearly every text, and none of it forbidden.
_ORDINARY = re.compile("[\t\n\r -~\u00a0-\u024f\u0e01-\u0e3a\u0e3f-\u0e5b\u2010-\u2027]*")
_YEAR_WORDS = re.compile(r"(?:(?:ประจำ)?ปี\s*)?(?:งบประมาณ)?\s*(?:พ\s?\.?\s?ศ\s?\.?)?\s*")
_YEAR_IN_TEXT = re.compile(
    r"(?<![0-9])(?:(?<=[0-9]{4}[/-])|(?<![0-9][.,/-]))(19[0-9]{2}|2[01][0-9]{2}|2[456][0-9]{2})"
    r"(?![0-9A-Za-z]|[.,][0-9]|[-/.][0-9]{1,2}[-/.])"
)


def read_stored(cell: Cell) -> object | Fault:
    """The stored value, once it is known to be a value: None for an empty cell.

    Faults: a formula that was never calculated, Excel's error values, forbidden characters.
    """
    value = cell.value
    if value is None:
        return Fault("formula-not-calculated") if cell.formula else None
    if isinstance(value, str):
        if cell.mark is not None or value[:1] in ERROR_STARTS:
            error = find_error(cell)
            if error is not None:
                return Fault("cell-error-value", {"typed": show_value(error)})
        character = find_forbidden(value)
        if character is not None:
            return Fault("text-control-character", {"character": f"U+{ord(character):04X}"})
        if value[:1] in _APOSTROPHES and not any(c in value[1:] for c in _APOSTROPHES):
            return value[1:]  # typed for Excel's sake, and kept as a character by another program
    return value


def is_blank(value: object) -> bool:
    """Whether a stored value says that there is none: empty, a dash, N/A, ไม่มีข้อมูล."""
    return value is None or (isinstance(value, str) and match_key(value) in _NO_DATA)


def find_forbidden(text: str) -> str | None:
    """The first character that cannot reach a page as itself, or None.

    Control characters but tab and line break, halves of surrogate pairs, characters for private
    use, U+FFFD where a text was lost in another program, line separators, and the signs that turn
    the direction of writing.
    """
    if _ORDINARY.fullmatch(text):
        return None
    return next((c for c in text if c not in "\t\n\r" and _is_forbidden(c)), None)


@lru_cache(maxsize=1024)
def _is_forbidden(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")
        or code == 0xFFFD
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )


def parse_number(text: str) -> Decimal | None:
    """The number that a text shows, or None when it shows anything else.

    Outer white space and zero-width characters go; what is left must be digits of one system
    (Arabic, Thai or full-width) with at most one point.
    """
    bare = text.translate(_ZERO_WIDTH).strip()
    if not _NUMBER.fullmatch(bare):
        return None
    return unsign_zero(Decimal(bare.translate(_ARABIC)))


def read_number(cell: Cell) -> Decimal | Fault | None:
    """A number of any size; None for a cell that says that there is none."""
    value = read_stored(cell)
    if isinstance(value, Fault):
        return value
    if is_blank(value):
        return None
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return Fault("score-date-formatted", {"typed": show_value(value)})
    if cell.mark is not None and (runs := judge_runs(cell)):
        return runs
    number = parse_number(value) if isinstance(value, str) else _read_numeric(value)
    if number is None:
        return _not_a_number(value)
    if cell.number_format == "General" and cell.mark is None:
        return number
    return judge_number(number, cell) or number


@lru_cache(maxsize=20_000, typed=True)
def _read_numeric(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return number_of_float(value) if isinstance(value, float) else Decimal(value)


def _not_a_number(value: object) -> Fault:
    return Fault("score-not-a-number", {"typed": show_value(value)})


def read_score(cell: Cell, most: Decimal = FULL_SCORE) -> Decimal | Fault | None:
    """A score from 0 to ``most`` points."""
    number = read_number(cell)
    if not isinstance(number, Decimal) or 0 <= number <= most:
        return number
    return Fault("score-out-of-range", {"typed": show_value(number), "most": Digits(f"{most:f}")})


def read_year(cell: Cell) -> FiscalYear | Fault | None:
    """A fiscal year of the Buddhist Era; a year of another kind is a fault that suggests it."""
    value = read_stored(cell)
    if isinstance(value, Fault):
        return value
    if is_blank(value):
        return None
    plain = cell.number_format == "General" and cell.mark is None
    if not plain and (runs := judge_runs(cell)):
        return runs
    number: Decimal | None
    if isinstance(value, str):
        text = value if plain else read_shown_text(cell)
        number = None if isinstance(text, Fault) else _parse_year(text)
    else:
        number = _read_numeric(value)
        otherwise = None if number is None or plain else judge_number(number, cell)
        if number is not None and otherwise is not None:
            # "พ.ศ. 25"00 shows 62 as the year that is meant.
            text = read_number_text(number, cell)
            shown = _parse_year(text) if isinstance(text, str) else None
            year = None if shown is None else judge_year(shown, value)
            return year if isinstance(year, FiscalYear) else otherwise
    if number is None or number != number.to_integral_value():
        return Fault("year-not-a-number", {"typed": show_value(value)})
    return judge_year(number, value)


def _parse_year(text: str) -> Decimal | None:
    return parse_number(_YEAR_WORDS.sub("", text.translate(_ZERO_WIDTH).strip(), count=1))


def judge_year(number: Decimal, value: object) -> FiscalYear | Fault:
    """A whole number as a year of the Buddhist Era, or the fault with the year to suggest;
    ``value`` is what was typed."""
    if 2400 <= number < 2700:
        return _make_year(int(number))
    typed = show_value(value)
    if 1900 <= number < 2200:
        return Fault(
            "year-not-buddhist-era", {"typed": typed, "year": Digits(str(int(number) + 543))}
        )
    if 0 < number < 100:
        return Fault(
            "year-not-buddhist-era", {"typed": typed, "year": Digits(str(int(number) + 2500))}
        )
    return Fault("year-not-a-number", {"typed": typed})


def read_text(cell: Cell, limit: int) -> str | Fault | None:
    """A text of one line or several, as typed but for the white space around it.

    A number is the text that it shows; a date or a true/false is a fault, since Excel made it
    from something else that was typed. What is struck out or hidden is no part of it, and a
    formula's 0 and a program's word for no value are none. ``limit`` counts characters.
    """
    value = read_stored(cell)
    if isinstance(value, Fault) or value is None:
        return value
    if cell.formula and is_formula_zero(cell):
        return None
    if isinstance(value, str):
        plain = cell.number_format == "General" and cell.mark is None
        shown = value if plain else read_shown_text(cell)
    else:
        number = _read_numeric(value)
        if number is None:
            return Fault("text-not-text", {"typed": show_value(value)})
        shown = read_number_text(number, cell)
    if isinstance(shown, Fault):
        return shown
    text = shown.strip()
    if "\n" in text or "\r" in text:
        text = "\n".join(line.strip() for line in text.splitlines())
    key = match_key(text)
    if key in _DASHES or key in STAND_INS:
        return None
    if len(text) > limit:
        return Fault(
            "text-too-long", {"length": Digits(str(len(text))), "limit": Digits(str(limit))}
        )
    return text


def read_name(cell: Cell, limit: int) -> str | Fault | None:
    """A name or a level: a text of one line, all of it alike."""
    runs = None if cell.mark is None else judge_runs(cell)
    return runs or read_line(cell, limit)


def read_line(cell: Cell, limit: int) -> str | Fault | None:
    """A text of one line."""
    text = read_text(cell, limit)
    if isinstance(text, str) and "\n" in text:
        return Fault("text-line-break", {"typed": show_value(text.replace("\n", " ⏎ "))})
    return text


def read_lines(cell: Cell, limit: int, *, bullets: bool = False) -> tuple[str, ...] | Fault:
    """The lines of a cell without blank ones and, unless ``bullets`` are to stay, without those
    typed before them."""
    if isinstance(cell.value, str):
        shown = None if cell.shown is None else cell.shown.translate(SYMBOL_BULLETS)
        cell = cell._replace(value=cell.value.translate(SYMBOL_BULLETS), shown=shown)
    text = read_text(cell, limit)
    if isinstance(text, Fault):
        return text
    lines = (text or "").splitlines()
    bare = lines if bullets else map(strip_bullet, lines)
    return tuple(line for line in bare if match_key(line))


def find_years(value: object) -> frozenset[int]:
    """The Buddhist years that a value names, however they are written: 2562, ๒๕๖๒, 2019, 62.

    A date names its calendar year and its fiscal year. Two digits are a year where nothing else
    stands there.
    """
    if isinstance(value, datetime.date):
        year = value.year if value.year > 2400 else value.year + 543
        return frozenset([year, year + 1] if value.month >= 10 else [year])
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        value = f"{value:.0f}" if value == value // 1 else ""
    typed = str(value or "").translate(_ZERO_WIDTH).translate(_ARABIC).strip()
    text = _YEAR_WORDS.sub("", typed, count=1)
    if re.fullmatch("[0-9]{2}", text):
        return frozenset([2500 + int(text)])
    return find_years_in_text(text)


def find_years_in_text(text: str) -> frozenset[int]:
    """The Buddhist years in a sentence or a file's name; what is part of a longer number, a word
    or a date written in figures is none."""
    found = (int(year) for year in _YEAR_IN_TEXT.findall(text.translate(_ARABIC)))
    years = (year if year >= 2400 else year + 543 for year in found)
    return frozenset(year for year in years if 2443 <= year < 2700)
