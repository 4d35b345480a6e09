"""The command line ``ita-docs``: arguments in, exit code out; the one place that ends a process."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from importlib import import_module
from pathlib import Path

import click

from ita_docs import __version__
from ita_docs.cli.output import (
    LOST_STREAM,
    has_lost_a_stream,
    prepare_streams,
    say,
    say_error,
    say_lang,
    say_line,
    say_usage,
)
from ita_docs.cli.window import await_reader
from ita_docs.problems import ExitCode, ItaDocsError, Lang

_ROOMS = {
    "build": "build",
    "check": "build",
    "open": "open",
    "new": "new",
    "import": "import_",
    "batch": "batch",
    "pdf": "pdf",
    "schedule": "schedule",
    "doctor": "explain",
    "explain": "explain",
    "template": "template",
}


_WORDS = {"import": "import_", "open": "open_"}
"""Commands whose name is a word of Python's."""


class _LazyGroup(click.Group):
    """The commands by name; one is loaded when it is called, or listed with its help."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_ROOMS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _ROOMS:
            return None
        room = import_module(f"ita_docs.cli.{_ROOMS[name]}")
        command: click.Command = getattr(room, _WORDS.get(name, name))
        return command

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A workbook instead of a command was dropped on the shortcut: it is built."""
        if words[0] not in _ROOMS and not words[0].startswith("-"):
            from ita_docs.cli.drop import drop, is_dropped

            if is_dropped(words[0]):
                return "drop", drop, words
        return super().resolve_command(context, words)


@click.group(
    cls=_LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="ออกประกาศมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน จากสมุดงานคะแนน ITA\n\n"
    "From a workbook of ITA scores to the official announcement, in Word and PDF.",
)
@click.version_option(__version__, prog_name="ita-docs")
@click.pass_context
def group(context: click.Context) -> None:
    """The commands of ita-docs; alone it says what a newcomer can do."""
    import logging

    logging.getLogger().addHandler(logging.NullHandler())  # no library speaks to the user
    logging.raiseExceptions = False  # nor does a log on a full disk
    if context.invoked_subcommand is None:
        say("welcome", say_lang())


def main() -> None:
    """Run the command line and end the process with the exit code of the table in README."""
    _insist_on_utf8()
    prepare_streams()
    signal.signal(signal.SIGTERM, _terminate)
    lang = say_lang()
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = ExitCode.INTERRUPTED
    except click.ClickException as error:
        say_usage(error, lang)
        code = error.exit_code
    except ItaDocsError as error:
        say_error(error, lang)
        code = error.exit_code
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except OSError as error:
        code = _explain_os_error(error, lang)
    except (ImportError, MemoryError) as error:
        code = _report_machine(error, lang)
    except Exception:  # noqa: BLE001 - the last door: a bug is told in one line
        code = _report_bug(lang)
    _end(int(code or 0))


def _terminate(_number: int, _frame: object) -> None:
    sys.exit(int(ExitCode.TERMINATED))


def _insist_on_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the locale would write file names otherwise."""
    if sys.getfilesystemencoding() != "utf-8" and not os.environ.get("PYTHONUTF8"):
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-P", "-m", "ita_docs", *sys.argv[1:]])  # noqa: S606


def _explain_os_error(error: OSError, lang: Lang) -> ExitCode:
    """What the system refused: whose move is it?"""
    if error.filename is None and error.errno in LOST_STREAM:
        # Nobody to read what we say: the work itself is done or undone as it was. Or a disk that
        # is full under a file of our own.
        if error.errno in (errno.ENOSPC, errno.EIO):
            say("system-refused", lang, err=True, path="-", reason=error.strerror)
        return ExitCode.OUTPUT
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN):
        return _report_machine(error, lang)
    package = Path(__file__).parents[1]
    ours = (package, package.with_name("templates"))  # beside the package in a checkout
    if error.filename and any(Path(str(error.filename)).is_relative_to(own) for own in ours):
        # A font, a template, a framework file that an update or a virus scanner took away.
        try:
            say("installation-incomplete", lang, err=True, path=error.filename)
        except OSError:  # the file of our own words
            say_line(f"ita-docs: {error.filename}: reinstall the program", err=True)
        return ExitCode.CONFIG
    if error.filename and error.errno:  # the user's own folders: closed, full, gone
        reason = error.strerror or type(error).__name__
        say("system-refused", lang, err=True, path=error.filename, reason=reason)
        return ExitCode.OUTPUT
    return _report_bug(lang)


def _report_machine(error: Exception, lang: Lang) -> ExitCode:
    """The machine has not what the program needs: memory, open files, an installed library."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    say("machine-lacks", lang, err=True, reason=reason)
    return ExitCode.DEPENDENCY


def _report_bug(lang: Lang) -> ExitCode:
    """One line for the person, the traceback for the maintainers."""
    import logging
    import tempfile
    import traceback

    text = traceback.format_exc()
    logging.getLogger(__name__).error("%s", text)
    log = "-"
    with contextlib.suppress(OSError):
        handle, log = tempfile.mkstemp(prefix="ita-docs-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"ita-docs {__version__}\nPython {sys.version}\n{text}")
    say("bug", lang, err=True, version=__version__, log=Path(log))
    return ExitCode.BUG


def _end(code: int) -> None:
    """End the process, once a held window was read; what cannot be written to a closed pipe any
    more is let go."""
    if code not in (ExitCode.INTERRUPTED, ExitCode.TERMINATED):
        await_reader()
    if has_lost_a_stream():
        code = code or int(ExitCode.OUTPUT)
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            code = code or int(ExitCode.OUTPUT)
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)
