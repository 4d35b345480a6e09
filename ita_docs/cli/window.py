"""The window that a shortcut opened: it stays until what is wrong was read.

held      the run began; whatever ends it from here on (a bug, a lost disk) is read first
released  all is well: the folder is shown, the window may go
"""

from __future__ import annotations

import contextlib
import sys

from ita_docs.cli.output import phrase
from ita_docs.problems import Lang

_held: list[Lang] = []


def hold_window(lang: Lang) -> None:
    """From now on the program waits for Enter before it ends."""
    _held[:] = [lang]


def release_window() -> None:
    """Nothing is left to be read."""
    _held.clear()


def await_reader() -> None:
    """Wait for Enter where the window is held and somebody sits before it."""
    if not _held or sys.stdin is None or sys.stdout is None:
        return
    lang = _held.pop()
    with contextlib.suppress(EOFError, OSError, ValueError, KeyboardInterrupt):
        if sys.stdin.isatty() and sys.stdout.isatty():
            input(phrase("press-enter", lang))
