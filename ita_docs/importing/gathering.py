"""From the figures of every table to one result an office and year, and to the rows of the form.

one office and year in two tables    the same numbers: the second only repeats the first;
                                     other numbers: asked (--sheet)
the year of the form                 --year, else the latest year of the files
earlier years                        ประวัติคะแนน: total, level, indicators
later years                          named and left out

One module, though long: what is gathered of one table is decided in one pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ita_docs.framework import Framework
from ita_docs.importing.account import Account, Fate
from ita_docs.importing.contexts import name_of
from ita_docs.importing.finding import find_blocks
from ita_docs.importing.labels import LabelReader
from ita_docs.importing.lanes import read_level
from ita_docs.importing.mapping import Asked, Figure, Mapped, Tools
from ita_docs.importing.numbers import Kind
from ita_docs.importing.office_names import OfficeNames
from ita_docs.importing.proof import Proved, prove
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.roles import Role
from ita_docs.importing.tall import TallTable
from ita_docs.importing.wide import WideTable
from ita_docs.model import FULL_SCORE, FiscalYear, Grid, Instrument, Office, name_column
from ita_docs.problems import Digits, Location, Problem
from ita_docs.schema import NOTES_SHEETS, SHEETS
from ita_docs.thai import match_key

Frameworks = Mapping[FiscalYear, Framework]

_ELEVENTH = re.compile(r"i[-.]?(?:1[1-9]|[23][0-9])(?![0-9])")
_LOOKED_AT, _LONGEST_ITEM = 60, 40
"""Rows and characters in which questions of questionnaires are looked for."""
_NOTES = tuple(map(match_key, NOTES_SHEETS))


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was understood: its figures, and what a published figure said of them."""

    mapped: Mapped
    lanes: tuple[Proved, ...]

    @property
    def proven(self) -> int:
        """How many rows a published figure proves."""
        return sum(len(lane.proven) for lane in self.lanes)

    @property
    def units(self) -> int:
        """How many results it has: offices by year."""
        return len({(name_of(figure.office), figure.year) for figure in self.mapped.figures})

    @property
    def at(self) -> Location:
        """Where it lies."""
        block = self.mapped.block
        top = min([*block.head_rows, *block.rows])
        first, last = map(name_column, block.columns)
        area = f"{first}{top}:{last}{block.rows[-1]}"
        return Location(block.grid.file, block.grid.sheet, area)

    @property
    def years(self) -> list[int]:
        """The years of its figures."""
        return sorted({figure.year for figure in self.mapped.figures})

    @property
    def offices(self) -> int:
        """How many offices it holds."""
        return len({name_of(figure.office) for figure in self.mapped.figures})


@dataclass(slots=True)
class Gathered:
    """Every result by office and year, the tables they came from, and the account of the cells."""

    tables: list[Table]
    results: dict[tuple[str, int], dict[str, Figure]]
    account: Account
    problems: list[Problem] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """The years of the results, earliest first."""
        return sorted({year for _, year in self.results})


def gather(
    grids: Sequence[Grid], offices: Iterable[Office], frameworks: Frameworks, asked: Asked
) -> Gathered:
    """Understand the tables of the sheets. Raises QuestionError where a person must decide."""
    account = Account(grids)
    newest = frameworks[max(frameworks)]
    reader, members = build_reader(newest, letters=not _has_questions(grids))
    names = OfficeNames(offices)
    full_marks = {FULL_SCORE, *(rule.weight * FULL_SCORE for rule in newest.instruments)}
    tools = Tools(names, reader, asked, account, members, frozenset(full_marks))
    _refuse_own_form(grids)
    mapped: list[Mapped] = []
    for grid in _choose_sheets(grids, asked, account):
        for block in find_blocks(grid, reader):
            found = (TallTable if block.tall else WideTable)(tools, block).map()
            if found is not None and not _is_uncalculated(found, account):
                mapped.append(found)
    if not mapped:
        raise _find_nothing(grids, reader)
    tables = [_prove(table, frameworks, asked) for table in mapped]
    gathered = Gathered(tables, _merge(tables, account), account)
    for table in tables:
        gathered.problems += table.mapped.problems
        gathered.problems += [problem for lane in table.lanes for problem in lane.problems]
    _check_columns_asked(gathered, asked)
    return gathered


