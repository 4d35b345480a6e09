from __future__ import annotations

import datetime
import importlib.util
import pickle
import sys
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
import xlsxwriter

from ita_docs.model import Cell, Row, Workbook
from ita_docs.problems import InputError
from ita_docs.thai import to_arabic_digits
from ita_docs.wording import write_line
from ita_docs.workbook import LARGE, SHEETS, STRANGERS, Limits, open_workbook, read_workbook
from tests.corpus.make_corpus import (
    OFFICE,
    SOUND,
    change,
    make_parts,
    measures,
    offices,
    pack,
    plain,
    scores,
    with_sheets,
)

ROOT = Path(__file__).parents[3]
INPUTS = sorted((ROOT / "inputs").glob("*.xlsx"))
SHIPPED = {
    "blank-form.xlsx", "example-2568.xlsx", "phuket-2562-as-printed.xlsx", "phuket-2562.xlsx",
}  # fmt: skip


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def read(tmp_path: Path):
    def read_bytes(data: bytes) -> Workbook:
        (tmp_path / "scores.xlsx").write_bytes(data)
        return read_workbook(tmp_path / "scores.xlsx")

    return read_bytes


def score_cell(book: Workbook, field: str = "indicator_1") -> Cell:
    return book.tables["scores"].rows[0].cells[field]


def values(book: Workbook) -> dict[str, list[dict[str, object]]]:
    return {
        key: [{name: cell.value for name, cell in row.cells.items()} for row in table.rows]
        for key, table in book.tables.items()
    }


def with_cell(xml: str, **workbook: str) -> bytes:
    return with_sheets(offices(), change(scores(), B2=xml), measures(), **workbook)


# --- addresses and tables -----------------------------------------------------------------------


def test_every_cell_knows_the_address_that_a_person_can_go_to(read) -> None:
    book = read(plain())
    assert str(score_cell(book, "indicator_3").at) == "scores.xlsx: 'คะแนน'!D2"
    assert str(book.tables["scores"].headers["total"]) == "scores.xlsx: 'คะแนน'!O1"


def test_an_empty_field_has_a_cell_with_its_address_and_an_absent_column_has_none(read) -> None:
    book = read(with_sheets(offices(), change(scores(), B2="", O1="", O2=""), measures()))
    assert score_cell(book) == Cell(None, book.tables["scores"].rows[0].cells["indicator_1"].at)
    assert score_cell(book).at.cell == "B2"
    assert "total" not in book.tables["scores"].rows[0].cells


def test_blank_rows_are_passed_over_and_keep_the_numbers_of_the_others(read) -> None:
    book = read(with_sheets(offices(), change(scores(), A5="สพป.อื่น", A3=" \u200b"), measures()))
    assert [row.number for row in book.tables["scores"].rows] == [2, 5]


def test_absent_optional_sheets_have_no_table_and_are_no_problem(read) -> None:
    book = read(with_sheets(offices(), scores()))
    assert set(book.tables) == {"offices", "scores"}
    assert book.problems == ()


def test_a_sheet_without_headers_gives_no_table(read) -> None:
    book = read(with_sheets(offices(), change(scores(cells={}), A1="คะแนนของเรา")))
    assert "scores" not in book.tables
    assert [problem.code for problem in book.problems] == ["header-row-missing"]


def test_every_required_header_that_is_missing_is_named(read) -> None:
    book = read(with_sheets(offices(), change(scores(), B1="", B2="", K1="", K2="")))
    missing = [p.values["header"] for p in book.problems if p.code == "header-missing"]
    assert missing == ["ตัวชี้วัดที่ 1, ตัวชี้วัดที่ 10"]


def test_a_quote_in_the_name_of_a_sheet_is_doubled_as_excel_does(read) -> None:
    book = read(with_sheets(offices(), scores(), measures(name="it's")))
    assert str(book.problems[0].at) == "scores.xlsx: 'it''s'"


