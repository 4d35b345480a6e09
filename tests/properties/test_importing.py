"""Mutated result files never give another number in silence; every cell is accounted for."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ita_docs.assessment import work_out
from ita_docs.importing import (
    AsItIs,
    Asked,
    Fate,
    Imported,
    QuestionError,
    import_sheets,
    load_words,
    read_as_it_is,
)
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.model import FiscalYear, Grid, GridCell, Instrument, Published
from ita_docs.offices import load_offices
from ita_docs.problems import Problem
from ita_docs.workbook.grids import read_grids
from tests.corpus.shapes.make_shapes import CASES, Case
from tests.corpus.shapes.mutations import MUTATIONS, mutate
from tests.corpus.shapes.test_shapes import FRAMEWORKS, ask

READ = sorted(name for name, make in CASES.items() if make().is_read)
_SHAPES = ("01a", "01c", "01f", "01g", "02", "03a", "03c", "04", "08", "13", "15a", "15b")
PROVEN = sorted(name for name in READ if name.startswith(_SHAPES))
"""The cases whose every number a published figure proves: only there can a slip be noticed."""


@cache
def make(name: str) -> Case:
    return CASES[name]()


def read(case: Case, folder: Path, changed: dict[str, bytes] | None = None) -> list[Grid]:
    grids: list[Grid] = []
    for name, content in (case.files | (changed or {})).items():
        (folder / name).write_bytes(content)
        grids += read_grids(folder / name)
    return grids


def list_wrong(imported: Imported, case: Case) -> list[tuple[str, int, str]]:
    """The figures of the form that are not those of the truth: office, year, field."""
    truth = {(t.result.office, t.result.year): t.result for t in case.truths}
    wrong = []
    for key in ("scores", "history"):
        for row in imported.rows[key]:
            year = int(str(row.get("year", imported.year.be)))
            result = truth.get((str(row["name"]), year))
            for field, value in row.items():
                if not isinstance(value, Decimal):
                    continue
                if result is None or value != find_true(result, field):
                    wrong.append((str(row["name"]), year, field))
    return wrong


def find_true(result: object, field: str) -> Decimal:
    if field.startswith("indicator_"):
        return result.scores[int(field[10:]) - 1]  # type: ignore[attr-defined, no-any-return]
    if field == "total":
        return result.total  # type: ignore[attr-defined, no-any-return]
    return result.published(field.upper())  # type: ignore[attr-defined, no-any-return]


def no_sum_can_tell(imported: Imported, wrong: list[tuple[str, int, str]]) -> bool:
    """Whether only indicators changed, and every published figure comes out of them all the same:
    two of one instrument changed places, or two that differ by less than rounding."""
    if any(not field.startswith("indicator_") for _, _, field in wrong):
        return False
    names = {(name, year) for name, year, _ in wrong}
    rows = {str(row["name"]): row for row in imported.rows["scores"]}
    for name, year in names:
        row = {key: value for key, value in rows[name].items() if isinstance(value, Decimal)}
        scores = {int(k[10:]): v for k, v in row.items() if k.startswith("indicator_")}
        official = {i: row[i.lower()] for i in Instrument if i.lower() in row}
        figures = work_out(
            scores, Published(official, row.get("total"), None), FRAMEWORKS[FiscalYear(year)]
        )
        whole = len(scores) == 10 and ("total" in row or len(official) == 3)
        if not whole or not figures.total.agrees:
            return False
        if not all(figure.agrees for figure in figures.instruments.values()):
            return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    name=st.sampled_from(PROVEN),
    mutation=st.sampled_from(sorted(set(MUTATIONS) - {"change_year"})),
    seed=st.integers(0, 10_000),
)
def test_a_slip_is_right_asked_or_named(
    name: str, mutation: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = make(name)
    [(file, content)] = case.files.items()
    changed = mutate(content, MUTATIONS[mutation], random.Random(seed))
    assume(changed is not None)
    assert changed is not None
    grids = read(case, tmp_path_factory.mktemp("mutated"), {file: changed})
    try:
        imported = import_sheets(grids, load_offices(), FRAMEWORKS, ask(case))
    except QuestionError:
        return
    wrong = list_wrong(imported, case)
    named = {
        (at.sheet, re.sub("[A-Z]", "", at.cell or ""))
        for problem in imported.problems
        if problem.code == "import-figure-disagrees" and (at := problem.at) is not None
    }
    assert not wrong or named or no_sum_can_tell(imported, wrong), (name, mutation, seed, wrong)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    name=st.sampled_from([n for n in PROVEN if make(n).truths[0].result.year > 2565]),
    year=st.integers(2562, 2565),
)
def test_another_years_levels_give_the_year_away(
    name: str, year: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = make(name)
    assume("level" in case.truths[0].given)
    grids = read(case, tmp_path_factory.mktemp("year"))
    true = str(case.truths[0].result.year)
    moved = [
        Grid(
            grid.file.replace(true, str(year)),
            grid.sheet.replace(true, str(year)),
            {
                row: {
                    column: cell._replace(value=cell.value.replace(true, str(year)))
                    if isinstance(cell.value, str)
                    else cell
                    for column, cell in cells.items()
                }
                for row, cells in grid.rows.items()
            },
            grid.merged,
        )
        for grid in grids
    ]
    with pytest.raises(QuestionError):
        import_sheets(moved, load_offices(), FRAMEWORKS, ask(case))


@pytest.mark.parametrize("name", READ)
def test_used_labels_and_not_used_are_all_cells_with_content(name: str, tmp_path: Path) -> None:
    case = make(name)
    grids = read(case, tmp_path)
    imported = import_sheets(grids, load_offices(), FRAMEWORKS, ask(case))
    cells = sum(len(row) for grid in grids for row in grid.rows.values())
    assert sum(imported.counts.values()) == cells
    # The same from the sheet ที่มาของข้อมูล itself: every address once.
    status = load_words()["status"]
    told: Counter[tuple[str, str, str]] = Counter()
    by_fate: Counter[str] = Counter()
    for line in imported.lines:
        if line[0] in (status["used"], status["unused"], status["label"]):
            for address in unfold(line[4]):
                told[line[2], line[3], address] += 1
                by_fate[line[0]] += 1
    there = {
        (grid.file, grid.sheet, str(grid.locate(row, column).cell))
        for grid in grids
        for row, found in grid.rows.items()
        for column in found
    }
    assert set(told) == there
    assert set(told.values()) == {1}
    assert by_fate[status["used"]] == imported.counts[Fate.USED]
    placed = sum(
        len(row) - (2 if key == "history" else 1)
        for key in ("scores", "history")
        for row in imported.rows[key]
    )
    assert imported.counts[Fate.USED] == placed


def unfold(cells: str) -> list[str]:
    """``C5:E5, G5`` as single addresses."""
    found: list[str] = []
    for piece in cells.split(", "):
        first, _, last = piece.partition(":")
        column, row = number(first)
        end_column, end_row = number(last or first)
        found += [
            f"{letters(c)}{r}"
            for r in range(row, end_row + 1)
            for c in range(column, end_column + 1)
        ]
    return found


def number(address: str) -> tuple[int, int]:
    name = re.sub("[0-9]", "", address)
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column, int(address.removeprefix(name))


def letters(column: int) -> str:
    return letters((column - 1) // 26) + chr(65 + (column - 1) % 26) if column else ""


@pytest.mark.parametrize("name", READ[::6])
def test_the_same_input_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    case = make(name)
    first = import_sheets(read(case, tmp_path), load_offices(), FRAMEWORKS, ask(case))
    again = import_sheets(read(case, tmp_path), load_offices(), FRAMEWORKS, ask(case))
    assert first.rows == again.rows
    assert first.lines == again.lines


@given(hundredths=st.integers(0, 10_000), style=st.sampled_from(["float", "percent", "%", "unit"]))
def test_a_score_survives_every_way_of_writing_it(hundredths: int, style: str) -> None:
    score = Decimal(hundredths) / 100
    cell = {
        "float": GridCell(float(score)),
        "percent": GridCell(float(score / 100), False, "0.00%"),
        "%": GridCell(f"{score:.2f}%"),
        "unit": GridCell(f"{score:.2f} คะแนน"),
    }[style]
    reading = read_figure(cell)
    assert (reading.kind, reading.number) == (Kind.NUMBER, score)


@given(value=st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_no_text_becomes_a_number_that_it_does_not_show(value: object) -> None:
    reading = read_figure(GridCell(value))
    if isinstance(value, str) and reading.kind is Kind.NUMBER:
        assert reading.number is not None
        digits = str(abs(reading.number)).replace(".", "").strip("0")
        assert all(character in "".join(map(str, map(fold_digit, value))) for character in digits)


def fold_digit(character: str) -> str:
    import unicodedata

    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


WORDS = [
    "หน่วยงาน", "ที่", "จังหวัด", "ปี", "ตัวชี้วัด", "ตัวชี้วัดที่", "คะแนน", "คะแนนรวม", "ระดับ", "IIT", "EIT",
    "OIT", "น้ำหนัก", "คะแนนเต็ม", "หมายเหตุ", "ค่าเฉลี่ย", "รวม", "ผล ป.ป.ช.", "ปี 2567",
    "ปี 2568", "ITA68",
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "1. การปฏิบัติหน้าที่", "ตัวชี้วัดที่ 2",
    "EIT 6", "EIT1", "i1", "i11",
    "สพป.กระบี่", "สพป.ตรัง เขต 1", "สพป.ตรัง", "เขต 1", "เขต 2", "ผ่าน", "A", "-", "88.15%",
    "88,15", "0.88",
    "๘๘.๑๕", 1, 2, 3, 10, 30, 100, 2567, 88.15, 91.02, 0.5, None, True,
]  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> list[Grid]:
    """Sheets of words and numbers thrown together, with merged ranges and formulas."""
    cell = st.builds(GridCell, st.sampled_from(WORDS), st.booleans(), st.just("General"))
    found = []
    for number in range(draw(st.integers(1, 2))):
        rows = draw(
            st.dictionaries(
                st.integers(1, 9), st.dictionaries(st.integers(1, 7), cell, max_size=7), max_size=9
            )
        )
        boxes = draw(
            st.lists(
                st.tuples(
                    st.integers(1, 8), st.integers(1, 6), st.integers(0, 2), st.integers(0, 3)
                ),
                max_size=3,
            )
        )
        merged = tuple((r, c, r + down, c + right) for r, c, down, right in boxes)
        full = {row: cells for row, cells in rows.items() if cells}
        name = draw(st.sampled_from(["Sheet1", "ITA 2567", "สพป.กระบี่", "คะแนน"]))
        found.append(Grid("ผล.xlsx", f"{name}{number or ''}", full, merged))
    return found


@settings(max_examples=150, deadline=None)
@given(grids=sheets(), year=st.sampled_from([None, 2567]))
@example(  # a merged cell without a word covers the heads
    grids=[
        Grid(
            "ผล.xlsx",
            "Sheet1",
            {2: {1: GridCell("หน่วยงาน"), 2: GridCell("หน่วยงาน")}},
            ((1, 1, 2, 2),),
        )
    ],
    year=None,
)
def test_sheets_thrown_together_end_in_a_form_or_a_question(
    grids: list[Grid], year: int | None
) -> None:
    try:
        imported = import_sheets(grids, load_offices(), FRAMEWORKS, Asked(year=year))
    except QuestionError:
        imported = None
    if imported is not None:
        cells = sum(len(row) for grid in grids for row in grid.rows.values())
        assert sum(imported.counts.values()) == cells
    found = read_as_it_is(grids, load_offices(), FRAMEWORKS, "ita-docs import")
    assert found is None or isinstance(found, AsItIs | Problem)
