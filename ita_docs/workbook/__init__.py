"""The workbook: a path in, its cells with their addresses out. Names of sheets, no rules.

The file is taken for hostile: ``guard`` checks the container before anything is parsed, every
part is read in one bounded pass, and only the sheets that the schema knows are read at all.
Importing this package is cheap: what takes workbooks apart is loaded on first use, mostly in the
child process that reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ita_docs.schema import SHEETS
from ita_docs.workbook.guard import LARGE, STRANGERS, Limits
from ita_docs.workbook.pieces import ArrivingWorkbook

if TYPE_CHECKING:
    from ita_docs.workbook.reading import open_workbook, read_workbook, stream_workbook

__all__ = [
    "LARGE",
    "SHEETS",
    "STRANGERS",
    "ArrivingWorkbook",
    "Limits",
    "open_workbook",
    "read_workbook",
    "stream_workbook",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from ita_docs.workbook import reading

        return getattr(reading, name)
    raise AttributeError(name)
