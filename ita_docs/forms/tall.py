"""The sheet of one office: labels down the page, what is entered in one column beside them.

Read by ``workbook.tall_form``, which knows it by these labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ita_docs.forms.filled import Filled, Values, find_kind
from ita_docs.forms.formulas import LiveFormulas, Places
from ita_docs.forms.look import ROW_HEIGHT, Pen, load_words
from ita_docs.forms.offers import Offers
from ita_docs.forms.results import work_out_live
from ita_docs.forms.tables import mark_agreement
from ita_docs.framework import Framework
from ita_docs.model import Instrument, OfficeKind
from ita_docs.schema import SHEETS, TALL
from ita_docs.spreadsheet import name_cell
from ita_docs.thai import match_key

LABEL, NAME, TYPED, LIVE, MEAN, REMARK = range(6)
"""The columns: label or number, indicator's name, what is entered, what is worked out."""
_WIDTHS = (14, 34, 17, 14, 14, 24)
_LONG = {"position": 2}
"""Lines of the cells that hold more than one."""


class TallSheet:
    """Writes the sheet ผลการประเมิน for one office, or for one that is still to be named."""

    def __init__(
        self,
        pen: Pen,
        offers: Offers,
        framework: Framework,
        filled: Filled,
        row: Mapping[str, Values],
    ) -> None:
        self._pen, self._offers = pen, offers
        self._framework, self._filled = framework, filled
        self._office, self._scores = row["offices"], row["scores"]
        self._words: Mapping[str, str] = load_words()["tall"]
        self._sheet = pen.add_sheet(TALL.name, landscape=False)
        self._rows: dict[str, int] = {}
        self._at = 0

    def write(self) -> None:
        """The whole sheet."""
        sheet, pen = self._sheet, self._pen
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        title = str(load_words()["title"]["form"]).format(year=self._filled.year)
        pen.write(sheet, 0, LABEL, title, "title")
        sheet.set_row(0, ROW_HEIGHT * 1.5)
        pen.write(sheet, 1, LABEL, self._words["lead"], "plain")
        sheet.freeze_panes(2, 0)
        self._at = 3
        self._write_office()
        self._at += 1
        self._number_rows()
        self._write_published()
        self._at += 1
        self._write_indicators()
        pen.quieten(sheet, f"{name_cell(0, LIVE)}:{name_cell(self._at + 12, REMARK)}")
        sheet.fit_to_pages(1, 1)

    # --- who and when

    def _write_office(self) -> None:
        for field, column in SHEETS["offices"].columns.items():
            if field == "kind" and not self._asks_for_kind():
                continue
            row = self._at
            self._label(row, column.header, "label required" if column.required else "label")
            style = "year" if field in ("result_year", "plan_year") else "text"
            self._sheet.merge_range(row, TYPED, row, REMARK, "", self._pen.formats[style])
            self._pen.write(self._sheet, row, TYPED, self._office.get(field), style)
            self._sheet.set_row(row, ROW_HEIGHT * _LONG.get(field, 1))
            self._offers.put(self._sheet, (row, TYPED, row, TYPED), "offices", field)
            self._at += 1

    def _asks_for_kind(self) -> bool:
        """An area office need not say what it is; a name that begins like a school's must."""
        return find_kind(self._office) is OfficeKind.SCHOOL

    # --- the figures as published, and what the form works out

    def _number_rows(self) -> None:
        """Where each figure will stand: formulas point forward."""
        row = self._at + 1
        for field in ("iit", "eit", "oit", "total", "level", "live_weak"):
            self._rows[field] = row
            row += 1
        row += 2
        for indicator in self._framework.indicators:
            self._rows[f"indicator_{indicator.number}"] = row
            row += 1

    def _write_published(self) -> None:
        pen, sheet, words = self._pen, self._sheet, self._words
        self._label(self._at, words["published"], "head optional")
        pen.write(sheet, self._at, TYPED, words["typed"], "head optional")
        for column, word in ((LIVE, TALL.live), (MEAN, words["mean"]), (REMARK, words["agrees"])):
            pen.write(sheet, self._at, column, word, "head live")
        formulas = LiveFormulas(self._framework, self._place())
        results = work_out_live(self._framework, self._scores)
        for rule in self._framework.instruments:
            field = rule.instrument.value.lower()
            row = self._rows[field]
            most = f"{rule.weight * 100:f}".rstrip("0").rstrip(".")
            self._label(row, words["full"].format(name=rule.instrument.value, most=most))
            self._enter(row, field, "score")
            self._live(
                row,
                LIVE,
                formulas.weighted(rule.instrument),
                "live score",
                results.get(f"live_{field}"),
            )
            mean = results.get(f"mean_{field}")
            self._live(row, MEAN, formulas.mean(rule.instrument), "live score", mean)
            self._live(row, REMARK, formulas.instrument_agreement(rule.instrument), "live")
        total, level, weak = (self._rows[field] for field in ("total", "level", "live_weak"))
        known = SHEETS["scores"]
        self._label(total, known.columns["total"].header)
        self._enter(total, "total", "score")
        self._live(total, LIVE, formulas.total(), "live score", results.get("live_total"))
        self._live(total, REMARK, formulas.total_agreement(), "live")
        self._label(level, known.columns["level"].header)
        self._enter(level, "level", "choice")
        self._live(level, LIVE, formulas.level(), "live", results.get("live_level"))
        self._live(level, REMARK, formulas.level_agreement(), "live")
        self._label(weak, words["count"].format(target=f"{self._framework.target:f}"))
        self._live(weak, LIVE, formulas.count_weak(), "live count", results.get("live_weak"))
        for row, column in (
            (total, MEAN),
            (level, MEAN),
            (weak, TYPED),
            (weak, MEAN),
            (weak, REMARK),
        ):
            pen.write(sheet, row, column, None, "live")
        first, last = self._rows["iit"], level
        mark_agreement(pen, sheet, (first, REMARK, last, REMARK))
        figure = formulas.is_no_figure(name_cell(first, TYPED))
        pen.mark(sheet, (first, TYPED, total, TYPED), figure, "red")
        self._at = weak + 1

    # --- the ten

    def _write_indicators(self) -> None:
        pen, sheet, words = self._pen, self._sheet, self._words
        last_year = self._filled.last_year.get(match_key(str(self._office.get("name") or "")))
        before = (
            words["no_last"] if last_year is None else words["last"].format(year=last_year.year)
        )
        heads = (
            (LABEL, TALL.number, "head optional"),
            (NAME, TALL.indicator, "head optional"),
            (TYPED, TALL.score, "head required"),
            (LIVE, before, "head live"),
            (MEAN, words["change"], "head live"),
            (REMARK, words["remark"], "head live"),
        )
        for column, head, style in heads:
            pen.write(sheet, self._at, column, head, style)
        formulas = LiveFormulas(self._framework, self._place())
        for indicator in self._framework.indicators:
            row = self._rows[f"indicator_{indicator.number}"]
            score = name_cell(row, TYPED)
            pen.write(sheet, row, LABEL, indicator.number, "number")
            pen.write(sheet, row, NAME, indicator.name, "fixed")
            self._enter(row, f"indicator_{indicator.number}", "score")
            past = None if last_year is None else last_year.scores.get(indicator.number)
            pen.write(sheet, row, LIVE, past, "live score")
            change = formulas.change(score, name_cell(row, LIVE))
            self._live(row, MEAN, change, "change")
            weak = f'=IF({formulas.is_weak(score)},"{words["weak"]}","")'
            self._live(row, REMARK, weak, "live")
        first, last = (self._rows[f"indicator_{n}"] for n in (1, len(self._framework.indicators)))
        score = name_cell(first, TYPED)
        for column in (TYPED, REMARK):
            cell = f"${score}"
            cells = (first, column, last, column)
            pen.mark(sheet, cells, formulas.is_no_figure(cell), "red")
            pen.mark(sheet, cells, formulas.is_weak(cell), "amber")

    # --- cells

    def _label(self, row: int, text: str, style: str = "label") -> None:
        self._sheet.merge_range(row, LABEL, row, NAME, "", self._pen.formats[style])
        self._pen.write(self._sheet, row, LABEL, text, style)

    def _enter(self, row: int, field: str, style: str) -> None:
        self._pen.write(self._sheet, row, TYPED, self._scores.get(field), style)
        self._offers.put(self._sheet, (row, TYPED, row, TYPED), "scores", field)

    def _live(self, row: int, column: int, formula: str, style: str, result: Any = "") -> None:
        self._pen.write_formula(self._sheet, row, column, formula, style, result)

    def _place(self) -> Places:
        def stretch(first: int, last: int) -> str:
            ends = (name_cell(self._rows[f"indicator_{n}"], TYPED) for n in (first, last))
            return ":".join(ends)

        def cell(field: str, column: int = TYPED) -> str:
            return name_cell(self._rows[field], column)

        return Places(
            scores=stretch(1, len(self._framework.indicators)),
            instruments={
                rule.instrument: stretch(rule.indicators[0].number, rule.indicators[-1].number)
                for rule in self._framework.instruments
            },
            published={item: cell(item.value.lower()) for item in Instrument},
            total=cell("total"),
            level=cell("level"),
            live_total=cell("total", LIVE),
        )
