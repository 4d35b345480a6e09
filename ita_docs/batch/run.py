"""One run over any number of offices: take in, decide what is due, make, publish, report."""

from __future__ import annotations

import contextlib
import datetime
import gc
import logging
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from ita_docs import documents
from ita_docs.batch.account import Account, Drawn
from ita_docs.batch.chunks import make_all
from ita_docs.batch.delivery import Delivered, intend, note_delivered, publish
from ita_docs.batch.departed import account_for_departed
from ita_docs.batch.due import foresee, list_due
from ita_docs.batch.expected import compare, read_expected
from ita_docs.batch.inputs import Found, find_workbooks, refuse_nesting, take_in
from ita_docs.batch.ledger import copy_ledger, open_ledger
from ita_docs.batch.made_before import take_made
from ita_docs.batch.making import Kit, KitTemplate, Order
from ita_docs.batch.outcome import BANGKOK, hash_ground, log_report
from ita_docs.batch.plans import read_plans
from ita_docs.batch.reports import build_report, write_report
from ita_docs.batch.request import Listener, Request
from ita_docs.batch.send_back import refuse_nested_returns, send_back
from ita_docs.batch.stopping import Stop, StopNow, heed_signals
from ita_docs.batch.workers import open_dask, open_here, open_processes
from ita_docs.framework import load_frameworks
from ita_docs.model import RunReport
from ita_docs.pdf import find_engine, sweep_work_folders
from ita_docs.pipeline import choose_templates
from ita_docs.problems import InputError, Location, Problem
from ita_docs.publishing import (
    WORK_FOLDER,
    explain_os_error,
    hold_outputs,
    peek_outputs,
    refuse_links,
)
from ita_docs.validation import Plans
from ita_docs.workbook.reader_process import Reader

logger = logging.getLogger(__name__)

AHEAD = 4
"""Chunks that may wait to be published while others are made; their documents are in memory."""
ENOUGH_PDFS = 5
ENOUGH_DOCUMENTS = 400
"""Below this many offices a pool of processes takes longer to start than it saves."""


def run_batch(request: Request, listener: Listener, reader: Reader | None = None) -> RunReport:
    """Make the announcements of every office in the inputs and say what became of each.

    A dry run says what would become of each and touches nothing. ``reader`` is one whose child
    runs already, for workbooks of strangers. Raises InputError (no input is
    there, or none holds a workbook), TemplateError, DependencyError, OutputError or BusyError
    before anything is made; after that every failure is in the report.
    """
    started = datetime.datetime.now(BANGKOK)
    refuse_nesting(request.inputs, request.outputs)
    refuse_nested_returns(request, request.outputs)
    frameworks = load_frameworks()
    chosen = documents.choose_kinds(request.document)
    templates = choose_templates(request.template, chosen)
    engine = find_engine(request.engine)
    expected = None
    if request.expect is not None:
        expected = read_expected(request.expect, large=request.large)
    found = find_workbooks(request.inputs)
    if request.expect is not None:
        found.expect(request.expect)
    if not found.workbooks and (found.problems or not found.empty):
        raise _explain_nothing(found)
    plans, of_plans = None, list[Problem]()
    if request.plan is not None:
        plans, of_plans = read_plans(request.plan, frameworks, request.options, large=request.large)
    kinds = {
        kind.name: Drawn(
            kind,
            templates[kind.name],
            hash_ground(templates[kind.name], engine, request.options),
        )
        for kind in chosen
    }
    with contextlib.ExitStack() as stack:
        told: list[Problem] = []
        if request.dry_run:
            root = stack.enter_context(peek_outputs(request.outputs))
            ledger = stack.enter_context(copy_ledger(root))
        else:
            root = stack.enter_context(hold_outputs(request.outputs, told.append))
            ledger = stack.enter_context(open_ledger(root, told.append))
        stop = stack.enter_context(heed_signals())
        account = Account(request, root, ledger, frameworks, kinds, engine, found)
        account.problems += (*request.told, *of_plans, *told)
        with _without_collecting():
            _take_in(account, plans, listener, stop, reader)
        if expected is not None and not stop():
            account.expected, told = compare(expected, account.intake)
            account.problems += told
        if not request.dry_run and not stop():
            sent_back = send_back(request, account.intake, stop)
            account.problems += (*sent_back.problems, sent_back.note) if sent_back else ()
        with _without_collecting():
            due = list_due(account)
        if request.dry_run:
            foresee(account, due)
            if request.keep_account and not stop():
                account_for_departed(account, dry=True)
            return build_report(account, started, stop.exit_code)
        if request.keep_account:  # what is wrong is known even if making dies
            with _without_collecting():
                write_report(account, build_report(account, started, stop.exit_code), whole=False)
        listener.begin("make", len(due))
        make_due(account, due, stop, lambda: listener.advance("make"))
        del due
        account.let_go()
        listener.end("make")
        ledger.save()
        if not request.keep_account:
            return build_report(account, started, stop.exit_code)
        if not stop():
            account_for_departed(account, dry=False)
        listener.begin("report", 1)
        with _without_collecting():
            report = build_report(account, started, stop.exit_code)
            report = write_report(account, report, whole=True)
        listener.advance("report")
        listener.end("report")
        log_report(report)
        return report


