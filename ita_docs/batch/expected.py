"""Which offices should have sent a workbook, and which have not (ยังไม่ส่ง).

# on the list   in the inputs                      -> what is said
#   yes           ready or refused, of that year     sent
#   yes           a row without a score              not sent
#   yes           only for another year              not sent; office-sent-other-year
#   yes           nowhere                            not sent
#   no            like the name of a missing one     office-not-expected: misspelt, it may be
#   no            anything else                      nothing: other offices may send too
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_docs import thai
from ita_docs.batch.intake import Intake
from ita_docs.model import Expected, FiscalYear, Grid, NotSent
from ita_docs.offices import find_listed, load_list
from ita_docs.options import BUILTIN
from ita_docs.problems import Digits, InputError, Location, Problem
from ita_docs.report import find_province
from ita_docs.schema import SHEETS, is_footer
from ita_docs.workbook import LARGE, STRANGERS
from ita_docs.workbook.reader_process import open_reader

_HEADING = re.compile(
    r"(ราย)?ชื่อ|(หน่วยงาน|สำนักงาน|โรงเรียน|เขตพื้นที่(การศึกษา)?)$|(office|name)s?\b", re.I
)
"""What stands over names in a list that nobody made for us."""
_NUMBER = re.compile(r"^\s*\(?[0-9๐-๙]{1,5}[.)]+\s*")
"""The number that some lists put before a name, in one cell with it."""
_PROVINCE = frozenset(map(thai.match_key, ("จังหวัด", "Province")))
_NAMES = ("name", "short_name")
_MOST_COMPARED = 200
"""Names that nobody expected which are held against the missing ones: comparing is slow."""
_BLANK = "office-without-scores"
"""The code of an office whose name stands in the form, and nothing else yet."""
_NAMED = 3
"""Offices that a sentence names."""


@dataclass(frozen=True, slots=True)
class OfficeList:
    """The offices that should send: those of a file, or the built-in ones of a year (None)."""

    source: str
    offices: tuple[NotSent, ...] | None = None

    def of_year(self, year: FiscalYear | None) -> tuple[NotSent, ...]:
        """The offices of a fiscal year of results; of today where there is no year yet."""
        if self.offices is not None:
            return self.offices
        return tuple(
            NotSent(listed.office.name, listed.office.short_name, listed.province)
            for listed in load_list()
            if (listed.existed_in(year) if year else listed.last_year is None)
        )


def read_expected(source: Path | str, *, large: bool = False) -> OfficeList:
    """The list that was asked for, within the limits of workbooks, or of ``large`` ones. Raises
    InputError for a file that holds none."""
    if source == BUILTIN:
        return OfficeList(BUILTIN)
    path = Path(source)
    with open_reader(LARGE if large else STRANGERS) as reader:
        grids = reader.read_grids(path)
    offices = _take_names(grids)
    if not offices:
        raise InputError("expect-without-names", Location(str(path)))
    return OfficeList(str(path), offices)


def _take_names(grids: Sequence[Grid]) -> tuple[NotSent, ...]:
    """The names below the first header that calls them so; without one those of the column of
    listed offices, or of the file's only column of text."""
    for grid in grids:
        for number in sorted(grid.rows):
            fields = {
                column: SHEETS["offices"].find_field(str(cell.value))
                for column, cell in grid.rows[number].items()
                if isinstance(cell.value, str)
            }
            named = [column for name in _NAMES for column in fields if fields[column] == name]
            if named:
                return _build_list(grid, named, number)
    for grid in grids:
        place = _find_listed(grid)
        if place is not None:
            return _build_list(grid, [place[1]], place[0] - 1)
    for grid in grids:
        columns = {
            column
            for row in grid.rows.values()
            for column, cell in row.items()
            if isinstance(cell.value, str)
        }
        if len(columns) == 1:
            (column,) = columns
            first = min(number for number, row in grid.rows.items() if column in row)
            headed = _HEADING.match(str(grid.rows[first][column].value).strip())
            return _build_list(grid, [column], first if headed else 0)
    return ()


def _find_listed(grid: Grid) -> tuple[int, int] | None:
    """The row and the column where listed offices begin, most of the texts from there on being
    theirs; None where no column is one. Whatever stands over them:

        ที่ | สพท. | จังหวัด
        1  | สพป.กระบี่ | กระบี่        -> row 2, column 2
    """
    texts: dict[int, list[int]] = {}
    for number in sorted(grid.rows):
        for column, cell in grid.rows[number].items():
            if isinstance(cell.value, str):
                listed = find_listed(_NUMBER.sub("", cell.value)) is not None
                if listed or column in texts:
                    place = texts.setdefault(column, [number, 0, 0])
                    place[1 if listed else 2] += 1
    found = [
        (listed, first, column) for column, (first, listed, not_) in texts.items() if listed > not_
    ]
    return max(found)[1:] if found else None


