"""Which row of a worksheet is its header, and which column each header names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise

from openpyxl.utils.cell import get_column_letter

from ita_docs import schema, thai
from ita_docs.ooxml.number_formats import show_number, show_text
from ita_docs.problems import Location, Problem
from ita_docs.thai import match_key
from ita_docs.workbook.plain_rows import Stored
from ita_docs.workbook.sheet import Sheet, SheetRow

HEADER_ROWS = 10
"""The header row is looked for in the first so many rows; a title above it is common."""

MAX_REPEATS = 30
"""Problems of one kind named per sheet: the thirty-first helps nobody."""

MOST_NAMED = 4
"""Headers named together as missing."""

_LONGEST_TITLE = 500
"""Characters of what stands above the header; a year is looked for in it."""

_IGNORED = frozenset(map(match_key, schema.IGNORED_HEADERS))
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing; nobody sees them."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its row's number, its cells by column, what each of them names, and the text of
    the title above it. ``lifted`` are columns whose header stands in a row above, with that row."""

    number: int
    cells: Mapping[int, Stored]
    fields: Mapping[int, str]
    title: str
    lifted: Mapping[int, int]


def find_header(
    rows: Iterator[SheetRow], sheet: Sheet, known: schema.Sheet
) -> tuple[Header | None, Iterator[SheetRow]]:
    """The header among the first rows, and the rows that follow it; None where there is none.

    It is the row with the most known headers, the first of equals and two at least. A row above
    with fewer holds bands that span several columns, or the upper half of a header of two rows.
    """
    # row 3  ชื่อหน่วยงาน │ ตัวชี้วัด (merged over ten) │ IIT │ คะแนนรวม │ ระดับ     4 known
    # row 4  (merged)     │ 1 │ 2 │ 3 … 10            │     │          │          10 known
    #   header: row 4, where it is blank completed from row 3; "1" names an indicator since a
    #   heading above says ตัวชี้วัด
    top: list[SheetRow] = []
    for row in rows:
        top.append(row)
        if row[0] >= HEADER_ROWS:
            break
    found: list[dict[int, str]] = []
    heading = False
    for number, cells in top:
        if number > HEADER_ROWS:
            break
        found.append(_find_fields(sheet, number, cells, known, numbered=heading))
        heading = heading or any(schema.is_indicator_heading(read_text(c)) for c in cells.values())
    counts = [len(set(fields.values())) for fields in found]
    if max(counts, default=0) < 2:
        return None, rows
    place = counts.index(max(counts))
    number, cells = top[place]
    fields, cells = found[place], dict(cells)
    lifted: dict[int, int] = {}
    above = place
    while above and top[above - 1][0] == top[above][0] - 1 and found[above - 1]:
        above -= 1
        for column, name in found[above].items():
            blank = column not in cells or is_blank(cells[column])
            if blank and name not in fields.values():
                fields[column], cells[column] = name, top[above][1][column]
                lifted[column] = top[above][0]
    titles = (read_text(cell) for _, row in top[:above] for cell in row.values())
    title = " ".join(titles)[:_LONGEST_TITLE]
    return Header(number, cells, fields, title, lifted), chain(top[place + 1 :], rows)


def _find_fields(
    sheet: Sheet, row: int, cells: Mapping[int, Stored], known: schema.Sheet, *, numbered: bool
) -> dict[int, str]:
    """The field that each header cell names; bare numbers only under a heading of indicators.

    A header is read as it is shown, else without what is struck out, else without the raised
    number of a footnote.
    """
    fields: dict[int, str] = {}
    numbers: dict[int, str] = {}
    for column, cell in sorted(cells.items()):
        texts = (read_text(cell), cell[1][3] or "", sheet.bare.get((row, column), ""))
        name = next(filter(None, (known.find_field(text) for text in texts if text)), None)
        number = known.find_numbered(read_text(cell)) if numbered and name is None else None
        if name is not None:
            fields[column] = name
        elif number is not None:
            numbers[column] = number
    order = [int(name.removeprefix("indicator_")) for name in numbers.values()]
    if len(order) > 2 and all(after == before + 1 for before, after in pairwise(order)):
        fields |= numbers
    return fields


def find_near(text: str, names: Mapping[str, str]) -> str | None:
    """The known name nearest to what was typed, or None; ``names`` are known names by key."""
    key = thai.find_near(text[:80], names)
    return None if key is None else names[key]


def match_headers(
    sheet: Sheet, known: schema.Sheet, header: Header
) -> tuple[dict[str, int], list[Problem]]:
    """The column of each field, and what is wrong with the headers."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    names = {
        key: known.columns[name].header for key, name in known.keys.items() if name in known.columns
    }
    number = header.number
    for column, cell in sorted(header.cells.items()):
        at = Location(sheet.file, sheet.name, f"{get_column_letter(column)}{number}")
        typed = shorten(read_text(cell))
        name = header.fields.get(column)
        if name is not None and _BIDI.search(read_text(cell)):
            problems.append(Problem("header-bidi", at, values={"header": typed}))
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
    missing = [
        column.header
        for name, column in known.columns.items()
        if column.required and name not in columns
    ]
    if missing:
        listed = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        values = {"header": listed, "sheet": known.name}
        problems.append(Problem("header-missing", at, values=values))
    return columns, problems


def list_bands(header: Header, sheet: Sheet) -> list[Problem]:
    """Headers taken from above that turn out to be merged over several columns: bands, that head
    no column alone. Merged ranges stand behind the rows, so that only the end of a sheet tells."""
    return [
        Problem("cells-merged", Location(sheet.file, sheet.name, str(merged)))
        for column, row in header.lifted.items()
        for merged in sheet.layout.merged
        if merged.first_row <= row <= merged.last_row
        and merged.first_column <= column <= merged.last_column
        and merged.first_column < merged.last_column
    ]


def read_text(cell: Stored) -> str:
    """A header's text as it is shown; no header is longer than some hundred characters."""
    value, (_, code, _, _) = cell
    if isinstance(value, str):
        return (show_text(value[:500], code) or value[:500])[:500]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return show_number(Decimal(repr(value)), code).text or str(value)
    return "" if value is None else str(value)


def shorten(text: str) -> str:
    """A text for a message: on one line, at most 60 characters."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= 60 else line[:59] + "…"


def is_blank(cell: Stored) -> bool:
    """Nothing stored, or nothing that shows; a formula without a result is not blank.

    A formula that points at a blank cell stores 0, in rows that nobody has filled in.
    """
    value, (formula, _, _, _) = cell
    if value is None:
        return not formula
    if formula and value == 0 and not isinstance(value, bool):
        return True
    return isinstance(value, str) and not match_key(value.strip()[:1000])


def name_example(known: schema.Sheet) -> str:
    """The first headers of a sheet, to show what is looked for."""
    return " · ".join(column.header for column in list(known.columns.values())[:2])
