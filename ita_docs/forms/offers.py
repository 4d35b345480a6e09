"""What a cell of a form offers and takes: drop-downs, bounds, and the hint that shows beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ita_docs.forms.look import Pen, load_words
from ita_docs.framework import Framework
from ita_docs.model import FiscalYear
from ita_docs.schema import OFFICE_KINDS

Block = tuple[int, int, int, int]
"""Cells: first row, first column, last row, last column, from 0."""

_LONG_AGO = 20
"""Years back in ประวัติคะแนน beyond which is asked: offices have been assessed since 2558."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The names of the lists behind the drop-downs (sheet รายชื่อ); ASCII, as Excel 2007 wants."""

    offices: str = "office_names"
    indicators: str = "indicator_names"
    levels: str = "level_names"
    groups: str = "group_names"
    confirmations: str = "confirmations"
    statuses: str = "status_names"


LISTS = Lists()


class Offers:
    """The rules of one year's form, put on cells by the field that they hold."""

    def __init__(self, pen: Pen, framework: Framework, year: FiscalYear) -> None:
        self._pen = pen
        self._year = year.be
        self._words = {"year": year.be, "next": year.be + 1, "last": year.be - 1}
        self.weights: Mapping[str, str] = {
            rule.instrument.value.lower(): f"{(rule.weight * 100).normalize():f}"
            for rule in framework.instruments
        }
        """The most points of each instrument after the weight, by field: ``iit`` -> 30."""

    def put(self, sheet: Any, cells: Block, key: str, name: str) -> None:
        """Put the rule of a field of a table on its cells."""
        rule, hint = self._find_rule(key, name), self._find_hint(key, name)
        if rule or hint:
            self._pen.offer(sheet, cells, hint, **rule)

    def _find_rule(self, key: str, name: str) -> dict[str, object]:
        year = self._year
        match name:
            case "name":
                return _choose(LISTS.offices)
            case "kind":
                return {**_choose(""), "source": [words[0] for words in OFFICE_KINDS.values()]}
            case "result_year":
                return _bound("integer", year, year, self._say("refusals", name))
            case "plan_year" if key == "followup":
                return _bound("integer", year - 1, year + 1)
            case "plan_year":
                return _bound("integer", year, year + 2)
            case "status":
                return _choose(LISTS.statuses)
            case "year":
                return _bound("integer", year - _LONG_AGO, year - 1)
            case "iit" | "eit" | "oit":
                return _bound("decimal", 0, Decimal(self.weights[name]))
            case "total" if key == "scores":
                return _bound("decimal", 0, 100)
            case "level" if key == "scores":
                return _choose(LISTS.levels)
            case "indicator":
                return _choose(LISTS.indicators)
            case "responsible":
                return {**_choose(LISTS.groups), "show_error": False}
            case "steps":
                return {**_choose(LISTS.confirmations), "show_error": False}
        if name in ("total", "score") or name.startswith("indicator_"):
            return _bound("decimal", 0, 100, self._say("refusals", "score"))
        return {}

    def _find_hint(self, key: str, name: str) -> str:
        if name in self.weights:
            return self._say("hints", "instrument", most=self.weights[name])
        if name.startswith("indicator_"):
            return self._say("hints", "indicator_score")
        named = load_words()["hints"]
        own = f"{key}_{name}"
        return self._say("hints", own if own in named else name)

    def _say(self, section: str, name: str, **more: object) -> str:
        return str(load_words()[section].get(name, "")).format(**self._words, **more)


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


def _bound(
    kind: str, least: int, most: int | Decimal, refusal: str | None = None
) -> dict[str, object]:
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
