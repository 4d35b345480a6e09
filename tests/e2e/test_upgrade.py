"""An output folder of version 0.1.0 goes on: nothing is lost, nothing of ours is called edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, run
from tests.e2e.test_batch import NO_PDF, litter, read_report, statuses
from tests.fakes.first_version import restore_first_version

BOOK = INPUTS / "phuket-2562.xlsx"


def test_the_first_night_makes_what_changed_and_calls_nothing_edited(tmp_path: Path) -> None:
    document = restore_first_version(tmp_path)
    before = document.read_bytes()
    ended = run("batch", BOOK, "-o", tmp_path, *NO_PDF)
    assert ended.code == 0, ended.err
    assert statuses(tmp_path) == ["produced"]
    assert document.read_bytes() != before  # this version writes it otherwise
    assert run("batch", BOOK, "-o", tmp_path, *NO_PDF).code == 0
    assert statuses(tmp_path) == ["current"]
    assert not litter(tmp_path)  # its reports were known for ours


def test_its_document_that_somebody_edited_is_kept(tmp_path: Path) -> None:
    document = restore_first_version(tmp_path)
    document.write_bytes(document.read_bytes() + b"edited")
    before = document.read_bytes()
    for command in ("build", "batch"):
        ended = run(command, BOOK, "-o", tmp_path, "--pdf-engine", "none")
        assert ended.code == 10
        assert "[edited-by-hand]" in ended.err
        assert document.read_bytes() == before


@pytest.mark.parametrize("prune", [False, True])
def test_its_office_that_has_left_is_still_known(tmp_path: Path, prune: bool) -> None:
    document = restore_first_version(tmp_path / "out")
    book = tmp_path / "offices.xlsx"
    make_workbook(1, seed=1).save(book)
    more = ("--prune",) if prune else ()
    assert run("batch", book, "-o", tmp_path / "out", *NO_PDF, *more).code == 0
    assert statuses(tmp_path / "out") == ["produced", "pruned" if prune else "departed"]
    assert document.exists() is not prune


def test_its_reports_that_somebody_edited_are_kept(tmp_path: Path) -> None:
    restore_first_version(tmp_path)
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><title>our office's web page</title>", encoding="utf-8")
    ended = run("batch", BOOK, "-o", tmp_path, *NO_PDF)
    assert ended.code == 0
    assert "[report-put-elsewhere]" in ended.err
    assert "our office" in page.read_text(encoding="utf-8")
    (elsewhere,) = tmp_path.glob("run-report-*.html")
    assert str(elsewhere) in ended.out
    assert "run-report.json" in elsewhere.read_text(encoding="utf-8")
    assert "report-put-elsewhere" in {p["code"] for p in read_report(tmp_path)["problems"]}
