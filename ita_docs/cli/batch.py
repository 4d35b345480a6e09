"""The commands for many offices and for every night: batch, schedule."""

from __future__ import annotations

import contextlib
import datetime
import logging
import logging.handlers
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.build import (
    accept_option,
    describe_run,
    json_option,
    lang_option,
    large_option,
    make_request,
    making_options,
)
from ita_docs.cli.output import (
    choose_lang,
    phrase,
    say,
    say_error,
    say_json,
    say_many_problems,
    say_problems,
)
from ita_docs.problems import ExitCode, ItaDocsError, Lang, Problem
from ita_docs.settings import (
    Settings,
    find_settings,
    merge_settings,
    read_settings,
    withhold_commands,
)
from ita_docs.wording import write_line

if TYPE_CHECKING:
    from ita_docs.model import RunReport

_LOG_BYTES = 1_000_000
_LOGS_KEPT = 5

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="ไฟล์การตั้งค่า ita-docs.toml (settings file)",
)


@click.command(
    help="สร้างประกาศของทุกหน่วยงาน จากสมุดงานหรือโฟลเดอร์ (build every office of workbooks and folders)"
)
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path))
@making_options
@config_option
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="จำนวนโพรเซส ปกติเท่าจำนวนแกนประมวลผล (worker processes; default: cores)",
)
@click.option(
    "--executor",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="ทำในเครื่องนี้หรือกระจายด้วย Dask (this machine, or Dask's workers)",
)
@click.option(
    "--scheduler",
    metavar="tcp://HOST:8786",
    help="ที่อยู่ scheduler ของ Dask (the Dask scheduler's address)",
)
@click.option("--force", is_flag=True, help="สร้างใหม่ทั้งหมด (make all, changed or not)")
@click.option(
    "--prune/--no-prune",
    default=None,
    help="ลบเอกสารของหน่วยงานที่ไม่อยู่ในข้อมูลแล้ว (remove documents of departed offices)",
)
@click.option(
    "--quiet/--no-quiet",
    default=None,
    help="พิมพ์เฉพาะสรุปและปัญหา (print the summary and problems only)",
)
@large_option
@accept_option
@json_option
@lang_option
def batch(
    config: Path | None,
    executor: str,
    scheduler: str | None,
    force: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Make what is due of every office in the inputs, write the run report, tell who asked."""
    settings, withheld = _settle(config, options)
    lang = choose_lang(settings.lang)
    if not settings.inputs:
        raise click.UsageError(phrase("no-inputs", lang))
    if (executor == "dask") != bool(scheduler):
        raise click.UsageError(phrase("dask-and-scheduler", lang))
    if settings.ping_start:
        withheld += _ping(settings.ping_start, "start")
    say_problems(withheld, lang, accepted=frozenset(), err=True)
    code = int(ExitCode.BUG)
    summary = ""
    try:
        report = _run(settings, lang, silent=as_json, force=force, scheduler=scheduler)
        code, summary = report.exit_code, _summarise(report, lang)
        if as_json:
            say_json(describe_run(report, lang))
        else:
            say_many_problems(report.problems, lang, accepted=settings.accept)
            click.echo(summary)
            say("report", lang, path=settings.outputs / "index.html")
    except ItaDocsError as error:
        say_error(error, lang)
        code, summary = int(error.exit_code), write_line(error, lang)
    finally:
        # Whoever waits for word of the run hears of its failure too, and cannot change it.
        say_problems(_notify(settings, code, summary), lang, accepted=frozenset(), err=True)
    return code


@click.group(help="ตั้งเวลาให้ทำทุกคืน (run it every night)")
def schedule() -> None:
    """Crontab lines and systemd units for the nightly run."""


@schedule.command(help="บรรทัดสำหรับ crontab (a crontab line, printed or installed)")
@click.option("--at", metavar="HH:MM", help="เวลาของเครื่อง (the machine's local time)")
@click.option("--config", type=click.Path(path_type=Path), required=True, metavar="FILE")
@click.option("--install", is_flag=True, help="ใส่ใน crontab ของผู้สั่ง (put it in the crontab)")
@click.option("--remove", is_flag=True, help="เอาออกจาก crontab (take it out of the crontab)")
@lang_option
def cron(at: str | None, config: Path, install: bool, remove: bool, lang: str | None) -> int:
    """Print, install or remove the crontab line of a settings file."""
    from ita_docs.schedule import (
        build_crontab_line,
        install_crontab,
        note_local_time,
        remove_crontab,
    )

    tongue = choose_lang(lang)
    if remove:
        changed = remove_crontab(config)
        say("schedule-removed" if changed else "schedule-absent", tongue)
        return int(ExitCode.DONE)
    at = _require_time(at, tongue)
    settings = merge_settings(read_settings(config), {})
    log = settings.outputs / "logs" / "cron.log"
    line = build_crontab_line(at, config, _name_program(), log, _find_folders())
    if install:
        changed = install_crontab(line, config)
        say("schedule-installed" if changed else "schedule-present", tongue, err=True)
    click.echo(line)
    note = note_local_time(at, datetime.datetime.now().astimezone())
    say_problems([note] if note else [], tongue, accepted=frozenset(), err=True)
    return int(ExitCode.DONE)


@schedule.command(help="ไฟล์ service และ timer ของ systemd (a systemd service and timer)")
@click.option("--at", metavar="HH:MM", help="เวลาไทย (time in Bangkok)")
@click.option("--config", type=click.Path(path_type=Path), required=True, metavar="FILE")
@click.option("--account", metavar="USER", help="บัญชีที่ใช้ทำงาน (the account of a system unit)")
@lang_option
def systemd(at: str | None, config: Path, account: str | None, lang: str | None) -> int:
    """Print the systemd service and timer of a settings file, each under its file's name."""
    from ita_docs.schedule import build_systemd_units

    at = _require_time(at, choose_lang(lang))
    read_settings(config)
    units = build_systemd_units(at, config, _name_program(), account, _find_folders())
    click.echo(f"# {units.service_name}\n{units.service}\n# {units.timer_name}\n{units.timer}")
    return int(ExitCode.DONE)


def _settle(config: Path | None, options: dict[str, Any]) -> tuple[Settings, list[Problem]]:
    """The settings file under the command line's options; what of the file was not trusted."""
    withheld: list[Problem] = []
    found = config or find_settings(options["inputs"])
    in_file = read_settings(found) if found else {}
    if found and config is None:
        in_file, withheld = withhold_commands(in_file, found)
    return merge_settings(in_file, options), withheld


def _run(settings: Settings, lang: Lang, *, silent: bool, **rest: Any) -> RunReport:
    from ita_docs.batch.inputs import refuse_nesting
    from ita_docs.batch.run import run_batch
    from ita_docs.cli.progress import Silent, choose_listener

    request = make_request(settings, lang, workers=settings.workers, prune=settings.prune, **rest)
    refuse_nesting(settings.inputs, settings.outputs)  # before the log makes a folder
    listener = Silent() if settings.quiet or silent else choose_listener(lang)
    with contextlib.closing(listener), _keep_log(settings.outputs / "logs"):
        return run_batch(request, listener)


@contextlib.contextmanager
def _keep_log(folder: Path) -> Iterator[None]:
    """Log to ``outputs/logs/ita-docs.log``, begun anew at a megabyte, five older ones kept.

    Where it cannot be written the run itself will say so; the log is not what stops it.
    """
    logger = logging.getLogger("ita_docs")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "ita-docs.log", maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8"
        )
    except OSError:
        yield
        return
    formatter = logging.Formatter("%(asctime)s+0700 %(levelname)s %(message)s")
    formatter.converter = lambda seconds: time.gmtime((seconds or 0) + 7 * 3600)  # Asia/Bangkok
    handler.setFormatter(formatter)
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
    return phrase("summary", lang, **counts)


def _notify(settings: Settings, code: int, summary: str) -> list[Problem]:
    from ita_docs.notify import choose_ping_url, run_command

    report = settings.outputs / "run-report.json"
    problem = run_command(settings.notify, report, code)
    url = choose_ping_url(settings.ping_success, settings.ping_failure, code)
    return ([problem] if problem else []) + (_ping(url, summary) if url else [])


def _ping(url: str, summary: str) -> list[Problem]:
    from ita_docs.notify import ping

    problem = ping(url, summary)
    return [problem] if problem else []


def _require_time(at: str | None, lang: Lang) -> str:
    if at is None:
        raise click.UsageError(phrase("no-time", lang))
    return at


def _name_program() -> list[str]:
    """How the scheduler calls this installation, by an absolute path."""
    script = Path(sys.executable).with_name("ita-docs")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "ita_docs"]


def _find_folders() -> list[Path]:
    """Where LibreOffice lies, for a scheduler that knows the system's own folders only."""
    program = shutil.which("soffice")
    return [Path(program).parent] if program else []
