"""From the rows of five sheets to what each office entered, read as far as it can be read."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from ita_docs.entries import cells, dates
from ita_docs.entries.cells import Fault
from ita_docs.entries.rows import TableRow
from ita_docs.model import (
    INDICATOR_NUMBERS,
    Cell,
    CpiEntry,
    Entry,
    HistoryEntry,
    Instrument,
    MeasureRow,
    Office,
    Placed,
    TablesInOrder,
)
from ita_docs.problems import Location, Problem, Value, Words
from ita_docs.schema import LIVE_FIELDS, SHEETS
from ita_docs.thai import match_key

T = TypeVar("T")

_KINDS = (
    ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "สพป."),
    ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา", "สพม."),
)
MEASURE_FIELDS = ("steps", "responsible", "monitor", "time_frame", "reporting")
"""The texts of a row of measures."""
_MOST_SUGGESTED = 50
_MOST_COMPARED = 1000


@dataclass(slots=True)
class Entries:
    """Every office of a workbook by its match key, the rows of measures that are for every
    office, and the problems that belong to none."""

    by_key: dict[str, Entry] = field(default_factory=dict)
    shared_rows: list[MeasureRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_entries(book: TablesInOrder) -> Entries:
    """Read every sheet; nothing is judged yet beyond what a cell says by itself."""
    entries = Entries()
    for key, table in book.read_tables():
        for row in table.rows:
            _READERS[key](entries, TableRow(key, table, row))
    for entry in entries.by_key.values():
        entry.shared_rows = entries.shared_rows
    return entries


def take(entry: Entry, row: TableRow, name: str, read: Callable[[Cell], T | Fault]) -> T | None:
    """Read one field; a fault becomes a problem of the office, and the field None."""
    cell = row.cell(name)
    value = read(cell)
    if isinstance(value, Fault):
        entry.problems.append(_describe(value, row, name, entry.office.name))
        return None
    return value


def _describe(fault: Fault, row: TableRow, name: str, office: str | None) -> Problem:
    """A cell's fault as a problem."""
    values: dict[str, Value] = {"field": row.column(name).words, **fault.values}
    return Problem(fault.code, row.cell(name).at, office, values)


def take_line(entry: Entry, row: TableRow, name: str) -> str | None:
    """Read a field of one line."""
    return take(entry, row, name, lambda cell: cells.read_line(cell, row.column(name).limit))


def take_score(entry: Entry, row: TableRow, name: str) -> Decimal | None:
    """Read a score from 0 to 100; where it is required, a blank cell is a problem."""
    value = take(entry, row, name, cells.read_score)
    column = row.column(name)
    if column.required and row.lacks(name):
        entry.report("score-missing", row.cell(name).at, {"field": column.words})
    return value


# --- หน่วยงาน ------------------------------------------------------------------------------------


def _read_office_row(entries: Entries, row: TableRow) -> None:
    name = _read_name(entries, row)
    if name is None:
        return
    first = entries.by_key.get(match_key(name))
    if first is None:
        entries.by_key[match_key(name)] = _read_office(name, row)
    else:
        _report_repeated(first, row, first.at)


def _read_name(entries: Entries, row: TableRow) -> str | None:
    if not row.has("name"):
        return None  # the sheet lacks the column, which is one problem and the sheet's
    cell = row.cell("name")
    name = cells.read_line(cell, row.column("name").limit)
    if isinstance(name, Fault):
        entries.problems.append(_describe(name, row, "name", None))
        return None
    if name is None:
        sheet = {"sheet": SHEETS[row.key].words}
        entries.problems.append(Problem("office-missing", cell.at, None, sheet))
    return name


def _report_repeated(entry: Entry, row: TableRow, first: Location) -> None:
    values: dict[str, Value] = {"first": str(first), "sheet": SHEETS[row.key].words}
    entry.report("office-repeated", row.cell("name").at, values)


def _read_office(name: str, row: TableRow) -> Entry:
    office = Office(name, derive_short_name(name))
    entry = Entry(
        office,
        at=row.cell("name").at,
        short_name_at=row.cell("short_name").at,
        year_at=row.cell("result_year").at,
    )
    short_name = take_line(entry, row, "short_name")
    if short_name is not None:
        entry.office = Office(name, short_name)
    elif row.lacks("short_name") or not row.has("short_name"):
        values = {"short_name": office.short_name}
        entry.report("short-name-missing", row.cell("short_name").at, values)
    entry.result_year = take(entry, row, "result_year", cells.read_year)
    if row.lacks("result_year"):
        entry.report("year-missing", entry.year_at, {"field": row.column("result_year").words})
    entry.plan_year = take(entry, row, "plan_year", cells.read_year)
    entry.plan_year_at = row.cell("plan_year").at
    entry.announced_on = take(entry, row, "announced_on", dates.read_date)
    entry.announced_on_at = row.cell("announced_on").at
    entry.signer = take_line(entry, row, "signer")
    position = take(
        entry, row, "position", lambda c: cells.read_text(c, row.column("position").limit)
    )
    entry.position = tuple(line for line in (position or "").splitlines() if line)
    return entry


def derive_short_name(name: str) -> str:
    """``สพป.ภูเก็ต`` from the full name; a name of another kind stays as it is."""
    spelled = name.replace("เเ", "แ")
    for prefix, short in _KINDS:
        if spelled.startswith(prefix):
            return short + spelled.removeprefix(prefix).strip()
    return name[: SHEETS["offices"].columns["short_name"].limit]


# --- the sheets that name an office ---------------------------------------------------------------


