"""Whole sheets of every kind of file: what stands where, and nothing more."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ita_docs.model import Grid
from ita_docs.problems import InputError
from ita_docs.workbook.grids import read_grids
from ita_docs.workbook.reader_process import open_reader

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = (
    'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c" '
    'xmlns:draw="d"'
)


def read(folder: Path, name: str, content: bytes) -> tuple[Grid, ...]:
    path = folder / name
    path.write_bytes(content)
    return read_grids(path)


def values(grid: Grid) -> dict[str, object]:
    return {
        str(grid.locate(row, column).cell): cell.value
        for row, cells in grid.rows.items()
        for column, cell in cells.items()
    }


def ods(body: str, styles: str = "", **extra: str) -> bytes:
    import io

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", MIMETYPE)
        content = (
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>"
        )
        package.writestr("content.xml", content)
        for name, text in extra.items():
            package.writestr(name, text)
    return stream.getvalue()


TEXT = 'ชื่อ,คะแนน\r\nสพป.ตรัง เขต 1,"86.31"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("cp874"), TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("utf-16"), TEXT.replace(",", ";").encode("cp874"),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(), TEXT.replace("\r\n", "\r").encode(),
    ],
)  # fmt: skip
def test_delimited_text_in_every_code_and_mark(tmp_path: Path, content: bytes) -> None:
    [grid] = read(tmp_path, "ผล 2567.csv", content)
    assert grid.sheet == "ผล 2567"
    assert values(grid) == {
        "A1": "ชื่อ", "B1": "คะแนน", "A2": "สพป.ตรัง เขต 1", "B2": "86.31",
    }  # fmt: skip


def test_rows_are_counted_as_excel_counts_them(tmp_path: Path) -> None:
    [grid] = read(tmp_path, "a.csv", 'ก,"ข\r\nค"\r\n\r\nง,1\r\n'.encode())
    assert values(grid) == {"A1": "ก", "B1": "ข\r\nค", "A3": "ง", "B3": "1"}


def test_a_semicolon_wins_over_decimal_commas(tmp_path: Path) -> None:
    [grid] = read(tmp_path, "a.csv", "ชื่อ;IIT;EIT\nก;26,48;26,11\n".encode())
    assert values(grid)["B2"] == "26,48"


def test_letters_of_no_known_code_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "a.csv", b"name,score\n\xfc\xfd\xfe\xff,1\n")
    assert caught.value.code == "file-letters-unknown"


def test_a_web_page_called_xls_with_spans_and_texts_around(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset=windows-874><title>ไม่แสดง</title><style>td{}</style></head>"
        "<body><h3>ผล ITA ปี 2567</h3><table><tr><td rowspan=2>ก<td colspan=2>ข &amp; ค</tr>"
        "<tr><td>1<td>86.31%<br>ง</table><p>ท้าย</p></body></html>"
    )
    [grid] = read(tmp_path, "a.xls", page.encode("cp874"))
    assert values(grid) == {
        "A1": "ผล ITA ปี 2567", "A2": "ก", "B2": "ข & ค", "B3": "1", "C3": "86.31%\nง", "A4": "ท้าย",
    }  # fmt: skip
    assert set(grid.merged) == {(2, 1, 3, 1), (2, 2, 2, 3)}


def test_an_opendocument_sheet_cell_by_cell(tmp_path: Path) -> None:
    body = (
        '<table:table table:name="ก" table:style-name="ta1"><table:table-row>'
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<office:annotation><text:p>โน้ต</text:p></office:annotation>"
        '<text:p>หัว<text:s text:c="2"/><text:span>ข</text:span></text:p><text:p>ค</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
        '<table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.8631">'
        "<text:p>86%</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="float" office:value="5"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=A1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    hide = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta1">{hide}</style:style>'
    [grid] = read(tmp_path, "a.ods", ods(body, styles))
    assert grid.hidden
    assert values(grid) == {
        "A1": "หัว  ข\nค", "F1": 0.8631, "A2": 5, "B2": "#DIV/0!", "C2": None, "A3": 5,
        "B3": "#DIV/0!", "C3": None,
    }  # fmt: skip
    assert grid.rows[1][6].number_format == "0%"
    assert grid.rows[2][3].formula
    assert grid.merged == ((1, 1, 1, 2),)


def test_a_protected_opendocument_file_is_named(tmp_path: Path) -> None:
    manifest = "<manifest:encryption-data/>"
    content = ods("", **{"META-INF/manifest.xml": manifest})
    with pytest.raises(InputError) as caught:
        read(tmp_path, "a.ods", content)
    assert caught.value.code == "file-password"


def test_the_reading_process_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ผล.csv"
    path.write_bytes(TEXT.encode("cp874"))
    with open_reader() as reader:
        assert reader.read_grids(path) == read_grids(path)
        missing = tmp_path / "none.csv"
        with pytest.raises(InputError):
            reader.read_grids(missing)
        assert reader.read_grids(path) == read_grids(path)
