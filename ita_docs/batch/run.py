"""One run over any number of offices: take in, decide what is due, make, publish, report."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from ita_docs import __version__, thai
from ita_docs.batch.intake import Intake, Refused, Source, find_workbooks, refuse_nesting, take_in
from ita_docs.batch.ledger import Entry, Ledger, open_ledger
from ita_docs.batch.making import Kit, Made, Order, make_all
from ita_docs.batch.stopping import Stop, StopNow, heed_signals
from ita_docs.batch.workers import open_dask, open_here, open_processes
from ita_docs.document import Template
from ita_docs.errors import (
    ExitCode,
    InputError,
    ItaDocsError,
    Lang,
    Problem,
    Severity,
    load_problem_table,
)
from ita_docs.framework import load_frameworks
from ita_docs.model import (
    Announcement,
    OfficeReport,
    OfficeStatus,
    ProducedFile,
    RunReport,
)
from ita_docs.pdf import Engine, find_engine, sweep_work_folders
from ita_docs.pipeline import Frameworks, Options, Prepared, open_template, prepare_office
from ita_docs.publishing import (
    WORK_FOLDER,
    explain_os_error,
    hold_outputs,
    name_files,
    publish_files,
    publish_single,
    remove_files,
)
from ita_docs.report import build_json, build_page, build_workbook

logger = logging.getLogger(__name__)

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")


class Listener(Protocol):
    """Who is told how far a run has come: a progress bar, plain lines, or nobody."""

    def begin(self, stage: str, total: int) -> None:
        """A stage (``read``, ``make``, ``report``) begins, with so many steps."""

    def advance(self, stage: str) -> None:
        """One step of a stage is done."""

    def end(self, stage: str) -> None:
        """The stage has ended."""

    def close(self) -> None:
        """The run has ended, well or not."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked to do.

    ``accept`` are problem codes that do not refuse an office; ``only`` are office names or short
    names, empty for all; ``force`` makes what is unchanged too; ``keep_account`` is what a batch
    does beyond a build: leave out what is unchanged, name departed offices (``prune`` removes
    their documents) and write the run report. ``scheduler`` is a Dask scheduler's address, None
    for this machine alone.
    """

    inputs: tuple[Path, ...]
    outputs: Path
    template: str = "announcement"
    engine: str = "auto"
    options: Options = field(default_factory=Options)
    accept: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    workers: int | None = None
    scheduler: str | None = None
    force: bool = False
    prune: bool = False
    keep_account: bool = True
    lang: Lang = "th"


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
        run.intake = take_in(
            workbooks, frameworks, request.accept, lambda: listener.advance("read"), stop
        )
        run.workbooks, run.intake.passed_over = workbooks, passed_over
        listener.end("read")
        run.note_emblem()
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
            _log(report)
            return report
        return run.build_report()


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
        self.fingerprints: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def note_emblem(self) -> None:
        """Say when the template has a place for the emblem and no picture was given."""
        if self.template.emblem is not None and self.request.options.emblem is None:
            self.problems.append(Problem("emblem-missing"))

    def plan_offices(self) -> None:
        """Work out every office's figures and decide which are due."""
        ground = self._ground()
        for source in self.intake.sources:
            if not self._is_wanted(source):
                continue
            folder = source.folder.as_posix()
            self.sources[folder] = source
            try:
                prepared = prepare_office(source.result, self.frameworks, self.request.options)
            except ItaDocsError as error:
                self.rows[folder] = _row(source, OfficeStatus.FAILED)
                self._add_problem(error, source)
                continue
            self.problems += prepared.notes
            self.fingerprints[folder] = _fingerprint(ground, prepared)
            row = _row(source, OfficeStatus.NOT_REACHED, prepared, self.frameworks)
            entry = self.ledger.find(folder)
            if (
                not self.request.force
                and self.request.keep_account
                and entry is not None
                and entry.fingerprint == self.fingerprints[folder]
                and entry.is_whole(self.root)
            ):
                row = replace(
                    row, status=OfficeStatus.CURRENT, files=entry.files, engine=entry.engine
                )
            else:
                self.due.append((folder, prepared))
            self.rows[folder] = row

    def make_due(self, advance: Callable[[], None]) -> None:
        """Make and publish what is due, until it is done or the run is stopped."""
        if not self.due:
            return
        kit = Kit(
            template_name=self.template.name,
            template=self.template.content,
            engine=self.engine.name if self.engine else "none",
            options=self.request.options,
        )
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(StopNow))
            begin, workers = self._open_workers(stack)
            for made in make_all(begin, kit, self.due, workers, self.stop):
                self._publish(made)
                advance()

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
            status = OfficeStatus.DEPARTED
            if self.request.prune:
                remove_files(self.root, [file.path for file in entry.files])
                self.ledger.forget(entry.folder)
                status = OfficeStatus.PRUNED
            self.rows[entry.folder] = OfficeReport(
                entry.name, entry.short_name, status, None, files=entry.files
            )

    def build_report(self) -> RunReport:
        """What the run has to say, as far as it has come."""
        refused = [
            _refused_row(source, self.ledger)
            for source in self.intake.refused
            if _is_named(self.request.only, source.name)
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
            problems=(*self.intake.problems, *self.problems),
            accepted=tuple(sorted(self.request.accept)),
            passed_over=tuple(self.intake.passed_over),
            exit_code=0,
        )
        code = self.stop.exit_code or decide_exit_code(report, bool(self.intake.unreadable))
        return replace(report, exit_code=int(code))

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
        return _is_named(self.request.only, office.name, office.short_name)

    def _ground(self) -> str:
        """A hash of all that every office's documents share."""
        options = self.request.options
        engine = f"{self.engine.name} {self.engine.version}" if self.engine else "none"
        emblem = hashlib.sha256(options.emblem or b"").hexdigest()
        template = hashlib.sha256(self.template.content).hexdigest()
        parts = (__version__, template, engine, _hash_fonts(), emblem)
        return json.dumps([*parts, options.font, options.lowest])

    def _publish(self, made: Made) -> None:
        source, row = self.sources[made.folder], self.rows[made.folder]
        if made.trace:
            logger.error("%s: %s", made.folder, made.trace)
        error = made.error
        if made.announcement is not None:
            try:
                files = self._publish_pair(source, made.announcement)
            except ItaDocsError as refusal:
                error = refusal
            else:
                self.problems += (
                    replace(note, at=source.result.at, office=source.result.office.name)
                    for note in made.announcement.notes
                )
                self.rows[made.folder] = replace(
                    row,
                    status=OfficeStatus.PRODUCED,
                    files=files,
                    engine=made.announcement.pdf_engine,
                    seconds=made.seconds,
                )
                return
        if error is not None:
            self._add_problem(error, source)
        self.rows[made.folder] = replace(row, status=OfficeStatus.FAILED, seconds=made.seconds)

    def _publish_pair(self, source: Source, announcement: Announcement) -> tuple[ProducedFile, ...]:
        office = source.result.office
        names = name_files(office, source.result.plan_year)
        contents = {names[".docx"]: announcement.docx}
        if announcement.pdf is not None:
            contents[names[".pdf"]] = announcement.pdf
        publish_files(self.root, source.folder, contents, set(names.values()))
        files = tuple(
            ProducedFile(
                f"{source.folder.as_posix()}/{name}",
                len(content),
                hashlib.sha256(content).hexdigest(),
            )
            for name, content in contents.items()
        )
        folder = source.folder.as_posix()
        self.ledger.record(
            Entry(
                folder,
                office.name,
                office.short_name,
                self.fingerprints[folder],
                announcement.pdf_engine,
                files,
            )
        )
        return files

    def _add_problem(self, error: ItaDocsError, source: Source) -> None:
        at = error.at or source.result.at
        self.problems.append(Problem(error.code, at, source.result.office.name, error.params))


