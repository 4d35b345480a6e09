"""Each fault of ผลการดำเนินการ gives its problem at its cell, and withholds the report alone."""

from __future__ import annotations

import pytest

from ita_docs.documents.followup import is_due
from ita_docs.framework import load_frameworks
from ita_docs.problems import load_problem_table
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line
from tests.corpus.cell_faults import OFFICE, OTHER, make_book
from tests.corpus.followup_faults import FAULTS, WEAK, FollowUpFault, done_row, sound_followup

FRAMEWORKS = load_frameworks()
OF_MEASURES = "measure-draft"
NOT_A_FAULT_OF_A_ROW = {
    "followup-absent",
    "followup-not-due",
    "followup-not-compared",
    "followup-plan-unknown",
    "followup-year-other",
    "followup-year-far",
    "followup-indicator-unknown",
}
"""Told of the whole sheet, or tried below."""


def named(fault: FollowUpFault) -> str:
    return fault.name


def test_the_sound_sheet_is_sound_and_stands_for_the_whole_plan() -> None:
    first, second = validate_workbook(make_book(sound_followup()), FRAMEWORKS)
    assert first.followup is not None
    assert [row.indicator for row in first.followup.rows] == list(WEAK)
    assert first.followup.year.be == 2564
    # A row without a measure stands for all of them: the office's own, and the built-in ones.
    assert first.followup.rows[0].measures == ("ประกาศเจตนารมณ์", "จัดกิจกรรม")
    assert all(row.measures for row in first.followup.rows)
    assert not is_due(second)


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_gives_its_code_at_its_cell_and_the_measures_are_made(
    fault: FollowUpFault,
) -> None:
    rows = sound_followup()
    fault.change(rows["followup"])
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code != OF_MEASURES]
    assert {(p.code, str(p.at)) for p in found} == {(fault.code, fault.at)}
    assert {p.office for p in found} == {OFFICE}
    assert validated.refused == ()
    first, second = validated
    assert (first.office.name, second.office.name) == (OFFICE, OTHER)
    assert (first.withheld == {"followup"}) is fault.withheld
    assert (first.followup is None) is fault.withheld
    for problem in found:
        for lang in ("th", "en"):
            line = write_line(problem, lang)  # type: ignore[arg-type]
            assert len(line.partition(": ")[2].partition(": ")[2]) <= 200, line
            assert "{" not in line


def test_every_problem_of_the_sheet_has_its_case() -> None:
    codes = {code for code in load_problem_table() if code.startswith("followup-")}
    assert codes - {fault.code for fault in FAULTS} == NOT_A_FAULT_OF_A_ROW


@pytest.mark.parametrize("typed", [0, 11, "12", "ตัวชี้วัดที่ 2 การเปิดเผยข้อมูล", "งบ", None])
def test_an_indicator_outside_the_ten_is_told_and_no_measure_is_missed_for_it(
    typed: object,
) -> None:
    rows = sound_followup()
    rows["followup"][5]["indicator"] = typed
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code != OF_MEASURES]
    assert [(p.code, p.at and p.at.cell) for p in found] == [("followup-indicator-unknown", "C7")]


@pytest.mark.parametrize(
    ("year", "code", "made"),
    [
        (2563, "followup-year-other", True),
        (2562, "followup-year-far", False),
        (2565, "followup-year-far", False),
    ],
)
def test_another_year_than_the_rules_have_is_never_silent(year: int, code: str, made: bool) -> None:
    rows = sound_followup()
    for row in rows["followup"]:
        row |= {"plan_year": year, "measure": f"มาตรการของตัวชี้วัดที่ {row['indicator']}"}
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    assert [p.code for p in validated.problems if p.code != OF_MEASURES] == [code]
    followup = validated.results[0].followup
    assert (followup is not None) is made
    if followup is not None:
        assert followup.year.be == year


def test_a_sheet_whose_results_are_all_blank_is_not_due_yet() -> None:
    rows = sound_followup()
    for row in rows["followup"]:
        row |= {"outcome": None, "status": None, "budget": None, "measure": "ก"}
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code != OF_MEASURES]
    assert [(p.code, p.at and p.at.cell, p.severity) for p in found] == [
        ("followup-not-due", "E2", "note")
    ]
    first = validated.results[0]
    assert (first.followup, first.withheld, first.undue) == (None, frozenset(), {"followup"})


def test_a_status_alone_shows_that_the_results_are_begun() -> None:
    rows = sound_followup()
    for row in rows["followup"]:
        row["outcome"] = None
    found = list(validate_workbook(make_book(rows), FRAMEWORKS).problems)
    missing = [p for p in found if p.code == "followup-outcome-missing"]
    assert [p.at and p.at.cell for p in missing] == [f"E{row}" for row in range(2, 9)]


def test_a_row_of_an_office_that_nobody_knows_is_told_and_withholds_nothing() -> None:
    rows = sound_followup()
    rows["followup"].append(done_row(1, name="สำนักงานที่ไม่มีในรายการนี้เลย"))
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code != OF_MEASURES]
    assert [p.code for p in found] == ["office-unknown"]
    assert validated.results[0].followup is not None


def test_the_plan_is_the_one_that_the_run_announces() -> None:
    validated = validate_workbook(make_book(sound_followup()), FRAMEWORKS, two_classes=True)
    found = [p for p in validated.problems if p.code == "followup-measure-unreported"]
    # Told in two classes the three others have measures, too, and none of them has a row.
    assert {p.values["indicator"] for p in found} == {"1", "3", "6"}
    assert validated.results[0].withheld == {"followup"}


@pytest.mark.parametrize(
    ("first", "second"),
    [(None, "จัดกิจกรรม"), ("จัดกิจกรรม", None), (None, None), ("จัดกิจกรรม", "จัด กิจกรรม")],
)
def test_what_stands_for_all_measures_of_an_indicator_is_not_counted_beside_one_of_them(
    first: str | None, second: str | None
) -> None:
    """No plan is at hand: of last year's measures nobody knows more than the rows say."""
    rows = sound_followup()
    rows["followup"] = [
        done_row(10, plan_year=2563, measure=measure) for measure in (first, second)
    ]
    rows["followup"].append(done_row(7, plan_year=2563, measure="จัดกิจกรรม"))
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code == "followup-repeated"]
    assert [(p.at and p.at.cell, p.values["first"]) for p in found] == [
        ("D3", "'ผลการดำเนินการ'!D2")
    ]
    assert validated.results[0].withheld == {"followup"}
