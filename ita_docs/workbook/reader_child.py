"""The child's side of isolated reading: a path in, its workbook out, until the parent goes."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from ita_docs.problems import InputError
from ita_docs.processes import end_with_parent, limit_resources
from ita_docs.workbook import LARGE, STRANGERS, Limits, pieces, stream_workbook

_FEW_FILES = 32
_Read = Callable[[Path, Limits], Iterator[pieces.Reply]]
_OUT_OF_MEMORY = pieces.dump_reply(pieces.Reply("memory"))
"""Made beforehand: when memory has run out there is none to say so."""


def serve(limits: str) -> None:
    """Answer requests (4 bytes of length, what is asked for, the path) on stdin with replies on
    stdout, to the end.

    ``limits``: seconds to wait for, bytes of memory, the parent's process id, and whether
    workbooks may be large.
    """
    seconds, memory, parent, large = limits.split(",")
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends us
    end_with_parent(int(parent), signal.SIGKILL)
    sys.dont_write_bytecode = True  # what was loaded so far may be kept for the next start
    limit_resources(memory=int(memory), open_files=_FEW_FILES, written=0)
    replies.write(pieces.dump_reply(pieces.Reply("ready")))
    replies.flush()
    while size := int.from_bytes(requests.read(4), "little"):
        request = requests.read(size)
        path = Path(os.fsdecode(request[1:]))
        read = _stream_grids if request[:1] == pieces.WHOLE_SHEETS else stream_workbook
        # No handler: the kernel itself ends a reading that a killed parent no longer watches.
        _alarm(float(seconds) + 2)
        for reply in _reply(read, path, LARGE if large == "True" else STRANGERS):
            replies.write(reply)
            replies.flush()
            if large == "True":
                _alarm(float(seconds) + 2)
        _alarm(0)


def _stream_grids(path: Path, limits: Limits) -> Iterator[pieces.Reply]:
    from ita_docs.workbook.grids import stream_grids  # readers of other kinds: seldom asked for

    return stream_grids(path, limits)


def _reply(read: _Read, path: Path, limits: Limits) -> Iterator[bytes]:
    try:
        yield from map(pieces.dump_reply, read(path, limits))
    except InputError as error:
        yield pieces.dump_reply(pieces.Reply("refused", pieces.flatten_error(error)))
    except (MemoryError, RecursionError):
        yield _OUT_OF_MEMORY
    except Exception:  # noqa: BLE001  (a bug met in one workbook; the parent logs it)
        yield pieces.dump_reply(pieces.Reply("failed", traceback.format_exc(limit=-12)))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