ENOUGH_PDFS = 5
ENOUGH_DOCUMENTS = 400
"""Below this many offices a pool of processes takes longer to start than it saves."""


def decide_exit_code(report: RunReport, unreadable: bool) -> ExitCode:
    """0 when every office due was produced or current; 10 when some were and others not; else
    the code of whoever can mend what stopped them all."""
    good = report.count(OfficeStatus.PRODUCED) + report.count(OfficeStatus.CURRENT)
    refused = report.count(OfficeStatus.REFUSED)
    failed = report.count(OfficeStatus.FAILED)
    errors = any(problem.severity is Severity.ERROR for problem in report.problems)
    if not (refused or failed or unreadable):
        # An error that belongs to no office (a row that names an unknown one) is still the
        # owner's move, though every office was built.
        unaccepted = any(
            problem.severity is Severity.ERROR and problem.code not in report.accepted
            for problem in report.problems
        )
        if unaccepted:
            return ExitCode.PARTIAL if good else ExitCode.INPUT
        return ExitCode.DONE
    if good or not errors:
        return ExitCode.PARTIAL
    if failed and not refused and not unreadable:
        table = load_problem_table()
        codes = {problem.code for problem in report.problems if table[problem.code]}
        return (
            ExitCode.OUTPUT
            if any(c.startswith(("output-", "temporary-")) for c in codes)
            else ExitCode.RENDERING
        )
    return ExitCode.PARTIAL if failed else ExitCode.INPUT


