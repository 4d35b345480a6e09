"""The rows of มาตรการ to measures by indicator, and the weak indicators to the plan.

An office's own measure stands before one for every office, and that before the catalogue's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ita_docs.framework import Framework
from ita_docs.model import Entry, Findings, Measure, MeasureRow, OfficeResult, Plan
from ita_docs.problems import Digits, InputError, Problem, Value
from ita_docs.schema import SHEETS
from ita_docs.thai import match_key

CONFIRMATIONS = frozenset(map(match_key, ("ยืนยันตามร่าง", "confirm draft")))
"""What a cell of measures says to take the catalogue's draft as the office's own."""

_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?|ที่|indicator)?([0-9]{1,2})[.):\-–]?(.*)", re.DOTALL)


@dataclass(slots=True)
class Measures:
    """The measures of one office by indicator. ``named`` holds every indicator that a row names,
    also one whose row is faulty; ``problems`` what was wrong with the rows."""

    by_indicator: dict[int, Measure] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


# --- the rows -------------------------------------------------------------------------------------


def resolve_measures(entry: Entry, framework: Framework) -> Measures:
    """The office's own rows, and for the other indicators the rows for every office."""
    measures = Measures()
    for rows, owner in ((entry.shared_rows, None), (entry.measure_rows, entry.office.name)):
        resolved = _Resolved(entry, framework, owner, measures.problems)
        for row in rows:
            resolved.add(row)
        for number, measure in resolved.measures.items():
            measures.named.add(number)
            if measure is not None:
                measures.by_indicator[number] = measure
            else:
                measures.by_indicator.pop(number, None)
    return measures


class _Resolved:
    """Rows of one owner held against the year's indicators; ``measures`` has None for the
    measure of a faulty row."""

    def __init__(
        self, entry: Entry, framework: Framework, owner: str | None, problems: list[Problem]
    ) -> None:
        self.measures: dict[int, Measure | None] = {}
        self._entry = entry
        self._framework = framework
        self._owner = owner
        self._problems = problems
        self._first: dict[int, MeasureRow] = {}

    def add(self, row: MeasureRow) -> None:
        """Take a row, or say what is wrong with it."""
        self._problems += row.problems
        if row.indicator is None:
            return
        number = find_indicator(row.indicator, self._framework)
        if number is None:
            if "indicator" in row.columns:
                self._report("measure-indicator-unknown", row, "indicator", {"typed": row.shown})
        elif number in self._first:
            first = self._first[number].cells["indicator"].within
            values = _number(number) | {"first": first}
            self._report("measure-repeated", row, "indicator", values)
        else:
            self._first[number] = row
            self.measures[number] = self._build(number, row)

    def _build(self, number: int, row: MeasureRow) -> Measure | None:
        fields = {name: lines for name, lines in row.lines.items() if lines is not None}
        if len(fields) < len(row.lines):
            return None
        at = row.cells["indicator"]
        if match_key("".join(fields["steps"])) in CONFIRMATIONS:
            drafted = self._framework.measure(number, self._entry.office)
            if drafted is None:
                self._report("measure-draft-unknown", row, "steps", _number(number))
                return None
            filled = {name: lines for name, lines in fields.items() if lines and name != "steps"}
            return replace(drafted, **filled, draft=False, at=at)  # type: ignore[arg-type]
        if not fields["steps"]:
            if "steps" in row.columns:
                self._report("measure-incomplete", row, "steps", _number(number))
            return None
        for name in ("responsible", "monitor"):
            if not fields[name]:
                words = {"field": SHEETS["measures"].columns[name].words}
                self._report("measure-unassigned", row, name, _number(number) | words)
        return Measure(indicator=number, draft=False, at=at, **fields)

    def _report(self, code: str, row: MeasureRow, name: str, values: Mapping[str, Value]) -> None:
        self._problems.append(Problem(code, row.cells[name], self._owner, values))


def _number(indicator: int) -> dict[str, Value]:
    return {"indicator": Digits(str(indicator))}


def find_indicator(text: str, framework: Framework) -> int | None:
    """The indicator that a text names: its number, ``ตัวชี้วัดที่ ๑๐``, its name, or both.

    A number beside the name of another indicator names none.
    """
    by_name = framework.find_indicator(text)
    if by_name is not None:
        return by_name.number
    match = _INDICATOR.fullmatch(match_key(text))
    if match is None:
        return None
    number = int(match[1])
    if all(indicator.number != number for indicator in framework.indicators):
        return None
    named = framework.find_indicator(match[2].strip("()[]")) if match[2] else None
    return number if not match[2] or (named is not None and named.number == number) else None


# --- the plan -------------------------------------------------------------------------------------


def build_plan(findings: Findings, result: OfficeResult, framework: Framework) -> Plan:
    """One measure per finding, in the findings' order.

    Raises InputError (``measure-missing``) for a finding without any measure; validation reports
    it beforehand for the indicators below the target, with the same code.
    """
    return Plan(
        measures=tuple(
            _choose_measure(finding.indicator, result, framework) for finding in findings.findings
        )
    )


def name_drafts(plan: Plan, findings: Findings, result: OfficeResult) -> tuple[Problem, ...]:
    """A note (``measure-draft``) for every measure against an indicator to be improved that is the
    catalogue's unconfirmed draft; those against weak ones are named by validation."""
    improve = {finding.indicator for finding in findings.improve}
    return tuple(
        Problem(
            "measure-draft",
            result.score_cells.get(measure.indicator, result.at),
            result.office.name,
            _number(measure.indicator),
        )
        for measure in plan.measures
        if measure.draft and measure.indicator in improve
    )


def _choose_measure(indicator: int, result: OfficeResult, framework: Framework) -> Measure:
    measure = result.measures.get(indicator) or framework.measure(indicator, result.office)
    if measure is None:
        at = result.score_cells.get(indicator, result.at)
        raise InputError("measure-missing", at, indicator=Digits(str(indicator)))
    return measure
