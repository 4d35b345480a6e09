"""What the command line says: in Thai unless asked otherwise, on whatever terminal there is."""

from __future__ import annotations

import datetime
import errno
import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, cast

import click
from click.exceptions import NoSuchCommand

from ita_docs.problems import ItaDocsError, Lang, Problem
from ita_docs.wording import phrase, show_plainly, write_line

__all__ = [
    "choose_lang",
    "find_lang",
    "has_lost_a_stream",
    "phrase",
    "prepare_streams",
    "say",
    "say_error",
    "say_json",
    "say_lang",
    "say_line",
    "say_problems",
    "say_usage",
]


LOST_STREAM = (errno.EPIPE, errno.ENOSPC, errno.EBADF, errno.EIO)
"""What a stream says that nobody reads, or that has nowhere to go."""
DATED = "ITA_DOCS_DATED"
"""Set in the environment (a crontab line does) it dates every line that is printed."""
_BANGKOK = datetime.timezone(datetime.timedelta(hours=7))
_EXTRA = "Got unexpected extra"
_lost: list[OSError] = []


def choose_lang(option: str | None) -> Lang:
    """The language: the option, else English where LANG or LC_ALL says so, else Thai."""
    if option in ("th", "en"):
        return cast(Lang, option)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.casefold().startswith("en") else "th"
    return "th"


def find_lang(arguments: list[str]) -> str | None:
    """What ``--lang`` says, wherever it stands, before anything has been understood."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


def say_lang() -> Lang:
    """The language of this command line, also while it is still being read."""
    return choose_lang(find_lang(sys.argv))


def say_line(text: str, *, err: bool = False) -> None:
    """Print a line; what a file name or cell holds that a terminal would obey is shown by a sign.

    Where nobody reads any more (a closed pipe, a closed stream) the work goes on all the same;
    the exit code tells at the end.
    """
    _print(show_plainly(text), err=err)


def has_lost_a_stream() -> bool:
    """Whether something could not be said, since nobody reads it any more."""
    return bool(_lost)


def _print(text: str, *, err: bool = False) -> None:
    stream = sys.stderr if err else sys.stdout
    if _lost:
        return
    if os.environ.get(DATED):
        now = datetime.datetime.now(_BANGKOK).strftime("%Y-%m-%d %H:%M:%S%z")
        text = "\n".join(f"{now} {line}" for line in text.split("\n"))
    try:
        click.echo(text, file=stream)
    except OSError as error:
        if error.errno not in LOST_STREAM:
            raise
        _lost.append(error)


def say(key: str, lang: Lang, *, err: bool = False, **values: object) -> None:
    """Print one phrase of messages.toml; a line end in a file's name begins no line of its own."""
    told = {
        name: str(value).replace("\n", "\\n") if isinstance(value, str | os.PathLike) else value
        for name, value in values.items()
    }
    say_line(phrase(key, lang, **told), err=err)


def say_problems(
    problems: Iterable[Problem], lang: Lang, *, accepted: frozenset[str], err: bool
) -> None:
    """Print every problem on a line of its own: severity, code, address, sentence, cure."""
    for problem in problems:
        severity = "note" if problem.code in accepted else problem.severity
        level = phrase(f"level-{severity}", lang)
        say_line(f"{level} [{problem.code}] {write_line(problem, lang)}", err=err)


def say_error(error: ItaDocsError, lang: Lang) -> None:
    """Print why a run had to stop."""
    say_line(f"{phrase('level-error', lang)} [{error.code}] {write_line(error, lang)}", err=True)


def say_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    _print(json.dumps(content, ensure_ascii=False, indent=2))


def say_usage(error: click.ClickException, lang: Lang) -> None:
    """Print what of the command line was not understood, in the run's language."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else None
    told = " ".join(_explain_usage(error, lang).split())  # what was typed begins no line
    say_line(f"{phrase('level-error', lang)}: {told}", err=True)
    say("usage-help", lang, err=True, command=command or "ita-docs")


def _explain_usage(error: click.ClickException, lang: Lang) -> str:
    """Click speaks English alone: its kinds of error have our words; the rest is our own."""
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ()) or "-"
        return phrase("usage-no-option", lang, option=error.option_name, near=near)
    if isinstance(error, click.BadOptionUsage):
        return phrase("usage-option-value", lang, option=error.option_name)
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param is not None else "-"
        return phrase("usage-missing", lang, name=name)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param is not None else "-"
        choices = getattr(getattr(error.param, "type", None), "choices", ())
        must_be = ", ".join(map(str, choices)) or error.message
        return phrase("usage-choices", lang, option=name, choices=must_be)
    if isinstance(error, NoSuchCommand):
        return phrase("usage-no-command", lang, name=error.command_name)
    if error.message.startswith(_EXTRA):
        extra = error.message.rpartition("(")[2].rstrip(").")
        return phrase("usage-extra", lang, extra=extra)
    return error.format_message()


def prepare_streams() -> None:
    """A terminal or pipe that cannot show a character shows a question mark, not an error.

    A stream that was closed before we began leads nowhere from now on: the next file opened would
    take its number, and what a library or a child prints would be written into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            os.set_inheritable(number, True)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            piped_on_windows = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(errors="replace", encoding="utf-8" if piped_on_windows else None)