def test_a_result_can_be_sent_from_a_child_process(read) -> None:
    book = read(plain())
    assert pickle.loads(pickle.dumps(book)) == book
    error = InputError("file-too-large", score_cell(book).at, limit=20)
    assert write_line(pickle.loads(pickle.dumps(error)), "th") == write_line(error, "th")


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<c r='B2'><v>82.22</v></c>", 82.22),
        ("<c r='B2'><v>82</v></c>", 82),
        ("<c r='B2'><v>8.5E+1</v></c>", 85.0),
        ("<c r='B2'><v>0</v></c>", 0),
        ("<c r='B2' t='b'><v>1</v></c>", True),
        ("<c r='B2' t='e'><v>#REF!</v></c>", "#REF!"),
        ("<c r='B2' t='str'><v>๘๒.๒๒ </v></c>", "๘๒.๒๒ "),
        ("<c r='B2' t='inlineStr'><is><t>a</t><rPh><t>x</t></rPh></is></c>", "a"),
        ("<c r='B2' t='inlineStr'><is><t>a_x000B_b</t></is></c>", "a\x0bb"),
        ("<c r='B2' t='inlineStr'><is><t>_x005F_x000B_</t></is></c>", "_x000B_"),
        ("<c r='B2' t='inlineStr'><is><t>{{ x }} &lt;&amp;</t></is></c>", "{{ x }} <&"),
        ("<c r='B2' t='d'><v>2025-10-15</v></c>", datetime.datetime(2025, 10, 15)),
        ("<c r='B2' s='2'><v>45945</v></c>", datetime.datetime(2025, 10, 15)),
    ],
)
def test_a_stored_value_is_delivered_as_it_is(read, xml: str, value: object) -> None:
    cell = score_cell(read(with_cell(xml)))
    assert cell.value == value
    assert type(cell.value) is type(value)
    assert not cell.formula


@pytest.mark.parametrize("text", ["๘๒.๒๒", "1_0", "nan", "inf", "1e309x", "0x10", "1,082", "8 2"])
def test_what_python_would_take_for_a_number_and_excel_would_not_stays_text(read, text) -> None:
    cell = score_cell(read(with_cell(f"<c r='B2'><v>{text}</v></c>")))
    assert cell.value == text
    assert isinstance(cell.value, str)


def test_a_number_in_a_date_format_that_is_no_day_stays_a_number(read) -> None:
    cell = score_cell(read(with_cell("<c r='B2' s='2'><v>99999999</v></c>")))
    assert cell.value == 99999999
    assert "yyyy" in cell.number_format


def test_the_number_format_comes_with_the_value(read) -> None:
    cell = score_cell(read(with_cell("<c r='B2' s='3'><v>0.85</v></c>")))
    assert (cell.value, cell.number_format) == (0.85, "0.00%")
    assert score_cell(read(plain())).number_format == "General"


def test_dates_of_a_workbook_that_counts_from_1904(read) -> None:
    data = with_cell(
        "<c r='B2' s='2'><v>44483</v></c>", extra_workbook="<workbookPr date1904='1'/>"
    )
    assert score_cell(read(data)).value == datetime.datetime(2025, 10, 15)


# --- formulas -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<c r='B2'><f>80+2.22</f><v>82.22</v></c>", 82.22),
        ("<c r='B2' t='str'><f>A1</f><v>ข้อความ</v></c>", "ข้อความ"),
        ("<c r='B2' t='str'><f>A1</f><v></v></c>", ""),
        ("<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!"),
        ("<c r='B2'><f>80+2.22</f><v></v></c>", None),
        ("<c r='B2'><f>80+2.22</f></c>", None),
    ],
)
def test_a_formula_has_the_result_that_was_stored_or_none(read, xml: str, value: object) -> None:
    cell = score_cell(read(with_cell(xml)))
    assert cell.formula
    assert cell.value == value


