"""What goes wrong with a score workbook on its way: columns exchanged, rows shifted, headers lost.

A mutation takes the rows of a sheet and a source of chance, and returns the rows anew, or None
where it does not apply. What comes out of a mutated workbook must be right, blank, named as wrong,
or asked about: never silently another number.
"""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook

Rows = list[list[Any]]
Mutation = Callable[[Rows, random.Random], Rows | None]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _body(rows: Rows) -> list[int]:
    """The rows of figures: three numbers or more that may be scores."""
    return [
        n
        for n, row in enumerate(rows)
        if sum(isinstance(v, float) or (_is_number(v) and 10 < v <= 100) for v in row) >= 3
    ]


def _columns(rows: Rows) -> list[int]:
    """The columns of figures of the body."""
    body = _body(rows)
    width = max((len(rows[n]) for n in body), default=0)
    return [
        c
        for c in range(width)
        if sum(c < len(rows[n]) and _is_number(rows[n][c]) and rows[n][c] > 10 for n in body) * 2
        > len(body)
    ]


def _pick(chance: random.Random, found: list[int], count: int = 1) -> list[int] | None:
    return sorted(chance.sample(found, count)) if len(found) >= count else None


def exchange_columns(rows: Rows, chance: random.Random) -> Rows | None:
    """Two columns change places, headers and all: nothing has changed."""
    picked = _pick(chance, _columns(rows), 2)
    if picked is None:
        return None
    one, two = picked
    for row in rows:
        if len(row) > two:
            row[one], row[two] = row[two], row[one]
    return rows


def exchange_figures(rows: Rows, chance: random.Random) -> Rows | None:
    """The figures of two columns change places under headers that stay."""
    picked = _pick(chance, _columns(rows), 2)
    if picked is None:
        return None
    one, two = picked
    for number in _body(rows):
        row = rows[number]
        if len(row) > two:
            row[one], row[two] = row[two], row[one]
    return rows


def shift_row(rows: Rows, chance: random.Random) -> Rows | None:
    """A cell is put into a row: what follows moves right."""
    body, columns = _body(rows), _columns(rows)
    if not body or not columns:
        return None
    rows[chance.choice(body)].insert(chance.choice(columns), None)
    return rows


def pull_row(rows: Rows, chance: random.Random) -> Rows | None:
    """A cell is taken out of a row: what follows moves left."""
    body, columns = _body(rows), _columns(rows)
    if not body or not columns:
        return None
    row = rows[chance.choice(body)]
    column = chance.choice(columns)
    if column >= len(row):
        return None
    del row[column]
    return rows


def shift_column(rows: Rows, chance: random.Random) -> Rows | None:
    """The figures of one column slip down by a row."""
    body, columns = _body(rows), _columns(rows)
    if len(body) < 2 or not columns:
        return None
    column = chance.choice(columns)
    values = [rows[n][column] if column < len(rows[n]) else None for n in body]
    for number, value in zip(body, [None, *values[:-1]], strict=True):
        rows[number] += [None] * (column + 1 - len(rows[number]))
        rows[number][column] = value
    return rows


def shift_figures(rows: Rows, _: random.Random) -> Rows | None:
    """All figures slip down by a row beside names that stay."""
    body, columns = _body(rows), _columns(rows)
    if len(body) < 2 or not columns:
        return None
    taken = [[rows[n][c] if c < len(rows[n]) else None for c in columns] for n in body]
    target = [*body[1:], body[-1] + 1]
    if target[-1] >= len(rows):
        rows.append([])
    for column in columns:
        if column < len(rows[body[0]]):
            rows[body[0]][column] = None
    for number, values in zip(target, taken, strict=True):
        for column, value in zip(columns, values, strict=True):
            rows[number] += [None] * (column + 1 - len(rows[number]))
            rows[number][column] = value
    return rows


def drop_header(rows: Rows, chance: random.Random) -> Rows | None:
    """The text over a column of figures is lost."""
    body, columns = _body(rows), _columns(rows)
    if not body or not columns:
        return None
    column = chance.choice(columns)
    over = [
        n for n in range(body[0]) if column < len(rows[n]) and rows[n][column] not in (None, "")
    ]
    if not over:
        return None
    rows[over[-1]][column] = None
    return rows


def change_year(rows: Rows, chance: random.Random) -> Rows | None:
    """One of the places that claim the year claims another."""
    places = [
        (n, c)
        for n, row in enumerate(rows)
        for c, v in enumerate(row)
        if isinstance(v, str) and any(str(year) in v for year in range(2562, 2570))
    ]
    if not places:
        return None
    row, column = chance.choice(places)
    text = rows[row][column]
    year = next(year for year in range(2562, 2570) if str(year) in text)
    other = chance.choice([y for y in range(2562, 2570) if y != year])
    rows[row][column] = text.replace(str(year), str(other))
    return rows


def exchange_cells(rows: Rows, chance: random.Random) -> Rows | None:
    """Two figures of one row change places."""
    body, columns = _body(rows), _columns(rows)
    if not body:
        return None
    picked = _pick(chance, columns, 2)
    row = rows[chance.choice(body)]
    if picked is None or len(row) <= picked[1]:
        return None
    row[picked[0]], row[picked[1]] = row[picked[1]], row[picked[0]]
    return rows


def lose_head(rows: Rows, _: random.Random) -> Rows | None:
    """The whole row over the figures is lost."""
    body = _body(rows)
    if not body or body[0] == 0:
        return None
    rows[body[0] - 1] = []
    return rows


MUTATIONS: dict[str, Mutation] = {
    found.__name__: found
    for found in (
        exchange_columns, exchange_figures, shift_row, pull_row, shift_column, shift_figures,
        drop_header, change_year, exchange_cells, lose_head,
    )
}  # fmt: skip


def mutate(content: bytes, mutation: Mutation, chance: random.Random) -> bytes | None:
    """A workbook with one of its sheets changed; None where the change does not apply.

    Merged cells and number formats stay as they are.
    """
    book: Workbook = load_workbook(io.BytesIO(content))
    page = chance.choice(book.worksheets)
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    changed = mutation(copy.deepcopy(rows), chance)
    if changed is None or changed == rows:
        return None
    merged = [str(area) for area in page.merged_cells.ranges]
    for area in merged:
        page.unmerge_cells(area)
    height = max(len(rows), len(changed))
    width = max(map(len, [*rows, *changed]))
    for row in range(height):
        for column in range(width):
            value = (
                changed[row][column] if row < len(changed) and column < len(changed[row]) else None
            )
            page.cell(row + 1, column + 1).value = value
    for area in merged:
        page.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
