"""The form as a file: the same bytes, the schema's sheets, and what was filled in read back."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_docs.entries.sheets import read_entries
from ita_docs.forms import ExtraSheet, Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, FollowUpStatus, OfficeResult
from ita_docs.offices import load_offices
from ita_docs.schema import SHEETS, find_status
from ita_docs.validation import validate_workbook
from ita_docs.workbook import read_workbook

FRAMEWORKS = load_frameworks()
YEAR = FiscalYear(2568)
PHUKET = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
SCHOOL = "โรงเรียนบ้านตัวอย่าง (ข้อมูลสมมติ)"


def row_of_scores(name: str, *scores: str) -> dict[str, object]:
    return {
        "name": name,
        **{f"indicator_{number}": Decimal(score) for number, score in enumerate(scores, start=1)},
    }


FILLED = Filled(
    YEAR,
    (PHUKET, SCHOOL),
    {
        "offices": [
            {
                "name": SCHOOL,
                "plan_year": 2570,
                "announced_on": datetime.date(2025, 10, 15),
                "signer": "นายสมมติ ตั้งใจดี",
                "position": "รองผู้อำนวยการ รักษาราชการแทน\nผู้อำนวยการ",
            }
        ],
        "scores": [
            row_of_scores(PHUKET, *["84.995"] * 10) | {"iit": Decimal("25.50"), "level": "ผ่านดี"},
            row_of_scores(SCHOOL, *["96"] * 9, "80.5"),
        ],
        "history": [
            {"name": PHUKET, "year": 2566, "total": Decimal("88.1"), "level": "ผ่านดี"},
        ],
        "cpi": [{"name": PHUKET, "label": "ประเทศไทย ๒๕๖๗", "score": 34}],
        "measures": [{"indicator": "10. การป้องกันการทุจริต", "steps": "ยืนยันตามร่าง"}],
    },
    (ExtraSheet("หมายเหตุ 2", [("ช่อง", 20.0), ("ที่มา", 60.0)], [["'คะแนน'!B2", "=1+1"]]),),
)


def build(filled: Filled = FILLED, *, tall: bool = False) -> bytes:
    return build_form(FRAMEWORKS[filled.year], filled, tall=tall, names=load_offices())


def read_back(content: bytes, folder: Path) -> dict[str, OfficeResult]:
    path = folder / "form.xlsx"
    path.write_bytes(content)
    book = read_workbook(path)
    assert book.problems == ()
    validated = validate_workbook(book, FRAMEWORKS)
    assert validated.refused == (), validated.problems
    return {result.office.name: result for result in validated.results}


def test_what_was_filled_in_is_read_back(tmp_path: Path) -> None:
    results = read_back(build(), tmp_path)
    phuket, school = results[PHUKET], results[SCHOOL]
    assert phuket.office.short_name == "สพป.ภูเก็ต"
    assert (phuket.result_year, phuket.plan_year) == (YEAR, FiscalYear(2569))
    assert set(phuket.figures.scores.values()) == {Decimal("85.00")}
    assert phuket.figures.level.printed == "ผ่านดี"
    assert [(past.year.be, past.total) for past in phuket.history] == [(2566, Decimal("88.1"))]
    assert [item.label for item in phuket.cpi] == ["ประเทศไทย ๒๕๖๗"]
    assert school.plan_year == FiscalYear(2570)
    assert school.announced_on == datetime.date(2025, 10, 15)
    assert school.position == ("รองผู้อำนวยการ รักษาราชการแทน", "ผู้อำนวยการ")
    assert list(school.measures) == [10]


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert build() == build()


@pytest.mark.parametrize("year", FRAMEWORKS)
def test_every_year_has_a_form_with_the_schemas_sheets(year: FiscalYear) -> None:
    content = build_form(FRAMEWORKS[year], Filled(year), tall=False, names=load_offices())
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = [sheet.name for key, sheet in SHEETS.items() if key != "followup"]
    assert book.sheetnames == ["วิธีกรอก", *names, "รายชื่อ"]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_an_extra_sheet_holds_texts_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(build()))["หมายเหตุ 2"]
    assert [cell.value for cell in sheet[1]] == ["ช่อง", "ที่มา"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


# What people type that a spreadsheet, or XML, would take for something else.
TEXTS = st.text(
    st.sampled_from("=+-@'\"<>&{}[]#%/\\ กขำ้๙ัAa1.,\n_x0041_"), min_size=1, max_size=40
).map(str.strip)


@settings(max_examples=25, deadline=None)
@given(text=TEXTS, tall=st.booleans())
def test_a_text_stays_what_it_is_and_becomes_no_formula(text: str, tall: bool) -> None:
    rows = {
        "offices": [{"name": PHUKET, "signer": text}],
        "measures": [{"name": PHUKET, "indicator": "1", "steps": text}],
    }
    content = build(Filled(YEAR, (PHUKET,), rows), tall=tall)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        tables = read_workbook(path).tables
    (office,), measures = tables["offices"].rows, tables["measures"].rows
    assert office.cells["signer"].value == (text or None)
    (measure,) = measures
    assert measure.cells["steps"].value == (text or None)
    assert not measure.cells["steps"].formula


def test_what_was_done_is_read_from_the_form_as_it_was_filled_in(tmp_path: Path) -> None:
    done = {
        "name": SCHOOL,
        "plan_year": 2569,
        "indicator": "10",
        "measure": "จัดกิจกรรม",
        "outcome": "จัดแล้วสองครั้ง",
        "status": "อยู่ระหว่างดำเนินการ",
        "budget": 3600,
    }
    filled = Filled(YEAR, FILLED.offices, {**FILLED.rows, "followup": [done]})
    path = tmp_path / "form.xlsx"
    path.write_bytes(build(filled))
    entries = read_entries(read_workbook(path))
    rows = {entry.office.name: entry.followup_rows for entry in entries.by_key.values()}
    (row,) = rows.pop(SCHOOL)
    assert not any(rows.values())
    assert (row.plan_year, row.indicator, row.budget) == (FiscalYear(2569), "10", Decimal(3600))
    assert row.lines["measure"] == ("จัดกิจกรรม",)
    assert row.lines["outcome"] == ("จัดแล้วสองครั้ง",)
    assert find_status(row.status or "") is FollowUpStatus.UNDER_WAY


@pytest.mark.parametrize(
    ("offices", "area", "school"),
    [
        ((), True, False),
        (({"name": PHUKET},), True, False),
        (({"name": SCHOOL},), False, True),
        (({"name": "วิทยาลัยตัวอย่าง", "kind": "สถานศึกษา"},), False, True),
        (({"name": PHUKET}, {"name": SCHOOL}), True, True),
    ],
)
def test_the_groups_offered_are_those_of_the_bodies_that_the_form_is_for(
    offices: tuple[dict[str, object], ...], area: bool, school: bool
) -> None:
    names = tuple(str(row["name"]) for row in offices)
    content = build_form(
        FRAMEWORKS[YEAR],
        Filled(YEAR, names, {"offices": offices}),
        tall=False,
        names=load_offices(),
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, cells = book.defined_names["group_names"].attr_text.split("!")
    offered = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
    assert ("กลุ่มอำนวยการ" in offered) is area
    assert ("กลุ่มบริหารงบประมาณ" in offered) is school
    assert all(offered)
