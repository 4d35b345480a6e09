"""What happens to workbooks dropped on the program's shortcut: they are built beside."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any

import click

from ita_docs.cli.build import make_request, say_report
from ita_docs.cli.options import take_options, take_paths
from ita_docs.cli.output import choose_lang, phrase, say, say_error
from ita_docs.problems import ItaDocsError, Lang
from ita_docs.settings import merge_settings

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
"""What is meant as a workbook, whether it is there or not."""
FOLDER = "outputs"


def is_dropped(word: str) -> bool:
    """Whether the first word of a command line is a workbook and no command."""
    path = Path(word)
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():
            return True
    return path.suffix.casefold() in ENDINGS


@click.command("drop", hidden=True)
@take_paths("workbooks", required=True)
@take_options("drop")
def drop(workbooks: tuple[Path, ...], lang: str | None) -> int:
    """Build workbooks into a folder beside the first, and show it.

    A shortcut's own folder is nobody's: the working folder means nothing here. Where anything is
    wrong the window stays until it was read.
    """
    tongue = choose_lang(lang)
    outputs = workbooks[0].absolute().parent / FOLDER
    try:
        code = _build(workbooks, outputs, tongue)
    except ItaDocsError as error:
        say_error(error, tongue)
        code = int(error.exit_code)
    if code:
        _wait(tongue)
    return code


def _build(workbooks: tuple[Path, ...], outputs: Path, lang: Lang) -> int:
    from ita_docs.batch.run import run_batch
    from ita_docs.cli.progress import Silent
    from ita_docs.processes import show_folder

    settings: dict[str, Any] = {"inputs": workbooks, "outputs": outputs}
    say("dropped", lang, names=", ".join(path.name for path in workbooks))
    request = make_request(merge_settings({}, settings), lang, keep_account=False)
    report = run_batch(request, Silent())
    say_report(report, request, lang)
    files = [office.files[0].path for office in report.offices if office.files]
    if files:
        show_folder((outputs / files[0]).parent if len(files) == 1 else outputs)
    return report.exit_code


def _wait(lang: Lang) -> None:
    """Leave the window open where somebody sits before it."""
    if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        with contextlib.suppress(EOFError, OSError):
            input(phrase("press-enter", lang))
