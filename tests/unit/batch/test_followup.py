"""Both documents of an office in a run: each made, kept, refused, edited, pruned by itself."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import openpyxl
import pytest

from ita_docs.batch.making import Kit, KitTemplate, Order, make_chunk
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.documents import KINDS
from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeReport, OfficeStatus, RunReport
from ita_docs.pipeline import Options, open_template, read_results
from ita_docs.problems import InputError, TemplateError
from ita_docs.schema import SHEETS
from tests.e2e.conftest import read_docx_text, run

INPUTS = Path(__file__).parents[3] / "inputs"
SHEET = SHEETS["followup"]
BOTH = {"measures": "produced", "followup": "produced"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "example-2568.xlsx"
    path.parent.mkdir()
    path.write_bytes((INPUTS / "example-2568.xlsx").read_bytes())
    return path


def change(book: Path, row: int, name: str, value: object) -> None:
    """Type a value into a row of ผลการดำเนินการ, counted from the header."""
    loaded = openpyxl.load_workbook(book)
    loaded[SHEET.name].cell(row, list(SHEET.columns).index(name) + 1).value = value  # type: ignore[index]
    loaded.save(book)


def night(book: Path, out: Path, **more: object) -> RunReport:
    options: dict[str, object] = {"engine": "none", "workers": 1} | more
    return run_batch(Request((book,), out, **options), Silent())  # type: ignore[arg-type]


def statuses(office: OfficeReport) -> dict[str, str]:
    return {document.kind: str(document.status) for document in office.documents}


def tell(report: RunReport) -> list[dict[str, str]]:
    return [statuses(office) for office in report.offices]


def codes(report: RunReport) -> set[str]:
    return {problem.code for problem in report.problems} - {
        *("emblem-missing", "measure-draft", "lowest-taken"),
    }


def test_both_are_made_and_kept_and_the_file_carries_the_year_reported(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    report = night(book, out)
    assert report.exit_code == 0
    assert tell(report) == [BOTH, {"measures": "produced"}, BOTH]
    assert report.template == "announcement.docx, followup.docx"
    first = report.offices[0]
    assert [Path(file.path).name for file in first.files] == [
        "มาตรการ-2569-สพป.ตัวอย่าง เขต 1.docx",
        "รายงานผล-2568-สพป.ตัวอย่าง เขต 1.docx",
    ]
    words = read_docx_text(out / first.files[1].path)
    assert "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘" in words
    assert "ตอบคำถาม ๒๑๒ เรื่อง" in words
    assert {status for one in tell(night(book, out)) for status in one.values()} == {"current"}


def test_a_fault_of_the_report_withholds_it_alone(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    (standing,) = out.rglob("รายงานผล*เขต 1.docx")
    change(book, 3, "outcome", None)
    report = night(book, out)
    assert tell(report) == [
        {"measures": "current", "followup": "refused"},
        {"measures": "current"},
        {"measures": "current", "followup": "current"},
    ]
    assert codes(report) == {"followup-outcome-missing"}
    assert report.exit_code == 10
    assert standing.is_file()
    assert report.offices[0].documents[1].files[0].path == standing.relative_to(out).as_posix()
    assert night(book, out, prune=True).count(OfficeStatus.PRUNED) == 0
    assert standing.is_file()


def test_a_fault_of_the_sheet_withholds_every_report_and_no_measures(
    book: Path, tmp_path: Path
) -> None:
    loaded = openpyxl.load_workbook(book)
    loaded[SHEET.name]["G1"].value = "อะไรสักอย่าง"
    loaded.save(book)
    report = night(book, tmp_path / "out")
    assert [one["measures"] for one in tell(report)] == ["produced"] * 3
    assert [one.get("followup") for one in tell(report)] == ["refused", None, "refused"]
    assert "header-missing" in codes(report)
    assert report.exit_code == 10


def test_a_misspelt_sheet_costs_the_reports_and_no_measures(book: Path, tmp_path: Path) -> None:
    loaded = openpyxl.load_workbook(book)
    loaded[SHEET.name].title = "ผลการดำเนินกา"
    loaded.save(book)
    report = night(book, tmp_path / "out")
    assert tell(report) == [{"measures": "produced"}] * 3
    assert codes(report) == {"sheet-misspelt"}
    assert report.exit_code == 10


@pytest.mark.parametrize(
    ("document", "made"),
    [
        ("measures", [{"measures": "produced"}] * 3),
        ("followup", [{"followup": "produced"}] * 2),
        ("all", [BOTH, {"measures": "produced"}, BOTH]),
        (None, [BOTH, {"measures": "produced"}, BOTH]),
    ],
)
def test_the_document_asked_for_is_made(
    book: Path, tmp_path: Path, document: str | None, made: list[dict[str, str]]
) -> None:
    report = night(book, tmp_path / "out", document=document)
    assert tell(report) == made
    # Whoever asks for the report by name hears of the office that has none.
    absent = {"followup-absent"} if document in ("followup", "all") else set()
    assert codes(report) == absent
    assert report.exit_code == (10 if absent else 0)


def test_a_run_for_one_document_leaves_the_other_alone(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    before = {path: path.read_bytes() for path in out.rglob("*.docx")}
    assert len(before) == 5
    for document in ("measures", "followup"):
        report = night(book, out, document=document, prune=True)
        assert report.count(OfficeStatus.PRUNED) == report.count(OfficeStatus.DEPARTED) == 0
    assert {path: path.read_bytes() for path in out.rglob("*.docx")} == before


def test_faults_of_the_report_are_not_told_where_the_measures_alone_are_asked_for(
    book: Path, tmp_path: Path
) -> None:
    change(book, 3, "outcome", None)
    report = night(book, tmp_path / "out", document="measures")
    assert codes(report) == set()
    assert report.exit_code == 0


def test_results_that_are_blank_again_leave_a_document_to_prune(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    for row in (5, 6):
        for name in ("outcome", "status", "budget", "obstacles", "suggestions", "evidence"):
            change(book, row, name, None)
    report = night(book, out)
    assert tell(report)[2] == {"measures": "current", "followup": "departed"}
    assert codes(report) == {"followup-not-due"}
    assert report.exit_code == 0
    night(book, out, prune=True)
    assert not list(out.rglob("รายงานผล*สพม*"))
    assert len(list(out.rglob("*.docx"))) == 4


def test_another_year_reported_takes_the_place_of_the_one_before(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    night(book, out)
    for row in (5, 6):
        change(book, row, "plan_year", 2569)
        change(book, row, "measure", None)
    change(book, 5, "indicator", 6)
    loaded = openpyxl.load_workbook(book)
    sheet = loaded[SHEET.name]
    names = list(SHEET.columns)
    for number, indicator in enumerate((7, 8), start=7):
        for name, value in {
            "name": sheet.cell(6, 1).value, "plan_year": 2569, "indicator": indicator,
            "outcome": "ทำแล้ว", "status": "แล้วเสร็จ",
        }.items():  # fmt: skip
            sheet.cell(number, names.index(name) + 1).value = value
    loaded.save(book)
    report = night(book, out)
    assert codes(report) == {"followup-year-other"}
    assert report.exit_code == 0
    assert [path.name for path in out.rglob("รายงานผล*สพม*")] == ["รายงานผล-2569-สพม.ตัวอย่าง.docx"]
    # Held against the plan of this very workbook: a row for all the measures of an indicator.
    words = read_docx_text(next(out.rglob("รายงานผล*สพม*")))
    assert "ประเมินความเสี่ยงการทุจริต" in words


def test_an_edited_report_is_kept_and_the_measures_are_made_anew(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    night(book, out)
    (edited,) = out.rglob("รายงานผล*เขต 1.docx")
    edited.write_bytes(b"mine")
    report = night(book, out, force=True)
    assert tell(report)[0] == {"measures": "produced", "followup": "edited"}
    assert edited.read_bytes() == b"mine"
    assert codes(report) == {"edited-by-hand"}


def test_a_dry_run_foresees_what_a_run_does(book: Path, tmp_path: Path) -> None:
    change(book, 3, "status", "ไม่รู้")
    out = tmp_path / "out"
    foreseen = night(book, out, dry_run=True)
    assert not out.exists()
    assert tell(foreseen) == tell(night(book, out))


def test_the_run_report_tells_each_documents_state(book: Path, tmp_path: Path) -> None:
    change(book, 3, "outcome", None)
    out = tmp_path / "out"
    night(book, out)
    content = json.loads((out / "run-report.json").read_text(encoding="utf-8"))
    kinds = [
        {one["kind"]: one["status"] for one in office["documents"]} for office in content["offices"]
    ]
    assert kinds[0] == {"measures": "produced", "followup": "refused"}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count('<b lang="th">รายงานผล</b>') >= 1


# --- the plan -------------------------------------------------------------------------------------


@pytest.fixture
def last(book: Path, tmp_path: Path) -> Path:
    """Last year's workbook: the example with its years one less, and no report of its own."""
    path = tmp_path / "last" / "2567.xlsx"
    path.parent.mkdir()
    loaded = openpyxl.load_workbook(book)
    del loaded[SHEET.name]
    offices = loaded[SHEETS["offices"].name]
    for row in (2, 3, 4):
        offices.cell(row, 3).value, offices.cell(row, 4).value = 2567, 2568
        offices.cell(row, 5).value = None
    history = loaded[SHEETS["history"].name]
    for row in range(history.max_row, 1, -1):
        if history.cell(row, 2).value in (2567, 2568):
            history.delete_rows(row)
    loaded.save(path)
    return path


