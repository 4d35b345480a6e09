"""The fields of a row, taken into what its office entered; what is unreadable is a problem."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from ita_docs.entries import cells
from ita_docs.entries.cells import Fault
from ita_docs.entries.rows import TableRow
from ita_docs.entries.shown import find_optional_score_note, find_score_note, find_text_note
from ita_docs.model import Cell, Entry
from ita_docs.problems import Location, Problem, Value
from ita_docs.schema import SHEETS

T = TypeVar("T")


def describe_fault(fault: Fault, row: TableRow, name: str, office: str | None) -> Problem:
    """A cell's fault as a problem."""
    values: dict[str, Value] = {"field": row.columns[name].words, **fault.values}
    return Problem(fault.code, row.cell(name).at, office, values)


def take(
    entry: Entry,
    row: TableRow,
    name: str,
    read: Callable[[Cell], T | Fault],
    find_note: Callable[[Cell, T], Fault | None] | None = None,
) -> T | None:
    """Read one field; a fault becomes a problem of the office, and the field None. What
    ``find_note`` finds in a value that was read becomes one, too, and the value is kept."""
    cell = row.cell(name)
    value = read(cell)
    if isinstance(value, Fault):
        entry.problems.append(describe_fault(value, row, name, entry.office.name))
        return None
    # Of most cells there is nothing to tell: typed in as they are, and shown so.
    odd = cell.formula or cell.mark is not None or cell.number_format != "General" or not value
    note = find_note(cell, value) if find_note is not None and odd else None
    if note is not None:
        entry.problems.append(describe_fault(note, row, name, entry.office.name))
    return value


def take_line(entry: Entry, row: TableRow, name: str) -> str | None:
    """Read a field of one line."""
    return take_text(entry, row, name, cells.read_line)


def take_name(entry: Entry, row: TableRow, name: str) -> str | None:
    """Read a name or a level."""
    return take_text(entry, row, name, cells.read_name)


def take_text(
    entry: Entry, row: TableRow, name: str, read: Callable[[Cell, int], str | Fault | None]
) -> str | None:
    """Read a text of one line or several by a reader of ``cells``."""
    limit = row.columns[name].limit
    return take(entry, row, name, lambda cell: read(cell, limit), find_text_note)


def take_score(entry: Entry, row: TableRow, name: str) -> Decimal | None:
    """Read a score from 0 to 100; where it is required, a blank cell is a problem."""
    column = row.columns[name]
    # A word for nothing in a field that is required is said by the problem of the missing score.
    find_note = find_score_note if column.required else find_optional_score_note
    value = take(entry, row, name, cells.read_score, find_note)
    if value is None and column.required and row.lacks(name):
        entry.report("score-missing", row.cell(name).at, {"field": column.words})
    return value


def report_repeated(entry: Entry, row: TableRow, first: Location) -> None:
    """Say that an office has more than one row in a sheet, and where the first is."""
    values: dict[str, Value] = {"first": first.within, "sheet": SHEETS[row.key].words}
    entry.report("office-repeated", row.cell("name").at, values)
