"""The words of the follow-up report: what was done of the measures of a year, and how far it came.

The counts and the rows come from one list, so that whoever counts the rows finds the counts.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypedDict

from ita_docs import thai
from ita_docs.documents.context import (
    ChartContext,
    ChecklistContext,
    EmblemContext,
    OfficeContext,
    SignatureContext,
)
from ita_docs.documents.office import describe_office, describe_signature
from ita_docs.documents.paper import AS_USUAL, Paper
from ita_docs.documents.tall_cells import divide_cells
from ita_docs.framework import Framework
from ita_docs.model import (
    Findings,
    FiscalYear,
    FollowUp,
    FollowUpStatus,
    OfficeResult,
    Plan,
    ReportedMeasure,
)
from ita_docs.schema import STATUSES

TITLE = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NEEDED = {
    "office.name": ("office",),
    "measures_year": ("measures_year",),
    "report.rows": ("report", "counts"),
}
"""What no report can do without: whose it is, of which year's measures, and what was done."""
ALL_MEASURES = "มาตรการทุกข้อของตัวชี้วัดนี้"
UNFUNDED = "ไม่ใช้งบประมาณ"
_DASH = "-"

# TH Sarabun is 1.46 mm wide a letter at 14 pt, marks counted as letters, and words that do not
# break leave a seventh of a narrow line blank. A line is 6.4 mm high; a landscape page has 170 mm,
# of which the heading row takes 15: two rows of the tallest stand on it, so that none is left more
# than half blank.
_LETTERS = {
    "measures": 24, "outcome": 29, "period": 14, "budget": 11, "concerns": 22, "evidence": 16,
}  # fmt: skip
_LINES, _LAST_LINES = 11, 7
"""Lines of a row at most, and of the last one, which shares its page with the signature."""


class CountsContext(TypedDict):
    """How many rows the report has, and how many of each status; in Thai digits."""

    total: str
    done: str
    under_way: str
    not_begun: str


class RowContext(TypedDict):
    """A row of the table; each list is one paragraph per line.

    What would be too tall goes on in rows of the same order and indicator. ``concerns`` are
    obstacles and suggestions together, each said to be which.
    """

    order: str
    indicator_number: str
    indicator: str
    measures: list[str]
    outcome: list[str]
    period: list[str]
    status: str
    budget: str
    concerns: list[str]
    evidence: list[str]


class ReportContext(TypedDict):
    """The table of what was done."""

    rows: list[RowContext]


class BudgetContext(TypedDict):
    """What was used in all: ``stated`` says that any row names a sum, and ``total`` how many do,
    where not all of them do."""

    stated: bool
    total: str


class FollowUpChartsContext(TypedDict):
    """The report's chart: how many rows there are of each status."""

    statuses: ChartContext


class FollowUpContext(TypedDict):
    """All that a template may say of one office's follow-up.

    ``measures_year`` is the fiscal year whose measures are reported on, ``plan_year`` that in
    which the report is made.
    """

    title: str
    checklist: ChecklistContext
    office: OfficeContext
    measures_year: str
    plan_year: str
    counts: CountsContext
    budget: BudgetContext
    charts: FollowUpChartsContext
    report: ReportContext
    signature: SignatureContext
    emblem: EmblemContext


def is_due(result: OfficeResult) -> bool:
    """Whether an office has something to report."""
    return result.followup is not None


def find_year(result: OfficeResult) -> FiscalYear:
    """The year of the measures that are reported on; that of the plan where none are."""
    return result.plan_year if result.followup is None else result.followup.year


def find_date(result: OfficeResult) -> datetime.date | None:
    """The date of the report, where somebody entered it: the announcement's is of another paper."""
    return None if result.followup is None else result.followup.reported_on


def build_context(
    result: OfficeResult,
    _findings: Findings,
    _plan: Plan,
    framework: Framework,
    paper: Paper = AS_USUAL,
) -> FollowUpContext:
    """Put what one office reports into the words and numerals of the report.

    Only for an office with a follow-up.
    """
    followup = result.followup
    assert followup is not None
    counted = Counter(row.status for row in followup.rows)
    return {
        "title": paper.title or TITLE,
        "checklist": {"shown": bool(paper.code), "code": paper.code},
        "office": describe_office(result.office),
        "measures_year": thai.to_thai_digits(str(followup.year)),
        "plan_year": thai.to_thai_digits(str(result.plan_year)),
        "counts": {
            "total": _count(len(followup.rows)),
            "done": _count(counted[FollowUpStatus.DONE]),
            "under_way": _count(counted[FollowUpStatus.UNDER_WAY]),
            "not_begun": _count(counted[FollowUpStatus.NOT_BEGUN]),
        },
        "budget": _add_up([row.budget for row in followup.rows]),
        "charts": {"statuses": _chart(counted)},
        "report": {"rows": list(_list_rows(followup, framework))},
        "signature": describe_signature(result, followup.reported_on, paper),
        "emblem": {"shown": paper.emblem, "alt_text": "ตราครุฑ"},
    }


