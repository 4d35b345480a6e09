"""The sheet ที่มาของข้อมูล: where every cell of the form came from, and what was not used and why.

ตาราง      what was taken for a table, who said its year and office, what proves it
หัวตาราง    each header: the field it names, and why that is certain
ใช้        each row used: which cells went into which fields of which office
ไม่ได้ใช้    every other cell with a value, and the reason
คำกำกับ    titles, headers and names
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from ita_docs.importing.account import Account, Entry, Fate
from ita_docs.importing.blocks import show_cell
from ita_docs.importing.gathering import Table
from ita_docs.importing.mapping import Figure
from ita_docs.model import Grid, name_column
from ita_docs.schema import SHEETS
from ita_docs.sections import parse_toml

Line = tuple[str, str, str, str, str, str, str]
"""Status, place in the form, file, sheet, cells, text, reason."""

LONGEST = 300
"""Characters of what a line quotes of the file."""


@cache
def load_words() -> dict[str, Any]:
    """The words of the sheet."""
    return parse_toml((files("ita_docs.importing") / "words.toml").read_bytes())


def write_report(
    tables: Iterable[Table], placed: Iterable[tuple[str, str, list[Figure]]], account: Account
) -> list[Line]:
    """All lines. ``placed`` are the rows of the form: table, office and the figures they took."""
    words = load_words()
    lines = [line for table in tables for line in _describe_table(table, words)]
    for key, office, figures in placed:
        lines += _describe_row(key, office, figures, words)
    for fate, status in ((Fate.UNUSED, "unused"), (Fate.LABEL, "label")):
        for grid in account.grids:
            lines += _describe_cells(grid, account, fate, words["status"][status], words)
    return lines


def _describe_table(table: Table, words: dict[str, Any]) -> Iterator[Line]:
    block = table.mapped.block
    grid = block.grid
    reasons = [words["table"]["tall" if block.tall else "wide"]]
    for settled in (table.mapped.year, table.mapped.office):
        if settled is not None:
            at = settled.at.cell or ""
            told = words["told"][settled.why]
            reasons.append(told.format(value=settled.value, at=at))
    proof = "proven" if table.proven else "unproven"
    reasons.append(words["table"][proof].format(proven=table.proven, units=table.units))
    yield _line("table", "", grid, table.at.cell or "", "", " · ".join(reasons), words)
    heads: dict[tuple[int, int], Figure] = {}
    for lane in table.lanes:
        for figure in lane.figures:
            heads.setdefault(figure.head.places[-1], figure)
    for place, figure in sorted(heads.items()):
        cells = list_cells(figure.head.places)
        reason = _explain(figure, words)
        yield _line(
            "column", _name_field(figure.field), grid, cells or list_cells([place]),
            figure.head.text, reason, words,
        )  # fmt: skip


def _name_field(name: str) -> str:
    return SHEETS["scores"].columns[name].header


def _name_fields(names: list[str]) -> str:
    """Fields in the order of their cells, indicators that follow each other as a range."""
    found: list[list[int | str]] = []
    for name in names:
        number = int(name.rpartition("_")[2]) if name.startswith("indicator_") else None
        if number is not None and found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([name if number is None else number])
    return ", ".join(
        _name_field(str(group[0]))
        if isinstance(group[0], str)
        else f"ตัวชี้วัดที่ {group[0]}" + (f"-{group[-1]}" if len(group) > 1 else "")
        for group in found
    )


def _explain(figure: Figure, words: dict[str, Any]) -> str:
    known = words["known"]
    if figure.said is not None:
        reason = str(known[figure.said.name])
    elif figure.field in ("total", "level"):
        reason = str(known[figure.field])
    else:
        reason = str(known["instrument"])
    if figure.head.label.years:
        reason += " · " + known["year-own"].format(year=figure.year)
    return reason


def _describe_row(
    key: str, office: str, figures: list[Figure], words: dict[str, Any]
) -> Iterator[Line]:
    """The lines of one row of the form, one for each sheet that it was taken from."""
    if not figures:
        return
    sheet = SHEETS[key].name
    by_grid = groupby(sorted(figures, key=lambda f: id(f.block.grid)), lambda f: id(f.block.grid))
    for _, group in by_grid:
        own = sorted(group, key=lambda figure: figure.place)
        grid = own[0].block.grid
        into = _name_fields([figure.field for figure in own])
        values = ", ".join(show_cell(grid.rows[f.place[0]][f.place[1]]) for f in own)
        known = own[0].office.office
        place = f"{sheet} · {known.short_name if known else office} · {own[0].year}"
        cells = list_cells([figure.place for figure in own])
        yield _line("used", place, grid, cells, values, into, words)


def _describe_cells(
    grid: Grid, account: Account, fate: Fate, status: str, words: dict[str, Any]
) -> Iterator[Line]:
    """The cells of one fate, row by row; those not used with the same reason on one line."""
    entries = [(place, entry) for place, entry in account.list_entries(grid) if entry.fate is fate]

    def alike(item: tuple[tuple[int, int], Entry]) -> tuple[int, Entry | None]:
        return item[0][0], None if fate is Fate.LABEL else item[1]

    for _, group in groupby(entries, alike):
        found = list(group)
        places = [place for place, _ in found]
        text = " | ".join(_quote(grid, place) for place in places)
        whys = dict.fromkeys((entry.why, entry.detail) for _, entry in found)
        reasons = [str(words["why"][why]).format(detail=detail) for why, detail in whys]
        yield (
            status, "", grid.file, grid.sheet, list_cells(places), text[:LONGEST],
            " · ".join(reasons)[:LONGEST],
        )  # fmt: skip


def _quote(grid: Grid, place: tuple[int, int]) -> str:
    cell = grid.rows[place[0]][place[1]]
    return show_cell(cell) if cell.value is not None else "="


def _line(
    status: str, into: str, grid: Grid, cells: str, text: str, reason: str, words: dict[str, Any]
) -> Line:
    return (
        str(words["status"][status]), into, grid.file, grid.sheet, cells, text[:LONGEST],
        reason[:LONGEST],
    )  # fmt: skip


def list_cells(places: Iterable[tuple[int, int]]) -> str:
    """Cells as addresses, neighbours of a row or a column as a range: ``C5:L5, N5``."""
    found: list[list[tuple[int, int]]] = []
    for row, column in places:
        if found:
            first, last = found[-1][0], found[-1][-1]
            along = row == last[0] == first[0] and column == last[1] + 1
            down = column == last[1] == first[1] and row == last[0] + 1
            if along or down:
                found[-1].append((row, column))
                continue
        found.append([(row, column)])
    return ", ".join(
        _address(group[0]) if len(group) == 1 else f"{_address(group[0])}:{_address(group[-1])}"
        for group in found
    )


def _address(place: tuple[int, int]) -> str:
    return f"{name_column(place[1])}{place[0]}"
