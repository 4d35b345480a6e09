"""Copies with notes: nothing of the workbook is lost, and the cells to mend say so."""

from __future__ import annotations

import gc
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ita_docs.forms import Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear
from ita_docs.offices import load_offices
from ita_docs.ooxml.outline import Node
from ita_docs.ooxml.package import PackageError, read_parts
from ita_docs.ooxml.scanning import XmlError
from ita_docs.problems import Location, Problem
from ita_docs.returning import Note, annotate, write_notes
from ita_docs.returning.sheet import SheetPlaces
from ita_docs.returning.styles import Mark
from tests.calc import recalculate
from tests.unit.returning.samples import (
    BOUNDS,
    MAIN,
    PHUKET,
    ROOT,
    change,
    find_problems,
    give_back,
    list_faults,
    make_busy,
    make_faulty,
    open_book,
    prefix_all,
    read_part,
)
from tests.unit.word.test_templates import VALIDATOR

LIST = "สิ่งที่ต้องแก้"
FAULTY = make_faulty()
SCORES = "xl/worksheets/sheet2.xml"
STRICT = {
    MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def make_form(*, tall: bool) -> bytes:
    year = FiscalYear(2568)
    names = tuple(office.name for office in load_offices()[: 1 if tall else 3])
    filled = Filled(year, names)
    return build_form(load_frameworks()[year], filled, tall=tall, names=load_offices())


def make_strict(content: bytes) -> bytes:
    def swap(part: bytes) -> bytes:
        for old, new in STRICT.items():
            part = part.replace(old, new)
        return part

    names = [name for name in read_parts(content) if name.endswith((".xml", ".rels"))]
    return change(content, dict.fromkeys(names, swap))


def drop_addresses(part: bytes) -> bytes:
    """A sheet whose cells and rows do not say where they stand, as some programs write it."""
    return re.sub(rb'(<(?:row|c))( [^>]*?)? r="[A-Z]*[0-9]+"', rb"\1\2", part)


def without_styles(content: bytes) -> bytes:
    def drop(part: bytes) -> bytes:
        part = re.sub(rb"<[^<]*?styles\.xml[^>]*?/>", b"", part)
        return re.sub(rb' (?:s|style)="[0-9]+"', b"", part) if b"<worksheet" in part else part

    names = [name for name in read_parts(content) if name.endswith((".xml", ".rels"))]
    return change(content, dict.fromkeys(names, drop) | {"xl/styles.xml": lambda _: b""})


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "openpyxl": lambda: FAULTY,
    "excel-crowded": make_busy,
    "openpyxl-plain": lambda: make_faulty(comments=False),
    "libreoffice": lambda: _spoil(ROOT / "tests" / "corpus" / "written" / "calc.xlsx"),
    "form-tall": lambda: make_form(tall=True),
    "form-wide": lambda: make_form(tall=False),
    "prefixed": lambda: change(
        FAULTY, dict.fromkeys([SCORES, "xl/styles.xml", "xl/workbook.xml"], prefix_all)
    ),
    "without-addresses": lambda: change(FAULTY, {SCORES: drop_addresses}),
    "without-styles": lambda: without_styles(FAULTY),
}


def _spoil(path: Path) -> bytes:
    """A workbook that LibreOffice saved, with a fault put into its package."""
    parts = read_parts(path.read_bytes())
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    content = path.read_bytes()
    for name in sheets:
        content = change(
            content, {name: lambda part: re.sub(rb"<v>9[0-9.]+</v>", b"<v>191</v>", part)}
        )
    return content


@pytest.fixture(params=WORKBOOKS)
def workbook(request: pytest.FixtureRequest) -> bytes:
    return WORKBOOKS[request.param]()


def list_values(book: Any) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        if sheet.title != LIST
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_every_value_stays_and_the_copy_has_the_same_faults(
    workbook: bytes, tmp_path: Path
) -> None:
    before = find_problems(workbook, tmp_path)
    assert any(problem.severity == "error" for problem in before)
    copy = give_back(workbook, tmp_path)
    assert list_values(open_book(copy)) == list_values(open_book(workbook))
    assert list_faults(find_problems(copy, tmp_path)) == list_faults(before)


