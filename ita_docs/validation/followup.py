"""Is what was reported of a plan all there, and of that plan? Judged apart from the measures: its
faults keep the report alone from being made.

    the sheet says                        the plan is                  what is done
    nothing, of this office               any                          no report
    rows without any result               any                          followup-not-due, no report
    rows with results                     in this workbook (its own    every measure has its row,
                                          year), or read by --plan     every row its measure
    rows with results, each with its      not at hand                  taken as the plan: the form
    measure                                                            brings them (new --from)
    rows with results, some without one   not at hand                  taken, followup-not-compared
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_docs.entries import cells
from ita_docs.framework import Framework
from ita_docs.model import (
    Entry,
    FiscalYear,
    FollowUp,
    FollowUpRow,
    FollowUpStatus,
    Plan,
    ReportedMeasure,
)
from ita_docs.plan import find_indicator
from ita_docs.problems import Digits, Location, Problem, Value, Words
from ita_docs.schema import find_sheet, find_status
from ita_docs.thai import find_near, match_key
from ita_docs.validation.followup_years import (
    DOCUMENT,
    SHEET,
    build_problem,
    check_date,
    check_years,
    find_date,
    find_item,
    find_reported_year,
)

__all__ = ["DOCUMENT", "AnnouncedPlan", "Reported", "is_of_followup", "report_followup"]


_LINK = re.compile(
    r"\b(?!https\b)[a-z][a-z0-9+.-]*://\S+|\\\\\S+|\b(?:javascript|data|file):\S+", re.I
)
_LONGEST_COMPARED = 300
"""Letters of a measure for which a near one is looked for."""
_BLANK = Words("(ว่าง)", "(blank)")


class AnnouncedPlan(NamedTuple):
    """The measures of a year as they were announced."""

    year: FiscalYear
    plan: Plan


@dataclass(slots=True)
class Reported:
    """What one office reports: the document's content, None where there is none to be made, and
    every problem of its rows. ``undue`` says that no result was entered yet."""

    followup: FollowUp | None = None
    undue: bool = False
    problems: list[Problem] = field(default_factory=list)


def is_of_followup(problem: Problem) -> bool:
    """Whether a problem of the sheets is one of ผลการดำเนินการ, also of a misspelt one or a copy."""
    names = (problem.at.sheet if problem.at else None, problem.values.get("near"))
    return any(isinstance(name, str) and find_sheet(name) == SHEET for name in names)


def report_followup(
    entry: Entry,
    framework: Framework,
    frameworks: Mapping[FiscalYear, Framework],
    plan_year: FiscalYear,
    plans: Iterable[AnnouncedPlan],
    *,
    asked: bool = False,
) -> Reported:
    """Hold an office's rows of ผลการดำเนินการ against the rules and the plan that is at hand.

    ``plan_year`` is that of the workbook; ``plans`` those that are known, of any year; ``asked``
    says that somebody named a workbook to find them in.
    """
    reported = Reported()
    rows = entry.followup_rows
    if not rows:
        return reported
    problems = reported.problems
    problems += (problem for row in rows for problem in row.problems)
    if not any(row.begun for row in rows):
        problems.append(build_problem("followup-not-due", rows[0].cells["outcome"], entry))
        reported.undue = True
        return reported
    item = find_item(frameworks, plan_year)
    expected = find_reported_year(item, plan_year)
    problems += check_years(entry, plan_year, expected)
    year = next((row.plan_year for row in rows if row.plan_year is not None), expected)
    plan = next((known.plan for known in plans if known.year == year), None)
    if plan is None and asked:
        values = {"year": Digits(str(year))}
        problems.append(
            build_problem("followup-plan-unknown", rows[0].cells["plan_year"], entry, values)
        )
    checked = _Checked(entry, framework, plan, problems, told=asked)
    for row in rows:
        checked.add(row)
    checked.close()
    problems += check_date(entry, year, plan_year)
    reported.followup = FollowUp(year, tuple(checked.rows), find_date(entry))
    return reported


class _Checked:
    """Rows held against the indicators, the statuses and a plan, one after the other."""

    def __init__(
        self,
        entry: Entry,
        framework: Framework,
        plan: Plan | None,
        problems: list[Problem],
        *,
        told: bool,
    ) -> None:
        self.rows: list[ReportedMeasure] = []
        self._entry = entry
        self._framework = framework
        self._problems = problems
        self._planned: dict[int, dict[str, str]] | None = None
        if plan is not None:
            self._planned = {
                measure.indicator: {match_key(step): step for step in measure.steps}
                for measure in plan.measures
            }
        self._first: dict[tuple[int, str], Location] = {}
        self._named: dict[int, Location] = {}
        self._unnamed: FollowUpRow | None = None
        self._unread = False
        self._told = told

    def add(self, row: FollowUpRow) -> None:
        """Take a row, or say what is wrong with it."""
        number = self._find_indicator(row)
        status = self._find_status(row)
        texts = {name: lines or () for name, lines in row.lines.items()}
        if not texts["outcome"] and row.lines["outcome"] is not None and "outcome" in row.columns:
            self._report("followup-outcome-missing", row, "outcome")
        if status is FollowUpStatus.NOT_BEGUN and _says_nothing(row.lines["obstacles"]):
            self._report("followup-obstacle-missing", row, "obstacles")
        for link in _LINK.findall("\n".join(texts["evidence"])):
            self._report("followup-link-unsafe", row, "evidence", {"typed": cells.show_value(link)})
        measures = self._find_measures(row, number)
        if number is None or status is None or measures is None:
            return
        self.rows.append(
            ReportedMeasure(
                indicator=number,
                measures=measures,
                outcome=texts["outcome"],
                status=status,
                period=texts["period"],
                budget=row.budget,
                obstacles=texts["obstacles"],
                suggestions=texts["suggestions"],
                evidence=texts["evidence"],
            )
        )

    def close(self) -> None:
        """What only the rows together show: measures of the plan that none is about."""
        if self._planned is None:
            if self._unnamed is not None and not self._told:
                self._report("followup-not-compared", self._unnamed, "measure")
            return
        if self._unread:
            return  # the row that is missed may be one that could not be read
        sheet = self._entry.followup_rows[0].cells["measure"]._replace(cell=None)
        for number, steps in self._planned.items():
            for key, step in steps.items():
                if (number, key) not in self._first:
                    values: dict[str, Value] = {
                        "indicator": Digits(str(number)),
                        "measure": cells.show_value(step),
                    }
                    self._problems.append(
                        build_problem("followup-measure-unreported", sheet, self._entry, values)
                    )

    def _find_indicator(self, row: FollowUpRow) -> int | None:
        if row.indicator is None:
            self._unread = True
            return None
        number = find_indicator(row.indicator, self._framework)
        if number is None and "indicator" in row.columns:
            typed = cells.show_value(row.indicator) if row.indicator else _BLANK
            self._report("followup-indicator-unknown", row, "indicator", {"typed": typed})
        self._unread |= number is None
        return number

    def _find_status(self, row: FollowUpRow) -> FollowUpStatus | None:
        if row.status is None:
            return None
        status = find_status(row.status)
        if status is None and "status" in row.columns:
            typed = cells.show_value(row.status) if row.status else _BLANK
            self._report("followup-status-unknown", row, "status", {"typed": typed})
        return status

    def _find_measures(self, row: FollowUpRow, number: int | None) -> tuple[str, ...] | None:
        """The measures that a row is about, as the plan writes them; None where it is at fault."""
        lines = row.lines["measure"]
        if lines is None:
            self._unread = True
            return None
        if number is None:
            return None
        values: dict[str, Value] = {"indicator": Digits(str(number))}
        if self._planned is not None and number not in self._planned:
            self._report("followup-indicator-unplanned", row, "indicator", values)
            return None
        if not lines:
            self._unnamed = self._unnamed or row
        planned = self._planned[number] if self._planned is not None else None
        found = self._match(row, lines, planned, values)
        keys = list(map(match_key, found)) if found else [""]
        for key in keys:
            first = self._first.setdefault((number, key), row.cells["measure"])
            if first is not row.cells["measure"]:
                self._report("followup-repeated", row, "measure", values | {"first": first.within})
                return found
        # Without a plan nobody knows all the measures of an indicator, but each is one of them.
        if lines:
            self._named.setdefault(number, row.cells["measure"])
        other = self._first.get((number, "")) if lines else self._named.get(number)
        if planned is None and other is not None:
            self._report("followup-repeated", row, "measure", values | {"first": other.within})
        return found

    def _match(
        self,
        row: FollowUpRow,
        lines: Sequence[str],
        planned: Mapping[str, str] | None,
        values: Mapping[str, Value],
    ) -> tuple[str, ...]:
        if planned is None:
            return tuple(lines)
        if not lines:
            return tuple(planned.values())
        whole = match_key("".join(lines))
        if whole in planned:  # one measure, typed over several lines
            return (planned[whole],)
        found = []
        for line in lines:
            key = match_key(line)
            if key not in planned:
                self._unread = True
                near = find_near(line, planned) if len(line) <= _LONGEST_COMPARED else None
                meant = cells.show_value(planned[near]) if near else ""
                hint = Words(f" (อาจเป็น “{meant}”)", f" (perhaps “{meant}”)")
                typed: dict[str, Value] = {
                    "typed": cells.show_value(line),
                    "hint": hint if near else Words("", ""),
                }
                self._report("followup-measure-unplanned", row, "measure", {**values, **typed})
            found.append(planned.get(key, line))
        return tuple(found)

    def _report(
        self, code: str, row: FollowUpRow, name: str, values: Mapping[str, Value] | None = None
    ) -> None:
        self._problems.append(build_problem(code, row.cells[name], self._entry, values))


def _says_nothing(lines: Sequence[str] | None) -> bool:
    """Whether a text gives no reason: nothing, a dash, ไม่มี. One that is unread is told already."""
    return lines is not None and all(map(cells.is_blank, lines))
