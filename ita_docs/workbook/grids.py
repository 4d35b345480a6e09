"""Whole sheets of whatever file, cell by cell, for the importer: nothing is left out or judged.

    .xlsx         the project's own pass: expat over the parts (sheet.py)
    .ods          the same over content.xml (open_document.py)
    .xls          xlrd (old_excel.py)
    CSV, text     the standard library's csv (delimited.py)
    HTML          the standard library's html.parser (web_tables.py)

What a file is, its first bytes say and not its name: a web page called .xls is read as a web
page. Every kind passes the same guard and counts against the same limits, and all of it runs in
the reading process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ita_docs.model import Grid
from ita_docs.problems import InputError, Location
from ita_docs.thai import match_key
from ita_docs.workbook import delimited, old_excel, open_document, web_tables
from ita_docs.workbook.guard import (
    STRANGERS,
    Limits,
    Package,
    find_wrong_kind,
    find_wrong_package,
    read_bytes,
)
from ita_docs.workbook.parts import read_parts
from ita_docs.workbook.pieces import Reply, build_grids
from ita_docs.workbook.sheet import Sheet, SheetRow
from ita_docs.workbook.whole_sheet import WholeSheet

BATCH = 200
"""Rows that travel together."""

Opener = Callable[[str, bytes, Limits], Iterator[WholeSheet]]
"""A kind's reader: the file's name, its bytes, the limits -> its sheets in their order."""


def read_grids(path: Path, limits: Limits = STRANGERS) -> tuple[Grid, ...]:
    """The sheets of a file, in this process. Raises InputError for a file that cannot be used."""
    return build_grids(path.name, stream_grids(path, limits))


def stream_grids(path: Path, limits: Limits = STRANGERS) -> Iterator[Reply]:
    """The same in pieces of plain values, which a child process can send."""
    left = limits.cells
    for sheet in _open_sheets(path, limits):
        yield Reply("grid", (sheet.name, sheet.hidden))
        batch: list[tuple[int, list[tuple[Any, ...]]]] = []
        for number, cells in sheet.rows:
            shown = [(column, cell[0], *cell[1]) for column, cell in cells.items() if _holds(cell)]
            left -= len(shown)
            if left < 0:
                at = Location(path.name, sheet.name)
                raise InputError("sheet-too-large", at, limit=f"{limits.cells:,}")
            if shown:
                batch.append((number, shown))
            if len(batch) >= BATCH:
                yield Reply("cells", batch)
                batch = []
        yield Reply("cells", batch)
        yield Reply("merged", list(sheet.merged))
    yield Reply("end", (path.name, []))


def _holds(cell: tuple[Any, ...]) -> bool:
    """Whether something shows, or would if it were calculated."""
    value, (formula, _, _, _) = cell
    if value is None:
        return bool(formula)
    return not isinstance(value, str) or bool(match_key(value.strip()[:1000]))


def _open_sheets(path: Path, limits: Limits) -> Iterator[WholeSheet]:
    data = read_bytes(path, limits.file)
    at = Location(path.name)
    if not data:
        raise InputError("file-empty", at)
    kind = find_wrong_kind(data)
    if kind is None:
        package = Package(path.name, data, limits)
        if "[content_types].xml" in package.names and "_rels/.rels" in package.names:
            return _open_xlsx(package)
        kind = find_wrong_package(package)
        if kind == "file-ods":
            return open_document.open_sheets(package)
    if kind not in _OPENERS:
        raise InputError(kind, at)
    return _OPENERS[kind](path.name, data, limits)


def _open_xlsx(package: Package) -> Iterator[WholeSheet]:
    parts = read_parts(package)
    left = package.limits.cells
    for part in parts.sheets:
        sheet = Sheet(package, part, parts, left)
        whole = WholeSheet(part.name, (), hidden=part.hidden)
        whole.rows = _read_sheet(sheet, whole)
        yield whole
        left -= sheet.count


def _read_sheet(sheet: Sheet, whole: WholeSheet) -> Iterator[SheetRow]:
    yield from sheet.read_rows()
    whole.merged += [
        (box.first_row, box.first_column, box.last_row, box.last_column)
        for box in sheet.layout.merged
    ]


_OPENERS: dict[str, Opener] = {
    "file-xls": old_excel.open_sheets,
    "file-csv": delimited.open_sheets,
    "file-html": web_tables.open_sheets,
}