def test_the_plan_of_last_year_is_held_against_the_rows(
    book: Path, last: Path, tmp_path: Path
) -> None:
    report = night(book, tmp_path / "out", plan=last)
    found = [p for p in report.problems if p.code.startswith("followup-")]
    # What is not of the plan may be a measure that is missed, badly typed: that is told alone.
    assert {p.code for p in found} == {
        "followup-measure-unplanned", "followup-indicator-unplanned",
    }  # fmt: skip
    assert tell(report)[0] == {"measures": "produced", "followup": "refused"}


def test_rows_that_agree_with_the_plan_are_made_as_the_plan_writes_them(
    book: Path, last: Path, tmp_path: Path
) -> None:
    loaded = openpyxl.load_workbook(book)
    sheet = loaded[SHEET.name]
    sheet.delete_rows(4, 3)
    sheet["D2"].value = (
        "1. เผยแพร่แผนการใช้จ่ายงบประมาณและผลการใช้จ่ายทุกไตรมาสบนเว็บไซต์ ของหน่วยงาน\n"
        "2. ชี้แจงขั้นตอนการเบิกจ่ายให้บุคลากรทราบอย่างน้อยปีละสองครั้ง"
    )
    sheet["D3"].value = None
    loaded.save(book)
    out = tmp_path / "out"
    report = night(book, out, plan=last)
    assert codes(report) == set()
    words = read_docx_text(next(out.rglob("รายงานผล*เขต 1.docx")))
    assert "ทุกไตรมาสบนเว็บไซต์ของหน่วยงาน" in words
    assert "เพิ่มช่องทางถาม-ตอบและกำหนดผู้ตอบภายในสามวันทำการ" in words


