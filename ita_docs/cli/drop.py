"""What happens to workbooks dropped on the program's shortcut: they are built beside."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from ita_docs.cli.build import make_request, say_report
from ita_docs.cli.options import take_options, take_paths
from ita_docs.cli.output import choose_lang, say
from ita_docs.cli.window import hold_window, release_window
from ita_docs.problems import Lang, Severity
from ita_docs.settings import merge_settings

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
"""What is meant as a workbook, whether it is there or not."""
FOLDER = "outputs"


def is_dropped(word: str) -> bool:
    """Whether the first word of a command line is a workbook, or a folder of them as Explorer names
    it, and no command."""
    path = Path(word)
    with contextlib.suppress(OSError, ValueError):
        if path.is_file() or (path.is_absolute() and path.is_dir()):
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
    hold_window(tongue)
    code, calm = _build(workbooks, workbooks[0].absolute().parent / FOLDER, tongue)
    if calm:
        release_window()
    return code


def _build(workbooks: tuple[Path, ...], outputs: Path, lang: Lang) -> tuple[int, bool]:
    """The exit code, and whether nothing that was said need be read."""
    from ita_docs.batch.run import run_batch
    from ita_docs.cli.progress import Silent
    from ita_docs.pipeline import IMPORTABLE
    from ita_docs.processes import show_folder

    settings: dict[str, Any] = {"inputs": workbooks, "outputs": outputs}
    say("dropped", lang, names=", ".join(path.name for path in workbooks))
    request = make_request(merge_settings({}, settings), lang, keep_account=False)
    report = run_batch(request, Silent())
    say_report(report, request, lang)
    if any(problem.code in IMPORTABLE | {"workbook-needs-import"} for problem in report.problems):
        say("dropped-import", lang)
    files = [office.files[0].path for office in report.offices if office.files]
    if files:
        show_folder((outputs / files[0]).parent if len(files) == 1 else outputs)
    calm = all(problem.severity is Severity.NOTE for problem in report.problems)
    return report.exit_code, calm and not report.exit_code
