"""From a worksheet to a table: the header row, its columns, the rows that hold something."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from itertools import takewhile

from openpyxl.utils.cell import get_column_letter

from ita_docs import schema, thai
from ita_docs.problems import Location, Problem
from ita_docs.thai import match_key
from ita_docs.workbook.pieces import Reply
from ita_docs.workbook.plain_rows import EMPTY, Stored
from ita_docs.workbook.sheet import Sheet, SheetRow

HEADER_ROWS = 10
"""The header row is looked for in the first so many rows; a title above it is common."""

BATCH = 200
"""Rows passed on together: enough to cost little, few enough to take turns with their reader."""

MAX_REPEATS = 30
"""Problems of one kind named per sheet: the thirty-first helps nobody."""

_IGNORED = frozenset(map(match_key, schema.IGNORED_HEADERS))


def read_table(
    sheet: Sheet, key: str, known: schema.Sheet
) -> Generator[Reply, None, list[Problem]]:
    """The table that a worksheet holds, piece by piece: its head, then its rows in batches.

    Nothing comes out of a sheet without a header row. Returns what is wrong with the sheet.
    """
    rows = sheet.read_rows()
    top = takewhile(lambda row: row[0] <= HEADER_ROWS, rows)
    header = next((row for row in top if _is_header(row, known)), None)
    if header is None:
        deque(rows, maxlen=0)  # what is damaged further down is still found
        at = Location(sheet.file, sheet.name)
        if not sheet.count and not known.required:
            yield Reply("head", (key, sheet.name, 0, ()))
            return []
        code = "header-row-missing" if sheet.count else "table-empty"
        return [Problem(code, at, values={"sheet": known.name, "example": _example(known)})]
    columns, problems = _match_headers(sheet, known, header)
    head = tuple((name, get_column_letter(column)) for name, column in columns.items())
    yield Reply("head", (key, sheet.name, header[0], head))
    rest = _Rest(sheet, header[1], columns)
    wanted = tuple(columns.values())
    entered = tuple(column for name, column in columns.items() if name not in known.live)
    batch: list[tuple[int, tuple[Stored, ...]]] = []
    for number, row in rows:
        rest.look_for_unheaded(number, row)
        found = tuple([row.get(column, EMPTY) for column in wanted])
        # What the form works out stands in rows that nobody has filled in, too.
        typed = found if len(entered) == len(wanted) else [row.get(c, EMPTY) for c in entered]
        if all(map(_is_blank, typed)):
            continue
        rest.note_row(number, row)
        batch.append((number, found))
        if len(batch) >= BATCH:
            yield Reply("rows", batch)
            batch = []
    yield Reply("rows", batch)
    if known.required and not rest.numbers:
        at = Location(sheet.file, sheet.name)
        problems.append(Problem("table-empty", at, values={"sheet": known.name}))
    return problems + rest.list_problems()


def find_near(text: str, names: Mapping[str, str]) -> str | None:
    """The known name nearest to what was typed, or None; ``names`` are known names by key."""
    key = thai.find_near(text[:80], names)
    return None if key is None else names[key]


def _is_header(row: SheetRow, known: schema.Sheet) -> bool:
    """Whether a row has at least two different known headers."""
    return len({known.find_field(_text(cell)) for cell in row[1].values()} - {None}) >= 2


def _match_headers(
    sheet: Sheet, known: schema.Sheet, header: SheetRow
) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    names = {
        key: known.columns[name].header for key, name in known.keys.items() if name in known.columns
    }
    number, row = header
    for column, cell in sorted(row.items()):
        at = Location(sheet.file, sheet.name, f"{get_column_letter(column)}{number}")
        typed = _shorten(_text(cell))
        name = known.find_field(_text(cell))
        if name in columns:
            first = f"{get_column_letter(columns[name])}{number}"
            problems.append(
                Problem("header-repeated", at, values={"header": typed, "first": first})
            )
        elif name is not None:
            columns[name] = column
        elif len(problems) < MAX_REPEATS and match_key(typed) not in ("", *_IGNORED):
            near = find_near(typed, names)
            if near is None:
                problems.append(Problem("header-unknown", at, values={"header": typed}))
            else:
                params = {"header": typed, "near": near}
                problems.append(Problem("header-misspelt", at, values=params))
    at = Location(sheet.file, sheet.name, f"{number}:{number}")
    problems += [
        Problem("header-missing", at, values={"header": column.header, "sheet": known.name})
        for name, column in known.columns.items()
        if column.required and name not in columns
    ]
    return columns, problems


class _Rest:
    """What a table's sheet holds beside the table: hidden, merged, under no header.

    ``numbers`` are those of the table's rows, ``names`` what stands in their office's column.
    """

    def __init__(
        self, sheet: Sheet, header: Mapping[int, Stored], columns: Mapping[str, int]
    ) -> None:
        self.numbers: list[int] = []
        self.names: list[object] = []
        self._sheet = sheet
        self._columns = columns
        self._headed = {column for column, cell in header.items() if not _is_blank(cell)}
        self._unheaded: dict[int, int] = {}

    def note_row(self, number: int, row: Mapping[int, Stored]) -> None:
        """Take a row of the table."""
        self.numbers.append(number)
        self.names.append(row.get(self._columns.get("name", 0), EMPTY)[0])

    def look_for_unheaded(self, number: int, row: Mapping[int, Stored]) -> None:
        """Columns that hold something under an empty header: nobody reads them."""
        if row.keys() <= self._headed:
            return
        for column in row.keys() - self._headed - self._unheaded.keys():
            if not _is_blank(row[column]):
                self._unheaded[column] = number

    def list_problems(self) -> list[Problem]:
        """What is hidden, merged, or under no header, once every row was taken."""
        return [*self._find_hidden(), *self._find_merged(), *self._list_unheaded()]

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

    def _find_merged(self) -> list[Problem]:
        """Merged cells in the table: all but the first read as empty, which may mean something
        else (an empty office name in มาตรการ means every office)."""
        found = []
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
        return found[:MAX_REPEATS]

    def _list_unheaded(self) -> list[Problem]:
        return [
            Problem(
                "column-unheaded",
                self._at(f"{get_column_letter(column)}{number}"),
                self._name_office(number, number),
            )
            for column, number in sorted(self._unheaded.items())[:MAX_REPEATS]
        ]

    def _name_office(self, first: int, last: int) -> str | None:
        """The office in whose rows something stands, where all of them name the same one."""
        start, end = bisect_left(self.numbers, first), bisect_right(self.numbers, last)
        names = set(self.names[start:end])
        name = names.pop() if len(names) == 1 and end - start == last - first + 1 else None
        return name.strip() if isinstance(name, str) and match_key(name) else None

    def _at(self, cell: str) -> Location:
        return Location(self._sheet.file, self._sheet.name, cell)


def _text(cell: Stored) -> str:
    """A header's text; no header is longer than some hundred characters."""
    return "" if cell[0] is None else str(cell[0])[:500]


def _shorten(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= 60 else line[:59] + "…"


def _is_blank(cell: Stored) -> bool:
    """Nothing stored, or nothing that shows; a formula without a result is not blank."""
    value, formula, _ = cell
    if value is None:
        return not formula
    return isinstance(value, str) and not match_key(value.strip()[:1000])


def _example(known: schema.Sheet) -> str:
    return " · ".join(column.header for column in list(known.columns.values())[:2])
