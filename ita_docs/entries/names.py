"""Which office a row is about: its name as typed, the short one too, and names typed badly.

An office that is named badly is still read, so that each of its faults is found:

    name typed                      whose row it is          what is said
    as in หน่วยงาน, spaces aside      that office's            nothing
    สพป.ภูเก็ต, its short name         that office's            nothing
    the same over two lines         that office's            text-line-break, of that office
    สพป.ภูเก, an office's but one     scores: that office's    scores-without-office, perhaps …
                                    elsewhere: nobody's      office-unknown, perhaps …
    #REF!, blank                    nobody's                 cell-error-value, office-missing
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from ita_docs import thai
from ita_docs.entries import cells
from ita_docs.entries.cells import Fault
from ita_docs.entries.fields import describe_fault
from ita_docs.entries.rows import TableRow
from ita_docs.model import Entry, MeasureRow, Office, TypedYears
from ita_docs.offices import find_office
from ita_docs.problems import Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.thai import match_key

MAY_BE_UNNAMED = ("history", "cpi", "measures", "followup")
"""Sheets in which a workbook of one office need not name it."""

_MOST_SUGGESTED = 50
_MOST_COMPARED = 1000
_KINDS = (
    ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "สพป."),
    ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา", "สพม."),
)


@dataclass(slots=True)
class Entries:
    """Every office of a workbook by its match key, the rows of measures that are for every
    office, and the problems that belong to none.

    ``misnamed`` are rows of scores whose name is nearly that of an office, with its key;
    ``titles`` what stands above the tables.
    """

    by_key: dict[str, Entry] = field(default_factory=dict)
    shared_rows: list[MeasureRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    misnamed: list[tuple[str, TableRow, Problem]] = field(default_factory=list)
    titles: list[TypedYears] = field(default_factory=list)
    _by_short_name: dict[str, str] = field(default_factory=dict)
    _indexed: int = 0

    def find(self, name: str) -> Entry | None:
        """The office of a full or short name; None where it is no office's, or two offices'."""
        key = match_key(name)
        found = self.by_key.get(key)
        if found is not None:
            return found
        listed = find_office(name)
        if listed is not None and match_key(listed.name) in self.by_key:
            return self.by_key[match_key(listed.name)]
        if self._indexed != len(self.by_key):
            self._index_short_names()
        return self.by_key.get(self._by_short_name.get(key, ""))

    def find_near(self, name: str) -> str | None:
        """The key of the office that was probably meant."""
        # Comparing is slow: past the first unknown names a workbook has another fault than typing.
        if len(self.problems) >= _MOST_SUGGESTED or len(self.by_key) > _MOST_COMPARED:
            return None
        near = thai.find_near(name, self.by_key)
        return near or self._by_short_name.get(thai.find_near(name, self._by_short_name) or "")

    def _index_short_names(self) -> None:
        self._by_short_name.clear()
        self._indexed = len(self.by_key)
        for key, entry in self.by_key.items():
            short_name = match_key(entry.office.short_name)
            # Two offices of one short name are a fault of its own; neither is found by it.
            self._by_short_name[short_name] = key if short_name not in self._by_short_name else ""


def read_name(row: TableRow) -> tuple[str | None, Problem | None]:
    """The office's name as far as it can be made out, and what is wrong with the cell."""
    cell = row.cell("name")
    name = cells.read_name(cell, row.columns["name"].limit)
    if not isinstance(name, Fault):
        if name is None:
            sheet = {"sheet": SHEETS[row.key].words}
            return None, Problem("office-missing", cell.at, None, sheet)
        return name, None
    readable = isinstance(cell.value, str) and name.code != "cell-error-value"
    bare = _clean(str(cell.value)) if readable else ""
    return bare or None, describe_fault(name, row, "name", None)


def _clean(text: str) -> str:
    """A name on one line, without what cannot be printed."""
    kept = "".join(c if cells.find_forbidden(c) is None else " " for c in text)
    return " ".join(kept.split())


def find_owner(entries: Entries, row: TableRow) -> Entry | None:
    """The office whose row it is; None where none can be told, which is reported.

    A workbook without any office has its fault in the sheet หน่วยงาน, and that is one problem.
    """
    alone = next(iter(entries.by_key.values())) if len(entries.by_key) == 1 else None
    unnamed = row.key in MAY_BE_UNNAMED
    if not row.has("name"):
        return alone  # among several offices the lack of the column is a problem of the sheet
    if alone is not None and unnamed and row.lacks("name"):
        return alone
    name, problem = read_name(row)
    owner = entries.find(name) if name is not None else None
    if problem is not None:
        if owner is None:
            entries.problems.append(problem)
        else:
            owner.problems.append(replace(problem, office=owner.office.name))
    elif owner is None and name is not None:
        _report_unknown(entries, row, name)
    return owner


def _report_unknown(entries: Entries, row: TableRow, name: str) -> None:
    near = entries.find_near(name)
    full = entries.by_key[near].office.name if near else ""
    hint = Words(f" (อาจเป็น “{full}”)", f" (perhaps “{full}”)") if near else Words("", "")
    values: dict[str, Value] = {
        "typed": cells.show_value(name),
        "sheet": SHEETS[row.key].words,
        "hint": hint,
    }
    code = "scores-without-office" if row.key == "scores" else "office-unknown"
    problem = Problem(code, row.cell("name").at, None, values)
    if near and row.key == "scores":
        entries.misnamed.append((near, row, problem))
    else:
        entries.problems.append(problem)


def list_faults_of_nobody(entry: Entry) -> list[Problem]:
    """The faults of a row that is no office's. That its scores are missing is none where it has
    no score at all, nor that its short name would be worked out."""
    return [
        replace(problem, office=None)
        for problem in entry.problems
        if problem.code != "short-name-missing"
        and (problem.code != "score-missing" or entry.scores)
    ]


# --- the names that are printed -------------------------------------------------------------------


def build_office(name: str) -> Office:
    """The office of a name, with the short name that follows from it; a listed office's short
    name gives the full one."""
    listed = find_office(name)
    if listed is not None and match_key(listed.short_name) == match_key(name):
        return listed
    return Office(name, derive_short_name(name))


def derive_short_name(name: str) -> str:
    """``สพป.ภูเก็ต`` from the full name; a name of another kind stays as it is."""
    spelled = thai.mend_spelling(name)
    for prefix, short in _KINDS:
        if spelled.startswith(prefix):
            return short + spelled.removeprefix(prefix).strip()
    return name[: SHEETS["offices"].columns["short_name"].limit]


def find_misspelling(text: str) -> Words | None:
    """How a name is typed where another way of typing looks the same; None where it is not."""
    if thai.mend_spelling(text) == unicodedata.normalize("NFC", text):
        return None
    if "เเ" in text:
        return Words("มี เ สองตัวแทน แ", "two เ stand for แ")
    if "\u0e4d" in text:
        return Words("มี ํ กับ า แทน ำ", "ํ and า stand for ำ")
    return Words("วรรณยุกต์อยู่ผิดตำแหน่ง", "a tone mark stands behind its place")
