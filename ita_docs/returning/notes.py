"""What an office is told of its workbook: problems as notes in Thai, by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ita_docs.model import number_column
from ita_docs.problems import Location, Problem, Severity
from ita_docs.returning.styles import Mark
from ita_docs.sections import parse_toml
from ita_docs.spreadsheet import clean_text
from ita_docs.wording import write_cure, write_text

_AREA = re.compile(r"([A-Z]{1,3})?([1-9][0-9]{0,6})?(?::([A-Z]{1,3})?([1-9][0-9]{0,6})?)?")
_MOST_CELLS = 200
"""Cells of one range that are coloured."""
_MERGED = re.compile(
    rb"<(?:[^\s:/>]+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})([1-9][0-9]{0,6}):"
    rb"([A-Z]{1,3})([1-9][0-9]{0,6})[\"']"
)
_MOST_MERGED = 1_000
"""Merged areas that are looked at; a sheet of scores has a dozen."""
_LONGEST = 30_000
"""Letters of one cell's comment; Excel holds 32,767."""
_MARKS = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING}


@cache
def load_words() -> Mapping[str, str]:
    """The words of what goes back, by key; those of a table by ``table.key``."""
    content = files("ita_docs.returning").joinpath("words.toml").read_bytes()
    words: dict[str, str] = {}
    for key, value in parse_toml(content).items():
        rows = (
            {f"{key}.{name}": text for name, text in value.items()}
            if isinstance(value, dict)
            else {key: value}
        )
        words |= rows
    return words


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to mend or to look at: where, whose, what is wrong, what to do."""

    at: Location | None
    office: str | None
    mark: Mark
    text: str
    cure: str

    @property
    def is_error(self) -> bool:
        """Whether it must be mended."""
        return self.mark is Mark.ERROR

    def write(self) -> str:
        """The note as a comment says it."""
        words = load_words()
        kind = words["error"] if self.is_error else words["warning"]
        return f"{kind}: {self.text}\n{words['cure']}: {self.cure}"


def write_notes(problems: Iterable[Problem], accepted: frozenset[str]) -> list[Note]:
    """The notes for one workbook: errors first, then what should be looked at, each once.

    Notes of the run and what was accepted are nothing that an office must mend.
    """
    found = [
        Note(
            problem.at,
            None if problem.office is None else _clean(problem.office),
            _MARKS[problem.severity],
            _clean(write_text(problem, "th")),
            _clean(_write_cure(problem)),
        )
        for problem in problems
        if problem.severity in _MARKS and problem.code not in accepted
    ]
    return sorted(dict.fromkeys(found), key=lambda note: not note.is_error)


def _write_cure(problem: Problem) -> str:
    """What the office is to do: where the desk would run a command, another file is asked for."""
    return load_words()["ask_xlsx"] if "command" in problem.values else write_cure(problem, "th")


def _clean(text: str) -> str:
    return " ".join(clean_text(text).split())


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(name: str) -> str:
    """A sheet's name as typed: what XML cannot hold is written ``_x000B_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


@dataclass(frozen=True, slots=True)
class Area:
    """What an address means in a sheet: the cell that takes the comment, the cells that take the
    colour, and the row whose every cell takes it."""

    first: tuple[int, int]
    cells: tuple[tuple[int, int], ...] = ()
    row: int | None = None


def read_area(address: str | None) -> Area | None:
    """``D14``, ``A2:B3``, ``14:14`` or ``C:C`` as rows and columns; None for anything else."""
    found = _AREA.fullmatch(address or "")
    if found is None or not address:
        return None
    left, top, right, bottom = found.groups()
    if left and top:
        columns = range(number_column(left), number_column(right or left) + 1)
        rows = range(int(top), int(bottom or top) + 1)
        cells = ((row, column) for row in rows[:_MOST_CELLS] for column in columns[:_MOST_CELLS])
        return Area((int(top), number_column(left)), tuple(cells)[:_MOST_CELLS])
    if top:
        return Area((int(top), 1), row=int(top))
    return Area((1, number_column(left)), ((1, number_column(left)),)) if left else None


def list_merged(content: bytes) -> list[tuple[int, int, int, int]]:
    """The merged cells of a sheet: first row and column, last row and column."""
    return [
        (int(top), number_column(left.decode()), int(bottom), number_column(right.decode()))
        for left, top, right, bottom in _MERGED.findall(content)[:_MOST_MERGED]
    ]


@dataclass(slots=True)
class SheetNotes:
    """The notes of one sheet: the comment of each cell, the cells and rows that are coloured."""

    comments: dict[tuple[int, int], str]
    cells: dict[tuple[int, int], Mark]
    rows: dict[int, Mark]

    def gather(self, merged: Sequence[tuple[int, int, int, int]]) -> SheetNotes:
        """The same for a sheet with merged cells, of which a program shows the first alone.

            C2:D2 merged   noted: D2 (no score)   -> C2, behind what C2 has of its own

        ``merged`` are first row and column, last row and column.
        """

        def find_shown(cell: tuple[int, int]) -> tuple[int, int]:
            row, column = cell
            areas = (
                box for box in merged if box[0] <= row <= box[2] and box[1] <= column <= box[3]
            )
            return next(((box[0], box[1]) for box in areas), cell)

        moved = SheetNotes({}, {}, self.rows)
        for cell, text in sorted(self.comments.items()):
            shown = find_shown(cell)
            told = moved.comments.get(shown)
            moved.comments[shown] = (f"{told}\n\n{text}" if told else text)[:_LONGEST]
        for cell, mark in self.cells.items():
            shown = find_shown(cell)
            if mark is Mark.ERROR or shown not in moved.cells:
                moved.cells[shown] = mark
        return moved


def group_by_sheet(notes: Iterable[Note]) -> dict[str, SheetNotes]:
    """The notes that have a cell, by their sheet's name."""
    sheets: dict[str, SheetNotes] = {}
    for note in notes:
        area = read_area(note.at.cell) if note.at is not None and note.at.sheet else None
        if area is None or note.at is None or note.at.sheet is None:
            continue
        sheet = sheets.setdefault(note.at.sheet, SheetNotes({}, {}, {}))
        told = sheet.comments.get(area.first)
        text = f"{told}\n\n{note.write()}" if told else note.write()
        sheet.comments[area.first] = text[:_LONGEST]
        for cell in area.cells:
            sheet.cells.setdefault(cell, note.mark)  # errors come first
        if area.row is not None:
            sheet.rows.setdefault(area.row, note.mark)
    return sheets
