"""Tables as places with labels: a block, its headers, and the sheet that it lies in.

    ผลการประเมิน ITA ปี 2567          title
    ที่ | หน่วยงาน | IIT      | รวม    head, two rows: IIT is merged over the columns 1 and 2
       |          | 1  | 2   |
    1  | สพป.ตรัง…| 92 | 98  | 88     body: a row an office                        WIDE

    ตัวชี้วัด          | 2566 | 2567   head
    การปฏิบัติหน้าที่    | 92   | 98     body: a row an indicator, a column a year     TALL

Nothing is decided here about years or offices.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ita_docs.importing.labels import LabelReader
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.roles import Label, Role
from ita_docs.importing.years import FIRST_YEAR, LAST_YEAR
from ita_docs.model import Grid, GridCell

MAX_HEAD = 4
"""Rows of one head: a title of groups, the groups, the names, the numbers."""
FEW = 3
"""Labels that make a head, or a table down the page."""
_WIDEST, _DEEPEST, _MOST_MERGED = 300, 3000, 200_000
"""How far a merged cell is followed, and how many cells of merged ranges are known at all."""
MOST_COLUMNS, MOST_TABLES = 400, 300
"""Columns of a sheet that are looked at, and its tables: more than anybody makes, and few enough
that no sheet takes long."""
_LONGEST_LABEL = 200
"""Characters; a longer text is no header."""

Place = tuple[int, int]
"""Row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Head:
    """A header: what its cells say together, the texts from the outside in, and where they are."""

    label: Label
    path: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The header as a person would quote it."""
        return " · ".join(" ".join(part.split()) for part in self.path)


@dataclass(slots=True)
class Block:
    """One table. ``heads`` are those of its columns; ``rows`` those of its body.

    In a tall one ``row_heads`` name the rows, and ``values`` are the columns with figures.
    """

    grid: Grid
    tall: bool
    head_rows: tuple[int, ...]
    rows: list[int]
    columns: tuple[int, int]
    heads: dict[int, Head] = field(default_factory=dict)
    row_heads: dict[int, Head] = field(default_factory=dict)
    values: list[int] = field(default_factory=list)
    titles: list[Place] = field(default_factory=list)

    def text(self, place: Place) -> str:
        """What stands in a cell, as text."""
        return show_cell(self.grid.rows.get(place[0], {}).get(place[1]))


class Sheet:
    """A grid with what is asked of it again and again: merged cells, labels, kinds of rows."""

    def __init__(self, grid: Grid, reader: LabelReader) -> None:
        self.grid = grid
        self.reader = reader
        self.numbers = sorted(grid.rows)
        self._anchors = find_anchors(grid)
        self.by_column: dict[int, list[int]] = {}
        for number in self.numbers:
            for column in grid.rows[number]:
                if column <= MOST_COLUMNS:
                    self.by_column.setdefault(column, []).append(number)
        self._starts: dict[int, tuple[int, ...]] = {}

    def anchor(self, place: Place) -> Place:
        """The cell that a merged one belongs to; any other is its own."""
        return self._anchors.get(place, place)

    def cell(self, place: Place) -> GridCell | None:
        """What a cell stores; None where it is empty."""
        return self.grid.rows.get(place[0], {}).get(place[1])

    def label(self, place: Place) -> Label:
        """What one cell says by itself."""
        text = show_cell(self.cell(place))
        if not text or len(text) > _LONGEST_LABEL:
            return Label(Role.UNKNOWN)
        return self.reader.read((text,))

    def group_starts(self, row: int) -> tuple[int, ...]:
        """The columns of a row where a group of columns begins: a year or an instrument."""
        if row not in self._starts:
            cells = sorted(self.grid.rows.get(row, {}))[:MOST_COLUMNS]
            labels = {column: self.label((row, column)) for column in cells}
            starts = [c for c in cells if labels[c].years or labels[c].role is Role.INSTRUMENT]
            whole = bool(starts) and len(starts) == sum(c >= starts[0] for c in cells)
            self._starts[row] = tuple(starts) if whole else ()
        return self._starts[row]

    def path(self, rows: Sequence[int], column: int) -> tuple[tuple[str, ...], tuple[Place, ...]]:
        """The header over a column: its texts from the top, each merged cell once."""
        places: list[Place] = []
        for row in rows:
            place = self.anchor((row, column))
            if self.cell(place) is not None and place not in places:
                places.append(place)
        return tuple(show_cell(self.cell(place)) for place in places), tuple(places)

    def rows_between(self, first: int, last: int) -> list[int]:
        """The rows with content from one number to another, both included."""
        return self.numbers[bisect_left(self.numbers, first) : bisect_right(self.numbers, last)]


def find_anchors(grid: Grid) -> dict[Place, Place]:
    """For the cells of merged ranges the first of each, which holds what they show."""
    found: dict[Place, Place] = {}
    for first_row, first, last_row, last in grid.merged:
        if len(found) > _MOST_MERGED:
            break
        for row in range(first_row, min(last_row, first_row + _DEEPEST) + 1):
            for column in range(first, min(last, first + _WIDEST) + 1):
                found[row, column] = first_row, first
    return found


def show_cell(cell: GridCell | None) -> str:
    """A cell as text; a number as its digits."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def is_bare(sheet: Sheet, place: Place) -> bool:
    """Whether a cell holds a bare number from 1 to 10."""
    return sheet.label(place).role is Role.NUMBER


