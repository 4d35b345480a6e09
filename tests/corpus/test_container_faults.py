"""Every broken workbook is refused or named with its code and address; sound ones are not."""

from __future__ import annotations

import os
import socket
import stat
import time
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.model import Workbook
from ita_docs.problems import InputError, Severity, load_problem_table
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line
from ita_docs.workbook import STRANGERS, read_workbook
from ita_docs.workbook import guard as guard_module
from tests.corpus.heavy import HEAVY
from tests.corpus.make_corpus import CSV, FAULTY, FOOTER_NAMES, REFUSED, SOUND, plain
from tests.corpus.shown_faults import TOLD

FRAMEWORKS = load_frameworks()


def write(folder: Path, data: bytes, name: str = "scores.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    return caught.value


def values(book: Workbook) -> dict[str, list[dict[str, object]]]:
    return {
        key: [{name: cell.value for name, cell in row.cells.items()} for row in table.rows]
        for key, table in book.tables.items()
    }


@pytest.mark.parametrize("fault", REFUSED)
def test_an_unusable_file_is_refused_with_its_own_code(fault: str, tmp_path: Path) -> None:
    make, code = REFUSED[fault]
    error = refusal(write(tmp_path, make()))
    assert error.code == code
    assert error.at is not None
    assert error.at.file == "scores.xlsx"
    assert write_line(error, "th").startswith("scores.xlsx: ")
    assert "\n" not in write_line(error, "en")


@pytest.mark.parametrize("fault", HEAVY)
def test_a_file_that_asks_for_unreasonable_work_is_refused_soon(fault: str, tmp_path: Path) -> None:
    make, code = HEAVY[fault]
    path = write(tmp_path, make())
    begun = time.process_time()
    error = refusal(path)
    assert time.process_time() - begun < 5
    assert error.code == code
    assert len(write_line(error, "th")) < 500


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_of_sheets_or_headers_is_named_with_its_address(fault: str, tmp_path: Path) -> None:
    make, code, where = FAULTY[fault]
    problems = read_workbook(write(tmp_path, make())).problems
    found = [problem for problem in problems if problem.code == code]
    assert found, [write_line(problem, "en") for problem in problems]
    assert str(found[0].at) == f"scores.xlsx: {where}".removesuffix(": ")
    for lang in ("th", "en"):
        assert "{" not in write_line(found[0], lang)


@pytest.mark.parametrize("name", SOUND)
def test_an_unusual_but_sound_workbook_reads_like_the_plain_one(name: str, tmp_path: Path) -> None:
    expected = read_workbook(write(tmp_path, plain(), "plain.xlsx"))
    book = read_workbook(write(tmp_path, SOUND[name]()))
    assert [write_line(problem, "en") for problem in book.problems] == []
    assert values(book) == values(expected)
    assert len(book.tables["scores"].rows) == 1


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_workbook_of_any_program_makes_its_office_without_a_word(
    name: str, tmp_path: Path
) -> None:
    expected = validate_workbook(read_workbook(write(tmp_path, plain(), "plain.xlsx")), FRAMEWORKS)
    found = validate_workbook(read_workbook(write(tmp_path, SOUND[name]())), FRAMEWORKS)
    assert [problem.code for problem in found.problems] == [p.code for p in expected.problems]
    assert Severity.ERROR not in {problem.severity for problem in found.problems}
    assert [r.figures for r in found] == [r.figures for r in expected]
    assert len(found.results) == 1


@pytest.mark.parametrize("name", FOOTER_NAMES)
def test_a_row_below_the_table_is_left_out_with_a_note_and_nothing_else(
    name: str, tmp_path: Path
) -> None:
    expected = read_workbook(write(tmp_path, plain(), "plain.xlsx"))
    book = read_workbook(write(tmp_path, FAULTY[name][0]()))
    assert [problem.code for problem in book.problems] == ["row-left-out"]
    assert values(book) == values(expected)


@pytest.mark.parametrize("fault", ["merged-scores", "merged-names", "scores-sheet-twice"])
def test_what_could_be_read_as_something_else_refuses_the_build(fault: str, tmp_path: Path) -> None:
    make, _, _ = FAULTY[fault]
    problems = read_workbook(write(tmp_path, make())).problems
    assert Severity.ERROR in {problem.severity for problem in problems}


def test_the_corpus_covers_every_code_of_the_reader() -> None:
    covered = {code for _, code in REFUSED.values()} | {code for _, code, _ in FAULTY.values()}
    covered |= {code for _, code, _ in TOLD.values()}
    beside = {"file-missing", "file-is-folder", "file-not-regular", "file-unreadable", "file-lock",
              "file-too-large", "sheet-too-large", "workbook-too-demanding",
              "workbook-reader-failed", "reader-not-startable", "rows-out-of-order",
                  "file-letters-unknown"}  # fmt: skip
    table = (files("ita_docs") / "problems.d" / "workbook.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(table)) - covered == beside
    assert covered | beside <= set(load_problem_table())


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").code == "file-missing"
    assert refusal(write(tmp_path, b"x") / "below.xlsx").code == "file-missing"
    assert refusal(tmp_path / "nul\0.xlsx").code == "file-missing"


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").mkdir()
    assert refusal(tmp_path / "book.xlsx").code == "file-is-folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert refusal(tmp_path / "pipe.xlsx").code == "file-not-regular"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="sockets of the file system are POSIX")
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket has few characters
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.xlsx")
        assert refusal(tmp_path / "s.xlsx").code in ("file-not-regular", "file-unreadable")


def test_a_link_to_a_device_is_refused_and_one_to_a_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    assert refusal(tmp_path / "zero.xlsx").code == "file-not-regular"
    (tmp_path / "link.xlsx").symlink_to(write(tmp_path, plain()))
    assert read_workbook(tmp_path / "link.xlsx").problems == ()
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    assert refusal(tmp_path / "loop.xlsx").code == "file-unreadable"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_a_device_is_refused() -> None:
    assert refusal(Path("/dev/zero")).code == "file-not-regular"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, plain())

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(guard_module.os, "open", refuse)
    assert refusal(path).code == "file-unreadable"


def test_a_lock_file_of_excel_is_named_as_such(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, b"\x04user", "~$scores.xlsx")).code == "file-lock"


def test_a_file_over_the_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as stream:
        stream.truncate(STRANGERS.file + 1)
    error = refusal(path)
    assert error.code == "file-too-large"
    assert "20" in write_line(error, "th")


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, CSV.encode(), "scores.xlsx")).code == "file-csv"
    assert read_workbook(write(tmp_path, plain(), "scores.dat")).problems == ()


def test_nothing_is_written_and_nothing_stays_open(tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    path = write(folder, plain())
    path.chmod(stat.S_IRUSR)
    before = path.stat()
    read_workbook(path)
    assert [entry.name for entry in folder.iterdir()] == ["scores.xlsx"]
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    path.unlink()


def test_the_corpus_is_deterministic() -> None:
    makers: list[Callable[[], bytes]] = [*SOUND.values(), *(make for make, _, _ in FAULTY.values())]
    makers += [make for name, (make, _) in REFUSED.items() if not name.startswith("bomb")]
    assert all(make() == make() for make in makers)
