"""The table of results: what is printed adds up, and a dash stands where nothing is known."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from ita_docs import thai
from ita_docs.documents.charts import build_indicator_chart
from ita_docs.documents.context import ResultsContext
from ita_docs.documents.results import build_results
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, HistoryEntry, Instrument
from tests.pages.offices import YEAR, Case, make_result

FRAMEWORK = load_frameworks()[YEAR]
OFFICE = make_result(Case("report", 3))
LAST = FiscalYear(YEAR.be - 1)
PAST = {number: Decimal(80 + number) for number in range(1, 11)}
SHARES = {Instrument.IIT: Decimal("24.90"), Instrument.EIT: Decimal("26.10")}


def build(*history: HistoryEntry) -> ResultsContext:
    return build_results(dataclasses.replace(OFFICE, history=history), FRAMEWORK)


def read(text: str) -> Decimal:
    return Decimal(thai.to_arabic_digits(text))


def test_the_ten_stand_by_instrument_and_beneath_them_what_they_come_to() -> None:
    results = build()
    assert [row["label"] for row in results["indicators"]] == [
        *["IIT"] * 5,
        *["EIT"] * 3,
        "OIT",
        "OIT",
    ]
    assert results["indicators"][9]["name"] == "๑๐. การป้องกันการทุจริต"
    assert {row["target"] for row in results["indicators"]} == {"๘๕"}
    names = [row["name"] for row in (*results["instruments"], results["total"])]
    assert names == [
        "คะแนน IIT (เต็ม ๓๐)",
        "คะแนน EIT (เต็ม ๓๐)",
        "คะแนน OIT (เต็ม ๔๐)",
        "คะแนนรวม (เต็ม ๑๐๐)",
    ]
    parts = sum(read(row["score"]) for row in results["instruments"])
    assert abs(parts - read(results["total"]["score"])) <= Decimal("0.01")


@pytest.mark.parametrize(
    "history",
    [
        (),
        (HistoryEntry(LAST, Decimal(80)),),  # the total alone
        (HistoryEntry(FiscalYear(LAST.be - 1), Decimal(80), None, PAST),),  # two years back
    ],
)
def test_without_last_years_indicators_nothing_is_compared(history: tuple[HistoryEntry]) -> None:
    results = build(*history)
    assert not results["compared"]
    rows = (*results["indicators"], *results["instruments"], results["total"])
    assert {(row["past"], row["difference"]) for row in rows} == {("-", "-")}


def test_the_difference_is_that_of_the_two_numbers_beside_it() -> None:
    results = build(HistoryEntry(LAST, Decimal("83.10"), None, PAST, SHARES))
    assert results["compared"]
    assert results["past_year"] == thai.to_thai_digits(str(LAST))
    rows = (*results["indicators"], *results["instruments"][:2], results["total"])
    for row in rows:
        difference = read(row["score"]) - read(row["past"])
        assert read(row["difference"]) == difference
        assert row["difference"][0] in "+-" or not difference
    assert [row["past"] for row in results["instruments"]] == ["๒๔.๙๐", "๒๖.๑๐", "-"]


@pytest.mark.parametrize(
    ("score", "past", "printed"),
    [("84.604", "83.196", "+๑.๔๐"), ("85", "85.00", "๐.๐๐"), ("80", "91.5", "-๑๑.๕๐")],
)
def test_a_difference_says_which_way(score: str, past: str, printed: str) -> None:
    figures = dataclasses.replace(
        OFFICE.figures, scores={**OFFICE.figures.scores, 1: Decimal(score)}
    )
    before = HistoryEntry(LAST, Decimal(80), None, {1: Decimal(past)})
    office = dataclasses.replace(OFFICE, figures=figures, history=(before,))
    results = build_results(office, FRAMEWORK)
    assert results["indicators"][0]["difference"] == printed
    assert {row["past"] for row in results["indicators"][1:]} == {"-"}


def test_the_chart_shows_the_ten_and_the_target() -> None:
    chart = build_indicator_chart(OFFICE, FRAMEWORK)
    assert chart["present"]
    assert chart["target"] == "85"
    assert chart["labels"][1] == "๒ การใช้งบประมาณ"
    assert chart["points"] == [f"{OFFICE.figures.scores[number]:.2f}" for number in range(1, 11)]
    assert "๒ การใช้งบประมาณ ๖๕.๐๖" in chart["alt_text"]
