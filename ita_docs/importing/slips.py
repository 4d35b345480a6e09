"""Signs that cells were moved, and figures that cannot be taken for what they are: asked about."""

from __future__ import annotations

from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.importing.lanes import Lane, read_level
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.roles import Role
from ita_docs.model import Published

_MOST_SHIFTED = 1
"""Columns by which a shifted row is looked for, to either side."""


class Slips(Lane):
    """A lane that refuses what has slipped."""

    def refuse_uncalculated(self) -> None:
        """A formula without a result: the number is there, and this file does not hold it."""
        for figure in self.figures:
            if figure.reading.kind is Kind.UNCALCULATED:
                raise QuestionError("import-uncalculated", figure.at)

    def refuse_misplaced(self) -> None:
        """A number where levels stand, or a level where numbers do: the row's cells were moved."""
        for figure in self.figures:
            reading = figure.reading
            if figure.field == "level":
                wrong = reading.number is not None
            else:
                wrong = reading.kind is Kind.TEXT and (
                    self.framework.find_level(read_level(figure)) is not None
                )
            if wrong:
                typed = reading.text or f"{reading.number:f}"
                raise QuestionError("import-row-shifted", figure.at, typed=typed[:40])

    def refuse_shifted(self) -> None:
        """A row that disagrees, and agrees when read one column further: its cells were moved."""
        for unit, (figure, _) in self.failed.items():
            if figure.block.tall:
                continue
            if self._has_gap(unit):
                typed = f"{figure.reading.number or 0:f}"
                raise QuestionError("import-row-shifted", figure.at, typed=typed)
            for step in (-_MOST_SHIFTED, _MOST_SHIFTED):
                if self._agrees_shifted(unit, step):
                    raise QuestionError(
                        "import-row-shifted", figure.at,
                        typed=f"{figure.reading.number or 0:f}",
                    )  # fmt: skip

    def _has_gap(self, unit: int) -> bool:
        """Whether a cell under one of the headers of this row's figures is empty."""
        block = self.figures[0].block
        row = next(iter(self.units[unit].values()))[0].place[0]
        return any(column not in block.grid.rows[row] for column in self.columns)

    def refuse_gaps(self) -> None:
        """A row without the total that the other rows have: it may have slipped, or lack it.

        An empty cell does not say which; a dash does.
        """
        with_total = [u for u in self.units.values() if self.find_number(u, "total") is not None]
        if len(with_total) * 2 <= len(self.units) or len(with_total) == len(self.units):
            return
        for number, unit in self.units.items():
            if "total" not in unit and number not in self.proven and len(self.find_scores(number)):
                raise QuestionError("import-row-gap", next(iter(unit.values()))[0].at)

    def _agrees_shifted(self, unit: int, step: int) -> bool:
        """Whether a row adds up when every figure is taken from the column ``step`` further."""
        block = self.figures[0].block
        row = next(iter(self.units[unit].values()))[0].place[0]
        moved: dict[str, Decimal] = {}
        for column, head in block.heads.items():
            if head.label.role is Role.INDICATOR and head.label.number is not None:
                name = f"indicator_{head.label.number}"
            elif head.label.role is Role.TOTAL:
                name = "total"
            else:
                continue
            cell = block.grid.rows[row].get(column + step)
            number = read_figure(cell).number if cell is not None else None
            if number is not None:
                moved.setdefault(name, number)
        scores = {
            indicator.number: moved[f"indicator_{indicator.number}"]
            for indicator in self.framework.indicators
            if f"indicator_{indicator.number}" in moved
        }
        if len(scores) < len(self.framework.indicators) or "total" not in moved:
            return False
        published = Published({}, moved["total"], None)
        return work_out(scores, published, self.framework).total.agrees

    def refuse_fractions(self) -> None:
        """Values of 0-1 that no percent format explains: shares of one, or very low scores?"""
        for unit, fields in self.units.items():
            proven = unit in self.proven and unit not in self.failed
            if proven and not self._are_all_fractions(unit):
                continue
            for name, figures in fields.items():
                figure = next((f for f in figures if f.reading.is_fraction), None)
                if figure is not None and (name.startswith("indicator") or name == "total"):
                    raise QuestionError(
                        "import-fractions", figure.at, typed=f"{figure.reading.number:f}"
                    )

    def _are_all_fractions(self, unit: int) -> bool:
        """Whether the scores are shares of one throughout: then their total agrees all the same."""
        readings = [
            figure.reading
            for name, figures in self.units[unit].items()
            for figure in figures
            if name != "level" and figure.reading.number
        ]
        return len(readings) > 1 and all(reading.is_fraction for reading in readings)
