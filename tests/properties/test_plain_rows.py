"""The shortcut for plain rows reads what the parser reads, whatever stands in the sheet."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_docs.model import Workbook
from ita_docs.problems import InputError
from ita_docs.workbook import LARGE, plain_rows, read_workbook, sheet
from tests.corpus.make_corpus import FAULTY, SOUND, make_parts, measures, offices, pack, scores

SHEET = "xl/worksheets/sheet2.xml"
PARTS = make_parts(offices(), scores(), measures())
PLAIN = str(PARTS[SHEET])
PLACES = [match.start() for match in re.finditer("[<>]| [rst]=", PLAIN)]
PIECES = (
    '<row r="3"><c r="A3"><v>1</v></c></row>', '<row r="2"><c r="B2"><v>7</v></c></row>',
    '<row r="3" hidden="1">', '<row r="3" ht="0">', '<row r="3" r="4">', "<row>", "<row/>",
    '<row r="5" spans="1:16" s="1" customFormat="1" ht="18" customHeight="1" a:b="0.3">', "</row>",
    "<!--", "-->", "<!-- </row>", "<![CDATA[", "]]>", "<?x </row> ?>", "<!DOCTYPE x>",
    '<c r="B2">', '<c r="B2"/>', '<c r="Q2" s="2"><v>45000</v></c>', "<c><v>9</v></c>",
    '<c r="Q2" s="99"><v>1</v></c>', "<v>1</v>", "๙",
    '<c r="XFE2"><v>1</v></c>', '<c r="Q3"><v>1</v></c>', '<c r="Q2" t="s"><v>0</v></c>',
    '<c r="Q2" t="n"><v>1e400</v></c>', '<c r="Q2"><v>--1</v></c>', "<c><v>9</v></c>",
    '<c r="Q2"><f>A1</f><v>1</v></c>', '<c r="Q2" t="inlineStr"><is><t>a&amp;b</t></is></c>',
    '<c r="Q2" t="inlineStr"><is><t>&#3585;&nbsp;</t></is></c>', "</c>", "</v>", "</sheetData>",
    '<c r="Q2" t="inlineStr"><is><t>]]></t></is></c>', '<c r="Q2" t="inlineStr"><v>1</v></c>',
    '<c r="Q2" t="inlineStr"><is><t>_x0041_</t></is></c>', "<sheetData>", " ", "\n", "\x00", "&",
    '<c r="Q2" s="4"><v>1</v></c>', '<c r="Q2" t="e"><v>Err:502</v></c>', "<v>0</v>",
    '<c r="Q2" t="inlineStr"><is><r><rPr><strike/></rPr><t>a</t></r><r><t>b</t></r></is></c>',
    '<sheetViews><sheetView showZeros="0"/></sheetViews>', ' s="4"', '<c r="Q2" s="4"/>',
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(0, 40), st.sampled_from(("", *PIECES))),
    min_size=1,
    max_size=4,
)


def outcome(path: Path) -> Workbook | tuple[str, str]:
    try:
        return read_workbook(path)
    except InputError as error:
        return error.code, str(error.at)


def read_both_ways(path: Path) -> tuple[object, object]:
    short = outcome(path)
    with patch.object(sheet, "match_row", lambda _data, _place: None):
        return short, outcome(path)


@pytest.mark.parametrize("name", [*SOUND, *FAULTY])
def test_every_workbook_of_the_corpus_reads_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "scores.xlsx"
    path.write_bytes(SOUND[name]() if name in SOUND else FAULTY[name][0]())
    short, parsed = read_both_ways(path)
    assert short == parsed


@settings(max_examples=400, deadline=None)
@given(edits=EDITS)
def test_a_damaged_sheet_reads_the_same(edits, tmp_path_factory: pytest.TempPathFactory) -> None:
    xml = PLAIN
    for place, cut, piece in sorted(edits, reverse=True):
        xml = xml[:place] + piece + xml[place + cut :]
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(pack({**PARTS, SHEET: xml}))
    short, parsed = read_both_ways(path)
    assert short == parsed


@settings(max_examples=100, deadline=None)
@given(sizes=st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_it_does_not_matter_where_the_file_is_cut(sizes: list[int]) -> None:
    data = PLAIN.encode()
    whole = read_rows([data])
    assert len(whole) == 2
    pieces, place = [], 0
    while place < len(data):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(data[place : place + size])
        place += size
    assert read_rows(pieces) == whole


def read_rows(pieces: list[bytes]) -> list[sheet.SheetRow]:
    class Package:
        file = "scores.xlsx"
        limits = LARGE

        def stream(self, _name: str) -> list[bytes]:
            return pieces

    parts = sheet.Parts()
    part = sheet.SheetPart("คะแนน", SHEET, hidden=False)
    return list(sheet.Sheet(Package(), part, parts, 1000).read_rows())  # type: ignore[arg-type]


def test_an_ordinary_sheet_takes_the_short_way() -> None:
    row = PLAIN[PLAIN.index('<row r="2"') : PLAIN.index("</sheetData>")].encode()
    found = plain_rows.match_row(row, 0)
    assert found is not None
    assert (found.number, len(found.cells), found.end) == (b"2", 16, len(row))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><!-- --></row>',
        '<row r="2"><c r="A2"><f>1</f><v>1</v></c></row>',
        '<row r="2">text</row>',
        '<row r="2"><c r="A2"><v>1</v></c>',
        '<row r="2" hidden="true"><c r="A2"><v>1</v></c></row>',
        '<row r="2" s="1" s="1"><c r="A2"><v>1</v></c></row>',
    ],
)
def test_any_other_row_is_the_parsers(row: str) -> None:
    assert plain_rows.match_row(row.encode(), 0) is None
