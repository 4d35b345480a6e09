"""A row of a table whose cells are too tall for a page is divided into rows that go on.

Each cell is divided by itself, so that nothing is printed twice and nothing is cut:

    ๑  การใช้งบประมาณ         ๑. …  ๒. …    เผยแพร่แล้วครบสี่ไตรมาส …    แล้วเสร็จ
    ๑  การใช้งบประมาณ (ต่อ)                 ผู้เข้าร่วม ๙๖ คน …
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

_LEADING = frozenset("เแโใไ")
"""Vowels that stand before their letter."""
_FOLLOWING = frozenset("ะาำๅๆฯ")


def divide_cells(
    lines: Mapping[str, Sequence[str]], letters: Mapping[str, int], most: int
) -> list[dict[str, list[str]]]:
    """The lines of each cell by row: as few rows as hold them, about equally tall.

    ``letters`` are those of a line by cell, marks counted; ``most`` are the lines of a row. A line
    of text that is taller than a row by itself is parted, between words where it can be.
    """
    parts = {name: _divide(cell, letters[name], most) for name, cell in lines.items()}
    count = max(map(len, parts.values()), default=1) or 1
    return [
        {name: cell[row] if row < len(cell) else [] for name, cell in parts.items()}
        for row in range(count)
    ]


def _divide(lines: Sequence[str], letters: int, most: int) -> list[list[str]]:
    pieces = [piece for line in lines for piece in part_line(line, letters * most)]
    heights = [-(-len(piece) // letters) or 1 for piece in pieces]
    rows = _fill(pieces, heights, most)
    # The least height that needs no more rows divides them most evenly.
    for height in range(max(heights, default=0), most):
        even = _fill(pieces, heights, height)
        if len(even) == len(rows):
            return even
    return rows


def _fill(pieces: Sequence[str], heights: Sequence[int], most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    filled = most
    for piece, height in zip(pieces, heights, strict=True):
        if filled + height > most:
            rows.append([])
            filled = 0
        rows[-1].append(piece)
        filled += height
    return rows


def part_line(line: str, most: int) -> Iterator[str]:
    """A line in pieces of at most so many letters, about equally long, which are the line again
    when put together."""
    pieces = -(-len(line) // most)
    while len(line) > most:
        even = min(most, -(-len(line) // pieces) + most // 10)
        end = line.rfind(" ", even // 2, even) + 1 or _find_letter(line, even)
        yield line[:end]
        line, pieces = line[end:], max(1, pieces - 1)
    yield line


def _find_letter(line: str, most: int) -> int:
    """The last place up to ``most`` where no letter is parted from its vowels and marks."""
    for place in range(most, 1, -1):
        follows, before = line[place], line[place - 1]
        if (
            unicodedata.category(follows) != "Mn"
            and follows not in _FOLLOWING
            and before not in _LEADING
        ):
            return place
    return most