def test_results_that_excel_is_told_to_calculate_anew_are_none(read) -> None:
    # Programs that cannot calculate store a 0 and ask Excel to fill in the result on opening.
    data = with_cell(
        "<c r='B2'><f>80+2.22</f><v>0</v></c>", extra_workbook="<calcPr fullCalcOnLoad='1'/>"
    )
    book = read(data)
    assert (score_cell(book).value, score_cell(book).formula) == (None, True)
    assert score_cell(book, "indicator_2").value == 80.48


def test_a_row_of_formulas_without_results_is_not_blank(read) -> None:
    book = read(with_sheets(offices(), change(scores(), A3="<c r='A3'><f>A2</f></c>"), measures()))
    assert [row.number for row in book.tables["scores"].rows] == [2, 3]


def test_merged_cells_name_the_office_whose_row_they_are_in(read) -> None:
    def merge(cells: str) -> str:
        return f'<mergeCells><mergeCell ref="{cells}"/></mergeCells>'

    (inside,) = read(with_sheets(offices(), scores(behind=merge("B2:C2")))).problems
    (across,) = read(with_sheets(offices(), scores(behind=merge("B1:B2")))).problems
    assert (inside.code, inside.office) == ("cells-merged", OFFICE)
    assert (across.code, across.office) == ("cells-merged", None)


def test_a_large_workbook_is_read_as_the_others_are(tmp_path: Path) -> None:
    for name, make in SOUND.items():
        (tmp_path / "scores.xlsx").write_bytes(make())
        found = [outcome(tmp_path / "scores.xlsx", limits) for limits in (STRANGERS, LARGE)]
        assert found[0] == found[1] or found[1] == "rows-out-of-order", name


def outcome(path: Path, limits: Limits) -> Workbook | str:
    try:
        return read_workbook(path, limits)
    except InputError as error:
        return error.code


def test_a_large_workbook_comes_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "scores.xlsx"
    path.write_bytes(plain())
    arriving = open_workbook(path, LARGE)
    seen = []
    for key, table in arriving.read_tables():
        seen += [(key, row.number) for row in table.rows]
    assert seen == [("offices", 2), ("scores", 2), ("measures", 2)]
    assert arriving.problems == ()


def test_a_large_workbooks_rows_must_be_in_order(tmp_path: Path) -> None:
    parts = make_parts(offices(), scores(), measures())
    row = '<row r="{}"><c r="A{}"><v>1</v></c></row>'
    late = row.format(9, 9) + row.format(7, 7)
    sheet = str(parts["xl/worksheets/sheet2.xml"]).replace("</sheetData>", f"{late}</sheetData>")
    path = tmp_path / "scores.xlsx"
    path.write_bytes(pack({**parts, "xl/worksheets/sheet2.xml": sheet}))
    assert [r.number for r in read_workbook(path).tables["scores"].rows] == [2, 7, 9]
    with pytest.raises(InputError) as caught:
        read_workbook(path, LARGE)
    assert caught.value.code == "rows-out-of-order"
    assert str(caught.value.at) == "scores.xlsx: 'คะแนน'!7:7"


# --- limits -------------------------------------------------------------------------------------


def test_a_sheet_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    book = with_sheets(offices(), change(scores(), **{f"A{n}": "x" for n in range(3, 40)}))
    (tmp_path / "scores.xlsx").write_bytes(book)
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "scores.xlsx", replace(STRANGERS, cells=30))
    assert caught.value.code == "sheet-too-large"
    assert str(caught.value.at) == "scores.xlsx: 'คะแนน'"


def test_a_wide_header_row_gives_few_problems(read) -> None:
    wide = {f"{letter}{second}1": "คอลัมน์อื่น" for letter in "ABCD" for second in "ABCDEFGHIJKLM"}
    book = read(with_sheets(offices(), change(scores(), **wide)))
    assert 0 < len(book.problems) <= 30


