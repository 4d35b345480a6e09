"""The sheets with a row an office, an earlier year, a CPI label or a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ita_docs.forms.filled import Filled, Values
from ita_docs.forms.formulas import AGREES, DIFFERS, DISAGREES, LiveFormulas, Places
from ita_docs.forms.look import Pen, load_words
from ita_docs.forms.results import work_out
from ita_docs.framework import Framework
from ita_docs.model import Instrument, Office
from ita_docs.schema import SHEETS
from ita_docs.spreadsheet import name_cell
from ita_docs.thai import match_key

SPARE_ROWS = 20
"""Empty rows behind those filled in, ready for more."""
_LONG_AGO = 20
"""Years back in ประวัติคะแนน that are asked about: offices have been assessed since 2558."""
_WIDTHS: Mapping[str, float] = {
    "name": 46, "short_name": 24, "result_year": 13, "plan_year": 13, "announced_on": 20,
    "signer": 30, "position": 44, "year": 13, "total": 11, "level": 16, "label": 34, "score": 11,
    "indicator": 32, "responsible": 34, "steps": 60, "monitor": 30, "time_frame": 22,
    "reporting": 26, "iit": 9, "eit": 9, "oit": 9, "live_level": 16, "live_agreement": 24,
}  # fmt: skip
_STYLES: Mapping[str, str] = {
    "result_year": "year", "plan_year": "year", "year": "year", "total": "score",
    "score": "score", "iit": "score", "eit": "score", "oit": "score", "level": "choice",
    "indicator": "choice", "responsible": "choice", "steps": "choice",
}  # fmt: skip
_LIVE_STYLES = {
    "live_level": "live", "live_agreement": "live", "live_weak": "live count",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lists:
    """The names of the lists behind the drop-downs (sheet รายชื่อ); ASCII, as Excel 2007 wants."""

    offices: str = "office_names"
    indicators: str = "indicator_names"
    levels: str = "level_names"
    groups: str = "group_names"
    confirmations: str = "confirmations"


LISTS = Lists()


class Tables:
    """Writes the tables of a form, as the schema has them and by the rules of one year."""

    def __init__(
        self, pen: Pen, framework: Framework, filled: Filled, names: Sequence[Office]
    ) -> None:
        self._pen = pen
        self._framework = framework
        self._filled = filled
        self._short_names = {match_key(office.name): office.short_name for office in names}
        year = filled.year
        most = {
            rule.instrument.value.lower(): f"{rule.weight * 100:f}".rstrip("0").rstrip(".")
            for rule in framework.instruments
        }
        self._most = most
        self._words = {"year": year, "next": year.be + 1, "last": year.be - 1}

    def write_offices(self) -> None:
        """หน่วยงาน: who, which years, and who signs."""
        rows = _complete(self._filled, "offices")
        defaults = {"result_year": self._filled.year.be, "plan_year": self._filled.year.be + 1}
        filled_in = []
        for row in rows:
            key = match_key(str(row.get("name") or ""))
            short_name = {"short_name": self._short_names.get(key)}
            filled_in.append({**defaults, **short_name, **_without_blanks(row)})
        self._write("offices", filled_in, freeze=1)

    def write_scores(self) -> None:
        """คะแนน: the ten, the figures as published, and behind them what the form works out."""
        rows = _complete(self._filled, "scores")
        sheet = self._write("scores", rows, freeze=1)
        known = SHEETS["scores"]
        columns = {name: column for column, name in enumerate([*known.columns, *known.live])}
        for name, column in known.live.items():
            self._pen.write(sheet, 0, columns[name], column.header, "head live")
            sheet.set_column(columns[name], columns[name], _WIDTHS.get(name, 10))
        count = len(rows) + SPARE_ROWS
        for index in range(count):
            row = rows[index] if index < len(rows) else {}
            self._write_live(sheet, index + 1, columns, row)
        self._mark_scores(sheet, columns, count)

    def write_others(self, *, one_office: bool) -> None:
        """The other tables of the schema; those of one office do without its name."""
        for key in SHEETS:
            if key not in ("offices", "scores"):
                rows = list(self._filled.rows.get(key, ()))
                self._write(key, rows, freeze=1, without_name=one_office)

    # --- one table

    def _write(
        self, key: str, rows: Sequence[Values], *, freeze: int, without_name: bool = False
    ) -> Any:
        known = SHEETS[key]
        fields = [name for name in known.columns if name != "name" or not without_name]
        pen = self._pen
        sheet = pen.add_sheet(known.name)
        for column, name in enumerate(fields):
            style = "head required" if known.columns[name].required else "head optional"
            sheet.set_column(column, column, _WIDTHS.get(name, 11))
            pen.write(sheet, 0, column, self._head(key, name), style)
        last = len(rows) + SPARE_ROWS
        for index in range(last):
            values = rows[index] if index < len(rows) else {}
            for column, name in enumerate(fields):
                style = "score" if name.startswith("indicator_") else _STYLES.get(name, "text")
                pen.write(sheet, index + 1, column, values.get(name), style)
        sheet.freeze_panes(1, 0 if without_name else freeze)
        sheet.repeat_rows(0)
        for column, name in enumerate(fields):
            self._offer(sheet, (1, column, last, column), key, name)
        return sheet

    def _head(self, key: str, name: str) -> str:
        """A header, with the indicator's name where reading knows it under that name."""
        head = SHEETS[key].columns[name].header
        if name.startswith("indicator_"):
            named = f"{head}\n{self._framework.indicator(int(name[10:])).name}"
            if SHEETS[key].find_field(named) == name:
                return named
        return head

    # --- what a cell takes

    def _offer(self, sheet: Any, cells: tuple[int, int, int, int], key: str, name: str) -> None:
        pen, year = self._pen, self._filled.year.be
        hint = self._hint(key, name)
        if name == "name":
            pen.offer(sheet, cells, hint, **_choose(LISTS.offices))
        elif name == "result_year":
            pen.offer(sheet, cells, hint, **_bound("integer", year, year, self._refusal(name)))
        elif name == "plan_year":
            pen.offer(sheet, cells, hint, **_bound("integer", year, year + 2))
        elif name == "year":
            pen.offer(sheet, cells, hint, **_bound("integer", year - _LONG_AGO, year - 1))
        elif name in self._most:
            pen.offer(sheet, cells, hint, **_bound("decimal", 0, Decimal(self._most[name])))
        elif name in ("total", "score") or name.startswith("indicator_"):
            refusal = self._refusal("score") if key != "scores" or name != "total" else None
            pen.offer(sheet, cells, hint, **_bound("decimal", 0, 100, refusal))
        elif name == "level" and key == "scores":
            pen.offer(sheet, cells, hint, **_choose(LISTS.levels))
        elif name == "indicator":
            pen.offer(sheet, cells, hint, **_choose(LISTS.indicators))
        elif name == "responsible":
            pen.offer(sheet, cells, hint, **_choose(LISTS.groups), show_error=False)
        elif name == "steps":
            pen.offer(sheet, cells, hint, **_choose(LISTS.confirmations), show_error=False)
        elif hint:
            pen.offer(sheet, cells, hint)

    def _hint(self, key: str, name: str) -> str:
        if name.startswith("indicator_"):
            name = "indicator_score"
        elif name in self._most:
            return str(load_words()["hints"]["instrument"]).format(most=self._most[name])
        elif key == "measures" and name == "name":
            name = "measure_name"
        elif (key, name) in (("history", "total"), ("cpi", "score"), ("history", "level")):
            name = {"history": "past_total", "cpi": "cpi_score"}[key] if name != "level" else ""
        return str(load_words()["hints"].get(name, "")).format(**self._words)

    def _refusal(self, name: str) -> str:
        return str(load_words()["refusals"][name]).format(**self._words)

    # --- live results

    def _write_live(self, sheet: Any, row: int, columns: Mapping[str, int], values: Values) -> None:
        places = _place(self._framework, columns, row)
        formulas = LiveFormulas(self._framework, places)
        by_field = {
            "live_iit": formulas.weighted(Instrument.IIT),
            "live_eit": formulas.weighted(Instrument.EIT),
            "live_oit": formulas.weighted(Instrument.OIT),
            "live_total": formulas.total(),
            "live_level": formulas.level(),
            "live_weak": formulas.count_weak(),
            "live_agreement": formulas.agreement(),
        }
        results = work_out(self._framework, values)
        for name, formula in by_field.items():
            style = _LIVE_STYLES.get(name, "live score")
            self._pen.write_formula(sheet, row, columns[name], formula, style, results.get(name))

    def _mark_scores(self, sheet: Any, columns: Mapping[str, int], last: int) -> None:
        pen = self._pen
        formulas = LiveFormulas(self._framework, _place(self._framework, columns, 1))
        first, end = columns["indicator_1"], columns["indicator_10"]
        score = name_cell(1, first)
        pen.mark(sheet, (1, first, last, end), formulas.is_no_score(score), "red")
        pen.mark(sheet, (1, first, last, end), formulas.is_weak(score), "amber")
        first, end = columns["iit"], columns["total"]
        figure = name_cell(1, first)
        pen.mark(sheet, (1, first, last, end), formulas.is_no_score(figure), "red")
        mark_agreement(pen, sheet, (1, columns["live_agreement"], last, columns["live_agreement"]))
        name = columns["name"]
        ten = (
            "COUNT("
            + ":".join(f"${name_cell(1, columns[f'indicator_{n}'])}" for n in (1, 10))
            + ")"
        )
        pen.mark(sheet, (1, name, last, name), f"{ten}={len(self._framework.indicators)}", "green")


