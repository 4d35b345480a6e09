"""Processes of our own: Python that is started safely, bounds itself, and ends with its parent."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
_END_SECONDS = 2.0


class Child:
    """A running child: requests go down its input, replies come up its output."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self.requests: IO[bytes] = process.stdin
        self.replies: IO[bytes] = process.stdout

    @property
    def process_id(self) -> int:
        """The number by which the system knows the child."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def wait(self) -> int | None:
        """The exit code of a child that is ending; None where it does not end soon."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_END_SECONDS)
        return None

    def kill(self) -> None:
        """End the child; one that even the kernel cannot end at once is left to it."""
        with suppress(OSError):
            self._process.kill()
        self.wait()
        with suppress(OSError):
            self.requests.close()


def start_child(code: str, *arguments: str, variables: dict[str, str]) -> Child:
    """Start Python on these lines of code, which find ``arguments`` from ``sys.argv[1]`` on.

    ``variables`` are added to our own environment. Raises OSError or ValueError when the system
    lets no process be started.
    """
    process = subprocess.Popen(  # noqa: S603
        build_python_command(code, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | variables,
        start_new_session=True,
    )
    return Child(process)


def build_python_command(code: str, *arguments: str) -> list[str]:
    """The command that runs these lines with our own search path, and not the current folder's.

    A module that lies beside the workbooks must not run.
    """
    begin = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    return [sys.executable, "-P", "-c", begin + code, json.dumps(sys.path), *arguments]


def end_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Let the kernel send us that signal when the parent is gone, where it can (Linux).

    ``parent`` is its process id, since it may be gone already; then we end here.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, number)
        if os.getppid() != parent:
            raise SystemExit(1)


def limit_resources(
    *, memory: int | None = None, open_files: int | None = None, written: int | None = None
) -> None:
    """Bound what this process may take, as far as the system has limits; no core dump.

    ``memory`` and ``written``, the size of a file, are in bytes.
    """
    try:
        resource: Any = importlib.import_module("resource")
    except ImportError:
        return
    limits: Sequence[tuple[str, int | None]] = (
        ("RLIMIT_DATA", memory),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", written),
        ("RLIMIT_NOFILE", open_files),
    )
    for name, most in limits:
        if most is not None:
            with suppress(AttributeError, OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (most, most))
