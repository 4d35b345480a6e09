"""How far a run has come: bars on a terminal, dated lines for a log."""

from __future__ import annotations

import datetime
import os
import sys
import time
from typing import TYPE_CHECKING

from ita_docs.cli.output import DATED, phrase, say_line
from ita_docs.problems import Lang

if TYPE_CHECKING:
    from ita_docs.batch.request import Listener

_SECONDS_BETWEEN_LINES = 10.0


class Silent:
    """Tells nobody."""

    def begin(self, stage: str, total: int) -> None:
        """A stage begins."""

    def advance(self, stage: str) -> None:
        """One step is done."""

    def end(self, stage: str) -> None:
        """The stage has ended."""

    def close(self) -> None:
        """The run has ended."""


class Lines(Silent):
    """Plain lines with the time in Bangkok, for cron's log: beginning, now and then, end."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._total = 0
        self._done = 0
        self._begun = 0.0
        self._said = 0.0

    def begin(self, stage: str, total: int) -> None:
        """Say that the stage begins."""
        self._total, self._done = total, 0
        self._begun = self._said = time.monotonic()
        self._say(stage)

    def advance(self, stage: str) -> None:
        """Say how far it is, at most every ten seconds."""
        self._done += 1
        if time.monotonic() - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            self._say(stage)

    def end(self, stage: str) -> None:
        """Say that the stage has ended."""
        self._say(stage)

    def _say(self, stage: str) -> None:
        from ita_docs.batch.outcome import BANGKOK

        moment = datetime.datetime.now(BANGKOK).strftime("%Y-%m-%d %H:%M:%S%z ")
        now = "" if os.environ.get(DATED) else moment
        seconds = time.monotonic() - self._begun
        rate = f", {self._done / seconds:.1f}/s" if self._done and seconds > 0 else ""
        text = phrase(f"stage-{stage}", self._lang)
        say_line(f"{now}{text} {self._done}/{self._total}{rate}")


class Bars(Silent):
    """A bar per stage with counts, rate and the time left."""

    def __init__(self, lang: Lang) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskID,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._lang = lang
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._bars.start()

    def begin(self, stage: str, total: int) -> None:
        """Show a bar for the stage."""
        text = phrase(f"stage-{stage}", self._lang)
        self._tasks[stage] = self._bars.add_task(text, total=total, rate="")

    def advance(self, stage: str) -> None:
        """Move the stage's bar by one step."""
        task = self._bars.tasks[self._tasks[stage]]
        rate = f"{(task.completed + 1) / task.elapsed:.1f}/s" if task.elapsed else ""
        self._bars.update(self._tasks[stage], advance=1, rate=rate)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._bars.stop()


def choose_listener(lang: Lang) -> Listener:
    """Bars on a terminal, plain lines anywhere else."""
    return Bars(lang) if sys.stdout.isatty() else Lines(lang)
