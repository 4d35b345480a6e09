"""The rows of หน่วยงาน: who is assessed, which years, who signs."""

from __future__ import annotations

from dataclasses import replace

from ita_docs.entries import cells, dates
from ita_docs.entries.fields import report_repeated, take, take_name, take_text
from ita_docs.entries.habits import strip_signer
from ita_docs.entries.names import (
    Entries,
    build_office,
    find_misspelling,
    list_faults_of_nobody,
    read_name,
)
from ita_docs.entries.rows import TableRow
from ita_docs.entries.shown import find_text_note
from ita_docs.model import Entry, Office, OfficeKind
from ita_docs.problems import Value, Words
from ita_docs.schema import OFFICE_KINDS
from ita_docs.thai import match_key, mend_spelling

_KINDS = {match_key(word): kind for kind, words in OFFICE_KINDS.items() for word in words}


def read_office_row(entries: Entries, row: TableRow) -> None:
    """Read an office, or what is wrong with a row that names none."""
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
        report_repeated(first, row, first.at)
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


def _read_office(office: Office, row: TableRow) -> Entry:
    entry = Entry(
        office,
        row.at,
    )
    short_name = take_name(entry, row, "short_name")
    if short_name is not None:
        entry.office = replace(office, short_name=short_name)
    elif row.lacks("short_name") or not row.has("short_name"):
        values = {"short_name": office.short_name}
        entry.report("short-name-missing", row.cell("short_name").at, values)
    _read_kind(entry, row)
    entry.result_year = take(entry, row, "result_year", cells.read_year)
    if row.lacks("result_year"):
        entry.report(
            "year-missing", row.cell("result_year").at, {"field": row.columns["result_year"].words}
        )
    entry.plan_year = take(entry, row, "plan_year", cells.read_year, find_text_note)
    entry.announced_on = take(entry, row, "announced_on", dates.read_date, find_text_note)
    entry.signer = strip_signer(take_name(entry, row, "signer") or "") or None
    position = take_text(entry, row, "position", cells.read_text)
    # For the run report alone: what cannot be read there keeps no office from its documents.
    province = cells.read_name(row.cell("province"), row.columns["province"].limit)
    entry.province = province if isinstance(province, str) else None
    entry.position = tuple(line for line in (position or "").splitlines() if line)
    for name, typed in (("short_name", short_name), ("signer", entry.signer)):
        if typed is not None and (how := find_misspelling(typed)):
            _note_misspelling(entry, row, name, typed, how)
    return entry


def _read_kind(entry: Entry, row: TableRow) -> None:
    """The kind of body, where the sheet says it; a name that begins with โรงเรียน says nothing."""
    typed = take_name(entry, row, "kind")
    if typed is None:
        return
    entry.kind_said = True
    kind = _KINDS.get(match_key(typed))
    if kind is None:
        values: dict[str, Value] = {
            "typed": cells.show_value(typed),
            "known": ", ".join(OFFICE_KINDS[known][0] for known in OfficeKind),
        }
        entry.report("office-kind-unknown", row.cell("kind").at, values)
        return
    entry.office = replace(entry.office, kind=kind)