# --- against another reader ---------------------------------------------------------------------


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_the_shipped_workbooks_read_as_openpyxl_reads_them(path: Path) -> None:
    other = openpyxl.load_workbook(path, data_only=True)
    book = read_workbook(path)
    for key, table in book.tables.items():
        sheet = other[SHEETS[key].name]
        for row in table.rows:
            for cell in row.cells.values():
                assert cell.value == sheet[cell.at.cell].value
                assert cell.number_format == sheet[cell.at.cell].number_format or cell.value is None


def fill_scores(write) -> None:
    for sheet in (offices(), scores(), measures()):
        for address, value in sheet.cells.items():
            write(sheet.name, address, value)


def test_a_workbook_saved_by_openpyxl_reads_like_the_plain_one(read) -> None:
    other = openpyxl.Workbook()
    other.remove(other.worksheets[0])
    for sheet in (offices(), scores(), measures()):
        other.create_sheet(sheet.name)
    fill_scores(lambda sheet, address, value: other[sheet].__setitem__(address, value))
    stream = BytesIO()
    other.save(stream)
    assert values(read(stream.getvalue())) == values(read(plain()))


def test_a_workbook_saved_by_xlsxwriter_reads_like_the_plain_one(read) -> None:
    stream = BytesIO()
    other = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheets = {s.name: other.add_worksheet(s.name) for s in (offices(), scores(), measures())}
    fill_scores(lambda sheet, address, value: sheets[sheet].write(address, value))
    chart = other.add_chart({"type": "column"})
    chart.add_series({"values": "=คะแนน!$B$2:$K$2"})
    sheets["คะแนน"].insert_chart("A5", chart)
    sheets["คะแนน"].write_comment("B2", "หมายเหตุ")
    sheets["คะแนน"].autofilter("A1:P2")
    other.close()
    assert values(read(stream.getvalue())) == values(read(plain()))


def test_a_formula_that_xlsxwriter_could_not_calculate_has_no_result(read) -> None:
    stream = BytesIO()
    other = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheets = {s.name: other.add_worksheet(s.name) for s in (offices(), scores(), measures())}
    fill_scores(lambda sheet, address, value: sheets[sheet].write(address, value))
    sheets["คะแนน"].write_formula("B2", "=90+6.31")
    other.close()
    cell = score_cell(read(stream.getvalue()))
    assert (cell.value, cell.formula) == (None, True)


# --- the shipped workbooks ----------------------------------------------------------------------


def test_the_shipped_workbooks_are_what_their_program_makes() -> None:
    made = {book.name: book for book in load_tool("make_inputs").list_books()}
    assert set(made) == {path.name for path in INPUTS} == SHIPPED
    for path in INPUTS:
        data = load_tool("make_inputs").render_book(made[path.name])
        with zipfile.ZipFile(BytesIO(data)) as new, zipfile.ZipFile(path) as old:
            assert new.namelist() == old.namelist()
            for name in new.namelist():
                assert new.read(name) == old.read(name), f"{path.name}: {name}"
                assert new.getinfo(name).date_time == old.getinfo(name).date_time


def test_a_shipped_workbook_has_the_same_bytes_each_time() -> None:
    tool = load_tool("make_inputs")
    for book in tool.list_books():
        assert tool.render_book(book) == tool.render_book(book)


def test_only_the_blank_form_has_a_problem_and_that_is_its_emptiness() -> None:
    for path in INPUTS:
        codes = [problem.code for problem in read_workbook(path).problems]
        assert codes == (["table-empty"] * 2 if path.name == "blank-form.xlsx" else [])


def weighted(row: Row) -> list[Decimal]:
    scores = [
        Decimal(to_arabic_digits(str(row.cells[f"indicator_{n}"].value))) for n in range(1, 11)
    ]
    exact = [
        Decimal(30) * sum(scores[:5]) / 500,
        Decimal(30) * sum(scores[5:8]) / 300,
        Decimal(40) * sum(scores[8:]) / 200,
    ]
    return [value.quantize(Decimal("0.01"), ROUND_HALF_UP) for value in (*exact, sum(exact))]