def _explain_nothing(found: Found) -> InputError:
    """Why there is nothing to read: said of the first input, before anything is touched."""
    problem = found.problems[0] if found.problems else Problem("inputs-empty", Location("-"))
    return InputError(problem.code, problem.at, **problem.values)


def _take_in(
    account: Account, plans: Plans | None, listener: Listener, stop: Stop, reader: Reader | None
) -> None:
    """Read and check every workbook, and leave out what concerns no document that is made, and no
    office that was asked for."""
    request, workbooks = account.request, account.found.workbooks
    listener.begin("read", len(workbooks))
    account.intake = take_in(
        workbooks,
        account.frameworks,
        request.accept,
        lambda: listener.advance("read"),
        stop,
        large=request.large,
        plans=plans,
        lowest=request.options.lowest,
        two_classes=request.options.two_classes,
        called=request.called,
        reader=reader,
    )
    listener.end("read")
    made = [drawn.kind for drawn in account.kinds.values()]
    intake = account.intake
    offices = (source.result.office for source in intake.sources)
    others = {one.name for one in offices if not request.names(one.name, one.short_name)}
    refused = intake.refused
    others |= {one.name for one in refused if not request.names(one.name, one.short_name)}
    intake.problems = [
        problem
        for problem in intake.problems
        if documents.concerns(problem, made) and problem.office not in others
    ]
    templates = [drawn.template for drawn in account.kinds.values()]
    room = request.options.emblem_room and any("emblem" in one.pictures for one in templates)
    if room and request.options.emblem is None and not request.told:
        account.problems.append(Problem("emblem-missing"))
    account.problems += [problem for template in templates for problem in template.advice]


def make_due(
    account: Account, due: Sequence[Order], stop: Stop, advance: Callable[[], None]
) -> None:
    """Make and publish what is due, until it is done or the run is stopped.

    # workers       chunk 1 ──── chunk 2 ──── chunk 3 ──── chunk 4 ─ …
    # this thread        intend 1     intend 2     intend 3            (hashes on the disk)
    # two threads            publish 1 ····   publish 2 ····           (waiting for the disk)
    # this thread                      note 1        note 2            (rows, ledger)
    #
    # At most AHEAD chunks wait for the disk. A run that is asked to stop begins no more, and
    # notes what was under way.
    """
    if not due:
        return
    before, due = take_made(account, due)
    kit = Kit(
        tuple(
            KitTemplate(kind, drawn.template.name, drawn.template.content, drawn.ground)
            for kind, drawn in account.kinds.items()
        ),
        engine=account.engine.name if account.engine else "none",
        options=account.request.options,
    )
    under_way: deque[Future[list[Delivered]]] = deque()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(StopNow))
        open_pool, workers = _open_workers(account, len(due), stop, stack)
        thread = stack.enter_context(ThreadPoolExecutor(2))
        try:
            for chunk in chain(before, make_all(open_pool, kit, due, workers, stop)):
                intended = intend(account, chunk)
                under_way.append(thread.submit(publish, account.root, *intended))
                while len(under_way) > AHEAD or (under_way and under_way[0].done()):
                    note_delivered(account, under_way.popleft().result(), advance)
        finally:
            for published in under_way:
                note_delivered(account, published.result(), advance)


def _open_workers(
    account: Account, due: int, stop: Stop, stack: contextlib.ExitStack
) -> tuple[Callable[[int], Executor], int]:
    """Where documents are made: what opens so many workers, and how many there may be."""
    request = account.request
    if request.scheduler:
        begin, workers = stack.enter_context(open_dask(request.scheduler))
        return (lambda _workers: begin()), workers
    work_folder = stack.enter_context(_open_work_folder(account.root))
    enough = ENOUGH_PDFS if account.engine else ENOUGH_DOCUMENTS
    if request.workers == 1 or (not request.workers and due < enough):
        here = stack.enter_context(open_here(work_folder, stop))
        return (lambda _workers: here()), 1
    workers = min(request.workers or os.cpu_count() or 1, due)
    return stack.enter_context(open_processes(work_folder)), workers


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python's garbage collector rest: what is taken in is all kept, what a report is made of
    goes by itself, and looking through it again and again takes a fifth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor is it looked through later
        if collecting:
            gc.enable()


@contextlib.contextmanager
def _open_work_folder(root: Path) -> Iterator[Path]:
    """A folder for temporary files beside the outputs, rid of what a killed run left in it."""
    folder = root / WORK_FOLDER / "tmp"
    refuse_links(root, folder.relative_to(root))
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
