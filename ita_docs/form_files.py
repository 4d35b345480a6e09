"""Forms made of other files: of last year's workbook, or of results in whatever shape.

What ``new`` and ``import`` share with the page of ``open``; neither asks nor writes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ita_docs.framework import Frameworks
from ita_docs.model import FiscalYear, Office, Validated
from ita_docs.problems import Problem, Severity, Words
from ita_docs.thai import match_key

if TYPE_CHECKING:
    from ita_docs.forms import Filled
    from ita_docs.importing import Imported


def read_last_year(path: Path, frameworks: Frameworks) -> tuple[Validated, list[Problem]]:
    """Last year's workbook as it was announced, and what is worth saying of it.

    What could be accepted then is accepted here. Raises InputError where it cannot be read.
    """
    from ita_docs.options import list_acceptable
    from ita_docs.pipeline import read_results
    from ita_docs.workbook.reader_process import open_reader

    accept = frozenset(list_acceptable())
    with open_reader() as reader:
        last = read_results(path, frameworks, accept, reader.open, reader.read_grids)
    # Notes on an office were dealt with last year; how the file was read is new.
    return last, [
        problem
        for problem in last.problems
        if problem.code not in accept
        and (problem.severity is Severity.ERROR or problem.office is None)
    ]


def choose_year(asked: int | None, last: Validated | None, frameworks: Frameworks) -> FiscalYear:
    """The year asked for, else the one after last year's results, else the newest with rules.

    Whether it has rules is for the caller to see.
    """
    if asked is not None:
        return FiscalYear(asked)
    if last is not None:
        return FiscalYear(max(result.result_year for result in last.results).be + 1)
    return max(frameworks)


def fill_form(
    typed: Sequence[str],
    year: FiscalYear,
    frameworks: Frameworks,
    last: Validated | None = None,
    source: str = "",
    *,
    every: bool = False,
) -> tuple[Filled, list[Problem]]:
    """What a form holds already, and a note for each office that the list does not know.

    ``typed`` are offices by full or short name, ``every`` asks for the whole list; ``source`` is
    the name of last year's file.
    """
    from ita_docs.forms import Filled, carry_forward
    from ita_docs.offices import find_office, load_offices

    notes: list[Problem] = []
    asked = tuple(office.name for office in load_offices()) if every else ()
    for name in typed:
        office = find_office(name) or _find_carried(name, last)
        if office is None:
            notes.append(_note_unlisted(name))
        asked += (name.strip() if office is None else office.name,)
    asked = tuple({match_key(name): name for name in asked}.values())
    if last is None:
        return Filled(year, asked), notes
    results, refused = list(last.results), list(last.refused)
    if asked and not every:
        wanted = set(map(match_key, asked))
        results = [result for result in results if match_key(result.office.name) in wanted]
        refused = [name for name in refused if match_key(name) in wanted]
    filled = carry_forward(results, frameworks, year, source, refused)
    names = {match_key(name): name for name in (*asked, *filled.offices)}
    return replace(filled, offices=tuple(names.values())), notes


def _find_carried(typed: str, last: Validated | None) -> Office | None:
    """An office of last year's workbook, by its full or short name."""
    key = match_key(typed)
    for result in last.results if last is not None else ():
        if key in (match_key(result.office.name), match_key(result.office.short_name)):
            return result.office
    return None


def _note_unlisted(typed: str) -> Problem:
    from ita_docs.offices import suggest_office

    near = suggest_office(typed)
    words = Words("", "")
    if near is not None:
        words = Words(f" (ใกล้เคียงกับ “{near.short_name}”)", f" (the nearest is “{near.short_name}”)")
    return Problem("form-office-unlisted", values={"typed": typed, "near": words})


def build_imported_form(imported: Imported, frameworks: Frameworks) -> bytes:
    """The form filled in, with the sheet that says where every cell came from."""
    from ita_docs.forms import ExtraSheet, Filled, build_form
    from ita_docs.importing import load_words
    from ita_docs.offices import load_offices

    words = load_words()["sheet"]
    heads = list(zip(words["heads"], map(float, words["widths"]), strict=True))
    filled = Filled(
        year=imported.year,
        offices=imported.offices,
        rows=imported.rows,
        extra_sheets=[ExtraSheet(words["name"], heads, imported.lines)],
    )
    # A row an office, for one office too: the next year's results then go below.
    return build_form(frameworks[imported.year], filled, tall=False, names=load_offices())
