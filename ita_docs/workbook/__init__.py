"""The workbook: a path in, its cells with their addresses out. Names of sheets, no rules.

The file is taken for hostile: ``guard`` checks the container before anything is parsed, every
part is read in one bounded pass, and only the sheets that the schema knows are read at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ita_docs.errors import InputError, Location, Problem
from ita_docs.model import Table, Workbook
from ita_docs.thai import match_key
from ita_docs.workbook.cells import MAX_CELLS, read_sheet
from ita_docs.workbook.guard import read_package
from ita_docs.workbook.parts import Parts, SheetPart, read_parts
from ita_docs.workbook.schema import NOTES_SHEETS, SHEETS
from ita_docs.workbook.tables import build_table, find_near

__all__ = ["SHEETS", "read_workbook"]

_KEYS = {
    match_key(name): key for key, sheet in SHEETS.items() for name in (sheet.name, *sheet.aliases)
}
_NOTES = frozenset(map(match_key, NOTES_SHEETS))
# What programs put around the name of a copied sheet: "คะแนน (2)" (Excel), "คะแนน_2" (LibreOffice),
# "สำเนาของคะแนน" and "Copy of คะแนน" (Google Sheets).
_COPY = re.compile(r"^(?:สำเนาของ|สำเนา|copyof)|(?:\([0-9]+\)|_[0-9]+|-?copy|-?\(?สำเนา\)?)$")


def read_workbook(path: Path) -> Workbook:
    """Read the tables of a workbook, with an address on every cell.

    Problems of sheets and headers are returned in ``Workbook.problems``. A table whose sheet or
    header row is missing has no key in ``tables``. Nothing is written; the result can be pickled,
    so that a child process may do the reading. Raises InputError for a file that cannot be used.
    """
    package = read_package(path)
    parts = read_parts(package)
    sheets, problems = _match_sheets(package.file, parts)
    tables: dict[str, Table] = {}
    left = MAX_CELLS
    for key, part in sheets.items():
        sheet = read_sheet(package, part, parts, left)
        table, found = build_table(package.file, sheet, SHEETS[key])
        # Fields left empty count too: an almost empty table of many rows is as dear as a full one.
        fields = 0 if table is None else len(table.rows) * len(table.headers)
        left -= max(fields, sum(map(len, sheet.rows.values())))
        if left < 0:
            limit = f"{MAX_CELLS:,}"
            raise InputError("sheet-too-large", Location(package.file, part.name), limit=limit)
        problems += found
        if table is not None:
            tables[key] = table
    return Workbook(package.file, tables, tuple(problems))


def _match_sheets(file: str, parts: Parts) -> tuple[dict[str, SheetPart], list[Problem]]:
    """The sheet of each table, and what is wrong with the sheets' names."""
    found: dict[str, SheetPart] = {}
    problems: list[Problem] = []
    unknown: list[SheetPart] = []
    for sheet in parts.sheets:
        key = _KEYS.get(match_key(sheet.name))
        if key is None:
            unknown.append(sheet)
        elif key in found:
            params = {"sheet": sheet.name, "first": found[key].name}
            problems.append(Problem("sheet-repeated", Location(file, sheet.name), params=params))
        else:
            found[key] = sheet
            if sheet.hidden:
                params = {"sheet": sheet.name}
                problems.append(Problem("sheet-hidden", Location(file, sheet.name), params=params))
    problems += [
        Problem("sheet-missing", Location(file), params={"sheet": known.name})
        for key, known in SHEETS.items()
        if known.required and key not in found
    ]
    for sheet in unknown:
        problems += _judge_unknown(Location(file, sheet.name), sheet.name, found)
    return {key: found[key] for key in SHEETS if key in found}, problems


def _judge_unknown(at: Location, name: str, found: Mapping[str, SheetPart]) -> list[Problem]:
    """A sheet under no known name: a copy, a misspelt one, notes for people, or just another."""
    stem = _COPY.sub("", match_key(name))
    if stem.rstrip("0123456789") in _NOTES:
        return []
    key = _KEYS.get(stem) or find_near(name, _KEYS)
    if key is None:
        return [Problem("sheet-unknown", at, params={"sheet": name})]
    code = "sheet-copy" if key in found else "sheet-misspelt"
    return [Problem(code, at, params={"sheet": name, "near": SHEETS[key].name})]
