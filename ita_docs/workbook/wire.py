"""What passes between the reading process and its parent: plain values, and nothing that runs.

A workbook comes as a row of replies: for each table its ``head`` and its ``rows`` in batches, and
at last the ``end``. The parent does not trust what comes back: unpickling allows containers, text,
numbers and dates. Plain tuples also take a tenth of the time of the frozen dataclasses they stand
for.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ita_docs.problems import InputError, Location, Problem

MAX_REPLY = 96 * 1024 * 1024
"""Largest reply (bytes): a batch of rows whose every text is as long as a cell's may be."""

_ALLOWED = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the child says: ``ready``, ``head``, ``rows``, ``end``, ``refused``, ``memory`` or
    ``failed``, and the parent adds ``time``; ``content`` are plain values.

    head: the table's key, its sheet, the header's row, and field and column letters of each
    column. rows: each row's number and its stored cells in the order of the head. end: the
    file's name and the problems of its sheets. refused: the error.
    """

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


def flatten_error(error: InputError) -> Any:
    """An error as plain values; ``build_error`` makes it again."""
    return error.code, _flatten_at(error.at), error.values


def build_error(content: Any) -> InputError:
    """The error from its plain values."""
    code, at, params = content
    return InputError(code, _build_at(at), **params)


def flatten_problems(problems: Iterable[Problem]) -> Any:
    """Problems as plain values; ``build_problems`` makes them again."""
    return [(p.code, _flatten_at(p.at), p.office, dict(p.values)) for p in problems]


def build_problems(content: Any) -> tuple[Problem, ...]:
    """The problems from their plain values."""
    return tuple(
        Problem(code, _build_at(at), office, params) for code, at, office, params in content
    )


def _flatten_at(at: Location | None) -> Any:
    return None if at is None else (at.file, at.sheet, at.cell, at.part)


def _build_at(at: Any) -> Location | None:
    return None if at is None else Location(*at)
