"""Offices whose files a person changed: told once as news, then named each night.

# the files           the office's words    told before   -> problem, exit code
#   changed            any                   no               edited-by-hand, 10
#   as told            as told               yes              edited-kept, 0
#   as told            changed since         no               edited-stale, 10
#   as told            as then               yes              edited-kept-stale, 0
"""

from __future__ import annotations

from pathlib import Path

from ita_docs.batch.ledger import Edit, Entry
from ita_docs.model import ProducedFile
from ita_docs.problems import Location, Problem, Words
from ita_docs.publishing import Edited

_MAKE_PDF = Words(
    "PDF ข้างกันไม่ใช่ของไฟล์ Word นี้ สร้างได้ด้วย ita-docs pdf FILE.docx ",
    "The PDF beside is not of this Word file: ita-docs pdf FILE.docx makes it. ",
)
_NOTHING = Words("", "")


def note_edit(
    folder: str,
    kind: str,
    found: Edited,
    words: str,
    entry: Entry | None,
    told: Edit | None,
) -> Edit:
    """What was found in an office's folder, for the ledger.

    ``words`` is the hash of what its documents would say now; ``entry`` what they were made from,
    ``told`` what an earlier night found there.
    """
    if entry is not None and entry.words:
        stale = words != entry.words
    else:  # made by version 0.1.0, or nobody knows by what
        stale = told is not None and (told.stale or words != told.words)
    return Edit(
        folder,
        {_name(file): file.sha256 for file in found.files},
        frozenset(map(_name, found.someones)),
        words,
        stale,
        kind,
    )


def tell_edit(edit: Edit, told: Edit | None, outputs: Path) -> list[Problem]:
    """The problems of an office whose files a person changed, news or not."""
    if told is None or told.list_someones() != edit.list_someones():
        codes = ["edited-by-hand"] + (["edited-stale"] if edit.stale else [])
    elif told.words != edit.words and edit.stale:
        codes = ["edited-stale"]
    else:
        codes = ["edited-kept-stale" if edit.stale else "edited-kept"]
    return [
        Problem(code, Location(str(outputs / edit.folder / name)), values=_advise(code, name))
        for code in codes
        for name in sorted(edit.someones)
    ]


def _advise(code: str, name: str) -> dict[str, Words]:
    """What is to be said of the other half of a pair: only a Word file can have a PDF made."""
    if code != "edited-by-hand":
        return {}
    return {"beside": _MAKE_PDF if name.endswith(".docx") else _NOTHING}


def tell_aside(path: str, outputs: Path) -> Problem:
    """Where a person's file went that was put aside."""
    return Problem("edited-put-aside", Location(str(outputs / path)))


def _name(file: ProducedFile) -> str:
    return file.path.rpartition("/")[2]
