"""From the rows of the sheets to what each office entered, read as far as it can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from ita_docs.entries import cells
from ita_docs.entries.fields import report_repeated, take, take_line, take_name, take_score
from ita_docs.entries.followup import read_followup_row
from ita_docs.entries.measures import read_measure_row
from ita_docs.entries.names import (
    Entries,
    find_owner,
    list_faults_of_nobody,
)
from ita_docs.entries.offices import read_office_row
from ita_docs.entries.rows import TableRow
from ita_docs.model import (
    INDICATOR_NUMBERS,
    UNSCORED,
    CpiEntry,
    Entry,
    HistoryEntry,
    Instrument,
    Office,
    Placed,
    TableAt,
    TablesInOrder,
    TypedYears,
)
from ita_docs.schema import LIVE_FIELDS, SHEETS

_TITLED = ("offices", "scores")
_INDICATORS = {f"indicator_{number}": number for number in INDICATOR_NUMBERS}


def read_entries(book: TablesInOrder) -> Entries:
    """Read every sheet; nothing is judged yet beyond what a cell says by itself."""
    entries = Entries()
    for key, table in book.read_tables():
        columns = {**SHEETS[key].columns, **SHEETS[key].guards}
        whole = {name: header.cell or "" for name, header in table.headers.items()}
        letters = {name: cell.rstrip("0123456789") for name, cell in whole.items()}
        file = next((header.file for header in table.headers.values()), "")
        across, down = (TableAt(file, table.sheet, places) for places in (letters, whole))
        for row in table.rows:
            place = across if row.number else down
            _READERS[key](entries, TableRow(key, table, row, columns, place))
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


# --- the sheets that name an office ---------------------------------------------------------------


def _settle_misnamed(entries: Entries) -> None:
    """Rows of scores whose name is nearly that of an office without any: they are its own, badly
    named, so that it is not said to have none and their other faults are found."""
    for key, row, problem in entries.misnamed:
        near = entries.by_key[key]
        if near.scores_row is None:
            near.problems.append(replace(problem, office=near.office.name))
            _read_scores(near, row)
        else:
            entries.problems.append(problem)


def _note_empty_row(entry: Entry, row: TableRow) -> None:
    if row.key == "scores" and entry.scores_row is None:
        entry.scores_row = row.at
        entry.report("office-without-scores", row.cell("name").at)


def _read_scores(entry: Entry, row: TableRow) -> None:
    if entry.scores_row is not None:
        report_repeated(entry, row, entry.scores_row.find("name"))
        return
    entry.scores_row = row.at
    if row.has("year"):
        _read_guard(entry, row)
    for number in INDICATOR_NUMBERS:
        name = f"indicator_{number}"
        score = take_score(entry, row, name)
        if score is not None:
            entry.scores[number] = score
    for instrument in Instrument:
        weighted = take_score(entry, row, instrument.value.lower())
        if weighted is not None:
            entry.instruments[instrument] = weighted
    entry.total = take_score(entry, row, "total")
    entry.level = _read_level(entry, row)
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
    scores = _read_past_scores(entry, row)
    if year is not None and total is not None:
        past = HistoryEntry(year, total, level, scores)
        entry.history.append(Placed(past, row.place, row.row.number))


def _read_past_scores(entry: Entry, row: TableRow) -> Mapping[int, Decimal]:
    """The indicators of an earlier year, as many as the sheet has columns and the row scores."""
    scores: dict[int, Decimal] = {}
    if _INDICATORS.keys().isdisjoint(row.table.headers):
        return UNSCORED  # nearly every workbook: thousands of rows are not asked ten times
    for name, number in _INDICATORS.items():
        score = take_score(entry, row, name)
        if score is not None:
            scores[number] = score
    return scores or UNSCORED


def _read_cpi(entry: Entry, row: TableRow) -> None:
    label = take_line(entry, row, "label")
    if label is None and row.lacks("label"):
        entry.report("cpi-label-missing", row.cell("label").at)
    score = take_score(entry, row, "score")
    if label is not None and score is not None:
        item = CpiEntry(label, score)
        entry.cpi.append(Placed(item, row.place, row.row.number))


def _read_measure(entry: Entry, row: TableRow) -> None:
    entry.measure_rows.append(read_measure_row(row, entry.office.name))


def _read_followup(entry: Entry, row: TableRow) -> None:
    entry.followup_rows.append(read_followup_row(row, entry.office.name))


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
            nobody = Entry(Office("", ""), row.at)
            read(nobody, row)
            nobody.problems += (p for kept in nobody.measure_rows for p in kept.problems)
            nobody.problems += (p for kept in nobody.followup_rows for p in kept.problems)
            entries.problems += list_faults_of_nobody(nobody)

    return read_row


def _is_misnamed(entries: Entries, row: TableRow) -> bool:
    return bool(entries.misnamed) and entries.misnamed[-1][1] is row


_READERS: Mapping[str, Callable[[Entries, TableRow], None]] = {
    "offices": read_office_row,
    "scores": _read_row_of(_read_scores),
    "history": _read_row_of(_read_history),
    "cpi": _read_row_of(_read_cpi),
    "measures": _read_row_of(_read_measure),
    "followup": _read_row_of(_read_followup),
}
"""The sheets, each read row by row; the offices' own comes first."""
