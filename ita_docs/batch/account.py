"""What a run knows: what it was asked, what it found, and what became of each office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ita_docs.batch.edits import note_edit, tell_edit
from ita_docs.batch.inputs import Found
from ita_docs.batch.intake import Intake, Source
from ita_docs.batch.ledger import Edit, Ledger
from ita_docs.batch.outcome import put_together
from ita_docs.batch.request import Request
from ita_docs.documents import DocumentKind
from ita_docs.model import DocumentReport, Expected, OfficeReport, OfficeStatus
from ita_docs.pdf import Engine
from ita_docs.pipeline import Frameworks
from ita_docs.problems import ItaDocsError, Problem
from ita_docs.publishing import Edited, describe_file
from ita_docs.word import Template


@dataclass(frozen=True, slots=True)
class Drawn:
    """A kind of document as a run makes it: its template, and a hash of all that the documents of
    every office share."""

    kind: DocumentKind
    template: Template
    ground: str

    def begin(self, status: OfficeStatus = OfficeStatus.NOT_REACHED) -> DocumentReport:
        """A document of an office before anything was done with it."""
        return DocumentReport(self.kind.name, self.kind.stem, status)


@dataclass(slots=True)
class Account:
    """The state of one run.

    ``kinds`` are the documents that it makes, by name, with a template and the hash of all that
    they share. ``sources`` and ``rows`` are the offices by their folder below the outputs
    (``root``), ``documents`` what became of each office's documents by kind, ``named`` the folders
    of all that the inputs name.
    """

    request: Request
    root: Path
    ledger: Ledger
    frameworks: Frameworks
    kinds: Mapping[str, Drawn]
    engine: Engine | None
    found: Found = field(default_factory=Found)
    intake: Intake = field(default_factory=Intake)
    sources: dict[str, Source] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    rows: dict[str, OfficeReport] = field(default_factory=dict)
    documents: dict[str, dict[str, DocumentReport]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    expected: Expected | None = None

    def let_go(self) -> None:
        """Forget what the offices entered, once their documents are made: the report needs their
        rows alone, and has room where that was."""
        self.sources.clear()
        self.intake.sources.clear()

    def list_problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong so far: with the inputs, their offices, and the run."""
        return (*self.found.problems, *self.intake.problems, *self.problems)

    def name_templates(self) -> list[str]:
        """The templates of this run's documents: of every kind that some office has, and of the
        first where none has any."""
        made = {kind for documents in self.documents.values() for kind in documents}
        names = [one.template.name for name, one in self.kinds.items() if name in made]
        return names or [one.template.name for one in self.kinds.values()][:1]

    def list_rows(self) -> list[OfficeReport]:
        """A row for each office, with its documents together."""
        return [
            put_together(row, tuple(self.documents.get(folder, {}).values()))
            for folder, row in self.rows.items()
        ]

    def set_document(self, folder: str, document: DocumentReport) -> None:
        """Note what became of one of an office's documents."""
        self.documents.setdefault(folder, {})[document.kind] = document

    def add_problems(self, problems: Iterable[Problem], folder: str) -> None:
        """Note problems of an office; those without an address take its own."""
        row = self.rows[folder]
        self.problems += (
            replace(problem, at=problem.at or row.at, office=row.office) for problem in problems
        )

    def add_error(self, error: ItaDocsError, folder: str) -> None:
        """Note why an office's documents were not made, placed or removed."""
        self.add_problems([Problem(error.code, error.at, values=error.values)], folder)

    def note_edited(
        self, folder: str, document: DocumentReport, found: Edited, words: str, *, dry: bool
    ) -> None:
        """Note a document that a person changed; the ledger knows that it was told.

        Whoever asks for one office (``build``) hears of it each time.
        """
        told = self.ledger.find_edit(folder, document.kind)
        entry = self.ledger.find(folder, document.kind)
        edit = note_edit(folder, document.kind, found, words, entry, told)
        if self.request.keep_account and not dry:
            self.ledger.record_edit(edit)
        self.tell_edited(document, edit, told if self.request.keep_account else None)

    def tell_edited(self, document: DocumentReport, edit: Edit, told: Edit | None) -> None:
        """Note a document that has a person's files, and its problems."""
        self.add_problems(tell_edit(edit, told, self.request.outputs), edit.folder)
        paths = [self.root / edit.folder / name for name in edit.files]
        edited = replace(
            document,
            status=OfficeStatus.EDITED,
            files=tuple(describe_file(self.root, path) for path in paths),
            edited=tuple(f"{edit.folder}/{name}" for name in sorted(edit.someones)),
        )
        self.set_document(edit.folder, edited)
