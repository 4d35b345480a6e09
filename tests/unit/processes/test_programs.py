"""A program of others goes when it should, with all it started, however its parent ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ita_docs.processes import run_program, start_program

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel of Linux")
POSIX = pytest.mark.skipif(os.name != "posix", reason="there is no keeper on Windows")

# A program with a child in its own group, and a daemon that left its parents and its group.
FAMILY = """
import os, sys, time
def note(name):
    with open(sys.argv[1], "a") as file:
        file.write(f"{name} {os.getpid()}\\n")
note("program")
if os.fork() == 0:
    note("child"); time.sleep(600)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        note("daemon"); time.sleep(600)
    os._exit(0)
os.wait3(0)
time.sleep(float(sys.argv[2]))
"""

# A parent that starts the family, and sleeps.
PARENT = """
import os, sys, time
from pathlib import Path
from ita_docs.processes import start_program
with start_program(sys.argv[1:], folder=Path("/"), environment=os.environ) as program:
    program.wait(600)
"""


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(check: object, seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def read_family(notes: Path) -> dict[str, int]:
    """The processes by name, once there are all three."""
    words: list[str] = []

    def complete() -> bool:
        words[:] = notes.read_text().split() if notes.exists() else []
        return len(words) == 6

    assert wait_until(complete)
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def list_running(family: dict[str, int]) -> list[str]:
    return [name for name, process in family.items() if is_running(process)]


@LINUX
@pytest.mark.parametrize(
    "number", ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGXCPU", "SIGKILL", "SIGSEGV"]
)
def test_a_parent_that_ends_in_any_way_takes_all_along(tmp_path: Path, number: str) -> None:
    notes = tmp_path / "notes"
    family = [sys.executable, "-c", FAMILY, str(notes), "600"]
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *family], stderr=subprocess.DEVNULL)
    processes = read_family(notes)
    assert sorted(list_running(processes)) == ["child", "daemon", "program"]
    parent.send_signal(getattr(signal, number))
    parent.wait(20)
    assert wait_until(lambda: not list_running(processes)), list_running(processes)


@LINUX
def test_a_program_that_ends_by_itself_leaves_nothing_at_work(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    command = [sys.executable, "-c", FAMILY, str(notes), "1"]
    assert run_program(command, environment=os.environ, timeout=60)[0] == 0
    assert not list_running(read_family(notes))


@POSIX
def test_what_is_spared_goes_on_after_the_program_but_not_after_its_time(tmp_path: Path) -> None:
    for seconds, timeout, running in ((0, 60, ["child", "daemon"]), (600, 2, [])):
        notes = tmp_path / f"notes-{seconds}"
        command = [sys.executable, "-c", FAMILY, str(notes), str(seconds)]
        run_program(command, environment=os.environ, timeout=timeout, spare=True)
        family = read_family(notes)
        try:
            assert sorted(list_running(family)) == running
        finally:
            for name in list_running(family):
                os.kill(family[name], signal.SIGKILL)


@LINUX
def test_a_keeper_that_is_killed_takes_the_program_along() -> None:
    environment = {"PATH": os.environ["PATH"]}
    with start_program(["sleep", "600"], environment=environment) as program:
        keeper = program._process.pid

        def find_program() -> list[int]:
            found = []
            for entry in Path("/proc").glob("[0-9]*/stat"):
                words = entry.read_text().rpartition(")")[2].split()
                if int(words[1]) == keeper:
                    found.append(int(entry.parent.name))
            return found

        assert wait_until(find_program)
        (process,) = find_program()
        os.kill(keeper, signal.SIGKILL)
        assert wait_until(lambda: not is_running(process))


@LINUX
def test_a_program_that_stopped_itself_is_ended_in_time() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
    begun = time.monotonic()
    command = [sys.executable, "-c", code]
    assert run_program(command, environment=os.environ, timeout=1)[0] is None
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("raise SystemExit(0)", 0),
        ("raise SystemExit(81)", 81),
        ("import os; os.kill(os.getpid(), 9)", 137),
    ],
)
@POSIX
def test_the_exit_code_is_the_programs(code: str, exit_code: int) -> None:
    command = [sys.executable, "-c", code]
    assert run_program(command, environment=os.environ, timeout=60)[0] == exit_code


@POSIX
def test_the_program_has_the_environment_it_is_given_and_no_other(tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"], "ภาษา": "ไทย\nสองบรรทัด", "EMPTY": ""}
    target = tmp_path / "seen"
    with target.open("wb") as file:
        run_program(["env", "-0"], environment=given, timeout=60, output=file.fileno())
    seen = dict(entry.split("=", 1) for entry in target.read_bytes().decode().split("\0") if entry)
    assert seen == given


def test_no_environment_is_none(tmp_path: Path) -> None:
    target = tmp_path / "seen"
    with target.open("wb") as file:
        code, _ = run_program(["/usr/bin/env"], environment={}, timeout=60, output=file.fileno())
    assert (code, target.read_bytes()) == (0, b"")


def test_what_cannot_be_started_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_program(["no-such-program"], environment=os.environ, timeout=5)
    plain = tmp_path / "plain"
    plain.write_text("no program")
    with pytest.raises(PermissionError):
        run_program([plain], environment=os.environ, timeout=5)


@POSIX
def test_what_the_kernel_cannot_run_says_so_in_the_log(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"\x7fELF but not a program")
    plain.chmod(0o755)
    code, log = run_program([plain], environment=os.environ, timeout=60)
    assert (code, log) == (127, "Exec format error")


def test_a_parent_that_cannot_be_told_in_time_waits_no_longer_than_its_limit() -> None:
    """A program whose child holds the log open after it has gone."""
    command = ["sh", "-c", "sleep 600 & echo begun"]
    begun = time.monotonic()
    assert run_program(command, environment=os.environ, timeout=60) == (0, "begun")
    assert time.monotonic() - begun < 15


def test_two_programs_at_once_do_not_hold_each_other() -> None:
    """What keeps one of them alive must not be in the hands of the other."""
    codes: list[int | None] = []

    def run() -> None:
        codes.append(run_program(["true"], environment=os.environ, timeout=60)[0])

    with start_program(["sleep", "600"], environment=os.environ) as sleeper:
        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sleeper.wait(0) is None
    assert codes == [0] * 4
    assert sleeper.wait(0) is not None
