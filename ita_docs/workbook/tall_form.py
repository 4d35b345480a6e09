"""The form of one office, labels down the page, read as the tables of any other workbook.

    A             B                   C         D         E
    ชื่อหน่วยงาน                        สพป.…
    ปีงบประมาณที่ประเมิน                2568
                                      ที่ประกาศ   คำนวณ
    IIT (คะแนนเต็ม 30)                 26.79     26.79
    ตัวชี้วัดที่     ตัวชี้วัด              คะแนน     ปี 2567   เพิ่ม/ลด
    1             การปฏิบัติหน้าที่       92.15     90.02     +2.13

It is known by its own labels, whatever the sheet is called: the header row of the indicators, and
in the column of their numbers a label for the office and one for the year. Everything entered
stands in the column of คะแนน, so that a label needs no more than its row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils.cell import get_column_letter

from ita_docs.model import INDICATOR_NUMBERS
from ita_docs.problems import Location, Problem
from ita_docs.schema import SHEETS, TALL, find_indicator
from ita_docs.thai import match_key
from ita_docs.workbook.header import MOST_NAMED, read_text
from ita_docs.workbook.pieces import Reply
from ita_docs.workbook.plain_rows import EMPTY, Stored
from ita_docs.workbook.sheet import Sheet

MOST_ROWS = 200
MOST_CELLS = 4000
"""What is looked at of a sheet; the form has some thirty rows and a hundred cells."""

_HEADS = {match_key(TALL.number), match_key(TALL.score)}

Place = tuple[int, int]
"""Column and row of a cell, both from 1."""


@dataclass(frozen=True, slots=True)
class TallForm:
    """A form of one office: its cells by row, the header's row, and what stands in which column.

    ``live`` is where the form's own results stand, ``indicator`` where the indicators' names do.
    """

    sheet: Sheet
    rows: Mapping[int, Mapping[int, Stored]]
    header: int
    number: int
    score: int
    indicator: int | None
    live: int | None


def find_tall_form(sheet: Sheet) -> TallForm | None:
    """The form that a sheet holds; None where it is not one."""
    stream = sheet.read_rows()
    rows = dict(islice(stream, MOST_ROWS))
    heads = ((number, _find_columns(row)) for number, row in rows.items())
    found = next(((number, keys) for number, keys in heads if keys.keys() >= _HEADS), None)
    if found is None:
        return None
    header, keys = found
    live = (
        column
        for row in rows.values()
        for column, cell in row.items()
        if _read_key(cell) == match_key(TALL.live)
    )
    form = TallForm(
        sheet,
        rows,
        header,
        number=keys[match_key(TALL.number)],
        score=keys[match_key(TALL.score)],
        indicator=keys.get(match_key(TALL.indicator)),
        live=next(live, None),
    )
    if not {"name", "result_year"} <= {field for _, _, field in _list_labels(form)}:
        return None
    deque(stream, maxlen=0)  # what hides or merges its cells stands at the sheet's end
    return form


def read_tall_form(form: TallForm) -> tuple[list[Reply], list[Problem]]:
    """The tables หน่วยงาน and คะแนน that the form stands for, and what is wrong with it.

    Each has one row, of number 0, and its columns are whole addresses. Without an office's name
    there is nothing to read.
    """
    places, problems = _find_places(form)
    problems += _find_missing(form, places)
    problems += _find_hidden(form, places)
    name = places["offices"].get("name")
    if name is not None and _is_blank(_read(form, name)):
        problems.append(Problem("form-office-missing", _at(form, name)))
        return [], problems
    return [piece for key in places for piece in _build_table(form, key, places[key])], problems


def _find_places(form: TallForm) -> tuple[dict[str, dict[str, Place]], list[Problem]]:
    """Where each field of the two tables stands."""
    places: dict[str, dict[str, Place]] = {"offices": {}, "scores": {}}
    problems: list[Problem] = []

    def take(key: str, field: str, place: Place) -> None:
        first = places[key].setdefault(field, place)
        if first != place:
            values = {"header": _text(form, form.number, place[1]), "first": _name(first)}
            at = _at(form, (form.number, place[1]))
            problems.append(Problem("header-repeated", at, None, values))

    for row, key, field in _list_labels(form):
        live = field if field in SHEETS[key].live else f"live_{field}"
        if field in SHEETS[key].columns:
            take(key, field, (form.score, row))
        if live in SHEETS[key].live and form.live is not None:
            take(key, live, (form.live, row))
    for row in form.rows:
        text = _text(form, form.number, row)
        number = int(text) if text.isdecimal() and len(text) < 3 else 0
        if row <= form.header or number not in INDICATOR_NUMBERS:
            continue
        name = "" if form.indicator is None else _text(form, form.indicator, row)
        if find_indicator(name) in (None, number):
            take("scores", f"indicator_{number}", (form.score, row))
        else:
            at = _at(form, (form.number, row))
            values = {"number": text, "name": name}
            problems.append(Problem("indicator-row-unclear", at, None, values))
    return places, problems


def _list_labels(form: TallForm) -> Iterator[tuple[int, str, str]]:
    """Each row with a label that the schema knows: row, table and field."""
    for row in form.rows:
        text = _text(form, form.number, row)
        for key in ("offices", "scores"):
            field = SHEETS[key].find_field(text)
            if field is not None and not field.startswith("indicator_"):
                yield row, key, field
                break


def _build_table(form: TallForm, key: str, places: Mapping[str, Place]) -> Iterator[Reply]:
    known = SHEETS[key]
    fields = [field for field in (*known.columns, *known.live) if field in places]
    columns = tuple((field, _name(places[field])) for field in fields)
    yield Reply("head", (key, form.sheet.name, 0, columns, ""))
    yield Reply("rows", [(0, tuple(_read(form, places[field]) for field in fields))])


def _find_missing(form: TallForm, places: Mapping[str, Mapping[str, Place]]) -> Iterator[Problem]:
    """Labels of the form that are gone, and whose cells therefore nobody reads."""
    missing = [
        column.header
        for key, found in places.items()
        for field, column in SHEETS[key].columns.items()
        if column.required and field not in found and (key, field) != ("scores", "name")
    ]
    if missing:
        listed = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        at = Location(form.sheet.file, form.sheet.name)
        yield Problem("header-missing", at, None, {"header": listed, "sheet": form.sheet.name})


def _find_hidden(form: TallForm, places: Mapping[str, Mapping[str, Place]]) -> Iterator[Problem]:
    """What is entered where nobody sees it, or in cells merged down the page."""
    sheet = form.sheet
    rows = sorted({row for found in places.values() for _, row in found.values()})
    hidden = [row for row in rows if row in sheet.layout.hidden_rows]
    if hidden:
        at = Location(sheet.file, sheet.name, f"{hidden[0]}:{hidden[0]}")
        yield Problem("row-hidden", at, None, {"rows": ", ".join(map(str, hidden))})
    if sheet.layout.is_column_hidden(form.score):
        letters = get_column_letter(form.score)
        at = Location(sheet.file, sheet.name, f"{letters}:{letters}")
        yield Problem("column-hidden", at, None, {"column": letters})
    for merged in sheet.layout.merged:
        inside = sum(merged.first_row <= row <= merged.last_row for row in rows)
        if inside > 1 and merged.first_column <= form.score <= merged.last_column:
            yield Problem("cells-merged", Location(sheet.file, sheet.name, str(merged)))


def _read(form: TallForm, place: Place) -> Stored:
    column, row = place
    return form.rows[row].get(column, EMPTY)


def _find_columns(row: Mapping[int, Stored]) -> dict[str, int]:
    """The columns of a row by what stands in them."""
    return {_read_key(cell): column for column, cell in row.items()}


def _read_key(cell: Stored) -> str:
    return match_key(cell[0][:100]) if isinstance(cell[0], str) else ""


def _text(form: TallForm, column: int, row: int) -> str:
    return " ".join(read_text(_read(form, (column, row)))[:200].split())


def _is_blank(cell: Stored) -> bool:
    value, (formula, _, _, _) = cell
    return not match_key(value) if isinstance(value, str) else value is None and not formula


def _name(place: Place) -> str:
    return f"{get_column_letter(place[0])}{place[1]}"


def _at(form: TallForm, place: Place) -> Location:
    return Location(form.sheet.file, form.sheet.name, _name(place))