def _build_list(grid: Grid, named: Sequence[int], header: int) -> tuple[NotSent, ...]:
    """Each office once: its name, or its short name where that alone is given."""
    provinces = [
        column
        for column, cell in grid.rows.get(header, {}).items()
        if thai.match_key(str(cell.value)) in _PROVINCE
    ]
    found: dict[str, NotSent] = {}
    for number in sorted(grid.rows):
        row = grid.rows[number]
        names = [str(row[column].value).strip() for column in named if column in row]
        names = [name for name in names if thai.match_key(name)]
        texts = (str(row[column].value) for column in sorted(row))
        first = next(filter(thai.match_key, texts), "")
        if number <= header or not names or is_footer(first, alone=len(row) == 1):
            continue
        province = next(
            (str(row[column].value).strip() for column in provinces if column in row), ""
        )
        office = _build_office(names, province)
        found.setdefault(thai.match_key(office.office), office)
    return tuple(found.values())


def _build_office(names: Sequence[str], province: str) -> NotSent:
    listed = find_listed(names[0]) or find_listed(_NUMBER.sub("", names[0]))
    if listed is None:
        return NotSent(names[0], names[-1], find_province(names[0], province))
    office = listed.office
    return NotSent(office.name, office.short_name, find_province(office.name, province))


def compare(expected: OfficeList, intake: Intake) -> tuple[Expected, list[Problem]]:
    """Who has not sent, and what there is to say of it.

    The year is that of most of the results which were sent, the later one of two as many.
    """
    years = Counter(source.result.result_year for source in intake.sources)
    year = max(years, key=lambda one: (years[one], one), default=None)
    offices = expected.of_year(year)
    sent, otherwise = _index_sent(intake, year)
    missing = tuple(office for office in offices if not _keys(office) & sent)
    found = Expected(expected.source, year, len(offices), missing)
    return found, [
        *_tell_missing(found),
        *_tell_other_years(missing, otherwise, year),
        *_tell_unexpected(offices, missing, intake),
    ]


def _keys(office: NotSent) -> set[str]:
    return {thai.match_key(office.office), thai.match_key(office.short_name)}


def _index_sent(
    intake: Intake, year: FiscalYear | None
) -> tuple[set[str], dict[str, tuple[FiscalYear, Location]]]:
    """The keys of who sent for the year, or was refused; and who sent for another year."""
    blank = {problem.office for problem in intake.problems if problem.code == _BLANK}
    sent = {thai.match_key(one.name) for one in intake.refused if one.name not in blank}
    otherwise: dict[str, tuple[FiscalYear, Location]] = {}
    for source in intake.sources:
        office = source.result.office
        for name in (office.name, office.short_name):
            if source.result.result_year == year:
                sent.add(thai.match_key(name))
            else:
                otherwise[thai.match_key(name)] = source.result.result_year, source.result.at
    return sent, otherwise


def _tell_missing(found: Expected) -> Iterator[Problem]:
    if found.missing:
        names = ", ".join(office.short_name for office in found.missing[:_NAMED])
        values = {
            "count": Digits(len(found.missing)),
            "all": Digits(found.offices),
            "names": names + (" …" if len(found.missing) > _NAMED else ""),
        }
        yield Problem("offices-not-sent", values=values)


def _tell_other_years(
    missing: Sequence[NotSent],
    otherwise: dict[str, tuple[FiscalYear, Location]],
    year: FiscalYear | None,
) -> Iterator[Problem]:
    for office in missing:
        for key in _keys(office) & otherwise.keys():
            sent, at = otherwise[key]
            values = {"office": office.office, "sent": Digits(sent), "year": Digits(year)}
            yield Problem("office-sent-other-year", at, office.office, values)
            break


def _tell_unexpected(
    offices: Sequence[NotSent], missing: Sequence[NotSent], intake: Intake
) -> Iterator[Problem]:
    """Offices whose names are nearly those of missing ones."""
    known = {key for office in offices for key in _keys(office)}
    near = {
        thai.match_key(name): name
        for office in missing
        for name in (office.office, office.short_name)
    }
    typed = [
        *((source.result.office.name, source.result.at) for source in intake.sources),
        *((refused.name, refused.at or Location(refused.workbook)) for refused in intake.refused),
    ]
    strangers = [(name, at) for name, at in typed if thai.match_key(name) not in known]
    for name, at in strangers[:_MOST_COMPARED]:
        meant = thai.find_near(name, near)
        if meant is not None:
            values = {"office": name, "near": near[meant]}
            yield Problem("office-not-expected", at, name, values)
