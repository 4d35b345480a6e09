"""The state folder is input too: whatever stands in it, a run ends well or says so.

Nothing outside the outputs is touched, nothing of a person's is lost, and nothing ends as a bug.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from benchmarks.make_workbook import make_workbook
from ita_docs.batch import inputs
from ita_docs.batch import run as run_module
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.documents import choose_kinds
from ita_docs.problems import ItaDocsError
from ita_docs.workbook import open_workbook

JOB = "0123456789abcdef" * 2
MINE = b"what the director wrote"
SLOW = 30


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """A workbook of two offices, and the outputs of a first night with a person's file in them."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        pytest.MonkeyPatch.context() as patched,
    ):
        # What is not looked at here, made quick: the child that reads, the template.
        reader = SimpleNamespace(open=open_workbook, read_grids=None)
        patched.setattr(inputs, "open_reader", lambda _: contextlib.nullcontext(reader))
        templates = run_module.choose_templates(None, choose_kinds(None))
        patched.setattr(run_module, "choose_templates", lambda *_: templates)
        root = Path(folder)
        (root / "in").mkdir()
        make_workbook(2, seed=1).save(root / "in" / "offices.xlsx")
        night(root / "in", root / "first")
        office = next((root / "first").glob("2*/*"))
        (office / "scan.jpg").write_bytes(MINE)
        yield root


def night(inputs: Path, out: Path, **more: Any) -> None:
    request = Request((inputs,), out, engine="none", workers=1, **more)
    run_batch(request, Silent())


def snapshot(folder: Path) -> dict[str, object]:
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else path.stat().st_mode
        for path in sorted(folder.rglob("*"))
    }


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still at work after {SLOW} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SLOW)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


FILES = st.sampled_from(
    [
        "ledger.sqlite", "ledger.sqlite-journal", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock",
        f"staging/{JOB}/target.json", f"staging/{JOB}/old/scan.jpg", f"staging/{JOB}/new/x.docx",
        f"staging/{JOB}/part/x.docx", f"staging/{JOB}/x.docx", "staging/Thumbs.db", f"{JOB}.part",
        "tmp/x", "tmp/ita-docs-pdf-x/y", "set-aside/x", "../index.html", "../run-report.json",
        "../run-report.xlsx", "../logs/ita-docs.log",
    ]
)  # fmt: skip
PLACES = st.sampled_from(
    [
        ".", "lock", "ledger.sqlite", "ledger.sqlite-journal", "staging", f"staging/{JOB}",
        f"staging/{JOB}/old", f"staging/{JOB}/new", f"staging/{JOB}/part", "tmp", "set-aside",
        f"{JOB}.part", "../index.html", "../run-report.json", "../run-report.xlsx",
    ]
)  # fmt: skip
PATHS = st.sampled_from(
    [
        "..", "../outside", "../outside/victim", "/etc/hosts", "2569/..", "2569/../../outside", "",
        ".", ".ita-docs", "2569/x/../../..", "2569\\..\\..", "C:\\x", "\0", "2569/" + "x" * 300,
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | PATHS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | PATHS, inner, max_size=3)
    ),
    max_leaves=8,
)
HASHES = st.sampled_from(["a" * 64, "x", ""])


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    """A note of a killed run as nobody of ours wrote it."""
    if draw(st.booleans()):
        return json.dumps(draw(JSON)).encode()
    note = {
        "folder": draw(PATHS | JSON),
        "ours": draw(st.dictionaries(PATHS, st.lists(HASHES, max_size=2), max_size=2) | JSON),
        "aside": draw(st.dictionaries(PATHS, PATHS, max_size=2) | JSON),
    }
    return json.dumps(note).encode()


CELLS = st.none() | st.integers() | st.binary(max_size=8) | st.text(max_size=8) | PATHS
ROWS = st.tuples(
    st.sampled_from(["document", "edit", "intended"]),
    st.lists(CELLS | JSON.map(json.dumps), min_size=8, max_size=8),
    st.lists(st.tuples(PATHS, st.integers(), HASHES), max_size=2),
)
MEDDLING = st.one_of(
    st.tuples(st.just("bytes"), FILES, st.binary(max_size=200)),
    st.tuples(st.just("bytes"), st.just(f"staging/{JOB}/target.json"), notes()),
    st.tuples(st.just("flip"), st.integers(0, 40_000), st.binary(min_size=1, max_size=40)),
    st.tuples(st.just("row"), ROWS, st.none()),
    st.tuples(st.just("link"), PLACES, st.sampled_from(["outside", "outside/victim", "nowhere"])),
    st.tuples(st.just("pipe"), PLACES, st.none()),
    st.tuples(st.just("folder"), PLACES, st.none()),
    st.tuples(st.just("cut"), st.integers(0, 40_000), st.none()),
)


def meddle(root: Path, out: Path, how: str, where: Any, what: Any) -> None:
    """Do to the state folder what somebody or some disk might."""
    work = out / ".ita-docs"
    ledger = work / "ledger.sqlite"
    place = out / where[3:] if str(where).startswith("../") else work / str(where)
    with contextlib.suppress(OSError, sqlite3.Error, OverflowError):
        if how == "bytes":
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(what)
        elif how == "flip" and ledger.is_file():
            content = bytearray(ledger.read_bytes())
            content[where : where + len(what)] = what
            ledger.write_bytes(content)
        elif how == "cut" and ledger.is_file():
            os.truncate(ledger, where)
        elif how == "row" and ledger.is_file():
            add_row(ledger, *where)
        elif how in ("link", "pipe", "folder"):
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            place.unlink(missing_ok=True)
            if how == "link":
                place.symlink_to(root / what)
            elif how == "pipe":
                os.mkfifo(place)
            else:
                place.mkdir()


def add_row(ledger: Path, table: str, cells: list[object], files: list[tuple[Any, ...]]) -> None:
    connection = sqlite3.connect(ledger)
    try:
        if table == "document" and files:
            cells = [*cells[:7], json.dumps(files)]
        count = len(connection.execute(f"select * from {table} limit 0").description)
        marks = ",".join("?" * count)
        connection.execute(f"insert or replace into {table} values ({marks})", cells[:count])
        connection.commit()
    finally:
        connection.close()


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    meddlings=st.lists(MEDDLING, min_size=1, max_size=3),
    prune=st.booleans(),
    overwrite=st.booleans(),
    dry=st.booleans(),
)
def test_whatever_stands_in_the_state_folder_a_run_ends_well_or_says_so(
    ground: Path, meddlings: list[tuple[str, Any, Any]], prune: bool, overwrite: bool, dry: bool
) -> None:
    with tempfile.TemporaryDirectory(dir=ground) as folder:
        root = Path(folder)
        out = root / "out"
        shutil.copytree(ground / "first", out)
        (root / "outside").mkdir()
        (root / "outside" / "victim").write_bytes(b"precious")
        for how, where, what in meddlings:
            meddle(root, out, how, where, what)
        outside = snapshot(root / "outside")
        inside = snapshot(out) if dry else {}
        for _ in range(2):
            with in_time(), contextlib.suppress(ItaDocsError):
                night(
                    ground / "in", out, prune=prune, overwrite_edited=overwrite, dry_run=dry,
                )  # fmt: skip
                event("ended well")
            assert snapshot(root / "outside") == outside
            assert {path.name for path in root.iterdir()} == {"out", "outside"}
            assert MINE in {path.read_bytes() for path in out.glob("2*/*/scan.jpg")}
        if dry:
            assert snapshot(out) == inside
