"""The inputs of a run: workbooks found, read and checked; offices not to be built set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ita_docs import thai
from ita_docs.model import FiscalYear, OfficeResult
from ita_docs.pipeline import Frameworks, read_results
from ita_docs.problems import InputError, Location, OutputError, Problem, Severity
from ita_docs.publishing import name_folder
from ita_docs.workbook import LARGE, STRANGERS
from ita_docs.workbook.reader_process import open_reader

_WORKBOOK_ENDINGS = {".xlsx", ".xlsm"}
_WRONG_KINDS = {".xls", ".xlsb", ".ods", ".csv", ".tsv"}
"""Spreadsheets of another kind: somebody meant them as input, so they are problems; what is
neither (a letter, a picture, our own settings) is passed over."""


@dataclass(frozen=True, slots=True)
class Source:
    """One office of one workbook, ready to be made."""

    workbook: str
    result: OfficeResult
    folder: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """One office of one workbook that its problems keep from being built."""

    workbook: str
    name: str
    at: Location | None = None
    plan_year: FiscalYear | None = None


@dataclass(slots=True)
class Intake:
    """All that the inputs hold: offices to make, offices refused, problems, files passed over."""

    sources: list[Source] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def is_uncertain(self) -> bool:
        """Whether an office may be in the inputs that was not read: a file, sheet, header or name
        that could not be made out. Then nobody can say that an office has left."""
        return bool(self.unreadable) or any(
            problem.office is None and problem.severity is Severity.ERROR
            for problem in self.problems
        )


def refuse_nesting(inputs: Sequence[Path], outputs: Path) -> None:
    """Keep outputs and inputs apart: a run must never read, or clear away, what it is to keep.

    Raises OutputError when the output folder lies in an input folder, or an input in it.
    """
    root = outputs.resolve()
    for path in inputs:
        real = path.resolve()
        if (path.is_dir() and root.is_relative_to(real)) or real.is_relative_to(root):
            raise OutputError("outputs-inside-inputs", path=outputs, other=path)


def find_workbooks(inputs: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The workbooks named, and those in the folders named, in the order of their names.

    Returns them with the files of the folders that are passed over: Excel's lock files (``~$``),
    hidden files, and whatever is not a spreadsheet. Folders are read with what is below them, but
    for hidden ones.
    """
    found: list[Path] = []
    passed: list[str] = []
    for path in inputs:
        if not path.is_dir():
            found.append(path)
            continue
        for file in sorted(_walk(path)):
            ending = file.suffix.casefold()
            if not file.name.startswith(("~$", ".")) and ending in (
                _WORKBOOK_ENDINGS | _WRONG_KINDS
            ):
                found.append(file)
            else:
                passed.append(str(file))
    unique = {file.resolve(): file for file in reversed(found)}
    return [file for file in found if unique.pop(file.resolve(), None)], passed


def take_in(
    workbooks: Iterable[Path],
    frameworks: Frameworks,
    accept: frozenset[str],
    advance: Callable[[], None],
    stopped: Callable[[], bool] = lambda: False,
    *,
    large: bool = False,
) -> Intake:
    """Read and check every workbook; one that cannot be read is a problem and not the end.

    The files are read in a child process with the limits for strangers (decision 0050), or with
    those for ``large`` ones that the user vouches for (decision 0071).
    """
    intake = Intake()
    with open_reader(LARGE if large else STRANGERS) as reader:
        for path in workbooks:
            if stopped():
                break
            try:
                validated = read_results(path, frameworks, accept, reader.open, reader.read_grids)
            except InputError as error:
                at = error.at or Location(str(path))
                intake.problems.append(Problem(error.code, at, values=error.values))
                intake.unreadable.append(str(path))
            else:
                intake.problems.extend(validated.problems)
                intake.sources.extend(
                    Source(str(path), result, name_folder(result.office, result.plan_year))
                    for result in validated.results
                )
                intake.refused.extend(
                    Refused(str(path), name, plan_year=plan_year)
                    for name, plan_year in validated.refusals
                )
            advance()
    _refuse_repeated(intake)
    _refuse_collisions(intake)
    return intake


def _walk(folder: Path) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if not entry.name.startswith(".") and not entry.is_symlink():
                yield from _walk(entry)
        else:
            yield entry


def _refuse_repeated(intake: Intake) -> None:
    """An office that stands in two workbooks for one year: nobody can say which one is right."""
    groups = defaultdict(list)
    for source in intake.sources:
        key = (thai.match_key(source.result.office.name), source.result.plan_year)
        groups[key].append(source)
    for same in groups.values():
        for source in same if len(same) > 1 else []:
            others = ", ".join(str(other.result.at) for other in same if other is not source)
            _refuse(intake, source, "office-in-two-workbooks", other=others)
    intake.sources = [same[0] for same in groups.values() if len(same) == 1]


def _refuse_collisions(intake: Intake) -> None:
    """Two offices whose folders would have one name, to an eye or a disk that ignores case."""
    groups = defaultdict(list)
    for source in intake.sources:
        groups[source.folder.as_posix().casefold()].append(source)
    for same in groups.values():
        for source in same if len(same) > 1 else []:
            other = next(other for other in same if other is not source)
            _refuse(
                intake,
                source,
                "output-name-collision",
                other=f"{other.result.office.name} ({other.result.at})",
                folder=source.folder.as_posix(),
            )
    intake.sources = [same[0] for same in groups.values() if len(same) == 1]


def _refuse(intake: Intake, source: Source, code: str, **params: str) -> None:
    office = source.result.office.name
    intake.refused.append(Refused(source.workbook, office, source.result.at))
    intake.problems.append(Problem(code, source.result.at, office, {"office": office, **params}))
