"""A row of a sheet that knows its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ita_docs.entries import cells
from ita_docs.entries.shown import is_formula_zero, says_nothing
from ita_docs.model import Cell, Row, RowAt, Table, TableAt
from ita_docs.problems import Location
from ita_docs.schema import LIVE_FIELDS, SHEETS, Column

_TEXTS = frozenset(
    name for sheet in SHEETS.values() for name, column in sheet.columns.items() if column.limit
)
"""Fields that hold a text; the others hold a number, a year or a date."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that knows its table, so that a cell it lacks has an address too.

    ``key`` is that of the schema, ``columns`` what it says of each field, and ``place`` where
    the table stands.
    """

    key: str
    table: Table
    row: Row
    columns: Mapping[str, Column]
    place: TableAt

    @property
    def at(self) -> RowAt:
        """Where the row stands."""
        return RowAt(self.place, self.row.number)

    def has(self, name: str) -> bool:
        """Whether the sheet has that column."""
        return name in self.row.cells or name in self.table.headers

    def lacks(self, name: str) -> bool:
        """Whether the field was left blank; False without its column, which is the sheet's fault,
        and for a formula without a result, which is a fault of its own.

        The name of an office is blank only where nothing is typed: a row without one may be meant
        for every office.
        """
        if not self.has(name):
            return False
        cell = self.cell(name)
        if name == "name":
            return _is_blank(cell) and not says_nothing(cell)
        return _is_blank(cell) or (name in _TEXTS and says_nothing(cell))

    def cell(self, name: str) -> Cell:
        """The cell of a field; an empty one where the row or the sheet lacks it."""
        found = self.row.cells.get(name)
        return found if found is not None else Cell(None, self._address(name))

    def _address(self, name: str) -> Location:
        return self.at.find(name)

    def is_only_a_name(self) -> bool:
        """Whether the row names an office and says nothing else, as in a form made beforehand."""
        others = (
            cell
            for name, cell in self.row.cells.items()
            if name != "name" and name not in LIVE_FIELDS and name not in SHEETS[self.key].guards
        )
        return all(_is_blank(cell) or (cell.formula and is_formula_zero(cell)) for cell in others)


def _is_blank(cell: Cell) -> bool:
    """Nothing to read; a formula whose result is an empty text is blank, one without is not."""
    return cells.is_blank(cell.value) and not (cell.formula and cell.value is None)
