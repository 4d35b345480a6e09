"""The program that stands between us and another one, and ends it however we end.

It is run by its path, in a process of its own, and not imported. We hold the writing end of its
input; the system closes that end when we are gone, by whatever signal.

    ita-docs ──── input: the environment, then silence ───> keeper ──── starts ───> soffice.bin
                                                              │                     └─ its children
    closed, or soffice has ended ────────────────────────────>│
                                                              └─ kill -9 to the group, and to all
                                                                 that became our own children: on
                                                                 Linux a daemon does that left its
                                                                 parents and its group

    who is killed               who ends the program
    ita-docs, by any signal     the keeper
    the keeper                  the kernel (Linux); ita-docs, when it leaves (elsewhere)

Its exit code is the program's, or 128 and the number of the signal that ended it; 127 where the
program cannot be started, with the reason in the log.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable

_CHILD_SUBREAPER, _DEATH_SIGNAL = 36, 1
"""PR_SET_CHILD_SUBREAPER and PR_SET_PDEATHSIG of prctl(2)."""
_CANNOT_START = 127
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_LAST_SECONDS = 5.0
"""For what the kernel cannot end at once; beyond it, it is left to the kernel."""
_PAUSE_SECONDS = 0.01
_READ_SIZE = 65536


def keep(command: list[str], *, spare: bool) -> int:
    """Run the command to its end, or to that of whoever holds the other end of our input.

    ``spare`` lets what it started go on when the program itself has ended.
    """
    for number in _SIGNALS:
        # A terminal sends these to all at once: we must not go before those whom we keep.
        signal.signal(number, signal.SIG_IGN)
    control = _find_prctl()
    control(_CHILD_SUBREAPER, 1)
    environment = _read_environment()
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    program = os.fork()
    if not program:
        _become(command, environment, control)
    code = _watch(program, heard)
    if code is None or not spare:
        _end_all(program)
    return 128 + signal.SIGKILL if code is None else code


def _read_environment() -> dict[bytes, bytes]:
    """What stands in our input: name=value, each ended by a zero byte, and a zero byte more."""
    data = b""
    while not data.endswith(b"\0\0") and data != b"\0":
        piece = os.read(0, _READ_SIZE)
        if not piece:
            sys.exit(_CANNOT_START)
        data += piece
    pairs = (entry.partition(b"=") for entry in data.rstrip(b"\0").split(b"\0") if entry)
    return {name: value for name, _, value in pairs}


def _become(
    command: list[str], environment: dict[bytes, bytes], control: Callable[..., int]
) -> None:
    """In the new process: be the program, in a group of its own, with the usual signals."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (*_SIGNALS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        control(_DEATH_SIGNAL, signal.SIGKILL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.execvpe(command[0], command, environment)  # noqa: S606 - what we are here to start
    except BaseException as error:  # noqa: BLE001 - nothing else of this process may go on
        os.write(2, f"{getattr(error, 'strerror', None) or error}\n".encode())
    os._exit(_CANNOT_START)


def _watch(program: int, heard: int) -> int | None:
    """Wait until the program has ended, and give its exit code, or until our input is closed."""
    while True:
        done, status = os.waitpid(program, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        ready, _, _ = select.select([0, heard], [], [])
        if 0 in ready and not os.read(0, _READ_SIZE):
            return None
        if heard in ready:
            os.read(heard, _READ_SIZE)


def _end_all(program: int) -> None:
    """Kill the program's group and whatever has become our child, until nothing of it is left."""
    until = time.monotonic() + _LAST_SECONDS
    _kill(os.killpg, program)
    while time.monotonic() < until:
        for child in _list_children():
            _kill(os.killpg, child)
            _kill(os.kill, child)
        try:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(_PAUSE_SECONDS)
        except ChildProcessError:
            return


def _list_children() -> list[int]:
    """Our own children, where the system lists its processes (Linux)."""
    parents = {}
    for name in os.listdir("/proc") if sys.platform == "linux" else ():  # noqa: PTH208
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123 - no more imports
                    # 4711 (a name) with ) in it) S 4710 ...: the parent is the second word after.
                    parents[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    return [process for process, parent in parents.items() if parent == os.getpid()]


def _kill(way: Callable[[int, int], None], number: int) -> None:
    try:
        way(number, signal.SIGKILL)
    except OSError:
        return  # it has gone by itself


def _find_prctl() -> Callable[..., int]:
    if sys.platform == "linux":
        import ctypes

        try:
            control: Callable[..., int] = ctypes.CDLL(None).prctl
        except (OSError, AttributeError):
            pass
        else:
            return control
    return lambda *_arguments: 0


if __name__ == "__main__":
    sys.exit(keep(sys.argv[2:], spare=sys.argv[1] == "spare"))
