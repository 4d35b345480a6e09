"""The sheets with a row an office, an earlier year, a CPI label or a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ita_docs.forms.filled import Filled, Values
from ita_docs.forms.formulas import AGREES, DIFFERS, LiveFormulas, Places
from ita_docs.forms.look import LETTERS, ROW_HEIGHT, Pen
from ita_docs.forms.offers import Block, Offers
from ita_docs.forms.results import work_out_live
from ita_docs.framework import Framework
from ita_docs.model import Instrument, Office
from ita_docs.schema import SHEETS
from ita_docs.spreadsheet import name_cell, name_column
from ita_docs.thai import count_cells

SPARE_ROWS = 20
"""Empty rows behind those filled in, ready for more."""

_WIDTHS: Mapping[str, float] = {
    "name": 48, "short_name": 24, "result_year": 13, "plan_year": 13, "announced_on": 20,
    "signer": 30, "position": 44, "kind": 26, "year": 13, "total": 11, "level": 13,
    "label": 34, "score": 11, "method": 50, "success": 32,
    "indicator": 32, "responsible": 34, "steps": 60, "monitor": 30, "time_frame": 22,
    "reporting": 26, "measure": 50, "outcome": 50, "period": 22, "status": 22, "budget": 18,
    "obstacles": 36, "suggestions": 36, "evidence": 36, "reported_on": 20,
    "iit": 7, "eit": 7, "oit": 7, "live_iit": 8, "live_eit": 8, "live_oit": 8,
    "live_total": 9, "live_level": 13, "live_weak": 9, "live_agreement": 20,
}  # fmt: skip
_STYLES: Mapping[str, str] = {
    "result_year": "year", "plan_year": "year", "year": "year", "total": "score",
    "score": "score", "iit": "score", "eit": "score", "oit": "score", "level": "choice",
    "indicator": "choice", "responsible": "choice", "steps": "choice", "status": "choice",
    "budget": "choice", "kind": "choice",
    "live_level": "live", "live_agreement": "live", "live_weak": "live count",
}  # fmt: skip
_SCORE_WIDTH, _OTHER_WIDTH = 11.0, 24.0
_ANY_ROW = "#"
"""Stands for the row in a formula that is the same in all of them."""
_HEAD_ROOM = 0.8
"""Of the width of a header: bold letters, and words that do not break."""


class Tables:
    """Writes the tables of a form, as the schema has them and by the rules of one year."""

    def __init__(self, pen: Pen, offers: Offers, framework: Framework, filled: Filled) -> None:
        self._pen, self._offers = pen, offers
        self._framework, self._filled = framework, filled

    def write_offices(self, names: Sequence[Office]) -> None:
        """หน่วยงาน: who, which years, and who signs."""
        self._write("offices", self._filled.list_offices(names))

    def write_scores(self) -> None:
        """คะแนน: the ten, the figures as published, and behind them what the form works out.

        The live results never stand in the published columns: the cross-check would check itself.
        """
        rows = self._filled.list_rows("scores")
        sheet = self._write("scores", rows)
        known = SHEETS["scores"]
        columns = {name: column for column, name in enumerate([*known.columns, *known.live])}
        for name, column in known.live.items():
            self._pen.write(sheet, 0, columns[name], column.header, "head live")
            sheet.set_column(columns[name], columns[name], _WIDTHS[name])
        count = len(rows) + SPARE_ROWS
        self._write_live(sheet, columns, rows, count)
        self._mark_scores(sheet, columns, count)

    def write_others(self, *, one_office: bool) -> None:
        """The other tables of the schema; those of one office do without its name.

        What was done is asked for only where there are measures to report on.
        """
        for key in SHEETS:
            rows = self._filled.rows.get(key, ())
            if key not in ("offices", "scores") and (rows or key != "followup"):
                self._write(key, rows, without_name=one_office)

    # --- one table

    def _write(self, key: str, rows: Sequence[Values], *, without_name: bool = False) -> Any:
        known, pen = SHEETS[key], self._pen
        fields = [name for name in known.columns if name != "name" or not without_name]
        sheet = pen.add_sheet(known.name)
        lines = 1
        for column, name in enumerate(fields):
            head, width = self._name_head(key, name), _find_width(name)
            style = "head required" if known.columns[name].required else "head optional"
            sheet.set_column(column, column, width)
            pen.write(sheet, 0, column, head, style)
            lines = max(lines, _count_lines(head, width * _HEAD_ROOM))
        sheet.set_row(0, ROW_HEIGHT * lines)
        last = len(rows) + SPARE_ROWS
        for index in range(last):
            values = rows[index] if index < len(rows) else {}
            for column, name in enumerate(fields):
                style = "score" if name.startswith("indicator_") else _STYLES.get(name, "text")
                pen.write(sheet, index + 1, column, values.get(name), style)
            sheet.set_row(index + 1, ROW_HEIGHT * _count_row_lines(values, fields))
        sheet.freeze_panes(1, 0 if without_name else 1)
        sheet.repeat_rows(0)
        for column, name in enumerate(fields):
            self._offers.put(sheet, (1, column, last, column), key, name)
        return sheet

    def _name_head(self, key: str, name: str) -> str:
        """A header, with the indicator's name where reading knows it under that name."""
        head = SHEETS[key].columns[name].header
        if name.startswith("indicator_"):
            number = int(name.removeprefix("indicator_"))
            named = f"{head}\n{self._framework.indicator(number).name}"
            if SHEETS[key].find_field(named) == name:
                return named
        return head

    # --- live results

    def _write_live(
        self, sheet: Any, columns: Mapping[str, int], rows: Sequence[Values], count: int
    ) -> None:
        formulas = LiveFormulas(self._framework, _place(self._framework, columns, _ANY_ROW))
        # Made once for any row: 245 offices have 1,900 formulas, some thousands of letters long.
        by_field = {
            "live_iit": formulas.weighted(Instrument.IIT),
            "live_eit": formulas.weighted(Instrument.EIT),
            "live_oit": formulas.weighted(Instrument.OIT),
            "live_total": formulas.total(),
            "live_level": formulas.level(),
            "live_weak": formulas.count_weak(),
            "live_agreement": formulas.agreement(),
        }
        for index in range(count):
            results = work_out_live(self._framework, rows[index]) if index < len(rows) else {}
            for name, formula in by_field.items():
                own = formula.replace(_ANY_ROW, str(index + 2))
                place, style = columns[name], _STYLES.get(name, "live score")
                self._pen.write_formula(sheet, index + 1, place, own, style, results.get(name))

    def _mark_scores(self, sheet: Any, columns: Mapping[str, int], last: int) -> None:
        pen = self._pen
        formulas = LiveFormulas(self._framework, _place(self._framework, columns, "2"))
        first, end = columns["indicator_1"], columns["indicator_10"]
        score = name_cell(1, first)
        pen.mark(sheet, (1, first, last, end), formulas.is_no_figure(score), "red")
        pen.mark(sheet, (1, first, last, end), formulas.is_weak(score), "amber")
        ten = f"COUNT(${score}:${name_cell(1, end)})={len(self._framework.indicators)}"
        first, end = columns["iit"], columns["total"]
        figure = formulas.is_no_figure(name_cell(1, first))
        pen.mark(sheet, (1, first, last, end), figure, "red")
        agreement, name = columns["live_agreement"], columns["name"]
        mark_agreement(pen, sheet, (1, agreement, last, agreement))
        pen.quieten(sheet, f"{name_cell(1, columns['live_iit'])}:{name_cell(last, agreement)}")
        pen.mark(sheet, (1, name, last, name), ten, "green")


