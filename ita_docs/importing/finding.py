"""The tables of a sheet: several may lie below or beside each other, each under its own titles."""

from __future__ import annotations

from ita_docs.importing.blocks import Block, Sheet
from ita_docs.importing.labels import LabelReader
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.tall_blocks import find_tall
from ita_docs.importing.wide_blocks import find_heads, split_wide
from ita_docs.model import Grid

_MOST_TITLES = 200
"""Rows, and cells, in which the titles of one table are looked for."""


def find_blocks(grid: Grid, reader: LabelReader) -> list[Block]:
    """The tables of a sheet, in the order of their first rows."""
    sheet = Sheet(grid, reader)
    tall = find_tall(sheet)
    taken = {row for block in tall for row in (*block.head_rows, *block.rows)}
    heads = find_heads(sheet, taken)
    wide = [block for band in heads for block in split_wide(sheet, band)]
    blocks = sorted([*tall, *wide], key=lambda block: (block.rows or [0])[0])
    _end_bodies(sheet, blocks)
    for block in blocks:
        _find_titles(sheet, block, blocks)
    return [block for block in blocks if block.rows]


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
