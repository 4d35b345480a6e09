"""Workbooks with faults as Excel, LibreOffice and other programs write them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
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
    return openpyxl.load_workbook(io.BytesIO(content))


def read_part(content: bytes, name: str) -> str:
    return read_parts(content)[name].decode()
