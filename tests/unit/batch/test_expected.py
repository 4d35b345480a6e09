"""Who should have sent: the list, the year, who is missing, and names that are nearly theirs."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import list_names, make_workbook
from ita_docs.batch.checking import Checked, check_workbooks
from ita_docs.batch.expected import OfficeList, read_expected
from ita_docs.batch.inputs import Found
from ita_docs.batch.request import Request
from ita_docs.forms import Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear
from ita_docs.offices import load_offices
from ita_docs.problems import ExitCode, InputError, Location, Problem
from ita_docs.wording import write_line

NAMES = list(list_names(4))


def check(*inputs: Path, expect: Path | str = "builtin") -> Checked:
    return check_workbooks(Request(inputs=inputs, outputs=Path(), expect=expect))


def write_list(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    make_workbook(3, seed=1).save(folder / "three.xlsx")
    return folder


def test_the_built_in_list_is_that_of_the_year_that_was_sent(inbox: Path) -> None:
    expected = check(inbox).expected
    assert expected is not None
    assert (expected.year, expected.offices, expected.sent) == (FiscalYear(2568), 245, 3)
    assert NAMES[3][1] in {office.short_name for office in expected.missing}
    assert NAMES[0][1] not in {office.short_name for office in expected.missing}
    assert len(OfficeList("builtin").of_year(FiscalYear(2562))) == 225


def test_an_empty_folder_is_a_start_and_a_missing_one_is_not(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    checked = check(empty)
    assert checked.expected is not None
    assert (len(checked.expected.missing), checked.expected.year) == (245, None)
    assert (checked.exit_code, checked.errors) == (ExitCode.PARTIAL, ())
    gone = check(tmp_path / "gone")
    assert [problem.code for problem in gone.errors] == ["input-missing"]


def test_the_exit_code_is_ten_until_all_have_sent(inbox: Path, tmp_path: Path) -> None:
    some = write_list(tmp_path / "some.xlsx", ("ชื่อหน่วยงาน",), *((name,) for name, _ in NAMES))
    assert check(inbox, expect=some).exit_code == ExitCode.PARTIAL
    sent = write_list(tmp_path / "sent.xlsx", ("ชื่อย่อ",), *((short,) for _, short in NAMES[:3]))
    assert check(inbox, expect=sent).exit_code == ExitCode.DONE


def test_a_refused_office_has_sent(inbox: Path) -> None:
    book = openpyxl.load_workbook(inbox / "three.xlsx")
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(inbox / "three.xlsx")
    checked = check(inbox)
    assert checked.expected is not None
    assert checked.errors
    assert (checked.expected.sent, checked.exit_code) == (3, ExitCode.PARTIAL)


def test_a_row_with_a_name_and_no_score_is_not_sent(tmp_path: Path) -> None:
    year = FiscalYear(2568)
    filled = Filled(year, tuple(name for name, _ in NAMES))
    form = build_form(load_frameworks()[year], filled, tall=False, names=load_offices())
    (tmp_path / "form.xlsx").write_bytes(form)
    expected = check(tmp_path).expected
    assert expected is not None
    assert expected.sent == 0


@pytest.mark.parametrize(
    "text",
    [
        "ที่,หน่วยงาน,จังหวัด\n1,สพป.กระบี่,กระบี่\n2,รร.ก,ภูเก็ต\nรวม,,\n",
        "บัญชีรายชื่อ\n\nจังหวัด,ชื่อย่อ\n,สพป. กระบี่\nภูเก็ต,รร.ก\n",
        "สพป.กระบี่\nรร.ก\nสพป.กระบี่\n",
        "รายชื่อเขตพื้นที่\nสพป.กระบี่\nรร.ก\n",
        "ชื่อ\nสพป.กระบี่\nรร.ก\n",
        "ชื่อ\nสพป.กระบี่\nรร.ก\nรวม ๒ แห่ง\n",
        "ที่,ชื่อหน่วยงาน\n1,1. สพป.กระบี่\n2,รร.ก\nรวมทั้งสิ้น 2 แห่ง,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874"])
def test_a_list_is_read_from_its_column_of_names(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    offices = read_expected(path).of_year(None)
    assert [office.short_name for office in offices] == ["สพป.กระบี่", "รร.ก"]
    assert offices[0].office == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากระบี่"
    assert offices[0].province == "กระบี่"


@pytest.mark.parametrize(
    "text",
    [
        "ที่,เขตพื้นที่การศึกษา,จังหวัด\n1,สพป.กระบี่,กระบี่\n2,สพม.สงขลา สตูล,สงขลา\nรวม,2 แห่ง,\n",
        "บัญชีรายชื่อ,,\nจังหวัด,สพท.,ผู้รับผิดชอบ\nกระบี่,(๑) สพป. กระบี่,สมชาย\n,2) สพม.สงขลา สตูล,\n",
        "กระบี่,สพป.กระบี่\nสงขลา,สํานักงานเขตพื้นที่การศึกษามัธยมศึกษาสงขลา สตูล\n",
    ],
)
def test_listed_offices_are_known_under_any_heading(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    offices = read_expected(path).of_year(None)
    assert [office.short_name for office in offices] == ["สพป.กระบี่", "สพม.สงขลา สตูล"]


def test_a_long_list_is_read_where_the_user_vouches_for_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = (f"รร.ที่ {number},{number},ก,ข,ค" for number in range(21_000))
    path.write_text("\n".join(("ชื่อหน่วยงาน,1,2,3,4", *rows)), encoding="utf-8")
    with pytest.raises(InputError):
        read_expected(path)
    assert len(read_expected(path, large=True).of_year(None)) == 21_000


def test_a_file_without_names_is_refused(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.xlsx", ("ที่", "คะแนน"), ("ก", "ข"))
    with pytest.raises(InputError) as refused:
        read_expected(path)
    assert refused.value.code == "expect-without-names"


def test_the_list_may_lie_among_the_inputs(inbox: Path) -> None:
    listed = write_list(inbox / "list.xlsx", ("ชื่อหน่วยงาน",), (NAMES[0][0],))
    assert check(inbox, expect=listed).exit_code == ExitCode.DONE
    (inbox / "three.xlsx").unlink()
    alone = check(inbox, expect=listed)
    assert (alone.exit_code, alone.errors) == (ExitCode.PARTIAL, ())


def test_results_of_another_year_do_not_count_and_are_told(inbox: Path) -> None:
    book = make_workbook(1, seed=2, first=3)
    book.save(inbox / "other.xlsx")
    book = openpyxl.load_workbook(inbox / "other.xlsx")
    book["หน่วยงาน"]["C2"], book["หน่วยงาน"]["D2"] = 2567, 2568
    del book["ประวัติคะแนน"]
    for column in "LMNOP":  # as published in 2568
        book["คะแนน"][f"{column}2"] = None
    book.save(inbox / "other.xlsx")
    checked = check(inbox)
    told = [problem for problem in checked.problems if problem.code == "office-sent-other-year"]
    assert [problem.office for problem in told] == [NAMES[3][0]]
    assert checked.expected is not None
    assert NAMES[3][0] in {office.office for office in checked.expected.missing}


def test_a_misspelt_name_is_held_against_the_missing_ones(inbox: Path) -> None:
    make_workbook(1, seed=2, first=3).save(inbox / "other.xlsx")
    book = openpyxl.load_workbook(inbox / "other.xlsx")
    for sheet in book:
        for row in sheet.iter_rows(min_row=2, max_col=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("กาญจนบุรี", "กาญจนบุรึ")
    book.save(inbox / "other.xlsx")
    told = [one for one in check(inbox).problems if one.code == "office-not-expected"]
    assert len(told) == 1
    assert NAMES[3][0] in write_line(told[0], "th")


def test_an_office_from_two_files_names_both_with_their_dates(inbox: Path) -> None:
    make_workbook(1, seed=2).save(inbox / "again.xlsx")
    for name, moment in (("again.xlsx", 1_750_000_000), ("three.xlsx", 1_751_000_000)):
        os.utime(inbox / name, (moment, moment))
    problems = check(inbox).problems
    lines = [write_line(one, "th") for one in problems if one.code == "office-in-two-workbooks"]
    assert len(lines) == 2
    for line in lines:
        assert "again.xlsx" in line
        assert "three.xlsx" in line
        assert "๑๕ มิถุนายน พ.ศ. ๒๕๖๘ เวลา ๒๒:๐๖ น." in line
        assert "๒๗ มิถุนายน พ.ศ. ๒๕๖๘ เวลา ๑๑:๕๓ น." in line
        assert "ย้ายฉบับอื่นออก" in line


def test_two_files_of_one_name_are_told_apart_by_their_folders(inbox: Path) -> None:
    (inbox / "later").mkdir()
    make_workbook(1, seed=2).save(inbox / "later" / "three.xlsx")
    problems = check(inbox).problems
    lines = [write_line(one, "th") for one in problems if one.code == "office-in-two-workbooks"]
    assert any(str(Path("later") / "three.xlsx") in line for line in lines)
    assert any(str(inbox / "three.xlsx") in line for line in lines)


def test_of_a_faulty_and_a_sound_workbook_the_sound_one_is_taken_and_both_are_named(
    inbox: Path,
) -> None:
    make_workbook(1, seed=2).save(inbox / "first.xlsx")
    book = openpyxl.load_workbook(inbox / "first.xlsx")
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(inbox / "first.xlsx")
    checked = check(inbox)
    assert NAMES[0][0] in {source.result.office.name for source in checked.intake.sources}
    told = [write_line(one, "th") for one in checked.problems if one.code == "office-sent-again"]
    assert len(told) == 1
    assert "first.xlsx" in told[0]


def test_nobody_can_say_who_left_while_a_folder_is_empty() -> None:
    found = Found(problems=[Problem("inputs-empty", Location("in"))])
    found.expect("builtin")
    assert (found.problems, len(found.empty)) == ([], 1)