def mark_agreement(pen: Pen, sheet: Any, cells: tuple[int, int, int, int]) -> None:
    """Red where figures do not agree, amber where a level only differs, green where all agree."""
    cell = name_cell(cells[0], cells[1])
    wrong = DISAGREES[:-1]
    differs = f'LEFT({cell},{len(DIFFERS)})="{DIFFERS}"'
    pen.mark(sheet, cells, differs, "amber")
    pen.mark(sheet, cells, f'{cell}="{AGREES}"', "green")
    pen.mark(sheet, cells, f'OR(LEFT({cell},{len(wrong)})="{wrong}",LEN({cell})>0)', "red")


def _place(framework: Framework, columns: Mapping[str, int], row: int) -> Places:
    """Where the figures of one row stand."""

    def stretch(numbers: Sequence[int]) -> str:
        first, last = (name_cell(row, columns[f"indicator_{n}"]) for n in (numbers[0], numbers[-1]))
        return f"{first}:{last}"

    def cell(name: str) -> str:
        return name_cell(row, columns[name])

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


def _complete(filled: Filled, key: str) -> list[Values]:
    """The rows of a table, and after them one with its name for each office that has none."""
    rows = list(filled.rows.get(key, ()))
    known = {match_key(str(row.get("name") or "")) for row in rows}
    return rows + [{"name": name} for name in filled.offices if match_key(name) not in known]


def _without_blanks(row: Values) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None and value != ""}


def _choose(list_name: str) -> dict[str, object]:
    """A list to choose from; another value is asked about, not refused."""
    words = load_words()["refusals"]
    return {
        "validate": "list",
        "source": f"={list_name}",
        "error_type": "warning",
        "error_title": words["title"],
        "error_message": words["unusual"],
    }


def _bound(kind: str, least: object, most: object, refusal: str | None = None) -> dict[str, object]:
    """A number between two; where no words of refusal are given another one is asked about."""
    words = load_words()["refusals"]
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_type": "stop" if refusal else "warning",
        "error_title": words["title"],
        "error_message": refusal or words["unusual"],
    }
