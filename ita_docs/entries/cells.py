"""What a cell says, typed: numbers, years and lines of text, or the fault that keeps it unread.

A reader returns the value, None for a cell that says nothing, or a Fault. Nothing is guessed: a
text is a number when it shows one number in one system of digits, and is refused otherwise
(docs/decisions/0006-numbers-and-dates-as-shown.md).
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ita_docs.model import FULL_SCORE, Cell, FiscalYear
from ita_docs.problems import Digits
from ita_docs.thai import match_key


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read: a code of the problem table and words for its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


_ERROR_VALUES = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!)"
)
_NO_DATA = frozenset(
    ["", "-", "--", "---", "–", "—", "n/a", "na", "n.a.", "none", "null", "nodata"]
    + [match_key(text) for text in ("ไม่มี", "ไม่มีข้อมูล", "ไม่มีคะแนน", "ไม่ได้ประเมิน")]
)
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
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ENUMERATION = re.compile(r"\(?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])\s*")
# Bullets of Word's symbol fonts, pasted: private characters that mean nothing in another font.
_SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc", "•"))
_BULLET = re.compile(r"(?:[•·▪●○◦■□➢✓*]|[-–—](?![0-9๐-๙]))\s*")


def show_value(value: object) -> str:
    """A cell's value for a message: on one line, at most 40 characters, nothing invisible."""
    try:
        text = value if isinstance(value, str) else str(value)
    except ValueError:  # an int of thousands of digits
        return "…"
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[:41])
    return shown if len(text) <= 40 else shown[:40] + "…"


def read_stored(cell: Cell) -> object | Fault:
    """The stored value, once it is known to be a value: None for an empty cell.

    Faults: a formula that was never calculated, Excel's error values, forbidden characters.
    """
    value = cell.value
    if value is None:
        return Fault("formula-not-calculated") if cell.formula else None
    if isinstance(value, str):
        if _ERROR_VALUES.fullmatch(value.strip()):
            return Fault("cell-error-value", {"typed": value.strip()})
        character = find_forbidden(value)
        if character is not None:
            return Fault("text-control-character", {"character": f"U+{ord(character):04X}"})
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
    return _unsigned_zero(Decimal(bare.translate(_ARABIC)))


def number_of_float(value: float) -> Decimal:
    """The number that a float cell stands for.

    Formulas leave noise far behind the last place that anybody typed (84.99999999999999 for 85):
    a float within a billionth of a number of six places is that number, else exactly what Excel
    stored, in the shortest digits that give it back.
    """
    exact = Decimal(repr(value))
    near = Decimal(f"{value:.6f}".rstrip("0").rstrip("."))
    return _unsigned_zero(near if abs(exact - near) <= Decimal("1e-9") else exact)


def _unsigned_zero(value: Decimal) -> Decimal:
    return abs(value) if value.is_zero() else value


def read_number(cell: Cell) -> Decimal | Fault | None:
    """A number of any size; None for a cell that says that there is none."""
    value = read_stored(cell)
    if isinstance(value, Fault):
        return value
    if is_blank(value):
        return None
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return Fault("score-date-formatted", {"typed": show_value(value)})
    if isinstance(value, str):
        number = parse_number(value)
        return number if number is not None else _not_a_number(value)
    return _read_numeric(value, cell.number_format)


@lru_cache(maxsize=20_000, typed=True)
def _read_numeric(value: object, number_format: str) -> Decimal | Fault:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return _not_a_number(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _not_a_number(value)
    if "%" in _LITERALS.sub("", number_format):
        return Fault("score-percent-formatted", {"typed": show_value(value)})
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
    number: Decimal | Fault | None
    if isinstance(value, str):
        number = parse_number(_YEAR_WORDS.sub("", value.translate(_ZERO_WIDTH).strip(), count=1))
    else:
        number = _read_numeric(value, "General")
    if not isinstance(number, Decimal) or number != number.to_integral_value():
        return Fault("year-not-a-number", {"typed": show_value(value)})
    return judge_year(number, show_value(value))


def judge_year(number: Decimal, typed: str) -> FiscalYear | Fault:
    """A whole number as a year of the Buddhist Era, or the fault with the year to suggest."""
    if 2400 <= number < 2700:
        return FiscalYear(int(number))
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
    from something else that was typed. ``limit`` counts characters.
    """
    value = read_stored(cell)
    if isinstance(value, Fault) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = _read_numeric(value, cell.number_format)
        value = f"{number:f}" if isinstance(number, Decimal) else value
    if not isinstance(value, str):
        return Fault("text-not-text", {"typed": show_value(value)})
    text = value.strip()
    if "\n" in text or "\r" in text:
        text = "\n".join(line.strip() for line in text.splitlines())
    if not match_key(text) or match_key(text) in _DASHES:
        return None
    if len(text) > limit:
        return Fault(
            "text-too-long", {"length": Digits(str(len(text))), "limit": Digits(str(limit))}
        )
    return text


def read_line(cell: Cell, limit: int) -> str | Fault | None:
    """A text of one line."""
    text = read_text(cell, limit)
    if isinstance(text, str) and "\n" in text:
        return Fault("text-line-break", {"typed": show_value(text.replace("\n", " ⏎ "))})
    return text


def read_lines(cell: Cell, limit: int, *, enumerated: bool = False) -> tuple[str, ...] | Fault:
    """The lines of a cell without blank ones and without the bullets typed before them.

    ``enumerated`` takes off typed numbers too ("1.", "๑)"), since the document numbers anew.
    """
    if isinstance(cell.value, str):
        cell = cell._replace(value=cell.value.translate(_SYMBOL_BULLETS))
    text = read_text(cell, limit)
    if isinstance(text, Fault):
        return text
    lines = [_strip_marks(line, enumerated) for line in (text or "").splitlines()]
    return tuple(line for line in lines if match_key(line))


def _strip_marks(line: str, enumerated: bool) -> str:
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    match = _ENUMERATION.match(line) if enumerated else None
    return line[match.end() :] if match else line
