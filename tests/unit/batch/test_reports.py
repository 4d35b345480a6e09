"""The run report's files in the outputs: whose they are, and pages that come and go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.model import RunReport
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
