"""Who has not sent, in the three forms of the run report."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import openpyxl
import pytest

from ita_docs.model import Expected, FiscalYear, NotSent, RunReport
from ita_docs.problems import ProblemKind
from ita_docs.report import build_json, build_page, build_workbook, group_missing
from tests.fakes.run_report import KINDS, SCRIPT, make_report
from tests.unit.report.test_as_json import SCHEMA, find_faults

MISSING = (
    NotSent("สำนักงานเขตพื้นที่การศึกษาประถมศึกษากระบี่", "สพป.กระบี่", "กระบี่"),
    NotSent("โรงเรียน =1+1", "=1+1", ""),
    NotSent("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตรัง กระบี่", "สพม.ตรัง กระบี่", "ตรัง กระบี่"),
    NotSent(SCRIPT, SCRIPT, "กระบี่"),
)
EXPECTED = Expected("builtin", FiscalYear(2568), 245, MISSING)


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


def report(expected: Expected | None = EXPECTED) -> RunReport:
    return replace(make_report(3), expected=expected)


def test_the_missing_stand_by_province_those_without_one_last() -> None:
    groups = [(province, len(offices)) for province, offices in group_missing(EXPECTED)]
    assert groups == [("กระบี่", 2), ("ตรัง กระบี่", 1), ("", 1)]


def test_the_json_counts_and_lists_them() -> None:
    content = json.loads(build_json(report(), "th"))
    assert list(find_faults(content, SCHEMA)) == []
    expected = content["expected"]
    assert (expected["year"], expected["offices"], expected["sent"]) == (2568, 245, 241)
    names = [office.short_name for office in MISSING]
    assert [one["short_name"] for one in expected["missing"]] == names
    nobody = json.loads(build_json(report(None), "th"))
    assert nobody["expected"] is None
    assert list(find_faults(nobody, SCHEMA)) == []


def test_the_page_lists_them_and_says_nothing_where_nobody_asked() -> None:
    page = build_page(report(), "th").decode()
    section = page.partition('<section id="missing"')[2].partition("</section>")[0]
    assert "ส่งแล้ว 241 จาก 245 หน่วยงาน ยังไม่ส่ง 4" in section
    assert "<b>กระบี่</b> (2) สพป.กระบี่" in section
    assert SCRIPT not in section
    all_sent = build_page(report(replace(EXPECTED, missing=())), "th").decode()
    assert "ทุกหน่วยงานในรายชื่อส่งแล้ว (245)" in all_sent
    assert 'id="missing"' not in build_page(report(None), "th").decode()


def test_the_workbook_has_a_sheet_of_them_without_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(report(), "th")))
    rows = list(book["ยังไม่ส่ง"].iter_rows(values_only=True))
    assert rows[1] == ("กระบี่", "สพป.กระบี่", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากระบี่")
    assert rows[4] == (None, "'=1+1", "โรงเรียน =1+1")
    assert all(cell.data_type != "f" for row in book["ยังไม่ส่ง"] for cell in row)
    alone = openpyxl.load_workbook(io.BytesIO(build_workbook(report(None), "th")))
    assert "ยังไม่ส่ง" not in alone.sheetnames
