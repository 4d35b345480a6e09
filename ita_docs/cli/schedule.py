"""The command that runs batch every night: schedule cron, schedule systemd."""

from __future__ import annotations

import datetime
import shutil
import sys
from pathlib import Path

import click

from ita_docs.cli.options import lang_option
from ita_docs.cli.output import choose_lang, phrase, say, say_line, say_problems
from ita_docs.problems import ExitCode, Lang
from ita_docs.settings import merge_settings, read_settings


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
    settings = merge_settings(read_settings(config).require_sound(), {})
    log = settings.outputs / "logs" / "cron.log"
    line = build_crontab_line(at, config, _name_program(), log, _find_folders())
    if install:
        changed = install_crontab(line, config)
        say("schedule-installed" if changed else "schedule-present", tongue, err=True)
    say_line(line)
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
    read_settings(config).require_sound()
    units = build_systemd_units(at, config, _name_program(), account, _find_folders())
    say_line(f"# {units.service_name}\n{units.service}\n# {units.timer_name}\n{units.timer}")
    return int(ExitCode.DONE)


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
