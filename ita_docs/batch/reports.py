"""The run report: built from the account, and put into the outputs under names that are ours.

# index.html (run-report.*) in the outputs   the ledger knows   -> the report goes to
#   nothing                                   any                 index.html
#   as we delivered it                        its hash            index.html
#   anything else                             another hash        run-report-DATE.html, it is kept
#   bears our mark                            nothing             index.html (the ledger was lost,
#                                                                 or it is version 0.1.0's)
#   bears none                                nothing             run-report-DATE.html, it is kept
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath

from ita_docs import __version__
from ita_docs.batch.account import Account
from ita_docs.batch.edits import tell_aside
from ita_docs.batch.outcome import add_past, build_refused_row, decide_exit_code, keep_past
from ita_docs.model import ProducedFile, RunReport
from ita_docs.problems import ExitCode, Location, Problem
from ita_docs.publishing import (
    BANGKOK,
    NOTHING,
    WORK_FOLDER,
    drop_folder,
    explain_os_error,
    identify,
    place_file,
    read_regular,
    refuse_links,
)
from ita_docs.report import (
    FILE_NAMES,
    PAGES_FOLDER,
    bears_mark,
    build_json,
    build_pages,
    build_workbook,
)

_LARGEST = 200 * 1024 * 1024
"""Bytes of a report that is looked through for our mark; those of 29,000 offices have 30 MB."""


def build_report(
    account: Account, started: datetime.datetime, stopped: ExitCode | None
) -> RunReport:
    """What the run has to say, as far as it has come."""
    request = account.request
    refused = [
        build_refused_row(source, account.ledger)
        for source in account.intake.refused
        if request.names(source.name, source.short_name)
    ]
    engine = account.engine
    report = RunReport(
        started=started,
        ended=datetime.datetime.now(BANGKOK),
        inputs=tuple(map(str, request.inputs)),
        outputs=str(account.root),
        workbooks=tuple(os.path.realpath(path) for path in account.found.workbooks),
        template=", ".join(account.name_templates()),
        engine=f"{engine.name} {engine.version}" if engine else None,
        version=__version__,
        offices=tuple(add_past((*account.list_rows(), *refused), account.ledger)),
        problems=(*account.list_problems(), *_find_standing(account)),
        accepted=tuple(sorted(request.accept)),
        passed_over=tuple(account.found.passed_over),
        exit_code=0,
        dry_run=request.dry_run,
        expected=account.expected,
        asked={kind: drawn.kind.asked for kind, drawn in account.kinds.items() if drawn.kind.asked},
    )
    code = stopped or decide_exit_code(report, bool(account.intake.unreadable))
    return replace(report, exit_code=int(code))


def _find_standing(account: Account) -> Iterator[Problem]:
    """Documents of an earlier run that print figures which are refused now: to be withdrawn."""
    request = account.request
    contradicted = {
        problem.office
        for problem in account.intake.problems
        if problem.kind.acceptable and problem.code not in request.accept
    }
    for source in account.intake.refused:
        entries = account.ledger.find_office(source.name) if source.name in contradicted else []
        if not entries or not request.names(source.name, entries[0].short_name):
            continue
        files = [file for entry in entries for file in entry.files]
        standing = [file.path for file in files if identify(account.root / file.path)]
        if standing and entries[0].folder.startswith(f"{source.plan_year}/"):
            values = {"path": ", ".join(standing)}
            yield Problem("document-stands", source.at, source.name, values)


def write_report(account: Account, report: RunReport, *, whole: bool) -> RunReport:
    """Put the run report into the outputs: JSON always, Excel and page at the end (``whole``).

    Returns it with the names it got. Raises OutputError.
    """
    forms = list(FILE_NAMES) if whole else ["json"]
    names = {form: _choose_name(account, FILE_NAMES[form]) for form in forms}
    notes = [
        Problem(
            "report-put-elsewhere",
            Location(str(account.request.outputs / FILE_NAMES[form])),
            values={"name": name},
        )
        for form, name in names.items()
        if name != FILE_NAMES[form]
    ]
    names = {**FILE_NAMES, **names}
    report = replace(report, problems=(*report.problems, *notes), names=names)
    lang, frameworks = account.request.lang, account.frameworks
    _place(account, names["json"], build_json(report, lang, frameworks))
    if whole:  # one after the other: of 29,000 offices each has 80 MB
        _place(account, names["workbook"], build_workbook(report, lang, frameworks))
        kept = _place_pages(account, build_pages(report, lang, frameworks))
        outputs = account.request.outputs
        told = (tell_aside(path, outputs) for path in kept)
        keep_past(report, account.ledger)
        report = replace(report, problems=(*report.problems, *told))
    return report


def _place_pages(account: Account, pages: Mapping[str, bytes]) -> list[str]:
    """Put the report's pages into the outputs, the first one last: its links then lead somewhere.

    Pages of a larger run before this one go, as far as they are ours. Returns the paths under
    which a person's files were kept that had the names.
    """
    folder = account.root / PAGES_FOLDER
    kept = []
    refuse_links(account.root, Path(PAGES_FOLDER))
    try:
        if len(pages) > 1:
            folder.mkdir(exist_ok=True)
        for name in sorted(pages, key=lambda name: not name.startswith(PAGES_FOLDER)):
            aside = _place(account, name, pages[name])
            if aside:
                kept.append(str(PurePosixPath(name).with_name(aside)))
        for name in account.ledger.list_report_names(f"{PAGES_FOLDER}/"):
            if name not in pages:
                ours = account.ledger.list_reports(name)
                if identify(account.root / name) in ours:
                    (account.root / name).unlink()
                account.ledger.forget_report(name)
        drop_folder(folder)
    except OSError as error:
        raise explain_os_error(error, folder) from error
    return kept


def _choose_name(account: Account, name: str) -> str:
    """The name of a report, or a dated one where a person's file has it."""
    day = f"{datetime.datetime.now(BANGKOK):%Y-%m-%d}"
    number = 1
    chosen = name
    while _is_someones(account, chosen):
        again = f"-{number}" if number > 1 else ""
        chosen = f"run-report-{day}{again}{PurePath(name).suffix}"
        number += 1
    return chosen


def _is_someones(account: Account, name: str) -> bool:
    path = account.root / name
    digest = identify(path)
    if digest == NOTHING:
        return False
    known = account.ledger.list_reports(name)
    if known:
        return digest not in known
    return not bears_mark(name, read_regular(path, _LARGEST))


def _place(account: Account, name: str, content: bytes) -> str:
    """Put one of the report's files in its place; the name under which a person's that stood
    there was kept, "" where there was none."""
    path = account.root / name
    digest = hashlib.sha256(content).hexdigest()
    ours = account.ledger.list_reports(name)
    if not ours and not _is_someones(account, name):
        ours = frozenset({identify(path)})
    account.ledger.intend([ProducedFile(name, len(content), digest)])
    staging = account.root / WORK_FOLDER
    try:
        aside = place_file(path, content, ours, staging=staging, overwrite=True)
    except OSError as error:
        raise explain_os_error(error, path) from error
    account.ledger.keep_report(name, digest)
    return aside or ""
