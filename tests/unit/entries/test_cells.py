from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from ita_docs.entries.cells import (
    Fault,
    number_of_float,
    parse_number,
    read_lines,
    read_number,
    read_text,
    read_year,
)
from ita_docs.entries.dates import read_date
from ita_docs.entries.habits import strip_numbers
from ita_docs.model import Cell, FiscalYear
from ita_docs.problems import Location


def cell(value: object) -> Cell:
    return Cell(value, Location("a.xlsx", "คะแนน", "B2"))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("82.22", "82.22"),
        (" ๘๒.๒๒\u00a0", "82.22"),
        ("\uff18\uff12.\uff12\uff12", "82.22"),
        ("\uff18\uff12\uff0e\uff12\uff12", "82.22"),
        ("8\u200b2.22\ufeff", "82.22"),
        ("100", "100"),
        ("84.995", "84.995"),
        ("-0", "0"),
        (82.22, "82.22"),
        (85, "85"),
        (Decimal("84.99"), "84.99"),
        (84.99999999999999, "85"),
        (100.00000000000001, "100"),
        (84.99499999999999, "84.995"),
        (84.83333333333333, "84.83333333333333"),
        (-0.0, "0"),
    ],
)
def test_a_number_is_the_number_that_is_shown(typed: object, number: str) -> None:
    read = read_number(cell(typed))
    assert str(read) == number


@pytest.mark.parametrize(
    "typed", ["8๒.22", "๘๒.22", "8 2.22", "1,082", "8e1", "1_0.5", "²", "\uff18๒"]
)
def test_a_text_that_shows_anything_else_is_no_number(typed: str) -> None:
    assert parse_number(typed) is None


def test_a_float_with_noise_far_behind_is_the_number_without_it() -> None:
    assert number_of_float(0.3 * 84.99 + 0.3 * 99.05 + 0.4 * 74.47) == Decimal(85)
    assert number_of_float(84.9949) == Decimal("84.9949")


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        (2562, 2562),
        (2562.0, 2562),
        ("๒๕๖๒", 2562),
        ("พ.ศ. 2562", 2562),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๒", 2562),
    ],
)
def test_a_year_of_the_buddhist_era_is_read(typed: object, year: int) -> None:
    assert read_year(cell(typed)) == FiscalYear(year)


@pytest.mark.parametrize(("typed", "suggested"), [(2019, "2562"), ("๑๙", "2519"), ("62", "2562")])
def test_another_year_is_refused_with_the_buddhist_one_suggested(
    typed: object, suggested: str
) -> None:
    fault = read_year(cell(typed))
    assert isinstance(fault, Fault)
    assert fault.code == "year-not-buddhist-era"
    assert fault.values["year"] == suggested


@pytest.mark.parametrize(
    "typed",
    [
        "๑๕ มกราคม ๒๕๖๓",
        "15 ม.ค. 2563",
        "15 มกราคม พ.ศ. 2563",
        "วันที่ ๑๕ เดือนมกราคม พ.ศ. ๒๕๖๓",
        "15/1/2563",
        "15-01-2563",
        "15.1.2563",
        datetime.datetime(2020, 1, 15),
        datetime.datetime(2563, 1, 15),
        datetime.date(2020, 1, 15),
    ],
)
def test_a_date_is_read_in_the_forms_offices_use(typed: object) -> None:
    assert read_date(cell(typed)) == datetime.date(2020, 1, 15)


def test_the_leap_day_follows_the_common_era() -> None:
    assert read_date(cell("29 กุมภาพันธ์ 2563")) == datetime.date(2020, 2, 29)
    assert isinstance(read_date(cell("29 กุมภาพันธ์ 2564")), Fault)
    # 2564 is a leap year as a Common Era number, so Excel takes a date that never was.
    assert isinstance(read_date(cell(datetime.datetime(2564, 2, 29))), Fault)


@pytest.mark.parametrize(
    "typed",
    ["1/15/2563", "15 January 2563", "1 5 มกราคม 2563", "15/1-2563", "2563-01-15", "15 มกรา 2563",
     datetime.datetime(1900, 3, 22), True, 2563],
)  # fmt: skip
def test_a_date_in_another_form_is_refused(typed: object) -> None:
    fault = read_date(cell(typed))
    assert isinstance(fault, Fault)
    assert fault.code == "date-not-a-date"


def test_steps_lose_their_typed_numbers_and_nothing_else() -> None:
    typed = "๑. ประกาศ  เจตนารมณ์\n\n 2) จัดกิจกรรม\r\n(3) รายงานผล\n• ติดตาม\n3.5 ล้านบาท\n-5 องศา"
    lines = read_lines(cell(typed), 1000)
    assert not isinstance(lines, Fault)
    assert strip_numbers(lines).lines == (
        "ประกาศ  เจตนารมณ์",
        "จัดกิจกรรม",
        "รายงานผล",
        "ติดตาม",
        "3.5 ล้านบาท",
        "-5 องศา",
    )


def test_names_lose_their_bullets_and_keep_their_numbers() -> None:
    assert read_lines(cell("-กลุ่มนโยบาย\n\uf0b7 1. กลุ่มการเงิน"), 1000) == (
        "กลุ่มนโยบาย",
        "1. กลุ่มการเงิน",
    )


def test_hostile_text_is_kept_as_typed() -> None:
    typed = "R&D <กอง> {{ x }} {% y %} =1+1 ก\u200bข"
    assert read_text(cell(f"  {typed}\n"), 100) == typed
    assert read_text(cell(2562), 100) == "2562"


def test_a_message_shows_a_number_without_the_noise_of_its_storage() -> None:
    fault = read_number(cell(0.9215000000000001)._replace(number_format="0.00%"))
    assert isinstance(fault, Fault)
    assert fault.values["typed"] == "0.9215"


@pytest.mark.parametrize(("typed", "number"), [("'85.31", "85.31"), ("\u201985", "85")])
def test_an_apostrophe_kept_as_a_character_is_none_of_the_value(typed: str, number: str) -> None:
    assert str(read_number(cell(typed))) == number
    assert read_text(cell("'นาย ก"), 100) == "นาย ก"
    assert read_text(cell("'นาย' ก"), 100) == "'นาย' ก"
