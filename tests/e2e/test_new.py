"""A person's path: a form is made, filled in in Calc, checked and built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from ita_docs.forms.formulas import AGREES
from ita_docs.schema import SHEETS, TALL
from tests.calc import fill_in
from tests.e2e.conftest import INPUTS, read_docx_text, run

SCORES = ("96.31", "80.48", "88.82", "85.83", "89.93", "92.83", "84.12", "84.12", "85.20", "62.95")
PUBLISHED = ("26.48", "26.11", "29.63", "82.22")
"""สพป.ภูเก็ต, FY2562, as inputs/phuket-2562.xlsx has it."""
FULL_NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"

WEAK = "จุดอ่อน"


def type_tall(scores: tuple[str, ...] = SCORES) -> Mapping[tuple[str, str], str]:
    """What a person types into the form of one office, by sheet and cell."""
    sheet = TALL.name
    typed = {(sheet, f"C{21 + index}"): score for index, score in enumerate(scores)}
    typed |= {(sheet, f"C{13 + index}"): figure for index, figure in enumerate(PUBLISHED)}
    return typed | {
        (sheet, "C8"): "15 มกราคม 2563",
        (sheet, "C9"): "นายสมมติ ตั้งใจดี",
        (sheet, "C17"): "B",
        (sheet, "A13"): "ล็อกไว้",  # a label: the keyboard cannot change it
        (SHEETS["history"].name, "A2"): "2561",
        (SHEETS["history"].name, "B2"): "85.77",
    }


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calc")


@pytest.mark.calc
def test_one_office_from_new_to_the_announcement(tmp_path: Path, calc: Path) -> None:
    made = run("new", "--year", "2562", "--office", "สพป.ภูเก็ต", "-o", "form.xlsx", cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert "form.xlsx" in made.out
    assert "ita-docs check form.xlsx" in made.out
    filled = tmp_path / "filled.xlsx"
    fill_in(tmp_path / "form.xlsx", filled, type_tall(), calc)
    sheet = openpyxl.load_workbook(filled, data_only=True)[TALL.name]
    assert sheet["A13"].value == "IIT (คะแนนเต็ม 30)"
    assert [sheet[f"D{row}"].value for row in range(13, 19)] == [26.48, 26.11, 29.63, 82.22, "B", 4]
    assert [sheet[f"F{row}"].value for row in range(13, 18)] == [AGREES] * 5
    weak = [sheet[f"A{row}"].value for row in range(21, 31) if sheet[f"F{row}"].value == WEAK]
    assert weak == [2, 7, 8, 10]

    checked = run("check", filled)
    assert checked.code == 0, checked.out
    assert "คำเตือน" not in checked.out
    built = run("build", filled, "-o", tmp_path / "out", "--pdf-engine", "none")
    assert built.code == 0, built.err
    (path,) = (tmp_path / "out").rglob("*.docx")
    text = read_docx_text(path)
    for words in (FULL_NAME, "๘๒.๒๒", "๖๒.๙๕", "๑๕ มกราคม", "นายสมมติ ตั้งใจดี"):
        assert words in text


@pytest.mark.calc
def test_several_offices_with_one_mistake(tmp_path: Path, calc: Path) -> None:
    names = ("--office", "สพป.ภูเก็ต", "--office", "สพม.พังงา ภูเก็ต ระนอง")
    made = run("new", "--year", "2562", *names, "-o", "form.xlsx", cwd=tmp_path)
    assert made.code == 0
    sheet = SHEETS["scores"].name
    typed = {
        (sheet, f"{letter}{row}"): text
        for row in (2, 3)
        for letter, text in zip("BCDEFGHIJKLMNO", (*SCORES, *PUBLISHED), strict=True)
    } | {(sheet, "L3"): "20"}
    filled = tmp_path / "filled.xlsx"
    fill_in(tmp_path / "form.xlsx", filled, typed, calc)
    rows = openpyxl.load_workbook(filled, data_only=True)[sheet]
    assert (rows["W2"].value, rows["W3"].value) == (AGREES, "ไม่ตรง: IIT")
    checked = run("check", filled, "--lang", "en")
    assert checked.code == 3
    assert "error [instrument-disagrees] filled.xlsx: 'คะแนน'!L3" in checked.out
    assert "1 offices are ready" in checked.out


@pytest.mark.calc
def test_next_years_form_follows_from_this_one(tmp_path: Path, calc: Path) -> None:
    run("new", "--year", "2562", "--office", "สพป.ภูเก็ต", "-o", "form.xlsx", cwd=tmp_path)
    filled = tmp_path / "phuket-2562.xlsx"
    fill_in(tmp_path / "form.xlsx", filled, type_tall(), calc)
    made = run("new", "--from", filled, "-o", "next.xlsx", cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    sheet = openpyxl.load_workbook(tmp_path / "next.xlsx")[TALL.name]
    assert (sheet["C4"].value, sheet["C6"].value) == (FULL_NAME, 2563)
    assert sheet["C9"].value == "นายสมมติ ตั้งใจดี"
    assert (sheet["D20"].value, sheet["D30"].value) == ("ปี 2562", 62.95)
    assert all(sheet[f"C{row}"].value is None for row in (8, *range(13, 18), *range(21, 31)))
    history = openpyxl.load_workbook(tmp_path / "next.xlsx")[SHEETS["history"].name]
    assert [cell.value for cell in history[2]] == [2561, 85.77, *[None] * 11]
    assert [cell.value for cell in history[3]] == [2562, 82.22, "B", *map(float, SCORES)]


def test_a_form_is_never_written_over_a_file(tmp_path: Path) -> None:
    assert run("new", "--year", "2568", cwd=tmp_path).code == 0
    (form,) = tmp_path.iterdir()
    assert form.name == "แบบกรอก-2568.xlsx"
    form.write_bytes(b"filled in by somebody")
    ended = run("new", "--year", "2568", cwd=tmp_path)
    assert ended.code == 7
    assert "form-exists" in ended.err
    assert "-o" in ended.err
    assert form.read_bytes() == b"filled in by somebody"
    link = tmp_path / "link.xlsx"
    link.symlink_to("nowhere.xlsx")
    assert run("new", "-o", link, cwd=tmp_path).code == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == [link.name, form.name]


def test_the_same_command_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        ended = run("new", "--from", INPUTS / "example-2568.xlsx", "-o", tmp_path / name)
        assert ended.code == 0, ended.err
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_all_offices_stand_in_one_form_that_asks_for_scores_alone(tmp_path: Path) -> None:
    assert run("new", "--all", "-o", tmp_path / "all.xlsx").code == 0
    ended = run("check", tmp_path / "all.xlsx", "--json", "--lang", "en")
    assert ended.code == 3
    assert {problem["code"] for problem in ended.json["problems"]} == {"office-without-scores"}
    assert len(ended.json["refused"]) == 245


def test_a_folder_takes_the_form_under_its_own_name(tmp_path: Path) -> None:
    assert run("new", "-o", tmp_path, "--year", "๒๕๖๘").code == 0
    assert (tmp_path / "แบบกรอก-2568.xlsx").is_file()


def test_an_office_that_the_list_does_not_know_is_used_and_told(tmp_path: Path) -> None:
    ended = run("new", "--office", "สพป.ภูเก็ด", "-o", tmp_path / "a.xlsx")
    assert ended.code == 0
    assert "สพป.ภูเก็ต" in ended.err
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[TALL.name]
    assert sheet["C4"].value == "สพป.ภูเก็ด"


def test_one_office_of_last_years_workbook(tmp_path: Path) -> None:
    name = "สพป.ตัวอย่าง เขต 2"
    made = run(
        "new", "--from", INPUTS / "example-2568.xlsx", "--office", name, "-o", tmp_path / "a.xlsx"
    )
    assert (made.code, made.err) == (0, "")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[TALL.name]
    assert sheet["C5"].value == name
    assert sheet["D21"].value == 97.2


def test_last_years_results_may_have_another_shape_and_it_is_said_how_they_were_read(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2562"])
    heads = [f"ตัวชี้วัดที่ {number}" for number in range(1, 11)]
    sheet.append(["ที่", "หน่วยงาน", *heads, "IIT", "EIT", "OIT", "คะแนนรวม"])
    sheet.append([1, "สพป.ภูเก็ต", *map(float, SCORES), *map(float, PUBLISHED)])
    book.save(tmp_path / "old.xlsx")
    made = run("new", "--from", "old.xlsx", "-o", "next.xlsx", "--lang", "en", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "foreign-read" in made.err
    history = openpyxl.load_workbook(tmp_path / "next.xlsx")[SHEETS["history"].name]
    assert [cell.value for cell in history[2]] == [2562, 82.22, "B", *map(float, SCORES)]


def test_last_years_faulty_office_keeps_its_name_and_the_others_everything(tmp_path: Path) -> None:
    last = tmp_path / "last.xlsx"
    book = openpyxl.load_workbook(INPUTS / "example-2568.xlsx")
    book["คะแนน"]["B3"] = "เก้าสิบ"
    book.save(last)
    made = run("new", "--from", last, "-o", tmp_path / "a.xlsx", "--lang", "en")
    assert made.code == 0
    assert "score-not-a-number" in made.err
    assert "last.xlsx: 'คะแนน'!B3" in made.err
    assert "เขต 2" in made.out
    offices = openpyxl.load_workbook(tmp_path / "a.xlsx")["หน่วยงาน"]
    signers = [offices[f"F{row}"].value for row in (2, 3, 4)]
    assert signers == ["นายสมมติ ตั้งใจดี", "นางสมมติ โปร่งใส", None]


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["--year", "2026"], 2, "2569"),
        (["--year", "69"], 2, "2569"),
        (["--year", "2600"], 2, "2562-2569"),
        (["--all", "--office", "สพป.ภูเก็ต"], 2, "--office"),
        (["-o", "form.xls"], 2, ".xlsx"),
        (["-o", "nowhere/form.xlsx"], 7, "nowhere"),
        (["--from", "nowhere.xlsx"], 3, "nowhere.xlsx"),
        (["--from", INPUTS / "phuket-2562.xlsx", "--year", "2562"], 3, "--year"),
        (["--from", INPUTS / "blank-form.xlsx"], 3, "last-year-unusable"),
        (["--office", ""], 2, "--office"),
    ],
)
def test_a_wrong_argument_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: list[object], code: int, named: str
) -> None:
    ended = run("new", *arguments, cwd=tmp_path)
    assert ended.code == code, ended.err
    assert named in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_script_that_stores_without_calculating_is_noticed(tmp_path: Path) -> None:
    """Scores exchanged inside the file: what Calc would show for the old ones is still there."""
    run("new", "--year", "2562", "--office", "สพป.ภูเก็ต", "-o", "form.xlsx", cwd=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    for (sheet, cell), text in type_tall().items():
        if cell[0] == "C":
            book[sheet][cell] = float(text) if text.replace(".", "").isdecimal() else text
    book[TALL.name]["D16"] = 95  # as if stored by another program for other scores
    book.calculation.fullCalcOnLoad = False
    book.save(tmp_path / "stale.xlsx")
    checked = run("check", "stale.xlsx", "--lang", "en", cwd=tmp_path)
    assert checked.code == 0
    assert "warning [form-result-stale] stale.xlsx: 'ผลการประเมิน'!D16" in checked.out
    run("build", "stale.xlsx", "-o", "out", "--pdf-engine", "none", cwd=tmp_path)
    (path,) = (tmp_path / "out").rglob("*.docx")
    text = read_docx_text(path)
    assert "๘๒.๒๒" in text
    assert "๙๕.๐๐" not in text