def _find_owner(entries: Entries, row: TableRow) -> Entry | None:
    if not row.has("name") and len(entries.by_key) == 1:
        return next(iter(entries.by_key.values()))  # a workbook of one office need not name it
    name = _read_name(entries, row)
    if name is None or not entries.by_key:
        # Without any office the sheet หน่วยงาน itself is the fault, and is one problem.
        return None
    entry = entries.by_key.get(match_key(name))
    if entry is None:
        code = "scores-without-office" if row.key == "scores" else "office-unknown"
        values: dict[str, Value] = {
            "typed": name,
            "sheet": SHEETS[row.key].words,
            "hint": _suggest(entries, name),
        }
        entries.problems.append(Problem(code, row.cell("name").at, None, values))
    return entry


def _suggest(entries: Entries, name: str) -> Words:
    by_short_name = {match_key(e.office.short_name): k for k, e in entries.by_key.items()}
    key = match_key(name)
    # Comparing is slow: past the first unknown names a workbook has another fault than typing.
    few = len(entries.problems) < _MOST_SUGGESTED and len(entries.by_key) <= _MOST_COMPARED
    names = entries.by_key if few else ()
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.8)
    found = by_short_name.get(key) or next(iter(near), None)
    if found is None:
        return Words("", "")
    full = entries.by_key[found].office.name
    return Words(f" (ใกล้เคียงกับ “{full}”)", f" (the nearest is “{full}”)")


def _note_empty_row(entry: Entry, row: TableRow) -> None:
    if row.key == "scores" and entry.scores_at is None:
        entry.scores_at = row.cell("name").at
        entry.report("office-without-scores", entry.scores_at)


def _read_scores(entry: Entry, row: TableRow) -> None:
    if entry.scores_at is not None:
        _report_repeated(entry, row, entry.scores_at)
        return
    entry.scores_at = row.cell("name").at
    for number in INDICATOR_NUMBERS:
        name = f"indicator_{number}"
        entry.score_cells[number] = row.cell(name).at
        score = take_score(entry, row, name)
        if score is not None:
            entry.scores[number] = score
    for instrument in Instrument:
        name = instrument.value.lower()
        weighted = take_score(entry, row, name)
        if weighted is not None:
            entry.instruments[instrument] = Placed(weighted, row.cell(name).at)
    total = take_score(entry, row, "total")
    entry.total = None if total is None else Placed(total, row.cell("total").at)
    level = _read_level(entry, row)
    entry.level = None if level is None else Placed(level, row.cell("level").at)
    entry.live = {name: row.row.cells[name] for name in LIVE_FIELDS & row.row.cells.keys()}


def _read_level(entry: Entry, row: TableRow) -> str | None:
    level = take_line(entry, row, "level")
    return None if cells.is_blank(level) else level


def _read_history(entry: Entry, row: TableRow) -> None:
    at = row.cell("year").at
    year = take(entry, row, "year", cells.read_year)
    if row.lacks("year"):
        entry.report("year-missing", at, {"field": row.column("year").words})
    total = take_score(entry, row, "total")
    level = _read_level(entry, row)
    if year is not None and total is not None:
        entry.history.append(Placed(HistoryEntry(year, total, level), at))


def _read_cpi(entry: Entry, row: TableRow) -> None:
    label = take_line(entry, row, "label")
    if row.lacks("label"):
        entry.report("cpi-label-missing", row.cell("label").at)
    score = take_score(entry, row, "score")
    if label is not None and score is not None:
        entry.cpi.append(Placed(CpiEntry(label, score), row.cell("label").at))


def _read_measure(entry: Entry, row: TableRow) -> None:
    entry.measure_rows.append(_read_measure_row(row, entry.office.name))


def _read_measure_row(row: TableRow, office: str | None) -> MeasureRow:
    """A row of measures as typed; which indicator it names is for the year's rules to say."""
    problems: list[Problem] = []

    def take_lines(name: str) -> tuple[str, ...] | None:
        limit, enumerated = row.column(name).limit, name == "steps"
        lines = cells.read_lines(row.cell(name), limit, enumerated=enumerated)
        if isinstance(lines, Fault):
            problems.append(_describe(lines, row, name, office))
            return None
        return lines

    indicator = cells.read_line(row.cell("indicator"), row.column("indicator").limit)
    if isinstance(indicator, Fault):
        problems.append(_describe(indicator, row, "indicator", office))
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


def _note_followup(entry: Entry, row: TableRow) -> None:
    """What was done is typed already, and no document of this version says it: told once."""
    said = any(problem.code == "followup-not-made" for problem in entry.problems)
    if row.has("outcome") and not row.lacks("outcome") and not said:
        entry.report("followup-not-made", row.cell("outcome").at)


def _read_row_of(read: Callable[[Entry, TableRow], None]) -> Callable[[Entries, TableRow], None]:
    """The reader of a sheet whose rows name an office."""

    def read_row(entries: Entries, row: TableRow) -> None:
        if row.key == "measures" and row.lacks("name"):
            entries.shared_rows.append(_read_measure_row(row, None))  # a row for every office
            return
        entry = _find_owner(entries, row)
        if entry is None:
            return
        if row.is_only_a_name():
            _note_empty_row(entry, row)
        else:
            read(entry, row)

    return read_row


_READERS: Mapping[str, Callable[[Entries, TableRow], None]] = {
    "offices": _read_office_row,
    "scores": _read_row_of(_read_scores),
    "history": _read_row_of(_read_history),
    "cpi": _read_row_of(_read_cpi),
    "measures": _read_row_of(_read_measure),
    "followup": _read_row_of(_note_followup),
}
"""The sheets, each read row by row; the offices' own comes first."""
