"""The account of every cell: used, a label, or not used and why. No cell is without an entry.

used + labels + not used = every cell with content, each once
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ita_docs.model import Grid


class Fate(Enum):
    """What became of a cell."""

    USED = "used"
    LABEL = "label"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell's fate, and why: a key of words.toml, with the words that it names."""

    fate: Fate
    why: str
    detail: str = ""


_OUTSIDE = Entry(Fate.UNUSED, "outside")


class Account:
    """The entries of the cells of all sheets read."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        self.grids = tuple(grids)
        self._entries: dict[int, dict[tuple[int, int], Entry]] = {
            id(grid): {} for grid in self.grids
        }

    def note(
        self, grid: Grid, place: tuple[int, int], fate: Fate, why: str, detail: str = ""
    ) -> None:
        """Enter a cell. What was used stays used; otherwise the later word counts."""
        entries = self._entries[id(grid)]
        before = entries.get(place)
        if before is None or before.fate is not Fate.USED:
            entries[place] = Entry(fate, why, detail)

    def find(self, grid: Grid, place: tuple[int, int]) -> Entry:
        """A cell's entry; a cell that nobody spoke of lies outside every table."""
        return self._entries[id(grid)].get(place, _OUTSIDE)

    def list_entries(self, grid: Grid) -> Iterator[tuple[tuple[int, int], Entry]]:
        """Every cell with content of a sheet, row by row."""
        for row in sorted(grid.rows):
            for column in sorted(grid.rows[row]):
                yield (row, column), self.find(grid, (row, column))
