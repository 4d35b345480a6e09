"""What passes between the reading process and its parent: plain values, and nothing that runs.

The parent does not trust what comes back: unpickling allows containers, text, numbers and dates.
Plain tuples also take a tenth of the time of the frozen dataclasses they stand for.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from typing import Any

from ita_docs.errors import InputError, Location, Problem
from ita_docs.model import Cell, Row, Table, Workbook

MAX_REPLY = 96 * 1024 * 1024
"""Largest reply (bytes); the largest workbook within the limits makes one of some 20 MB."""

_ALLOWED = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the child says: ``ready``, ``book``, ``refused``, ``memory`` or ``failed``, and the
    parent adds ``time``; ``content`` is the workbook or error as plain values, or a text."""

    kind: str
    content: Any = None


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


def flatten_book(book: Workbook) -> Any:
    """A workbook as plain values; ``build_book`` makes it again."""
    tables = [(key, _flatten_table(table)) for key, table in book.tables.items()]
    problems = [(p.code, _flatten_at(p.at), p.office, dict(p.params)) for p in book.problems]
    return book.file, tables, problems


def build_book(content: Any) -> Workbook:
    """The workbook from its plain values."""
    file, tables, problems = content
    return Workbook(
        file,
        {key: _build_table(file, table) for key, table in tables},
        tuple(
            Problem(code, _build_at(at), office, params) for code, at, office, params in problems
        ),
    )


def flatten_error(error: InputError) -> Any:
    """An error as plain values; ``build_error`` makes it again."""
    return error.code, _flatten_at(error.at), error.params


def build_error(content: Any) -> InputError:
    """The error from its plain values."""
    code, at, params = content
    return InputError(code, _build_at(at), **params)


def _flatten_table(table: Table) -> Any:
    headers = [(name, at.cell) for name, at in table.headers.items()]
    rows = [
        (
            row.number,
            [(k, c.value, c.at.cell, c.formula, c.number_format) for k, c in row.cells.items()],
        )
        for row in table.rows
    ]
    return table.sheet, headers, rows


def _build_table(file: str, content: Any) -> Table:
    sheet, headers, rows = content
    return Table(
        sheet,
        {name: Location(file, sheet, cell) for name, cell in headers},
        tuple(
            Row(number, {k: Cell(v, Location(file, sheet, at), *rest) for k, v, at, *rest in cells})
            for number, cells in rows
        ),
    )


def _flatten_at(at: Location | None) -> Any:
    return None if at is None else (at.file, at.sheet, at.cell, at.part)


def _build_at(at: Any) -> Location | None:
    return None if at is None else Location(*at)
