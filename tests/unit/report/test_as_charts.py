"""The sheet สถิติ as a spreadsheet program reads it: its tables, and charts drawn from them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, OfficeStatus, RunReport
from ita_docs.problems import ProblemKind
from ita_docs.report import build_workbook
from ita_docs.report.statistics import measure_statistics
from tests.fakes.run_report import FORMULA, KINDS, make_office, make_report

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


def build(report: RunReport) -> bytes:
    return build_workbook(report, "th", load_frameworks())


def open_sheet(content: bytes, name: str = "สถิติ") -> Worksheet:
    sheet = load_workbook(io.BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def read_table(sheet: Worksheet, title: str) -> list[list[object]]:
    """The rows below a title and its headers, up to the first empty one."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == title) + 2
    found = []
    for row in rows[start:]:
        if row[0] is None:
            break
        found.append(row)
    return found


def test_the_tables_say_what_the_statistics_say() -> None:
    report = make_report(245)
    (year,) = measure_statistics(report, load_frameworks()).years
    sheet = open_sheet(build(report))
    assert sheet["A1"].value == "ผลการประเมินปีงบประมาณ พ.ศ. 2562 จากหน่วยงาน 229 แห่ง"
    levels = {row[0]: row[1] for row in read_table(sheet, "จำนวนหน่วยงานตามระดับ")}
    assert levels == dict(year.levels)
    means = {int(str(row[0])): row[2:7] for row in read_table(sheet, "คะแนนเฉลี่ยรายตัวชี้วัด")}
    for number, spread in year.indicators.items():
        figures = (spread.mean, spread.least, spread.greatest, spread.count, year.weak[number])
        assert means[number] == [float(str(figure)) for figure in figures]
    provinces = {row[0]: row[1:9] for row in read_table(sheet, "รายจังหวัด")}
    assert len(provinces) == len(year.provinces)
    trang = next(one for one in year.provinces if one.province == "ตรัง")
    assert provinces["ตรัง"][0] == trang.total.count
    assert provinces["ตรัง"][1] == float(str(trang.total.mean))
    assert provinces["ตรัง"][7] == trang.left_out
    left_out = read_table(sheet, "ไม่นับ 14 แห่งที่ข้อมูลยังมีข้อผิดพลาด")
    refused = [one.office for one in report.offices if one.status is OfficeStatus.REFUSED]
    assert [row[0] for row in left_out] == refused


def test_each_chart_is_drawn_from_the_cells_beside_it() -> None:
    content = build(make_report(60))
    sheet = open_sheet(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        charts = [etree.fromstring(archive.read(name)) for name in names]
    assert len(charts) == 7
    for chart in charts:
        assert "".join(chart.find(f".//{CHART}title").itertext())
        for kind in ("cat", "val"):
            (reference,) = chart.findall(f".//{CHART}ser/{CHART}{kind}//{CHART}f")
            name, _, cells = (reference.text or "").rpartition("!")
            assert name == "'สถิติ'" or name == "สถิติ"
            values = [cell.value for row in sheet[cells.replace("$", "")] for cell in row]
            assert values
            assert None not in values
            if kind == "val":
                assert all(isinstance(value, int | float) for value in values)


def test_a_bar_charts_first_line_stands_on_top_and_points_run_from_0_to_100() -> None:
    with zipfile.ZipFile(io.BytesIO(build(make_report(60)))) as archive:
        found = [archive.read(f"xl/charts/chart{number}.xml") for number in range(1, 8)]
    (bars,) = [etree.fromstring(one) for one in found if b'<c:barDir val="bar"/>' in one]
    names, values = bars.find(f".//{CHART}catAx"), bars.find(f".//{CHART}valAx")
    assert names.find(f"{CHART}scaling/{CHART}orientation").get("val") == "maxMin"
    assert values.find(f"{CHART}scaling/{CHART}max").get("val") == "100"
    assert values.find(f"{CHART}scaling/{CHART}min").get("val") == "0"


def test_each_year_has_its_sheet() -> None:
    other = replace(make_office(2), result_year=FiscalYear(2567), level="ผ่าน")
    report = replace(make_report(1), offices=(make_office(1), other), problems=())
    book = load_workbook(io.BytesIO(build(report)))
    assert [name for name in book.sheetnames if "สถิติ" in name] == ["สถิติ 2567", "สถิติ 2562"]


def test_without_scores_the_sheet_says_so_and_names_who_is_left_out() -> None:
    refused = make_office(1, status=OfficeStatus.REFUSED)
    sheet = open_sheet(build(replace(make_report(1), offices=(refused,), problems=())))
    assert sheet["A1"].value == "ยังไม่มีหน่วยงานที่มีคะแนน"
    assert [row[0] for row in read_table(sheet, "ไม่นับ 1 แห่งที่ข้อมูลยังมีข้อผิดพลาด")] == [refused.office]


def test_no_name_becomes_a_formula() -> None:
    office = replace(make_office(1), province=FORMULA, level="=1+1")
    sheet = open_sheet(build(replace(make_report(1), offices=(office,), problems=())))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" for cell in cells)
    assert f"'{FORMULA}" in [cell.value for cell in cells]
