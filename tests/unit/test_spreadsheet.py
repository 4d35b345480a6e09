"""A report's sheet holds its rows as text: the file is the one that XlsxWriter would write."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from ita_docs.spreadsheet import Filled, Paper, close_book, neutralise, open_book

FIXED = datetime.datetime(2020, 1, 1)
CELLS = [
    (0, 0, "ชื่อหน่วยงาน", "head"),
    (0, 2, "รวม & <IIT>", "head"),
    (1, 0, "สพป.ตรัง เขต 1", "text"),
    (1, 2, Decimal("85.00"), "points"),
    (2, 1, 7, "text"),
    (17, 0, "สพป.ตรัง เขต 1", "text"),
    (17, 30, Decimal("-0.5"), "weak"),
    (40, 3, '=HYPERLINK("x")', "wrap"),
]


def write(paper: Paper, add: Callable[[Paper], object]) -> bytes:
    sheet = add(paper)
    for row, column, value, style in CELLS:
        if isinstance(value, str):
            paper.write_text(sheet, row, column, value, style)
        else:
            paper.write_number(sheet, row, column, value, style)
    paper.write_link(sheet, 40, 4, "Word", "2569/สพป.ตรัง เขต 1/ก#1.docx")
    paper.write_link(sheet, 40, 5, "แบบ.xlsx: 'คะแนน'!C2", "../แบบ.xlsx", "'คะแนน'!C2")
    return close_book(paper.book)


def test_the_file_is_byte_for_byte_what_xlsxwriter_writes() -> None:
    held, usual = (
        write(
            Paper(open_book("ก", FIXED), {}, "th"),
            lambda paper, kind=kind: paper.book.add_worksheet("ก", kind),
        )
        for kind in (Filled, None)
    )
    assert held == usual
    sheet = openpyxl.load_workbook(BytesIO(held))["ก"]
    assert sheet["C2"].value == 85
    assert sheet["D41"].value == '\'=HYPERLINK("x")'
    assert sheet["E41"].hyperlink.target == "2569/สพป.ตรัง%20เขต%201/ก%231.docx"
    assert (sheet["F41"].hyperlink.target, sheet["F41"].hyperlink.location) == (
        "../แบบ.xlsx",
        "'คะแนน'!C2",
    )


def test_a_row_is_filled_once_and_no_number_is_none() -> None:
    paper = Paper(open_book("ก", FIXED), {}, "th")
    sheet = paper.add_sheet("ก", [("ก", 10.0)])
    paper.write_text(sheet, 1, 0, "ก")
    with pytest.raises(ValueError, match="row 0"):
        paper.write_text(sheet, 0, 1, "ก")
    with pytest.raises(ValueError, match="NaN"):
        paper.write_number(sheet, 2, 0, Decimal("NaN"))


def test_a_link_too_long_for_excel_is_a_text() -> None:
    paper = Paper(open_book("ก", FIXED), {}, "th")
    sheet = paper.add_sheet("ก", [("ก", 10.0)])
    paper.write_link(sheet, 1, 0, "path", "ก" * 2_001)
    paper.write_link(sheet, 2, 0, "anchor", "ก.xlsx", "ก" * 2_001)
    paper.write_link(sheet, 3, 0, "both", "ก.xlsx", "A1")
    read = openpyxl.load_workbook(BytesIO(close_book(paper.book)))["ก"]
    assert [read.cell(row, 1).value for row in (2, 3, 4)] == ["path", "anchor", "both"]
    assert [bool(read.cell(row, 1).hyperlink) for row in (2, 3, 4)] == [False, False, True]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("=1", "'=1"),
        (" +1", "' +1"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\uff1d1", "'\uff1d1"),
        ("﹢1", "'﹢1"),
        ("⁼1", "'⁼1"),
        ("กข", "กข"),
        ("abc", "abc"),
        ("5", "5"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_is_text(typed: str, shown: str) -> None:
    assert neutralise(typed) == shown
