"""What a person sees of a cell, by the kind of its column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ita_docs.entries.cells import (
    Fault,
    read_lines,
    read_name,
    read_number,
    read_score,
    read_text,
    read_year,
)
from ita_docs.entries.shown import find_score_note, find_text_note
from ita_docs.model import Cell, FiscalYear
from ita_docs.problems import Location

AT = Location("a.xlsx", "คะแนน", "B2")


def cell(value: object, code: str = "General", mark: str | None = None, shown: str | None = None):
    return Cell(value, AT, False, code, mark, shown)


def formula(value: object) -> Cell:
    return Cell(value, AT, True)


def code_of(read: object) -> str:
    assert isinstance(read, Fault)
    return read.code


@pytest.mark.parametrize("mark", ["raised", "lowered", "struck", "hidden"])
def test_runs_are_a_fault_of_a_number_and_a_note_of_a_text(mark: str) -> None:
    odd = cell("91", mark=mark, shown="9")
    assert {code_of(read_number(odd)), code_of(read_year(odd)), code_of(read_name(odd, 99))} == {
        "cell-runs-differ"
    }
    assert read_text(odd, 99) == "9"
    note = find_text_note(odd, "9")
    assert note is not None
    assert (note.code, note.values["typed"], note.values["shown"]) == (
        "text-runs-left-out", "91", "“9”",
    )  # fmt: skip


def test_a_text_that_is_struck_out_whole_is_none_and_told() -> None:
    struck = cell("ก\nข", mark="struck", shown="")
    assert (read_text(struck, 99), read_lines(struck, 99)) == (None, ())
    note = find_text_note(struck, None)
    assert note is not None
    assert note.values["typed"] == "ก ⏎ ข"


@pytest.mark.parametrize("value", [0, 0.0, Decimal(0)])
def test_a_formulas_zero_is_no_text_and_a_score_to_be_accepted(value: object) -> None:
    assert read_text(formula(value), 99) is None
    assert read_score(formula(value)) == 0
    note = find_score_note(formula(value), Decimal(0))
    assert note is not None
    assert note.code == "score-formula-zero"


def test_a_zero_that_was_typed_and_a_formulas_other_results_are_nothing_to_tell() -> None:
    assert find_score_note(cell(0), Decimal(0)) is None
    assert find_score_note(formula(85.31), Decimal("85.31")) is None
    assert read_text(formula(False), 99) != "0"
    assert read_text(cell(0), 99) == "0"


@pytest.mark.parametrize(
    ("value", "code", "told"),
    [
        (85.31, "0.0", True), (85.31, "0", True), (85.3, "0.0", False), (85, "0", False),
        (85.31, "0.00", False), (85.31, "General", False), ("85.31", "0", False),
        (85.3, '0.0" คะแนน"', False), (85.31, '0.0" คะแนน"', True),
    ],
)  # fmt: skip
def test_a_score_shown_with_fewer_places_than_are_printed_is_told(
    value: object, code: str, told: bool
) -> None:
    number = read_number(cell(value, code))
    assert isinstance(number, Decimal)
    note = find_score_note(cell(value, code), number)
    assert (note is not None) is told


@pytest.mark.parametrize(
    "text",
    ["#ERROR!", "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#TIMEOUT!", "Err:502", "ERR:509",
     "Loading...", "Loading…", "กำลังโหลด...", "########", "##", " #VALUE! ", "#REF"],
)  # fmt: skip
def test_what_programs_write_for_an_error_is_an_error_in_every_column(text: str) -> None:
    readers = (read_number, read_year, lambda c: read_text(c, 99), lambda c: read_name(c, 99))
    assert {code_of(read(cell(text))) for read in readers} == {"cell-error-value"}


@pytest.mark.parametrize(
    "text",
    ["#1 ของจังหวัด", "Error", "Loading", "# หมายเหตุ", "กำลังโหลดเอกสาร", "#ไทย!", "กลุ่มอำนวยการ"],
)
def test_texts_that_only_begin_like_an_error_are_texts(text: str) -> None:
    assert read_text(cell(text), 99) == text


def test_an_error_by_its_type_is_one_whatever_it_says() -> None:
    assert code_of(read_text(cell("Fehler", mark="error"), 99)) == "cell-error-value"


@pytest.mark.parametrize("text", ["nan", "NaN", "NULL", "null", "N/A", "n.a.", "None", "undefined"])
def test_words_for_no_value_are_no_text_and_noted(text: str) -> None:
    assert read_text(cell(text), 99) is None
    note = find_text_note(cell(text), None)
    assert note is not None
    assert note.code == "text-stand-in"


@pytest.mark.parametrize("text", ["นาน", "nancy", "Nullarbor", "ไม่มี", "-"])
def test_other_words_are_not_noted(text: str) -> None:
    assert find_text_note(cell(text), read_text(cell(text), 99)) is None


def test_a_year_is_read_as_it_is_shown() -> None:
    assert read_year(cell(62, '"พ.ศ. 25"00')) == FiscalYear(2562)
    assert read_year(cell("62", '"25"@')) == FiscalYear(2562)
    assert read_year(cell(2562, '"ปี "0')) == FiscalYear(2562)
    assert code_of(read_year(cell(2562, "0,"))) == "cell-shown-otherwise"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2557, '"ประเทศไทย "0', "ประเทศไทย 2557"), (0.5, "0%", "50%"), (2557, "#,##0", "2,557"),
        (36, "t0.00", "๓๖.๐๐"), (0, "0;-0;;@", None), ("สมมติ", '"นาย"@', "นายสมมติ"),
        ("ลับ", ";;;", None), (36.1234567, "General", "36.1234567"),
    ],
)  # fmt: skip
def test_a_text_is_what_its_format_shows(value: object, code: str, text: str | None) -> None:
    assert read_text(cell(value, code), 99) == text
