"""What a workplace holds: files received, what was found in them, what was made, work under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ita_docs.batch.request import Request
from ita_docs.model import OfficeReport, ProducedFile, RunReport
from ita_docs.problems import Problem, Severity

if TYPE_CHECKING:
    from ita_docs.importing import Asked, Imported, QuestionError


@dataclass(frozen=True, slots=True)
class Received:
    """A file as its owner calls it, and where it lies, under a name of our own."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePath(self.name).stem


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An office typed for a form that the list does not know: what was typed, the year asked for,
    and what is said of it."""

    typed: str
    year: str
    note: Problem


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose of the documents: which kind ("" for what the sheets allow), the
    template ("" for the usual one), how many of the lowest indicators where none is weak (None: as
    many as the year says), the problem codes let pass."""

    document: str = ""
    template: str = ""
    lowest: int | None = None
    accept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in the workbooks: problems, offices by name, files that must be imported, and files
    with faults, each with its own."""

    problems: tuple[Problem, ...]
    ready: tuple[str, ...]
    refused: tuple[str, ...]
    importable: tuple[Received, ...]
    faulty: tuple[tuple[Received, tuple[Problem, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """Result files as far as they are understood: a question, or the form filled in."""

    files: tuple[Received, ...]
    asked: Asked
    question: QuestionError | None = None
    imported: Imported | None = None
    form: bytes = b""


@dataclass(frozen=True, slots=True)
class Made:
    """Documents in a folder of our own, what they were asked to be, and the run's report."""

    request: Request
    report: RunReport

    @property
    def offices(self) -> tuple[OfficeReport, ...]:
        """The offices that have documents."""
        return tuple(office for office in self.report.offices if office.files)

    def find_file(self, office: int, kind: str, ending: str) -> tuple[Path, ProducedFile] | None:
        """One file of one office, by its place in ``offices``."""
        if not 0 <= office < len(self.offices):
            return None
        for document in self.offices[office].documents:
            for file in document.files if document.kind == kind else ():
                if file.path.endswith(ending):
                    return self.request.outputs / file.path, file
        return None


@dataclass(frozen=True, slots=True)
class Work:
    """A job under way: its name, and how far its stage has come (``total`` 0: nobody knows)."""

    name: str
    stage: str = ""
    done: int = 0
    total: int = 0


def list_faulty(
    received: Iterable[Received], by_workbook: Mapping[str, Sequence[Problem]]
) -> Iterator[tuple[Received, tuple[Problem, ...]]]:
    """The workbooks into which what must be mended can be written as notes, each with it."""
    for file in received:
        told = tuple(by_workbook.get(str(file.path), ()))
        placed = any(
            problem.at is not None and problem.at.sheet and problem.severity is Severity.ERROR
            for problem in told
        )
        if placed and file.path.suffix in (".xlsx", ".xlsm"):
            yield file, told
