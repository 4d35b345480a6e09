"""What one person works on, without a browser: faults, drafts, documents, the last runs."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from ita_docs.pdf import libreoffice
from ita_docs.problems import InputError
from ita_docs.web.contents import Received
from ita_docs.web.journal import note_run
from ita_docs.web.view import build_page
from ita_docs.web.workplace import Workplace

PHUKET = Path(__file__).parents[3] / "inputs" / "phuket-2562.xlsx"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setenv(libreoffice.PROGRAM_VARIABLE, "not here")
    for name in ("folder", "place"):
        (tmp_path / name).mkdir()
    own = Workplace(tmp_path / "folder", tmp_path / "outputs", tmp_path / "place", "th")
    yield own
    own.close()


def await_end(workplace: Workplace) -> None:
    until = time.monotonic() + 120
    while workplace.work is not None and time.monotonic() < until:
        workplace.await_news(workplace.version, 1)
    assert workplace.work is None


def drop(workplace: Workplace, path: Path, name: str = "") -> str:
    """Drop a workbook and look at the page once all is done."""
    assert workplace.take_workbooks([Received(name or path.name, path)])
    await_end(workplace)
    return show(workplace)


def show(workplace: Workplace) -> str:
    return build_page(workplace).decode("utf-8")


def find_section(page: str, name: str) -> str:
    """The words of one section of the page."""
    found = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    return "" if found is None else " ".join(unescape(re.sub("<[^>]*>", " ", found[0])).split())


def write_workbook(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(PHUKET)
    change(book)
    book.save(path)
    return path


def weaken_the_first(book: openpyxl.Workbook) -> None:
    """Indicator 1, whose measure is the program's draft, falls below the target."""
    sheet = book["คะแนน"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for head, column in heads.items():
        if head.startswith("ตัวชี้วัดที่ 1 ") or head == "ตัวชี้วัดที่ 1":
            sheet.cell(2, column).value = 70
        elif column > 2 and not head.startswith("ตัวชี้วัด"):
            sheet.cell(2, column).value = None


def test_drafts_that_wait_to_be_confirmed_are_named_beside_the_pages(
    workplace: Workplace, tmp_path: Path
) -> None:
    page = drop(workplace, write_workbook(tmp_path / "ก.xlsx", weaken_the_first))
    step = find_section(page, "step-4")
    assert "มาตรการที่ยังเป็นร่างของโปรแกรม รอหน่วยงานยืนยัน" in step
    assert "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่" in step
    assert "ตัวชี้วัดที่ 2 การใช้งบประมาณ" not in step.partition("รอหน่วยงานยืนยัน")[2]
    assert "ยืนยันตามร่าง" in step
    assert "measure-draft" not in page


def test_confirmed_drafts_are_no_drafts(workplace: Workplace, tmp_path: Path) -> None:
    def confirm(book: openpyxl.Workbook) -> None:
        weaken_the_first(book)
        if "มาตรการ" not in book.sheetnames:
            book.create_sheet("มาตรการ").append(["ตัวชี้วัด", "มาตรการในการพัฒนา"])
        sheet = book["มาตรการ"]
        heads = {str(cell.value).split(" ")[0]: cell.column for cell in sheet[1]}
        row = sheet.max_row + 1
        sheet.cell(row, heads["ตัวชี้วัด"]).value = 1
        sheet.cell(row, heads["มาตรการในการพัฒนา"]).value = "ยืนยันตามร่าง"

    step = find_section(drop(workplace, write_workbook(tmp_path / "ก.xlsx", confirm)), "step-4")
    assert "คะแนนรวม" in step
    assert "รอหน่วยงานยืนยัน" not in step


def test_what_an_assessor_asks_for_stands_beside_the_pages(workplace: Workplace) -> None:
    step = find_section(drop(workplace, PHUKET), "step-4")
    told = step.partition("สิ่งที่ผู้ประเมินตรวจ")[2].partition("เป็นข้อสังเกต")[0]
    missing, _, there = told.partition("มีแล้ว:")
    lacking = "ระยะเวลา, การรายงานผล, ชื่อผู้ลงนาม, วันที่ประกาศ"
    assert missing.strip() == f"มาตรการ ยังไม่มี: {lacking}"
    assert "ผู้รับผิดชอบ, การกำกับติดตาม" in there


def test_a_run_that_saved_is_listed_below_with_its_files_and_folder(workplace: Workplace) -> None:
    assert find_section(drop(workplace, PHUKET, "ของเรา <b>.xlsx"), "runs") == ""
    workplace.save(overwrite=False)
    await_end(workplace)
    told = find_section(show(workplace), "runs")
    assert told.startswith("สิบครั้งล่าสุด")
    assert "ของเรา <b>.xlsx" in told
    assert "2 ไฟล์" in told
    assert str(workplace.outputs) in told


def test_the_last_ten_runs_stand_on_the_page_the_newest_first(workplace: Workplace) -> None:
    for number in range(12):
        note_run(workplace.place, (f"งาน{number}.xlsx",), ("สพป.ก",), number, workplace.outputs)
    told = find_section(show(workplace), "runs")
    assert re.findall(r"งาน(\d+)\.xlsx", told) == [str(number) for number in range(11, 1, -1)]


def test_faults_are_there_before_documents_are_made(workplace: Workplace, tmp_path: Path) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book["คะแนน"]["C2"] = "เก้าสิบ"

    page = drop(workplace, write_workbook(tmp_path / "received-1.xlsx", spoil), "ผล.xlsx")
    assert "ผล.xlsx: 'คะแนน'!C2" in find_section(page, "step-3")
    assert "received-1" not in page
    assert workplace.made is None


def test_a_reading_child_that_died_while_it_waited_costs_no_workbook(workplace: Workplace) -> None:
    assert "พร้อมออกประกาศ 1 หน่วยงาน" in find_section(drop(workplace, PHUKET), "step-3")
    child = workplace._reader._child
    assert child is not None
    os.kill(child._child.process_id, signal.SIGTERM)
    child._child.wait()
    assert "พร้อมออกประกาศ 1 หน่วยงาน" in find_section(drop(workplace, PHUKET), "step-3")


def test_whoever_waits_hears_at_once_and_never_for_ever(workplace: Workplace) -> None:
    go = threading.Event()
    since = workplace.version

    def work() -> None:
        go.wait(60)

    assert workplace.begin("check", work)
    workplace.await_news(since, 0.01)
    assert (workplace.version, workplace.work is not None) == (since, True)
    assert not workplace.begin("check", lambda: None)  # one at a time
    go.set()
    workplace.await_news(since, 60)
    assert (workplace.version, workplace.work) == (since + 1, None)
    workplace.await_news(since, 600)  # it is over: no waiting


def test_a_job_that_breaks_is_said_and_the_next_one_works(workplace: Workplace) -> None:
    def refuse() -> None:
        raise InputError("workbook-reader-failed", reason="x")

    def break_down() -> None:
        raise KeyError("a bug")

    workplace.begin("check", refuse)
    await_end(workplace)
    assert find_section(show(workplace), "trouble")
    workplace.begin("check", break_down)
    await_end(workplace)
    assert "โปรแกรมทำงานผิดพลาด" in find_section(show(workplace), "trouble")
    assert "พร้อมออกประกาศ" in find_section(drop(workplace, PHUKET), "step-3")
    assert find_section(show(workplace), "trouble") == ""
