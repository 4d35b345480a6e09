"""A workbook in pieces: what the reading process sends, and the tables made of it as it arrives.

A workbook comes as a row of replies: for each table its ``head`` and its ``rows`` in batches, and
at last the ``end``. They are plain values, and nothing that runs: the parent does not trust what
comes back, and unpickling allows containers, text, numbers and dates. Plain tuples also take a
tenth of the time of the frozen dataclasses they stand for.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ita_docs.model import Cell, Grid, GridCell, Row, Table, Workbook
from ita_docs.problems import InputError, Location, Problem

MAX_REPLY = 96 * 1024 * 1024
"""Largest reply (bytes): a batch of rows whose every text is as long as a cell's may be."""

TABLES, WHOLE_SHEETS = b"t", b"g"
"""What a request asks for, its first byte: the tables of our own form, or every sheet whole. The
path follows."""

_ALLOWED = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the child says: ``ready``, ``head``, ``rows``, ``end``, ``refused``, ``memory`` or
    ``failed``, and the parent adds ``time``; ``content`` are plain values.

    head: the table's key, its sheet, the header's row, field and column letters of each column,
    and the title above the header. rows: each row's number and its stored cells in the order of
    the head; a form down the page is one row of number 0, whose columns are whole addresses under
    a header of row 0. end: the file's name and the problems of its sheets. refused: the error.

    For whole sheets: ``grid``, a sheet's name and whether it is hidden; ``cells``, its rows with
    their cells by column; ``merged``, its merged ranges.
    """

    kind: str
    content: Any = None


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
            key, sheet, number, columns, title = self._next.content
            # Row 0 is that of a form down the page: its columns are whole addresses.
            headers = {
                name: Location(self.file, sheet, f"{letters}{number or ''}")
                for name, letters in columns
            }
            self._next = next(self._pieces)
            rows = self._read_rows(sheet, columns)
            yield key, Table(sheet, headers, rows, title)
            for _ in rows:
                pass
        _, problems = self._next.content
        self.problems = _build_problems(problems)

    def collect(self) -> Workbook:
        """The whole workbook."""
        tables = {key: replace(table, rows=tuple(table.rows)) for key, table in self.read_tables()}
        return Workbook(self.file, tables, self.problems)

    def _read_rows(self, sheet: str, columns: Any) -> Iterator[Row]:
        # A cell and its address are made as the tuples that they are: to call their classes for
        # each of some million cells takes a fifth of the time of reading them.
        make: Any = tuple.__new__
        file = self.file
        while self._next is not None and self._next.kind == "rows":
            for number, cells in self._next.content:
                at_row = str(number or "")
                fields = {
                    name: make(
                        Cell,
                        (value, make(Location, (file, sheet, letters + at_row, None)), *manner),
                    )
                    for (name, letters), (value, manner) in zip(columns, cells, strict=True)
                }
                yield Row(number, fields)
            self._next = next(self._pieces)


def build_grids(file: str, pieces: Iterable[Reply]) -> tuple[Grid, ...]:
    """The whole sheets of a file from their pieces."""
    grids: list[Grid] = []
    name, hidden = "", False
    rows: dict[int, dict[int, GridCell]] = {}
    for piece in pieces:
        if piece.kind == "grid":
            (name, hidden), rows = piece.content, {}
        elif piece.kind == "cells":
            for number, cells in piece.content:
                rows[number] = {column: GridCell(*cell) for column, *cell in cells}
        elif piece.kind == "merged":
            merged = tuple(tuple(box) for box in piece.content)
            grids.append(Grid(file, name, rows, merged, hidden))
    return tuple(grids)


# --- between the processes ------------------------------------------------------------------------


def dump_reply(reply: Reply) -> bytes:
    """The bytes of a reply, its length in front."""
    data = pickle.dumps((reply.kind, reply.content), pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(4, "little") + data


def load_reply(data: bytes) -> Reply:
    """The reply from its bytes. Raises UnpicklingError for anything but plain values."""
    kind, content = _Unpickler(io.BytesIO(data)).load()
    return Reply(str(kind), content)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def flatten_error(error: InputError) -> Any:
    """An error as plain values; ``build_error`` makes it again."""
    return error.code, _flatten_at(error.at), error.values


def build_error(content: Any) -> InputError:
    """The error from its plain values."""
    code, at, values = content
    return InputError(code, _build_at(at), **values)


def flatten_problems(problems: Iterable[Problem]) -> Any:
    """Problems as plain values, as the ``end`` carries them."""
    return [(p.code, _flatten_at(p.at), p.office, dict(p.values)) for p in problems]


def _build_problems(content: Any) -> tuple[Problem, ...]:
    return tuple(
        Problem(code, _build_at(at), office, values) for code, at, office, values in content
    )


def _flatten_at(at: Location | None) -> Any:
    return None if at is None else (at.file, at.sheet, at.cell, at.part)


def _build_at(at: Any) -> Location | None:
    return None if at is None else Location(*at)