def published(row: Row) -> list[Decimal]:
    fields = ("iit", "eit", "oit", "total")
    return [Decimal(repr(row.cells[f].value)).quantize(Decimal("0.01")) for f in fields]


def test_the_published_figures_of_the_examples_follow_from_their_indicators() -> None:
    for name in ("example-2568.xlsx", "phuket-2562.xlsx"):
        for row in read_workbook(ROOT / "inputs" / name).tables["scores"].rows:
            assert weighted(row) == published(row)


def test_the_figures_as_printed_do_not_add_up() -> None:
    table = read_workbook(ROOT / "inputs" / "phuket-2562-as-printed.xlsx").tables["scores"]
    computed, printed = weighted(table.rows[0]), published(table.rows[0])
    assert all(a != b for a, b in zip(computed, printed, strict=True))
    assert printed == [Decimal(figure) for figure in ("26.48", "26.11", "29.63", "82.22")]


def test_the_reconstruction_differs_from_the_print_in_four_cells_and_says_which() -> None:
    rows = [
        read_workbook(ROOT / "inputs" / name).tables["scores"].rows[0]
        for name in ("phuket-2562.xlsx", "phuket-2562-as-printed.xlsx")
    ]
    changed = [
        cell.at.cell
        for name, cell in rows[0].cells.items()
        if cell.value != rows[1].cells[name].value
    ]
    assert changed == ["B2", "D2", "G2", "J2"]
    notes = openpyxl.load_workbook(ROOT / "inputs" / "phuket-2562.xlsx")["หมายเหตุ"]
    text = "\n".join(str(cell.value) for cell in notes["A"])
    assert all(f"ช่อง {address}" in text for address in changed)
    assert "Transparency International" in text


def test_the_example_marks_every_office_as_invented() -> None:
    table = read_workbook(ROOT / "inputs" / "example-2568.xlsx").tables["offices"]
    assert len(table.rows) == 3
    assert all("(ข้อมูลสมมติ)" in str(row.cells["name"].value) for row in table.rows)


# --- the schema ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("ตัวชี้วัดที่ 1", 1),
        ("ตัวชี้วัดที่ ๑๐", 10),
        ("ตัวชี้วัด 2", 2),
        ("ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน", 8),
        ("ตัวชี้วัดที่ 10\nการป้องกันการทุจริต (คะแนน)", 10),
        ("Indicator 07", 7),
        ("I1", 1),
        ("i10", 10),
        ("การเปิดเผยข้อมูล", 9),
        ("ตัวชี้วัดที่ 11", None),
        ("ตัวชี้วัดที่ 100", None),
        ("ตัวชี้วัดที่ 1 ปี 2566", None),
        ("ตัวชี้วัดที่ 2 การใช้อำนาจ", None),
        ("ตัวชี้วัด", None),
        ("IIT ปีก่อน", None),
    ],
)
def test_the_header_of_an_indicator(header: str, number: int | None) -> None:
    expected = None if number is None else f"indicator_{number}"
    assert SHEETS["scores"].find_field(header) == expected


@pytest.mark.parametrize("key", SHEETS)
def test_every_header_and_alias_names_one_field(key: str) -> None:
    sheet = SHEETS[key]
    for name, column in sheet.columns.items():
        for text in (column.header, *column.aliases):
            assert sheet.find_field(text) == name


def test_a_package_with_an_external_relation_is_read_without_it(read) -> None:
    parts = {}
    with zipfile.ZipFile(BytesIO(plain())) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    name = "xl/_rels/workbook.xml.rels"
    link = b'<Relationship Id="e" Type="x/styles" TargetMode="External" Target="http://x.test/"/>'
    parts[name] = parts[name].replace(b"<Relationship ", link + b"<Relationship ", 1)
    assert read(pack(parts)).problems == ()
