"""The inputs of a run: workbooks found, read and checked; offices not to be built set apart."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ita_docs.batch.intake import Intake, Refused, Source
from ita_docs.batch.repeated import refuse_collisions, refuse_repeated
from ita_docs.files import is_folder, lies_in
from ita_docs.model import Grid, OfficeResult
from ita_docs.pipeline import Frameworks, read_results
from ita_docs.problems import InputError, Location, OutputError, Problem
from ita_docs.publishing import name_folder
from ita_docs.validation import Plans
from ita_docs.workbook import LARGE, STRANGERS
from ita_docs.workbook.reader_process import Reader, open_reader

_WORKBOOK_ENDINGS = {".xlsx", ".xlsm"}
_WRONG_KINDS = {".xls", ".xlsb", ".ods", ".csv", ".tsv"}
"""Spreadsheets of another kind: somebody meant them as input, so they are problems; what is
neither (a letter, a picture, our own settings) is passed over."""

_DEEPEST = 50
"""Folders in folders that are looked into; people's have five, a sync program's loop any number."""


_NOT_REACHED = frozenset({"input-missing", "input-unreadable", "file-missing"})
"""Codes of inputs that nobody could look into."""


@dataclass(slots=True)
class Found:
    """What the inputs hold, before any of it is read.

    ``problems`` are inputs that are not there or hold no workbook, and entries of folders that
    cannot be looked into; with any of them nobody can say that an office has left. ``empty`` are
    folders without a workbook where that is no problem, though nobody can say so either.
    """

    workbooks: list[Path] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: list[Problem] = field(default_factory=list)

    def expect(self, source: Path | str) -> None:
        """Nobody may have sent yet: a folder that can be reached and is empty is no problem.

        ``source`` is the list of who should send: it is no workbook, wherever it lies.
        """
        real = os.path.realpath(source)
        kept = [path for path in self.workbooks if os.path.realpath(path) != real]
        if self.workbooks and not kept:
            self.problems.append(Problem("inputs-empty", Location(str(self.workbooks[0].parent))))
        self.workbooks = kept
        if not any(problem.code in _NOT_REACHED for problem in self.problems):
            self.empty = [one for one in self.problems if one.code == "inputs-empty"]
            self.problems = [one for one in self.problems if one.code != "inputs-empty"]


def refuse_nesting(inputs: Sequence[Path], outputs: Path) -> None:
    """Keep outputs and inputs apart: a run must never read, or clear away, what it is to keep.

    Raises OutputError when the output folder lies in an input folder, or an input in it.
    """
    for path in inputs:
        if (is_folder(path) and lies_in(outputs, path)) or lies_in(path, outputs):
            raise OutputError("outputs-inside-inputs", path=outputs, other=path)


def find_workbooks(inputs: Sequence[Path]) -> Found:
    """The workbooks named, and those in the folders named, in the order of their names.

    Folders are read with what is below them, but for hidden ones. Passed over are Excel's lock
    files (``~$``), hidden files, and whatever is not a spreadsheet.
    """
    found = Found()
    for path in inputs:
        before = len(found.workbooks)
        if not is_folder(path):
            _take_file(path, found)
            continue
        for file in sorted(_walk(path, found, 0)):
            ending = file.suffix.casefold()
            if not file.name.startswith(("~$", ".")) and ending in (
                _WORKBOOK_ENDINGS | _WRONG_KINDS
            ):
                found.workbooks.append(file)
            else:
                found.passed_over.append(str(file))
        if len(found.workbooks) == before:
            found.problems.append(Problem("inputs-empty", Location(str(path))))
    # Not resolve(): it gives up at a loop of links.
    unique = {os.path.realpath(file): file for file in reversed(found.workbooks)}
    found.workbooks = [file for file in found.workbooks if unique.pop(os.path.realpath(file), None)]
    return found


def _take_file(path: Path, found: Found) -> None:
    """A workbook that was named, or an input that is not there (a share that is not mounted)."""
    try:
        path.stat()
    except (OSError, ValueError) as error:
        # What is called like a workbook is told of by the room that would read it.
        code = "file-missing" if path.suffix.casefold() in _WORKBOOK_ENDINGS else "input-missing"
        reason = getattr(error, "strerror", None) or str(error)
        values = {} if code == "file-missing" else {"reason": reason}
        found.problems.append(Problem(code, Location(str(path)), values=values))
    else:
        found.workbooks.append(path)


def _walk(folder: Path, found: Found, depth: int) -> Iterator[Path]:
    """The files below a folder; what cannot be looked into is a problem of its own."""
    try:
        if depth > _DEEPEST:
            raise OSError(errno.ELOOP, "folders in folders without end")
        entries = sorted(folder.iterdir())
    except OSError as error:
        at = Location(_shorten(folder))
        reason = error.strerror or type(error).__name__
        found.problems.append(Problem("input-unreadable", at, values={"reason": reason}))
        return
    for entry in entries:
        if not is_folder(entry):
            yield entry
        elif not entry.name.startswith(".") and not entry.is_symlink():
            yield from _walk(entry, found, depth + 1)


def _shorten(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 300 else f"{text[:150]}…{text[-100:]}"


def take_in(
    workbooks: Iterable[Path],
    frameworks: Frameworks,
    accept: frozenset[str],
    advance: Callable[[], None],
    stopped: Callable[[], bool] = lambda: False,
    *,
    large: bool = False,
    plans: Plans | None = None,
    lowest: int | None = None,
    two_classes: bool | None = None,
    called: Mapping[Path, str] | None = None,
    reader: Reader | None = None,
    keep: Callable[[OfficeResult], OfficeResult] = lambda result: result,
) -> Intake:
    """Read and check every workbook; one that cannot be read is a problem and not the end.

    What was done is held against ``plans``, and against each workbook's own, made with the
    ``lowest`` indicators where none is weak.

    The files are read in a child process with the limits for strangers (decision 0050), or with
    those for ``large`` ones that the user vouches for (decision 0071). ``called`` are the names
    that people gave files stored under others: a name may say the year. ``reader`` is one whose
    child runs already and is left running. ``keep`` says what stays of each result.
    """
    intake = Intake()
    names = called or {}
    limits = LARGE if large else STRANGERS
    with contextlib.nullcontext(reader) if reader else open_reader(limits) as reading:

        def read_whole(path: Path) -> tuple[Grid, ...]:
            grids = reading.read_grids(path)
            return tuple(replace(grid, file=names.get(path, grid.file)) for grid in grids)

        for path in workbooks:
            if stopped():
                break
            try:
                validated = read_results(
                    path,
                    frameworks,
                    accept,
                    reading.open,
                    read_whole,
                    plans=plans,
                    lowest=lowest,
                    two_classes=two_classes,
                    keep=keep,
                )
            except InputError as error:
                at = error.at or Location(str(path))
                intake.tell(str(path), [Problem(error.code, at, values=error.values)])
                intake.unreadable.append(str(path))
            else:
                intake.tell(str(path), validated.problems)
                intake.sources.extend(
                    Source(str(path), result, name_folder(result.office, result.plan_year))
                    for result in validated.results
                )
                intake.refused.extend(
                    Refused(str(path), name, None, plan_year, province, short_name)
                    for name, plan_year, province, short_name in validated.refusals
                )
            advance()
    refuse_repeated(intake)
    refuse_collisions(intake)
    return intake
