"""Offices made by real Dask workers on loopback, one of them killed on the way."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, run
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
    yield address, [*workers, scheduler]
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


def test_pdfs_are_made_by_two_workers_of_which_one_is_killed(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, processes = cluster
    book, local, out = tmp_path / "offices.xlsx", tmp_path / "local", tmp_path / "out"
    make_workbook(24, seed=2).save(book)
    common = ("--pdf-engine", "rdocx", "--quiet")
    run_ = start("batch", book, "-o", out, *common, "--executor", "dask", "--scheduler", address)
    time.sleep(12)  # both are at their first chunk by now
    processes[0].send_signal(signal.SIGKILL)
    assert run("batch", book, "-o", local, *common).code == 0
    assert run_.wait(240) == 0
    assert len([path for path in hashes(out) if path.endswith(".pdf")]) == 24
    assert hashes(out) == hashes(local)
    assert not litter(out)


@contextlib.contextmanager
def answer_with(reply: bytes | None) -> Iterator[str]:
    """A port on loopback that says nothing at all, or says one thing to whoever comes."""
    server = socket.create_server(("127.0.0.1", 0))
    kept = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                kept.append(client)
                if reply is not None:
                    client.sendall(reply)
                    client.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with contextlib.suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    server.close()
    for client in kept:
        client.close()
    thread.join(5)


@pytest.mark.parametrize(
    "reply",
    [None, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64],
    ids=["silent", "web", "junk"],
)
def test_what_is_no_scheduler_is_exit_5(tmp_path: Path, reply: bytes | None) -> None:
    book = tmp_path / "offices.xlsx"
    make_workbook(1, seed=1).save(book)
    with answer_with(reply) as address:
        dask = ("--executor", "dask", "--scheduler", address)
        ended = run(
            "batch", book, "-o", tmp_path / "out", "--pdf-engine", "none", *dask, timeout=60
        )
    assert ended.code == 5, ended.err
    assert "dask-unreachable" in ended.err


@pytest.mark.parametrize(
    ("victim", "number"),
    [
        ("scheduler", signal.SIGSTOP),
        ("scheduler", signal.SIGKILL),
        ("workers", signal.SIGKILL),
        ("workers", signal.SIGSTOP),
    ],
)
def test_a_dask_that_falls_silent_ends_the_run_and_leaves_the_lock(
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    victim: str,
    number: signal.Signals,
) -> None:
    address, processes = cluster
    workers, scheduler = processes[:-1], processes[-1]
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(600, seed=1).save(book)
    common = ("--pdf-engine", "none", "--quiet")
    run_ = start("batch", book, "-o", out, *common, "--executor", "dask", "--scheduler", address)
    wait_for(out / "2569")
    for process in [scheduler] if victim == "scheduler" else workers:
        process.send_signal(number)
    assert run_.wait(150) == 10
    ended = statuses(out)
    assert len(ended) == 600
    assert set(ended) == {"produced", "failed"}
    assert run("batch", book, "-o", out, *common).code == 0
    assert statuses(out).count("current") == ended.count("produced")


def test_a_worker_of_another_version_is_named(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, _ = cluster
    book = tmp_path / "offices.xlsx"
    make_workbook(1, seed=1).save(book)
    program = (
        "import sys; import ita_docs; ita_docs.__version__ = '9.9'\n"
        f"sys.argv = ['ita-docs', 'batch', {str(book)!r}, '-o', {str(tmp_path / 'out')!r},"
        f" '--pdf-engine', 'none', '--executor', 'dask', '--scheduler', {address!r}]\n"
        "from ita_docs.cli import main\nmain()"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 5, ended.stderr
    assert "dask-worker-differs" in ended.stderr
    assert "Traceback" not in ended.stderr


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


def test_both_documents_of_an_office_come_from_the_workers(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, _ = cluster
    book, local, out = INPUTS / "example-2568.xlsx", tmp_path / "local", tmp_path / "out"
    common = ("--pdf-engine", "none", "--quiet")
    assert run("batch", book, "-o", local, *common).code == 0
    ended = run("batch", book, "-o", out, *common, "--executor", "dask", "--scheduler", address)
    assert ended.code == 0, ended.err
    assert hashes(out) == hashes(local)
    assert len(list(out.rglob("รายงานผล-2568-*.docx"))) == 2
