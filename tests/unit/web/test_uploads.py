"""Files from the browser: bounded while they arrive, never at a path of their sender's choosing."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from ita_docs.web import uploads
from ita_docs.web.application import _Desk
from ita_docs.web.guard import Pass
from ita_docs.web.uploads import TooMuchError, Uploads, clean_name, read_small
from ita_docs.web.workplace import Workplace


async def arrive(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def receive(own: Uploads, name: str, *pieces: bytes) -> str:
    key, _ = asyncio.run(own.receive(name, arrive(*pieces)))
    return key


NAMES = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["../../etc/x.xlsx", "C:\\a\\b.xlsx", "/etc/keys/a.csv", "a\0.xlsx", "", ".."]),
)


@given(name=NAMES)
def test_no_name_of_an_upload_becomes_a_path(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("received")
    own = Uploads(folder)
    key = receive(own, name, b"content")
    (stored,) = folder.rglob("*")
    assert stored.parent == folder
    assert stored.name.startswith(f"received-{key}.")
    assert stored.suffix in uploads.ENDINGS | uploads.PICTURES | {".bin"}
    (file,) = own.take([key])
    assert file.path == stored
    assert file.name == clean_name(name)


@given(NAMES)
def test_a_shown_name_is_one_line_without_folders(name: str) -> None:
    shown = clean_name(name)
    assert shown == clean_name(shown)
    assert 0 < len(shown) <= 150
    assert not set(shown) & set("/\\\n\r\t\0\u202e")


def test_a_long_name_keeps_its_ending() -> None:
    assert PurePosixPath(clean_name("ก" * 400 + ".xlsx")).suffix == ".xlsx"


def test_too_many_bytes_are_refused_while_they_arrive_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = dataclasses.replace(uploads.STRANGERS, file=10)
    monkeypatch.setattr(uploads, "STRANGERS", small)
    own = Uploads(tmp_path)
    asked: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            asked.append(1)
            yield b"12345"

    with pytest.raises(TooMuchError):
        asyncio.run(own.receive("a.xlsx", endless()))
    assert len(asked) == 3
    assert list(tmp_path.iterdir()) == []


def test_all_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    own = Uploads(tmp_path)
    receive(own, "a.csv", b"123456")
    with pytest.raises(TooMuchError):
        receive(own, "b.csv", b"123456")
    receive(own, "c.csv", b"1234")
    with pytest.raises(TooMuchError):
        receive(own, "d.csv", b"")


def test_what_is_not_taken_is_removed(tmp_path: Path) -> None:
    own = Uploads(tmp_path)
    first, second = receive(own, "a.csv", b"1"), receive(own, "b.csv", b"2")
    assert [file.name for file in own.take([second, "unknown"])] == ["b.csv"]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"2"]
    assert own.take([first]) == []
    assert list(tmp_path.iterdir()) == []


def test_a_form_is_read_within_bounds() -> None:
    assert asyncio.run(read_small(arrive(b"a=", b"1"))) == b"a=1"
    with pytest.raises(TooMuchError):
        asyncio.run(read_small(arrive(b"x" * 60_000, b"x" * 60_000)))


def test_a_disk_that_fills_up_is_told_and_half_a_file_goes(tmp_path: Path) -> None:
    """The whole way of an upload: what the page's script is told, and what stays on the disk."""

    async def full() -> AsyncIterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    workplace = Workplace(tmp_path, tmp_path / "out", tmp_path / "place", "en")
    desk = _Desk(workplace, Pass(1), lambda: None)
    asked = SimpleNamespace(
        query_params={"name": "a.xlsx", "for": "workbook"}, headers={}, stream=full
    )
    answer = asyncio.run(desk.receive(cast(Request, asked)))
    assert answer.status_code == 422
    assert "a.xlsx" in bytes(answer.body).decode()
    assert "disk" in bytes(answer.body).decode()
    assert not list(tmp_path.glob("received-*"))
