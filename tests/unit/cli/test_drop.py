"""A workbook dropped on the shortcut: the folder is shown, and a fault keeps the window open."""

from __future__ import annotations

import io
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_docs import cli, processes
from ita_docs.batch import run as batch_run
from ita_docs.cli.drop import is_dropped
from ita_docs.pdf import libreoffice
from ita_docs.problems import OutputError

PHUKET = Path(__file__).parents[3] / "inputs" / "phuket-2562.xlsx"


class Console(io.StringIO):
    """A window with somebody before it."""

    def isatty(self) -> bool:
        return True


class Desk:
    """What the person sees: the folders shown, what was said, how often Enter was waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folders: list[Path] = []
        self.waited: list[str] = []
        self.out, self.err = Console(), Console()
        self._patch = monkeypatch
        monkeypatch.setattr(processes, "show_folder", self.folders.append)
        monkeypatch.setattr("builtins.input", self._wait)
        monkeypatch.setenv("LANG", "C.UTF-8")
        monkeypatch.setenv(libreoffice.PROGRAM_VARIABLE, "not here")
        self.stdin: Any = Console()

    def _wait(self, asked: str) -> str:
        self.waited.append(self.said + asked)
        return ""

    @property
    def said(self) -> str:
        return self.out.getvalue() + self.err.getvalue()

    def drop(self, *words: object) -> int:
        self._patch.setattr(sys, "argv", ["ita-docs", *map(str, words)])
        for name, stream in (("stdin", self.stdin), ("stdout", self.out), ("stderr", self.err)):
            self._patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(monkeypatch)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "คะแนน ของเรา.xlsx"
    shutil.copy(PHUKET, path)
    return path


def spoil(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(path)


def test_the_folder_of_a_sound_workbook_is_shown_and_nobody_waits(
    desk: Desk, workbook: Path
) -> None:
    assert desk.drop(workbook) == 0
    (made,) = (workbook.parent / "outputs").rglob("*.docx")
    assert desk.folders == [made.parent]
    assert desk.waited == []


def test_the_folder_of_all_is_shown_where_there_are_several(desk: Desk, workbook: Path) -> None:
    other = workbook.with_name("กระบี่.xlsx")
    book = openpyxl.load_workbook(PHUKET)
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("ภูเก็ต", "กระบี่")
    book.save(other)
    assert desk.drop(workbook, other) == 0
    assert desk.folders == [workbook.parent / "outputs"]


def test_a_folder_is_dropped_with_all_that_is_in_it(desk: Desk, workbook: Path) -> None:
    inbox = workbook.parent / "กล่องรับ"
    inbox.mkdir()
    workbook.rename(inbox / workbook.name)
    assert desk.drop(inbox) == 0
    assert len(list((inbox.parent / "outputs").rglob("*.docx"))) == 1


def test_a_fault_is_read_before_the_window_goes(desk: Desk, workbook: Path) -> None:
    spoil(workbook)
    assert desk.drop(workbook) == 3
    (seen,) = desk.waited
    assert "'คะแนน'!C2" in seen
    assert seen.endswith("อ่านแล้วกด Enter เพื่อปิดหน้าต่าง ")
    assert desk.folders == []


def test_a_file_that_somebody_edited_is_a_fault_too(desk: Desk, workbook: Path) -> None:
    desk.drop(workbook)
    (made,) = (workbook.parent / "outputs").rglob("*.docx")
    made.write_bytes(b"edited")
    assert desk.drop(workbook) == 10
    assert made.read_bytes() == b"edited"
    (seen,) = desk.waited
    assert "edited-by-hand" in seen


def test_a_result_file_is_sent_to_the_page(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "ผล.csv").write_text("หน่วยงาน,ตัวชี้วัดที่ 1\nสพป.ภูเก็ต,90\n", encoding="utf-8")
    assert desk.drop(tmp_path / "ผล.csv") == 3
    (seen,) = desk.waited
    assert "ขั้นตอนที่ 2" in seen


def fail(error: Exception) -> Callable[..., Any]:
    def run(*_: Any) -> Any:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyError("a bug"), 1),
        (OutputError("output-not-writable", path="x", reason="full"), 7),
        (MemoryError(), 5),
        (OSError(28, "No space left on device"), 7),
    ],
)
def test_whatever_ends_the_run_is_read_before_the_window_goes(
    desk: Desk, workbook: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    monkeypatch.setattr(batch_run, "run_batch", fail(error))
    assert desk.drop(workbook) == code
    assert len(desk.waited) == 1


def test_a_missing_workbook_is_said_and_read(desk: Desk, tmp_path: Path) -> None:
    assert desk.drop(tmp_path / "ไม่มี.xlsx") == 3
    (seen,) = desk.waited
    assert "ไม่มี.xlsx" in seen


def test_ctrl_c_ends_it_at_once(
    desk: Desk, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_run, "run_batch", interrupt)
    assert desk.drop(workbook) == 130
    assert desk.waited == []


@pytest.mark.parametrize("stdin", [None, io.StringIO()])
def test_without_anybody_nobody_is_waited_for(desk: Desk, workbook: Path, stdin: Any) -> None:
    spoil(workbook)
    desk.stdin = stdin
    assert desk.drop(workbook) == 3
    assert desk.waited == []


def test_other_commands_never_wait(desk: Desk, workbook: Path) -> None:
    spoil(workbook)
    assert desk.drop("check", workbook) == 3
    assert desk.waited == []


def test_why_the_page_did_not_open_is_read_too(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert desk.drop("open", "--no-browser", "--port", port) == 8
    (seen,) = desk.waited
    assert str(port) in seen


def test_a_folder_that_is_called_like_a_command_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chekc").mkdir()
    assert not is_dropped("chekc")
    assert is_dropped(str(tmp_path / "chekc"))
