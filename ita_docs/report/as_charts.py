"""The sheet of statistics of run-report.xlsx: a sheet for each fiscal year of results, its tables
below one another and beside each the chart that Excel draws from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ita_docs.framework import Framework
from ita_docs.model import FiscalYear, OfficeReport
from ita_docs.report.statistics import (
    Change,
    Statistics,
    YearFigures,
    list_indicator_rows,
    list_instrument_rows,
    name_band,
)
from ita_docs.report.summary import format_points
from ita_docs.spreadsheet import Paper

_WIDTHS = (34.0, 26.0, 13.0, 13.0, 13.0, 15.0, 15.0, 15.0, 15.0)
_LINE_HEIGHT = 15
"""In points."""
_CHART_ROWS = 16
"""Rows that a chart covers, of 20 pixels each."""
_FONT = {"name": "Tahoma", "size": 9}

Value = str | Decimal | int | None


class _Page:
    """A sheet filled from above: a table, the chart beside it, the next table below both."""

    def __init__(self, paper: Paper, name: str) -> None:
        self._paper = paper
        self._name = name
        self._sheet = paper.add_sheet(name, [("", width) for width in _WIDTHS], drawn=True)
        self.row = 0

    def write_line(self, text: str, style: str = "text") -> None:
        """A line of text."""
        self._paper.write_text(self._sheet, self.row, 0, text, style)
        self.row += 1

    def write_table(
        self, title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]
    ) -> tuple[int, int, int]:
        """A table with its title; its first row, its last, and the column beside it."""
        self.row += 1
        self.write_line(title, "title")
        for column, head in enumerate(heads):
            self._paper.write_text(self._sheet, self.row, column, head, "head")
        widths = zip(heads, _WIDTHS, strict=False)
        lines = max(-(-len(head) // int(width)) for head, width in widths)
        self._sheet.set_row(self.row, lines * _LINE_HEIGHT)
        self.row += 1
        first = self.row
        for row in rows:
            for column, value in enumerate(row):
                self._write(column, value)
            self.row += 1
        return first, max(first, self.row - 1), len(heads)

    def _write(self, column: int, value: Value) -> None:
        if isinstance(value, str):
            self._paper.write_text(self._sheet, self.row, column, value)
        else:
            style = "points" if isinstance(value, Decimal) else "text"
            self._paper.write_number(self._sheet, self.row, column, value, style)

    def draw(
        self,
        title: str,
        table: tuple[int, int, int],
        values: int,
        *,
        categories: int = 0,
        kind: str = "column",
        points: bool = False,
        lower: int = 0,
    ) -> None:
        """A chart of a column beside its table, whose ``categories`` are another of its columns.

        ``points`` are drawn from 0 to 100, anything else is counted in whole numbers. ``lower``
        is how many charts stand beside the table already.
        """
        first, last, beside = table
        chart = self._paper.book.add_chart({"type": kind})
        chart.add_series(
            {
                "name": title,
                "categories": [self._name, first, categories, last, categories],
                "values": [self._name, first, values, last, values],
                "gap": 40,
                "fill": {"color": "#33668F"},
                "data_labels": {
                    "value": True,
                    "font": _FONT,
                    "num_format": "0.00" if points else "0",
                },
            }
        )
        chart.set_title({"name": title, "name_font": {**_FONT, "size": 11}})
        chart.set_legend({"none": True})
        scale = {"min": 0, "max": 100} if points else {"min": 0}
        lines = {"visible": True, "line": {"color": "#D5DAE1"}}
        number = {"num_font": _FONT, "num_format": "0", "major_gridlines": lines, **scale}
        names: dict[str, Any] = {"num_font": _FONT, "interval_unit": 1}
        rows_needed = _CHART_ROWS
        if kind == "bar":  # a line each, the first one on top; XlsxWriter takes the axes turned
            names["reverse"] = True
            rows_needed = max(_CHART_ROWS, last - first + 4)
            chart.set_y_axis(names)
            chart.set_x_axis(number)
        else:
            chart.set_x_axis(names)
            chart.set_y_axis(number)
        chart.set_size({"width": 640, "height": 20 * rows_needed})
        top = first - 2 + lower * (_CHART_ROWS + 1)
        options = {"object_position": 1, "description": title}
        self._sheet.insert_chart(top, beside, chart, {**options, "x_offset": 20})
        self.row = max(self.row, top + rows_needed)


def write_statistics(
    paper: Paper, statistics: Statistics, frameworks: Mapping[FiscalYear, Framework]
) -> None:
    """Write the sheet; one for each year where the run holds results of several."""
    name = paper.words["sheet.statistics"]
    if not statistics.years:
        page = _Page(paper, name)
        page.write_line(paper.words["statistics.none"])
        _write_left_out(page, paper.words, statistics.left_out)
    for year in statistics.years:
        page = _Page(paper, name if len(statistics.years) == 1 else f"{name} {year.year}")
        _write_year(page, paper.words, year, frameworks)
        _write_left_out(page, paper.words, statistics.left_out)


def _write_year(
    page: _Page,
    words: Mapping[str, str],
    year: YearFigures,
    frameworks: Mapping[FiscalYear, Framework],
) -> None:
    w = {key.removeprefix("statistics."): text for key, text in words.items()}
    page.write_line(w["year"].format(year=year.year, count=year.total.count), "title")
    spread = {
        key: format_points(value)
        for key, value in {
            "mean": year.total.mean,
            "median": year.median,
            "least": year.total.least,
            "greatest": year.total.greatest,
        }.items()
    }
    page.write_line(w["total"].format(**spread))
    page.write_line(w["weak_offices"].format(weak=year.weak_offices, count=year.total.count))
    heads = (words["column.level"], w["offices"])
    table = page.write_table(w["levels"], heads, year.levels.items())
    page.draw(w["levels"], table, 1)
    bands = [(name_band(band, words), band.count) for band in year.bands]
    table = page.write_table(w["bands"], (w["band"], w["offices"]), bands)
    page.draw(w["bands"], table, 1)
    measures = (w["mean"], w["least"], w["greatest"], w["offices"])
    table = page.write_table(
        w["instruments"],
        (words["column.instrument"], w["weighted_mean"], *measures),
        [
            (f"{code} {name}".strip(), weighted.mean, one.mean, one.least, one.greatest, one.count)
            for (code, name, one, _), weighted in zip(
                list_instrument_rows(year, frameworks), year.instruments.values(), strict=True
            )
        ],
    )
    page.draw(w["instruments"], table, 2, points=True)
    table = page.write_table(
        w["indicators"],
        (words["column.indicator"], words["column.indicator_name"], *measures, w["weak"]),
        [
            (number, name, one.mean, one.least, one.greatest, one.count, weak)
            for number, name, one, weak in list_indicator_rows(year, frameworks)
        ],
    )
    page.draw(w["indicators"], table, 2, points=True)
    page.draw(w["weak"], table, 6, lower=1)
    _write_change(page, w, year.change)
    table = page.write_table(
        w["provinces"],
        (
            words["column.province"],
            w["offices"],
            w["mean_total"],
            w["least"],
            w["greatest"],
            w["with_weak"],
            w["mean_change"],
            w["both_years"],
            w["not_counted"],
        ),
        [
            (
                one.province or w["no_province"],
                one.total.count,
                one.total.mean,
                one.total.least,
                one.total.greatest,
                one.weak,
                one.change.change,
                one.change.count,
                one.left_out,
            )
            for one in year.provinces
        ],
    )
    page.draw(f"{w['mean_total']} {w['provinces']}", table, 2, kind="bar", points=True)


def _write_change(page: _Page, w: Mapping[str, str], change: Change) -> None:
    table = page.write_table(
        w["change"],
        (w["change"], w["offices"]),
        [(w["risen"], change.risen), (w["fallen"], change.fallen), (w["same"], change.same)],
    )
    page.draw(w["change"], table, 1)
    page.write_table(
        w["change"],
        (w["both_years"], w["last_mean"], w["this_mean"], w["mean_change"]),
        [(change.count, change.last_mean, change.mean, change.change)],
    )


def _write_left_out(page: _Page, words: Mapping[str, str], offices: Sequence[OfficeReport]) -> None:
    if not offices:
        page.row += 1
        page.write_line(words["statistics.none_left_out"])
        return
    page.write_table(
        words["statistics.left_out"].format(count=len(offices)),
        (words["column.office"], words["column.province"]),
        [(office.office, office.province) for office in offices],
    )
