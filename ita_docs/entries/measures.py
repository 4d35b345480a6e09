"""A row of มาตรการ: its lines as typed, and what is wrong with its cells."""

from __future__ import annotations

from ita_docs.entries import cells
from ita_docs.entries.cells import Fault
from ita_docs.entries.fields import describe_fault
from ita_docs.entries.habits import strip_numbers
from ita_docs.entries.rows import TableRow
from ita_docs.entries.shown import find_text_note
from ita_docs.model import MeasureRow
from ita_docs.problems import Problem
from ita_docs.thai import match_key

MEASURE_FIELDS = (
    *("steps", "responsible", "monitor", "time_frame", "reporting"),
    *("method", "success", "budget"),
)
"""The texts of a row of measures."""
NUMBERED_FIELDS = ("steps", "method")
"""Those that the document numbers by itself."""


def read_measure_row(row: TableRow, office: str | None) -> MeasureRow:
    """A row of measures as typed; which indicator it names is for the year's rules to say."""
    problems: list[Problem] = []

    def take_lines(name: str) -> tuple[str, ...] | None:
        lines = cells.read_lines(row.cell(name), row.columns[name].limit)
        if isinstance(lines, Fault):
            problems.append(describe_fault(lines, row, name, office))
            return None
        if note := find_text_note(row.cell(name), lines):
            problems.append(describe_fault(note, row, name, office))
        if name not in NUMBERED_FIELDS:
            return lines
        numbered = strip_numbers(lines)
        if numbered.left is not None:
            values = {"typed": cells.show_value(numbered.left)}
            problems.append(Problem("measure-numbered", row.cell(name).at, office, values))
        return tuple(line for line in numbered.lines if match_key(line))

    indicator = cells.read_name(row.cell("indicator"), row.columns["indicator"].limit)
    if isinstance(indicator, Fault):
        problems.append(describe_fault(indicator, row, "indicator", office))
        typed = None
    else:
        typed = indicator or ""
    return MeasureRow(
        indicator=typed,
        shown=cells.show_value(typed or ""),
        lines={name: take_lines(name) for name in MEASURE_FIELDS},
        cells={name: row.cell(name).at for name in ("indicator", *MEASURE_FIELDS)},
        columns=frozenset(name for name in ("indicator", *MEASURE_FIELDS) if row.has(name)),
        problems=tuple(problems),
    )
