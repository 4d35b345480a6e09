"""Outside programs that may hang, fork, ignore signals or flood their log: run, bounded, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_KEPT_LOG = 4096
_READ_SIZE = 65536


class RunningProgram:
    """A started program, the whole group of processes it starts, and the end of its log."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._log = b""
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        """The last few kilobytes that the program wrote, on one line."""
        return " ".join(self._log.decode("utf-8", "replace").split())

    def wait(self, seconds: float) -> int | None:
        """Wait at most so long; the exit code, or None while it still runs."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(max(seconds, 0.0))
        return None

    def kill(self) -> None:
        """End the program and everything it started, without asking."""
        if hasattr(os, "killpg"):
            # The group outlives its leader: children may be left when the program has gone.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            with suppress(OSError):
                subprocess.run(  # noqa: S603
                    ["taskkill", "/T", "/F", "/PID", str(self._process.pid)],  # noqa: S607
                    check=False,
                    capture_output=True,
                )
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._reader.join(1.0)

    def _drain(self) -> None:
        """Read the log to its end, whatever its length, and keep only the last of it."""
        stream = self._process.stdout
        if stream is None:
            return
        with suppress(OSError, ValueError), stream:
            while piece := os.read(stream.fileno(), _READ_SIZE):
                self._log = (self._log + piece)[-_KEPT_LOG:]


@contextmanager
def start_program(
    command: Sequence[str | Path], *, folder: Path, environment: Mapping[str, str]
) -> Iterator[RunningProgram]:
    """Start a program in its own session; on leaving, however, nothing of it is left running.

    Raises OSError when it cannot be started.
    """
    with _hold_signals() as release:
        process = subprocess.Popen(  # noqa: S603
            [str(word) for word in command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        program = RunningProgram(process)
        try:
            release()
            yield program
        finally:
            program.kill()


@contextmanager
def _hold_signals() -> Iterator[Callable[[], None]]:
    """Let signals wait while a program is being started, until the function given is called.

    A handler that raises inside Popen would leave a started program that nobody knows of.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None  # handlers never run here
        return
    came: list[int] = []
    handlers = {
        number: signal.signal(number, lambda got, _frame: came.append(got))
        for number in (signal.SIGINT, signal.SIGTERM)
    }

    def release() -> None:
        while handlers:
            number, handler = handlers.popitem()
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        while came:
            signal.raise_signal(came.pop())

    try:
        yield release
    finally:
        release()


def run_program(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float,
) -> tuple[int | None, str]:
    """Run a program to its end: the exit code (None when it took longer) and the end of its log."""
    with start_program(command, folder=folder, environment=environment) as program:
        code = program.wait(timeout)
    return code, program.log
