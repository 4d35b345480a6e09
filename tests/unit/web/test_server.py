"""When the page ends by itself: by a clock that the test sets."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ita_docs.web import server
from ita_docs.web.running import Running, note_running
from ita_docs.web.server import IDLE_SECONDS, Use, open_page


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_it_ends_after_thirty_minutes_without_use() -> None:
    clock = Clock()
    use = Use(IDLE_SECONDS, clock)
    clock.now += 30 * 60
    assert not use.has_ended(working=False)
    clock.now += 1
    assert use.has_ended(working=False)


def test_each_request_of_a_person_begins_the_thirty_minutes_anew() -> None:
    clock = Clock()
    use = Use(IDLE_SECONDS, clock)
    for _ in range(5):
        clock.now += 29 * 60
        assert not use.has_ended(working=False)
        use.touch()
    clock.now += 31 * 60
    assert use.has_ended(working=False)


def test_work_under_way_is_use_and_its_end_begins_the_thirty_minutes() -> None:
    clock = Clock()
    use = Use(IDLE_SECONDS, clock)
    for _ in range(20):
        clock.now += 25 * 60
        assert not use.has_ended(working=True)
    clock.now += 29 * 60
    assert not use.has_ended(working=False)
    clock.now += 2 * 60
    assert use.has_ended(working=False)


def test_a_second_open_shows_the_first_and_serves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Running(4321, "/base", "key", str(tmp_path / "ita-docs-open-x"))
    shown: list[str] = []
    said: list[str] = []
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(server.webbrowser, "open", shown.append)
    monkeypatch.setattr("ita_docs.web.running.is_alive", lambda found: found == first)
    with server.hold_place(tmp_path / "ita-docs") as nobody:
        assert nobody is None
        note_running(tmp_path / "ita-docs", first)
        monkeypatch.setattr(server.threading, "Thread", AtOnce)
        served = open_page(
            tmp_path / "out", port=0, browser=True, lang="th", say_address=said.append
        )
    assert not served
    assert said == shown == [first.address]
    assert not (tmp_path / "out").exists()


class AtOnce:
    """A thread that is done when it has been started."""

    def __init__(self, target: object, args: tuple[object, ...] = (), daemon: bool = False) -> None:
        assert daemon
        assert callable(target)
        target(*args)

    def start(self) -> None:
        pass


def test_a_port_that_is_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(server.BusyError) as told:
            open_page(tmp_path, port=port, browser=False, lang="th", say_address=print)
    assert told.value.code == "page-port-taken"
    assert told.value.values["port"] == str(port)