def test_every_faulty_cell_is_red_with_a_comment_and_keeps_its_look(
    workbook: bytes, tmp_path: Path
) -> None:
    problems = find_problems(workbook, tmp_path)
    old, new = open_book(workbook), open_book(give_back(workbook, tmp_path))
    cells = [
        problem.at
        for problem in problems
        if problem.severity == "error" and problem.at and problem.at.cell and problem.at.sheet
    ]
    assert cells
    for at in cells:
        before, after = old[at.sheet][at.cell], new[at.sheet][at.cell]
        assert after.fill.fgColor.rgb == Mark.ERROR
        assert "ต้องแก้" in after.comment.text
        for look in ("number_format", "font", "border", "protection", "alignment"):
            if look != "font" or b"styles.xml" in read_parts(workbook)["[Content_Types].xml"]:
                assert repr(getattr(after, look)) == repr(getattr(before, look)), look


def test_the_first_sheet_lists_them_with_links_and_opens(workbook: bytes, tmp_path: Path) -> None:
    problems = [
        one for one in find_problems(workbook, tmp_path) if one.severity in ("error", "warning")
    ]
    book = open_book(give_back(workbook, tmp_path))
    assert book.sheetnames[0] == LIST
    assert book.active.title == LIST
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [LIST]
    links = [cell.hyperlink.location for row in book[LIST] for cell in row if cell.hyperlink]
    places = {one.at.within for one in problems if one.at and one.at.cell}
    assert places <= set(links)
    assert all(cell.data_type != "f" for row in book[LIST] for cell in row)


def test_parts_without_notes_stay_byte_for_byte(workbook: bytes, tmp_path: Path) -> None:
    before, after = read_parts(workbook), read_parts(give_back(workbook, tmp_path))
    noted = {at.sheet for one in find_problems(workbook, tmp_path) if (at := one.at)}
    may_change = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                  "docProps/app.xml", "xl/styles.xml"}  # fmt: skip
    changed = {name for name in before if before[name] != after[name]} - may_change
    sheets = {name for name in changed if name.startswith("xl/worksheets/")}
    assert set(before) <= set(after)
    assert len([name for name in sheets if name.endswith(".xml")]) <= len(noted) + 1
    assert all("comment" in name or "vmlDrawing" in name for name in changed - sheets)
    assert before.get("xl/sharedStrings.xml") == after.get("xl/sharedStrings.xml")


def test_the_same_workbook_gives_the_same_copy(tmp_path: Path) -> None:
    assert give_back(FAULTY, tmp_path) == give_back(FAULTY, tmp_path)


def test_what_a_copy_was_made_of_goes_with_it() -> None:
    """2,000 copies are made one after the other: none waits for Python's collector to go."""
    notes = [Note(Location("a", "คะแนน", "C2"), None, Mark.ERROR, "ก", "ข")]
    gc.collect()
    gc.disable()
    try:
        annotate(FAULTY, notes, BOUNDS)
        left = [one for one in gc.get_objects() if isinstance(one, (Node, SheetPlaces))]
    finally:
        gc.enable()
    assert not left


def test_people_keep_their_comments(tmp_path: Path) -> None:
    scores = open_book(give_back(FAULTY, tmp_path))["คะแนน"]
    assert scores["C2"].comment.text.startswith("ของเดิม\n\n[ita-docs] ต้องแก้")
    assert scores["E2"].comment.text == "อีกข้อหนึ่ง"
    assert scores["E2"].comment.author == "สมชาย"
    drawing = (
        read_part(give_back(FAULTY, tmp_path), "xl/drawings/commentsDrawing2.vml")
        if ("xl/drawings/commentsDrawing2.vml" in read_parts(FAULTY))
        else next(
            part.decode()
            for name, part in read_parts(give_back(FAULTY, tmp_path)).items()
            if name.endswith(".vml")
        )
    )
    shapes = re.findall(r"<x:Row>(\d+)</x:Row>.*?<x:Column>(\d+)</x:Column>", drawing, re.DOTALL)
    assert ("1", "10") in shapes
    assert len(shapes) == len(set(shapes))


