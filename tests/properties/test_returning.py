"""Whatever is noted, whatever the package holds: no value is lost, nothing else is raised."""

from __future__ import annotations

import re
from contextlib import suppress
from string import ascii_uppercase

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string

from ita_docs.ooxml.guard import ContainerError
from ita_docs.ooxml.outline import read_outline
from ita_docs.ooxml.package import PackageError, read_parts
from ita_docs.ooxml.scanning import XmlError
from ita_docs.problems import Location
from ita_docs.returning import Note, OwnRows, Splitter, annotate
from ita_docs.returning.styles import Mark
from tests.unit.returning.samples import BOUNDS, change, make_faulty, open_book

FAULTY = make_faulty()
SHEETS = ("หน่วยงาน", "คะแนน", "ประวัติคะแนน", "CPI", "มาตรการ")
XML = sorted(name for name in read_parts(FAULTY) if name.endswith((".xml", ".rels", ".vml")))
VALUES = {
    (sheet.title, cell.coordinate): cell.value
    for sheet in open_book(FAULTY)
    for row in sheet
    for cell in row
    if cell.value is not None
}

cells = st.builds(
    "{}{}".format, st.sampled_from([*ascii_uppercase, "AA", "ZZ"]), st.integers(1, 40)
)
areas = st.one_of(
    cells,
    st.builds("{0}:{0}".format, st.integers(1, 40)),
    st.builds("{0}:{0}".format, st.sampled_from(ascii_uppercase)),
    st.builds("A{}:D{}".format, st.integers(1, 5), st.integers(5, 20)),
    st.none(),
)
notes = st.lists(
    st.builds(
        lambda sheet, cell, mark, text: Note(Location("a", sheet, cell), None, mark, text, "แก้"),
        st.sampled_from(SHEETS),
        areas,
        st.sampled_from(Mark),
        st.text("กขค<&>\"' \n=", max_size=20),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(notes)
def test_any_notes_leave_every_value_and_the_order_of_cells(found: list[Note]) -> None:
    copy = annotate(FAULTY, found, BOUNDS)
    book = open_book(copy)
    assert {place: book[place[0]][place[1]].value for place in VALUES} == VALUES
    for name, part in read_parts(copy).items():
        if name.startswith("xl/worksheets/sheet"):
            check_order(part)


def check_order(part: bytes) -> None:
    data = read_outline(part, 4).find("sheetData")
    assert data is not None
    rows = [int(row.attributes["r"]) for row in data.children]
    assert rows == sorted(set(rows))
    for row in data.children:
        columns = [
            column_index_from_string(re.sub("[0-9]", "", cell.attributes["r"]))
            for cell in row.children
        ]
        assert columns == sorted(set(columns))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(XML), st.floats(0, 1), st.integers(0, 60), st.binary(max_size=12), notes)
def test_a_package_that_is_not_sound_is_refused_or_noted(
    name: str, where: float, length: int, piece: bytes, found: list[Note]
) -> None:
    def damage(part: bytes) -> bytes:
        start = int(where * len(part))
        return part[:start] + piece + part[start + length :]

    content = change(FAULTY, {name: damage})
    for work in (
        lambda: annotate(content, found, BOUNDS),
        lambda: Splitter(content, BOUNDS).cut({sheet: OwnRows(1, (2, 3)) for sheet in SHEETS}),
    ):
        with suppress(ContainerError, PackageError, XmlError, ValueError, IndexError):
            work()