def format_baht(baht: Decimal | None) -> str:
    """What a row used as the report writes it: ``๑๔,๒๕๐ บาท``, with satang only where there are
    any; a dash where nothing is known."""
    if baht is None:
        return _DASH
    return _write_baht(baht) if baht else UNFUNDED


def _add_up(budgets: Sequence[Decimal | None]) -> BudgetContext:
    """The sum of the rows; of a part of them it is not that of the whole, and says so."""
    #   14,250 | 3,600 | ไม่ใช้งบประมาณ     ๑๗,๘๕๐ บาท
    #   14,250 | blank | blank          ๑๔,๒๕๐ บาท (เฉพาะ ๑ รายการที่ระบุ)
    #   ไม่ใช้งบประมาณ in every row         ๐ บาท
    stated = [baht for baht in budgets if baht is not None]
    if not stated:
        return {"stated": False, "total": ""}
    part = "" if len(stated) == len(budgets) else f" (เฉพาะ {_count(len(stated))} รายการที่ระบุ)"
    return {"stated": True, "total": _write_baht(sum(stated, Decimal(0))) + part}


def _write_baht(baht: Decimal) -> str:
    places = 0 if baht == baht.to_integral_value() else 2
    return thai.to_thai_digits(f"{baht:,.{places}f} บาท")


def _blank(place: int) -> list[str]:
    """A cell in which nothing was entered; where a row goes on, what is said stands above."""
    return [] if place else [_DASH]


def _count(number: int) -> str:
    return thai.to_thai_digits(str(number))


def _chart(counted: Counter[FollowUpStatus]) -> ChartContext:
    labels = [STATUSES[status][0] for status in FollowUpStatus]
    points = [str(counted[status]) for status in FollowUpStatus]
    pairs = ", ".join(
        f"{label} {thai.to_thai_digits(point)} รายการ"
        for label, point in zip(labels, points, strict=True)
    )
    return {
        "present": True,
        "alt_text": f"แผนภูมิจำนวนรายการตามสถานะ: {pairs}",
        "series": "จำนวนรายการ",
        "labels": labels,
        "points": points,
        "years": "",
        "target": "",
    }


def _list_rows(followup: FollowUp, framework: Framework) -> Iterator[RowContext]:
    for order, row in enumerate(followup.rows, start=1):
        most = _LAST_LINES if order == len(followup.rows) else _LINES
        name = framework.indicator(row.indicator).name
        for place, part in enumerate(divide_cells(_list_cells(row), _LETTERS, most)):
            yield {
                "order": _count(order),
                "indicator_number": _count(row.indicator),
                "indicator": f"{name} (ต่อ)" if place else name,
                "measures": part["measures"],
                "outcome": part["outcome"],
                "period": part["period"],
                "status": "" if place else STATUSES[row.status][0],
                "budget": "" if place else format_baht(row.budget),
                "concerns": part["concerns"] or _blank(place),
                "evidence": part["evidence"] or _blank(place),
            }


def _list_cells(row: ReportedMeasure) -> dict[str, list[str]]:
    """The lines of each cell that may be tall."""
    measures = list(row.measures) or [ALL_MEASURES]
    if len(measures) > 1:
        measures = [f"{number}. {measure}" for number, measure in enumerate(measures, start=1)]
    return {
        "measures": _set(measures),
        "outcome": _set(row.outcome),
        "period": _set(row.period),
        "concerns": _set([*_name("ปัญหา", row.obstacles), *_name("ข้อเสนอแนะ", row.suggestions)]),
        "evidence": _set(row.evidence),
    }


def _set(lines: Sequence[str]) -> list[str]:
    return [thai.set_thai_digits(line) for line in lines]


def _name(what: str, lines: Sequence[str]) -> list[str]:
    """Lines of one kind in a cell of two, the first of which says which they are."""
    return [f"{what}: {lines[0]}", *lines[1:]] if lines else []
