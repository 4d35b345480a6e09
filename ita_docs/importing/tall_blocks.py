"""Where the tables with a row an indicator lie: labels one below the other, and their figures.

One module, though long: the ways in which a tall table may be told are weighed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ita_docs.importing.blocks import (
    FEW,
    MAX_HEAD,
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
from ita_docs.importing.labels import LabelReader
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.roles import Label, Role
from ita_docs.model import GridCell
from ita_docs.problems import Digits, Location

_MOST_BESIDE = 6
"""Tables down the page that stand side by side; more labels in a row are a head."""
_PRELUDE = 12
"""Rows below the indicators in which totals and levels are looked for."""


def find_tall(sheet: Sheet) -> list[Block]:
    """The tables down the page: a column with three indicators or more, one below the other."""
    runs = [run for column in sorted(sheet.by_column) for run in _find_runs(sheet, column)]
    runs.sort(key=lambda run: (run.column, run.rows[0]))
    if len(runs) > MOST_TABLES:
        at = Location(sheet.grid.file, sheet.grid.sheet)
        raise QuestionError("import-too-many-tables", at, most=Digits(str(MOST_TABLES)))
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
    return [run for run in runs if len(run.rows) >= FEW]


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
        read_figure(cell).kind is Kind.NUMBER and not is_bare(sheet, (row, column))
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
        head = make_head(sheet, head_rows, column)
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
            and not is_bare(sheet, (row, before))
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
    for number in sheet.rows_between(rows[-1] + 1, rows[-1] + _PRELUDE):
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
            read_figure(cell).kind is Kind.NUMBER and not is_year(cell)
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
            is_label_text(cell)
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