def test_a_plan_that_is_not_there_stops_the_run_before_anything_is_made(
    book: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        night(book, tmp_path / "out", plan=tmp_path / "none.xlsx")
    assert caught.value.code == "file-missing"
    assert not (tmp_path / "out").exists()
    blank = INPUTS / "blank-form.xlsx"
    with pytest.raises(InputError) as caught:
        night(book, tmp_path / "out", plan=blank)
    assert caught.value.code == "plan-unusable"


def test_a_plan_of_another_year_is_said_not_to_be_it(book: Path, tmp_path: Path) -> None:
    report = night(book, tmp_path / "out", plan=INPUTS / "phuket-2562.xlsx")
    assert codes(report) == {"followup-plan-unknown"}
    assert tell(report)[0] == BOTH


def test_a_row_without_its_measure_and_without_a_plan_is_said_to_be_as_it_stands(
    book: Path, tmp_path: Path
) -> None:
    change(book, 3, "measure", None)
    out = tmp_path / "out"
    report = night(book, out)
    assert codes(report) == {"followup-not-compared"}
    assert "มาตรการทุกข้อของตัวชี้วัดนี้" in read_docx_text(next(out.rglob("รายงานผล*เขต 1.docx")))


def test_a_template_of_the_other_document_is_refused_where_it_could_not_be_used(
    book: Path, tmp_path: Path
) -> None:
    with pytest.raises(TemplateError) as caught:
        night(book, tmp_path / "out", document="followup", template="announcement")
    assert caught.value.code == "template-of-another-document"
    report = night(book, tmp_path / "out", template="followup")
    assert tell(report)[0] == BOTH


# --- from this year to the next -------------------------------------------------------------------


def test_the_form_of_next_year_asks_for_what_came_of_this_years_measures(
    book: Path, tmp_path: Path
) -> None:
    form = tmp_path / "next" / "form.xlsx"
    form.parent.mkdir()
    ended = run("new", "--from", book, "-o", form)
    assert ended.code == 0, ended.err
    loaded = openpyxl.load_workbook(form)
    sheet = loaded[SHEET.name]
    waiting = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    assert {row[1] for row in waiting} == {2569}
    assert all(row[3] and not any(row[4:]) for row in waiting)
    # Nothing is due before a result is entered, and what is entered is of the plan as announced.
    ten = dict.fromkeys(range(2, 12), 90)
    for row in (2, 3, 4):
        for column, score in ten.items():
            loaded[SHEETS["scores"].name].cell(row, column).value = score
    loaded.save(form)
    out = tmp_path / "out"
    report = night(form, out)
    assert codes(report) == {"followup-not-due", "level-computed"}
    assert tell(report) == [{"measures": "produced"}] * 3
    for row in range(2, len(waiting) + 2):
        sheet.cell(row, 5).value, sheet.cell(row, 7).value = f"ทำแล้ว {row}", "แล้วเสร็จ"
    loaded.save(form)
    report = night(form, out, plan=book)
    assert codes(report) == {"level-computed"}
    assert tell(report)[0] == {"measures": "current", "followup": "produced"}
    words = read_docx_text(next(out.rglob("รายงานผล-2569-สพป*เขต 1.docx")))
    assert "เพิ่มช่องทางถาม-ตอบและกำหนดผู้ตอบภายในสามวันทำการ" in words
    assert "ทำแล้ว ๓" in words


# --- the command line -----------------------------------------------------------------------------


def test_a_person_reads_which_document_was_not_built_and_why(book: Path, tmp_path: Path) -> None:
    change(book, 3, "outcome", None)
    ended = run("build", book, "-o", tmp_path / "out", "--pdf-engine", "none")
    assert ended.code == 10
    assert "ยังไม่สร้าง  รายงานผล  เพราะข้อมูลมีข้อผิดพลาด" in ended.out
    assert ended.out.count("รายงานผล-2568") == 1
    assert "'ผลการดำเนินการ'!E3" in ended.err
    assert "[followup-outcome-missing]" in ended.err


def test_check_says_how_many_reports_are_ready_and_how_many_are_not(book: Path) -> None:
    """An office whose report alone is at fault stays ready: without the line nobody would see."""
    assert "รายงานผล: พร้อมสร้าง 2 หน่วยงาน ต้องแก้ไข 0 หน่วยงาน" in run("check", book).out
    change(book, 2, "status", "กำลังคิด")
    checked = run("check", book)
    assert checked.code == 3
    assert "พร้อมสร้าง 3 หน่วยงาน ต้องแก้ไข 0 หน่วยงาน" in checked.out
    assert "รายงานผล: พร้อมสร้าง 1 หน่วยงาน ต้องแก้ไข 1 หน่วยงาน" in checked.out
    alone = run("check", INPUTS / "phuket-2562.xlsx")
    assert "รายงานผล" not in alone.out


def test_check_tells_the_faults_of_the_sheet_and_holds_it_against_a_plan(
    book: Path, last: Path
) -> None:
    change(book, 2, "status", "?")
    ended = run("check", book, "--all")
    assert ended.code == 3
    assert "[followup-status-unknown]" in ended.out
    assert "พร้อมสร้าง 3 หน่วยงาน" in ended.out
    ended = run("check", book, "--all", "--plan", last)
    assert "[followup-indicator-unplanned]" in ended.out


def test_an_unknown_document_is_refused_with_those_there_are(book: Path, tmp_path: Path) -> None:
    ended = run("build", book, "-o", tmp_path / "out", "--document", "minutes")
    assert ended.code == 2
    assert "measures" in ended.err
    assert "followup" in ended.err


def test_an_order_with_a_report_crosses_to_another_process(book: Path) -> None:
    first, *_ = read_results(book, load_frameworks())
    order = Order("2569/x", first, ("measures", "followup"))
    kit = Kit(
        tuple(
            KitTemplate(kind.name, template.name, template.content)
            for kind in KINDS
            for template in [open_template(kind.templates[0], kind=kind)]
        ),
        engine="none",
        options=Options(),
    )
    sent_kit, sent_order = pickle.loads(pickle.dumps((kit, order)))
    here, there = make_chunk(kit, [order]), make_chunk(sent_kit, [sent_order])
    assert [made.kind for made in here] == ["measures", "followup"]
    assert [made.error for made in there] == [None, None]
    assert [made.fingerprint for made in here] == [made.fingerprint for made in there]
    assert [made.announcement for made in here] == [made.announcement for made in there]


def test_what_of_the_plans_folder_cannot_be_read_is_told_and_the_others_stand(
    book: Path, tmp_path: Path
) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "last.xlsx").write_bytes(book.read_bytes())
    (plans / "torn.xlsx").write_bytes(book.read_bytes()[:3000])
    (plans / "below").mkdir()
    (plans / "below" / "empty.xlsx").touch()
    report = night(book, tmp_path / "out", plan=plans)
    assert report.exit_code == 10
    places = {str(problem.at) for problem in report.problems if problem.code.startswith("file-")}
    assert places == {str(plans / "torn.xlsx"), str(plans / "below" / "empty.xlsx")}
    assert tell(report)[0] == BOTH
    with pytest.raises(InputError) as caught:
        night(book, tmp_path / "out", plan=plans / "torn.xlsx")
    assert caught.value.code == "file-damaged"