def _log(report: RunReport) -> None:
    for problem in report.problems:
        logger.info("[%s] %s", problem.code, problem.line("en"))
    counts = {str(status): report.count(status) for status in OfficeStatus}
    logger.info("exit %d: %s", report.exit_code, counts)


def _is_named(wanted: frozenset[str], *names: str) -> bool:
    """Whether one of the names was asked for, or nothing in particular was."""
    keys = {thai.match_key(name) for name in names}
    return not wanted or bool(keys & {thai.match_key(name) for name in wanted})


def _row(
    source: Source,
    status: OfficeStatus,
    prepared: Prepared | None = None,
    frameworks: Frameworks | None = None,
) -> OfficeReport:
    result = source.result
    row = OfficeReport(
        office=result.office.name,
        short_name=result.office.short_name,
        status=status,
        at=result.at,
        result_year=result.result_year,
        plan_year=result.plan_year,
    )
    if prepared is None or frameworks is None:
        return row
    assessment = prepared.assessment
    return replace(
        row,
        total=assessment.total,
        level=assessment.level,
        instruments={item.instrument: item.weighted_score for item in assessment.instruments},
        scores=assessment.scores,
        target=frameworks[result.result_year].target,
        weak=tuple(finding.indicator for finding in prepared.findings.findings)
        if prepared.findings.by_target
        else (),
    )


def _refused_row(source: Refused, ledger: Ledger) -> OfficeReport:
    """A refused office with the documents that an earlier run left of it, if any."""
    entry = ledger.find_office(source.name)
    return OfficeReport(
        office=source.name,
        short_name=entry.short_name if entry else "",
        status=OfficeStatus.REFUSED,
        at=source.at,
        files=entry.files if entry else (),
    )


def _fingerprint(ground: str, prepared: Prepared) -> str:
    text = json.dumps(
        [ground, prepared.context, asdict(prepared.properties)],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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


def _hash_fonts() -> str:
    """A hash of the fonts that every PDF is drawn with."""
    digest = hashlib.sha256()
    for font in sorted((files("ita_docs") / "fonts").iterdir(), key=lambda font: font.name):
        if font.name.endswith(".ttf"):
            digest.update(font.read_bytes())
    return digest.hexdigest()


def _now() -> datetime.datetime:
    return datetime.datetime.now(BANGKOK)
