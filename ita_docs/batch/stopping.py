"""A run that is asked to stop (Ctrl-C, SIGTERM) ends soon and keeps what is published."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from ita_docs.problems import ExitCode


class StopNow(BaseException):
    """Raised in the middle of making a document, where nothing is lost by leaving it."""


class Stop:
    """Whether the run was asked to stop, and the exit code that says by what."""

    def __init__(self) -> None:
        self.exit_code: ExitCode | None = None
        self._leaving = False

    def __call__(self) -> bool:
        """Whether the run was asked to stop."""
        return self.exit_code is not None

    @contextlib.contextmanager
    def leave_at_once(self) -> Iterator[None]:
        """Within this, a signal ends the work with StopNow instead of waiting for its end."""
        self._leaving = True
        try:
            yield
        finally:
            self._leaving = False

    def ask(self, number: int, _frame: FrameType | None) -> None:
        """The signal handler."""
        asked_before = self()
        self.exit_code = ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.TERMINATED
        if self._leaving:
            self._leaving = False
            raise StopNow
        if asked_before and number == signal.SIGINT:
            raise KeyboardInterrupt


@contextlib.contextmanager
def heed_signals() -> Iterator[Stop]:
    """Turn SIGINT and SIGTERM into a request to stop; the former handlers come back after."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop.ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
