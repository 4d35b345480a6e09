"""What a person sees of a cell where that is not simply the value that it stores.

    stored                         a person sees      a number, a year,   another text
                                                      a level, a name
    9 and a raised 1               9¹                 runs-differ         runs-left-out, 91
    an old name struck out, a new  both, one struck   runs-differ         runs-left-out, the new
    0.9631 in 0.00%                96.31%             percent-formatted   96.31%
    0 in 0.00;-0.00;;@             nothing            shown-otherwise     nothing
    0 of a formula                 0                  formula-zero        nothing
    2557 in "ประเทศไทย "0            ประเทศไทย 2557     2557                ประเทศไทย 2557
    #ERROR!, Loading..., Err:502   that               cell-error-value    cell-error-value
    nan, NULL, N/A                 that               nothing             stand-in, nothing

The workbook's reader marks what it alone can see (model.Cell); the columns decide here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ita_docs.model import Cell
from ita_docs.ooxml.number_formats import Look, Shown, find_plain_places, show_number, show_text
from ita_docs.problems import Value, Words
from ita_docs.thai import match_key

_PRINTED_PLACES = 2
"""Places to which a document prints a score."""
_ERROR_VALUES = re.compile(
    r"#[A-Z][A-Z0-9_/]*[!?]|#(?:N/A|GETTING_DATA|REF|VALUE|NAME|NUM|NULL|DIV/0|ERROR)|#{2,}"
    r"|err:[0-9]{3}|loading(?:\.{2,}|…)|กำลังโหลด(?:\.*|…)",
    re.IGNORECASE,
)
"""What programs write in place of a value: Excel, Google Sheets, LibreOffice, a narrow column."""
ERROR_STARTS = frozenset("#EeLlก \t\r\n\u00a0")
"""The letters that those begin with, and white space before them."""
STAND_INS = frozenset(
    ("nan", "nat", "null", "nil", "none", "undefined", "n/a", "na", "n.a.", "#n/a", "nodata")
)
"""What programs write for no value, as match keys."""
_HOW = {
    "raised": Words("เป็นตัวยก", "superscript"),
    "lowered": Words("เป็นตัวห้อย", "subscript"),
    "struck": Words("ถูกขีดฆ่า", "struck out"),
    "hidden": Words("ซ่อนอยู่", "hidden"),
}
_BLANK = Words("ช่องว่าง", "a blank cell")
_NO_ZEROS = Words("แผ่นงานที่ตั้งให้ซ่อนศูนย์", "its sheet, set to show no zeros,")
_OTHERWISE = Words("ค่าอื่น", "something else")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read: a code of the problem table and words for its sentence."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


def show_value(value: object) -> str:
    """A cell's value for a message: on one line, at most 40 characters, nothing invisible."""
    if isinstance(value, float) and math.isfinite(value):
        value = f"{number_of_float(value):f}"  # 0.9215, and not the 0.9215000000000001 stored
    try:
        text = value if isinstance(value, str) else str(value)
    except ValueError:  # an int of thousands of digits
        return "…"
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[:41])
    return shown if len(text) <= 40 else shown[:40] + "…"


def number_of_float(value: float) -> Decimal:
    """The number that a float cell stands for.

    Formulas leave noise far behind the last place that anybody typed (84.99999999999999 for 85):
    a float within a billionth of a number of six places is that number, else exactly what Excel
    stored, in the shortest digits that give it back.
    """
    exact = Decimal(repr(value))
    near = Decimal(f"{value:.6f}".rstrip("0").rstrip("."))
    return unsign_zero(near if abs(exact - near) <= Decimal("1e-9") else exact)


def unsign_zero(value: Decimal) -> Decimal:
    """The number, with no minus before a zero."""
    return abs(value) if value.is_zero() else value


def find_error(cell: Cell) -> str | None:
    """The error that a cell shows in place of a value."""
    if not isinstance(cell.value, str):
        return None
    text = cell.value.strip()
    return text if cell.mark == "error" or _ERROR_VALUES.fullmatch(text) else None


def is_formula_zero(cell: Cell) -> bool:
    """Whether a cell is a formula whose result is 0: one that points at a blank cell has it."""
    return cell.formula and isinstance(cell.value, int | float | Decimal) and cell.value == 0


def judge_runs(cell: Cell) -> Fault | None:
    """A number, a year, a level or a name of which some is raised, lowered, struck or hidden."""
    if cell.mark is None or cell.mark not in _HOW:
        return None
    if cell.mark == "hidden" and not isinstance(cell.value, str):
        return None  # a zero on a sheet that shows none is no text: judge_number tells of it
    return Fault("cell-runs-differ", {"typed": show_value(cell.value), "how": _HOW[cell.mark]})


