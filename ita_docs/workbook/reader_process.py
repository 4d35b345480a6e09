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
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ita_docs.model import Grid, Workbook
from ita_docs.problems import DependencyError, InputError, Location, Words
from ita_docs.processes import start_child
from ita_docs.workbook.guard import MIB, STRANGERS, Limits
from ita_docs.workbook.pieces import (
    MAX_REPLY,
    TABLES,
    WHOLE_SHEETS,
    ArrivingWorkbook,
    Reply,
    build_error,
    build_grids,
    load_reply,
)

logger = logging.getLogger(__name__)

START_SECONDS = 60.0
"""Time for the child to start: beyond it the machine is at fault, and no workbook."""
_PIECES_AHEAD = 16
"""Pieces of a workbook that wait for whoever reads on; beyond them the child waits."""

_PIECES = frozenset({"head", "rows", "end", "grid", "cells", "merged"})
# openpyxl alone would load numpy and lxml, which nothing here needs.
_PROGRAM = (
    "sys.modules['numpy'] = None; "
    "from ita_docs.workbook.reader_child import serve; serve(sys.argv[1])"
)


class _UsedUpError(InputError):
    """A child that has read other workbooks ran out of memory: full of crumbs, it may be."""


class Reader:
    """Reads workbooks in a child process, which is replaced when it dies or takes too long.

    Not for several threads at once, and one workbook after the other.
    """

    def __init__(self, limits: Limits = STRANGERS) -> None:
        self._limits = limits
        self._child: _Child | None = None

    def start(self) -> None:
        """Start the child without waiting for it, so that the parent can do other work meanwhile.

        Raises DependencyError when the system lets no process be started.
        """
        self._begin()

    def read(self, path: Path) -> Workbook:
        """What ``read_workbook`` gives, or its InputError; raises as ``open``."""
        return self.open(path).collect()

    def open(self, path: Path) -> ArrivingWorkbook:
        """What ``open_workbook`` gives. A stranger's workbook is whole before its first row is
        given, a large one arrives while the child reads on.

        This, or the reading of its rows, raises InputError ``workbook-too-demanding`` beyond the
        limits and ``workbook-reader-failed`` where reading broke down; DependencyError when no
        child starts.
        """
        if self._limits.in_order:
            return ArrivingWorkbook(path.name, self._ask(path))
        try:
            pieces = list(self._ask(path))
        except _UsedUpError:
            pieces = list(self._ask(path))
        return ArrivingWorkbook(path.name, iter(pieces))

    def read_grids(self, path: Path) -> tuple[Grid, ...]:
        """Every sheet of a file of any kind, whole; raises as ``open``."""
        try:
            pieces = list(self._ask(path, WHOLE_SHEETS))
        except _UsedUpError:
            pieces = list(self._ask(path, WHOLE_SHEETS))
        return build_grids(path.name, pieces)

    def _ask(self, path: Path, wanted: bytes = TABLES) -> Iterator[Reply]:
        child = self._begin()
        fresh, finished = child.fresh, False
        try:
            for reply in child.ask(path, self._limits, wanted):
                finished = reply.kind in ("end", "refused")
                if reply.kind not in _PIECES:
                    raise self._explain(reply, Location(path.name or str(path)), fresh)
                yield reply
                if finished:
                    return
        finally:
            if not finished:  # what is still on its way must not be taken for the next workbook's
                self.close()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _begin(self) -> _Child:
        if self._child is not None and not self._child.is_alive():
            self.close()  # it ended while it waited: that is no workbook's doing
        if self._child is None:
            self._child = _Child(self._limits)
        return self._child

    def _explain(self, reply: Reply, at: Location, fresh: bool) -> InputError:
        if reply.kind == "refused":
            return build_error(reply.content)
        if reply.kind == "memory":
            limit = self._limits.memory // MIB
            kind = InputError if fresh else _UsedUpError
            return kind(
                "workbook-too-demanding", at, what=Words("หน่วยความจำ", "memory"),
                limit=Words(f"{limit} เมกะไบต์", f"{limit} MB"),
            )  # fmt: skip
        if reply.kind == "time":
            seconds = self._limits.seconds
            return InputError(
                "workbook-too-demanding", at, what=Words("เวลา", "time"),
                limit=Words(f"{seconds:g} วินาที", f"{seconds:g} s"),
            )  # fmt: skip
        logger.error("reading %s failed: %s", at, reply.content)
        lines = str(reply.content).strip().splitlines() or ["-"]
        return InputError("workbook-reader-failed", at, reason=lines[-1][:200])