def is_year(cell: GridCell) -> bool:
    """Whether a cell holds a year as a number."""
    value = cell.value
    return isinstance(value, (int, float)) and FIRST_YEAR <= value <= LAST_YEAR and value % 1 == 0


def is_label_text(cell: GridCell) -> bool:
    """Whether a cell holds text, or a year: what a header may be."""
    return is_year(cell) or read_figure(cell).kind is Kind.TEXT


def make_head(sheet: Sheet, rows: Sequence[int], column: int) -> Head:
    """The header over a column: what stands there, and the group that it is under."""
    path, places = sheet.path(rows, column)
    label = sheet.reader.read(path)
    if label.role in (Role.NUMBER, Role.SCORE, Role.UNKNOWN) or (
        label.is_figure and not label.years and label.role is not Role.LEVEL
    ):
        group = _find_group(sheet, rows, column)
        if group is not None:
            whole = (show_cell(sheet.cell(group)), *path)
            filled = sheet.reader.read(whole)
            return Head(filled, whole, (group, *places))
    return Head(label, path, places)


def _find_group(sheet: Sheet, rows: Sequence[int], column: int) -> Place | None:
    """The group that a column stands under where cells are not merged (CSV): the text before it.

    2566 |       | 2567 |          the years of groups that have the same columns each;
    คะแนน | ระดับ  | คะแนน | ระดับ     an instrument only over bare numbers, which need it
    """
    for row in rows[:-1]:
        if sheet.cell(sheet.anchor((row, column))) is not None or _is_merged(sheet, row):
            continue
        starts = sheet.group_starts(row)
        before = [other for other in starts if other < column]
        if not before:
            continue
        group = before[-1]
        label = sheet.label((row, group))
        bottom = sheet.label((rows[-1], column))
        if label.role is Role.INSTRUMENT and bottom.role is Role.NUMBER:
            return row, group
        if label.years and _are_alike(sheet, rows[-1], starts):
            return row, group
    return None


def _is_merged(sheet: Sheet, row: int) -> bool:
    return any(first <= row <= last for first, _, last, _ in sheet.grid.merged)


def _are_alike(sheet: Sheet, row: int, starts: Sequence[int]) -> bool:
    """Whether the groups that begin at these columns have the same headers below, one by one."""
    end = max(sheet.grid.rows[row], default=0) + 1
    bounds = [*starts, end]
    texts = [
        tuple(show_cell(sheet.cell((row, column))) for column in range(first, last))
        for first, last in pairwise(bounds)
    ]
    return len(starts) > 1 and len(set(texts)) == 1 and all(texts[0])
