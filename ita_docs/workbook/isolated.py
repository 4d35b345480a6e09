"""Workbooks read in a child process with limits of time and memory.

Whatever a workbook does to its reader (endless work, too much memory, a crash inside a library)
happens to the child, which is replaced; the parent has one clear problem and goes on. One child
serves many workbooks, since starting it costs far more than most readings.

On Linux the kernel enforces the memory limit and ends the child with its parent. On Windows and
macOS there is the time limit alone (docs/security.md).
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ita_docs.errors import DependencyError, InputError, Location
from ita_docs.model import Workbook
from ita_docs.workbook import wire

logger = logging.getLogger(__name__)

MIB = 1024 * 1024
SECONDS = 20.0
"""Time for one workbook. The largest that the guard lets pass takes some 5 s of one core."""
MEMORY = 224 * MIB
"""Memory (bytes) of the child; with the libraries that it shares it stays below 256 MiB."""
START_SECONDS = 60.0
"""Time for the child to start: beyond it the machine is at fault, and no workbook."""

# The parent's own search path, not the current folder's: an openpyxl.py that lies beside the
# workbooks must not run. openpyxl alone would load numpy and lxml, which nothing here needs.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; sys.modules['numpy'] = None; "
    "from ita_docs.workbook.serving import serve; serve(sys.argv[1])"
)


class Reader:
    """Reads workbooks in a child process, which is replaced when it dies or takes too long.

    Not for several threads at once.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: _Child | None = None

    def start(self) -> None:
        """Start the child without waiting for it, so that the parent can do other work meanwhile.

        Raises DependencyError when the system lets no process be started.
        """
        self._begin()

    def read(self, path: Path) -> Workbook:
        """What ``read_workbook`` gives, or its InputError.

        Raises InputError ``workbook-too-demanding`` beyond the limits and
        ``workbook-reader-failed`` where reading broke down; DependencyError when no child starts.
        """
        while True:
            child = self._begin()
            fresh = child.fresh
            try:
                reply = child.ask(path, self._seconds)
            except BaseException:
                self.close()
                raise
            if reply.kind in ("book", "refused"):
                break
            self.close()
            # A used child may be full of crumbs: only a fresh one is believed on memory.
            if fresh or reply.kind != "memory":
                break
        return self._judge(reply, Location(path.name or str(path)))

    def close(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _begin(self) -> _Child:
        if self._child is None:
            self._child = _Child(self._seconds, self._memory)
        return self._child

    def _judge(self, reply: wire.Reply, at: Location) -> Workbook:
        if reply.kind == "book":
            return wire.build_book(reply.content)
        if reply.kind == "refused":
            raise wire.build_error(reply.content)
        if reply.kind == "memory":
            limit = self._memory // MIB
            raise InputError(
                "workbook-too-demanding", at, what_th="หน่วยความจำ", what_en="memory",
                limit_th=f"{limit} เมกะไบต์", limit_en=f"{limit} MB",
            )  # fmt: skip
        if reply.kind == "time":
            raise InputError(
                "workbook-too-demanding", at, what_th="เวลา", what_en="time",
                limit_th=f"{self._seconds:g} วินาที", limit_en=f"{self._seconds:g} s",
            )  # fmt: skip
        logger.error("reading %s failed: %s", at, reply.content)
        lines = str(reply.content).strip().splitlines() or ["-"]
        raise InputError("workbook-reader-failed", at, reason=lines[-1][:200])


@contextmanager
def open_reader(*, seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[Reader]:
    """A reader for many workbooks; on leaving, however, its child is gone.

    The child starts at once and in parallel. ``seconds`` and ``memory`` (bytes) are the limits of
    one workbook. Raises DependencyError when no process can be started.
    """
    reader = Reader(seconds, memory)
    try:
        reader.start()
        yield reader
    finally:
        reader.close()


def read_isolated(path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> Workbook:
    """Read one workbook in a child of its own; as ``Reader.read``."""
    with open_reader(seconds=seconds, memory=memory) as reader:
        return reader.read(path)


class _Child:
    """A running child: requests go down its input, replies come up its output."""

    def __init__(self, seconds: float, memory: int) -> None:
        limits = f"{seconds},{memory},{os.getpid()}"
        environment = os.environ | {"OPENPYXL_LXML": "False", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", "-c", _PROGRAM, limits, *sys.path]
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise DependencyError("reader-not-startable", reason=error) from error
        assert process.stdin is not None
        self._process = process
        self._requests = process.stdin
        self._replies: queue.SimpleQueue[wire.Reply] = queue.SimpleQueue()
        self._deadline = time.monotonic() + START_SECONDS
        self._ready = False
        self.fresh = True
        # A thread of its own takes the replies: waiting for it can be given up on every platform.
        threading.Thread(target=self._listen, args=(process.stdout,), daemon=True).start()

    def ask(self, path: Path, seconds: float) -> wire.Reply:
        """Send one path and wait for what the child says of it."""
        self._await_ready()
        self.fresh = False
        try:
            request = os.fsencode(path)
            self._requests.write(len(request).to_bytes(4, "little") + request)
            self._requests.flush()
        except OSError:
            return wire.Reply("failed", "the reading process has gone")
        try:
            return self._replies.get(timeout=seconds)
        except queue.Empty:
            return wire.Reply("time")

    def kill(self) -> None:
        """End the child; one that even the kernel cannot end at once is left to it."""
        process = self._process
        with suppress(OSError):
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(2.0)
        with suppress(OSError):
            self._requests.close()

    def _await_ready(self) -> None:
        if self._ready:
            return
        try:
            reply = self._replies.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except queue.Empty:
            reply = wire.Reply("failed", f"no answer within {START_SECONDS:g} s")
        if reply.kind != "ready":
            raise DependencyError("reader-not-startable", reason=reply.content)
        self._ready = True

    def _listen(self, stream: IO[bytes]) -> None:
        with stream, suppress(OSError, ValueError):
            while (reply := _receive(stream)) is not None:
                self._replies.put(reply)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        self._replies.put(wire.Reply("failed", f"exit code {self._process.poll()}"))


def _receive(stream: IO[bytes]) -> wire.Reply | None:
    """The next reply; None at the end, and for what is no reply of ours."""
    size = int.from_bytes(stream.read(4), "little")
    data = stream.read(size) if 0 < size <= wire.MAX_REPLY else b""
    if not size or len(data) < size:
        return None
    try:
        return wire.load_reply(data)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError):
        return None
