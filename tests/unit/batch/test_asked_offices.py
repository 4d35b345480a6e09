"""``--office``: what is asked of one office is told of that one alone, by whatever name it has."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.model import OfficeStatus, RunReport

INPUTS = Path(__file__).parents[3] / "inputs"
FIRST = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1 (ข้อมูลสมมติ)"
REFUSED = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 2 (ข้อมูลสมมติ)"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The second of three offices has a score beyond 100."""
    path = tmp_path / "in" / "example.xlsx"
    path.parent.mkdir()
    loaded = openpyxl.load_workbook(INPUTS / "example-2568.xlsx")
    loaded["คะแนน"]["E3"].value = 400  # type: ignore[union-attr]
    loaded.save(path)
    return path


def make(book: Path, tmp_path: Path, *only: str) -> RunReport:
    request = Request(
        (book,), tmp_path / "out", engine="none", only=frozenset(only), keep_account=False
    )
    return run_batch(request, Silent())


@pytest.mark.parametrize("name", [FIRST, "สพป.ตัวอย่าง เขต 1", "สพป. ตัวอย่าง เขต ๑"])
def test_faults_of_others_are_neither_told_nor_counted(
    book: Path, tmp_path: Path, name: str
) -> None:
    report = make(book, tmp_path, name)
    assert [office.status for office in report.offices] == [OfficeStatus.PRODUCED]
    assert {problem.office for problem in report.problems} <= {FIRST, None}
    assert report.exit_code == 0


@pytest.mark.parametrize("name", [REFUSED, "สพป.ตัวอย่าง เขต 2", "สพป. ตัวอย่าง เขต ๒"])
def test_an_office_that_is_refused_is_there_and_says_why(
    book: Path, tmp_path: Path, name: str
) -> None:
    report = make(book, tmp_path, name)
    assert [(one.office, one.status) for one in report.offices] == [(REFUSED, OfficeStatus.REFUSED)]
    assert "score-out-of-range" in {problem.code for problem in report.problems}
    assert report.exit_code == 3


def test_without_a_name_everything_is_told(book: Path, tmp_path: Path) -> None:
    report = make(book, tmp_path)
    assert len(report.offices) == 3
    assert {FIRST, REFUSED} & {problem.office for problem in report.problems} == {REFUSED}
