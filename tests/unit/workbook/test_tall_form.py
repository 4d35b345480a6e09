"""The form of one office, read by its own labels wherever they stand."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ita_docs.forms import Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, OfficeResult, Validated
from ita_docs.schema import TALL
from ita_docs.validation import validate_workbook
from ita_docs.workbook import read_workbook

FRAMEWORKS = load_frameworks()
YEAR = FiscalYear(2568)
PHUKET = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
SCORES = {number: Decimal(80 + number) + Decimal("0.5") for number in range(1, 11)}
OFFICE = {"name": PHUKET, "short_name": "สพป.ภูเก็ต", "signer": "นายสมมติ ตั้งใจดี"}
Change = Callable[[Any], object]


def make_form(change: Change | None = None, **rows: Any) -> bytes:
    """A filled form of one office, changed as a person or another program might."""
    scores = {"name": PHUKET, **{f"indicator_{n}": score for n, score in SCORES.items()}}
    filled = Filled(YEAR, (PHUKET,), {"offices": [OFFICE], "scores": [scores], **rows})
    content = build_form(FRAMEWORKS[YEAR], filled, tall=True, names=())
    if change is None:
        return content
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Validated]:
    def read(content: bytes) -> Validated:
        path = tmp_path / "form.xlsx"
        path.write_bytes(content)
        return validate_workbook(read_workbook(path), FRAMEWORKS)

    return read


def only(validated: Validated) -> OfficeResult:
    assert validated.refused == (), validated.problems
    (result,) = validated.results
    return result


def sheet_of(book: Any) -> Worksheet:
    sheet: Worksheet = book[TALL.name]
    return sheet


def find_row(sheet: Worksheet, label: object) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def codes(validated: Validated) -> set[str]:
    return {problem.code for problem in validated.problems}


def test_a_filled_form_is_one_office_with_its_addresses(read: Any) -> None:
    result = only(read(make_form()))
    assert (result.office.name, result.office.short_name) == (PHUKET, "สพป.ภูเก็ต")
    assert (result.result_year, result.plan_year) == (YEAR, FiscalYear(2569))
    assert result.signer == "นายสมมติ ตั้งใจดี"
    assert dict(result.figures.scores) == SCORES
    assert str(result.score_cells[1]) == "form.xlsx: 'ผลการประเมิน'!C21"
    assert str(result.score_cells[10]) == "form.xlsx: 'ผลการประเมิน'!C30"
    assert result.at.cell == "C4"


def test_the_other_sheets_need_not_name_the_office(read: Any) -> None:
    rows = {
        "history": [{"year": 2567, "total": Decimal("81.5"), "level": "ต้องปรับปรุง"}],
        "cpi": [{"label": "ประเทศไทย ๒๕๖๗", "score": 34}],
        "measures": [{"indicator": "1. การปฏิบัติหน้าที่", "steps": "ยืนยันตามร่าง"}],
    }
    result = only(read(make_form(**rows)))
    assert [past.year.be for past in result.history] == [2567]
    assert [item.label for item in result.cpi] == ["ประเทศไทย ๒๕๖๗"]
    assert list(result.measures) == [1]


def test_the_sheet_may_have_any_name(read: Any) -> None:
    def rename(book: Any) -> None:
        sheet_of(book).title = "ภูเก็ต 2568"

    result = only(read(make_form(rename)))
    assert result.score_cells[1].sheet == "ภูเก็ต 2568"


def test_rows_put_in_above_move_nothing(read: Any) -> None:
    def push_down(book: Any) -> None:
        sheet = sheet_of(book)
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(2, 3)
        sheet.insert_cols(1)

    result = only(read(make_form(push_down)))
    assert dict(result.figures.scores) == SCORES
    assert result.score_cells[1].cell == "D24"


def test_indicators_in_another_order_are_known_by_number_and_name(read: Any) -> None:
    def turn_round(book: Any) -> None:
        sheet = sheet_of(book)
        rows = [[sheet.cell(row, column).value for column in (1, 2, 3)] for row in range(21, 31)]
        for row, values in zip(range(21, 31), reversed(rows), strict=True):
            for column, value in zip((1, 2, 3), values, strict=True):
                sheet.cell(row, column).value = value

    result = only(read(make_form(turn_round)))
    assert dict(result.figures.scores) == SCORES
    assert result.score_cells[10].cell == "C21"


def test_a_number_beside_another_indicators_name_is_refused_not_read(read: Any) -> None:
    def exchange(book: Any) -> None:
        sheet = sheet_of(book)
        first, second = sheet["B26"].value, sheet["B27"].value
        sheet["B26"], sheet["B27"] = second, first

    validated = read(make_form(exchange))
    assert validated.results == ()
    unclear = [p for p in validated.problems if p.code == "indicator-row-unclear"]
    assert [problem.at.cell for problem in unclear] == ["A26", "A27"]


@pytest.mark.parametrize("label", ["ชื่อหน่วยงาน", "ปีงบประมาณที่ประเมิน"])
def test_without_office_or_year_it_is_no_form_of_ours(read: Any, label: str) -> None:
    def remove(book: Any) -> None:
        sheet = sheet_of(book)
        sheet.cell(find_row(sheet, label), 1).value = None

    validated = read(make_form(remove))
    assert validated.results == ()
    assert "sheet-missing" in codes(validated)


def test_an_indicator_that_is_gone_is_named(read: Any) -> None:
    def remove(book: Any) -> None:
        sheet_of(book)["A25"] = None

    validated = read(make_form(remove))
    assert validated.results == ()
    missing = [p for p in validated.problems if p.code == "header-missing"]
    assert [problem.values["header"] for problem in missing] == ["ตัวชี้วัดที่ 5"]


def test_an_indicator_that_stands_twice_is_named(read: Any) -> None:
    def repeat(book: Any) -> None:
        sheet = sheet_of(book)
        sheet["A22"], sheet["B22"] = 1, sheet["B21"].value

    assert {"header-repeated", "header-missing"} <= codes(read(make_form(repeat)))


def test_a_second_form_in_the_workbook_is_one_too_many(read: Any) -> None:
    validated = read(make_form(lambda book: book.copy_worksheet(sheet_of(book))))
    assert validated.results == ()
    (problem,) = (p for p in validated.problems if p.code == "sheet-repeated")
    assert problem.values["first"] == TALL.name


def test_hidden_rows_and_columns_are_told(read: Any) -> None:
    def hide(book: Any) -> None:
        sheet = sheet_of(book)
        sheet.row_dimensions[22].hidden = True
        sheet.column_dimensions["C"].hidden = True

    assert {"row-hidden", "column-hidden"} <= codes(read(make_form(hide)))


def test_scores_merged_down_the_page_are_refused(read: Any) -> None:
    validated = read(make_form(lambda book: sheet_of(book).merge_cells("C21:C22")))
    assert validated.results == ()
    assert "cells-merged" in codes(validated)


def test_a_form_that_names_no_office_says_so_and_nothing_else(read: Any) -> None:
    content = build_form(FRAMEWORKS[YEAR], Filled(YEAR), tall=True, names=())
    validated = read(content)
    assert [(p.code, p.at.cell) for p in validated.problems] == [("form-office-missing", "C4")]
    assert validated.results == ()


def test_a_blank_form_says_only_that_the_scores_are_missing(read: Any) -> None:
    content = build_form(FRAMEWORKS[YEAR], Filled(YEAR, (PHUKET,)), tall=True, names=())
    validated = read(content)
    assert codes(validated) == {"office-without-scores", "short-name-missing"}
    (problem,) = (p for p in validated.problems if p.code == "office-without-scores")
    assert problem.at.cell == "C21"


def test_beside_the_sheets_it_stands_for_it_is_not_read(read: Any) -> None:
    """A workbook of the wide form may hold a sheet of this look: somebody's own summary."""

    def add(book: Any) -> None:
        sheet = book.create_sheet("หน่วยงาน")
        sheet.append(["ชื่อหน่วยงาน", "ปีงบประมาณที่ประเมิน"])
        sheet.append([PHUKET, 2568])

    assert "sheet-missing" in codes(read(make_form(add)))  # คะแนน, as in any wide workbook


def test_text_in_thai_digits_reads_as_everywhere(read: Any) -> None:
    def type_thai(book: Any) -> None:
        sheet_of(book)["C21"] = "๘๑.๕๐"

    assert only(read(make_form(type_thai))).figures.scores[1] == Decimal("81.50")