def _is_uncalculated(mapped: Mapped, account: Account) -> bool:
    """Whether a table holds nothing but formulas without results, such as a summary of others."""
    if any(figure.reading.kind is not Kind.UNCALCULATED for figure in mapped.figures):
        return False
    for figure in mapped.figures:
        account.note(figure.block.grid, figure.place, Fate.UNUSED, "uncalculated")
    return True


def build_reader(
    framework: Framework, *, letters: bool = True
) -> tuple[LabelReader, dict[Instrument, tuple[int, ...]]]:
    """What reads headers by the names of a year, and the indicators of each instrument."""
    members = {
        rule.instrument: tuple(indicator.number for indicator in rule.indicators)
        for rule in framework.instruments
    }
    indicators = {
        match_key(name): indicator.number
        for indicator in framework.indicators
        for name in (indicator.name, *indicator.aliases)
    }
    instruments = {match_key(rule.name): rule.instrument for rule in framework.instruments}
    return LabelReader(indicators, instruments, members, letters=letters), members


def choose_year(gathered: Gathered, frameworks: Frameworks, asked: Asked) -> int:
    """The year of the form: the one asked for, else the latest. Raises QuestionError."""
    if not gathered.results:
        raise QuestionError("import-nothing", gathered.tables[0].at)
    known = [year for year in gathered.years if FiscalYear(year) in frameworks]
    if asked.year is not None:
        if asked.year in known:
            return asked.year
        at = gathered.tables[0].mapped.block.grid.locate(1, 1)._replace(cell=None)
        raise QuestionError(
            "import-year-absent", at, option="--year", choices=tuple(map(str, known)),
            asked=Digits(str(asked.year)), years=Digits(", ".join(map(str, gathered.years))),
        )  # fmt: skip
    if known:
        return known[-1]
    first = gathered.tables[0].mapped
    at = first.year.at if first.year is not None else first.figures[0].at
    raise QuestionError(
        "import-year-without-rules", at, option="--year",
        years=Digits(", ".join(map(str, gathered.years))),
        known=Digits(f"{min(frameworks)}-{max(frameworks)}"),
    )  # fmt: skip


def _choose_sheets(grids: Sequence[Grid], asked: Asked, account: Account) -> list[Grid]:
    """The sheets to look into: those that --sheet names, else all but notes."""
    wanted = {match_key(name) for name in asked.sheets}
    known = {match_key(grid.sheet) for grid in grids}
    if wanted - known:
        typed = next(name for name in asked.sheets if match_key(name) not in known)
        names = tuple(grid.sheet for grid in grids)
        raise QuestionError(
            "import-sheet-unknown", Location(grids[0].file), option="--sheet", choices=names,
            typed=typed[:60], names=list_names(names),
        )  # fmt: skip
    chosen = []
    for grid in grids:
        key = match_key(grid.sheet)
        why = "notes-sheet" if key.rstrip("0123456789") in _NOTES else ""
        why = "sheet-option" if wanted and key not in wanted else why
        if not why or key in wanted:
            chosen.append(grid)
            continue
        for row, cells in grid.rows.items():
            for column in cells:
                account.note(grid, (row, column), Fate.UNUSED, why)
    return chosen


def _refuse_own_form(grids: Sequence[Grid]) -> None:
    """A form of the program's own needs no import."""
    own = {match_key(name): key for key in ("offices", "scores") for name in (SHEETS[key].name,)}
    found = {own[match_key(grid.sheet)] for grid in grids if match_key(grid.sheet) in own}
    for grid in grids:
        if own.get(match_key(grid.sheet)) == "offices" and len(found) == len(own):
            known = SHEETS["offices"]
            for cells in list(grid.rows.values())[:10]:
                fields = {known.find_field(str(cell.value)) for cell in cells.values()}
                if len(fields - {None}) >= 2:
                    raise QuestionError("import-own-form", Location(grid.file))


