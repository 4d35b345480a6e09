"""A workbook that is still being read: its tables and rows as their pieces arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ita_docs.model import Cell, Row, Table, Workbook
from ita_docs.problems import Location, Problem
from ita_docs.workbook.wire import Reply, build_problems


class ArrivingWorkbook:
    """A workbook's tables, once, in the order of the schema; each table's rows, once.

    ``problems`` is what was wrong with its sheets and headers, known when the last table has
    been read. Reading raises InputError where the file cannot be used after all.
    """

    def __init__(self, file: str, pieces: Iterator[Reply]) -> None:
        self.file = file
        self.problems: tuple[Problem, ...] = ()
        self._pieces = pieces
        self._next: Reply | None = None

    def read_tables(self) -> Iterator[tuple[str, Table]]:
        """Each table by its key. What of its rows was not taken is passed over."""
        self._next = next(self._pieces)
        while self._next.kind == "head":
            key, sheet, number, columns = self._next.content
            headers = {
                name: Location(self.file, sheet, f"{letters}{number}") for name, letters in columns
            }
            self._next = next(self._pieces)
            rows = self._read_rows(sheet, columns)
            yield key, Table(sheet, headers, rows)
            for _ in rows:
                pass
        _, problems = self._next.content
        self.problems = build_problems(problems)

    def collect(self) -> Workbook:
        """The whole workbook."""
        tables = {key: replace(table, rows=tuple(table.rows)) for key, table in self.read_tables()}
        return Workbook(self.file, tables, self.problems)

    def _read_rows(self, sheet: str, columns: Any) -> Iterator[Row]:
        file = self.file
        while self._next is not None and self._next.kind == "rows":
            for number, cells in self._next.content:
                at_row = str(number)
                fields = {
                    name: Cell(value, Location(file, sheet, letters + at_row), formula, code)
                    for (name, letters), (value, formula, code) in zip(columns, cells, strict=True)
                }
                yield Row(number, fields)
            self._next = next(self._pieces)
