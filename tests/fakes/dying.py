"""Publishing that is killed after any line of it: run as a program, since it forks.

``python -m tests.fakes.dying FOLDER WAY STRIDE`` begins anew for every so many lines, lets a child
die there, and looks at what the next run finds; it prints the last. WAY is ``exchange``, or
``renames`` for a system without it.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from ita_docs.batch.ledger import Entry, Ledger, open_ledger
from ita_docs.publishing import (
    Edited,
    Publication,
    Published,
    hold_outputs,
    placing,
    publish_together,
)

OFFICES = [Path("2563/ก"), Path("2563/ข"), Path("2563/ค")]
NAMES = ("a.docx", "a.pdf")
MINE = b"what the director wrote"
SCAN = b"scan"


def publish(root: Path, ledger: Ledger, content: bytes, *, overwrite: bool = False) -> list[Any]:
    """Publish every office's pair, as a run does it: intended, in place, recorded."""
    offices = [
        Publication(
            folder,
            dict.fromkeys(NAMES, content),
            ledger.list_ours(folder.as_posix(), NAMES),
            overwrite,
        )
        for folder in OFFICES
    ]
    ledger.intend(file for office in offices for file in office.produced)
    outcomes = publish_together(root, offices)
    for folder, outcome in zip(OFFICES, outcomes, strict=True):
        if isinstance(outcome, Published):
            name = folder.as_posix()
            ledger.record(Entry(name, name, name, "f", "w", None, outcome.files))
    return outcomes


def run(root: Path, content: bytes, *, overwrite: bool = False) -> list[Any]:
    with hold_outputs(root) as real, open_ledger(real) as ledger:
        return publish(real, ledger, content, overwrite=overwrite)


def die_at(line: int) -> None:
    """End this process before so many more lines of our own have run."""
    left = line

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal left
        if "ita_docs" not in frame.f_code.co_filename:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os._exit(9)
        return trace

    sys.settrace(trace)


def prepare(root: Path) -> None:
    """Two offices with a pair and a scan, one of them with an edited Word file; one without."""
    run(root, b"old")
    shutil.rmtree(root / OFFICES[2])
    (root / OFFICES[0] / "scan").write_bytes(SCAN)
    (root / OFFICES[1] / "a.docx").write_bytes(MINE)


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def look(root: Path, line: int) -> None:
    """Every pair is whole, what is a person's is there, and nothing of ours is taken for it."""
    with hold_outputs(root):
        pass
    found = [read(root / folder) for folder in OFFICES]
    assert found[0].pop("scan") == SCAN, line
    assert MINE in found[1].values(), line
    edited = found[1].pop("a.docx") == MINE if "a.docx" in found[1] else False
    for content in [found[0], found[2]]:
        assert content in ({}, dict.fromkeys(NAMES, b"old"), dict.fromkeys(NAMES, b"new")), line
    assert edited or found[1]["a.pdf"] == b"new", line
    outcomes = run(root, b"newer")
    assert [type(outcome) for outcome in outcomes] == [
        Published, Edited if edited else Published, Published,
    ], (line, outcomes)  # fmt: skip
    assert MINE in read(root / OFFICES[1]).values(), line
    staging = root / ".ita-docs" / "staging"
    assert not list(staging.iterdir()), line
    assert not (root / ".ita-docs" / "set-aside").exists(), line


def main(folder: Path, way: str, stride: int) -> None:
    if way == "renames":
        placing.exchange = lambda *_: False
    line = 0
    while True:
        root = folder / str(line)
        prepare(root)
        child = os.fork()
        if not child:
            die_at(line)
            run(root, b"new", overwrite=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, 9), (line, code)
        look(root, line)
        shutil.rmtree(root)
        if code == 0:
            print(line)
            return
        line += stride


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
