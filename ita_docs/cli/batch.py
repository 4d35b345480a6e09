"""The command for many offices: batch."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.build import describe_run, make_request, say_office
from ita_docs.cli.listing import say_causes
from ita_docs.cli.options import config_option, json_option, take_options, take_paths
from ita_docs.cli.output import (
    choose_lang,
    phrase,
    say,
    say_error,
    say_json,
    say_line,
    say_problems,
)
from ita_docs.files import rename
from ita_docs.problems import ConfigError, ExitCode, ItaDocsError, Lang, Problem
from ita_docs.settings import (
    Settings,
    find_settings,
    merge_settings,
    read_settings,
    withhold_found,
)
from ita_docs.wording import show_plainly, write_line

if TYPE_CHECKING:
    from ita_docs.model import RunReport

_LOG_BYTES = 1_000_000
_LOGS_KEPT = 5


@click.command(
    help="สร้างประกาศของทุกหน่วยงาน จากสมุดงานหรือโฟลเดอร์ (build every office of workbooks and folders)"
)
@take_paths("inputs", required=False)
@config_option
@take_options("batch")
@json_option
def batch(
    config: Path | None,
    executor: str | None,
    scheduler: str | None,
    force: bool | None,
    overwrite: str | None,
    dry_run: bool | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Make what is due of every office in the inputs, write the run report, tell who asked."""
    settings, notes, faults = _settle(config, options)
    lang = choose_lang(settings.lang)
    if not settings.inputs and not faults:
        raise click.UsageError(phrase("no-inputs", lang))
    if settings.split and settings.returns is None:
        raise click.UsageError(phrase("usage-split-alone", lang))
    if (executor == "dask") != bool(scheduler):
        raise click.UsageError(phrase("dask-and-scheduler", lang))
    if settings.ping_start and not dry_run:
        notes += _ping(settings.ping_start, "start")
    say_problems(notes, lang, accepted=frozenset(), err=True)
    code = int(ExitCode.BUG)
    summary, account = "", "run-report.json"
    try:
        for fault in faults[:-1]:
            say_error(fault, lang)
        for fault in faults[-1:]:  # what they asked for cannot be known; who is to be told can
            raise fault
        report = _run(
            settings,
            lang,
            silent=as_json,
            force=bool(force),
            overwrite_edited=overwrite is not None,
            dry_run=bool(dry_run),
            scheduler=scheduler,
        )
        code, summary = report.exit_code, _summarise(report, lang)
        account = report.names.get("json", account)
        if as_json:
            say_json(describe_run(report, lang))
        else:
            say_causes(report.problems, lang, accepted=settings.accept, err=True)
            _say_end(settings, report, summary, lang)
    except ItaDocsError as error:
        logging.getLogger("ita_docs").error("[%s] %s", error.code, write_line(error, "en"))
        say_error(error, lang)
        code, summary = int(error.exit_code), write_line(error, lang)
    finally:
        # Whoever waits for word of the run hears of its failure too, and cannot change it.
        if not dry_run:
            say_problems(
                _notify(settings, account, code, summary), lang, accepted=frozenset(), err=True
            )
            _rotate(settings.outputs / "logs" / "cron.log")
    return code


def _settle(
    config: Path | None, options: dict[str, Any]
) -> tuple[Settings, list[Problem], tuple[ConfigError, ...]]:
    """The settings file under the command line's options; what of it is not obeyed; its faults."""
    path = config or find_settings(options["inputs"])
    if path is None:
        return merge_settings({}, options), [], ()
    if config is not None:
        file = read_settings(path)
        return merge_settings(file.fields, options), [], file.faults
    try:
        in_file, notes = withhold_found(read_settings(path))
    except ConfigError as error:  # somebody put it there: it must not keep the run from its work
        return merge_settings({}, options), [Problem(error.code, error.at, None, error.values)], ()
    say("settings-found", choose_lang(options["lang"]), err=True, path=path)
    return merge_settings(in_file, options), notes, ()


def _run(settings: Settings, lang: Lang, *, silent: bool, **rest: Any) -> RunReport:
    from ita_docs.batch.inputs import refuse_nesting
    from ita_docs.batch.run import run_batch
    from ita_docs.batch.send_back import refuse_nested_returns
    from ita_docs.cli.progress import Silent, choose_listener

    asked = {"workers": settings.workers, "prune": settings.prune, **rest}
    request = make_request(settings, lang, shared=True, **asked)
    refuse_nesting(settings.inputs, settings.outputs)  # before the log makes a folder
    refuse_nested_returns(request, settings.outputs)
    listener = Silent() if settings.quiet or silent else choose_listener(lang)
    log = contextlib.nullcontext() if request.dry_run else _keep_log(settings.outputs / "logs")
    with contextlib.closing(listener), log:
        return run_batch(request, listener)


def _say_end(settings: Settings, report: RunReport, summary: str, lang: Lang) -> None:
    """The summary and where the report is; in a dry run what would become of each office."""
    for office in report.offices if report.dry_run and not settings.quiet else ():
        if office.status != "current":
            say_office(office, report, lang)
    say_line(summary)
    if not report.dry_run:
        say("report", lang, path=settings.outputs / report.names["page"])


def _rotate(log: Path) -> None:
    """Begin cron's log anew where it has grown: ``cron.log`` becomes ``cron.log.1``, and so on.

    Cron's shell holds the file open, so what is still printed goes to the renamed one.
    """
    with contextlib.suppress(OSError):
        if log.parent.is_symlink() or log.lstat().st_size < _LOG_BYTES:
            return
        for number in range(_LOGS_KEPT - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                older = log.with_name(f"{log.name}.{number}")
                rename(older, log.with_name(f"{log.name}.{number + 1}"), over=True)
        rename(log, log.with_name(f"{log.name}.1"), over=True)


class _PlainFormatter(logging.Formatter):
    """Lines with the time in Bangkok, in which nothing is obeyed by what shows the log."""

    def converter(self, seconds: float | None) -> time.struct_time:
        return time.gmtime((seconds or 0) + 7 * 3600)

    def format(self, record: logging.LogRecord) -> str:
        return show_plainly(super().format(record))


@contextlib.contextmanager
def _keep_log(folder: Path) -> Iterator[None]:
    """Log to ``outputs/logs/ita-docs.log``, begun anew at a megabyte, five older ones kept.

    Where it cannot be written the run itself will say so; the log is not what stops it.
    """
    logger = logging.getLogger("ita_docs")
    path = folder / "ita-docs.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or path.is_symlink() or (path.exists() and not path.is_file()):
            raise OSError("not written through a link, into a pipe or a device")
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8"
        )
    except OSError:
        yield
        return
    handler.setFormatter(_PlainFormatter("%(asctime)s+0700 %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()


def _summarise(report: RunReport, lang: Lang) -> str:
    from ita_docs.model import OfficeStatus

    counts = {status.name.lower(): str(report.count(status)) for status in OfficeStatus}
    return phrase("would-summary" if report.dry_run else "summary", lang, **counts)


def _notify(settings: Settings, account: str, code: int, summary: str) -> list[Problem]:
    from ita_docs.notify import choose_ping_url, run_command

    problem = run_command(settings.notify, settings.outputs / account, code)
    url = choose_ping_url(settings.ping_success, settings.ping_failure, code)
    return ([problem] if problem else []) + (_ping(url, summary) if url else [])


def _ping(url: str, summary: str) -> list[Problem]:
    from ita_docs.notify import ping

    problem = ping(url, summary)
    return [problem] if problem else []