@contextmanager
def open_reader(limits: Limits = STRANGERS) -> Iterator[Reader]:
    """A reader for many workbooks; on leaving, however, its child is gone.

    The child starts at once and in parallel. Raises DependencyError when no process can be
    started.
    """
    reader = Reader(limits)
    try:
        reader.start()
        yield reader
    finally:
        reader.close()


class _Child:
    """A running child: requests go down its input, replies come up its output.

        state      leaves it by                          the parent says
        starting   "ready"                               - (it goes on)
                   60 s, an exit, anything else          reader-not-startable
        waiting    a path                                -
        reading    head, rows … then "end"               the workbook
                   "refused"                             the child's own error
                   "memory" (fresh: the first workbook)  workbook-too-demanding
                   "memory" (used: full of crumbs)       asked again, in a new child
                   no reply in time                      workbook-too-demanding
                   "failed", an exit, what is no reply   workbook-reader-failed
        killed     -                                     -

    From the end and from "refused" it goes back to waiting; every other way out of reading kills
    it, so that nothing of one workbook can be taken for the next one's.
    """

    def __init__(self, limits: Limits) -> None:
        told = f"{limits.seconds},{limits.memory},{os.getpid()},{limits.in_order}"
        variables = {"OPENPYXL_LXML": "False"}
        try:
            self._child = start_child(_PROGRAM, told, variables=variables)
        except (OSError, ValueError) as error:
            raise DependencyError("reader-not-startable", reason=error) from error
        self._replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._room = threading.Semaphore(_PIECES_AHEAD)
        self._deadline = time.monotonic() + START_SECONDS
        self._ready = self._ending = False
        self.fresh = True
        # A thread of its own takes the replies: waiting for it can be given up on every platform.
        threading.Thread(target=self._listen, args=(self._child.replies,), daemon=True).start()

    def ask(self, path: Path, limits: Limits, wanted: bytes) -> Iterator[Reply]:
        """Send one path and what is wanted of it; the replies one after the other."""
        self._await_ready()
        self.fresh = False
        try:
            request = wanted + os.fsencode(path)
            self._child.requests.write(len(request).to_bytes(4, "little") + request)
            self._child.requests.flush()
        except OSError:
            yield Reply("failed", "the reading process has gone")
            return
        deadline = time.monotonic() + limits.seconds
        while True:
            try:
                yield self._take(deadline)
            except queue.Empty:
                yield Reply("time")
                return
            if limits.in_order:
                deadline = time.monotonic() + limits.seconds

    def _take(self, deadline: float) -> Reply:
        reply = self._replies.get(timeout=max(0.0, deadline - time.monotonic()))
        self._room.release()
        return reply

    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._child.is_alive()

    def kill(self) -> None:
        """End the child; one that even the kernel cannot end at once is left to it."""
        self._child.kill()
        self._ending = True  # whoever listens is not held up by what nobody takes
        self._room.release()

    def _await_ready(self) -> None:
        if self._ready:
            return
        try:
            reply = self._take(self._deadline)
        except queue.Empty:
            reply = Reply("failed", f"no answer within {START_SECONDS:g} s")
        if reply.kind != "ready":
            raise DependencyError("reader-not-startable", reason=reply.content)
        self._ready = True

    def _listen(self, stream: IO[bytes]) -> None:
        with stream, suppress(OSError, ValueError):
            while (reply := _receive(stream)) is not None:
                if not self._ending:
                    self._room.acquire()
                self._replies.put(reply)
        self._replies.put(Reply("failed", f"exit code {self._child.wait()}"))


def _receive(stream: IO[bytes]) -> Reply | None:
    """The next reply; None at the end, and for what is no reply of ours."""
    size = int.from_bytes(stream.read(4), "little")
    data = stream.read(size) if 0 < size <= MAX_REPLY else b""
    if not size or len(data) < size:
        return None
    try:
        return load_reply(data)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError):
        return None
