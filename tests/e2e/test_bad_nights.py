"""A PDF engine that crashes, hangs, gives nothing or garbage for some offices of a run."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import run
from tests.e2e.test_batch import hashes, litter, read_report, start
from tests.fakes.soffice import make_soffice, read_processes

FAULTS = ("crash", "hang", "stubborn", "orphan", "nothing", "half", "garbage")
CELLS = {fault: f"F{row}" for row, fault in enumerate(FAULTS, start=2)}


def sign(book_path: Path, signers: dict[str, str]) -> None:
    book = openpyxl.load_workbook(book_path)
    for cell, signer in signers.items():
        book["หน่วยงาน"][cell] = signer
    book.save(book_path)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("workers", [1, 2])
def test_offices_that_the_engine_fails_keep_their_old_pair_and_the_others_are_made(
    tmp_path: Path, workers: int
) -> None:
    program = make_soffice(tmp_path / "fake")
    environment = {**os.environ, "ITA_DOCS_SOFFICE": str(program), "TMPDIR": str(tmp_path / "t")}
    (tmp_path / "t").mkdir()
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(12, seed=1).save(book)
    arguments = ("batch", book, "-o", out, "--quiet", "--timeout", 2, "--workers", workers)
    assert run(*arguments, environment=environment).code == 0
    before = hashes(out)
    sign(book, {cell: f"นายfake-{fault}" for fault, cell in CELLS.items()} | {"F12": "นายใหม่"})
    ended = run(*arguments, environment=environment)
    assert ended.code == 10, ended.err
    offices = read_report(out)["offices"]
    assert [office["status"] for office in offices].count("failed") == len(FAULTS)
    assert [office["status"] for office in offices].count("produced") == 1
    failed = {office["short_name"] for office in offices if office["status"] == "failed"}
    after = hashes(out)
    assert after.keys() == before.keys()
    for name, digest in after.items():
        changed = digest != before[name]
        assert not (changed and Path(name).parent.name in failed), name
    assert not litter(out)
    assert not list((tmp_path / "t").iterdir())
    assert not [process for process in read_processes(program) if is_running(process)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_signal_while_the_engine_hangs_ends_the_run_and_the_engine(
    tmp_path: Path, number: signal.Signals, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_soffice(tmp_path / "fake", always="stubborn")
    monkeypatch.setenv("ITA_DOCS_SOFFICE", str(program))
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(4, seed=1).save(book)
    run_ = start("batch", book, "-o", out, "--quiet", "--workers", workers)
    until = time.monotonic() + 60
    while not read_processes(program):
        assert time.monotonic() < until
        time.sleep(0.05)
    os.kill(run_.pid, number)
    assert run_.wait(20) == 128 + number
    assert not [process for process in read_processes(program) if is_running(process)]
    assert not litter(out)
    assert [office["status"] for office in read_report(out)["offices"]] == ["not-reached"] * 4


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGKILL])
@pytest.mark.parametrize("workers", [1, 2])
def test_the_engine_goes_however_the_run_ends(
    tmp_path: Path, number: signal.Signals, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal closed, a limit of processor time, kill -9: nobody is left to end it."""
    program = make_soffice(tmp_path / "fake", always="orphan")
    monkeypatch.setenv("ITA_DOCS_SOFFICE", str(program))
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(4, seed=1).save(book)
    run_ = start("batch", book, "-o", out, "--quiet", "--workers", workers)
    until = time.monotonic() + 60
    while len(read_processes(program)) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    os.kill(run_.pid, number)
    run_.wait(20)
    until = time.monotonic() + 20
    while any(map(is_running, read_processes(program))):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_killed_run_leaves_is_swept_by_the_next(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))
    stubborn = make_soffice(tmp_path / "stubborn", always="stubborn")
    fine = make_soffice(tmp_path / "fine")
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(4, seed=1).save(book)
    arguments = ("batch", book, "-o", out, "--quiet", "--workers", workers)
    monkeypatch.setenv("ITA_DOCS_SOFFICE", str(stubborn))
    run_ = start(*arguments)
    until = time.monotonic() + 60
    while not read_processes(stubborn):
        assert time.monotonic() < until
        time.sleep(0.05)
    run_.kill()
    run_.wait()
    monkeypatch.setenv("ITA_DOCS_SOFFICE", str(fine))
    assert run(*arguments).code == 0
    assert not [process for process in read_processes(stubborn) if is_running(process)]
    assert len(hashes(out)) == 8
    assert not litter(out)
    assert not list((tmp_path / "t").iterdir())
