"""A row of the table of measures that would be too tall is divided between its measures.

A row of a table stays on one page, so that it is read together. A tall one would leave half a page
blank before it; one taller than a page would be broken in the middle of a measure, and its other
columns would be blank on the pages after. So it becomes several rows that each say whose they are:

    ๑  การป้องกันการทุจริต          ๑. …  ๒. …  ๓. …     กลุ่มอำนวยการ
    ๑  การป้องกันการทุจริต (ต่อ)     ๔. …  ๕. …           กลุ่มอำนวยการ
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowRoom:
    """What the column of measures has room for.

    ``letters`` and marks of a line; ``lines`` of a row at most, and of the last one, which shares
    its page with the signature.
    """

    letters: int
    lines: int
    last_lines: int


# TH Sarabun is 1.46 mm wide a letter at 14 pt, marks counted as letters, and a line 6.4 mm high.
# A row, the heading row and the text that leads in are about half of the page together, and so are
# the last row and the signature: what moves to the next page leaves no more than that blank.
PORTRAIT = RowRoom(letters=40, lines=16, last_lines=11)
"""The column is 67 mm wide, and half of the page 128 mm high."""
LANDSCAPE = RowRoom(letters=51, lines=8, last_lines=8)
"""83 mm, and 85 mm."""


def divide_steps(steps: Sequence[str], room: RowRoom, *, last: bool) -> list[list[str]]:
    """The measures of each row, in order: as few rows as there is room for, about equally tall.

    ``last`` says that nothing follows in the table. A measure is never divided.
    """
    heights = [_count_lines(step, room.letters) for step in steps]
    most = room.last_lines if last else room.lines
    rows = _fill(steps, heights, most)
    # The least height that needs no more rows divides them most evenly.
    for height in range(max(heights, default=0), most):
        even = _fill(steps, heights, height)
        if len(even) == len(rows):
            return even
    return rows


def _fill(steps: Sequence[str], heights: Sequence[int], most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    filled = 0
    for step, height in zip(steps, heights, strict=True):
        if not rows or filled + height > most:
            rows.append([])
            filled = 0
        rows[-1].append(step)
        filled += height
    return rows or [[]]


def _count_lines(step: str, letters: int) -> int:
    return max(1, -(-len(step) // letters))
