"""The last runs of the page: what was saved, when and where; the one thing it remembers."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ita_docs.files import read_bounded, rename
from ita_docs.problems import Lang
from ita_docs.publishing import BANGKOK
from ita_docs.thai import MONTHS

MOST = 10
_FILE = "runs.json"
_LONGEST = 1_000_000
MOMENT = "%Y-%m-%d %H:%M"
"""How a moment is noted; Bangkok's."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that saved documents: its moment, the workbooks by name, offices, the folder."""

    moment: str
    workbooks: tuple[str, ...]
    offices: tuple[str, ...]
    saved: int
    outputs: str

    def write_moment(self, lang: Lang) -> str:
        """The moment as people of the language write it: ``26 พฤศจิกายน 2569 10:58``."""
        try:
            when = datetime.datetime.strptime(self.moment, MOMENT)
        except ValueError:
            return self.moment
        thai = f"{when.day} {MONTHS[when.month - 1]} {when.year + 543} {when:%H:%M}"
        return thai if lang == "th" else self.moment


def list_runs(place: Path) -> list[Run]:
    """The last runs, the newest first; none where nothing can be read."""
    try:
        rows = json.loads(read_bounded(place / _FILE, _LONGEST))
        return [
            Run(
                str(row["moment"]),
                tuple(map(str, row["workbooks"])),
                tuple(map(str, row["offices"])),
                int(row["saved"]),
                str(row["outputs"]),
            )
            for row in rows[:MOST]
        ]
    except (OSError, ValueError, OverflowError, TypeError, KeyError, RecursionError):
        return []


def note_run(
    place: Path, workbooks: tuple[str, ...], offices: tuple[str, ...], saved: int, outputs: Path
) -> None:
    """Put a run before the others; a disk that refuses costs the memory and not the run."""
    now = datetime.datetime.now(BANGKOK).strftime(MOMENT)
    run = Run(now, workbooks[:MOST], offices[:MOST], saved, str(outputs))
    rows = [asdict(kept) for kept in (run, *list_runs(place))][:MOST]
    part = place / f"{_FILE}.{os.getpid()}"
    with contextlib.suppress(OSError):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(rows, stream, ensure_ascii=False)
        rename(part, place / _FILE, over=True)