def _find_nothing(grids: Sequence[Grid], reader: LabelReader) -> QuestionError:
    """Why no table was found: questions of the questionnaires alone, or nothing like scores."""
    at = Location(grids[0].file) if len({grid.file for grid in grids}) == 1 else None
    for grid in grids:
        for row in sorted(grid.rows)[:_LOOKED_AT]:
            cells = grid.rows[row]
            items = [
                column
                for column, cell in cells.items()
                if isinstance(cell.value, str)
                and len(cell.value) < _LONGEST_ITEM
                and reader.read((cell.value,)).role is Role.ITEM
            ]
            if len(items) > 2:
                head = str(cells[items[0]].value)
                return QuestionError("import-items", grid.locate(row, items[0]), header=head[:60])
    return QuestionError("import-nothing", at)


def _prove(mapped: Mapped, frameworks: Frameworks, asked: Asked) -> Table:
    """Judge a table lane by lane: a year's columns together."""
    lanes: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in mapped.figures:
        lanes[figure.lane, figure.year].append(figure)
    proved = [
        prove(
            figures,
            frameworks.get(FiscalYear(year)),
            needed=mapped.needs_proof,
            year_told=asked.year == year,
        )
        for (_, year), figures in lanes.items()
    ]
    return Table(mapped, tuple(proved))


def _has_questions(grids: Sequence[Grid]) -> bool:
    """Whether an i11 stands in a file: then i1 to i10 are questions of the questionnaire too."""
    return any(
        isinstance(cell.value, str) and _ELEVENTH.match(match_key(cell.value[:20])) is not None
        for grid in grids
        for cells in grid.rows.values()
        for cell in cells.values()
    )


def _merge(tables: Sequence[Table], account: Account) -> dict[tuple[str, int], dict[str, Figure]]:
    """One figure for each field of an office and year; two that differ are asked about."""
    results: dict[tuple[str, int], dict[str, Figure]] = {}
    for table in tables:
        for lane in table.lanes:
            for figure, why in lane.set_aside:
                account.note(figure.block.grid, figure.place, Fate.UNUSED, why)
            for figure in lane.figures:
                key = name_of(figure.office), figure.year
                fields = results.setdefault(key, {})
                before = fields.get(figure.field)
                if before is None:
                    fields[figure.field] = figure
                    continue
                if not _say_the_same(before, figure):
                    raise _ask_table(before, figure)
                if before.reading.number is None and figure.reading.number is not None:
                    fields[figure.field], figure = figure, before
                at = fields[figure.field].at
                account.note(figure.block.grid, figure.place, Fate.UNUSED, "repeated", str(at))
    return results


def _say_the_same(one: Figure, two: Figure) -> bool:
    left, right = one.reading, two.reading
    if Kind.DASH in (left.kind, right.kind):
        return True
    if left.number is not None and right.number is not None:
        return left.number == right.number
    if one.field == "level":
        return match_key(read_level(one)) == match_key(read_level(two))
    return left.text == right.text and left.number == right.number


def _ask_table(one: Figure, two: Figure) -> QuestionError:
    sheets = tuple(dict.fromkeys(figure.block.grid.sheet for figure in (one, two)))
    choices = sheets if len(sheets) > 1 else ()
    office = one.office.office.short_name if one.office.office else name_of(one.office)
    return QuestionError(
        "import-tables-several", two.at, option="--sheet" if choices else None, choices=choices,
        office=office[:60], year=Digits(str(one.year)), first=str(one.at),
    )  # fmt: skip


def _check_columns_asked(gathered: Gathered, asked: Asked) -> None:
    """--column must name a column that there is."""
    heads = {
        match_key(head.text): head.text
        for table in gathered.tables
        for head in table.mapped.block.heads.values()
    }
    for wanted in asked.columns:
        if not any(match_key(wanted) in key for key in heads):
            block = gathered.tables[0].mapped.block
            names = tuple(heads.values())
            raise QuestionError(
                "import-column-unknown", Location(block.grid.file, block.grid.sheet),
                option="--column", choices=names, typed=wanted[:60], names=list_names(names),
            )  # fmt: skip
