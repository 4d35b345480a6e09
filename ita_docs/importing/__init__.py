"""Score workbooks in whatever shape, understood as far as their own words make it certain.

    sheets (model.Grid) ─> blocks ─> figures ─> proof ─> results ─> rows of the form, and the
                          where      what each  do they   one an     account of every cell
                          tables lie  cell says  add up?   office
                                     by labels            and year

Nothing is guessed: what headers, titles, names and options do not settle is a question
(``QuestionError``), and arithmetic only guards what the headers say. Reading the files is the
workbook room's business, and writing the form that of ``forms``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ita_docs.importing.account import Fate
from ita_docs.importing.as_it_is import AsItIs, read_as_it_is
from ita_docs.importing.gathering import Frameworks, Table, choose_year, gather
from ita_docs.importing.mapping import Asked
from ita_docs.importing.placing import Values, count_fates, place
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.report import Line, load_words, write_report
from ita_docs.model import FiscalYear, Grid, Office
from ita_docs.problems import Problem

__all__ = [
    "AsItIs",
    "Asked",
    "Fate",
    "Imported",
    "QuestionError",
    "import_sheets",
    "load_words",
    "read_as_it_is",
]


@dataclass(frozen=True, slots=True)
class Imported:
    """What the files hold for the form of one year.

    ``rows`` are those of the form by table key; ``lines`` those of the sheet ที่มาของข้อมูล;
    ``counts`` how many cells were used, are labels, and were not used.
    """

    year: FiscalYear
    offices: tuple[str, ...]
    rows: Mapping[str, Sequence[Values]]
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    counts: Mapping[Fate, int]
    problems: tuple[Problem, ...]


def import_sheets(
    grids: Sequence[Grid], offices: Iterable[Office], frameworks: Frameworks, asked: Asked
) -> Imported:
    """Understand the sheets. Raises QuestionError where somebody must be asked."""
    gathered = gather(grids, offices, frameworks, asked)
    year = choose_year(gathered, frameworks, asked)
    placed = place(gathered, year, frameworks)
    lines = write_report(gathered.tables, placed.taken, gathered.account)
    return Imported(
        year=FiscalYear(year),
        offices=tuple(placed.offices),
        rows=placed.rows,
        tables=tuple(gathered.tables),
        lines=tuple(lines),
        counts=count_fates(gathered),
        problems=(*gathered.problems, *placed.problems),
    )
