"""Folders that others fill: whatever lies in them, it is looked at without waiting for it, told
where it is to be told, and nothing outside is touched."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ita_docs.batch.inputs import find_workbooks, refuse_nesting
from ita_docs.cli.pictures import read_emblem
from ita_docs.cli.template import _check_folder, _write_folder
from ita_docs.problems import ConfigError, OutputError, Problem
from ita_docs.settings import find_settings, read_settings, withhold_found
from ita_docs.wording import write_line
from ita_docs.workbook.guard import read_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")

MINE = b"what the director wrote"
KINDS = ("bytes", "empty", "sparse", "pipe", "socket", "folder", "closed", "loop", "nowhere",
         "device", "endless", "outside")  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(["emblem.png", "ตราครุฑ.jpg", "ita-docs.toml", "a.xlsx", "A.XLSX", "b.xlsm"]),
    st.text(st.characters(exclude_characters="\0/"), min_size=1, max_size=60).map(
        lambda text: text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    ),
)


def put(path: Path, kind: str, content: bytes, outside: Path) -> None:
    """Put one entry into the folder; a name that a disk does not take is left out."""
    with contextlib.suppress(OSError, ValueError):
        match kind:
            case "bytes" | "empty" | "sparse":
                with path.open("xb") as stream:
                    stream.write(b"" if kind == "empty" else content)
                    if kind == "sparse":
                        stream.truncate(1 << 36)
            case "pipe":
                os.mkfifo(path)
            case "socket":
                with socket.socket(socket.AF_UNIX) as held:
                    held.bind(str(path))
            case "folder" | "closed":
                path.mkdir(mode=0o700 if kind == "folder" else 0)
            case _:
                places = {"loop": path.name, "nowhere": "not/here", "device": "/dev/null",
                          "endless": "/dev/zero", "outside": str(outside)}  # fmt: skip
                path.symlink_to(places[kind])


@contextlib.contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail where something is waited for."""

    def fail(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, st.tuples(st.sampled_from(KINDS), st.binary(max_size=200))))
def test_whatever_lies_among_the_inputs_is_looked_at_and_left(
    entries: dict[str, tuple[str, bytes]],
) -> None:
    with tempfile.TemporaryDirectory() as place, within(60):
        inputs, outside = Path(place, "in"), Path(place, "precious.png")
        inputs.mkdir()
        outside.write_bytes(MINE)
        for name, (kind, content) in entries.items():
            put(inputs / name, kind, content, outside)
        before = sorted(path.name for path in inputs.iterdir())
        told: list[Problem] = []
        assert read_emblem(None, inputs, told.append) is None  # none of it is a picture
        settings_file = find_settings([inputs])
        if settings_file is not None:
            with contextlib.suppress(ConfigError):
                told += withhold_found(read_settings(settings_file))[1]
        refuse_nesting([inputs], Path(place, "out"))
        found = find_workbooks([inputs])
        for workbook in found.workbooks:
            with contextlib.suppress(Exception) as _:
                read_bytes(workbook, 1 << 20)
        for problem in (*found.problems, *told):
            for lang in ("th", "en"):
                assert "\n" not in write_line(problem, lang)
        assert sorted(path.name for path in inputs.iterdir()) == before
        assert outside.read_bytes() == MINE
        for path in inputs.iterdir():
            if not path.is_symlink() and path.is_dir():
                path.chmod(0o700)  # so that it can be removed


PAGES = st.sampled_from(["preview.docx", "preview.pdf", "page-1.png", "../precious.png", ".", "x"])
ACCOUNTS = st.one_of(
    st.binary(max_size=100),
    st.dictionaries(PAGES, st.one_of(st.none(), st.sampled_from(["", "not-a-file", "0" * 64])))
    .map(json.dumps)
    .map(str.encode),
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    ACCOUNTS,
    st.dictionaries(
        st.sampled_from(["preview.json", "preview.docx", "page-1.png", "page-2.png", "x"]),
        st.sampled_from(KINDS),
    ),
)
def test_a_preview_touches_nothing_but_its_own_pages(
    account: bytes, entries: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as place, within(60):
        folder, outside = Path(place, "preview"), Path(place, "precious.png")
        folder.mkdir()
        outside.write_bytes(MINE)
        for name, kind in entries.items():
            put(folder / name, kind, MINE, outside)
        put(folder / "preview.json", "bytes", account, outside)
        before = {path.name: path.lstat().st_ino for path in folder.iterdir()}
        try:
            _check_folder(folder)
            _write_folder(folder, {"preview.docx": b"new", "page-1.png": b"new"})
        except OutputError:
            assert {path.name: path.lstat().st_ino for path in folder.iterdir()} == before
        else:
            assert set(before) <= {"preview.json"}  # nothing of anybody's was there
        assert outside.read_bytes() == MINE
        assert {path.name for path in Path(place).iterdir()} == {"precious.png", "preview"}
