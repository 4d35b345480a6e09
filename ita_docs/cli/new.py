"""The command that makes a form to fill in: new."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.options import take_options
from ita_docs.cli.output import choose_lang, phrase, say, say_problems
from ita_docs.files import is_folder
from ita_docs.problems import (
    ExitCode,
    InputError,
    Lang,
    Location,
    OutputError,
)

if TYPE_CHECKING:
    from ita_docs.forms import Filled
    from ita_docs.framework import Frameworks
    from ita_docs.model import FiscalYear, Validated


@click.command(help="ทำแบบกรอกคะแนน Excel (make the form to fill in)")
@take_options("new")
def new(**options: Any) -> int:
    """Make the form of one office, or of several, and say where it is."""
    from ita_docs.form_files import fill_form
    from ita_docs.forms import build_form
    from ita_docs.framework import load_frameworks
    from ita_docs.offices import load_offices

    lang = choose_lang(options["lang"])
    if options["all"] and options["office"]:
        raise click.UsageError(phrase("usage-all-and-office", lang))
    frameworks = load_frameworks()
    last = _read_last(options["from"], frameworks, lang) if options["from"] else None
    year = _choose_year(options["year"], last, frameworks, lang)
    path = _choose_path(options["output"], year, lang)
    if os.path.lexists(path):  # told before any work; written exclusively all the same
        raise OutputError("form-exists", path=path)
    filled, notes = fill_form(
        options["office"] or (),
        year,
        frameworks,
        last,
        options["from"].name if last is not None else "",
        every=bool(options["all"]),
    )
    tall = len(filled.offices) < 2 and not options["all"]
    content = build_form(frameworks[year], filled, tall=tall, names=load_offices())
    _write_new(path, content)
    say_problems(notes, lang, accepted=frozenset(), err=True)
    if filled.offices:
        say("form-made", lang, path=path, year=year, count=len(filled.offices))
    else:
        say("form-made-blank", lang, path=path, year=year)
    if last is not None:
        _say_carried(options["from"], filled, last, lang)
    say("form-next", lang, path=path)
    return int(ExitCode.DONE)


# --- what was asked for ---------------------------------------------------------------------------


def _read_last(path: Path, frameworks: Frameworks, lang: Lang) -> Validated:
    """Last year's workbook, as it was announced: what could be accepted then is accepted here.

    Raises InputError where nothing in it can be carried over, after saying why.
    """
    from ita_docs.form_files import read_last_year
    from ita_docs.options import list_acceptable

    last, said = read_last_year(path, frameworks)
    say_problems(said, lang, accepted=frozenset(list_acceptable()), err=True)
    if not last.results:
        raise InputError("last-year-unusable", Location(str(path)))
    return last


def _choose_year(
    asked: int | None, last: Validated | None, frameworks: Frameworks, lang: Lang
) -> FiscalYear:
    """The year asked for, else the one after last year's results, else the newest with rules."""
    from ita_docs.form_files import choose_year

    year = choose_year(asked, last, frameworks)
    if year not in frameworks:
        known = f"{min(frameworks)}-{max(frameworks)}"
        raise click.UsageError(phrase("usage-year-without-rules", lang, year=year, known=known))
    return year


def _choose_path(asked: Path | None, year: FiscalYear, lang: Lang) -> Path:
    """The file asked for; in a folder, or without one, under the form's own name."""
    from ita_docs.forms import name_form

    if asked is None:
        return Path(name_form(year))
    if is_folder(asked):
        return asked / name_form(year)
    if asked.suffix.casefold() == ".xlsx":
        return asked
    if asked.suffix and asked.suffix[1:].isalpha():
        raise click.UsageError(phrase("usage-form-ending", lang, ending=asked.suffix))
    return asked.with_name(f"{asked.name}.xlsx")


# --- the file -------------------------------------------------------------------------------------


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; never one that is. Raises OutputError."""
    from ita_docs.publishing import explain_os_error, write_new

    try:
        write_new(path, content)
    except FileExistsError as error:
        raise OutputError("form-exists", path=path) from error
    except FileNotFoundError as error:
        raise OutputError("form-folder-missing", path=path.parent) from error
    except OSError as error:
        raise explain_os_error(error, path) from error


def _say_carried(source: Path, filled: Filled, last: Validated, lang: Lang) -> None:
    carried = len(filled.rows["offices"])
    say("form-carried", lang, path=source, carried=carried)
    names: Sequence[str] = last.refused
    if names:
        say("form-carried-names", lang, names=", ".join(names))