def mark_agreement(pen: Pen, sheet: Any, cells: Block) -> None:
    """Red where figures do not agree, amber where a level only differs, green where all agree."""
    cell = name_cell(cells[0], cells[1])
    pen.mark(sheet, cells, f'{cell}="{AGREES}"', "green")
    pen.mark(sheet, cells, f'{cell}="{DIFFERS}"', "amber")
    pen.mark(sheet, cells, f"LEN({cell})>0", "red")


def _place(framework: Framework, columns: Mapping[str, int], row: str) -> Places:
    """Where the figures of one row stand; the row as an address writes it, from 1."""

    def cell(name: str) -> str:
        return name_column(columns[name]) + row

    def stretch(numbers: Sequence[int]) -> str:
        return ":".join(cell(f"indicator_{number}") for number in (numbers[0], numbers[-1]))

    return Places(
        scores=stretch([indicator.number for indicator in framework.indicators]),
        instruments={
            rule.instrument: stretch([indicator.number for indicator in rule.indicators])
            for rule in framework.instruments
        },
        published={item: cell(item.value.lower()) for item in Instrument},
        total=cell("total"),
        level=cell("level"),
        live_total=cell("live_total"),
    )


def _find_width(name: str) -> float:
    return _SCORE_WIDTH if name.startswith("indicator_") else _WIDTHS.get(name, _OTHER_WIDTH)


def _count_lines(text: str, width: float) -> int:
    """The lines that a text takes in a cell so wide (characters)."""
    room = max(1, int(width * LETTERS))
    return sum(max(1, -(-count_cells(line) // room)) for line in text.split("\n"))


def _count_row_lines(values: Values, fields: Sequence[str]) -> int:
    """The lines of the fullest cell of a row."""
    texts = {name: values.get(name) for name in fields}
    return max(
        (
            _count_lines(text, _find_width(name))
            for name, text in texts.items()
            if isinstance(text, str)
        ),
        default=1,
    )
