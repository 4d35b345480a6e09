"""Where the tables with a row an office begin: the heads, their groups, tables side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from ita_docs.importing.blocks import (
    FEW,
    MAX_HEAD,
    MOST_COLUMNS,
    MOST_TABLES,
    Block,
    Head,
    Place,
    Sheet,
    is_bare,
    is_label_text,
    is_year,
    make_head,
    show_cell,
)
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.roles import Label, Role
from ita_docs.importing.years import FIRST_YEAR
from ita_docs.model import GridCell
from ita_docs.problems import Digits, Location

_PART = re.compile(r"(?:10|[1-9])\.[1-9]")


def find_heads(sheet: Sheet, taken: Iterable[int]) -> list[tuple[int, ...]]:
    """The runs of rows that are heads: at least two labels and no figure."""
    taken = set(taken)
    bands: list[list[int]] = []
    for number in sheet.numbers:
        if number in taken or not _is_head(sheet, number, bands):
            continue
        if bands and number == bands[-1][-1] + 1 and len(bands[-1]) < MAX_HEAD:
            bands[-1].append(number)
        else:
            bands.append([number])
    if len(bands) > MOST_TABLES:
        at = Location(sheet.grid.file, sheet.grid.sheet)
        raise QuestionError("import-too-many-tables", at, most=Digits(str(MOST_TABLES)))
    return [tuple(_add_groups(sheet, band, taken) + band) for band in bands]


def _is_head(sheet: Sheet, number: int, bands: list[list[int]]) -> bool:
    cells = sheet.grid.rows[number]
    if len(cells) < 2 or any(_is_figure(cell) for cell in cells.values()):
        return False
    numbers = [place for place in cells if is_bare(sheet, (number, place))]
    labels = parts = 0
    for column, cell in cells.items():
        label = sheet.label((number, column))
        if is_year(cell) or (label.role is Role.UNKNOWN and label.years and not label.rest):
            labels += 1
        elif column not in numbers and read_figure(cell).kind is not Kind.TEXT:
            if not _PART.fullmatch(show_cell(cell)):
                return False
            parts += 1  # 9.1 over a part of indicator 9, or a score after all
        elif label.role not in (Role.UNKNOWN, Role.NUMBER):
            labels += 1
    if parts and labels < FEW:
        return False
    follows = bool(bands) and bands[-1][-1] == number - 1
    if len(numbers) >= FEW and _is_run(sheet, number, numbers):
        return follows or labels >= 1
    if numbers and not _is_run(sheet, number, numbers):
        return False
    return labels >= 2


def _is_figure(cell: GridCell) -> bool:
    """Whether a cell is plainly a score, told at once: most rows of a large table are bodies."""
    value = cell.value
    return isinstance(value, float) and 11 <= value < FIRST_YEAR


def _is_run(sheet: Sheet, number: int, columns: list[int]) -> bool:
    """Whether bare numbers rise from left to right: 1 2 3 …, or 1-5, 1-3, 1-2."""
    found = [int(sheet.label((number, column)).number or 0) for column in sorted(columns)]
    return len(found) >= 2 and all(
        after > before or after == 1 for before, after in pairwise(found)
    )


def _add_groups(sheet: Sheet, band: list[int], taken: set[int]) -> list[int]:
    """The rows over a head that group its columns: not over its first column, or merged there."""
    first = min(sheet.grid.rows[band[0]])
    found: list[int] = []
    number = band[0] - 1
    while number not in taken and number in sheet.grid.rows and len(found) < MAX_HEAD - 1:
        cells = sheet.grid.rows[number]
        right = [column for column in cells if column > first]
        if not right or not all(is_label_text(cells[column]) for column in cells):
            break
        if len(cells) == 1 and not _is_group(sheet, (number, right[0]), band):
            break
        if all(_is_plain_title(sheet, (number, column)) for column in cells):
            break
        found.insert(0, number)
        first = min(first, *cells)
        number -= 1
    return found


def _is_group(sheet: Sheet, place: Place, band: list[int]) -> bool:
    """Whether a lone cell over a head is over some of its columns, and no title in the middle."""
    label = sheet.label(place)
    if label.role is Role.INSTRUMENT or (label.years and not label.rest):
        return True
    covered = [
        column for column in sheet.grid.rows[band[-1]] if sheet.anchor((place[0], column)) == place
    ]
    return len(covered) > 1 and label.role is not Role.UNKNOWN


def _is_plain_title(sheet: Sheet, place: Place) -> bool:
    label = sheet.label(place)
    return label.role is Role.UNKNOWN and not (label.years and not label.rest)


def split_wide(sheet: Sheet, head_rows: tuple[int, ...]) -> list[Block]:
    """The blocks of one head, side by side: each begins where a column of offices comes again."""
    columns = sorted({column for row in head_rows for column in _covered(sheet, row)})
    heads = {column: make_head(sheet, head_rows, column) for column in columns}
    heads = {column: head for column, head in heads.items() if head.path}
    starts: list[int] = []
    figures = offices = False
    for column, head in sorted(heads.items()):
        role = head.label.role
        opens = role in (Role.OFFICE, Role.ORDER, Role.PROVINCE)
        if not starts or (opens and figures and offices and _repeats(heads, column)):
            starts.append(column)
            figures = offices = False
        offices = offices or role in (Role.OFFICE, Role.PROVINCE)
        figures = figures or head.label.is_figure or role is Role.SCORE
    if not heads:
        return []  # whatever stands there is covered by a merged cell that says nothing
    ends = [start - 1 for start in starts[1:]] + [max(heads)]
    blocks = []
    for start, end in zip(starts, ends, strict=True):
        own = {column: head for column, head in heads.items() if start <= column <= end}
        if any(_may_hold_figures(head.label) for head in own.values()):
            blocks.append(Block(sheet.grid, False, head_rows, [], (start, end), own))
    return blocks


def _repeats(heads: Mapping[int, Head], column: int) -> bool:
    """Whether a column of offices stands at or behind this one, so that a table begins here."""
    return any(
        other >= column and other <= column + 2 and head.label.role is Role.OFFICE
        for other, head in heads.items()
    )


def _may_hold_figures(label: Label) -> bool:
    return (
        label.is_figure
        or label.role is Role.SCORE
        or (label.role is Role.UNKNOWN and bool(label.years) and not label.rest)
    )


def _covered(sheet: Sheet, row: int) -> list[int]:
    """The columns of a head's row, those that its merged cells cover among them."""
    found = set(sheet.grid.rows.get(row, {}))
    for first_row, first, last_row, last in sheet.grid.merged:
        if first_row <= row <= last_row and sheet.cell((first_row, first)) is not None:
            found.update(range(first, min(last, first + 200) + 1))
    return sorted(column for column in found if column <= MOST_COLUMNS)
