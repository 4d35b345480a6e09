"""The ministry's desk on the command line: who has not sent, what goes back, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import run


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(2):
        make_workbook(1, seed=1, first=number).save(folder / f"{number}.xlsx")
    book = openpyxl.load_workbook(folder / "1.xlsx")
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(folder / "1.xlsx")
    return folder


def test_check_says_who_has_not_sent_and_ends_with_ten(inbox: Path) -> None:
    ended = run("check", inbox, "--expect", "builtin")
    assert ended.code == 10
    assert "ส่งแล้ว 2 จาก 245 หน่วยงาน ยังไม่ส่ง 243" in ended.out
    assert "ยังไม่ส่ง ภูเก็ต (1): สพป.ภูเก็ต" in ended.out
    answer = run("check", inbox, "--expect", "builtin", "--json").json
    assert (answer["expected"]["year"], len(answer["expected"]["missing"])) == (2568, 243)
    assert answer["exit_code"] == 10


def test_check_writes_with_return_alone_and_its_help_says_so(inbox: Path, tmp_path: Path) -> None:
    ended = run("check", inbox, cwd=tmp_path)
    assert ended.code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]
    assert "--return alone writes" in " ".join(run("check", "--help").out.split())
    back = tmp_path / "back"
    ended = run("check", inbox, "--return", back)
    assert ended.code == 3
    assert "สำเนาที่มีหมายเหตุ 1 ไฟล์" in ended.out
    assert (back / "1.xlsx").is_file()
    answer = run("check", inbox, "--return", back, "--json").json
    assert [(row["file"], row["copy"], row["faults"]) for row in answer["returned"]] == [
        ("1.xlsx", "1.xlsx", 1)
    ]


def test_a_folder_inside_the_inputs_ends_with_seven(inbox: Path) -> None:
    ended = run("check", inbox, "--return", inbox / "back")
    assert (ended.code, "return-nested" in ended.err) == (7, True)
    assert not (inbox / "back").exists()
    out = inbox.parent / "out"
    ended = run("batch", inbox, "-o", out, "--return", out / "back", "--pdf-engine", "none")
    assert (ended.code, "return-nested" in ended.err) == (7, True)
    assert not out.exists()


def test_split_alone_is_no_command(inbox: Path, tmp_path: Path) -> None:
    for command in (("check", inbox), ("batch", inbox, "-o", tmp_path / "out")):
        ended = run(*command, "--split")
        assert (ended.code, "--return" in ended.err) == (2, True)


@pytest.mark.usefixtures("inbox")
def test_batch_does_both_from_its_settings_file(tmp_path: Path) -> None:
    settings = tmp_path / "ita-docs.toml"
    settings.write_text(
        'inputs = ["inbox"]\noutputs = "out"\npdf-engine = "none"\nquiet = true\n'
        'expect = "builtin"\nreturn = "back"\nsplit = true\n',
        encoding="utf-8",
    )
    ended = run("batch", "--config", settings)
    assert ended.code == 10
    assert "offices-not-sent" in ended.err
    assert "workbooks-returned" in ended.err
    assert (tmp_path / "back" / "1.xlsx").is_file()
    report = json.loads((tmp_path / "out" / "run-report.json").read_text(encoding="utf-8"))
    assert report["expected"]["sent"] == 2
    assert {"offices-not-sent", "workbooks-returned"} <= {one["code"] for one in report["problems"]}


def test_batch_starts_from_an_empty_folder_and_prunes_nothing(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", inbox, "-o", out, "--pdf-engine", "none", "--quiet")
    made = sorted(out.rglob("*.docx"))
    assert made
    for path in inbox.iterdir():
        path.unlink()
    plain = run("batch", inbox, "-o", out, "--pdf-engine", "none", "--quiet")
    assert plain.code == 3
    ended = run("batch", inbox, "-o", out, "--expect", "builtin", "--prune", "--quiet",
                "--pdf-engine", "none")  # fmt: skip
    assert ended.code == 10
    assert sorted(out.rglob("*.docx")) == made
