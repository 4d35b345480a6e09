"""Where the tables of a sheet lie: their headers, their bodies, and the titles over them.

    ผลการประเมิน ITA ปี 2567          title
    ที่ | หน่วยงาน | IIT      | รวม    head, two rows: IIT is merged over the columns 1 and 2
       |          | 1  | 2   |
    1  | สพป.ตรัง…| 92 | 98  | 88     body: a row an office                        WIDE

    ตัวชี้วัด          | 2566 | 2567   head
    การปฏิบัติหน้าที่    | 92   | 98     body: a row an indicator, a column a year     TALL

A sheet may hold several, below or beside each other. Nothing is decided here about years or
offices; a block is a place with labels.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ita_docs.importing.labels import Label, LabelReader, Role
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.office_names import OfficeNames
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.years import FIRST_YEAR, LAST_YEAR
from ita_docs.model import Grid, GridCell
from ita_docs.problems import Digits, Location

MAX_HEAD = 4
"""Rows of one head: a title of groups, the groups, the names, the numbers."""
_FEW = 3
"""Labels one below the other that make a table down the page."""
_MOST_BESIDE = 6
"""Tables down the page that stand side by side; more labels in a row are a head."""
_WIDEST, _DEEPEST, _MOST_MERGED = 300, 3000, 200_000
"""How far a merged cell is followed, and how many cells of merged ranges are known at all."""
_MOST_COLUMNS, _MOST_TABLES, _MOST_TITLES = 400, 300, 200
"""Columns of a sheet that are looked at, its tables, and the cells of one table's titles: more
than anybody makes, and few enough that no sheet takes long."""
_LONGEST_LABEL = 200
"""Characters; a longer text is no header."""

_PART = re.compile(r"(?:10|[1-9])\.[1-9]")

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

    def __init__(self, grid: Grid, reader: LabelReader, names: OfficeNames) -> None:
        self.grid = grid
        self.reader = reader
        self.names = names
        self.numbers = sorted(grid.rows)
        self._anchors = find_anchors(grid)
        self.by_column: dict[int, list[int]] = {}
        for number in self.numbers:
            for column in grid.rows[number]:
                if column <= _MOST_COLUMNS:
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
            cells = sorted(self.grid.rows.get(row, {}))[:_MOST_COLUMNS]
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


def find_blocks(grid: Grid, reader: LabelReader, names: OfficeNames) -> list[Block]:
    """The tables of a sheet, in the order of their first rows."""
    sheet = Sheet(grid, reader, names)
    tall = _find_tall(sheet)
    taken = {row for block in tall for row in (*block.head_rows, *block.rows)}
    heads = _find_heads(sheet, taken)
    wide = [block for band in heads for block in _split_wide(sheet, band)]
    blocks = sorted([*tall, *wide], key=lambda block: (block.rows or [0])[0])
    _end_bodies(sheet, blocks)
    for block in blocks:
        _find_titles(sheet, block, blocks)
    return [block for block in blocks if block.rows]


# --- tables with a row an office ------------------------------------------------------------------


def _find_heads(sheet: Sheet, taken: Iterable[int]) -> list[tuple[int, ...]]:
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
    if len(bands) > _MOST_TABLES:
        at = Location(sheet.grid.file, sheet.grid.sheet)
        raise QuestionError("import-too-many-tables", at, most=Digits(str(_MOST_TABLES)))
    return [tuple(_add_groups(sheet, band, taken) + band) for band in bands]


def _is_head(sheet: Sheet, number: int, bands: list[list[int]]) -> bool:
    cells = sheet.grid.rows[number]
    if len(cells) < 2 or any(_is_figure(cell) for cell in cells.values()):
        return False
    numbers = [place for place in cells if _is_bare(sheet, (number, place))]
    labels = parts = 0
    for column, cell in cells.items():
        label = sheet.label((number, column))
        if _is_year(cell) or (label.role is Role.UNKNOWN and label.years and not label.rest):
            labels += 1
        elif column not in numbers and read_figure(cell).kind is not Kind.TEXT:
            if not _PART.fullmatch(show_cell(cell)):
                return False
            parts += 1  # 9.1 over a part of indicator 9, or a score after all
        elif label.role not in (Role.UNKNOWN, Role.NUMBER):
            labels += 1
    if parts and labels < _FEW:
        return False
    follows = bool(bands) and bands[-1][-1] == number - 1
    if len(numbers) >= _FEW and _is_run(sheet, number, numbers):
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


def _is_bare(sheet: Sheet, place: Place) -> bool:
    return sheet.label(place).role is Role.NUMBER


def _is_year(cell: GridCell) -> bool:
    value = cell.value
    return isinstance(value, (int, float)) and FIRST_YEAR <= value <= LAST_YEAR and value % 1 == 0


def _add_groups(sheet: Sheet, band: list[int], taken: set[int]) -> list[int]:
    """The rows over a head that group its columns: not over its first column, or merged there."""
    first = min(sheet.grid.rows[band[0]])
    found: list[int] = []
    number = band[0] - 1
    while number not in taken and number in sheet.grid.rows and len(found) < MAX_HEAD - 1:
        cells = sheet.grid.rows[number]
        right = [column for column in cells if column > first]
        if not right or not all(_is_label_text(cells[column]) for column in cells):
            break
        if len(cells) == 1 and not _is_group(sheet, (number, right[0]), band):
            break
        if all(_is_plain_title(sheet, (number, column)) for column in cells):
            break
        found.insert(0, number)
        first = min(first, *cells)
        number -= 1
    return found


def _is_label_text(cell: GridCell) -> bool:
    return _is_year(cell) or read_figure(cell).kind is Kind.TEXT


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


def _split_wide(sheet: Sheet, head_rows: tuple[int, ...]) -> list[Block]:
    """The blocks of one head, side by side: each begins where a column of offices comes again."""
    columns = sorted({column for row in head_rows for column in _covered(sheet, row)})
    heads = {column: _make_head(sheet, head_rows, column) for column in columns}
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
    ends = [start - 1 for start in starts[1:]] + [max(heads, default=0)]
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
    return sorted(column for column in found if column <= _MOST_COLUMNS)


def _make_head(sheet: Sheet, rows: Sequence[int], column: int) -> Head:
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


# --- tables with a row an indicator ---------------------------------------------------------------


def _find_tall(sheet: Sheet) -> list[Block]:
    """The tables down the page: a column with three indicators or more, one below the other."""
    runs = [run for column in sorted(sheet.by_column) for run in _find_runs(sheet, column)]
    runs.sort(key=lambda run: (run.column, run.rows[0]))
    if len(runs) > _MOST_TABLES:
        at = Location(sheet.grid.file, sheet.grid.sheet)
        raise QuestionError("import-too-many-tables", at, most=Digits(str(_MOST_TABLES)))
    merged: list[list[_Run]] = []
    for run in runs:
        partner = next(
            (
                group
                for group in merged
                if set(group[0].rows) & set(run.rows) and _are_neighbours(sheet, group[-1], run)
            ),
            None,
        )
        if partner is None:
            merged.append([run])
        else:
            partner.append(run)
    blocks = []
    for group in merged:
        beside = [
            other[0].column
            for other in merged
            if other is not group
            and other[0].column > group[-1].column
            and set(other[0].rows) & set(group[0].rows)
        ]
        block = _make_tall(sheet, group, min(beside, default=0))
        if block is not None:
            blocks.append(block)
    return blocks


@dataclass(frozen=True, slots=True)
class _Run:
    """Labels of figures one below the other in a column."""

    column: int
    rows: tuple[int, ...]


def _find_runs(sheet: Sheet, column: int) -> list[_Run]:
    """The runs of one column; a label that comes again begins the next."""
    runs: list[_Run] = []
    rows: list[int] = []
    seen: set[int] = set()
    numbers = False
    for row in sheet.by_column[column]:
        place = (row, column)
        cell = sheet.cell(place)
        if cell is None or not (numbers or isinstance(cell.value, str)):
            continue
        label = sheet.label(place)
        if label.role is Role.NUMBERS:
            numbers = True
        bare = numbers and label.role is Role.NUMBER
        if not (bare or label.role is Role.INDICATOR):
            continue
        if _is_row_of_heads(sheet, row, column):
            continue
        number = label.number or 0
        if number in seen:
            runs.append(_Run(column, tuple(rows)))
            rows, seen = [], set()
        rows.append(row)
        seen.add(number)
    runs.append(_Run(column, tuple(rows)))
    return [run for run in runs if len(run.rows) >= _FEW]


def _is_row_of_heads(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a row names so many figures beside this one that it is a head."""
    found = 0
    for other, cell in sheet.grid.rows[row].items():
        if other != column and isinstance(cell.value, str):
            found += sheet.label((row, other)).role in (Role.INDICATOR, Role.TOTAL)
            if found > _MOST_BESIDE:
                return True
    return False


