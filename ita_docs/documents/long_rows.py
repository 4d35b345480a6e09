"""A row of the table of measures that would be too tall is divided between its measures.

A row of a table stays on one page, so that it is read together. A tall one would leave half a page
blank before it; one taller than a page would be broken in the middle of a measure, and its other
columns would be blank on the pages after. So it becomes several rows that each say whose they are:

    ๑  การป้องกันการทุจริต          ๑. …  ๒. …  ๓. …     กลุ่มอำนวยการ
    ๑  การป้องกันการทุจริต (ต่อ)     ๔. …  ๕. …           กลุ่มอำนวยการ
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class RowRoom:
    """What the column of measures has room for.

    ``letters`` and marks of a line; ``lines`` of a row at most, of the first, which shares its page
    with the text that leads in, and of the last, which shares its page with the signature. Where
    the last is divided, ``end_lines`` are those of what stands above the signature.
    """

    letters: int
    lines: int
    first_lines: int
    last_lines: int
    end_lines: int


# TH Sarabun is 1.46 mm wide a letter at 14 pt, marks counted as letters, and a line 6.4 mm high;
# the heading row and the text that leads in are 40 mm high on a portrait page and 30 mm on the
# other, the signature 62 mm. What moves to the next page together must leave no more than half of
# the page blank:
#
#   128 mm   heading row and text 40 + 13 lines 83     any other row: 16 lines 102
#            11 lines 70 + signature 62
#    85 mm   heading row and text 30 + 8 lines 51      5 lines 32 or, of a row that is divided,
#                                                      3 lines 19 + signature 62
PORTRAIT = RowRoom(letters=40, lines=16, first_lines=16, last_lines=11, end_lines=11)
"""The column is 67 mm wide, and half of the page 128 mm high. A first row of 16 lines may leave a
little more than half blank, but its number and (ต่อ) twice on one page, as most offices' would
stand, looks like a mistake."""
CROWDED = replace(PORTRAIT, first_lines=13)
"""After a tall chart that remainder is certain."""
LANDSCAPE = RowRoom(letters=51, lines=8, first_lines=8, last_lines=5, end_lines=3)
"""83 mm, and 85 mm."""


def divide_steps(
    steps: Sequence[str], room: RowRoom, *, first: bool, last: bool, beside: int = 0
) -> list[list[str]]:
    """The measures of each row, in order: as few rows as there is room for, about equally tall.

    ``first`` and ``last`` say that nothing stands above or follows in the table, ``beside`` how
    many lines the tallest other cell has, where only the first of several rows has it. A measure
    is never divided.
    """
    if not last:
        return _divide(steps, room, room.lines, first=first)
    rows = _divide(steps, room, room.last_lines, first=first)
    if len(rows) == 1:
        if len(steps) < 2 or beside <= room.last_lines:
            return rows
    elif _count_all(rows[-1], room) <= room.end_lines:
        return rows
    end = min(len(steps) - 1, len(_fill(steps[::-1], room, room.end_lines)[0]))
    return [*_divide(steps[:-end], room, room.lines, first=first), list(steps[-end:])]


def _divide(steps: Sequence[str], room: RowRoom, most: int, *, first: bool) -> list[list[str]]:
    if not first or room.first_lines >= most:
        return _divide_evenly(steps, room, most)
    even = _divide_evenly(steps, room, room.first_lines)
    begin = len(_fill(steps, room, room.first_lines)[0])
    rest = _divide_evenly(steps[begin:], room, most)
    return [list(steps[:begin]), *rest] if len(rest) + 1 < len(even) else even


def _divide_evenly(steps: Sequence[str], room: RowRoom, most: int) -> list[list[str]]:
    rows = _fill(steps, room, most)
    # The least height that needs no more rows divides them most evenly.
    tallest = max((_count_lines(step, room) for step in steps), default=0)
    for height in range(tallest, most):
        even = _fill(steps, room, height)
        if len(even) == len(rows):
            return even
    return rows


def _fill(steps: Sequence[str], room: RowRoom, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    filled = 0
    for step in steps:
        height = _count_lines(step, room)
        if not rows or filled + height > most:
            rows.append([])
            filled = 0
        rows[-1].append(step)
        filled += height
    return rows or [[]]


def _count_all(steps: Sequence[str], room: RowRoom) -> int:
    return sum(_count_lines(step, room) for step in steps)


def _count_lines(step: str, room: RowRoom) -> int:
    return max(1, -(-len(step) // room.letters))
