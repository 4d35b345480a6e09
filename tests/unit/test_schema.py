from __future__ import annotations

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.schema import INDICATOR_NAMES, SHEETS, is_footer
from tools.make_column_page import PAGE, build_page


def test_the_page_of_columns_is_made_from_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run `make docs`"


def test_every_column_has_words_of_its_own_in_both_languages() -> None:
    for sheet in SHEETS.values():
        said = [column.words for column in sheet.columns.values()]
        assert len({words.th for words in said}) == len(said)
        assert len({words.en for words in said}) == len(said)
        assert all(words.th != words.en for words in said)


def test_no_spelling_names_two_columns_of_a_sheet() -> None:
    for sheet in SHEETS.values():
        spellings = [
            text
            for column in (
                *sheet.columns.values(),
                *sheet.live.values(),
                *sheet.guards.values(),
            )
            for text in (column.header, *column.aliases)
        ]
        assert len(sheet.keys) == len(spellings), sheet.name
        assert all(sheet.find_field(text) is not None for text in spellings)


def test_the_names_of_the_indicators_are_those_of_every_year() -> None:
    for framework in load_frameworks().values():
        for indicator in framework.indicators:
            spellings = {indicator.name, *indicator.aliases}
            assert spellings <= set(INDICATOR_NAMES[indicator.number]), framework.year


@pytest.mark.parametrize(
    "text",
    ["รวม", "รวมทั้งสิ้น", "รวมเฉลี่ย", "ยอดรวม", "เฉลี่ย", "Total", "Grand total:", "SUM",
     "Average", "mean",
     "ค่าเฉลี่ย", "ค่าเฉลี่ยระดับประเทศ", "คะแนนเฉลี่ย", "คะแนนรวมเฉลี่ย",
     "รวม ๒๔๕ แห่ง", "รวมทั้งสิ้น 1,234 โรงเรียน", "รวมจำนวน 3 เขต"],
)  # fmt: skip
def test_a_row_that_sums_up_is_a_footer(text: str) -> None:
    assert is_footer(text, alone=False)


@pytest.mark.parametrize(
    "text", ["หมายเหตุ ก", "*หมายเหตุ", "ที่มา: ก", "แหล่งที่มา", "Notes: x", "Source"]
)
def test_a_note_is_a_footer_where_it_stands_alone(text: str) -> None:
    assert is_footer(text, alone=True)
    assert not is_footer(text, alone=False)


@pytest.mark.parametrize(
    "text",
    ["รวมใจพัฒนา", "รวมใจ 2", "สพป.ภูเก็ต", "โรงเรียนเฉลี่ยวิทยา", "Sumner School", "Noteworthy", "", "1"],
)
def test_an_office_is_no_footer(text: str) -> None:
    assert not is_footer(text, alone=True)


@pytest.mark.parametrize(
    ("header", "number"),
    [("2. การใช้งบประมาณ", 2), ("(๒) การใช้งบประมาณ", 2), ("2 การใช้งบประมาณ", 2), ("ตัวชี้วัดที่ 2", 2),
     ("10) การป้องกันการทุจริต", 10), ("2. การใช้อำนาจ", None), ("2. งบ", None), ("2", None),
     ("ตัวชี้วัดที่ 2 ปีก่อน", None), ("12 การใช้งบประมาณ", None)],
)  # fmt: skip
def test_an_indicator_is_named_by_its_number_and_its_own_name(
    header: str, number: int | None
) -> None:
    found = SHEETS["scores"].find_field(header)
    assert found == (None if number is None else f"indicator_{number}")
