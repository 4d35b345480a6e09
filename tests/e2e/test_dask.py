"""Offices made by real Dask workers on loopback, one of them killed on the way."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import run
from tests.e2e.test_batch import hashes, litter, start, statuses, wait_for

pytest.importorskip("distributed", reason="the extra ita-docs[dask] is not installed")


def begin(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            stdout=stream,
            stderr=stream,
        )


def read_address(log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback: its address, and the workers."""
    log = tmp_path / "scheduler.log"
    common = ("--no-dashboard", "--host", "127.0.0.1")
    scheduler = begin("dask_scheduler", *common, "--port", "0", log=log)
    address = read_address(log)
    options = (*common, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / "w"))
    workers = [
        begin("dask_worker", address, *options, log=tmp_path / f"worker{number}.log")
        for number in range(2)
    ]
    until = time.monotonic() + 60
    while (tmp_path / "scheduler.log").read_text().count("Register worker") < 2:
        assert time.monotonic() < until, (tmp_path / "worker0.log").read_text()
        time.sleep(0.1)
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait(20)


def test_a_worker_killed_mid_run_loses_nothing_and_the_bytes_are_the_local_ones(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    book, local, out = tmp_path / "offices.xlsx", tmp_path / "local", tmp_path / "out"
    make_workbook(300, seed=1).save(book)
    common = ("--pdf-engine", "none", "--quiet")
    assert run("batch", book, "-o", local, *common).code == 0
    run_ = start("batch", book, "-o", out, *common, "--executor", "dask", "--scheduler", address)
    wait_for(out / "2569")
    workers[0].send_signal(signal.SIGKILL)
    assert run_.wait(120) == 0
    assert hashes(out) == hashes(local)
    assert statuses(out) == ["produced"] * 300
    assert not litter(out)


def test_a_silent_scheduler_is_exit_5(tmp_path: Path) -> None:
    book = tmp_path / "offices.xlsx"
    make_workbook(1, seed=1).save(book)
    dask = ("--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    ended = run("batch", book, "-o", tmp_path / "out", "--pdf-engine", "none", *dask)
    assert ended.code == 5
    assert "dask-unreachable" in ended.err


def test_dask_without_a_scheduler_is_a_usage_error(tmp_path: Path) -> None:
    ended = run("batch", tmp_path, "--executor", "dask")
    assert ended.code == 2
