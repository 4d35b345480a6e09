"""From a worksheet to a table: the header row, its columns, the rows that hold something."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice

from openpyxl.utils.cell import get_column_letter

from ita_docs import schema
from ita_docs.problems import Location, Problem
from ita_docs.thai import match_key
from ita_docs.workbook.header import (
    MAX_REPEATS,
    Header,
    find_header,
    is_blank,
    list_bands,
    match_headers,
    name_example,
    read_text,
    shorten,
)
from ita_docs.workbook.pieces import Reply
from ita_docs.workbook.plain_rows import EMPTY, Stored
from ita_docs.workbook.sheet import Sheet

BATCH = 200
"""Rows passed on together: enough to cost little, few enough to take turns with their reader."""


def read_table(
    sheet: Sheet, key: str, known: schema.Sheet
) -> Generator[Reply, None, list[Problem]]:
    """The table that a worksheet holds, piece by piece: its head, then its rows in batches.

    Nothing comes out of a sheet without a header row. Returns what is wrong with the sheet.
    """
    header, rows = find_header(sheet.read_rows(), sheet, known)
    if header is None:
        deque(rows, maxlen=0)  # what is damaged further down is still found
        at = Location(sheet.file, sheet.name)
        if not sheet.count and not known.required:
            yield Reply("head", (key, sheet.name, 0, (), ""))
            return []
        code = "header-row-missing" if sheet.count else "table-empty"
        return [Problem(code, at, values={"sheet": known.name, "example": name_example(known)})]
    columns, problems = match_headers(sheet, known, header)
    head = tuple((name, get_column_letter(column)) for name, column in columns.items())
    yield Reply("head", (key, sheet.name, header.number, head, header.title))
    rest = _Rest(sheet, header, columns)
    wanted = tuple(columns.values())
    entered = tuple(column for name, column in columns.items() if name not in known.live)
    batch: list[tuple[int, tuple[Stored, ...]]] = []
    for number, row in rows:
        footer = _find_footer(row)
        if footer is not None:
            rest.leave_out(number, footer, read_text(row[footer]))
            continue
        rest.look_for_unheaded(number, row)
        found = tuple([row.get(column, EMPTY) for column in wanted])
        # What the form works out stands in rows that nobody has filled in, too.
        typed = found if len(entered) == len(wanted) else [row.get(c, EMPTY) for c in entered]
        if all(map(is_blank, typed)):
            continue
        rest.note_row(number, row)
        if number in sheet.struck_rows and _is_struck(found):
            rest.struck.append(number)
            found = tuple(map(_unmark, found))
        batch.append((number, found))
        if len(batch) >= BATCH:
            yield Reply("rows", batch)
            batch = []
    yield Reply("rows", batch)
    if known.required and not rest.numbers:
        at = Location(sheet.file, sheet.name)
        problems.append(Problem("table-empty", at, values={"sheet": known.name}))
    return problems + rest.list_problems()


def _find_footer(row: Mapping[int, Stored]) -> int | None:
    """The column of the text by which a row is a footer, such as ค่าเฉลี่ย; None for no footer."""
    first = min(row)
    if is_blank(row[first]):
        first = min((column for column, cell in row.items() if not is_blank(cell)), default=0)
    text = row[first][0] if first else None
    if not isinstance(text, str) or not schema.is_footer(text, alone=True):
        return None
    alone = all(is_blank(cell) for column, cell in row.items() if column != first)
    return first if schema.is_footer(text, alone=alone) else None


class _Rest:
    """What a table's sheet holds beside the table: hidden, merged, under no header.

    ``numbers`` are those of the table's rows, ``names`` what stands in their office's column,
    ``struck`` the rows that are struck out whole.
    """

    def __init__(self, sheet: Sheet, header: Header, columns: Mapping[str, int]) -> None:
        self.numbers: list[int] = []
        self.names: list[object] = []
        self.struck: list[int] = []
        self._sheet = sheet
        self._header = header
        self._columns = columns
        self._headed = {column for column, cell in header.cells.items() if not is_blank(cell)}
        self._unheaded: dict[int, int] = {}
        self._footers: list[Problem] = []

    def note_row(self, number: int, row: Mapping[int, Stored]) -> None:
        """Take a row of the table."""
        self.numbers.append(number)
        self.names.append(row.get(self._columns.get("name", 0), EMPTY)[0])

    def leave_out(self, number: int, column: int, text: str) -> None:
        """Note a row that sums up the table, or says something about it to people."""
        if len(self._footers) < MAX_REPEATS:
            at = self._at(f"{get_column_letter(column)}{number}")
            self._footers.append(Problem("row-left-out", at, values={"typed": shorten(text)}))

    def look_for_unheaded(self, number: int, row: Mapping[int, Stored]) -> None:
        """Columns that hold something under an empty header: nobody reads them."""
        if row.keys() <= self._headed:
            return
        for column in row.keys() - self._headed - self._unheaded.keys():
            if not is_blank(row[column]):
                self._unheaded[column] = number

    def list_problems(self) -> list[Problem]:
        """What is hidden, struck out, merged, or under no header, once every row was taken."""
        return [
            *self._footers,
            *self._find_hidden(),
            *self._list_struck(),
            *list_bands(self._header, self._sheet),
            *self._find_merged(),
            *self._list_unheaded(),
        ]

    def _list_struck(self) -> Iterator[Problem]:
        """Rows struck out whole, each with its office."""
        return _each_office_once(
            Problem("row-struck", self._at(f"{n}:{n}"), self._name_office(n, n))
            for n in self.struck
        )

    def _find_hidden(self) -> Iterator[Problem]:
        rows = [number for number in self.numbers if number in self._sheet.layout.hidden_rows]
        if rows:
            listed = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
            yield Problem("row-hidden", self._at(f"{rows[0]}:{rows[0]}"), values={"rows": listed})
        for column in sorted(self._columns.values()):
            if self._sheet.layout.is_column_hidden(column):
                letter = get_column_letter(column)
                at = self._at(f"{letter}:{letter}")
                yield Problem("column-hidden", at, values={"column": letter})

    def _find_merged(self) -> Iterator[Problem]:
        """Merged cells in the table: all but the first read as empty, which may mean something
        else (an empty office name in มาตรการ means every office)."""
        found: list[Problem] = []
        for merged in self._sheet.layout.merged:
            if any(
                merged.first_column <= column <= merged.last_column
                for column in self._columns.values()
            ):
                first, last = merged.first_row, merged.last_row
                start, end = bisect_left(self.numbers, first), bisect_right(self.numbers, last)
                if start < end:
                    office = self._name_office(first, last)
                    found.append(Problem("cells-merged", self._at(str(merged)), office))
        return _each_office_once(found)

    def _list_unheaded(self) -> list[Problem]:
        return [
            Problem(
                "column-unheaded",
                self._at(f"{get_column_letter(column)}{number}"),
                self._name_office(number, number),
            )
            for column, number in islice(sorted(self._unheaded.items()), MAX_REPEATS)
        ]

    def _name_office(self, first: int, last: int) -> str | None:
        """The office in whose rows something stands, where all of them name the same one."""
        start, end = bisect_left(self.numbers, first), bisect_right(self.numbers, last)
        names = set(self.names[start:end])
        name = names.pop() if len(names) == 1 and end - start == last - first + 1 else None
        return name.strip() if isinstance(name, str) and match_key(name) else None

    def _at(self, cell: str) -> Location:
        return Location(self._sheet.file, self._sheet.name, cell)


def _each_office_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Errors of rows, each office once, so that none of them is built however many there are;
    those of no office only so often."""
    told: set[str | None] = set()
    nameless = 0
    for problem in problems:
        nameless += problem.office is None
        if problem.office not in told and (problem.office or nameless <= MAX_REPEATS):
            told |= {problem.office} - {None}
            yield problem


def _is_struck(found: tuple[Stored, ...]) -> bool:
    """Whether everything that a row holds is struck out."""
    return all(cell[1][2] == "struck" and not cell[1][3] for cell in found if cell[0] is not None)


def _unmark(cell: Stored) -> Stored:
    """The cell without its mark, where its row is told of already."""
    value, (formula, code, _, _) = cell
    return value, (formula, code, None, None)
