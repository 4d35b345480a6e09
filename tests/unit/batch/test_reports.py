"""The run report's files in the outputs: whose they are, and pages that come and go."""

from __future__ import annotations

import datetime
import os
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.framework import load_frameworks
from ita_docs.model import RunReport
from ita_docs.pipeline import read_results
from ita_docs.problems import OutputError
from ita_docs.report import as_page


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "offices.xlsx"
    path.parent.mkdir()
    make_workbook(5, seed=1).save(path)
    return path


def night(book: Path, out: Path) -> RunReport:
    return run_batch(Request((book,), out, engine="none", workers=1), Silent())


def list_codes(report: RunReport) -> set[str]:
    return {problem.code for problem in report.problems}


def test_pages_come_and_go_with_the_offices_and_a_persons_file_stays(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pages = out / "run-report-pages"
    monkeypatch.setattr(as_page, "MOST_SHOWN", 2)
    night(book, out)
    assert sorted(path.name for path in pages.iterdir()) == [
        "offices-2.html", "offices-3.html", "search-1.js",
        "view-1.js", "view-2.js", "view-3.js",
    ]  # fmt: skip
    (pages / "offices-3.html").write_bytes(b"mine")
    (pages / "notes.txt").write_bytes(b"mine too")
    monkeypatch.setattr(as_page, "MOST_SHOWN", 3)
    night(book, out)
    assert (pages / "offices-3.html").read_bytes() == b"mine"
    monkeypatch.setattr(as_page, "MOST_SHOWN", 500)
    night(book, out)
    assert sorted(path.name for path in pages.iterdir()) == ["notes.txt", "offices-3.html"]
    (pages / "offices-3.html").unlink()
    (pages / "notes.txt").unlink()
    night(book, out)
    assert "run-report-pages" not in {path.name for path in out.iterdir()} or not any(
        pages.iterdir()
    )


@pytest.mark.parametrize("name", ["offices-2.html", "search-1.js"])
@pytest.mark.parametrize("lost", [False, True], ids=["ledger", "no ledger"])
def test_a_persons_file_of_a_pages_name_is_kept_and_named(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lost: bool
) -> None:
    out = tmp_path / "out"
    page = out / "run-report-pages" / name
    monkeypatch.setattr(as_page, "MOST_SHOWN", 2)
    if lost:
        page.parent.mkdir(parents=True)
    else:
        night(book, out)
    page.write_bytes(b"mine")
    report = night(book, out)
    assert page.stat().st_size > 500
    (kept,) = [path for path in page.parent.iterdir() if path.read_bytes() == b"mine"]
    (told,) = [one.at for one in report.problems if one.code == "edited-put-aside"]
    assert str(told) == str(kept)
    shutil.rmtree(out / ".ita-docs")
    again = night(book, out)  # and without a ledger its own pages are its own
    assert "edited-put-aside" not in list_codes(again)


def test_the_report_says_what_the_last_runs_did_with_an_office(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = night(book, out)
    assert all(not office.past for office in first.offices)
    spoil(book, "คะแนน", "B2", "ไม่มี")
    nights = [night(book, out) for _ in range(6)]
    faulty, *others = sorted(nights[0].offices, key=lambda office: office.status.value != "refused")
    assert [run.status.value for run in faulty.past] == ["produced"]
    assert {office.status.value for office in others} == {"current"}
    (faulty,) = [office for office in nights[-1].offices if office.office == faulty.office]
    assert [run.status.value for run in faulty.past] == ["refused"] * 5
    moments = [datetime.datetime.fromisoformat(run.started) for run in faulty.past]
    assert moments == sorted(moments, reverse=True)
    dry = run_batch(Request((book,), out, engine="none", workers=1, dry_run=True), Silent())
    assert {run.status.value for office in dry.offices for run in office.past[:1]} == {
        "current",
        "refused",
    }
    assert night(book, out).offices[1].past[0].started == nights[-1].started.isoformat(
        timespec="seconds"
    )


def test_an_offices_province_and_last_year_are_in_its_row(book: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened["หน่วยงาน"]
    column = sheet.max_column + 1
    sheet.cell(1, column).value = "จังหวัด"
    sheet.cell(2, column).value = "จ.ตรัง"
    sheet.cell(3, column).value = "=1/0"  # no reason to refuse the office
    name = sheet["A2"].value
    assert opened["ประวัติคะแนน"]["A2"].value == name  # with last year's total in C2
    opened["ประวัติคะแนน"]["C2"] = 80.5
    opened.save(book)
    report = night(book, tmp_path / "out")
    assert [office.status.value for office in report.offices] == ["produced"] * 5
    assert [office.province for office in report.offices[:2]] == ["ตรัง", "กระบี่"]
    assert report.offices[0].last_total == Decimal("80.5")
    (figures,) = [
        one.figures for one in read_results(book, load_frameworks()) if one.office.name == name
    ]
    assert report.offices[0].instrument_scores == figures.instrument_scores


def spoil(book: Path, sheet: str, cell: str, value: object) -> None:
    opened = openpyxl.load_workbook(book)
    opened[sheet][cell] = value
    opened.save(book)


def test_pages_are_not_written_through_a_link(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (out / "run-report-pages").symlink_to(elsewhere)
    monkeypatch.setattr(as_page, "MOST_SHOWN", 2)
    with pytest.raises(OutputError) as caught:
        night(book, out)
    assert caught.value.code == "output-is-a-link"
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("name", ["index.html", "run-report.xlsx", "run-report.json"])
@pytest.mark.parametrize("kind", ["file", "link", "folder", "pipe"])
def test_what_is_not_our_report_keeps_its_name(
    book: Path, tmp_path: Path, name: str, kind: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    if kind == "file":
        shutil.copy(mine, out / name)
    elif kind == "link":
        (out / name).symlink_to(mine)
    elif kind == "folder":
        (out / name).mkdir()
    else:
        os.mkfifo(out / name)
    report = night(book, out)
    assert "report-put-elsewhere" in list_codes(report)
    (elsewhere,) = out.glob(f"run-report-20*{Path(name).suffix}")
    assert elsewhere.stat().st_size > 1_000
    assert report.names[
        {"html": "page", "xlsx": "workbook", "json": "json"}[name[-4:].strip(".")]
    ] == (elsewhere.name)
    again = night(book, out)
    assert again.names == report.names  # the same day, the same name: it is ours
    assert mine.read_bytes() == b"mine"


def test_a_report_that_somebody_edited_is_kept(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    table = out / "run-report.xlsx"
    table.write_bytes(table.read_bytes() + b" ")  # notes of an officer's
    edited = table.read_bytes()
    assert "report-put-elsewhere" in list_codes(night(book, out))
    assert table.read_bytes() == edited
    table.unlink()
    assert "report-put-elsewhere" not in list_codes(night(book, out))
    assert table.exists()


def test_reports_are_known_for_ours_without_a_ledger(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    shutil.rmtree(out / ".ita-docs")
    report = night(book, out)
    assert "report-put-elsewhere" not in list_codes(report)
    assert not list(out.glob("run-report-20*"))
