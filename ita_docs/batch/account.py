"""What a run knows: what it was asked, what it found, and what became of each office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ita_docs.batch.edits import note_edit, tell_edit
from ita_docs.batch.inputs import Found, Intake, Source
from ita_docs.batch.ledger import Edit, Ledger
from ita_docs.batch.request import Request
from ita_docs.model import OfficeReport, OfficeStatus
from ita_docs.pdf import Engine
from ita_docs.pipeline import Frameworks
from ita_docs.problems import ItaDocsError, Problem
from ita_docs.publishing import Edited, describe_file
from ita_docs.word import Template


@dataclass(slots=True)
class Account:
    """The state of one run.

    ``rows`` and ``sources`` are the offices by their folder below the outputs (``root``);
    ``ground`` is a hash of all that every office's documents share.
    """

    request: Request
    root: Path
    ledger: Ledger
    frameworks: Frameworks
    template: Template
    engine: Engine | None
    ground: str
    found: Found = field(default_factory=Found)
    intake: Intake = field(default_factory=Intake)
    sources: dict[str, Source] = field(default_factory=dict)
    rows: dict[str, OfficeReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def list_problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong so far: with the inputs, their offices, and the run."""
        return (*self.found.problems, *self.intake.problems, *self.problems)

    def add_problems(self, problems: Iterable[Problem], row: OfficeReport) -> None:
        """Note problems of an office; those without an address take its own."""
        self.problems += (
            replace(problem, at=problem.at or row.at, office=row.office) for problem in problems
        )

    def add_error(self, error: ItaDocsError, row: OfficeReport) -> None:
        """Note why an office's documents were not made, placed or removed."""
        self.add_problems([Problem(error.code, error.at, values=error.values)], row)

    def note_edited(
        self, folder: str, row: OfficeReport, found: Edited, words: str
    ) -> OfficeReport:
        """The row of an office whose files a person changed; the ledger knows that it was told."""
        told = self.ledger.find_edit(folder)
        edit = note_edit(folder, found, words, self.ledger.find(folder), told)
        if not self.request.keep_account:  # whoever asks for one office hears of it each time
            return self.tell_edited(row, edit, told=None)
        self.ledger.record_edit(edit)
        return self.tell_edited(row, edit, told)

    def tell_edited(self, row: OfficeReport, edit: Edit, told: Edit | None) -> OfficeReport:
        """The row of an office that has a person's files, once its problems are noted."""
        self.add_problems(tell_edit(edit, told, self.request.outputs), row)
        paths = [self.root / edit.folder / name for name in edit.files]
        return replace(
            row,
            status=OfficeStatus.EDITED,
            files=tuple(describe_file(self.root, path) for path in paths),
            edited=tuple(f"{edit.folder}/{name}" for name in sorted(edit.someones)),
        )
