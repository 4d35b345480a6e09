"""What last year's workbook gives to this year's form, and what it does not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ita_docs.forms import Filled, build_form, carry_forward
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, OfficeResult
from ita_docs.offices import load_offices
from ita_docs.problems import InputError
from ita_docs.thai import match_key
from ita_docs.validation import validate_workbook
from ita_docs.workbook import read_workbook

FRAMEWORKS = load_frameworks()
LAST, THIS = FiscalYear(2568), FiscalYear(2569)
FIRST, SECOND = (office.name for office in load_offices()[:2])
SCORES = {f"indicator_{n}": Decimal("88.25") for n in range(1, 10)} | {
    "indicator_10": Decimal("70.5")
}


def read_last(folder: Path, **more: list[Mapping[str, object]]) -> tuple[OfficeResult, ...]:
    """Two offices of last year, and what else its workbook held."""
    offices = [
        {
            "name": name,
            "announced_on": datetime.date(2025, 11, 1),
            "signer": f"นายสมมติ {number}",
            "position": "รองผู้อำนวยการ รักษาราชการแทน\nผู้อำนวยการ",
        }
        for number, name in enumerate((FIRST, SECOND), start=1)
    ]
    scores = [{"name": name, **SCORES, "total": Decimal("84.70")} for name in (FIRST, SECOND)]
    rows: dict[str, Any] = {"offices": offices, "scores": scores, **more}
    filled = Filled(LAST, (FIRST, SECOND), rows)
    path = folder / "last.xlsx"
    path.write_bytes(build_form(FRAMEWORKS[LAST], filled, tall=False, names=load_offices()))
    validated = validate_workbook(read_workbook(path), FRAMEWORKS)
    assert validated.refused == (), validated.problems
    return validated.results


def carry(folder: Path, **more: list[Mapping[str, object]]) -> Filled:
    return carry_forward(read_last(folder, **more), FRAMEWORKS, THIS, "last.xlsx")


def test_names_and_signatories_are_carried_and_the_date_is_not(tmp_path: Path) -> None:
    filled = carry(tmp_path)
    assert filled.offices == (FIRST, SECOND)
    assert filled.rows["offices"][1] == {
        "name": SECOND,
        "short_name": load_offices()[1].short_name,
        "signer": "นายสมมติ 2",
        "position": "รองผู้อำนวยการ รักษาราชการแทน\nผู้อำนวยการ",
    }
    assert "scores" not in filled.rows


def test_last_years_result_becomes_a_row_of_the_history(tmp_path: Path) -> None:
    past = {"name": FIRST, "year": 2567, "total": Decimal("80.1"), "level": "ต้องปรับปรุง"}
    filled = carry(tmp_path, history=[past])
    last = {"year": 2568, "total": Decimal("84.70"), "level": "ต้องปรับปรุง", **SCORES}
    assert filled.rows["history"] == [past, {"name": FIRST, **last}, {"name": SECOND, **last}]


def test_last_years_scores_stand_beside_this_years(tmp_path: Path) -> None:
    beside = carry(tmp_path).last_year[match_key(FIRST)]
    assert beside.year == LAST
    assert beside.scores[10] == Decimal("70.50")


def test_measures_are_carried_without_the_years_they_name(tmp_path: Path) -> None:
    own = {
        "name": FIRST,
        "indicator": "10. การป้องกันการทุจริต",
        "responsible": "กลุ่มอำนวยการ\nกลุ่มกฎหมายและคดี",
        "steps": "ประเมินความเสี่ยง\nรายงานผล",
        "method": "ทบทวนกระบวนงาน\nจัดทำแผน",
        "monitor": "ทีมบริหาร",
        "time_frame": "ตุลาคม ๒๕๖๘ - กันยายน ๒๕๖๙",
        "success": "ครบสี่กระบวนงานภายในปี ๒๕๖๙",
        "budget": "2500 บาท",
        "reporting": "ทุกไตรมาส",
    }
    (row,) = carry(tmp_path, measures=[own]).rows["measures"]
    assert row == {**own, "time_frame": "", "success": ""}


def test_a_measure_for_every_office_stays_one_row(tmp_path: Path) -> None:
    measures = [
        {"indicator": "10. การป้องกันการทุจริต", "steps": "จัดกิจกรรม", "responsible": "ทุกกลุ่ม"},
        {"name": SECOND, "indicator": "9. การเปิดเผยข้อมูล", "steps": "ปรับปรุงเว็บไซต์"},
    ]
    rows = carry(tmp_path, measures=measures).rows["measures"]
    assert [(row["name"], row["steps"]) for row in rows] == [
        (None, "จัดกิจกรรม"),
        (SECOND, "ปรับปรุงเว็บไซต์"),
    ]


def test_a_confirmed_draft_is_carried_as_it_was_announced_for_each_office(tmp_path: Path) -> None:
    confirmed = {"indicator": "6. คุณภาพการดำเนินงาน", "steps": "ยืนยันตามร่าง"}
    rows = carry(tmp_path, measures=[confirmed]).rows["measures"]
    assert [row["name"] for row in rows] == [FIRST, SECOND]
    assert load_offices()[1].short_name in str(rows[1]["monitor"])
    assert "ยืนยันตามร่าง" not in str(rows)


def test_the_announced_measures_wait_for_what_came_of_them(tmp_path: Path) -> None:
    """Indicator 10 alone is weak: one row a measure, the office's own before the catalogue's."""
    own = {"name": FIRST, "indicator": "10", "steps": "ประเมินความเสี่ยง\nรายงานผล"}
    rows = carry(tmp_path, measures=[own]).rows["followup"]
    assert [row["measure"] for row in rows if row["name"] == FIRST] == [
        "ประเมินความเสี่ยง",
        "รายงานผล",
    ]
    catalogue = FRAMEWORKS[LAST].measures[10].steps
    assert tuple(row["measure"] for row in rows if row["name"] == SECOND) == catalogue
    assert {(row["plan_year"], row["indicator"]) for row in rows} == {(2569, "10. การป้องกันการทุจริต")}
    assert all("outcome" not in row for row in rows)


def test_the_form_says_what_was_carried_and_what_was_not(tmp_path: Path) -> None:
    last = read_last(tmp_path, cpi=[{"name": FIRST, "label": "ประเทศไทย ๒๕๖๗", "score": 34}])
    filled = carry_forward(last, FRAMEWORKS, THIS, "last.xlsx", ("สพป.ผิด",))
    said = " ".join(filled.carried)
    for word in ("last.xlsx", "2 หน่วยงาน", "ประวัติคะแนน 2 แถว", "CPI 1 แถว", "สพป.ผิด", "2569"):
        assert word in said
    assert "มาตรการของแผนปี 2569" in said
    assert filled.offices[-1] == "สพป.ผิด"


@pytest.mark.parametrize("year", [2567, 2568])
def test_results_of_that_year_or_a_later_one_are_refused(tmp_path: Path, year: int) -> None:
    last = read_last(tmp_path)
    with pytest.raises(InputError) as refused:
        carry_forward(last, FRAMEWORKS, FiscalYear(year), "last.xlsx")
    assert refused.value.code == "last-year-not-before"
    assert refused.value.at is not None
    assert refused.value.at.cell == "A2"


@pytest.mark.parametrize("tall", [False, True])
def test_what_was_carried_is_read_back_from_the_new_form(tmp_path: Path, tall: bool) -> None:
    measure = {"name": FIRST, "indicator": "2", "steps": "เผยแพร่แผน", "responsible": "ทุกกลุ่ม"}
    last = read_last(tmp_path, measures=[measure])[:1] if tall else read_last(tmp_path)
    filled = carry_forward(last, FRAMEWORKS, THIS, "last.xlsx")
    scores = [{"name": name, **SCORES} for name in filled.offices]
    filled = Filled(
        THIS, filled.offices, {**filled.rows, "scores": scores}, last_year=filled.last_year
    )
    path = tmp_path / "this.xlsx"
    path.write_bytes(build_form(FRAMEWORKS[THIS], filled, tall=tall, names=load_offices()))
    book = read_workbook(path)
    assert book.problems == ()
    results = validate_workbook(book, FRAMEWORKS).results
    assert [result.signer for result in results] == ["นายสมมติ 1", "นายสมมติ 2"][: len(results)]
    assert [past.year for past in results[0].history] == [LAST]
    assert len(results) == (1 if tall else 2)
    waiting = list(book.tables["followup"].rows)
    assert len(waiting) == len(FRAMEWORKS[LAST].measures[10].steps) * len(results)
