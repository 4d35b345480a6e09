"""From the rows of five sheets to what each office entered, read as far as it can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from ita_docs.entries import cells, dates
from ita_docs.entries.cells import Fault
from ita_docs.entries.habits import strip_signer
from ita_docs.entries.measures import read_measure_row
from ita_docs.entries.names import (
    Entries,
    build_office,
    describe_fault,
    find_misspelling,
    find_owner,
    list_faults_of_nobody,
    read_name,
)
from ita_docs.entries.rows import TableRow
from ita_docs.entries.shown import find_score_note, find_text_note
from ita_docs.model import (
    INDICATOR_NUMBERS,
    Cell,
    CpiEntry,
    CpiRow,
    Entry,
    HistoryEntry,
    Instrument,
    Office,
    PastYear,
    Placed,
    TablesInOrder,
    TypedYears,
)
from ita_docs.problems import Location, Value, Words
from ita_docs.schema import LIVE_FIELDS, SHEETS
from ita_docs.thai import match_key, mend_spelling

T = TypeVar("T")

_TITLED = ("offices", "scores")


def read_entries(book: TablesInOrder) -> Entries:
    """Read every sheet; nothing is judged yet beyond what a cell says by itself."""
    entries = Entries()
    for key, table in book.read_tables():
        columns = {**SHEETS[key].columns, **SHEETS[key].guards}
        for row in table.rows:
            _READERS[key](entries, TableRow(key, table, row, columns))
        if key == "scores":
            _settle_misnamed(entries)
        if key in _TITLED and table.title and table.headers:
            header = next(iter(table.headers.values()))
            years = cells.find_years_in_text(table.title)
            at = header._replace(cell=None)
            entries.titles.append(TypedYears(years, cells.show_value(table.title), at))
    for entry in entries.by_key.values():
        entry.shared_rows = entries.shared_rows
    return entries


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
    return _take_text(entry, row, name, cells.read_line)


def take_name(entry: Entry, row: TableRow, name: str) -> str | None:
    """Read a name or a level."""
    return _take_text(entry, row, name, cells.read_name)


def _take_text(
    entry: Entry, row: TableRow, name: str, read: Callable[[Cell, int], str | Fault | None]
) -> str | None:
    limit = row.columns[name].limit
    return take(entry, row, name, lambda cell: read(cell, limit), find_text_note)


def take_score(entry: Entry, row: TableRow, name: str) -> Decimal | None:
    """Read a score from 0 to 100; where it is required, a blank cell is a problem."""
    value = take(entry, row, name, cells.read_score, find_score_note)
    column = row.columns[name]
    if value is None and column.required and row.lacks(name):
        entry.report("score-missing", row.cell(name).at, {"field": column.words})
    return value


# --- หน่วยงาน ------------------------------------------------------------------------------------


def _read_office_row(entries: Entries, row: TableRow) -> None:
    if not row.has("name"):
        return  # the sheet lacks the column, which is one problem and the sheet's
    name, problem = read_name(row)
    if name is None:
        nobody = _read_office(Office("", ""), row)
        entries.problems += [found for found in (problem, *list_faults_of_nobody(nobody)) if found]
        return
    office = build_office(name)
    first = entries.by_key.get(match_key(office.name))
    if first is not None:
        _report_repeated(first, row, first.at)
        return
    entry = entries.by_key[match_key(office.name)] = _read_office(office, row)
    if problem is not None:
        entry.problems.insert(0, replace(problem, office=office.name))
    elif match_key(office.name) != match_key(name):
        values = {"typed": name, "name": office.name}
        entry.report("office-named-short", entry.at, values)
    elif how := find_misspelling(name):
        _note_misspelling(entry, row, "name", name, how)


def _note_misspelling(entry: Entry, row: TableRow, name: str, typed: str, how: Words) -> None:
    values: dict[str, Value] = {
        "typed": cells.show_value(typed),
        "mended": cells.show_value(mend_spelling(typed)),
        "how": how,
    }
    entry.report("name-spelled-otherwise", row.cell(name).at, values)


def _report_repeated(entry: Entry, row: TableRow, first: Location) -> None:
    values: dict[str, Value] = {"first": first.within, "sheet": SHEETS[row.key].words}
    entry.report("office-repeated", row.cell("name").at, values)


def _read_office(office: Office, row: TableRow) -> Entry:
    entry = Entry(
        office,
        at=row.cell("name").at,
        short_name_at=row.cell("short_name").at,
        year_at=row.cell("result_year").at,
    )
    short_name = take_name(entry, row, "short_name")
    if short_name is not None:
        entry.office = Office(office.name, short_name)
    elif row.lacks("short_name") or not row.has("short_name"):
        values = {"short_name": office.short_name}
        entry.report("short-name-missing", row.cell("short_name").at, values)
    entry.result_year = take(entry, row, "result_year", cells.read_year)
    if row.lacks("result_year"):
        entry.report("year-missing", entry.year_at, {"field": row.columns["result_year"].words})
    entry.plan_year = take(entry, row, "plan_year", cells.read_year)
    entry.plan_year_at = row.cell("plan_year").at
    entry.announced_on = take(entry, row, "announced_on", dates.read_date)
    entry.announced_on_at = row.cell("announced_on").at
    entry.signer = strip_signer(take_name(entry, row, "signer") or "") or None
    position = _take_text(entry, row, "position", cells.read_text)
    entry.position = tuple(line for line in (position or "").splitlines() if line)
    for name, typed in (("short_name", short_name), ("signer", entry.signer)):
        if typed is not None and (how := find_misspelling(typed)):
            _note_misspelling(entry, row, name, typed, how)
    return entry


# --- the sheets that name an office ---------------------------------------------------------------


def _settle_misnamed(entries: Entries) -> None:
    """Rows of scores whose name is nearly that of an office without any: they are its own, badly
    named, so that it is not said to have none and their other faults are found."""
    for key, row, problem in entries.misnamed:
        near = entries.by_key[key]
        if near.scores_at is None:
            near.problems.append(replace(problem, office=near.office.name))
            _read_scores(near, row)
        else:
            entries.problems.append(problem)


def _note_empty_row(entry: Entry, row: TableRow) -> None:
    if row.key == "scores" and entry.scores_at is None:
        entry.scores_at = row.cell("name").at
        entry.report("office-without-scores", entry.scores_at)


def _read_scores(entry: Entry, row: TableRow) -> None:
    if entry.scores_at is not None:
        _report_repeated(entry, row, entry.scores_at)
        return
    entry.scores_at = row.cell("name").at
    if row.has("year"):
        _read_guard(entry, row)
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
    entry.level_at = row.cell("level").at
    level = _read_level(entry, row)
    entry.level = None if level is None else Placed(level, row.cell("level").at)
    entry.live = {name: row.row.cells[name] for name in LIVE_FIELDS & row.row.cells.keys()}


def _read_guard(entry: Entry, row: TableRow) -> None:
    """The year that a row of scores says it is of, where the sheet has such a column."""
    cell = row.cell("year")
    value = take(entry, row, "year", cells.read_stored)
    if not cells.is_blank(value):
        typed = cells.show_value(value)
        entry.scores_years = TypedYears(cells.find_years(value), typed, cell.at)


def _read_level(entry: Entry, row: TableRow) -> str | None:
    level = take_name(entry, row, "level")
    return None if cells.is_blank(level) else level


def _read_history(entry: Entry, row: TableRow) -> None:
    at = row.cell("year").at
    year = take(entry, row, "year", cells.read_year)
    if year is None and row.lacks("year"):
        entry.report("year-missing", at, {"field": row.columns["year"].words})
    total = take_score(entry, row, "total")
    level = _read_level(entry, row)
    if year is not None and total is not None:
        past = HistoryEntry(year, total, level)
        entry.history.append(PastYear(past, at, row.cell("total").at, row.cell("level").at))


def _read_cpi(entry: Entry, row: TableRow) -> None:
    label = take_line(entry, row, "label")
    if label is None and row.lacks("label"):
        entry.report("cpi-label-missing", row.cell("label").at)
    score = take_score(entry, row, "score")
    if label is not None and score is not None:
        item = CpiEntry(label, score)
        entry.cpi.append(CpiRow(item, row.cell("label").at, row.cell("score").at))


def _read_measure(entry: Entry, row: TableRow) -> None:
    entry.measure_rows.append(read_measure_row(row, entry.office.name))


def _note_followup(entry: Entry, row: TableRow) -> None:
    """What was done is typed, and no document of this version says it: told at the header, once."""
    if row.has("outcome") and not row.lacks("outcome"):
        entry.report("followup-not-made", row.table.headers["outcome"])


def _read_row_of(read: Callable[[Entry, TableRow], None]) -> Callable[[Entries, TableRow], None]:
    """The reader of a sheet whose rows name an office."""

    def read_row(entries: Entries, row: TableRow) -> None:
        if row.key == "measures" and row.lacks("name"):
            entries.shared_rows.append(read_measure_row(row, None))  # a row for every office
            return
        if not entries.by_key:
            return
        owner = find_owner(entries, row)
        if row.is_only_a_name():
            if owner is not None:
                _note_empty_row(owner, row)
        elif owner is not None:
            read(owner, row)
        elif row.has("name") and not _is_misnamed(entries, row):
            at = row.cell("name").at
            nobody = Entry(Office("", ""), at, at, at)
            read(nobody, row)
            nobody.problems += (p for kept in nobody.measure_rows for p in kept.problems)
            entries.problems += list_faults_of_nobody(nobody)

    return read_row


def _is_misnamed(entries: Entries, row: TableRow) -> bool:
    return bool(entries.misnamed) and entries.misnamed[-1][1] is row


_READERS: Mapping[str, Callable[[Entries, TableRow], None]] = {
    "offices": _read_office_row,
    "scores": _read_row_of(_read_scores),
    "history": _read_row_of(_read_history),
    "cpi": _read_row_of(_read_cpi),
    "measures": _read_row_of(_read_measure),
    "followup": _read_row_of(_note_followup),
}
"""The sheets, each read row by row; the offices' own comes first."""
