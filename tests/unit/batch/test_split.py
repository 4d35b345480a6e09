"""One office of a workbook of many: its own rows, and nothing of any other."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from benchmarks.make_workbook import list_names, make_workbook
from ita_docs.batch.checking import Checked, check_workbooks
from ita_docs.batch.request import Request
from ita_docs.forms import Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear
from ita_docs.offices import load_offices
from ita_docs.ooxml.package import read_parts

NAMES = list(list_names(6))
LIST = "สิ่งที่ต้องแก้"


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "wide.xlsx"
    path.parent.mkdir()
    make_workbook(6, seed=3).save(path)
    book = openpyxl.load_workbook(path)
    scores = book["คะแนน"]
    scores["C3"], scores["D5"], scores["E5"] = "เก้าสิบ", 101, None
    scores["F3"].number_format = "0.000"
    scores["B4"].comment = Comment("ความเห็นของหน่วยงานอื่น", "ใคร")
    scores["A8"], scores["B8"] = "ค่าเฉลี่ย", 77.125
    measures = book.create_sheet("มาตรการ")
    measures.append(["ชื่อหน่วยงาน", "ตัวชี้วัด", "มาตรการในการพัฒนา"])
    measures.append([None, 1, "มาตรการของทุกหน่วยงาน"])
    measures.append([NAMES[1][1], 2, "มาตรการของตนเอง"])
    measures.append([NAMES[2][0], 2, "มาตรการของผู้อื่น"])
    book.create_sheet("ภายใน")["A1"] = "เรื่องภายใน"
    book.save(path)
    return path


def check(path: Path, **options: object) -> Checked:
    back = path.parent.parent / "back"
    options = {"split": True, **options}
    return check_workbooks(
        Request(inputs=(path.parent,), outputs=Path(), returns=back, **options)  # type: ignore[arg-type]
    )


def list_copies(path: Path) -> list[Path]:
    back = path.parent.parent / "back"
    return sorted(one for one in back.glob("*.xlsx") if one.name != "ส่งกลับ.xlsx")


def test_each_faulty_office_gets_its_own_rows(wide: Path) -> None:
    check(wide)
    copies = list_copies(wide)
    assert [copy.name for copy in copies] == [
        f"wide - {NAMES[1][1]}.xlsx",
        f"wide - {NAMES[3][1]}.xlsx",
    ]
    before = openpyxl.load_workbook(wide)
    after = openpyxl.load_workbook(copies[0])
    assert after.sheetnames == [LIST, "หน่วยงาน", "คะแนน", "ประวัติคะแนน", "CPI", "มาตรการ"]
    for sheet in ("หน่วยงาน", "คะแนน"):
        for column in range(1, 17):
            assert after[sheet].cell(1, column).value == before[sheet].cell(1, column).value
            assert after[sheet].cell(2, column).value == before[sheet].cell(3, column).value
        assert after[sheet].max_row == 2
    assert after["คะแนน"]["F2"].number_format == "0.000"
    assert [row[2].value for row in after["มาตรการ"]][1:] == [
        "มาตรการของทุกหน่วยงาน",
        "มาตรการของตนเอง",
    ]
    assert "ต้องแก้" in after["คะแนน"]["C2"].comment.text
    assert after[LIST]["C6"].hyperlink.location == "'คะแนน'!C2"


def test_nothing_of_another_office_is_in_the_package(wide: Path) -> None:
    check(wide)
    copy = list_copies(wide)[0]
    whole = b"".join(read_parts(copy.read_bytes()).values()).decode(errors="replace")
    others = [name for pair in (*NAMES[:1], *NAMES[2:]) for name in pair]
    others += ["ความเห็นของหน่วยงานอื่น", "มาตรการของผู้อื่น", "เรื่องภายใน", "77.125"]
    assert [name for name in others if name in whole] == []


def test_the_rows_alone_have_the_same_faults_and_are_accepted_once_mended(wide: Path) -> None:
    first = check(wide)
    copy = list_copies(wide)[1]
    book = openpyxl.load_workbook(copy)
    told = [problem for problem in first.errors if problem.office == NAMES[3][0]]
    again = check_workbooks(Request(inputs=(copy,), outputs=Path()))
    assert [problem.code for problem in again.errors] == [problem.code for problem in told]
    scores = book["คะแนน"]
    scores["D2"], scores["E2"] = 91, 92
    for column in "LMNOP":
        scores[f"{column}2"] = None
    book.save(wide.parent / "mended.xlsx")
    both = check_workbooks(Request(inputs=(wide.parent,), outputs=Path()))
    assert NAMES[3][0] in {source.result.office.name for source in both.intake.sources}
    assert "office-sent-again" in {problem.code for problem in both.problems}


def test_each_office_has_its_own_mail(wide: Path) -> None:
    checked = check(wide)
    assert checked.sent_back is not None
    assert [letter.addressee for letter in checked.sent_back.letters] == [NAMES[1][0], NAMES[3][0]]
    assert [len(letter.faults) for letter in checked.sent_back.letters] == [1, 2]
    rows = list(openpyxl.load_workbook(wide.parent.parent / "back" / "ส่งกลับ.xlsx").active.values)[
        1:
    ]
    assert [row[0] for row in rows] == [NAMES[1][0], NAMES[3][0]]
    assert NAMES[3][0] not in str(rows[0][7])


def test_without_it_the_whole_goes_back_once(wide: Path) -> None:
    check(wide, split=False)
    assert [copy.name for copy in list_copies(wide)] == ["wide.xlsx"]


def test_a_fault_of_the_whole_goes_to_its_sender(wide: Path) -> None:
    book = openpyxl.load_workbook(wide)
    book["คะแนน"]["D1"] = "อะไรก็ไม่รู้"
    book.save(wide)
    check(wide)
    assert "wide.xlsx" in [copy.name for copy in list_copies(wide)]


def test_a_workbook_of_one_office_goes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "in" / "one.xlsx"
    path.parent.mkdir()
    year = FiscalYear(2568)
    names = (load_offices()[0].name,)
    content = build_form(
        load_frameworks()[year], Filled(year, names), tall=True, names=load_offices()
    )
    path.write_bytes(content)
    check(path)
    assert [copy.name for copy in list_copies(path)] == ["one.xlsx"]
    assert "วิธีกรอก" in openpyxl.load_workbook(list_copies(path)[0]).sheetnames


def test_a_form_of_many_is_split_without_what_it_works_out(tmp_path: Path) -> None:
    path = tmp_path / "in" / "form.xlsx"
    path.parent.mkdir()
    year = FiscalYear(2568)
    names = tuple(office.name for office in load_offices()[:3])
    content = build_form(
        load_frameworks()[year], Filled(year, names), tall=False, names=load_offices()
    )
    path.write_bytes(content)
    check(path)
    copies = list_copies(path)
    assert len(copies) == 3
    book = openpyxl.load_workbook(copies[0])  # สพป.กระบี่, the second of the form
    assert [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    assert book["คะแนน"].protection.sheet
    assert not book["คะแนน"]["B2"].protection.locked
    texts = {cell.value for sheet in book for row in sheet for cell in row}
    assert not texts & {names[0], names[2]}
