"""What build, check and batch take without an import: one sheet, certain and proven throughout.

    shapes 1, 2, 3 (one year), 4, 8, 13      a row an indicator for one office, or a row an office
    all ten indicators of every office       as numbers, by today's rules alone
    office and year                          certain, of the list
    a published figure                       proves the headers for every office

Anything less is sent to ``ita-docs import`` with the reason; nobody is asked anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ita_docs.entries.cells import read_number
from ita_docs.importing.contexts import Settled
from ita_docs.importing.gathering import Frameworks, Gathered, Table, gather
from ita_docs.importing.lanes import read_level
from ita_docs.importing.mapping import Asked, Figure
from ita_docs.importing.numbers import Kind
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.report import list_cells, load_words
from ita_docs.importing.roles import Role
from ita_docs.model import (
    INDICATOR_NUMBERS,
    Cell,
    FiscalYear,
    Grid,
    Office,
    Row,
    Workbook,
)
from ita_docs.model import Table as ReadTable
from ita_docs.problems import Digits, Location, Problem, Severity, Value, Words
from ita_docs.schema import NOTES_SHEETS, SHEETS
from ita_docs.thai import match_key

_NOTES = tuple(map(match_key, NOTES_SHEETS))
_OWN = {
    match_key(name): key for key, sheet in SHEETS.items() for name in (sheet.name, *sheet.aliases)
}
_UNLIKE = frozenset({"import-nothing", "import-own-form", "import-items"})
"""Questions about files that are not results at all: today's problems say more."""


@dataclass(frozen=True, slots=True)
class AsItIs:
    """A result file read directly: its tables as a form would have them, and three notes."""

    workbook: Workbook
    notes: tuple[Problem, ...]


def read_as_it_is(
    grids: Sequence[Grid], offices: Iterable[Office], frameworks: Frameworks, command: str
) -> AsItIs | Problem | None:
    """The workbook that the sheets hold, or the problem that sends it to ``command``.

    None where the sheets are a form of the program's own that lacks something, or nothing like
    results: then there is more to say than that.
    """
    sheets = [grid for grid in grids if grid.rows and not _is_note(grid)]
    if not sheets or _is_own_form(sheets):
        return None
    at = Location(sheets[0].file)
    try:
        gathered = gather(sheets, offices, frameworks, Asked())
    except QuestionError as question:
        if question.code in _UNLIKE:
            return None
        title = question.kind.title
        return _send(Words(title["th"], title["en"]), question.at or at, command)
    reason = _find_reason(gathered, sheets, frameworks)
    if reason is not None:
        return _send(reason, at, command)
    table = gathered.tables[0]
    return AsItIs(_build(gathered, table), _describe(table, command))


def _is_note(grid: Grid) -> bool:
    return match_key(grid.sheet).rstrip("0123456789") in _NOTES


def _is_own_form(sheets: Sequence[Grid]) -> bool:
    """Whether two sheets or more bear the names of the form's: then it is a form with a fault."""
    found = {_OWN[key] for grid in sheets if (key := match_key(grid.sheet)) in _OWN}
    return len(found) > 1 or "offices" in found


def _send(reason: Words, at: Location, command: str) -> Problem:
    values: dict[str, Value] = {"reason": reason, "command": command}
    return Problem("workbook-needs-import", at, values=values)


def _find_reason(
    gathered: Gathered, sheets: Sequence[Grid], frameworks: Frameworks
) -> Words | None:
    """Why the results are not taken as they are; None when they are."""
    tables = gathered.tables
    if len(sheets) > 1 or len(tables) > 1:
        return Words("มีหลายแผ่นงานหรือหลายตาราง", "several sheets or tables")
    if len(gathered.years) != 1 or tables[0].mapped.year is None:
        return Words("มีผลหลายปี", "results of several years")
    if FiscalYear(gathered.years[0]) not in frameworks:
        return Words("ไม่มีหลักเกณฑ์ของปีนั้น", "no rules of that year")
    if any(problem.severity is not Severity.NOTE for problem in gathered.problems):
        return Words("มีแถวที่ไม่ลงตัวหรือไม่รู้จัก", "rows that do not add up or are not known")
    if tables[0].mapped.block.tall and len(gathered.results) > 1:
        return Words("หน่วยงานเรียงตามคอลัมน์", "offices stand side by side")
    for fields in gathered.results.values():
        if next(iter(fields.values())).office.office is None:
            return Words("หน่วยงานไม่อยู่ในบัญชีรายชื่อ", "an office that is not in the list")
        numbers = [fields.get(f"indicator_{number}") for number in INDICATOR_NUMBERS]
        if any(figure is None or figure.reading.number is None for figure in numbers):
            return Words("คะแนนไม่ครบสิบตัวชี้วัด", "not all ten indicators")
        if any(not _is_plain(figure) for figure in fields.values()):
            return Words("ตัวเลขมีหน่วยหรือเป็นร้อยละ", "numbers with units or percent signs")
    proven = {unit for lane in tables[0].lanes for unit in lane.proven}
    if any(figure.unit not in proven for figure in tables[0].mapped.figures):
        return Words("ไม่มีตัวเลขที่ประกาศยืนยันทุกหน่วยงาน", "no published figure proves every office")
    return None


