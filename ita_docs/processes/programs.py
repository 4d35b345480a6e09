"""Programs of others that may hang, fork, ignore signals or flood their log: run and ended."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_KEPT_LOG = 4096
_READ_SIZE = 65536
MOST_SHOWN = 65536
"""Bytes of a program's output that go on to where ours goes: a log grows with no stranger's."""
_CUT_MARK = "\n[…]\n".encode()
_END_SECONDS = 10.0
"""For the keeper to end all; what the kernel cannot end within it is left to the kernel."""
_KEEPER = (sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py")))


class RunningProgram:
    """A started program, all that it starts, and the end of its log."""

    def __init__(
        self, process: subprocess.Popen[bytes], *, kept: bool, output: int | None = None
    ) -> None:
        self._process = process
        self._kept = kept
        self._output = output
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
        if self._kept:
            self._close_input()
            if self.wait(_END_SECONDS) is None:
                self._process.kill()  # the kernel ends the program with its keeper
        else:
            _kill_tree(self._process)
        self.wait(_END_SECONDS)
        self._reader.join(1.0)

    def _close_input(self) -> None:
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _drain(self) -> None:
        """Read the log to its end, whatever its length, and keep only the last of it.

        Where it is shown too, that is so far as a person reads: the first bytes, then a mark.
        """
        stream = self._process.stdout
        if stream is None:
            return
        left = MOST_SHOWN
        with suppress(OSError, ValueError), stream:
            while piece := os.read(stream.fileno(), _READ_SIZE):
                self._log = (self._log + piece)[-_KEPT_LOG:]
                if self._output is not None and left >= 0:
                    cut = len(piece) > left
                    _write_all(self._output, piece[:left] + (_CUT_MARK if cut else b""))
                    left = -1 if cut else left - len(piece)


@contextmanager
def start_program(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    folder: Path | None = None,
    output: int | None = None,
    spare: bool = False,
) -> Iterator[RunningProgram]:
    """Start a program in its own session; on leaving, however, nothing of it is left running.

    That holds too where this process is killed: `keeper` stands between. ``folder`` is where the
    program runs; what it writes goes to the descriptor ``output``, or its end is kept as the log.
    With ``spare`` that which it left at work goes on when the program has ended by itself.

    Raises OSError when it cannot be started.
    """
    kept = os.name == "posix" and bool(sys.executable)
    words = [str(word) for word in command]
    if kept:
        _check_startable(words[0], environment)
    with _hold_signals() as release:
        process = subprocess.Popen(  # noqa: S603
            [*_KEEPER, "spare" if spare else "all", *words] if kept else words,
            cwd=folder,
            env=None if kept else dict(environment),
            stdin=subprocess.PIPE if kept else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        program = RunningProgram(process, kept=kept, output=output)
        try:
            if kept:
                _send_environment(process, environment)
            release()
            yield program
        finally:
            program.kill()


def _write_all(descriptor: int, content: bytes) -> None:
    with suppress(OSError):  # nobody reads it any more: the program goes on all the same
        while content:
            content = content[os.write(descriptor, content) :]


def _check_startable(program: str, environment: Mapping[str, str]) -> None:
    """Raise the OSError now that the keeper would only write into the log."""
    if shutil.which(program, path=environment.get("PATH")) is None:
        there = os.path.dirname(program) and os.path.exists(program)  # noqa: PTH110, PTH120
        number = errno.EACCES if there else errno.ENOENT
        raise OSError(number, os.strerror(number), program)


def _send_environment(process: subprocess.Popen[bytes], environment: Mapping[str, str]) -> None:
    assert process.stdin is not None
    entries = (f"{name}={value}\0" for name, value in environment.items())
    with suppress(BrokenPipeError):  # it has ended already, as its exit code will say
        process.stdin.write(os.fsencode("".join(entries)) + b"\0")
        process.stdin.flush()


def run_program(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    timeout: float,
    folder: Path | None = None,
    output: int | None = None,
    spare: bool = False,
) -> tuple[int | None, str]:
    """Run a program to its end: the exit code (None when it took longer) and the end of its log."""
    with start_program(
        command, folder=folder, environment=environment, output=output, spare=spare
    ) as program:
        code = program.wait(timeout)
    return code, program.log


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program answered: its exit code and all that it wrote to output and error stream."""

    code: int
    output: bytes
    errors: bytes


def ask_program(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    timeout: float,
    content: bytes = b"",
) -> Answer:
    """Give a short program of the system its input and take its whole answer.

    It is not ended with us, since it may be writing. Raises OSError when it cannot be started or
    takes longer than ``timeout`` seconds.
    """
    try:
        done = subprocess.run(  # noqa: S603
            list(command),
            input=content,
            capture_output=True,
            check=False,
            env=dict(environment),
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(str(error)) from error
    return Answer(done.returncode, done.stdout, done.stderr)


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


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started where no keeper stands between (Windows)."""
    with suppress(OSError):
        subprocess.run(  # noqa: S603
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607
            check=False,
            capture_output=True,
        )
    with suppress(OSError):
        process.kill()
