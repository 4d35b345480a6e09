"""Workbooks as values, sound but for one fault: what it changes and what it must give."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ita_docs.model import Cell, Row, Table, Workbook
from ita_docs.problems import Location

FILE = "faults.xlsx"
SHEETS = {
    "offices": "หน่วยงาน",
    "scores": "คะแนน",
    "history": "ประวัติคะแนน",
    "cpi": "CPI",
    "measures": "มาตรการ",
    "followup": "ผลการดำเนินการ",
}
FIELDS = {
    "offices": [
        "name", "short_name", "result_year", "plan_year", "announced_on", "signer", "position",
        "kind",
    ],
    "scores": [
        "name", *(f"indicator_{n}" for n in range(1, 11)), "iit", "eit", "oit", "total", "level",
        "year",
    ],
    "history": ["name", "year", "total", "level", *(f"indicator_{n}" for n in range(1, 11))],
    "cpi": ["name", "label", "score"],
    "measures": [
        "name", "indicator", "responsible", "steps", "monitor", "time_frame", "reporting", "method",
        "success", "budget",
    ],
    "followup": [
        "name", "plan_year", "indicator", "measure", "outcome", "period", "status", "budget",
        "obstacles", "suggestions", "evidence", "reported_on",
    ],
}  # fmt: skip
OFFICE = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง"
OTHER = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง"
# The University of Phayao's result of FY2563 (domain note, section 2): 71.55, level C.
PHAYAO = (91.27, 80.64, 87.48, 82.27, 78.98, 88.23, 78.27, 80.22, 65.62, 42.56)

Typed = object
Rows = dict[str, list[dict[str, Typed]]]


@dataclass(frozen=True)
class Special:
    """A cell that is more than its value."""

    value: object
    formula: bool = False
    number_format: str = "General"


def scores_row(name: str, **published: Typed) -> dict[str, Typed]:
    """A row of คะแนน."""
    return {"name": name, **{f"indicator_{n}": s for n, s in enumerate(PHAYAO, 1)}, **published}


def sound_rows() -> Rows:
    """Two offices without a fault; the second is only there to stay untouched."""
    year = {"result_year": 2563, "plan_year": 2564}
    return {
        "offices": [
            {"name": OFFICE, "short_name": "สพป.ตัวอย่าง", **year},
            {"name": OTHER, "short_name": "สพม.ตัวอย่าง", **year},
        ],
        "scores": [
            scores_row(OFFICE, iit=25.24, eit=24.67, oit=21.64, total=71.55, level="C"),
            scores_row(OTHER),
        ],
        "history": [{"name": OFFICE, "year": 2562, "total": 65.38, "level": "C"}],
        "cpi": [{"name": OFFICE, "label": "ประเทศไทย ๒๕๖๒", "score": 36}],
        "measures": [
            {
                "name": OFFICE,
                "indicator": 10,
                "responsible": "กลุ่มอำนวยการ",
                "steps": "๑. ประกาศเจตนารมณ์\n๒. จัดกิจกรรม",
                "monitor": "-ผู้อำนวยการ",
            }
        ],
    }


def make_book(rows: Mapping[str, list[dict[str, Typed]]]) -> Workbook:
    """The rows as a workbook: headers in row 1, the columns in the order of FIELDS from A."""
    return Workbook(FILE, {key: _table(key, rows[key]) for key in rows})


def address(sheet: str, field: str, row: int) -> str:
    """``'คะแนน'!D2``: the cell of a field in a sheet row (the first data row is 2)."""
    return f"'{SHEETS[sheet]}'!{_column(sheet, field)}{row}"


def _column(key: str, field: str) -> str:
    return chr(ord("A") + FIELDS[key].index(field))


def _table(key: str, rows: list[dict[str, Typed]]) -> Table:
    def at(field: str, number: int) -> Location:
        return Location(FILE, SHEETS[key], f"{_column(key, field)}{number}")

    def cell(typed: Typed, where: Location) -> Cell:
        if isinstance(typed, Special):
            return Cell(typed.value, where, typed.formula, typed.number_format)
        return Cell(typed, where)

    headers = {field: at(field, 1) for field in FIELDS[key]}
    made = tuple(
        Row(number, {f: cell(row.get(f), at(f, number)) for f in FIELDS[key]})
        for number, row in enumerate(rows, start=2)
    )
    return Table(SHEETS[key], headers, made)


@dataclass(frozen=True)
class Fault:
    """One change to the sound rows: the code it must give, where, and whom it refuses."""

    name: str
    code: str
    at: str
    change: Callable[[Rows], object]
    refuses: tuple[str, ...] = (OFFICE,)


def _cell(
    name: str,
    code: str,
    sheet: str,
    field: str,
    value: object,
    refuses: tuple[str, ...] = (OFFICE,),
) -> Fault:
    def change(rows: Rows) -> None:
        rows[sheet][0][field] = value

    return Fault(name, code, address(sheet, field, 2), change, refuses)


def _add(
    name: str,
    code: str,
    sheet: str,
    row: dict[str, Typed],
    field: str = "name",
    refuses: tuple[str, ...] = (OFFICE,),
) -> Fault:
    number = len(sound_rows()[sheet]) + 2
    return Fault(
        name, code, address(sheet, field, number), lambda rows: rows[sheet].append(row), refuses
    )


def _drop_scores(rows: Rows) -> None:
    del rows["scores"][0]


def _make_fractions(rows: Rows) -> None:
    rows["scores"][0] = scores_row(OFFICE) | {
        f"indicator_{n}": round(score / 100, 4) for n, score in enumerate(PHAYAO, 1)
    }


_STEPS = {"responsible": "ทุกกลุ่ม", "monitor": "ทีมบริหาร"}
_NUMBERS = {
    "comma for point": "85,31", "thousands": "1,082", "unit": "85.31 คะแนน", "percent": "85%",
    "exponent": "8.5e1", "fraction": "½", "underscore": "8_5", "not a number": "nan",
    "infinity": float("inf"), "mixed digits": "8๒.22", "two numbers": "85.31 86.31",
    "two points": "85.3.1", "plus": "+85", "true": True, "words": "แปดสิบห้า",
    "right to left mark": "85.\u200f31", "superscript": "85²", "hex": "0x55",
    "devanagari digits": "८५", "no digit after the point": "85.", "line of two": "85\n31",
}  # fmt: skip
_BLANKS = {"empty": None, "dash": "-", "en dash": "–", "N/A": "N/A", "spaces": " \u00a0",
           "said in Thai": "ไม่มีข้อมูล", "zero width": "\u200b"}  # fmt: skip
_CHARACTERS = {
    "vertical tab": "\x0b", "bell": "\x07", "surrogate": "\ud800", "noncharacter": "\uffff",
    "private use": "\ue000", "replacement": "\ufffd", "override": "\u202e", "paragraph": "\u2029",
}  # fmt: skip


def _add_past(rows: Rows, total: float, parts: int = 1, sign: int = 0) -> None:
    """The ten of FY2563 as those of the year before; one of them may have a sign behind it."""
    past: dict[str, Typed] = {
        f"indicator_{n}": f"{score}%" if n == sign else round(score / parts, 4)
        for n, score in enumerate(PHAYAO, 1)
    }
    rows["history"][0] |= {"total": total, **past}


FAULTS: tuple[Fault, ...] = (
    *(_cell(f"score {n}", "score-missing", "scores", "indicator_3", v) for n, v in _BLANKS.items()),
    *(
        _cell(f"score {n}", "score-not-a-number", "scores", "indicator_3", v)
        for n, v in _NUMBERS.items()
    ),
    *(
        _cell(f"signer with {n}", "text-control-character", "offices", "signer", f"นาย{c}ก")
        for n, c in _CHARACTERS.items()
    ),
    _cell("score below 0", "score-out-of-range", "scores", "indicator_3", -0.01),
    _cell("score above 100", "score-out-of-range", "scores", "indicator_3", "๑๐๐.๐๑"),
    _cell("score huge", "score-out-of-range", "scores", "indicator_3", 10**400),
    _cell("score as a date", "score-date-formatted", "scores", "indicator_3",
          datetime.datetime(1900, 3, 27)),
    _cell("score as a percentage", "score-percent-formatted", "scores", "indicator_3",
          Special(0.8748, number_format="0.00%")),
    _cell("formula never calculated", "formula-not-calculated", "scores", "indicator_3",
          Special(None, formula=True)),
    _cell("formula with an empty result", "score-missing", "scores", "indicator_3",
          Special("", formula=True)),
    Fault("all scores as fractions", "scores-look-like-fractions",
          address("scores", "indicator_1", 2), _make_fractions),
    Fault("one score as a fraction", "score-unusually-low", address("scores", "indicator_3", 3),
          lambda rows: rows["scores"][1].update(indicator_3="๐.๘๗๔๘"), ()),
    _cell("history as a fraction", "scores-look-like-fractions", "history", "total", 0.8931),
    _cell("CPI as a fraction", "scores-look-like-fractions", "cpi", "score", "๐.๓๖"),
    _add("one year of the history as a fraction", "score-unusually-low", "history",
         {"name": OFFICE, "year": 2561, "total": 0.8931}, "total", ()),
    _cell("signer with two vowels e", "name-spelled-otherwise", "offices", "signer",
          "นายเเดง ดี", ()),
    _cell("signer with a decomposed am", "name-spelled-otherwise", "offices", "signer",
          "นายส\u0e4d\u0e32ราญ ดี", ()),
    _cell("short name with a tone mark behind am", "name-spelled-otherwise", "offices",
          "short_name", "สพป.น\u0e33\u0e49พอง", ()),
    _cell("date after the plan year", "date-far-from-plan", "offices", "announced_on",
          "1 ตุลาคม 2564", ()),
    _cell("date before the results", "date-far-from-plan", "offices", "announced_on",
          "31 ธันวาคม 2562", ()),
    _cell("total never calculated", "formula-not-calculated", "scores", "total",
          Special(None, formula=True)),
    _cell("error value", "cell-error-value", "scores", "indicator_3", "#REF!"),
    _cell("error in a name", "cell-error-value", "offices", "signer", "#N/A"),
    _cell("year missing", "year-missing", "offices", "result_year", None),
    _cell("year of the Common Era", "year-not-buddhist-era", "offices", "result_year", 2020),
    _cell("year of two digits", "year-not-buddhist-era", "offices", "result_year", "๖๓"),
    _cell("year in words", "year-not-a-number", "offices", "result_year", "ปีนี้"),
    _cell("year with a fraction", "year-not-a-number", "offices", "result_year", 2562.5),
    _cell("year without rules", "year-unknown", "offices", "result_year", 2555),
    _cell("plan year of the Common Era", "year-not-buddhist-era", "offices", "plan_year", 2021),
    _cell("plan year later", "plan-year-not-next", "offices", "plan_year", 2566, ()),
    _cell("date of the Common Era", "date-not-buddhist-era", "offices", "announced_on",
          "15/1/2020"),
    _cell("date of two digits", "date-not-buddhist-era", "offices", "announced_on", "15 ม.ค. 63"),
    _cell("date that is none", "date-not-a-date", "offices", "announced_on", "31/2/2563"),
    _cell("date as a bare number", "date-not-a-date", "offices", "announced_on", 43845),
    _cell("signer too long", "text-too-long", "offices", "signer", "ก" * 200),
    _cell("signer on two lines", "text-line-break", "offices", "signer", "นาย ก\nผู้อำนวยการ"),
    _cell("signer a date", "text-not-text", "offices", "signer", datetime.datetime(2020, 1, 1)),
    _cell("short name missing", "short-name-missing", "offices", "short_name", None, ()),
    Fault("short name of another", "short-name-repeated", address("offices", "short_name", 3),
          lambda rows: rows["offices"][1].update(short_name="สพป. ตัวอย่าง"), (OTHER,)),
    _add("office listed twice", "office-repeated", "offices",
         {"name": OFFICE.replace("แ", "เเ") + "\u200b", "result_year": 2563}),
    _add("office without a name", "office-missing", "offices", {"result_year": 2563}, refuses=()),
    _add("scores twice", "office-repeated", "scores", scores_row(OFFICE)),
    _add("scores of a stranger", "scores-without-office", "scores", scores_row(OFFICE + " เขต 9"),
         refuses=()),
    _add("scores without a name", "office-missing", "scores", scores_row(""), refuses=()),
    Fault("no scores", "office-without-scores", address("offices", "name", 2), _drop_scores),
    _cell("instrument before its weight", "weighted-score-too-high", "scores", "iit", 84.13),
    _cell("instrument misread", "instrument-disagrees", "scores", "iit", 25.94),
    _cell("total misread", "total-disagrees", "scores", "total", 71.65),
    _cell("level misread", "level-disagrees", "scores", "level", "B"),
    _cell("level of no scale", "level-unknown", "scores", "level", "ดีมาก"),
    _cell("level misspelt", "level-unknown", "history", "level", "ระดับ ดีมาก"),
    _cell("level of another scale", "level-of-other-scale", "history", "level", "ผ่านดี", ()),
    *(
        _cell(f"scores of last year as {n}", "scores-year-differs", "scores", "year", v)
        for n, v in {"a number": 2562, "Thai digits": "๒๕๖๒", "the Common Era": "2019",
                     "words": "ปีงบประมาณ พ.ศ. 2562", "two digits": 62, "two years": "2561/2562",
                     "a date": datetime.datetime(2019, 3, 1)}.items()
    ),
    _cell("scores of no year", "scores-year-unread", "scores", "year", "ปีที่แล้ว", ()),
    _add("history of a stranger", "office-unknown", "history",
         {"name": "สพป.ใดไม่ทราบ", "year": 2562, "total": 70}, refuses=()),
    _add("history year twice", "history-year-repeated", "history",
         {"name": OFFICE, "year": "๒๕๖๒", "total": 65.38}, "year"),
    _add("history repeats the result", "history-result-year-same", "history",
         {"name": OFFICE, "year": 2563, "total": 71.55}, "year", ()),
    _add("history contradicts the result", "history-result-year-differs", "history",
         {"name": OFFICE, "year": 2563, "total": 71.56}, "year"),
    _add("history of the future", "history-year-later", "history",
         {"name": OFFICE, "year": 2565, "total": 71.55}, "year", ()),
    _cell("history without a total", "score-missing", "history", "total", None),
    _cell("history without a year", "year-missing", "history", "year", None),
    _cell("past indicator that is no number", "score-not-a-number", "history", "indicator_3",
          "ไม่ทราบค่า"),
    _cell("past indicator above 100", "score-out-of-range", "history", "indicator_3", 101),
    Fault("one past indicator alone", "history-scores-partial", address("history", "year", 2),
          lambda rows: rows["history"][0].update(indicator_3=87.48), ()),
    Fault("past indicators that do not come to the total", "history-scores-disagree",
          address("history", "total", 2), lambda rows: _add_past(rows, 71.65), ()),
    Fault("one of ten past indicators with a sign", "score-not-a-number",
          address("history", "indicator_3", 2), lambda rows: _add_past(rows, 71.55, sign=3)),
    Fault("past indicators as fractions", "scores-look-like-fractions",
          address("history", "indicator_1", 2), lambda rows: _add_past(rows, 71.55, 100)),
    _cell("CPI without a label", "cpi-label-missing", "cpi", "label", None),
    _cell("CPI out of range", "score-out-of-range", "cpi", "score", 360),
    _add("CPI label twice", "cpi-label-repeated", "cpi",
         {"name": OFFICE, "label": "ประเทศไทย 2562", "score": 36}, "label"),
    _cell("measure for no indicator", "measure-indicator-unknown", "measures", "indicator", 11),
    _cell("measure for another name", "measure-indicator-unknown", "measures", "indicator",
          "ตัวชี้วัดที่ ๑๐ การใช้อำนาจ"),
    _cell("measure without steps", "measure-incomplete", "measures", "steps", "๑.\n-"),
    _cell("measure with what may be its number", "measure-numbered", "measures", "steps",
          "ข้อ 1 ของระเบียบ", ()),
    _cell("method with what may be its number", "measure-numbered", "measures", "method",
          "ข้อ 1 ของระเบียบ", ()),
    _cell("method as a date", "text-not-text", "measures", "method",
          datetime.datetime(2020, 1, 1)),
    _cell("budget too long", "text-too-long", "measures", "budget", "ก" * 1001),
    _cell("success indicator with an error", "cell-error-value", "measures", "success", "#REF!"),
    _cell("kind of no body", "office-kind-unknown", "offices", "kind", "เทศบาล"),
    _cell("measure of nobody", "measure-unassigned", "measures", "responsible", None, ()),
    _add("measure twice", "measure-repeated", "measures",
         {"name": OFFICE, "indicator": "การป้องกันการทุจริต", "steps": "ก", **_STEPS}, "indicator"),
    _add("measure for everybody, of no indicator", "measure-indicator-unknown", "measures",
         {"indicator": "ทุกตัว", "steps": "ก", **_STEPS}, "indicator", (OFFICE, OTHER)),
)  # fmt: skip
"""Each fault alone must give its code at its address, refuse whom it says and nobody else."""