def _are_neighbours(sheet: Sheet, left: _Run, right: _Run) -> bool:
    """Whether two label columns belong to one table: no figures stand between them."""
    return not any(
        read_figure(cell).kind is Kind.NUMBER and not _is_bare(sheet, (row, column))
        for row in right.rows
        for column in range(left.column + 1, right.column)
        if (cell := sheet.cell((row, column))) is not None
    )


def _make_tall(sheet: Sheet, runs: list[_Run], next_column: int) -> Block | None:
    first_row = min(run.rows[0] for run in runs)
    last_row = max(run.rows[-1] for run in runs)
    labels = sorted(run.column for run in runs)
    last = max((max(sheet.grid.rows[row]) for run in runs for row in run.rows), default=0)
    if next_column:
        last = _end_before(sheet, labels[-1], next_column, runs[0].rows)
    first = _first_column(sheet, labels[0], runs[0].rows)
    rows = sheet.rows_between(first_row, last_row)
    rows = _reach_down(sheet, rows, labels[-1], first)
    rows = _reach_up(sheet, rows, labels[-1], first)
    values = [
        column
        for column in range(labels[-1] + 1, last + 1)
        if any(
            (cell := sheet.cell((row, column))) is not None
            and read_figure(cell).kind is not Kind.TEXT
            for row in rows
        )
    ]
    head_rows = _find_tall_head(sheet, rows[0], first, labels, values)
    block = Block(sheet.grid, True, head_rows, rows, (first, last), values=values)
    for column in range(first, last + 1):
        head = _make_head(sheet, head_rows, column)
        if head.path:
            block.heads[column] = head
    for row in rows:
        block.row_heads[row] = _make_row_head(sheet, block, row, labels[-1])
    return block if values else None