def test_names_that_belong_to_a_sheet_still_do(tmp_path: Path) -> None:
    book = open_book(give_back(FAULTY, tmp_path))
    assert book["CPI"].print_title_rows == "$1:$1"
    assert "ITA_DOCS_RETURNED" in book[LIST].defined_names


def test_the_properties_name_the_sheet(tmp_path: Path) -> None:
    form = make_form(tall=True)
    before, after = (read_part(content, "docProps/app.xml") for content in (
        form, give_back(form, tmp_path)))  # fmt: skip
    count = int(re.findall(r"<vt:i4>(\d+)</vt:i4>", before)[0])
    assert int(re.findall(r"<vt:i4>(\d+)</vt:i4>", after)[0]) == count + 1
    assert (
        re.findall(r"<vt:lpstr>([^<]*)</vt:lpstr>", after.partition("TitlesOfParts")[2])[0] == LIST
    )


def test_a_fault_of_a_whole_sheet_or_file_is_listed_alone() -> None:
    problems = [
        Problem("sheet-missing", Location("a.xlsx"), values={"sheet": "คะแนน"}),
        Problem("sheet-hidden", Location("a.xlsx", "CPI"), values={"sheet": "CPI"}),
        Problem("row-hidden", Location("a.xlsx", "CPI", "2:2"), values={"rows": "2"}),
        Problem("column-hidden", Location("a.xlsx", "CPI", "B:B"), values={"column": "B"}),
    ]
    book = open_book(annotate(FAULTY, write_notes(problems, frozenset()), BOUNDS))
    places = [row[2].value for row in book[LIST].iter_rows(min_row=6)]
    assert places == ["ทั้งไฟล์", "แผ่นงาน CPI", "'CPI'!2:2", "'CPI'!B:B"]
    assert book["CPI"]["A2"].fill.fgColor.rgb == Mark.WARNING
    assert book["CPI"]["C2"].fill.fgColor.rgb == Mark.WARNING
    assert book["CPI"]["B1"].comment is not None


def test_cells_and_rows_that_are_not_there_are_put_in_order() -> None:
    places = ["A1", "C1", "XFD3", "B2", "AA2", "A700", "A300"]
    notes = [Note(Location("a", "CPI", place), None, Mark.ERROR, "ก", "ข") for place in places]
    copy = annotate(FAULTY, notes, BOUNDS)
    sheet = open_book(copy)["CPI"]
    assert all(sheet[place].fill.fgColor.rgb == Mark.ERROR for place in places)
    part = next(p for n, p in read_parts(copy).items() if b'"XFD3"' in p and "sheets" in n).decode()
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', part)]
    assert rows == sorted(set(rows))
    for row in re.findall(r"<row .*?</row>", part):
        columns = [
            openpyxl.utils.column_index_from_string(letters)
            for letters in re.findall(r'<c r="([A-Z]+)\d+"', row)
        ]
        assert columns == sorted(set(columns))


def test_a_cell_takes_the_style_of_its_row_or_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FAULTY))
    book["CPI"].column_dimensions["E"].number_format = "0.0000"
    content = io.BytesIO()
    book.save(content)
    notes = [Note(Location("a", "CPI", "E900"), None, Mark.ERROR, "ก", "ข")]
    cell = open_book(annotate(content.getvalue(), notes, BOUNDS))["CPI"]["E900"]
    assert (cell.number_format, cell.fill.fgColor.rgb) == ("0.0000", Mark.ERROR)


