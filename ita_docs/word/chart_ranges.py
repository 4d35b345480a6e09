"""The cells that a chart draws: columns of its embedded workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ita_docs.problems import TemplateError

_RANGE = re.compile(
    r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<first>\d+)"
    r"(?::\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last>\d+))?"
)


@dataclass(frozen=True, slots=True)
class CellRange:
    """A column of cells; ``sheet`` as the formula quotes it, rows as Excel counts them."""

    sheet: str
    column: str
    first: int
    last: int

    @property
    def sheet_name(self) -> str:
        """The sheet's own name, without the formula's quotes."""
        return self.sheet[1:-1].replace("''", "'") if self.sheet.startswith("'") else self.sheet

    def formula(self, count: int) -> str:
        """The formula of so many cells from the first one on."""
        start = f"{self.sheet}!${self.column}${self.first}"
        return start if count == 1 else f"{start}:${self.column}${self.first + count - 1}"

    def is_left_of(self, other: CellRange) -> bool:
        """Whether Excel writes this column before the other."""
        return (len(self.column), self.column) < (len(other.column), other.column)


def parse_range(formula: str) -> CellRange:
    """Read ``Sheet1!$A$2:$A$7``. Raises TemplateError for anything but one column of cells."""
    match = _RANGE.fullmatch(formula.strip())
    if match is None or match["last_column"] not in (None, match["column"]):
        raise unsupported(f"the range {formula!r} is not one column of cells")
    first = int(match["first"])
    return CellRange(match["sheet"], match["column"], first, int(match["last"] or first))


def unsupported(reason: str) -> TemplateError:
    """The error of a chart that cannot be refilled."""
    return TemplateError("template-chart-unsupported", reason=reason)
