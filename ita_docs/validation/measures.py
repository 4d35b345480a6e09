"""The rows of มาตรการ that hold for one office: read, resolved, checked against the weak ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ita_docs.entries import cells
from ita_docs.entries.case import Case, Entry, Measures
from ita_docs.entries.cells import Fault
from ita_docs.entries.rows import TableRow
from ita_docs.entries.sheets import LIMITS
from ita_docs.framework import Framework
from ita_docs.model import Measure
from ita_docs.problems import Digits, Problem, Value
from ita_docs.schema import FIELD_WORDS
from ita_docs.thai import match_key

CONFIRMATIONS = frozenset(map(match_key, ("ยืนยันตามร่าง", "confirm draft")))
"""What a cell of measures says to take the catalogue's draft as the office's own."""

_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?|ที่|indicator)?([0-9]{1,2})[.):\-–]?(.*)", re.DOTALL)


def resolve_measures(entry: Entry, framework: Framework) -> Measures:
    """The office's own rows, and for the other indicators the rows for every office."""
    measures = Measures()
    shared = _read_rows(entry.shared_rows, None, entry, framework, measures.problems)
    own = _read_rows(entry.measure_rows, entry.office.name, entry, framework, measures.problems)
    for rows in (shared, own):
        for number, measure in rows.items():
            measures.named.add(number)
            if measure is not None:
                measures.by_indicator[number] = measure
            else:
                measures.by_indicator.pop(number, None)
    return measures


def _read_rows(
    rows: list[TableRow],
    owner: str | None,
    entry: Entry,
    framework: Framework,
    problems: list[Problem],
) -> dict[int, Measure | None]:
    """Each indicator that the rows name, with None for the measure of a faulty row."""
    found: dict[int, Measure | None] = {}
    first: dict[int, TableRow] = {}
    for row in rows:
        reader = _RowReader(row, owner, problems)
        number = reader.indicator(framework)
        if number is None:
            continue
        if number in first:
            at = str(first[number].cell("indicator").at)
            reader.report("measure-repeated", "indicator", _number(number) | {"first": at})
            continue
        first[number] = row
        found[number] = reader.measure(number, entry, framework)
    return found


def _number(indicator: int) -> dict[str, Value]:
    return {"indicator": Digits(str(indicator))}


@dataclass(frozen=True, slots=True)
class _RowReader:
    row: TableRow
    owner: str | None
    problems: list[Problem]

    def report(self, code: str, name: str, values: Mapping[str, Value]) -> None:
        self.problems.append(Problem(code, self.row.cell(name).at, self.owner, values))

    def report_fault(self, fault: Fault, name: str) -> None:
        self.report(fault.code, name, {"field": FIELD_WORDS[name], **fault.values})

    def indicator(self, framework: Framework) -> int | None:
        cell = self.row.cell("indicator")
        text = cells.read_line(cell, LIMITS["indicator"])
        if isinstance(text, Fault):
            self.report_fault(text, "indicator")
            return None
        number = find_indicator(text or "", framework)
        if number is None and self.row.has("indicator"):
            typed = {"typed": cells.show_value(text or "")}
            self.report("measure-indicator-unknown", "indicator", typed)
        return number

    def lines(self, name: str, *, enumerated: bool = False) -> tuple[str, ...] | None:
        """The lines of a field; None when the cell cannot be read, which is then reported."""
        cell = self.row.cell(name)
        lines = cells.read_lines(cell, LIMITS[name], enumerated=enumerated)
        if isinstance(lines, Fault):
            self.report_fault(lines, name)
            return None
        return lines

    def measure(self, number: int, entry: Entry, framework: Framework) -> Measure | None:
        read = {
            name: self.lines(name, enumerated=name == "steps")
            for name in ("steps", "responsible", "monitor", "time_frame", "reporting")
        }
        fields = {name: lines for name, lines in read.items() if lines is not None}
        if len(fields) < len(read):
            return None
        at = self.row.cell("indicator").at
        if match_key("".join(fields["steps"])) in CONFIRMATIONS:
            return self._confirm(number, entry, framework, fields)
        if not fields["steps"]:
            if self.row.has("steps"):
                self.report("measure-incomplete", "steps", _number(number))
            return None
        for name in ("responsible", "monitor"):
            if not fields[name]:
                self.report(
                    "measure-unassigned", name, {**_number(number), "field": FIELD_WORDS[name]}
                )
        return Measure(indicator=number, draft=False, at=at, **fields)

    def _confirm(
        self, number: int, entry: Entry, framework: Framework, fields: dict[str, tuple[str, ...]]
    ) -> Measure | None:
        drafted = framework.measure(number, entry.office)
        if drafted is None:
            self.report("measure-draft-unknown", "steps", _number(number))
            return None
        filled = {name: lines for name, lines in fields.items() if lines and name != "steps"}
        at = self.row.cell("indicator").at
        return replace(drafted, **filled, draft=False, at=at)  # type: ignore[arg-type]


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


def check_measures(case: Case) -> Iterator[Problem]:
    """Every weak indicator needs a measure; one that only the built-in draft gives is noted."""
    entry, framework = case.entry, case.framework
    yield from case.measures.problems
    for number, score in sorted(entry.scores.items()):
        if not framework.is_weak(score) or number in case.measures.named:
            continue
        drafted = framework.measures.get(number)
        if drafted is None or drafted.draft:
            code = "measure-missing" if drafted is None else "measure-draft"
            yield Problem(code, entry.score_cells[number], entry.office.name, _number(number))