def _first_column(sheet: Sheet, label: int, rows: Sequence[int]) -> int:
    """The leftmost column of the labels: what stands before the names without a gap."""
    column = label
    while column > 1 and any(
        sheet.cell(sheet.anchor((row, column - 1))) is not None for row in rows
    ):
        before = column - 1
        figures = sum(
            (cell := sheet.cell((row, before))) is not None
            and read_figure(cell).kind is Kind.NUMBER
            and not _is_bare(sheet, (row, before))
            for row in rows
        )
        if figures > 1 and not _is_order(sheet, rows, before):
            break
        column = before
    return column


def _is_order(sheet: Sheet, rows: Sequence[int], column: int) -> bool:
    """Whether a column counts its rows: whole numbers that rise by one."""
    found = [read_figure(cell).number for row in rows if (cell := sheet.cell((row, column)))]
    return len(found) >= 2 and all(
        before is not None and after is not None and after == before + 1
        for before, after in pairwise(found)
    )


def _end_before(sheet: Sheet, label: int, next_column: int, rows: Sequence[int]) -> int:
    """The last column of a table before the next one beside it."""
    end = next_column - 1
    while end > label + 1 and (
        all(sheet.cell((row, end)) is None for row in rows) or _is_order(sheet, rows, end)
    ):
        end -= 1
    return end


def _reach_down(sheet: Sheet, rows: list[int], label: int, first: int) -> list[int]:
    """The rows below that still name a figure: รวม, IIT, ระดับ; up to two rows may lie between."""
    found = list(rows)
    for number in sheet.rows_between(rows[-1] + 1, rows[-1] + 12):
        if number > found[-1] + 3:
            break
        roles = [
            sheet.label((number, column)).role
            for column in sheet.grid.rows[number]
            if first <= column <= label
        ]
        if Role.INDICATOR in roles or not any(
            role in (Role.TOTAL, Role.INSTRUMENT, Role.LEVEL) for role in roles
        ):
            break
        found.append(number)
    return found


def _reach_up(sheet: Sheet, rows: list[int], label: int, first: int) -> list[int]:
    """The rows above that name a figure and hold one: a total that stands on top."""
    found = list(rows)
    while (number := found[0] - 1) in sheet.grid.rows:
        cells = sheet.grid.rows[number]
        named = any(
            sheet.label((number, column)).role in (Role.TOTAL, Role.INSTRUMENT, Role.LEVEL)
            for column in cells
            if first <= column <= label
        )
        figures = any(
            read_figure(cell).kind is Kind.NUMBER and not _is_year(cell)
            for column, cell in cells.items()
            if column > label
        )
        alone = len(cells) == 1 and named
        if not named or not (figures or alone):
            break
        found.insert(0, number)
    return found


