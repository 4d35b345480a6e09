"""The command that makes a form of the score workbooks that people have: import."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.listing import say_causes
from ita_docs.cli.options import take_options, take_paths
from ita_docs.cli.output import choose_lang, phrase, say, say_error
from ita_docs.files import rename
from ita_docs.problems import ExitCode, Lang, OutputError

if TYPE_CHECKING:
    from ita_docs.importing import Asked, Imported, QuestionError
    from ita_docs.model import Grid

_TABLES_SHOWN = 4
"""Tables that are told one by one: with the other lines, ten on the terminal."""
_MOST_QUESTIONS = 20
"""Questions asked one after the other before giving up."""


@click.command(
    "import",
    help="ทำแบบกรอกจากไฟล์ผลคะแนนที่มีอยู่: Excel, CSV, ODS, หน้าเว็บ"
    " (make the form from result files: Excel, CSV, ODS, web page)",
)
@take_paths("files", required=True)
@take_options("import")
@click.option(
    "--force",
    is_flag=True,
    help="เขียนแทนไฟล์ที่มีอยู่ โดยเก็บไฟล์เดิมไว้อีกชื่อหนึ่ง (replace an existing file, which is kept)",
)
def import_(files: tuple[Path, ...], force: bool, **options: Any) -> int:
    """Understand result files, and write the form of their year filled in."""
    from ita_docs.form_files import build_imported_form
    from ita_docs.framework import load_frameworks
    from ita_docs.importing import Asked
    from ita_docs.offices import load_offices
    from ita_docs.workbook.reader_process import open_reader

    lang = choose_lang(options["lang"])
    names = options["office"] or ()
    if len(names) > 1:
        raise click.UsageError(phrase("usage-import-office", lang))
    asked = Asked(
        year=options["year"],
        office=names[0] if names else None,
        sheets=options["sheet"] or (),
        columns=options["column"] or (),
    )
    if options["output"] is not None:  # told before any work; written exclusively all the same
        _refuse_existing(options["output"], force)
    with open_reader() as reader:
        grids = [grid for file in files for grid in reader.read_grids(file)]
    frameworks = load_frameworks()
    imported = _understand(grids, load_offices(), frameworks, asked, lang)
    path = _choose_path(options["output"], imported)
    _refuse_existing(path, force)
    content = build_imported_form(imported, frameworks)
    kept = _write(path, content, force)
    _tell(imported, len(files), path, kept, lang)
    return int(ExitCode.DONE)


def _understand(
    grids: list[Grid], offices: Any, frameworks: Any, asked: Asked, lang: Lang
) -> Imported:
    """What the sheets hold; on a terminal what must be asked is asked, elsewhere it is raised."""
    from ita_docs.importing import QuestionError, import_sheets

    for _ in range(_MOST_QUESTIONS):
        try:
            return import_sheets(grids, offices, frameworks, asked)
        except QuestionError as question:
            if question.option is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
                raise
            asked = _ask(question, asked, lang)
    return import_sheets(grids, offices, frameworks, asked)


def _ask(question: QuestionError, asked: Asked, lang: Lang) -> Asked:
    """Put a question to whoever sits at the terminal; without an answer it stays an error."""
    say_error(question, lang)
    for number, choice in enumerate(question.choices, start=1):
        click.echo(f"  {number}. {choice}")
    key = "import-asked" if question.choices else "import-asked-text"
    typed = click.prompt(phrase(key, lang), default="", show_default=False).strip()
    if typed.isdigit() and question.choices and 1 <= int(typed) <= len(question.choices):
        typed = question.choices[int(typed) - 1]
    if not typed:
        raise question
    match question.option:
        case "--year" if typed.isdigit():
            return replace(asked, year=int(typed))
        case "--office":
            return replace(asked, office=typed)
        case "--sheet":
            return replace(asked, sheets=(typed,))
        case "--column":
            return replace(asked, columns=(*asked.columns, typed))
    raise question


def _choose_path(asked: Path | None, imported: Imported) -> Path:
    return asked if asked is not None else Path(f"แบบกรอก-{imported.year}.xlsx")


def _refuse_existing(path: Path, force: bool) -> None:
    if path.exists() and (not force or not path.is_file()):
        raise OutputError("import-file-exists", path=path)


def _write(path: Path, content: bytes, force: bool) -> Path | None:
    """Write a file that is not there yet; one that is goes aside first, when asked in words.

    Returns the name under which the old file is kept. Raises OutputError.
    """
    from ita_docs.publishing import explain_os_error

    kept = _set_aside(path) if force and path.exists() else None
    try:
        with path.open("xb") as stream:
            try:
                stream.write(content)
            except OSError:
                with contextlib.suppress(OSError):
                    path.unlink()  # half a form of our own
                raise
    except FileExistsError as error:
        raise OutputError("import-file-exists", path=path) from error
    except OSError as error:
        raise explain_os_error(error, path) from error
    return kept


def _set_aside(path: Path) -> Path:
    """Give the old file another name beside it, the first that is free."""
    from ita_docs.publishing import explain_os_error

    number = 1
    while (target := path.with_name(f"{path.stem} (เดิม {number}){path.suffix}")).exists():
        number += 1
    try:
        rename(path, target)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return target


def _tell(imported: Imported, files: int, path: Path, kept: Path | None, lang: Lang) -> None:
    """Ten lines: what was read, where it went, what was not used."""
    from ita_docs.importing import Fate, load_words

    say_causes(imported.problems, lang, accepted=frozenset(), err=True)
    say("import-tables", lang, tables=len(imported.tables), files=files)
    for table in imported.tables[:_TABLES_SHOWN]:
        say(
            "import-table",
            lang,
            at=table.at,
            years=", ".join(map(str, table.years)),
            offices=table.offices,
            proven=table.proven,
            units=table.units,
        )
    if len(imported.tables) > _TABLES_SHOWN:
        say("import-more-tables", lang, count=len(imported.tables) - _TABLES_SHOWN)
    rows = imported.rows
    say(
        "import-placed",
        lang,
        year=imported.year,
        scores=len(rows["scores"]),
        history=len(rows["history"]),
    )
    counts = imported.counts
    say(
        "import-cells",
        lang,
        used=counts[Fate.USED],
        labels=counts[Fate.LABEL],
        unused=counts[Fate.UNUSED],
        sheet=load_words()["sheet"]["name"],
    )
    say("import-made", lang, path=path)
    if kept is not None:
        say("import-kept", lang, path=kept)
    say("import-next", lang, path=path)
