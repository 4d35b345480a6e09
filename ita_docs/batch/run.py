"""One run over any number of offices: take in, decide what is due, make, publish, report."""

from __future__ import annotations

import contextlib
import datetime
import gc
import logging
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from ita_docs import __version__, thai
from ita_docs.batch.chunks import Kit, Made, Order, make_all
from ita_docs.batch.edits import note_edit, tell_aside, tell_edit
from ita_docs.batch.inputs import Intake, Source, find_workbooks, refuse_nesting, take_in
from ita_docs.batch.ledger import Edit, Entry, Ledger, open_ledger
from ita_docs.batch.outcome import (
    BANGKOK,
    build_refused_row,
    build_row,
    decide_exit_code,
    hash_ground,
    hash_office,
    hash_words,
    log_report,
)
from ita_docs.batch.request import Listener, Request
from ita_docs.batch.stopping import Stop, StopNow, heed_signals
from ita_docs.batch.workers import open_dask, open_here, open_processes
from ita_docs.framework import load_frameworks
from ita_docs.model import (
    Announcement,
    OfficeReport,
    OfficeResult,
    OfficeStatus,
    RunReport,
)
from ita_docs.pdf import Engine, find_engine, sweep_work_folders
from ita_docs.pipeline import Frameworks, assess_office, open_template, prepare_office
from ita_docs.problems import (
    InputError,
    ItaDocsError,
    OutputError,
    Problem,
    RenderingError,
)
from ita_docs.publishing import (
    WORK_FOLDER,
    Edited,
    Publication,
    Published,
    describe_file,
    explain_os_error,
    hold_outputs,
    name_files,
    publish_single,
    publish_together,
    remove_document,
)
from ita_docs.report import build_json, build_page, build_workbook
from ita_docs.word import Template

logger = logging.getLogger(__name__)


def run_batch(request: Request, listener: Listener) -> RunReport:
    """Make the announcements of every office in the inputs and say what became of each.

    Raises InputError (an input does not exist), TemplateError, DependencyError, OutputError or
    BusyError before anything is made; after that every failure is in the report.
    """
    started = _now()
    refuse_nesting(request.inputs, request.outputs)
    frameworks = load_frameworks()
    template = open_template(request.template)
    engine = find_engine(request.engine)
    workbooks, passed_over = find_workbooks(request.inputs)
    if not workbooks:
        names = ", ".join(map(str, request.inputs))
        raise InputError("inputs-empty", path=names)
    with (
        hold_outputs(request.outputs) as root,
        open_ledger(root) as ledger,
        heed_signals() as stop,
    ):
        run = _Run(request, root, ledger, frameworks, template, engine, started, stop)
        listener.begin("read", len(workbooks))
        with _without_collecting():
            run.intake = take_in(
                workbooks,
                frameworks,
                request.accept,
                lambda: listener.advance("read"),
                stop,
                large=request.large,
            )
            run.workbooks, run.intake.passed_over = workbooks, passed_over
            listener.end("read")
            run.note_emblem()
            run.note_advice()
            run.plan_offices()
        if request.keep_account:
            run.write_report(page=False)  # what is wrong is known even if making dies
        listener.begin("make", len(run.due))
        run.make_due(lambda: listener.advance("make"))
        listener.end("make")
        ledger.save()
        if request.keep_account:
            run.account_for_departed()
            listener.begin("report", 1)
            report = run.write_report(page=True)
            listener.advance("report")
            listener.end("report")
            log_report(report)
            return report
        return run.build_report()


_Outcome = tuple[Made, ItaDocsError | Published | Edited]
"""What was made of an office, and its files in place or why they are not."""