def _find_tall_head(
    sheet: Sheet, first_row: int, first: int, labels: list[int], values: list[int]
) -> tuple[int, ...]:
    """The rows over the body that head its columns, the nearest without a gap."""
    found: list[int] = []
    number = first_row - 1
    while number in sheet.grid.rows and len(found) < MAX_HEAD:
        covered = [column for column in values if sheet.cell(sheet.anchor((number, column)))]
        over_labels = any(
            sheet.anchor((number, column)) in {sheet.anchor((number, label)) for label in labels}
            for column in covered
        )
        named = [
            column
            for column in range(first, labels[-1] + 1)
            if sheet.label((number, column)).role in (Role.NUMBERS, Role.ORDER, Role.GROUP)
        ]
        if (not covered and not named) or (over_labels and not named):
            break
        if not all(
            _is_label_text(cell)
            for column, cell in sheet.grid.rows[number].items()
            if column in covered
        ):
            break
        found.insert(0, number)
        number -= 1
    return tuple(found)


def _make_row_head(sheet: Sheet, block: Block, row: int, last: int) -> Head:
    """What names a row: its cells before the figures, order numbers left out."""
    path: list[str] = []
    places: list[Place] = []
    for column in range(block.columns[0], last + 1):
        place = sheet.anchor((row, column))
        text = show_cell(sheet.cell(place))
        head = block.heads.get(column)
        role = head.label.role if head is not None else Role.UNKNOWN
        if not text or place in places:
            continue
        number = sheet.label(place).role is Role.NUMBER
        if role is Role.NUMBERS and number:
            text = f"ตัวชี้วัดที่ {text}"
        elif role in (Role.ORDER, Role.ASIDE) or number or _is_plain_number(sheet.cell(place)):
            continue
        path.append(text)
        places.append(place)
    return Head(_read_row(sheet.reader, tuple(path)), tuple(path), tuple(places))


def _is_plain_number(cell: GridCell | None) -> bool:
    return cell is not None and read_figure(cell).kind is Kind.NUMBER


def _read_row(reader: LabelReader, path: tuple[str, ...]) -> Label:
    """A row's label. A number in one cell and a name in the next must be the same indicator's."""
    single = [reader.read((text,)) for text in path]
    indicators = [label for label in single if label.role is Role.INDICATOR]
    label = reader.read(path)
    if label.role is Role.INDICATOR and len(indicators) > 1:
        numbers = {found.number for found in indicators}
        if len(numbers) > 1 and label.odds is None:
            other = next(found.number for found in indicators if found.number != label.number)
            return replace(label, odds=other)
    return label


# --- bodies and titles ----------------------------------------------------------------------------


def _end_bodies(sheet: Sheet, blocks: list[Block]) -> None:
    """The body of a wide block: the rows under its head, as far as the next block's titles."""
    tops = sorted({block.head_rows[0] if block.head_rows else block.rows[0] for block in blocks})
    for block in blocks:
        if block.tall:
            continue
        bottom = block.head_rows[-1]
        following = [top for top in tops if top > bottom]
        last = following[0] - 1 if following else sheet.numbers[-1]
        rows = sheet.rows_between(bottom + 1, last)
        if following:
            # The texts right over the next head are its titles.
            while rows and not _holds_figure(sheet, rows[-1], block):
                rows.pop()
        block.rows = rows


def _holds_figure(sheet: Sheet, row: int, block: Block) -> bool:
    return any(
        block.columns[0] <= column <= block.columns[1]
        and read_figure(cell).kind in (Kind.NUMBER, Kind.DASH, Kind.COMMA, Kind.UNCALCULATED)
        for column, cell in sheet.grid.rows[row].items()
    )


def _find_titles(sheet: Sheet, block: Block, blocks: list[Block]) -> None:
    """The texts over a block, below whatever block stands above it.

    Over blocks side by side a title belongs to the block it begins over, or to all of them where
    no other of its row begins over another.
    """
    top = block.head_rows[0] if block.head_rows else block.rows[0]
    above = [other.rows[-1] for other in blocks if other.rows and other.rows[-1] < top]
    beside = [
        other
        for other in blocks
        if other is not block
        and other.rows
        and block.rows
        and other.rows[0] <= block.rows[-1]
        and block.rows[0] <= other.rows[-1]
    ]
    for row in sheet.rows_between(max(above, default=0) + 1, top - 1)[-_MOST_TITLES:]:
        cells = sheet.grid.rows[row]
        own = [column for column in cells if block.columns[0] <= column <= block.columns[1]]
        others = [
            column
            for column in cells
            if any(other.columns[0] <= column <= other.columns[1] for other in beside)
        ]
        columns = (
            own if beside and own and others else list(cells) if not beside or not own else own
        )
        if beside and not own and others:
            columns = [column for column in cells if column < block.columns[0]]
        block.titles += [(row, column) for column in columns]
    del block.titles[:-_MOST_TITLES]
