"""The words and numerals of the announcement, from what the office entered."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from ita_docs.documents.measures import ChartContext, _lead
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, HistoryEntry
from ita_docs.pipeline import Options, prepare_office
from tests.pages.offices import YEAR, Case, make_result


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("สำนักงานภูเก็ต", "สำนักงานภูเก็ตได้จัดทำ"),
        ("สำนักงานลำปาง เขต ๑", "สำนักงานลำปาง เขต ๑ ได้จัดทำ"),
        ("สำนักงานตัวอย่าง (สมมติ)", "สำนักงานตัวอย่าง (สมมติ) ได้จัดทำ"),
        ("สำนักงานอุดรธานี", "สำนักงานอุดรธานีได้จัดทำ"),
    ],
)
def test_a_verb_stands_close_to_a_name_but_not_to_a_numeral_or_bracket(
    name: str, sentence: str
) -> None:
    assert _lead(name) + "ได้จัดทำ" == sentence


# --- the chart of years -------------------------------------------------------------------------


def chart_of_years(*back: int) -> ChartContext:
    """The history of an office of 2568 with results so many years back, besides this one."""
    history = tuple(
        HistoryEntry(FiscalYear(YEAR.be - years), Decimal(70 + years)) for years in back
    )
    result = dataclasses.replace(make_result(Case("announcement", 0)), history=history)
    return prepare_office(result, load_frameworks(), Options()).context["charts"]["history"]


def test_the_heading_says_the_years_that_are_there() -> None:
    chart = chart_of_years(3, 1, 2)
    assert chart["present"]
    assert chart["years"] == "๒๕๖๕ - ๒๕๖๘"
    assert chart["labels"] == ["๒๕๖๕", "๒๕๖๖", "๒๕๖๗", "๒๕๖๘"]
    assert chart["points"][:3] == ["73.00", "72.00", "71.00"]


def test_a_year_without_a_result_is_a_gap_and_said_to_those_who_do_not_see_it() -> None:
    chart = chart_of_years(4, 1)
    assert chart["years"] == "๒๕๖๔ - ๒๕๖๘"
    assert chart["points"][:4] == ["74.00", "", "", "71.00"]
    assert "๒๕๖๕ ไม่มีผลคะแนน, ๒๕๖๖ ไม่มีผลคะแนน, ๒๕๖๗ ๗๑.๐๐" in chart["alt_text"]


@pytest.mark.parametrize("back", [(), (6,), (9, 6)])
def test_one_year_alone_is_no_chart_of_years(back: tuple[int, ...]) -> None:
    assert not chart_of_years(*back)["present"]


def test_the_chart_goes_back_five_years() -> None:
    chart = chart_of_years(5, 6, 7)
    assert chart["years"] == "๒๕๖๓ - ๒๕๖๘"
    assert len(chart["labels"]) == 6
