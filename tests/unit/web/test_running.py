"""The note of the page that is open: for the user alone, and believed only where it fits."""

from __future__ import annotations

import http.server
import json
import os
import threading
from pathlib import Path

import pytest

from ita_docs.web import running
from ita_docs.web.running import Running, hold_place, is_alive, note_running, read_running

ONE = Running(4321, "/base", "key", "/tmp/ita-docs-open-x")


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    note_running(tmp_path, ONE)
    note_running(tmp_path, ONE)
    assert read_running(tmp_path) == ONE
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", "null", "[" * 9_000, "1e999", '{"port": 1}',
        json.dumps({"port": "1", "base": "", "key": "", "folder": ""}),
        json.dumps({"port": 70000, "base": "", "key": "", "folder": ""}),
        json.dumps({"port": 1, "base": 2, "key": "", "folder": ""}),
        json.dumps({"port": 1, "base": "", "key": "", "folder": "", "more": 1}),
    ],
)  # fmt: skip
def test_what_is_no_note_of_ours_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "open.json"
    path.write_text(content)
    path.chmod(0o600)
    assert read_running(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of POSIX")
def test_a_note_that_others_can_read_or_a_link_is_not_believed(tmp_path: Path) -> None:
    note_running(tmp_path, ONE)
    (tmp_path / "open.json").chmod(0o644)
    assert read_running(tmp_path) is None
    (tmp_path / "open.json").rename(tmp_path / "real")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "open.json").symlink_to(tmp_path / "real")
    assert read_running(tmp_path) is None


def test_one_page_holds_the_place_and_the_next_is_told_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "is_alive", lambda found: found == ONE)
    with hold_place(tmp_path) as first:
        assert first is None
        note_running(tmp_path, ONE)
        with hold_place(tmp_path) as second:
            assert second == ONE
    with hold_place(tmp_path) as again:
        assert again is None
        assert read_running(tmp_path) is None  # what was left is swept


def test_only_a_folder_of_ours_is_swept(tmp_path: Path) -> None:
    own, other = tmp_path / "ita-docs-open-a", tmp_path / "documents"
    for folder in (own, other):
        folder.mkdir()
        note_running(tmp_path, Running(1, "/b", "k", str(folder)))
        with hold_place(tmp_path):
            pass
    assert not own.exists()
    assert other.is_dir()


def test_another_program_at_the_port_is_not_ours() -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert not is_alive(Running(server.server_port, "/b", "k", ""))
        thread.join()
    assert not is_alive(Running(server.server_port, "/b", "k", ""))
