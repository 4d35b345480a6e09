"""Sheets of what was done, sound but for one fault: what it changes and what it must give.

The plan year of the corpus is 2564, in which the follow-up is about that year's own measures: the
plan stands in the workbook, a built-in measure or two for each of the seven weak indicators.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ita_docs.problems import Location
from tests.corpus.cell_faults import FIELDS, FILE, OFFICE, Rows, sound_rows

WEAK = (10, 9, 7, 5, 8, 2, 4)
LETTERS = dict(zip(FIELDS["followup"], "ABCDEFGHIJKL", strict=True))


def done_row(indicator: int, **more: object) -> dict[str, object]:
    """A row for all the measures of an indicator."""
    return {
        "name": OFFICE,
        "plan_year": 2564,
        "indicator": indicator,
        "outcome": f"ดำเนินการตามมาตรการของตัวชี้วัดที่ {indicator}",
        "status": "ดำเนินการแล้วเสร็จ",
        "budget": "ไม่ใช้งบประมาณ",
        **more,
    }


def sound_followup() -> Rows:
    """The sound rows of the corpus, and what was done of each measure of the first office."""
    return {**sound_rows(), "followup": [done_row(number) for number in WEAK]}


@dataclass(frozen=True)
class FollowUpFault:
    """A fault by name: what it changes, its code, its cell, and whether the report is withheld."""

    name: str
    change: Callable[[list[dict[str, object]]], object]
    code: str
    cell: str | None
    withheld: bool = True

    @property
    def at(self) -> str:
        """The address as it is printed."""
        return str(Location(FILE, "ผลการดำเนินการ", self.cell))


def _set(row: int, name: str, value: object) -> Callable[[list[dict[str, object]]], object]:
    return lambda rows: rows[row].update({name: value})


def _end(row: int, name: str, code: str, value: object, title: str, **more: bool) -> FollowUpFault:
    return FollowUpFault(title, _set(row, name, value), code, f"{LETTERS[name]}{row + 2}", **more)


def _two_dates(rows: list[dict[str, object]]) -> None:
    rows[1]["reported_on"], rows[4]["reported_on"] = "15 มีนาคม 2564", "16 มีนาคม 2564"


def _not_begun(rows: list[dict[str, object]]) -> None:
    rows[3].update({"status": "ยังไม่ได้ดำเนินการ", "obstacles": "ไม่มี"})


FAULTS = (
    _end(0, "outcome", "followup-outcome-missing", None, "outcome blank"),
    _end(1, "outcome", "followup-outcome-missing", "-", "outcome a dash"),
    _end(1, "outcome", "cell-error-value", "#REF!", "outcome an error of Excel"),
    _end(2, "outcome", "text-too-long", "ก" * 8001, "outcome too long"),
    _end(0, "status", "followup-status-unknown", "กำลังคิด", "status unknown"),
    _end(0, "status", "followup-status-unknown", None, "status blank"),
    _end(2, "budget", "followup-budget-unread", "ประมาณหมื่นห้า", "budget in words"),
    _end(2, "budget", "followup-budget-unread", "1,000 - 2,000 บาท", "budget a range"),
    _end(2, "budget", "followup-budget-unread", -5, "budget below nought"),
    _end(2, "budget", "followup-budget-unread", "1๔250", "budget in two kinds of digits"),
    _end(2, "budget", "followup-budget-unread", 12.345, "budget finer than a satang"),
    _end(2, "budget", "followup-budget-unread", True, "budget true"),
    _end(0, "plan_year", "year-missing", None, "year blank"),
    _end(0, "plan_year", "year-not-buddhist-era", 2021, "year of the Common Era"),
    _end(5, "plan_year", "followup-years-mixed", 2563, "years mixed"),
    FollowUpFault(
        "not begun without a reason", _not_begun, "followup-obstacle-missing", "I5"
    ),
    FollowUpFault(
        "a row too many",
        lambda rows: rows.append(done_row(1)),
        "followup-indicator-unplanned",
        "C9",
    ),
    FollowUpFault(
        "a measure that is not planned",
        _set(0, "measure", "จัดงานเลี้ยง"),
        "followup-measure-unplanned",
        "D2",
    ),
    FollowUpFault(
        "an indicator twice", lambda rows: rows.append(done_row(10)), "followup-repeated", "D9"
    ),
    FollowUpFault(
        "a measure without a row", lambda rows: rows.pop(6), "followup-measure-unreported", None
    ),
    FollowUpFault("two dates of one report", _two_dates, "followup-dates-differ", "L6"),
    _end(1, "reported_on", "date-not-a-date", "เดือนมีนาคม", "a date without a day"),
    _end(1, "reported_on", "date-not-buddhist-era", "15/3/2021", "a date of the Common Era"),
    _end(
        1, "reported_on", "followup-date-far", "15 มีนาคม 2574", "a date ten years on",
        withheld=False,
    ),
    _end(
        1, "reported_on", "followup-date-far", "30 กันยายน 2563", "a date before the year began",
        withheld=False,
    ),
    _end(
        0, "evidence", "followup-link-unsafe", "ดูที่ http://example.go.th/a", "link without https",
        withheld=False,
    ),
    _end(
        0, "evidence", "followup-link-unsafe", r"\\server\share\a.docx", "a folder of the office",
        withheld=False,
    ),
)  # fmt: skip
"""Each gives its code at its address, once or more."""
