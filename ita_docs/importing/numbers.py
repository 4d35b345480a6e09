"""A figure of a foreign workbook: its number as shown, or why there is none. Nothing is repaired.

86.31   "๘๖.๓๑"   "86.31%"   "ร้อยละ 86.31"   "86.31 คะแนน"   0.8631 in a percent format -> 86.31
"-"  "–"  "N/A"  ไม่มีข้อมูล                    a dash: blank
"86,31"                                        only where a published total proves it
0.8631 in no percent format                    0.8631, and somebody is asked
86310 in 0.00,  a raised or struck digit       shown as something else: stays text
anything else                                  stays the text it is
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from ita_docs.entries.cells import (
    is_blank,
    number_of_float,
    parse_number,
    read_number,
    show_value,
)
from ita_docs.model import Cell, GridCell
from ita_docs.ooxml.number_formats import Look, find_plain_places, show_number
from ita_docs.problems import Location

_UNIT_BEHIND = re.compile(r"\s*(?:คะแนน|แต้ม|[%\uff05]|เปอร์เซ็นต์|points?)\s*\.?$", re.IGNORECASE)
_UNIT_BEFORE = re.compile(r"^(?:ร้อยละ|คะแนน)\s*")
_COMMA = re.compile(r"(?:[0-9]{1,3}|[๐-๙]{1,3}),(?:[0-9]{1,2}|[๐-๙]{1,2})")
_NOWHERE = Location("-")
_LONGEST = 80
"""Characters; no number with its unit is longer, and long texts are many in some files."""


class Kind(Enum):
    """What a cell turned out to hold."""

    NUMBER = "number"
    COMMA = "comma"
    """A number with a decimal comma; it counts only once a total proves it."""
    DASH = "dash"
    TEXT = "text"
    UNCALCULATED = "uncalculated"
    """A formula whose result was never stored: the number is there for nobody to read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's number and how it was come by; ``text`` is what shows where there is no number.

    ``formula`` is True for a result that a formula worked out: it proves nothing.
    """

    kind: Kind
    number: Decimal | None = None
    text: str = ""
    percent: bool = False
    formula: bool = False

    @property
    def is_fraction(self) -> bool:
        """Whether it may be a share of one rather than points: over 0, at most 1, no percent."""
        return self.number is not None and not self.percent and 0 < self.number <= 1


def read_figure(cell: GridCell) -> Reading:
    """The reading of one cell."""
    value = cell.value
    if value is None:
        return Reading(Kind.UNCALCULATED)
    if cell.mark is not None:
        # Struck out, with a raised footnote, an error: not the number that a person sees.
        return Reading(Kind.TEXT, text=show_value(value), formula=cell.formula)
    if isinstance(value, str):
        return _read_text(value, cell.formula)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = read_number(Cell(value, _NOWHERE))
        look = _look(number, cell.number_format) if isinstance(number, Decimal) else Look.OTHER
        if isinstance(number, Decimal) and look in (Look.SAME, Look.PERCENT):
            percent = look is Look.PERCENT
            if percent:
                # 0.8631 in binary is 0.86309999…; its hundredfold is rounded back as any float is.
                number = (
                    number_of_float(float(number * 100))
                    if isinstance(value, float)
                    else (number * 100)
                )
            return Reading(Kind.NUMBER, number, percent=percent, formula=cell.formula)
    return Reading(Kind.TEXT, text=show_value(value), formula=cell.formula)


def _look(number: Decimal, code: str) -> Look:
    plain = find_plain_places(code) is not None
    return Look.SAME if plain else show_number(number, code).look


def _read_text(value: str, formula: bool) -> Reading:
    if len(value) > _LONGEST:
        return Reading(Kind.TEXT, text=show_value(value), formula=formula)
    if is_blank(value):
        return Reading(Kind.DASH, text=value.strip())
    bare = _UNIT_BEHIND.sub("", _UNIT_BEFORE.sub("", value.strip()))
    number = parse_number(bare)
    if number is not None:
        percent = bare != value.strip() and value.strip().endswith(("%", "\uff05"))
        return Reading(Kind.NUMBER, number, value.strip(), percent, formula)
    if _COMMA.fullmatch(bare):
        number = parse_number(bare.replace(",", "."))
        return Reading(Kind.COMMA, number, value.strip(), formula=formula)
    return Reading(Kind.TEXT, text=value.strip(), formula=formula)