def test_an_empty_sheet_takes_a_note() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FAULTY))
    book.create_sheet("ว่าง")
    content = io.BytesIO()
    book.save(content)
    notes = [Note(Location("a", "ว่าง", "B2"), None, Mark.ERROR, "ก", "ข")]
    assert open_book(annotate(content.getvalue(), notes, BOUNDS))["ว่าง"]["B2"].comment is not None


def test_hostile_text_is_text() -> None:
    typed = "=1+1 <b>&amp;</b> \x0b {{ x }} ]]>"
    office = "=cmd|' /C calc'!A0\x00"
    at = Location("a", "CPI", "A2")
    notes = write_notes([Problem("sheet-unknown", at, office, {"sheet": typed})], frozenset())
    book = open_book(annotate(FAULTY, notes, BOUNDS))
    assert "=1+1 <b>&amp;</b> \u240b {{ x }} ]]>" in book[LIST]["E6"].value
    assert book[LIST]["D6"].value == "'=cmd|' /C calc'!A0\u2400"
    assert "<b>&amp;</b>" in book["CPI"]["A2"].comment.text


def test_a_strict_workbook_takes_notes_under_its_own_names(tmp_path: Path) -> None:
    strict = make_strict(make_faulty(comments=False))
    before = find_problems(strict, tmp_path)
    copy = give_back(strict, tmp_path)
    assert list_faults(find_problems(copy, tmp_path)) == list_faults(before)
    added = set(read_parts(copy)) - set(read_parts(strict))
    for name in added - {name for name in added if name.endswith(".vml")}:
        assert b"schemas.openxmlformats.org/spreadsheetml" not in read_parts(copy)[name], name
        assert b"schemas.openxmlformats.org/officeDocument" not in read_parts(copy)[name], name


def test_what_is_no_workbook_takes_no_notes() -> None:
    for content in (b"", b"PK", change(FAULTY, {"xl/workbook.xml": lambda _: b"<a>"})):
        with pytest.raises(Exception, match=r".") as failed:
            annotate(content, [], BOUNDS)
        assert type(failed.value).__name__ in ("ContainerError", "PackageError", "XmlError")
    with pytest.raises(XmlError):
        annotate(change(FAULTY, {"xl/styles.xml": lambda p: b"\xff\xfe" + p}), [], BOUNDS)
    with pytest.raises(PackageError):
        annotate(
            change(
                FAULTY, {"xl/workbook.xml": lambda p: p.replace(b'sheetId="1"', b'sheetId="x"')}
            ),
            [],
            BOUNDS,
        )


def test_a_chart_sheet_that_was_on_top_is_no_longer() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("คะแนน")
    sheet.write_column(0, 0, [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='คะแนน'!$A$1:$A$3"})
    on_top = book.add_chartsheet("กราฟ")
    on_top.set_chart(chart)
    on_top.activate()
    book.close()
    notes = [Note(Location("a", "คะแนน", "A2"), None, Mark.ERROR, "ก", "ข")]
    copy = annotate(content.getvalue(), notes, BOUNDS)
    parts = read_parts(copy)
    selected = [name for name, part in parts.items() if b"tabSelected" in part]
    assert len(selected) == 1
    assert b'activeTab="' not in parts["xl/workbook.xml"]
    before = read_parts(content.getvalue())
    assert parts["xl/charts/chart1.xml"] == before["xl/charts/chart1.xml"]
    assert open_book(copy)["คะแนน"]["A2"].comment is not None
    of_the_chart = [Note(Location("a", "กราฟ", "A1"), None, Mark.ERROR, "ก", "ข")]
    copied = read_parts(annotate(content.getvalue(), of_the_chart, BOUNDS))
    assert not [name for name in copied if "comments" in name]


def test_a_persons_own_sheet_of_that_name_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FAULTY))
    book.create_sheet(LIST)["A1"] = "ของฉันเอง"
    content = io.BytesIO()
    book.save(content)
    notes = [Note(Location("a", "คะแนน", "C2"), None, Mark.ERROR, "ก", "ข")]
    copy = open_book(annotate(content.getvalue(), notes, BOUNDS))
    assert copy.sheetnames[0] == f"{LIST} (2)"
    assert copy[LIST]["A1"].value == "ของฉันเอง"


