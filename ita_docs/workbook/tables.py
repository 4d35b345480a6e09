"""From a worksheet to a table: the header row, its columns, the rows that hold something."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from openpyxl.utils.cell import get_column_letter

from ita_docs.errors import Location, Problem
from ita_docs.model import Cell, Row, Table
from ita_docs.thai import match_key
from ita_docs.workbook import cells, schema

HEADER_ROWS = 10
"""The header row is looked for in the first so many rows; a title above it is common."""

MAX_REPEATS = 30
"""Problems of one kind named per sheet: the thirty-first helps nobody."""

_IGNORED = frozenset(map(match_key, schema.IGNORED_HEADERS))


def build_table(
    file: str, sheet: cells.Sheet, known: schema.Sheet
) -> tuple[Table | None, list[Problem]]:
    """The table that a worksheet holds (None without a header row), and what is wrong with it."""
    at = Location(file, sheet.name)
    header_row = _find_header_row(sheet, known)
    if header_row is None:
        if not sheet.rows and not known.required:
            return Table(sheet.name, {}, ()), []
        code = "header-row-missing" if sheet.rows else "table-empty"
        return None, [Problem(code, at, params={"sheet": known.name, "example": _example(known)})]
    columns, problems = _match_headers(file, sheet, known, header_row)
    rows = tuple(_rows(sheet, header_row, columns))
    if known.required and not rows:
        problems.append(Problem("table-empty", at, params={"sheet": known.name}))
    problems += _find_hidden(file, sheet, columns, rows)
    problems += _find_merged(file, sheet, columns, rows)
    problems += _find_unheaded(file, sheet, header_row)
    headers = {name: sheet.rows[header_row][column].at for name, column in columns.items()}
    return Table(sheet.name, headers, rows), problems


def find_near(text: str, names: Mapping[str, str]) -> str | None:
    """The known name nearest to what was typed, or None; ``names`` are known names by key."""
    keys = difflib.get_close_matches(match_key(text)[:80], list(names), n=1, cutoff=0.8)
    return names[keys[0]] if keys else None


def _find_header_row(sheet: cells.Sheet, known: schema.Sheet) -> int | None:
    """The first of the top rows with at least two different known headers."""
    for number, row in sheet.rows.items():
        if number > HEADER_ROWS:
            break
        if len({known.find_field(_text(cell)) for cell in row.values()} - {None}) >= 2:
            return number
    return None


def _match_headers(
    file: str, sheet: cells.Sheet, known: schema.Sheet, header_row: int
) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    names = {key: known.columns[name].header for key, name in known.keys.items()}
    for column, cell in sheet.rows[header_row].items():
        typed = _shorten(_text(cell))
        name = known.find_field(_text(cell))
        if name in columns:
            first = sheet.rows[header_row][columns[name]].at.cell or ""
            problems.append(
                Problem("header-repeated", cell.at, params={"header": typed, "first": first})
            )
        elif name is not None:
            columns[name] = column
        elif len(problems) < MAX_REPEATS and match_key(typed) not in ("", *_IGNORED):
            near = find_near(typed, names)
            if near is None:
                problems.append(Problem("header-unknown", cell.at, params={"header": typed}))
            else:
                params = {"header": typed, "near": near}
                problems.append(Problem("header-misspelt", cell.at, params=params))
    at = Location(file, sheet.name, f"{header_row}:{header_row}")
    problems += [
        Problem("header-missing", at, params={"header": column.header, "sheet": known.name})
        for name, column in known.columns.items()
        if column.required and name not in columns
    ]
    return columns, problems


def _rows(sheet: cells.Sheet, header_row: int, columns: Mapping[str, int]) -> Iterable[Row]:
    """The rows under the header that hold something in a known column.

    A field left empty still has its cell, with its address.
    """
    for number, row in sheet.rows.items():
        if number <= header_row or all(_is_blank(row.get(c)) for c in columns.values()):
            continue
        file = next(iter(row.values())).at.file
        yield Row(
            number,
            {
                name: row.get(column)
                or Cell(None, Location(file, sheet.name, f"{get_column_letter(column)}{number}"))
                for name, column in columns.items()
            },
        )


def _find_hidden(
    file: str, sheet: cells.Sheet, columns: Mapping[str, int], rows: Iterable[Row]
) -> list[Problem]:
    hidden_rows = [row.number for row in rows if row.number in sheet.hidden_rows]
    hidden_columns = [c for c in sorted(columns.values()) if sheet.is_column_hidden(c)]
    problems = []
    if hidden_rows:
        at = Location(file, sheet.name, f"{hidden_rows[0]}:{hidden_rows[0]}")
        listed = ", ".join(map(str, hidden_rows[:10])) + (" …" if len(hidden_rows) > 10 else "")
        problems.append(Problem("row-hidden", at, params={"rows": listed}))
    for column in hidden_columns:
        letter = get_column_letter(column)
        at = Location(file, sheet.name, f"{letter}:{letter}")
        problems.append(Problem("column-hidden", at, params={"column": letter}))
    return problems


def _find_merged(
    file: str, sheet: cells.Sheet, columns: Mapping[str, int], rows: Iterable[Row]
) -> list[Problem]:
    """Merged cells in the table: all but the first read as empty, which may mean something else
    (an empty office name in มาตรการ means every office)."""
    numbers = [row.number for row in rows]
    found = []
    for merged in sheet.merged:
        after = bisect_left(numbers, merged.first_row)
        has_row = after < len(numbers) and numbers[after] <= merged.last_row
        if has_row and any(
            merged.first_column <= column <= merged.last_column for column in columns.values()
        ):
            found.append(Problem("cells-merged", Location(file, sheet.name, str(merged))))
    return found[:MAX_REPEATS]


def _find_unheaded(file: str, sheet: cells.Sheet, header_row: int) -> list[Problem]:
    """Columns that hold something under an empty header: nobody reads them."""
    headed = {c for c, cell in sheet.rows[header_row].items() if not _is_blank(cell)}
    seen: dict[int, int] = {}
    for number, row in sheet.rows.items():
        if number > header_row:
            for column, cell in row.items():
                if column not in headed and not _is_blank(cell):
                    seen.setdefault(column, number)
    return [
        Problem(
            "column-unheaded", Location(file, sheet.name, f"{get_column_letter(column)}{number}")
        )
        for column, number in sorted(seen.items())[:MAX_REPEATS]
    ]


def _text(cell: Cell) -> str:
    """A header's text; no header is longer than some hundred characters."""
    return "" if cell.value is None else str(cell.value)[:500]


def _shorten(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= 60 else line[:59] + "…"


def _is_blank(cell: Cell | None) -> bool:
    """Nothing stored, or nothing that shows; a formula without a result is not blank."""
    if cell is None:
        return True
    if cell.value is None:
        return not cell.formula
    return isinstance(cell.value, str) and not match_key(cell.value.strip()[:1000])


def _example(known: schema.Sheet) -> str:
    return " · ".join(column.header for column in list(known.columns.values())[:2])