def _is_plain(figure: Figure) -> bool:
    """Whether a figure reads the same by the rules of the form, which know no units."""
    if figure.field == "level":
        return figure.reading.kind is Kind.TEXT
    cell = figure.block.grid.rows[figure.place[0]][figure.place[1]]
    value, formula, code, mark, shown = cell
    plain = read_number(Cell(value, figure.at, formula, code, mark, shown))
    return isinstance(plain, Decimal) and plain == figure.reading.number


# --- as the form would have it --------------------------------------------------------------------


def _build(gathered: Gathered, table: Table) -> Workbook:
    grid = table.mapped.block.grid
    year = gathered.years[0]
    told = table.mapped.year
    year_at = told.at if told is not None else Location(grid.file, grid.sheet)
    offices: list[Row] = []
    scores: list[Row] = []
    for fields in gathered.results.values():
        first = next(iter(fields.values()))
        office = first.office.office
        assert office is not None
        name_at = _find_name(table, first)
        name = Cell(office.name, name_at)
        offices.append(
            Row(
                first.unit,
                {
                    "name": name,
                    "short_name": Cell(office.short_name, name_at),
                    "result_year": Cell(year, year_at),
                },
            )
        )
        cells = {"name": name} | {name: _make_cell(figure) for name, figure in fields.items()}
        scores.append(Row(first.unit, cells))
    heads = _find_heads(table)
    where = Location(grid.file, grid.sheet)
    office_heads = {"name": where, "short_name": where, "result_year": year_at}
    return Workbook(
        grid.file,
        {
            "offices": ReadTable(grid.sheet, office_heads, tuple(offices)),
            "scores": ReadTable(grid.sheet, {"name": where, **heads}, tuple(scores)),
        },
    )


def _make_cell(figure: Figure) -> Cell:
    value = read_level(figure) if figure.field == "level" else figure.reading.number
    return Cell(value, figure.at)


def _find_name(table: Table, figure: Figure) -> Location:
    """Where the office of a row is named: in the row, or in the title."""
    block = table.mapped.block
    if table.mapped.office is not None:
        return table.mapped.office.at
    for column, head in block.heads.items():
        if head.label.role is Role.OFFICE and not block.tall:
            return block.grid.locate(figure.place[0], column)
    return figure.at


def _find_heads(table: Table) -> Mapping[str, Location]:
    """The header of each field that a figure was read for."""
    found: dict[str, Location] = {}
    for lane in table.lanes:
        for figure in lane.figures:
            place = figure.head.places[-1]
            found.setdefault(figure.field, figure.block.grid.locate(*place))
    return found


def _describe(table: Table, command: str) -> tuple[Problem, ...]:
    """How it was read, in three lines."""
    block = table.mapped.block
    at = table.at
    told = table.mapped.year
    heads: dict[int, Figure] = {}
    for lane in table.lanes:
        for figure in lane.figures:
            if figure.field.startswith("indicator_"):
                heads.setdefault(int(figure.field.rpartition("_")[2]), figure)
    ordered = [heads[number].head for number in sorted(heads)]
    words = load_words()["table"]["tall" if block.tall else "wide"]
    way = Words(words, "a row an indicator" if block.tall else "a row an office")
    offices = Digits(str(table.offices))
    read: dict[str, Value] = {
        "way": way,
        "year": Digits(str(table.years[0])),
        "told": _tell_where(told),
        "offices": offices,
    }
    columns = {
        "places": list_cells([head.places[-1] for head in ordered]),
        "headers": f"{_shorten(ordered[0].text)} … {_shorten(ordered[-1].text)}",
    }
    return (
        Problem("foreign-read", at, values=read),
        Problem("foreign-columns", at, values=columns),
        Problem("foreign-proof", at, values={"offices": offices, "command": command}),
    )


def _tell_where(told: Settled | None) -> Value:
    if told is None or told.why == "year-file":
        return Words("ชื่อไฟล์", "the file's name")
    return told.at.cell or Words("ชื่อแผ่นงาน", "the sheet's name")


def _shorten(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
