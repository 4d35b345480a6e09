"""Which sheet of a workbook holds which table, and the tables read one after the other."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ita_docs.model import Workbook
from ita_docs.problems import InputError, Location, Problem
from ita_docs.schema import NOTES_SHEETS, SHEETS
from ita_docs.thai import match_key
from ita_docs.workbook.guard import STRANGERS, Limits, Package, read_package
from ita_docs.workbook.header import find_near
from ita_docs.workbook.parts import Parts, SheetPart, read_parts
from ita_docs.workbook.pieces import ArrivingWorkbook, Reply, flatten_problems
from ita_docs.workbook.sheet import Sheet
from ita_docs.workbook.tables import read_table
from ita_docs.workbook.tall_form import MOST_CELLS, TallForm, find_tall_form, read_tall_form

_KEYS = {
    match_key(name): key for key, sheet in SHEETS.items() for name in (sheet.name, *sheet.aliases)
}
_ONCE_A_WORKBOOK = frozenset({"results-pending", "results-of-other-workbook", "header-bidi"})
_NOTES = frozenset(map(match_key, NOTES_SHEETS))
# What programs put around the name of a copied sheet: "คะแนน (2)" (Excel), "คะแนน_2" (LibreOffice),
# "สำเนาของคะแนน" and "Copy of คะแนน" (Google Sheets).
_COPY = re.compile(r"^(?:สำเนาของ|สำเนา|copyof)|(?:\([0-9]+\)|_[0-9]+|-?copy|-?\(?สำเนา\)?)$")

_MOST_PEEKED = 12
"""Sheets of unknown names that are looked into for the form of one office."""


def read_workbook(path: Path, limits: Limits = STRANGERS) -> Workbook:
    """Read the tables of a workbook, with an address on every cell.

    Problems of sheets and headers are returned in ``Workbook.problems``. A table whose sheet or
    header row is missing has no key in ``tables``. Nothing is written. Raises InputError for a
    file that cannot be used.
    """
    return open_workbook(path, limits).collect()


def open_workbook(path: Path, limits: Limits = STRANGERS) -> ArrivingWorkbook:
    """The same row by row, so that a large workbook is never whole in memory."""
    return ArrivingWorkbook(path.name, stream_workbook(path, limits))


def stream_workbook(path: Path, limits: Limits = STRANGERS) -> Iterator[Reply]:
    """The same in pieces of plain values, which a child process can send."""
    package = read_package(path, limits)
    parts = read_parts(package)
    tall = _find_tall_forms(package, parts)
    sheets, problems = _match_sheets(package.file, parts, tuple(form.sheet.name for form in tall))
    left, one_office = limits.cells, bool(tall)
    if tall:
        pieces, found = read_tall_form(tall[0])
        yield from pieces
        problems += [*found, *_judge_formulas(tall[0].sheet, parts)]
    for key, part in sheets.items():
        sheet = Sheet(package, part, parts, left)
        known = SHEETS[key].of_one_office() if one_office else SHEETS[key]
        # Fields left empty count too: an almost empty table of many rows is as dear as a full one.
        rows, fields = yield from _count_fields(read_table(sheet, key, known), problems)
        if key == "offices":
            one_office = rows == 1
        left -= max(fields, sheet.count)
        if left < 0:
            limit = f"{limits.cells:,}"
            raise InputError("sheet-too-large", Location(package.file, part.name), limit=limit)
        problems += _judge_formulas(sheet, parts)
    yield Reply("end", (package.file, flatten_problems(_tell_once(problems))))


def _judge_formulas(sheet: Sheet, parts: Parts) -> Iterator[Problem]:
    """Results of formulas that may not be what Excel shows once it has worked them out."""
    if parts.pending and sheet.first_formula:
        yield Problem("results-pending", Location(sheet.file, sheet.name, sheet.first_formula))
    if sheet.first_link:
        at = Location(sheet.file, sheet.name, sheet.first_link)
        yield Problem("results-of-other-workbook", at)


def _tell_once(problems: list[Problem]) -> Iterator[Problem]:
    """The problems, those that concern the workbook as a whole at their first address alone."""
    told: set[str] = set()
    for problem in problems:
        if problem.code not in told:
            yield problem
        told |= {problem.code} & _ONCE_A_WORKBOOK


def _count_fields(
    table: Generator[Reply, None, list[Problem]], problems: list[Problem]
) -> Generator[Reply, None, tuple[int, int]]:
    """Pass a table on, adding its problems to the others; how many rows it has, and fields."""
    rows = fields = 0
    while True:
        try:
            piece = next(table)
        except StopIteration as end:
            problems += end.value
            return rows, fields
        if piece.kind == "rows":
            rows += len(piece.content)
            fields += sum(len(cells) for _, cells in piece.content)
        yield piece


def _find_tall_forms(package: Package, parts: Parts) -> list[TallForm]:
    """The forms of one office in a workbook that has none of the sheets they stand for.

    A sheet that is larger than such a form, or damaged, is none: it is not read for anything else.
    """
    names = {part: match_key(part.name) for part in parts.sheets}
    if any(_KEYS.get(name) in ("offices", "scores") for name in names.values()):
        return []
    unknown = [part for part, name in names.items() if name not in _KEYS and not _is_note(name)]
    found: list[TallForm] = []
    for part in unknown[:_MOST_PEEKED]:
        with suppress(InputError):
            form = find_tall_form(Sheet(package, part, parts, MOST_CELLS))
            found += [form] if form is not None else []
    return found


def _match_sheets(
    file: str, parts: Parts, tall: tuple[str, ...]
) -> tuple[dict[str, SheetPart], list[Problem]]:
    """The sheet of each table, and what is wrong with the sheets' names.

    ``tall`` are the sheets that hold the form of one office; a second one is one too many.
    """
    found: dict[str, SheetPart] = {}
    problems: list[Problem] = []
    unknown: list[SheetPart] = []
    for sheet in parts.sheets:
        key = _KEYS.get(match_key(sheet.name))
        if sheet.name in tall:
            problems += _judge_tall(Location(file, sheet.name), sheet, tall[0])
        elif key is None:
            unknown.append(sheet)
        elif key in found:
            params = {"sheet": sheet.name, "first": found[key].name}
            problems.append(Problem("sheet-repeated", Location(file, sheet.name), values=params))
        else:
            found[key] = sheet
            if sheet.hidden:
                params = {"sheet": sheet.name}
                problems.append(Problem("sheet-hidden", Location(file, sheet.name), values=params))
    problems += [
        Problem("sheet-missing", Location(file), values={"sheet": known.name})
        for key, known in SHEETS.items()
        if known.required and key not in found and not tall
    ]
    for sheet in unknown:
        problems += _judge_unknown(Location(file, sheet.name), sheet.name, found)
    return {key: found[key] for key in SHEETS if key in found}, problems


def _judge_tall(at: Location, sheet: SheetPart, first: str) -> Iterator[Problem]:
    if sheet.name != first:
        yield Problem("sheet-repeated", at, None, {"sheet": sheet.name, "first": first})
    if sheet.hidden:
        yield Problem("sheet-hidden", at, None, {"sheet": sheet.name})


def _is_note(key: str) -> bool:
    """Whether a sheet is written for people: a known name, also with a number behind it."""
    return _COPY.sub("", key).rstrip("0123456789") in _NOTES


def _judge_unknown(at: Location, name: str, found: Mapping[str, SheetPart]) -> list[Problem]:
    """A sheet under no known name: a copy, a misspelt one, notes for people, or just another."""
    if _is_note(match_key(name)):
        return []
    stem = _COPY.sub("", match_key(name))
    key = _KEYS.get(stem) or find_near(name, _KEYS)
    if key is None:
        return [Problem("sheet-unknown", at, values={"sheet": name})]
    code = "sheet-copy" if key in found else "sheet-misspelt"
    return [Problem(code, at, values={"sheet": name, "near": SHEETS[key].name})]
