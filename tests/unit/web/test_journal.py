"""The last ten runs: the newest first, and whatever stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_docs.web.journal import Run, list_runs, note_run


def test_the_last_ten_are_kept_the_newest_first(tmp_path: Path) -> None:
    for number in range(12):
        note_run(tmp_path, (f"{number}.xlsx",), ("สพป.ก",), number, tmp_path / "out")
    runs = list_runs(tmp_path)
    assert [run.saved for run in runs] == list(range(11, 1, -1))
    assert runs[0].workbooks == ("11.xlsx",)
    assert runs[0].outputs == str(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["runs.json"]


def test_a_moment_is_written_as_people_of_the_language_write_it() -> None:
    run = Run("2026-11-06 09:05", (), (), 0, "")
    assert run.write_moment("th") == "6 พฤศจิกายน 2569 09:05"
    assert run.write_moment("en") == "2026-11-06 09:05"
    assert Run("yesterday", (), (), 0, "").write_moment("th") == "yesterday"


ENDLESS = '[{"moment": "", "workbooks": [], "offices": [], "saved": 1e999, "outputs": ""}]'


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '[{"moment": 1}]', "[[]]", "\udcff", "[" * 100_000, ENDLESS]
)
def test_a_file_that_is_no_journal_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "runs.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert list_runs(tmp_path) == []
    note_run(tmp_path, (), (), 1, tmp_path)
    assert len(list_runs(tmp_path)) == 1


def test_a_disk_that_refuses_costs_the_memory_alone(tmp_path: Path) -> None:
    note_run(tmp_path / "not there", (), (), 1, tmp_path)
    assert list_runs(tmp_path / "not there") == []
