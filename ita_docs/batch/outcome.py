"""What a run says of its offices: a row for each, the exit code, the log, the fingerprints."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from importlib.resources import files

from ita_docs import __version__, documents
from ita_docs.batch.intake import Refused, Source
from ita_docs.batch.ledger import MOST_PAST, Ledger
from ita_docs.model import (
    DocumentReport,
    OfficeReport,
    OfficeResult,
    OfficeStatus,
    PastRun,
    RunReport,
)
from ita_docs.pdf import Engine
from ita_docs.pipeline import Frameworks, Options, Outcome, Prepared
from ita_docs.problems import ExitCode, Severity, load_problem_table
from ita_docs.report import find_province
from ita_docs.word import Template
from ita_docs.wording import write_line

logger = logging.getLogger(__name__)

_LOG_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTE: logging.INFO,
}

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")


def decide_exit_code(report: RunReport, unreadable: bool) -> ExitCode:
    """0 when every office due was produced or current; 10 when some were and others not, or while
    an office that should send has not; else the code of whoever can mend what stopped them all.

    An office whose files a person changed is in order once that was told: the run did what it
    could, and a problem of its own says so on the night that it is news.
    """
    code = _decide_of_offices(report, unreadable)
    if report.expected and report.expected.missing and code in (ExitCode.DONE, ExitCode.INPUT):
        return ExitCode.PARTIAL
    return code


def _decide_of_offices(report: RunReport, unreadable: bool) -> ExitCode:
    good = (
        report.count(OfficeStatus.PRODUCED)
        + report.count(OfficeStatus.CURRENT)
        + report.count(OfficeStatus.EDITED)
    )
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


def log_report(report: RunReport) -> None:
    """Write the run's problems and counts to the log, each by how much it matters."""
    for problem in report.problems:
        accepted = problem.code in report.accepted
        level = logging.WARNING if accepted else _LOG_LEVELS[problem.severity]
        logger.log(level, "[%s] %s", problem.code, write_line(problem, "en"))
    counts = {str(status): report.count(status) for status in OfficeStatus}
    level = logging.WARNING if report.exit_code else logging.INFO
    logger.log(level, "exit %d: %s", report.exit_code, counts)


def build_row(
    source: Source,
    status: OfficeStatus,
    outcome: Outcome | None = None,
    frameworks: Frameworks | None = None,
) -> OfficeReport:
    """An office's row, with its figures where they were worked out."""
    result = source.result
    row = OfficeReport(
        office=result.office.name,
        short_name=result.office.short_name,
        status=status,
        at=result.at,
        result_year=result.result_year,
        plan_year=result.plan_year,
        province=find_province(result.office.name, result.province),
    )
    if outcome is None or frameworks is None:
        return row
    figures = outcome.figures
    return replace(
        row,
        total=figures.total.printed,
        level=figures.level.printed,
        instruments={key: figure.printed for key, figure in figures.instruments.items()},
        instrument_scores=figures.instrument_scores,
        scores=figures.scores,
        last_total=_find_last_total(result),
        target=frameworks[result.result_year].target,
        weak=tuple(finding.indicator for finding in outcome.findings.weak),
        improve=tuple(finding.indicator for finding in outcome.findings.improve),
        readiness=outcome.readiness,
        draft=outcome.draft,
    )


def _find_last_total(result: OfficeResult) -> Decimal | None:
    """The total of the fiscal year before the result's, where the history holds it."""
    last = result.result_year.be - 1
    return next((past.total for past in result.history if past.year.be == last), None)


def build_refused_row(source: Refused, ledger: Ledger) -> OfficeReport:
    """A refused office with the documents that an earlier run left of it, if any."""
    entries = ledger.find_office(source.name)
    row = OfficeReport(
        office=source.name,
        short_name=entries[0].short_name if entries else "",
        status=OfficeStatus.REFUSED,
        at=source.at,
        province=find_province(source.name, source.province),
    )
    return put_together(
        row,
        tuple(
            DocumentReport(entry.kind, name_kind(entry.kind), OfficeStatus.REFUSED, entry.files)
            for entry in entries
        ),
    )


def name_kind(kind: str) -> str:
    """What people call a kind of document that the ledger names."""
    return next((known.stem for known in documents.KINDS if known.name == kind), kind)


_GRAVITY = (
    OfficeStatus.FAILED,
    OfficeStatus.NOT_REACHED,
    OfficeStatus.EDITED,
    OfficeStatus.PRODUCED,
    OfficeStatus.CURRENT,
    OfficeStatus.REFUSED,
    OfficeStatus.DEPARTED,
    OfficeStatus.PRUNED,
)
"""Of an office's documents, the status that asks most of somebody is the office's."""


def add_past(rows: Iterable[OfficeReport], ledger: Ledger) -> Iterator[OfficeReport]:
    """The offices' rows with what the runs before this one did with them."""
    past = ledger.list_past()
    for row in rows:
        yield replace(row, past=past[row.office]) if row.office in past else row


def keep_past(report: RunReport, ledger: Ledger) -> None:
    """Note what this run did with each office; of two rows of an office the graver one counts."""
    started = report.started.isoformat(timespec="seconds")
    past: dict[str, tuple[PastRun, ...]] = {}
    for row in sorted(report.offices, key=lambda row: _GRAVITY.index(row.status), reverse=True):
        past[row.office] = (PastRun(started, row.status), *row.past)[:MOST_PAST]
    ledger.keep_past(past)


def put_together(row: OfficeReport, made: tuple[DocumentReport, ...]) -> OfficeReport:
    """An office's row with its documents; without any it stays as it is."""
    if not made:
        return row
    seconds: dict[str, float] = {}
    for document in made:
        for stage, spent in document.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent
    return replace(
        row,
        status=min((document.status for document in made), key=_GRAVITY.index),
        files=tuple(file for document in made for file in document.files),
        edited=tuple(path for document in made for path in document.edited),
        engine=next((document.engine for document in made if document.engine), None),
        seconds=seconds,
        documents=made,
    )


def hash_ground(template: Template, engine: Engine | None, options: Options) -> str:
    """A hash of all that every office's documents share: program, template, engine, fonts."""
    label = f"{engine.name} {engine.version}" if engine else "none"
    pictures = [
        hashlib.sha256(picture or b"").hexdigest()
        for picture in (options.emblem, options.signature)
    ]
    content = hashlib.sha256(template.content).hexdigest()
    parts = (__version__, content, label, _hash_fonts(), pictures, options.font, options.lowest)
    return json.dumps(parts)


def hash_office(ground: str, prepared: Prepared) -> str:
    """A hash of all that one office's documents are made from."""
    text = json.dumps(
        [ground, prepared.context, asdict(prepared.properties)],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_words(prepared: Prepared) -> str:
    """A hash of one office's words and figures alone: the same after an upgrade of the program."""
    text = json.dumps(prepared.context, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hash_fonts() -> str:
    """A hash of the fonts that every PDF is drawn with."""
    digest = hashlib.sha256()
    for font in sorted((files("ita_docs") / "fonts").iterdir(), key=lambda font: font.name):
        if font.name.endswith(".ttf"):
            digest.update(font.read_bytes())
    return digest.hexdigest()
