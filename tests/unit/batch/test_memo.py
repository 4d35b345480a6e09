"""A run that is asked for the covering memo, and one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.model import RunReport


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "offices.xlsx"
    path.parent.mkdir()
    make_workbook(2, seed=1).save(path)
    return path


def night(book: Path, out: Path, document: str | None) -> RunReport:
    return run_batch(Request((book,), out, engine="none", workers=1, document=document), Silent())


def list_files(out: Path) -> dict[str, bytes]:
    return {path.name.partition("-")[0]: path.read_bytes() for path in out.rglob("*กระบี่.docx")}


def test_the_memo_comes_and_stays_beside_the_announcement(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out, None)
    announced = list_files(out)
    assert set(announced) == {"มาตรการ"}
    report = night(book, out, "memo")
    assert [one.kind for office in report.offices for one in office.documents] == ["memo"] * 2
    both = list_files(out)
    assert set(both) == {"มาตรการ", "บันทึกข้อความ"}
    assert both["มาตรการ"] == announced["มาตรการ"]
    usual = night(book, out, None)  # which was not asked for it, and leaves it
    assert {office.status.value for office in usual.offices} == {"current"}
    assert list_files(out) == both
    night(book, out, "all")  # which means both usual documents
    assert list_files(out) == both