def test_a_note_in_merged_cells_stands_where_it_is_seen() -> None:
    book = openpyxl.Workbook()
    book.active.append([None, 1, 2])
    book.active.merge_cells("B1:C3")
    content = io.BytesIO()
    book.save(content)
    notes = [
        Note(Location("a", "Sheet", "C1"), None, Mark.ERROR, "ไม่มีคะแนน", "กรอก"),
        Note(Location("a", "Sheet", "B1"), None, Mark.WARNING, "ใหญ่ไป", "ตรวจ"),
        Note(Location("a", "Sheet", "C3"), None, Mark.ERROR, "ว่าง", "กรอก"),
        Note(Location("a", "Sheet", "D3"), None, Mark.ERROR, "ข้างกัน", "กรอก"),
    ]
    sheet = open_book(annotate(content.getvalue(), notes, BOUNDS))["Sheet"]
    said = sheet["B1"].comment.text
    assert [text in said for text in ("ไม่มีคะแนน", "ใหญ่ไป", "ว่าง", "ข้างกัน")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert sheet["B1"].fill.fgColor.rgb == Mark.ERROR.value
    assert "ข้างกัน" in sheet["D3"].comment.text


def test_a_thread_of_comments_stays_and_the_list_alone_says_it() -> None:
    def make_thread(part: bytes) -> bytes:
        thread = b"<author>tc={0A1B2C3D-0000-0000-0000-000000000000}</author>"
        return part.replace("<author>สมชาย</author>".encode(), thread)

    names = [name for name in read_parts(FAULTY) if "comments/comment" in name]
    threaded = change(FAULTY, dict.fromkeys(names, make_thread))
    notes = [Note(Location("a", "คะแนน", "E2"), None, Mark.ERROR, "ก", "ข")]
    book = open_book(annotate(threaded, notes, BOUNDS))
    assert book["คะแนน"]["E2"].comment.text == "อีกข้อหนึ่ง"
    assert book["คะแนน"]["E2"].fill.fgColor.rgb == Mark.ERROR
    assert book[LIST]["C6"].value == "'คะแนน'!E2"


# --- the copy comes back --------------------------------------------------------------------------


def mend(copy: bytes) -> bytes:
    """The copy as an officer mends it, with the notes left in."""
    typed = {"C2": 80.48, "D2": 88.82, "K2": 62.95}

    def type_in(part: bytes) -> bytes:
        for place, score in typed.items():
            cell = rf'<c r="{place}"( s="[0-9]+")[^>]*?(?:/>|>.*?</c>)'.encode()
            part = re.sub(cell, rf'<c r="{place}"\1><v>{score}</v></c>'.encode(), part)
        return part

    return change(copy, {SCORES: type_in})


def test_the_mended_copy_is_accepted_with_its_notes(tmp_path: Path) -> None:
    mended = mend(give_back(FAULTY, tmp_path))
    assert list_faults(find_problems(mended, tmp_path)) == list_faults(
        find_problems(PHUKET.read_bytes(), tmp_path)
    )


@pytest.mark.parametrize("place", [0, 3, -1])
def test_the_list_is_known_wherever_it_was_moved_and_whatever_it_is_called(
    tmp_path: Path, place: int
) -> None:
    book = open_book(mend(give_back(FAULTY, tmp_path)))
    book[LIST].title = "งานของฉัน"
    book.move_sheet("งานของฉัน", len(book.sheetnames) - 1 if place < 0 else place)
    moved = io.BytesIO()
    book.save(moved)
    assert find_problems(moved.getvalue(), tmp_path) == ()


def test_the_list_is_known_by_its_name_where_a_program_dropped_the_mark(tmp_path: Path) -> None:
    book = open_book(mend(give_back(FAULTY, tmp_path)))
    book[LIST].defined_names.clear()
    moved = io.BytesIO()
    book.save(moved)
    assert find_problems(moved.getvalue(), tmp_path) == ()


def test_a_copy_that_comes_back_faulty_is_marked_anew_and_not_twice(tmp_path: Path) -> None:
    once = give_back(FAULTY, tmp_path)
    half = change(
        once,
        {SCORES: lambda part: re.sub(rb'(<c r="D2"[^>]*>)<v>101</v>', rb"\1<v>88.82</v>", part)},
    )
    again = open_book(give_back(half, tmp_path))
    assert again.sheetnames.count(LIST) == 1
    assert len(again.sheetnames) == len(open_book(once).sheetnames)
    scores = again["คะแนน"]
    assert scores["D2"].fill.fgColor.rgb != Mark.ERROR
    assert scores["D2"].number_format == "0.000"
    assert "[ita-docs]" not in scores["D2"].comment.text
    assert scores["C2"].fill.fgColor.rgb == Mark.ERROR
    assert scores["C2"].comment.text.count("[ita-docs]") == 1
    assert scores["K2"].comment.text.count("ต้องแก้") == 1
    assert len(list(again[LIST].iter_rows(min_row=6))) == 2


def test_a_comment_of_ours_goes_with_its_fault_and_its_shape(tmp_path: Path) -> None:
    once = give_back(make_faulty(comments=False), tmp_path)
    again = annotate(once, [Note(Location("a", "คะแนน", "C2"), None, Mark.ERROR, "ก", "ข")], BOUNDS)
    scores = open_book(again)["คะแนน"]
    assert [cell.coordinate for row in scores for cell in row if cell.comment] == ["C2"]
    shapes = [part for name, part in read_parts(again).items() if name.endswith(".vml")]
    assert sum(part.count(b"<x:ClientData") for part in shapes) == 1


# --- as other programs see them -------------------------------------------------------------------


@pytest.mark.node
def test_the_copies_are_valid_office_files(tmp_path: Path) -> None:
    if not VALIDATOR.is_file():
        pytest.skip("the validator is not installed: run npm install in tests/node")
    for name, make in WORKBOOKS.items():
        content = make()
        assert validate(give_back(content, tmp_path), tmp_path) <= validate(content, tmp_path), name
    broken = change(FAULTY, {SCORES: lambda part: part.replace(b"<cols>", b"<colz/><cols>", 1)})
    assert validate(broken, tmp_path) - validate(FAULTY, tmp_path)


def validate(content: bytes, folder: Path) -> set[tuple[str, str]]:
    path = folder / "validated.xlsx"
    path.write_bytes(content)
    done = subprocess.run(
        ["node", str(VALIDATOR), str(path)], capture_output=True, check=False, timeout=120
    )
    errors = json.loads(done.stdout)["errors"]
    return {(str(error["path"]), str(error["description"])) for error in errors}


@pytest.mark.calc
def test_libreoffice_opens_every_copy_and_keeps_values_and_comments(tmp_path: Path) -> None:
    copies = {name: give_back(make(), tmp_path) for name, make in WORKBOOKS.items()}
    saved = recalculate(copies, tmp_path)
    for name, path in saved.items():
        before, after = open_book(copies[name]), open_book(path.read_bytes())
        assert after.sheetnames == before.sheetnames, name
        kept = list_values(after)
        for place, value in list_values(before).items():
            if not str(value).startswith("="):
                assert kept.get(place) == value, (name, place)
        for sheet in before:
            for row in sheet:
                for cell in row:
                    if cell.comment:
                        assert after[sheet.title][cell.coordinate].comment, (name, cell)
        faults = list_faults(find_problems(path.read_bytes(), tmp_path))
        known = {code for code, _ in list_faults(find_problems(copies[name], tmp_path))}
        assert {code for code, _ in faults} <= known | {"formula-not-calculated"}, name
