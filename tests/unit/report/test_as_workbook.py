import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeStatus, ProducedFile, RunReport
from ita_docs.problems import Lang, Location, Problem, ProblemKind
from ita_docs.report import build_workbook
from ita_docs.report.summary import find_workbook
from ita_docs.spreadsheet import neutralise
from tests.fakes.run_report import FORMULA, KINDS, WORKBOOK, make_office, make_report

SCORES = dict.fromkeys(range(1, 11), "90.00") | {2: "80.48", 10: "62.95"}


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


def build(report: RunReport, lang: Lang = "th") -> Workbook:
    book: Workbook = load_workbook(io.BytesIO(build_workbook(report, lang, load_frameworks())))
    return book


def sheet_of(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def read_rows(sheet: Worksheet) -> list[dict[str, Any]]:
    rows = list(sheet.iter_rows())
    heads = [str(cell.value) for cell in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def one_office(**changes: Any) -> RunReport:
    office = replace(make_office(1, name="ภูเก็ต", scores=SCORES), **changes)
    return replace(make_report(1), offices=(office,), problems=())


def test_an_office_has_its_figures_in_one_row() -> None:
    (row,) = read_rows(sheet_of(build(one_office()), "หน่วยงาน"))
    assert row["หน่วยงาน"].value == "สพป.ภูเก็ต"
    assert row["ชื่อเต็ม"].value == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
    assert row["คะแนนรวม"].value == 84.02
    assert row["คะแนนรวม"].number_format == "0.00"
    assert row["IIT\n(ถ่วงน้ำหนัก)"].value == 26.43
    assert row["10. การป้องกันการทุจริต"].value == 62.95
    assert row["ต่ำกว่าเป้าหมาย (ตัวชี้วัด)"].value == 2
    assert row["สถานะ"].value == "จัดทำใหม่แล้ว"


def test_only_the_scores_under_the_target_are_coloured() -> None:
    (row,) = read_rows(sheet_of(build(one_office()), "หน่วยงาน"))
    scores = {head: cell for head, cell in row.items() if head.split(".")[0].isdigit()}
    filled = [head for head, cell in scores.items() if cell.fill.fill_type == "solid"]
    assert len(scores) == 10
    assert [head.split(".")[0] for head in filled] == ["2", "10"]
    assert all(scores[head].font.bold for head in filled)


def test_documents_are_linked_relative_to_the_report() -> None:
    report = one_office(files=(ProducedFile("2563/สพป.ก เขต 1/ก #1 100%.pdf", 1, "0" * 64),))
    (row,) = read_rows(sheet_of(build(report), "หน่วยงาน"))
    assert row["PDF"].value == "PDF"
    assert row["PDF"].hyperlink.target == "2563/สพป.ก%20เขต%201/ก%20%231%20100%25.pdf"
    assert row["Word"].value is None


def test_documents_of_an_earlier_run_are_called_so_and_removed_ones_are_not_linked() -> None:
    for status, shown in ((OfficeStatus.DEPARTED, "PDF (ฉบับเดิม)"), (OfficeStatus.PRUNED, None)):
        (row,) = read_rows(sheet_of(build(one_office(status=status)), "หน่วยงาน"))
        assert row["PDF"].value == shown


def test_a_problem_opens_its_workbook_at_the_cell() -> None:
    rows = read_rows(sheet_of(build(make_report(60)), "ปัญหา"))
    links = {row["ตำแหน่ง"].value: row["ตำแหน่ง"].hyperlink for row in rows}
    link = links["คะแนน ทั้งหมด.xlsx: 'คะแนน'!A18"]
    assert link.target == "../เข้า/คะแนน%20ทั้งหมด.xlsx"
    assert link.location == "'คะแนน'!A18"
    assert links[f"{WORKBOOK}: 'คะแนน ''ปี'' #1'!D2"].location == "'คะแนน ''ปี'' #1'!D2"
    assert links["อื่น.xlsx: 'คะแนน'!D3"] is None  # no such workbook was read


def test_problems_come_gravest_first_with_what_to_do() -> None:
    rows = read_rows(sheet_of(build(make_report(60)), "ปัญหา"))
    severities = [row["ความสำคัญ"].value for row in rows]
    assert severities == sorted(severities, key=["ต้องแก้ไข", "ควรตรวจสอบ", "แจ้งให้ทราบ"].index)
    assert rows[0]["วิธีแก้ไข"].value == "กรอกคะแนนตามผลที่ประกาศ แล้วสั่งใหม่"
    assert rows[0]["รหัส"].value == "score-absent"


def test_the_indicators_count_the_weak_offices() -> None:
    report = replace(
        make_report(1),
        offices=(make_office(1, scores=SCORES), make_office(2, scores=SCORES | {2: "85.00"})),
    )
    rows = read_rows(sheet_of(build(report), "ตัวชี้วัด"))
    counts = {row["ตัวชี้วัดที่"].value: row["จำนวนหน่วยงานที่ต่ำกว่าเป้าหมาย"].value for row in rows}
    assert counts == dict.fromkeys(range(1, 11), 0) | {2: 1, 10: 2}
    assert rows[9]["ชื่อตัวชี้วัด"].value == "การป้องกันการทุจริต"
    assert rows[9]["เครื่องมือ"].value == "OIT"
    assert rows[1]["ร้อยละ"].value == 50


@pytest.mark.parametrize("lang", ["th", "en"])
def test_nothing_typed_by_somebody_is_a_formula(lang: Lang) -> None:
    book = build(make_report(60), lang)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@"))]
    assert f"'{FORMULA}" in texts
    assert "R&D <กอง>" in texts


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", " =1", "\t=1", "\uff1d1", "\uff20A"])
def test_what_a_spreadsheet_takes_for_a_formula_is_neutralised(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "สพป.ภูเก็ต", "82.22", "a=1", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


def test_control_characters_and_halves_of_pairs_are_shown() -> None:
    report = one_office(short_name="ก\x0bข\x00\ud800", level="ค" * 40_000)
    (row,) = read_rows(sheet_of(build(report), "หน่วยงาน"))
    assert row["หน่วยงาน"].value == "ก\u240bข\u2400\ufffd"
    assert row["ระดับ"].value == "ค" * 16_000 + "…"


def test_a_link_too_long_for_a_sheet_is_left_as_text() -> None:
    report = one_office(files=(ProducedFile("ก" * 2_100 + ".pdf", 1, "0" * 64),))
    (row,) = read_rows(sheet_of(build(report), "หน่วยงาน"))
    assert row["PDF"].value == "PDF"
    assert row["PDF"].hyperlink is None


def test_more_links_than_a_sheet_takes_are_left_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ita_docs.spreadsheet._MOST_LINKS", 3)
    offices = (make_office(1), make_office(2))
    rows = read_rows(
        sheet_of(build(replace(make_report(1), offices=offices, problems=())), "หน่วยงาน")
    )
    assert [row[kind].value for row in rows for kind in ("Word", "PDF")] == ["Word", "PDF"] * 2
    assert [bool(row[kind].hyperlink) for row in rows for kind in ("Word", "PDF")] == [
        True,
        True,
        True,
        False,
    ]


def test_two_workbooks_of_one_name_are_not_guessed_between() -> None:
    at = Location("ก.xlsx", "คะแนน", "D14")
    report = replace(make_report(1), workbooks=("/a/ก.xlsx", "/b/ก.xlsx"))
    assert find_workbook(at, report) is None
    assert find_workbook(at, replace(report, workbooks=("/a/ก.xlsx",))) == "../../../a/ก.xlsx"
    relative = replace(report, workbooks=("/a/ก.xlsx",), outputs="outputs")
    assert find_workbook(at, relative) == "/a/ก.xlsx"


def test_a_whole_path_becomes_a_file_address() -> None:
    report = replace(
        make_report(1),
        outputs="outputs",
        workbooks=("/a b/ก.xlsx",),
        problems=(Problem("level-entered", Location("ก.xlsx", "คะแนน"), None, {"typed": "A"}),),
    )
    (row,) = read_rows(sheet_of(build(report), "ปัญหา"))
    assert row["ตำแหน่ง"].hyperlink.target == "file:///a%20b/ก.xlsx"
    assert row["ตำแหน่ง"].hyperlink.location == "'คะแนน'!A1"


def test_english_has_english_sheets_and_heads() -> None:
    book = build(make_report(30), "en")
    assert book.sheetnames == ["Offices", "Problems", "Indicators", "Statistics", "Run"]
    assert sheet_of(book, "Offices")["A1"].value == "Office"


def test_the_same_report_gives_the_same_bytes_and_the_clock_of_the_run() -> None:
    data = build_workbook(make_report(30), "th")
    assert data == build_workbook(make_report(30), "th")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "2020-01-14T19:34:13Z" in core


def test_an_empty_run_still_makes_a_workbook() -> None:
    book = build(replace(make_report(1), offices=(), problems=()))
    assert sheet_of(book, "หน่วยงาน").max_row == 1
    rows = read_rows(sheet_of(book, "ตัวชี้วัด"))
    assert [row["ร้อยละ"].value for row in rows] == [0] * 10


def test_figures_are_exact_to_two_places() -> None:
    (row,) = read_rows(sheet_of(build(one_office(total=Decimal("84.99"))), "หน่วยงาน"))
    assert row["คะแนนรวม"].value == 84.99
