"""Workbooks with faults as Excel, LibreOffice and other programs write them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

from ita_docs.framework import load_frameworks
from ita_docs.ooxml.guard import Bounds
from ita_docs.ooxml.package import pack, read_package, read_parts, write_package
from ita_docs.pipeline import read_results
from ita_docs.problems import Problem
from ita_docs.returning import annotate, write_notes
from ita_docs.workbook.grids import read_grids
from ita_docs.workbook.guard import MAX_ENTRIES, MAX_RATIO, STRANGERS

FRAMEWORKS = load_frameworks()
ROOT = Path(__file__).parents[3]
PHUKET = ROOT / "inputs" / "phuket-2562.xlsx"
BOUNDS = Bounds(MAX_ENTRIES, STRANGERS.part, STRANGERS.total, MAX_RATIO, backslashes=True)
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make_faulty(*, comments: bool = True) -> bytes:
    """The sample with three faults, a protected sheet, a local name and people's comments."""
    book = openpyxl.load_workbook(PHUKET)
    scores = book["คะแนน"]
    scores["C2"], scores["K2"], scores["D2"] = "เก้าสิบ", None, 101
    scores["D2"].number_format = "0.000"
    scores.protection.sheet = True
    book["CPI"].print_title_rows = "1:1"
    book.active = 1
    if comments:
        scores["C2"].comment = Comment("ของเดิม", "สมชาย")
        scores["E2"].comment = Comment("อีกข้อหนึ่ง", "สมชาย")
    else:
        for row in scores.iter_rows():
            for cell in row:
                cell.comment = None
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


LONG_NAME = "ข้อมูลประกอบ 'ของ' สำนักงาน ๑๒๓"
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cf"
    "c0000003010100f7d8b3bb0000000049454e44ae426082"
)


def make_busy() -> bytes:
    """The sample with two faults and what people put into a workbook with Excel: a hidden sheet in
    front, a table, comments, a chart, pictures, a button, rules for colours and for typing,
    protection, names, a chart sheet, and a name of 31 letters with apostrophes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.add_worksheet("ซ่อน").write(0, 0, "ลับ")
    look = book.add_format({"bg_color": "#FFFF00", "num_format": "0.000", "border": 1})
    spoilt = {"C2": "เก้าสิบ", "D2": 101}
    for sheet in openpyxl.load_workbook(PHUKET):
        page = book.add_worksheet(sheet.title)
        for cell in (cell for row in sheet for cell in row if cell.value is not None):
            value = spoilt.get(cell.coordinate) if sheet.title == "คะแนน" else None
            place = cell.row - 1, cell.column - 1
            page.write(*place, *([cell.value] if value is None else [value, look]))
        if sheet.title == "คะแนน":
            _crowd(book, page)
    page = book.add_worksheet(LONG_NAME)
    page.write("B2", 5)
    page.write_formula("B3", "='" + LONG_NAME.replace("'", "''") + "'!B2*2", None, 10)
    page.hide()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": ["CPI", 0, 0, 3, 0]})
    book.add_chartsheet("กราฟ").set_chart(chart)
    book.define_name("ทั้งหมด", "='คะแนน'!$A$1:$B$2")
    book.define_name("CPI!ของแผ่น", "=CPI!$A$1")
    book.worksheets()[0].hide()
    book.get_worksheet_by_name("คะแนน").activate()
    book.close()
    return content.getvalue()


def _crowd(book: Any, page: Any) -> None:
    page.freeze_panes(1, 1)
    page.write_comment("C2", 'ของเดิม <b> & "x"', {"author": "สมชาย", "visible": True})
    page.write_comment("F2", "อีกข้อหนึ่ง")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": ["คะแนน", 1, 2, 1, 11]})
    page.insert_chart("A40", chart)
    page.insert_image("H40", "dot.png", {"image_data": io.BytesIO(_DOT)})
    page.insert_button("L40", {"caption": "กด"})
    page.set_header("&C&G", {"image_center": "dot.png", "image_data_center": io.BytesIO(_DOT)})
    page.conditional_format("C2:L2", {"type": "3_color_scale"})
    page.conditional_format("C2:L2", {"type": "data_bar", "data_bar_2010": True})
    page.data_validation("C2:L2", {"validate": "decimal", "criteria": ">", "value": 0})
    page.add_sparkline("Z2", {"range": "'คะแนน'!C2:L2"})
    page.ignore_errors({"number_stored_as_text": "C2"})
    page.protect("")
    page.repeat_rows(0)
    page.set_row(1, 30)
    page.add_table("AB1:AC3", {"name": "ตาราง", "columns": [{"header": "ก"}, {"header": "ข"}]})


def change(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The package with parts put through functions; a part that is not there is begun empty."""
    members = read_package(content)
    for name, function in changes.items():
        before = members[name].content() if name in members else b""
        after = function(before)
        if after:
            members[name] = pack(name, after)
        else:
            del members[name]
    return write_package(members.values())


def prefix_all(part: bytes) -> bytes:
    """A part whose elements all carry a prefix, as the Open XML SDK writes them."""
    part = re.sub(rb"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])", rb"<\1x:\2", part)
    return part.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN, 1)


def find_problems(content: bytes, folder: Path) -> tuple[Problem, ...]:
    """What the program finds in a workbook."""
    path = folder / "workbook.xlsx"
    path.write_bytes(content)
    return read_results(path, FRAMEWORKS, read_whole=read_grids).problems


def give_back(content: bytes, folder: Path) -> bytes:
    """The copy with notes of all that the program finds."""
    return annotate(content, write_notes(find_problems(content, folder), frozenset()), BOUNDS)


def list_faults(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Each problem's code and place."""
    return sorted((problem.code, problem.at.within if problem.at else "") for problem in problems)


def open_book(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*xtension is not supported")  # openpyxl would drop it
        warnings.filterwarnings("ignore", ".*Formatting extension")
        return openpyxl.load_workbook(io.BytesIO(content))


def read_part(content: bytes, name: str) -> str:
    return read_parts(content)[name].decode()