def judge_number(number: Decimal, cell: Cell) -> Fault | None:
    """A number that is not the one that a person sees."""
    if cell.mark is None and find_plain_places(cell.number_format) is not None:
        return None
    typed = show_value(cell.value)
    if cell.mark == "hidden":
        return Fault("cell-shown-otherwise", {"typed": typed, "format": _NO_ZEROS, "shown": _BLANK})
    shown = show_number(number, cell.number_format)
    if shown.look is Look.SAME:
        return None
    if shown.look is Look.DATE:
        return Fault("score-date-formatted", {"typed": typed})
    if shown.look is Look.PERCENT:
        return Fault("score-percent-formatted", {"typed": typed})
    return _tell_otherwise(typed, cell.number_format, _name_shown(shown))


def _name_shown(shown: Shown) -> Value:
    if shown.text is None:
        return _OTHERWISE
    return f"“{show_value(shown.text)}”" if shown.text else _BLANK


def _tell_otherwise(typed: str, code: str, shown: Value) -> Fault:
    name = Words(f"รูปแบบเซลล์ {show_value(code)}", f"its format {show_value(code)}")
    return Fault("cell-shown-otherwise", {"typed": typed, "format": name, "shown": shown})


def read_number_text(number: Decimal, cell: Cell) -> str | Fault:
    """The text that a person sees of a number, for a column of texts."""
    if cell.mark == "hidden":
        return ""
    shown = show_number(number, cell.number_format)
    if shown.look is Look.DATE:
        return Fault("text-not-text", {"typed": show_value(cell.value)})
    if cell.number_format == "General":
        return f"{number:f}"
    if shown.text is None:
        return _tell_otherwise(show_value(cell.value), cell.number_format, _OTHERWISE)
    return shown.text


def read_shown_text(cell: Cell) -> str | Fault:
    """The text that a person sees of a cell that stores one, all but what is struck or hidden."""
    text = cell.value if cell.shown is None else cell.shown
    assert isinstance(text, str)
    shown = show_text(text, cell.number_format)
    if shown is None:
        return _tell_otherwise(show_value(cell.value), cell.number_format, _OTHERWISE)
    return shown


def says_nothing(cell: Cell) -> bool:
    """Whether a cell of a column of texts holds something that is none: a formula's 0, a word for
    no value, a text that is struck out or hidden whole."""
    if is_formula_zero(cell) or (cell.shown is not None and not match_key(cell.shown)):
        return True
    return isinstance(cell.value, str) and stands_for_nothing(cell.value)


def stands_for_nothing(text: str) -> bool:
    """Whether a text is what a program writes for no value."""
    return match_key(text[:40]) in STAND_INS


# --- what is told of a value that is taken --------------------------------------------------------


def find_score_note(cell: Cell, number: Decimal | None) -> Fault | None:
    """What is told of a score that is read: a formula's 0, and one that is shown with less than
    the places that are printed."""
    if number is None or (cell.number_format == "General" and not cell.formula):
        return None
    if is_formula_zero(cell):
        return Fault("score-formula-zero")
    plain = find_plain_places(cell.number_format)
    if isinstance(cell.value, str) or (plain is not None and plain >= _PRINTED_PLACES):
        return None
    shown = show_number(number, cell.number_format)
    if shown.places is None or shown.places >= _PRINTED_PLACES or shown.text is None:
        return None
    if round(number, max(shown.places, 0)) == round(number, _PRINTED_PLACES):
        return None
    values = {"typed": show_value(cell.value), "shown": show_value(shown.text)}
    return Fault("score-shown-rounded", values)


def find_optional_score_note(cell: Cell, number: Decimal | None) -> Fault | None:
    """The same of a score that may be left out, for which a program wrote a word for nothing."""
    return find_score_note(cell, number) if number is not None else find_text_note(cell, None)


def _on_one_line(text: str) -> str:
    return show_value(text.strip().replace("\n", " ⏎ "))


def find_text_note(cell: Cell, text: object) -> Fault | None:
    """What is told of a text that is read: what was left out of it, and a word for nothing."""
    if cell.mark is None and text:
        return None
    if cell.mark in _HOW and isinstance(cell.value, str):
        values: dict[str, Value] = {
            "typed": _on_one_line(cell.value),
            "how": _HOW[cell.mark],
            "shown": f"“{_on_one_line(cell.shown)}”" if cell.shown else _BLANK,
        }
        return Fault("text-runs-left-out", values)
    if isinstance(cell.value, str) and stands_for_nothing(cell.value):
        return Fault("text-stand-in", {"typed": show_value(cell.value)})
    return None
