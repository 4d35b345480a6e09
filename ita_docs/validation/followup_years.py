"""Which year's measures an office reports on, and on which day: as the year's rules have it, and
as the rows say."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from ita_docs.framework import ChecklistItem, Framework
from ita_docs.model import Entry, FiscalYear, FollowUpRow
from ita_docs.problems import Digits, Location, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.thai import format_date

SHEET = "followup"
DOCUMENT = "followup"
"""The document's name in ``documents.KINDS``."""


def find_item(
    frameworks: Mapping[FiscalYear, Framework], plan_year: FiscalYear
) -> ChecklistItem | None:
    """Where the report counts in the checklist of a plan year: by the rules of that year, else of
    the last year before it that has any."""
    known = [year for year in frameworks if year <= plan_year]
    return frameworks[max(known)].documents.get(DOCUMENT) if known else None


def find_reported_year(item: ChecklistItem | None, plan_year: FiscalYear) -> FiscalYear:
    """The year whose measures the report of a plan year is about."""
    if item is not None and item.year_rule == "current":
        return plan_year
    return FiscalYear(plan_year.be - 1)


def check_years(entry: Entry, plan_year: FiscalYear, expected: FiscalYear) -> Iterator[Problem]:
    """One report is about one year: the one that the rules name, or the other of the two."""
    #   plan 2569, rule "previous"
    #   2568 in every row    nothing to say
    #   2569 in every row    followup-year-other: made, and printed in the title
    #   2567 or 2570         followup-year-far
    #   2568 and 2569        followup-years-mixed, at the first row that differs
    rows = entry.followup_rows
    for row in rows:
        if (
            row.plan_year is None
            and "plan_year" in row.columns
            and not _is_faulty(row, "plan_year")
        ):
            words = {"field": SHEETS[SHEET].columns["plan_year"].words}
            yield build_problem("year-missing", row.cells["plan_year"], entry, words)
    dated = [(row.plan_year, row.cells["plan_year"]) for row in rows if row.plan_year is not None]
    if not dated:
        return
    first, at = dated[0]
    other = next(((year, cell) for year, cell in dated if year != first), None)
    values: dict[str, Value] = {
        "year": Digits(str(first)),
        "expected": Digits(str(expected)),
        "plan": Digits(str(plan_year)),
    }
    if other is not None:
        values |= {"year": Digits(str(other[0])), "other": Digits(str(first)), "first": at.within}
        yield build_problem("followup-years-mixed", other[1], entry, values)
    elif first.be not in (plan_year.be, plan_year.be - 1):
        yield build_problem("followup-year-far", at, entry, values)
    elif first != expected:
        yield build_problem("followup-year-other", at, entry, values)


def find_date(entry: Entry) -> datetime.date | None:
    """The date of the report: the first that a row says, for one row is enough."""
    return next((row.reported_on for row in entry.followup_rows if row.reported_on), None)


def check_date(entry: Entry, year: FiscalYear, plan_year: FiscalYear) -> Iterator[Problem]:
    """One report has one date: after the measures' year has begun, and in the plan's at the latest.

    A report on a whole year is written after it, so that the calendar year's end is let pass.
    """
    #   measures of 2568, plan of 2569     1 October 2567 to 31 December 2569 is fitting
    dated = [(row.reported_on, row.cells["reported_on"]) for row in entry.followup_rows]
    said = [(date, at) for date, at in dated if date is not None]
    if not said:
        return
    first, at = said[0]
    values: dict[str, Value] = {"date": _write_date(first)}
    for date, other in said[1:]:
        if date != first:
            values |= {"date": _write_date(date), "other": _write_date(first), "first": at.within}
            yield build_problem("followup-dates-differ", other, entry, values)
            return
    if not datetime.date(year.ce - 1, 10, 1) <= first <= datetime.date(plan_year.ce, 12, 31):
        values |= {"year": Digits(str(year)), "plan": Digits(str(plan_year))}
        yield build_problem("followup-date-far", at, entry, values)


def _write_date(date: datetime.date) -> Words:
    return Words(format_date(date), date.isoformat())


def build_problem(
    code: str, at: Location, entry: Entry, values: Mapping[str, Value] | None = None
) -> Problem:
    """A problem of an office's rows."""
    return Problem(code, at, entry.office.name, values or {})


def _is_faulty(row: FollowUpRow, name: str) -> bool:
    return any(problem.at == row.cells[name] for problem in row.problems)
