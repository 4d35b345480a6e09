"""A sheet as a reader of one kind of file gives it, before it is counted and passed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ita_docs.workbook.sheet import SheetRow

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""The largest sheet of Excel; what lies beyond is no table that anybody made."""

MergedBox = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1, both ends included."""


@dataclass(slots=True)
class WholeSheet:
    """``merged`` is whole once ``rows`` ended."""

    name: str
    rows: Iterable[SheetRow]
    merged: list[MergedBox] = field(default_factory=list)
    hidden: bool = False
