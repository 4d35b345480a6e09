"""Telling others how the run ended: what they get, and that their failure is only a warning."""

import http.server
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ita_docs.notify import LONGEST_SUMMARY, choose_ping_url, ping, run_command
from ita_docs.problems import Problem, Severity
from ita_docs.processes.programs import MOST_SHOWN
from ita_docs.wording import write_line


@pytest.fixture
def script(tmp_path: Path):
    def write(body: str) -> str:
        path = tmp_path / "tell"
        path.write_text(f"#!/bin/sh\ncd '{tmp_path}'\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return write


def assert_warning(problem: Problem | None, code: str, said: str) -> None:
    assert problem is not None
    assert (problem.code, problem.severity) == (code, Severity.WARNING)
    for lang in ("th", "en"):
        assert said in write_line(problem, lang)


# --- the command --------------------------------------------------------------------------------


def test_the_command_gets_the_report_last_and_the_exit_code(script, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tell = script('printf "%s|" "$@" "$ITA_DOCS_EXIT_CODE" "$ITA_DOCS_REPORT" > said')
    report = Path("ผล ลัพธ์/run-report.json")
    assert run_command([tell, "ผู้ดูแล; $HOME"], report, 10) is None
    full = tmp_path / report
    assert (tmp_path / "said").read_text() == f"ผู้ดูแล; $HOME|{full}|10|{full}|"


def test_the_commands_output_goes_to_the_error_stream(script, capfd):
    assert run_command([script("echo ส่งแล้ว")], Path("r.json"), 0) is None
    assert capfd.readouterr() == ("", "ส่งแล้ว\n")


def test_a_command_that_floods_the_log_is_cut_and_still_counts_as_done(script, capfd):
    loud = script("head -c 3000000 /dev/zero | tr '\\0' x; echo last")
    assert run_command([loud], Path("r.json"), 0) is None
    said = capfd.readouterr().err
    assert len(said) == MOST_SHOWN + len("\n[…]\n")
    assert said.endswith("x\n[…]\n")


def test_a_command_that_fails_is_a_warning(script):
    tell = script("exit 3")
    assert_warning(run_command([tell], Path("r.json"), 0), "notify-failed", "exit 3")


def test_without_a_command_nothing_is_run(tmp_path):
    report = tmp_path / "report"
    report.write_text("#!/bin/sh\ntouch ran\n")
    report.chmod(0o755)
    assert run_command([], report, 0) is None
    assert list(tmp_path.iterdir()) == [report]


@pytest.mark.parametrize("command", [["/nowhere/tell"], ["bad\0name"], ["/"]])
def test_a_command_that_cannot_start_is_a_warning(command):
    problem = run_command(command, Path("r.json"), 0)
    assert_warning(problem, "notify-failed", command[0])


def test_a_command_that_hangs_is_ended_with_its_children(script, tmp_path):
    tell = script("trap '' TERM\nsleep 60 & echo $! > child\nwait")
    started = time.monotonic()
    problem = run_command([tell], Path("r.json"), 0, timeout=0.5)
    assert time.monotonic() - started < 5
    assert_warning(problem, "notify-timeout", "0.5")
    assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_child_left_in_the_background_does_not_hold_up_the_run(script, tmp_path):
    tell = script("sleep 30 & echo $! > child")
    started = time.monotonic()
    assert run_command([tell], Path("r.json"), 0, timeout=10) is None
    assert time.monotonic() - started < 5
    os.kill(int((tmp_path / "child").read_text()), 9)


# --- the ping -----------------------------------------------------------------------------------


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, str]] = []
        self.release = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.seen.append((self.command, self.path, body))
        kind = self.path.strip("/").partition("/")[0]
        if kind == "hang":
            self.server.release.wait(20)
        elif kind == "trickle":
            self.trickle()
        elif kind == "garbage":
            self.wfile.write(b"\x00\x01 nonsense\r\n")
        else:
            self.send_response({"broken": 500, "moved": 302, "kept": 308}.get(kind, 200))
            if kind in ("moved", "kept"):
                self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

    do_POST = do_GET = answer  # noqa: N815 - the names that http.server calls

    def trickle(self) -> None:
        """A header that never ends, each byte well within a socket's timeout."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.release.wait(0.05):
            self.wfile.write(b"z")
        self.wfile.write(b"\r\n\r\n")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.release.set()
        server.shutdown()
        thread.join()


def test_the_summary_is_posted(server):
    assert ping(f"{server.url}/abc", "สำเร็จ 245 หน่วยงาน") is None
    assert server.seen == [("POST", "/abc", "สำเร็จ 245 หน่วยงาน")]


def test_a_long_summary_is_cut_at_a_whole_letter(server):
    assert ping(f"{server.url}/abc", "ก" * LONGEST_SUMMARY) is None
    assert server.seen[0][2] == "ก" * (LONGEST_SUMMARY // 3)


def test_a_server_that_fails_is_a_warning(server):
    assert_warning(ping(f"{server.url}/broken", "-"), "ping-failed", "HTTP 500")


@pytest.mark.parametrize("path", ["hang", "trickle"])
def test_a_server_that_never_answers_holds_up_the_run_no_longer_than_asked(server, path):
    started = time.monotonic()
    problem = ping(f"{server.url}/{path}", "-", timeout=0.4)
    assert time.monotonic() - started < 3
    assert problem is not None
    assert problem.code in ("ping-timeout", "ping-failed")
    assert problem.severity is Severity.WARNING


def test_an_answer_that_is_no_http_is_a_warning(server):
    assert_warning(ping(f"{server.url}/garbage", "-"), "ping-failed", "127.0.0.1")


@pytest.mark.parametrize(("path", "status"), [("moved", "HTTP 302"), ("kept", "HTTP 308")])
def test_a_redirect_is_not_followed(server, path, status):
    assert_warning(ping(f"{server.url}/{path}", "-"), "ping-failed", status)
    assert len(server.seen) == 1


def test_a_server_that_is_down_is_a_warning():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        problem = ping(f"http://127.0.0.1:{port}/secret-id", "-")
    assert_warning(problem, "ping-failed", "127.0.0.1")
    assert problem is not None
    assert "secret-id" not in write_line(problem, "th") + write_line(problem, "en")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "abc", "http://[", "http://x:y/", ""]
)
def test_an_address_of_another_kind_is_a_warning_and_nothing_is_opened(url):
    assert_warning(ping(url, "-"), "ping-failed", "(")


@pytest.mark.parametrize(
    ("success", "failure", "exit_code", "chosen"),
    [
        ("https://hc/a", None, 0, "https://hc/a"),
        ("https://hc/a", "https://hc/b", 0, "https://hc/a"),
        ("https://hc/a", None, 10, "https://hc/a/fail"),
        ("https://hc/a/?x=1", None, 3, "https://hc/a/fail?x=1"),
        ("https://hc/a", "https://hc/b", 10, "https://hc/b"),
        (None, "https://hc/b", 0, None),
        (None, "https://hc/b", 143, "https://hc/b"),
        (None, None, 0, None),
        (None, None, 1, None),
    ],
)
def test_success_and_failure_have_an_address_each(success, failure, exit_code, chosen):
    assert choose_ping_url(success, failure, exit_code) == chosen
