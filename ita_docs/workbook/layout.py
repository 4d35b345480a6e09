"""What a worksheet folds away or merges: columns of no width, hidden rows, merged ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl.utils.cell import get_column_letter

from ita_docs.ooxml.scanning import XmlFault, refuse
from ita_docs.workbook.plain_rows import MAX_COLUMN, number_column

MAX_ROW = 1_048_576
"""The last row of a worksheet."""
_MAX_COLUMN_RANGES = 20_000
"""Descriptions of column widths in one sheet, which has 16,384 columns."""
_MAX_MERGED = 20_000
"""Merged ranges in one sheet; a form has some ten."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_INDEX = re.compile(r"[0-9]{1,9}")
_TRUE = frozenset({"1", "true"})


class MergedRange:
    """Cells merged into one: columns and rows, both ends included."""

    __slots__ = ("first_column", "first_row", "last_column", "last_row")

    def __init__(self, first: re.Match[str], last: re.Match[str]) -> None:
        self.first_column, self.first_row = number_column(first[1]), int(first[2])
        self.last_column, self.last_row = number_column(last[1]), int(last[2])

    def __str__(self) -> str:
        first = f"{get_column_letter(self.first_column)}{self.first_row}"
        return f"{first}:{get_column_letter(self.last_column)}{self.last_row}"


class Layout:
    """The layout of one sheet as its elements come. Adding raises XmlError."""

    def __init__(self) -> None:
        self.merged: list[MergedRange] = []
        self.hidden_rows: set[int] = set()
        self.hides_zeros = False
        self._hidden_columns: list[tuple[int, int]] = []
        self._column_ranges = 0

    def is_column_hidden(self, column: int) -> bool:
        """Whether the column's width is folded away."""
        return any(first <= column <= last for first, last in self._hidden_columns)

    def add_row(self, number: int, attributes: Mapping[str, str]) -> None:
        """Note whether the row is hidden: told so, filtered out or of no height."""
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0"):
            self.hidden_rows.add(number)

    def add_view(self, attributes: Mapping[str, str]) -> None:
        """Note whether the sheet is set to show no zeros."""
        self.hides_zeros |= attributes.get("showZeros") in ("0", "false")

    def add_columns(self, attributes: Mapping[str, str]) -> None:
        """Note columns, described from the first to the last together."""
        self._column_ranges += 1
        if self._column_ranges > _MAX_COLUMN_RANGES:
            refuse(XmlFault.EXPANDS)
        if attributes.get("hidden") in _TRUE or attributes.get("width") in ("0", "0.0"):
            first = read_index(attributes.get("min"), 1, MAX_COLUMN)
            last = read_index(attributes.get("max"), first, MAX_COLUMN)
            self._hidden_columns.append((first, last))

    def add_merged(self, reference: str) -> None:
        """Note a merged range, such as ``A1:C1``."""
        ends = [_ADDRESS.fullmatch(end) for end in reference.split(":")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            refuse(XmlFault.DAMAGED)
        if len(self.merged) >= _MAX_MERGED:
            refuse(XmlFault.EXPANDS)
        if len(ends) == 2:
            self.merged.append(MergedRange(first, last))


def read_index(text: str | None, default: int, most: int) -> int:
    """The number of a row or column, from 1; the default where none is written."""
    if text is None:
        number = default
    elif _INDEX.fullmatch(text):
        number = int(text)
    else:
        refuse(XmlFault.DAMAGED)
    if not 1 <= number <= most:
        refuse(XmlFault.DAMAGED)
    return number