class _Run:
    """The state of one run, from the intake to the report."""

    def __init__(
        self,
        request: Request,
        root: Path,
        ledger: Ledger,
        frameworks: Frameworks,
        template: Template,
        engine: Engine | None,
        started: datetime.datetime,
        stop: Stop,
    ) -> None:
        self.request = request
        self.root = root
        self.ledger = ledger
        self.frameworks = frameworks
        self.template = template
        self.engine = engine
        self.started = started
        self.stop = stop
        self.intake = Intake()
        self.workbooks: list[Path] = []
        self.due: list[Order] = []
        self.rows: dict[str, OfficeReport] = {}
        self.ground = hash_ground(template, engine, request.options)
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def note_emblem(self) -> None:
        """Say when the template has a place for the emblem and no picture was given."""
        if "emblem" in self.template.pictures and self.request.options.emblem is None:
            self.problems.append(Problem("emblem-missing"))

    def note_advice(self) -> None:
        """Say what the template may surprise with: paper that is not A4, a table of contents."""
        self.problems += self.template.advice

    def plan_offices(self) -> None:
        """Work out every office's figures and decide which are due."""
        for source in self.intake.sources:
            if not self._is_wanted(source):
                continue
            folder = source.folder.as_posix()
            self.sources[folder] = source
            try:
                outcome = assess_office(source.result, self.frameworks, self.request.options)
            except ItaDocsError as error:
                self.rows[folder] = build_row(source, OfficeStatus.FAILED)
                self._add_problem(error, source)
                continue
            self.problems += outcome.notes
            row = build_row(source, OfficeStatus.NOT_REACHED, outcome, self.frameworks)
            settled = self._find_settled(folder, source.result, row)
            if settled is None:
                self.due.append((folder, source.result))
            self.rows[folder] = settled or row

    def _find_settled(
        self, folder: str, result: OfficeResult, row: OfficeReport
    ) -> OfficeReport | None:
        """The office's row where there is nothing to make: what stands there is whole and nothing
        has changed since, or is a person's and was told of. None where it is due."""
        if not self.request.keep_account:
            return None
        entry = None if self.request.force else self.ledger.find(folder)
        edit = None if self.request.overwrite_edited else self.ledger.find_edit(folder)
        if entry is None and edit is None:
            return None
        prepared = prepare_office(result, self.frameworks, self.request.options)
        if edit is not None and edit.words == hash_words(prepared) and edit.still_stands(self.root):
            return self._tell_edited(row, edit, told=edit)
        same = entry is not None and entry.fingerprint == hash_office(self.ground, prepared)
        if entry is None or not same or not entry.is_whole(self.root):
            return None
        return replace(row, status=OfficeStatus.CURRENT, files=entry.files, engine=entry.engine)

    def _tell_edited(self, row: OfficeReport, edit: Edit, told: Edit | None) -> OfficeReport:
        """The row of an office that has a person's files, once its problems are noted."""
        self.problems += (
            replace(problem, office=row.office)
            for problem in tell_edit(edit, told, self.request.outputs)
        )
        paths = [self.root / edit.folder / name for name in edit.files]
        return replace(
            row,
            status=OfficeStatus.EDITED,
            files=tuple(describe_file(self.root, path) for path in paths),
            edited=tuple(f"{edit.folder}/{name}" for name in sorted(edit.someones)),
        )

    def make_due(self, advance: Callable[[], None]) -> None:
        """Make and publish what is due, until it is done or the run is stopped."""
        if not self.due:
            return
        kit = Kit(
            template_name=self.template.name,
            template=self.template.content,
            engine=self.engine.name if self.engine else "none",
            options=self.request.options,
            ground=self.ground,
        )
        under_way: deque[Future[list[_Outcome]]] = deque()
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(StopNow))
            begin, workers = self._open_workers(stack)
            thread = stack.enter_context(ThreadPoolExecutor(2))
            try:
                for chunk in make_all(begin, kit, self.due, workers, self.stop):
                    under_way.append(thread.submit(self._publish, *self._intend(chunk)))
                    while len(under_way) > AHEAD or (under_way and under_way[0].done()):
                        self._note(under_way.popleft().result(), advance)
            finally:
                for published in under_way:
                    self._note(published.result(), advance)

    def _open_workers(self, stack: contextlib.ExitStack) -> tuple[Callable[[], Executor], int]:
        """Where documents are made, and how many offices at once."""
        if self.request.scheduler:
            return stack.enter_context(open_dask(self.request.scheduler))
        work_folder = stack.enter_context(_open_work_folder(self.root))
        workers = self._count_workers()
        if workers:
            return stack.enter_context(open_processes(workers, work_folder)), workers
        return stack.enter_context(open_here(work_folder, self.stop)), 1

    def _count_workers(self) -> int:
        """How many processes to make documents with; 0 for this one alone."""
        enough = ENOUGH_PDFS if self.engine else ENOUGH_DOCUMENTS
        if self.request.workers == 1 or (not self.request.workers and len(self.due) < enough):
            return 0
        return min(self.request.workers or os.cpu_count() or 1, len(self.due))

    def account_for_departed(self) -> None:
        """Name the offices whose documents stand here and which have left the inputs."""
        if self.stop() or self.intake.is_uncertain() or self.request.only:
            return  # an office may stand in what could not be read
        refused = {thai.match_key(source.name) for source in self.intake.refused}
        for entry in self.ledger:
            if entry.folder in self.rows or thai.match_key(entry.name) in refused:
                continue
            row = OfficeReport(
                entry.name, entry.short_name, OfficeStatus.DEPARTED, None, files=entry.files
            )
            self.rows[entry.folder] = self._prune(row, entry) if self.request.prune else row

    def _prune(self, row: OfficeReport, entry: Entry) -> OfficeReport:
        """Remove a departed office's documents; a person's stay, and are named."""
        names = [file.path.rpartition("/")[2] for file in entry.files]
        ours = self.ledger.list_ours(entry.folder, names, entry.kind)
        try:
            found = remove_document(self.root, Path(entry.folder), ours)
        except ItaDocsError as error:
            self.problems.append(Problem(error.code, error.at, entry.name, error.values))
            return row
        if found is None:
            self.ledger.forget(entry.folder, entry.kind)
            return replace(row, status=OfficeStatus.PRUNED)
        return self._note_edited(row, found, entry.words)

    def _note_edited(self, row: OfficeReport, found: Edited, words: str) -> OfficeReport:
        """The row of an office whose files a person changed; the ledger knows that it was told."""
        folder = found.files[0].path.rpartition("/")[0]
        told = self.ledger.find_edit(folder)
        edit = note_edit(folder, found, words, self.ledger.find(folder), told)
        if not self.request.keep_account:  # whoever asks for one office hears of it each time
            return self._tell_edited(row, edit, told=None)
        self.ledger.record_edit(edit)
        return self._tell_edited(row, edit, told)

    def build_report(self) -> RunReport:
        """What the run has to say, as far as it has come."""
        refused = [
            build_refused_row(source, self.ledger)
            for source in self.intake.refused
            if self.request.names(source.name)
        ]
        report = RunReport(
            started=self.started,
            ended=_now(),
            inputs=tuple(map(str, self.request.inputs)),
            outputs=str(self.root),
            workbooks=tuple(str(path.resolve()) for path in self.workbooks),
            template=self.template.name,
            engine=f"{self.engine.name} {self.engine.version}" if self.engine else None,
            version=__version__,
            offices=(*self.rows.values(), *refused),
            problems=(*self.intake.problems, *self.problems, *self._find_standing()),
            accepted=tuple(sorted(self.request.accept)),
            passed_over=tuple(self.intake.passed_over),
            exit_code=0,
        )
        code = self.stop.exit_code or decide_exit_code(report, bool(self.intake.unreadable))
        return replace(report, exit_code=int(code))

    def _find_standing(self) -> Iterator[Problem]:
        """Documents of an earlier run that print figures which are refused now: to be withdrawn."""
        accepted = self.request.accept
        contradicted = {
            problem.office
            for problem in self.intake.problems
            if problem.kind.acceptable and problem.code not in accepted
        }
        for source in self.intake.refused:
            entry = self.ledger.find_office(source.name) if source.name in contradicted else None
            if entry is None or not self.request.names(source.name, entry.short_name):
                continue
            standing = [file.path for file in entry.files if (self.root / file.path).exists()]
            if standing and entry.folder.startswith(f"{source.plan_year}/"):
                values = {"path": ", ".join(standing)}
                yield Problem("document-stands", source.at, source.name, values)

    def write_report(self, *, page: bool) -> RunReport:
        """Write the run report into the outputs: JSON always, Excel and page at the end."""
        report = self.build_report()
        publish_single(self.root, "run-report.json", build_json(report, self.request.lang))
        if page:
            shared = report, self.request.lang, self.frameworks
            publish_single(self.root, "run-report.xlsx", build_workbook(*shared))
            publish_single(self.root, "index.html", build_page(*shared))
        return report

    def _is_wanted(self, source: Source) -> bool:
        office = source.result.office
        return self.request.names(office.name, office.short_name)

    def _intend(self, chunk: list[Made]) -> tuple[list[Made], dict[str, Publication]]:
        """The files of some offices, about to take their place: the ledger knows their hashes."""
        publications = {
            made.folder: self._build_publication(made.folder, made.announcement)
            for made in chunk
            if made.announcement is not None
        }
        try:
            self.ledger.intend(file for office in publications.values() for file in office.produced)
        except OutputError as error:
            return [replace(made, announcement=None, error=error) for made in chunk], {}
        return chunk, publications

    def _publish(self, chunk: list[Made], publications: dict[str, Publication]) -> list[_Outcome]:
        """Put the documents of some offices in place, in a thread that waits for the disk."""
        outcomes = publish_together(self.root, list(publications.values()))
        published = dict(zip(publications, outcomes, strict=True))
        return [
            (made, published.get(made.folder) or made.error or RenderingError("worker-lost"))
            for made in chunk
        ]

    def _build_publication(self, folder: str, announcement: Announcement) -> Publication:
        source = self.sources[folder]
        names = name_files(source.result.office, source.result.plan_year)
        contents = {names[".docx"]: announcement.docx}
        if announcement.pdf is not None:
            contents[names[".pdf"]] = announcement.pdf
        ours = self.ledger.list_ours(folder, names.values())
        return Publication(source.folder, contents, ours, self.request.overwrite_edited)

    def _note(self, chunk: list[_Outcome], advance: Callable[[], None]) -> None:
        """Note what became of offices: in their rows, and in the ledger what stands there now."""
        for made, outcome in chunk:
            source, row = self.sources[made.folder], self.rows[made.folder]
            if made.trace:
                logger.error("%s: %s", made.folder, made.trace)
            row = replace(row, seconds=made.seconds)
            if isinstance(outcome, ItaDocsError):
                self._add_problem(outcome, source)
                row = replace(row, status=OfficeStatus.FAILED)
            elif isinstance(outcome, Edited):
                row = self._note_edited(row, outcome, made.words)
            elif made.announcement is not None:
                row = self._note_published(row, made, made.announcement, outcome)
            self.rows[made.folder] = row
            advance()

    def _note_published(
        self, row: OfficeReport, made: Made, announcement: Announcement, outcome: Published
    ) -> OfficeReport:
        engine = announcement.pdf_engine
        self.ledger.record(
            Entry(
                made.folder,
                row.office,
                row.short_name,
                made.fingerprint,
                made.words,
                engine,
                outcome.files,
            )
        )
        self.problems += (
            replace(note, at=row.at, office=row.office) for note in announcement.notes
        )
        self.problems += (
            replace(tell_aside(path, self.request.outputs), office=row.office)
            for path in outcome.aside
        )
        return replace(row, status=OfficeStatus.PRODUCED, files=outcome.files, engine=engine)

    def _add_problem(self, error: ItaDocsError, source: Source) -> None:
        at = error.at or source.result.at
        self.problems.append(Problem(error.code, at, source.result.office.name, error.values))


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python's garbage collector rest: what is taken in is all kept, and looking through it
    again and again takes a fifth of the time of reading a large workbook."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor is it looked through later
        if collecting:
            gc.enable()


AHEAD = 4
"""Chunks that may wait to be published while others are made; their documents are in memory."""
ENOUGH_PDFS = 5
ENOUGH_DOCUMENTS = 400
"""Below this many offices a pool of processes takes longer to start than it saves."""


@contextlib.contextmanager
def _open_work_folder(root: Path) -> Iterator[Path]:
    """A folder for temporary files beside the outputs, rid of what a killed run left in it."""
    folder = root / WORK_FOLDER / "tmp"
    sweep_work_folders(folder)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise explain_os_error(error, folder) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _now() -> datetime.datetime:
    return datetime.datetime.now(BANGKOK)
